"""The words for verdicts, severities and counts, in French and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol, TypeVar

from edi.message import Message
from edi.model.finding import Severity
from edi.model.judgement import FlowVerdict, Verdict


class Noun(NamedTuple):
    """What is counted: one of it, and several."""

    one: Message
    many: Message


class Weighted(Protocol):
    """A finding, or what is told of one."""

    @property
    def severity(self) -> Severity: ...


Weighed = TypeVar("Weighed", bound=Weighted)

WORDS: Mapping[Verdict | Severity, Message] = {
    Verdict.ACCEPTED: Message("acceptée", "accepted"),
    Verdict.REFUSED: Message("refusée", "refused"),
    Verdict.UNREADABLE: Message("illisible", "unreadable"),
    Verdict.NOT_JUDGED: Message("non jugée", "not judged"),
    Severity.FATAL: Message("fatale", "fatal"),
    Severity.ERROR: Message("erreur", "error"),
    Severity.WARNING: Message("avertissement", "warning"),
    Severity.INFO: Message("information", "info"),
}
FLOW_WORDS: Mapping[FlowVerdict, Message] = {  # apart: enums of text are equal when their texts are
    FlowVerdict.INTEGRATED: Message("intégré", "integrated"),
    FlowVerdict.PARTIAL: Message("intégré en partie", "partially integrated"),
    FlowVerdict.REFUSED: Message("refusé", "refused"),
    FlowVerdict.IRRECEVABLE: Message("irrecevable", "irrecevable"),
    FlowVerdict.REPEAT: Message("répétition", "repeat"),
    FlowVerdict.QUARANTINED: Message("en cours d'examen", "under examination"),  # as its partner reads it
    FlowVerdict.NOT_JUDGED: Message("non jugé", "not judged"),
}
FATAL_HEAD = Message("erreur fatale", "fatal error")
NAMES: Mapping[Severity, Noun] = {
    Severity.ERROR: Noun(Message("erreur", "error"), Message("erreurs", "errors")),
    Severity.WARNING: Noun(Message("avertissement", "warning"), Message("avertissements", "warnings")),
    Severity.INFO: Noun(Message("information", "remark"), Message("informations", "remarks")),
}
WEIGHT = {Severity.FATAL: 0, Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}


def word(said: Verdict | Severity, lang: str) -> str:
    return WORDS[said].of(lang)


def flow_word(verdict: FlowVerdict, lang: str) -> str:
    """As its partner reads it: what is in quarantine is being examined."""
    return FLOW_WORDS[verdict].of(lang)


def severity_head(severity: Severity, lang: str) -> str:
    """A severity as it opens a sentence about a finding."""
    return FATAL_HEAD.of(lang) if severity is Severity.FATAL else word(severity, lang)


def counted(number: int, names: tuple[str, str], lang: str) -> str:
    """ "1 erreur", "2 erreurs". None is singular in French, plural in English."""
    return f"{number} {names[0] if number == 1 or (number == 0 and lang == 'fr') else names[1]}"


def tally(findings: Iterable[Weighted], lang: str) -> str:
    """How many of each weight, the heavy ones first; fatal ones count as errors. "" where there are none."""
    counts = dict.fromkeys(NAMES, 0)
    for finding in findings:
        counts[Severity.ERROR if finding.severity.refuses else finding.severity] += 1
    spoken = {severity: (noun.one.of(lang), noun.many.of(lang)) for severity, noun in NAMES.items()}
    return ", ".join(counted(number, spoken[severity], lang) for severity, number in counts.items() if number)


def by_weight(findings: Iterable[Weighed]) -> list[Weighed]:
    """What refuses first, then warnings, then the rest; the order of judgement inside each."""
    return sorted(findings, key=lambda finding: WEIGHT[finding.severity])
