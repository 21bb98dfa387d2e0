"""Decides what became of each flow, knowing all that came before it.

In: flows that are taken and due.  Out: their verdicts, returns and seen-marks, fixed in one transaction a group; or
their next try.  Rules: the same partner's same flow (same name, same bytes) is a repeat and gets the first answer
again; a flow id seen with other bytes is irrecevable (IRR_UNCITE); an invoice of the same SIREN, number and year of
issue is refused, and the first keeps its status: no return says of it what is true of another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from edi.clock import minute
from edi.config.partners import Partner
from edi.config.tables import Tables
from edi.errors import DurabilityError, LedgerError
from edi.judging import verdict
from edi.judging.failure import failure_of
from edi.judging.judged import Judged, Unjudged
from edi.ledger.marks import Seen
from edi.model.drop import Taken
from edi.model.flow import FlowRow
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import Decision, DocumentOutcome, Outcome
from edi.pipeline import held, judge, outcomes, repeats, retry
from edi.pipeline.attempt import Attempt, Gone, Read, Repeat
from edi.pipeline.duplicates import earlier_invoice, first_invoice, without_confusable, without_duplicates
from edi.pipeline.groups import groups
from edi.pipeline.report import Report, total
from edi.pipeline.runtime import Runtime
from edi.pipeline.sentences import NOT_UNIQUE, UNDER_EXAMINATION
from edi.returns import render


def decide(runtime: Runtime) -> Report:
    """Judges what is taken and due, and writes what follows, a group at a time."""
    files = {taken.flow: taken for taken in held.leftovers(runtime.folders)}
    now = datetime.now(UTC)
    due = runtime.ledger.flows.due(now, retry.latest(now))
    with retry.in_order(runtime.ledger):
        by_size = groups(due, lambda row: _size(files.get(row.id)))
        return total([_decide_group(group, files, runtime) for group in by_size])


def decide_alone(row: FlowRow, runtime: Runtime) -> Report:
    """The same of one flow, with no other in hand."""
    with retry.in_order(runtime.ledger):
        return _decide_group([row], {taken.flow: taken for taken in held.leftovers(runtime.folders)}, runtime)


def _size(taken: Taken | None) -> int:
    return taken.path.stat().st_size if taken is not None else 0


def _decide_group(rows: Sequence[FlowRow], files: Mapping[str, Taken], runtime: Runtime) -> Report:
    if fresh := [row.id for row in rows if not row.in_hand]:  # else written down with the take
        with runtime.ledger.write():
            runtime.ledger.flows.set_in_hand(fresh)
    ready, told = _judged(rows, files, runtime)
    with runtime.ledger.write():
        results = [(attempt, _decide_apart(attempt, runtime)) for attempt in ready]
    for attempt, result in results:
        if isinstance(result, Unjudged):
            result = retry.later(attempt.row, attempt.read, result, runtime.ledger)
        told.append(result)
    return total(told)


def _judged(
    rows: Sequence[FlowRow], files: Mapping[str, Taken], runtime: Runtime
) -> tuple[list[Attempt], list[Report]]:
    """The attempts of which a decision comes, in order; the others are put off at once."""
    ready, told = [], []
    for row in rows:
        if runtime.stopping():
            continue
        attempt = _judged_apart(row, files.get(row.id), runtime)
        if isinstance(attempt, Gone):
            told.append(retry.later(row, attempt.read, attempt, runtime.ledger))
        elif isinstance(attempt.result, Unjudged) and not retry.given_up(row, attempt.result, runtime.settings.limits):
            told.append(retry.later(row, attempt.read, attempt.result, runtime.ledger))
        else:
            ready.append(attempt)
    return ready, told


def _judged_apart(row: FlowRow, taken: Taken | None, runtime: Runtime) -> Attempt | Gone:
    """One flow of a group; what it makes us fail at is its own, and ends no round."""
    try:
        return judge.judge_one(row, taken, runtime)
    except (LedgerError, DurabilityError):
        raise
    except Exception as error:  # no memory for its bytes
        return Attempt(row, Read(row.size, row.sha256 or ""), Unjudged(why=failure_of(error)))


def _decide_apart(attempt: Attempt, runtime: Runtime) -> Report | Unjudged:
    """Decides one flow of a group; when that fails by our own fault, says why and leaves its neighbours alone."""
    try:
        return _write(attempt, runtime)
    except LedgerError:
        raise
    except Exception as error:
        failure = Unjudged(why=failure_of(error))
        if not retry.given_up(attempt.row, failure, runtime.settings.limits):
            return failure
        return _write(replace(attempt, result=failure), runtime)


def _write(attempt: Attempt, runtime: Runtime) -> Report:
    """Inside the transaction: what became of the flow, knowing all that came before it, this group included."""
    row, read, result = attempt.row, attempt.read, attempt.result
    with runtime.ledger.savepoint():
        decision = decide_one(row, result, read.sha256, runtime.ledger.marks, runtime)
        record(decision, runtime.settings.partners[row.partner], runtime, read.size, read.sha256)
    told = Report(decided=(row.id,))
    return told + retry.quarantined(row, result.why) if isinstance(result, Unjudged) else told


# one flow: the same for the gateway and for edi reprocess


def decide_one(
    row: FlowRow,
    result: Judged | Unjudged | Repeat,
    sha256: str,
    marks: Seen,
    runtime: Runtime,
    answered: bool = False,
) -> Decision:
    """What is to be said of one flow; writes nothing. `marks`: what the flows before it brought. `answered`: it has an
    answer of its own already, so it repeats nobody."""
    blank = outcomes.undecided(row, runtime.settings.partners[row.partner], runtime)
    if isinstance(result, Unjudged):
        return quarantined(blank)
    if isinstance(result, Repeat):
        return repeats.repeated(result.first, blank, runtime.ledger.decisions, marks)
    if not answered and (first := repeats.first_of(marks, blank, sha256)) is not None:
        return repeats.repeated(first, blank, runtime.ledger.decisions, marks)
    return decided(result, blank, sha256, runtime.engine.tables, marks)


def record(
    decision: Decision, partner: Partner, runtime: Runtime, size: int | None = None, sha256: str | None = None
) -> None:
    """Inside the transaction: a decision with its returns; `size` and `sha256` where its bytes were read first."""
    decisions, wording = runtime.ledger.decisions, runtime.wording(partner.lang, runtime.engine.tables)
    returns = render(decision.outcome, partner.returns, partner.extension, decisions.next_serial, wording)
    decisions.write(decision, returns, size, sha256)


def decided(judged: Judged, blank: Outcome, sha256: str, tables: Tables, seen: Seen) -> Decision:
    """The outcome of a flow that is no repeat. `blank` carries what is known without judging."""
    named = judged.envelope
    findings = list(judged.findings)
    if named.named and (first := seen.first("flow-id", named.flow_id)) is not None:
        findings.insert(0, NOT_UNIQUE.at(value=named.flow_id, at=minute(first.taken_at), first=first.drop_name))
    marks = [("bytes", repeats.bytes_key(blank, sha256))]
    documents: tuple[DocumentOutcome, ...] = ()
    if not any(finding.severity.refuses for finding in findings):
        judgements, numbers = without_duplicates(
            judged.documents,
            lambda key: first_invoice(seen, key),
            lambda key: earlier_invoice(seen, key, blank.flow),
        )
        documents = tuple(outcomes.document(at, one, tables) for at, one in enumerate(judgements, start=1))
        documents = without_confusable(documents, seen)
        marks += numbers.marks(blank.flow)
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
    return Decision(outcome=replace(blank, verdict=FlowVerdict.QUARANTINED, findings=(UNDER_EXAMINATION.at(),)))
