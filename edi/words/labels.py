"""The words for verdicts, severities and counts, in French and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from edi.model.finding import Finding, Severity
from edi.model.judgement import FlowVerdict, Verdict

_FRENCH: Mapping[Verdict | FlowVerdict | Severity, str] = {
    Verdict.ACCEPTED: "acceptée",
    Verdict.REFUSED: "refusée",
    Verdict.UNREADABLE: "illisible",
    Verdict.NOT_JUDGED: "non jugée",
    Severity.FATAL: "fatale",
    Severity.ERROR: "erreur",
    Severity.WARNING: "avertissement",
    Severity.INFO: "information",
}
_FRENCH_FLOW: Mapping[FlowVerdict, str] = {  # apart: enums of text are equal when their texts are
    FlowVerdict.INTEGRATED: "intégré",
    FlowVerdict.PARTIAL: "intégré en partie",
    FlowVerdict.REFUSED: "refusé",
    FlowVerdict.IRRECEVABLE: "irrecevable",
    FlowVerdict.REPEAT: "répétition",
    FlowVerdict.QUARANTINED: "en cours d'examen",
    FlowVerdict.NOT_JUDGED: "non jugé",
}


def word(said: Verdict | Severity, lang: str) -> str:
    return _FRENCH[said] if lang == "fr" else said.value


def flow_word(verdict: FlowVerdict, lang: str) -> str:
    """As its partner reads it: what is in quarantine is being examined."""
    if lang == "fr":
        return _FRENCH_FLOW[verdict]
    return "under examination" if verdict is FlowVerdict.QUARANTINED else verdict.value


def severity_head(severity: Severity, lang: str) -> str:
    """A severity as it opens a sentence about a finding."""
    if severity is Severity.FATAL:
        return "erreur fatale" if lang == "fr" else "fatal error"
    return word(severity, lang)


def counted(number: int, names: tuple[str, str], lang: str) -> str:
    """ "1 erreur", "2 erreurs". None is singular in French, plural in English."""
    return f"{number} {names[0] if number == 1 or (number == 0 and lang == 'fr') else names[1]}"


def tally(findings: Iterable[Finding], lang: str) -> str:
    """How many of each weight, the heavy ones first; fatal ones count as errors. "" where there are none."""
    counts = {Severity.ERROR: 0, Severity.WARNING: 0, Severity.INFO: 0}
    for finding in findings:
        counts[Severity.ERROR if finding.severity.refuses else finding.severity] += 1
    names = NAMES["fr" if lang == "fr" else "en"]
    return ", ".join(counted(number, names[severity], lang) for severity, number in counts.items() if number)


NAMES = {
    "fr": {
        Severity.ERROR: ("erreur", "erreurs"),
        Severity.WARNING: ("avertissement", "avertissements"),
        Severity.INFO: ("information", "informations"),
    },
    "en": {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.INFO: ("remark", "remarks"),
    },
}
WEIGHT = {Severity.FATAL: 0, Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """What refuses first, then warnings, then the rest; the order of judgement inside each."""
    return sorted(findings, key=lambda finding: WEIGHT[finding.severity])
