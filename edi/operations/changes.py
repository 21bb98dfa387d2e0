"""What a second judging changes in a flow: document by document, what was said before and what would be said now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from edi.model.finding import Finding
from edi.model.judgement import Verdict
from edi.model.outcome import DocumentOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One document of which another thing would be said."""

    document: str  # its invoice number, or its file
    before: Verdict | None  # None: it was not spoken of
    after: Verdict | None
    codes: tuple[str, ...] = ()  # what refuses it now

    @property
    def undoes(self) -> bool:
        return self.before is Verdict.ACCEPTED and self.after is not Verdict.ACCEPTED


def changes_between(before: Sequence[DocumentOutcome], after: Sequence[DocumentOutcome]) -> tuple[Change, ...]:
    old, new = _keyed(before), _keyed(after)
    changes = []
    for key, document in {**old, **new}.items():
        was, now = old.get(key), new.get(key)
        if was is None or now is None or _told(was) != _told(now):
            changes.append(
                Change(
                    document=document.number or document.member,
                    before=was.verdict if was else None,
                    after=now.verdict if now else None,
                    codes=refusing(now.findings) if now else (),
                )
            )
    return tuple(changes)


def no_longer_accepted(
    before: Sequence[DocumentOutcome], after: Sequence[DocumentOutcome]
) -> tuple[DocumentOutcome, ...]:
    """Documents that were accepted and are not, as they were."""
    accepted = {key for key, document in _keyed(after).items() if document.verdict is Verdict.ACCEPTED}
    old = _keyed(before).items()
    return tuple(each for key, each in old if each.verdict is Verdict.ACCEPTED and key not in accepted)


def codes_of(findings: Sequence[Finding]) -> list[str]:
    return sorted(finding.code for finding in findings)


def refusing(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The codes of those that refuse, each once."""
    return tuple(dict.fromkeys(finding.code for finding in findings if finding.severity.refuses))


def _keyed(documents: Sequence[DocumentOutcome]) -> dict[tuple[str, int], DocumentOutcome]:
    """By member, and the how-manieth of that name: an archive may hold one name twice."""
    met: Counter[str] = Counter()
    keyed = {}
    for document in documents:
        met[document.member] += 1
        keyed[document.member, met[document.member]] = document
    return keyed


def _told(document: DocumentOutcome) -> tuple[Verdict, list[str]]:
    return document.verdict, codes_of(document.findings)
