"""What became of each flow: its verdict in numbered versions, with documents, findings and the text of its returns.

In: a Decision and its returns.  Out: documents, findings and returns of the version in force; earlier ones stay.
Refuses (LedgerError) to decide a flow that is not in the state for it, and a return that is damaged.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from edi.disk import durable
from edi.errors import LedgerError
from edi.ledger.database import Database, Row
from edi.ledger.marks import Marks
from edi.message import Message
from edi.model.finding import Finding, Severity
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import Decision, DocumentOutcome, Outcome, Return

FINDING = [field.name for field in fields(Finding) if field.name not in ("severity", "values")]
DOCUMENT = [field.name for field in fields(DocumentOutcome) if field.name not in ("verdict", "statuses", "findings")]

NOT_TO_DECIDE = Message(
    "le flux {flow} n'était pas à décider ; rien n'a été écrit.",
    "flow {flow} was not to be decided; nothing was written.",
)
NOT_TO_DECIDE_AGAIN = Message(
    "le flux {flow} n'était pas à juger de nouveau ; rien n'a été écrit.",
    "flow {flow} was not to be judged again; nothing was written.",
)
DAMAGED_RETURN = Message(
    "le retour {name} est endommagé dans le registre ({error}) ; restaurez celui-ci d'une sauvegarde.",
    "the return {name} is damaged in the ledger ({error}); restore the ledger from a backup.",
)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Changes are made inside `Ledger.write()`."""

    database: Database
    marks: Marks

    def write(
        self, decision: Decision, returns: Iterable[Return], size: int | None = None, sha256: str | None = None
    ) -> None:
        """Fixes what became of a flow, with its returns and its marks. Version 1 is of a flow just taken, whose size
        and hash are known now; a later one is of a finished flow, is to be published anew, and takes the place of the
        one before it, marks included: what it undoes is free again."""
        outcome = decision.outcome
        first = outcome.version == 1
        changed = self.database.change(
            "set_decided",
            id=outcome.flow,
            version=outcome.version,
            verdict=(FlowVerdict.REPEAT if decision.repeat_of else outcome.verdict).value,
            decided_at=outcome.decided_at,
            size=size,
            sha256=sha256,
            flow_id=outcome.flow_id,
            interface=outcome.interface,
            repeat_of=decision.repeat_of,
            packs=json.dumps([asdict(pack) for pack in outcome.packs]),
        )
        if changed != 1:
            raise LedgerError((NOT_TO_DECIDE if first else NOT_TO_DECIDE_AGAIN).filled(flow=outcome.flow))
        for item in returns:
            self._insert_return(outcome, item)
        if not decision.repeat_of:  # else its documents and findings are the first flow's
            self._insert_documents(outcome)
        if not first:
            self.marks.forget(outcome.flow)
        for kind, key in decision.marks:
            self.marks.add(kind, key, outcome.flow)

    def _insert_return(self, outcome: Outcome, item: Return) -> None:
        self.database.change(
            "insert_return",
            flow=outcome.flow,
            version=outcome.version,
            kind=item.kind,
            name=item.name,
            sha256=durable.digest_of(item.content),
            content=zlib.compress(item.content),
        )

    def _insert_documents(self, outcome: Outcome) -> None:
        findings: list[tuple[int | None, Finding]] = [(None, finding) for finding in outcome.findings]
        for document in outcome.documents:
            self.database.change(
                "insert_document",
                **{name: getattr(document, name) for name in DOCUMENT},
                flow=outcome.flow,
                version=outcome.version,
                verdict=document.verdict.value,
                statuses=json.dumps(document.statuses),
            )
            findings += [(document.position, finding) for finding in document.findings]
        for rank, (position, finding) in enumerate(findings):
            self._insert_finding(outcome, position, rank, finding)

    def _insert_finding(self, outcome: Outcome, position: int | None, rank: int, finding: Finding) -> None:
        self.database.change(
            "insert_finding",
            flow=outcome.flow,
            version=outcome.version,
            position=position,
            rank=rank,
            **{name: getattr(finding, name) for name in FINDING},
            severity=finding.severity.value,
            facts=json.dumps(dict(finding.values), ensure_ascii=False),
        )

    def documents(self, flow: str) -> tuple[DocumentOutcome, ...]:
        findings = self._by_document(flow)
        return tuple(
            DocumentOutcome(
                **{name: row[name] for name in DOCUMENT},
                verdict=Verdict(row["verdict"]),
                statuses=tuple(json.loads(row["statuses"])),
                findings=tuple(findings.get(row["position"], ())),
            )
            for row in self.database.rows("documents_of", flow=flow)
        )

    def findings(self, flow: str) -> tuple[Finding, ...]:
        """The findings of the flow itself, not of its documents."""
        return tuple(self._by_document(flow).get(None, ()))

    def _by_document(self, flow: str) -> dict[int | None, list[Finding]]:
        """The findings by the position of their document; None: of the flow itself."""
        findings: dict[int | None, list[Finding]] = {}
        for row in self.database.rows("findings_of", flow=flow):
            findings.setdefault(row["position"], []).append(_finding(row))
        return findings

    def returns(self, flow: str) -> list[Return]:
        return [return_of(row) for row in self.database.rows("returns_of", flow=flow)]

    def next_serial(self) -> int:
        """The next number for a return's id; an undone decision gives it back."""
        return int(self.database.rows("next_serial")[0]["value"])


def _finding(row: Row) -> Finding:
    return Finding(
        severity=Severity(row["severity"]),
        values=json.loads(row["facts"]),
        **{name: row[name] for name in FINDING},
    )


def return_of(row: Row) -> Return:
    """The value of one row of the table of returns."""
    try:
        return Return(kind=row["kind"], name=row["name"], content=zlib.decompress(row["content"]))
    except zlib.error as error:
        raise LedgerError(DAMAGED_RETURN.filled(name=row["name"], error=error)) from error
