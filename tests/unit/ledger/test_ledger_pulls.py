"""Pulls: what is known of a partner's server, from the first listing to the flow its file became."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from ledger_cases import AT, FLOW, NAME, OTHER, SHA, taken

from edi.errors import LedgerError
from edi.ledger import Ledger
from edi.ledger.values import Pull
from edi.message import Message

ODD = b"\xff\n'.xml"
SEEN = Pull(
    partner="btp",
    name=ODD,
    size=2**40,
    mtime=7,
    fetched=False,
    since=0.1 + 0.2,
    boot="first",
    sha256=None,
    after_seq=None,
    told=False,
)


def seen(ledger: Ledger, name: bytes = ODD) -> None:
    with ledger.write():
        ledger.pulls.set_seen("btp", name, SEEN.size, SEEN.mtime, SEEN.since, SEEN.boot)


def fetched(ledger: Ledger) -> Pull:
    seen(ledger)
    with ledger.write():
        ledger.pulls.set_fetched("btp", ODD, SHA)
    (pull,) = ledger.pulls.of("btp")
    return pull


def test_what_was_seen_comes_back_bit_by_bit_and_only_to_its_partner(ledger: Ledger) -> None:
    seen(ledger)
    assert (ledger.pulls.of("btp"), ledger.pulls.of("other")) == ([SEEN], [])


def test_what_was_fetched_knows_its_bytes_and_the_flows_before_it(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    pull = fetched(ledger)
    assert (pull.fetched, pull.sha256, pull.after_seq, pull.state) == (True, SHA, 1, SEEN.state)


def test_what_is_seen_anew_was_not_fetched(ledger: Ledger) -> None:
    fetched(ledger)
    seen(ledger)
    assert ledger.pulls.of("btp") == [SEEN]


def test_what_the_server_keeps_is_told_once(ledger: Ledger) -> None:
    fetched(ledger)
    with ledger.write():
        ledger.pulls.set_kept("btp", ODD, 9.5, "second")
    (pull,) = ledger.pulls.of("btp")
    assert (pull.told, pull.since, pull.boot, pull.fetched) == (True, 9.5, "second", True)


def test_what_is_forgotten_is_not_there(ledger: Ledger) -> None:
    seen(ledger)
    seen(ledger, b"another")
    with ledger.write():
        ledger.pulls.forget("btp", ODD)
    assert [pull.name for pull in ledger.pulls.of("btp")] == [b"another"]


def test_only_a_later_flow_of_the_same_name_and_bytes_is_what_was_fetched(ledger: Ledger) -> None:
    taken(ledger, FLOW)
    pull = fetched(ledger)
    taken(ledger, OTHER)
    with ledger.write():
        for flow in (FLOW, OTHER):
            ledger.flows.set_failed(flow, Message("", ""), 1, AT, 7, SHA)
    assert (ledger.pulls.flow_of(pull, NAME), ledger.pulls.flow_of(pull, "other.xml")) == (OTHER, None)


def test_a_login_refused_is_remembered_until_one_is_taken(ledger: Ledger) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert ledger.pulls.refused_login("btp") is None
    with ledger.write():
        ledger.pulls.set_refused_login("btp", AT)
        ledger.pulls.set_refused_login("btp", at)
    assert (ledger.pulls.refused_login("btp"), ledger.pulls.refused_login("other")) == (at, None)
    with ledger.write():
        ledger.pulls.forget_refused_login("btp")
    assert ledger.pulls.refused_login("btp") is None


def test_a_file_cannot_be_fetched_without_its_hash(ledger: Ledger) -> None:
    seen(ledger)
    with pytest.raises(LedgerError, match="CHECK"), ledger.write():
        ledger.pulls.set_fetched("btp", ODD, None)  # type: ignore[arg-type]
