"""What became of a flow, once the ledger is asked what came before it. Runs inside the ledger's write transaction.

In: a flow as judged on its own, and what the ledger has seen.  Out: an Outcome, and the marks that make it count once.
Rules: the same partner's same flow (same name, same bytes) is a repeat and gets the first answer again; a flow id seen
with other bytes is irrecevable (IRR_UNCITE); an invoice of the same supplier, number, type and year is refused and the
first keeps its status.
"""

from __future__ import annotations

from dataclasses import replace

from edi.clock import minute
from edi.config.tables import Tables
from edi.judging import verdict
from edi.judging.engine import Judged
from edi.ledger.decisions import Decisions
from edi.ledger.marks import Seen
from edi.ledger.values import FlowRow
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import Decision, DocumentOutcome, Outcome
from edi.pipeline import sentences as say_sentences
from edi.pipeline.duplicates import first_invoice, without_duplicates
from edi.pipeline.outcomes import document


def first_of(marks: Seen, blank: Outcome, sha256: str) -> FlowRow | None:
    """The first flow that this one repeats exactly, or None."""
    return marks.first("bytes", _bytes_key(blank, sha256))


def repeated(first: FlowRow, again: Outcome, decisions: Decisions) -> Decision:
    """The first answer, given again for `again`."""
    assert first.verdict is not None  # a seen-mark is written with a verdict
    note = say_sentences.REPEAT.at(value=first.flow_id or first.id, at=minute(first.taken_at))
    return Decision(
        outcome=replace(
            again,
            interface=first.interface,
            verdict=first.verdict,
            documents=decisions.documents(first.id),
            findings=(note, *decisions.findings(first.id)),
            packs=first.packs,
            repeat_of=first.flow_id or first.id,
            repeat_at=first.taken_at,
        ),
        repeat_of=first.id,
    )


def decided(judged: Judged, blank: Outcome, sha256: str, tables: Tables, seen: Seen) -> Decision:
    """The outcome of a flow that is no repeat. `blank` carries what is known without judging."""
    named = judged.envelope
    findings = list(judged.findings)
    if named.named and (first := seen.first("flow-id", named.flow_id)) is not None:
        findings.insert(
            0, say_sentences.NOT_UNIQUE.at(value=named.flow_id, at=minute(first.taken_at), first=first.drop_name)
        )
    marks = [("bytes", _bytes_key(blank, sha256))]
    documents: tuple[DocumentOutcome, ...] = ()
    if not any(finding.severity.refuses for finding in findings):
        judgements, keys = without_duplicates(judged.documents, lambda key: first_invoice(seen, key))
        documents = tuple(document(at, judgement, tables) for at, judgement in enumerate(judgements, start=1))
        marks += [("invoice", key) for key in keys]
        # what was never received as a flow, irrecevable or not one file of it readable, leaves its id free: the whole
        # file may follow one that was cut
        if named.named and any(one.verdict is not Verdict.UNREADABLE for one in documents):
            marks.append(("flow-id", named.flow_id))
    outcome = replace(
        blank,
        interface=judged.interface,
        verdict=verdict.of_flow([document.verdict for document in documents], findings),
        documents=documents,
        findings=tuple(findings),
    )
    return Decision(outcome=outcome, marks=tuple(marks))


def quarantined(blank: Outcome) -> Decision:
    """A flow that defeated the gateway too often: received, under examination, never refused."""
    return Decision(
        outcome=replace(blank, verdict=FlowVerdict.QUARANTINED, findings=(say_sentences.UNDER_EXAMINATION.at(),)),
    )


def _bytes_key(blank: Outcome, sha256: str) -> str:
    """Same partner, same flow id (or file name where there is none), same bytes."""
    return f"{blank.partner_code}|{blank.flow_id}|{sha256}"
