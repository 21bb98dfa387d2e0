"""The long run's own books: what was dropped, what was collected, and whether the gateway's ledger agrees.

What a drop must come to does not depend on the order in which the gateway met the drops, or on how often its judges
were killed: of the drops that share a thing which counts once (bytes, a flow id, an invoice number) exactly one has it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from drops import Content

from edi.ledger import Ledger
from edi.model.finding import Finding
from edi.model.flow import FlowRow, State
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome

NOT_UNIQUE = "ENV-NOT-UNIQUE"
DUPLICATE = "DUPLICATE-INVOICE-NUMBER"

Key = tuple[str, str, str]  # partner, drop name, hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is kept of a Content: not its bytes."""

    flow_id: str
    verdict: FlowVerdict  # by itself
    good: frozenset[str]
    bad: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A flow of the ledger, with all that was said of it."""

    row: FlowRow
    findings: Sequence[Finding]
    documents: Sequence[DocumentOutcome]

    @property
    def key(self) -> Key:
        return self.row.partner, self.row.drop_name, self.row.sha256 or ""

    @property
    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings}


@dataclass
class Books:
    """Entries are made at the moment a drop has its final name, or a return was read and removed."""

    dropped: Counter[Key] = field(default_factory=Counter)
    expected: dict[Key, Expected] = field(default_factory=dict)
    collected: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def drop(self, partner: str, content: Content) -> None:
        key = partner, content.name, content.sha256
        self.dropped[key] += 1
        self.expected[key] = Expected(
            flow_id=content.flow_id, verdict=content.verdict, good=frozenset(content.good), bad=content.bad
        )

    def collect(self, name: str, content: bytes) -> None:
        self.collected[name][hashlib.sha256(content).hexdigest()] += 1

    @property
    def drops(self) -> int:
        return self.dropped.total()

    @property
    def seen_again(self) -> int:
        """Returns that a partner met a second time after it had removed them."""
        return sum(hashes.total() - 1 for hashes in self.collected.values())


@dataclass
class Audit:
    """Everything that is wrong, and the figures to tell."""

    lost: int = 0
    doubled: int = 0
    problems: list[str] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)


def audit(books: Books, ledger: Ledger) -> Audit:
    """Compares the books with the ledger once all is quiet and all was collected."""
    flows = [
        Found(row=row, findings=ledger.decisions.findings(row.id), documents=ledger.decisions.documents(row.id))
        for row in ledger.books.flows()
    ]
    done = Audit(verdicts=Counter(str(found.row.verdict and found.row.verdict.value) for found in flows))
    _each_drop_is_one_flow(books, flows, done)
    done.problems += [*_ended(flows), *_answered(books, flows), *_counted_once(books, flows)]
    done.problems += _returned(books, ledger)
    return done


def _each_drop_is_one_flow(books: Books, flows: Sequence[Found], done: Audit) -> None:
    there = Counter(found.key for found in flows)
    for key in {**books.dropped, **there}:
        missing = books.dropped[key] - there[key]
        if missing > 0:
            done.lost += missing
            done.problems.append(f"LOST: {key} dropped {books.dropped[key]} times, {there[key]} flows")
        elif missing < 0:
            done.doubled -= missing
            done.problems.append(f"DOUBLED: {key} dropped {books.dropped[key]} times, {there[key]} flows")


def _ended(flows: Iterable[Found]) -> Iterator[str]:
    for found in flows:
        row = found.row
        if row.state is not State.DONE or row.verdict in (None, FlowVerdict.QUARANTINED, FlowVerdict.NOT_JUDGED):
            yield f"{row.id} {row.drop_name}: {row.state.value}, {row.verdict}, {row.failure}"


def _answered(books: Books, flows: Sequence[Found]) -> Iterator[str]:
    """Each verdict is the one the content deserves, or less for a reason that the flow names."""
    by_id = {found.row.id: found for found in flows}
    for found in flows:
        row, expected = found.row, books.expected.get(found.key)
        if expected is None:
            continue  # told already: nobody dropped it
        if row.verdict is FlowVerdict.REPEAT:
            first = by_id.get(row.repeat_of or "")
            if first is None or first.key != found.key or first.row.verdict is FlowVerdict.REPEAT:
                yield f"{row.id} {row.drop_name}: a repeat of {row.repeat_of}, which is not the same drop"
        elif row.verdict is FlowVerdict.IRRECEVABLE:
            if expected.verdict is not FlowVerdict.IRRECEVABLE and NOT_UNIQUE not in found.codes:
                yield f"{row.id} {row.drop_name}: irrecevable ({found.codes}), {expected.verdict.value} by itself"
        else:
            yield from _judged_right(found, expected)


def _judged_right(found: Found, expected: Expected) -> Iterator[str]:
    accepted, less = 0, 0
    for document in found.documents:
        if document.verdict is Verdict.ACCEPTED:
            accepted += 1
            if document.number not in expected.good:
                yield f"{found.row.id} {found.row.drop_name}: {document.number} accepted, which deserves it not"
        elif document.number in expected.good:
            less += 1
            if DUPLICATE not in {finding.code for finding in document.findings}:
                yield f"{found.row.id} {found.row.drop_name}: {document.number} refused without being a duplicate"
    if accepted + less != len(expected.good):
        yield f"{found.row.id} {found.row.drop_name}: {accepted} accepted, {less} duplicates of {len(expected.good)}"
    whole = accepted > 0 and len(found.documents) == accepted
    deserved = FlowVerdict.INTEGRATED if whole else FlowVerdict.PARTIAL if accepted else FlowVerdict.REFUSED
    if found.row.verdict is not deserved or (not less and found.row.verdict is not expected.verdict):
        yield f"{found.row.id} {found.row.drop_name}: {found.row.verdict}, where {expected.verdict} was due"


def _counted_once(books: Books, flows: Sequence[Found]) -> Iterator[str]:
    """Of drops with the same bytes one is judged; of flows with the same id one is received; of invoices one counts."""
    firsts: Counter[Key] = Counter()
    received: dict[tuple[str, str], list[str]] = defaultdict(list)
    illegible: set[tuple[str, str]] = set()  # answered, and their ids left free: nothing of them could be read
    candidates: set[str] = set()
    accepted: Counter[str] = Counter()
    deserving: set[tuple[str, str]] = set()
    for found in flows:
        expected = books.expected.get(found.key)
        if expected is None:
            continue
        place = found.row.partner, expected.flow_id
        if expected.verdict is not FlowVerdict.IRRECEVABLE:
            deserving.add(place)
        if found.row.verdict is FlowVerdict.REPEAT:
            continue
        firsts[found.key] += 1
        if found.row.verdict is not FlowVerdict.IRRECEVABLE:
            if all(one.verdict is Verdict.UNREADABLE for one in found.documents):
                illegible.add(place)
            else:
                received[place].append(found.row.id)
            candidates |= expected.good
            accepted.update(one.number or "" for one in found.documents if one.verdict is Verdict.ACCEPTED)
    yield from (f"{key}: judged {firsts[key]} times" for key in books.dropped if firsts[key] != 1)
    yield from (
        f"{place}: received {len(received[place])} times"
        for place in deserving
        if len(received[place]) > 1 or not (received[place] or place in illegible)
    )
    yield from (
        f"invoice {number}: accepted {accepted[number]} times" for number in candidates if accepted[number] != 1
    )


def _returned(books: Books, ledger: Ledger) -> Iterator[str]:
    """Each return of each version reached its partner, with the bytes the ledger holds."""
    known = {stored.item.name: stored.sha256 for stored in ledger.books.returns()}
    for name, recorded in known.items():
        if name not in books.collected:
            yield f"LOST RETURN: {name}"
        elif set(books.collected[name]) != {recorded}:
            yield f"return {name}: {len(books.collected[name])} different contents, or not the ledger's"
    yield from (f"return {name}: the ledger knows of none" for name in books.collected if name not in known)
