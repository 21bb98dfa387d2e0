"""A whole drop, from its name to its returns: judged by every stage, never for our own fault, and always answerable.

The judging process is this one, so that nothing hides behind it; the ledger is one that has seen nothing.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

from edi.catalogue import wording
from edi.config.partners import Partner
from edi.config.settings import load_settings
from edi.judging import envelope
from edi.judging.engine import Engine
from edi.judging.judge import judge
from edi.judging.judged import Judged
from edi.judging.reference import ReferenceData
from edi.model.judgement import FlowVerdict, Judgement, Member, Verdict
from edi.model.limits import KIB, Limits
from edi.model.outcome import Outcome
from edi.pipeline import decide
from edi.returns import render
from edi.sandbox.examples import CII, FACTURX, UBL, flow_name
from edi.words.text import printable

from ..mutation import archive, either, raw, xml
from ..seeds import documents, invoices, packed, pdfs
from ..target import Target, told

LIMITS = Limits(member=256 * KIB, entries=20, documents=10, expanded=KIB * KIB, ratio_floor=256 * KIB)
PARTNERS = (
    Partner(name="a", app_code="XXX001", returns=("csv", "json")),
    Partner(name="b", app_code="XXX001", naming="free", lang="en", extension="", returns=("csv", "json")),
)
NAMES = (
    *(flow_name(interface, "XXX001", 1) for interface in (CII, UBL, FACTURX, "FSO1102A")),
    *("facture.xml", printable("=1+1\n\u202e\udcff.xml")),  # as pickup tells it
)
_MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
_by_kind = either(xml, xml, xml, raw)


class _Inline:
    """Judges here and now, and lets every failure through."""

    def __init__(self, reference: ReferenceData, count: int) -> None:
        self._reference = reference

    def start(self) -> None:
        """It is here."""

    def close(self) -> None:
        """It stays."""

    def judge_all(self, members: Iterable[Member]) -> Iterator[Judgement]:
        return (judge(member, self._reference) for member in members)


class _Unseen:
    """A ledger before its first flow."""

    def first(self, kind: str, key: str) -> None:
        assert kind
        self.accepted(key)

    def accepted(self, key: str) -> None:
        assert key.encode(), "a mark that no ledger could hold"


@cache
def _engine() -> Engine:
    with tempfile.TemporaryDirectory() as root:
        return Engine(replace(load_settings(Path(root)), limits=LIMITS), judges=_Inline)


def seeds() -> list[bytes]:
    """One byte that says under which name for whom, then the drop."""
    drops = [(0, invoices()[0]), (1, invoices()[-1]), (2, pdfs()[0]), (0, packed()[1]), (3, invoices()[0])]
    more = [(6 + number % 6, data) for number, data in enumerate((*invoices(), *pdfs(), *packed(), *documents()))]
    return [bytes([way]) + data for way, data in (*drops, *more)]


def mutate(data: bytes, chance: Random) -> bytes:
    way, drop = data[:1] or b"\0", data[1:]
    if chance.random() < 0.05:
        return bytes([chance.randrange(12)]) + drop
    if drop.startswith((b"PK", b"\x1f\x8b")) or drop[257:262] == b"ustar":
        return way + archive(drop, chance)
    return way + (raw if drop[:9].lstrip().startswith(b"%PDF") else _by_kind)(drop, chance)


def check(data: bytes) -> str:
    way, drop = data[0] % 12 if data else 0, data[1:]
    name, partner, engine = NAMES[way % 6], PARTNERS[way // 6], _engine()
    judged = engine.judge_flow(name, drop, partner)
    assert isinstance(judged, Judged), f"our own fault: {judged.why.en}"
    for document in judged.documents:
        refused = any(finding.severity.refuses for finding in document.findings)
        assert (document.verdict is Verdict.ACCEPTED) == (not refused)
        assert document.verdict is not Verdict.NOT_JUDGED
        assert len(document.findings) < 3 * LIMITS.findings
    codes = told([*judged.findings, *(finding for one in judged.documents for finding in one.findings)])
    outcome = decide.decided(judged, _blank(name, partner), "0" * 64, engine.tables, _Unseen()).outcome
    assert outcome.verdict is not FlowVerdict.NOT_JUDGED
    _answered(outcome, partner)
    return f"{outcome.verdict.value} {codes}"


def _blank(name: str, partner: Partner) -> Outcome:
    named = envelope.read_name(name, _engine().tables, partner.app_code, partner.naming)
    return Outcome(
        flow="20261124T000000-000001",
        partner_code=partner.app_code,
        gateway_code="EDI001",
        flow_id=named.flow_id,
        drop_name=name,
        interface=named.interface,
        verdict=FlowVerdict.NOT_JUDGED,
        decided_at=_MOMENT,
        received_at=_MOMENT,
    )


def _answered(outcome: Outcome, partner: Partner) -> None:
    """The returns are all there (render checks the CPPStatut ones by their schema), and programs can read them."""
    number = itertools.count(1)
    words = wording(partner.lang, _engine().tables)
    returns = {
        one.kind: one for one in render(outcome, partner.returns, partner.extension, lambda: next(number), words)
    }
    assert {"cso", "csv", "json"} <= returns.keys()
    assert json.loads(returns["json"].content)
    rows = list(csv.reader(io.StringIO(returns["csv"].content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len({len(row) for row in rows}) == 1, "rows of different lengths"
    assert len(rows) > len(outcome.documents)
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row), f"a formula: {row}"
    for one in returns.values():
        assert one.name.isascii()


TARGET = Target("flow", seeds, mutate, check)
