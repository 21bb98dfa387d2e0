"""The same flow again: the same partner's same name with the same bytes gets the first answer once more."""

from __future__ import annotations

from dataclasses import replace

from edi.clock import minute
from edi.ledger.decisions import Decisions
from edi.ledger.marks import Seen
from edi.model.flow import FlowRow
from edi.model.outcome import Decision, Outcome
from edi.pipeline.duplicates import without_confusable
from edi.pipeline.sentences import REPEAT


def first_of(marks: Seen, blank: Outcome, sha256: str) -> FlowRow | None:
    """The first flow that this one repeats exactly, or None."""
    return marks.first("bytes", bytes_key(blank, sha256))


def repeated(first: FlowRow, again: Outcome, decisions: Decisions, marks: Seen) -> Decision:
    """The first answer, given again for `again`, but for a refusal of what was mended and accepted since."""
    note = REPEAT.at(value=first.flow_id or first.id, at=minute(first.taken_at))
    return Decision(
        outcome=replace(
            again,
            interface=first.interface,
            verdict=first.answer,
            documents=without_confusable(decisions.documents(first.id), marks),
            findings=(note, *decisions.findings(first.id)),
            packs=first.packs,
            repeat_of=first.flow_id or first.id,
            repeat_at=first.taken_at,
        ),
        repeat_of=first.id,
    )


def bytes_key(blank: Outcome, sha256: str) -> str:
    """Same partner, same flow id (or file name where there is none), same bytes."""
    return f"{blank.partner_code}|{blank.flow_id}|{sha256}"
