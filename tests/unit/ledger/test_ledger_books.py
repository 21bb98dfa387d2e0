"""Books: what they count, and what in them contradicts the rest."""

from __future__ import annotations

import sqlite3
import zlib

import pytest
from ledger_cases import FLOW, OTHER, beside, decided, taken

from edi.disk.durable import digest_of
from edi.errors import LedgerError
from edi.ledger import Ledger


def test_sound_rows_do_not_contradict_one_another(ledger: Ledger) -> None:
    decided(ledger)
    taken(ledger, OTHER)
    assert (ledger.books.contradictions(), ledger.books.integrity()) == ([], [])


@pytest.mark.parametrize(
    ("tampering", "reason"),
    [
        (f"UPDATE flows SET repeat_of = 'gone' WHERE id = '{FLOW}'", "répétition"),
        ("DELETE FROM returns", "retour"),
        ("DELETE FROM seen", "marque"),
        ("DELETE FROM documents", "document"),
    ],
)
def test_tampered_rows_are_told(ledger: Ledger, tampering: str, reason: str) -> None:
    decided(ledger)
    with beside(ledger) as other:
        other.execute(tampering)
    told = ledger.books.contradictions()
    assert [flow for flow, _ in told] == [FLOW]
    assert reason in told[0][1]


def test_a_row_of_a_flow_that_is_gone_is_told(ledger: Ledger) -> None:
    decided(ledger)
    with beside(ledger) as other:
        other.execute("DELETE FROM flows")
    assert any("clé étrangère" in line for line in ledger.books.integrity())


def test_a_state_without_its_verdict_cannot_even_be_written(ledger: Ledger) -> None:
    decided(ledger)
    with beside(ledger) as other, pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        other.execute("UPDATE flows SET verdict = NULL")


def test_a_return_whose_text_was_altered_no_longer_has_its_hash(ledger: Ledger) -> None:
    decided(ledger)
    with beside(ledger) as other:
        other.execute("UPDATE returns SET content = ? WHERE kind = 'fen'", [zlib.compress(b"altered")])
    assert [stored.sha256 == digest_of(stored.item.content) for stored in ledger.books.returns()] == [True, False]


def test_a_return_whose_stored_bytes_are_damaged_is_told_as_our_own_fault(ledger: Ledger) -> None:
    decided(ledger)
    with beside(ledger) as other:
        other.execute("UPDATE returns SET content = x'00ff'")
    with pytest.raises(LedgerError, match="CSO1116A"):
        ledger.decisions.returns(FLOW)
