"""The integration report of a flow (CSO...A)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from edi.catalogue import hint, sentence
from edi.clock import stamp
from edi.model.finding import Finding
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.outcome import DocumentOutcome, Outcome, flow_status, refusals
from edi.returns.cpp_statut import (
    FLOW_COMPLEMENT,
    NAMED,
    _add,
    _message,
    _repeat,
    _shortened,
    _version,
    _words,
    _written,
)


def integration_report(outcome: Outcome, id25: str, labels: Mapping[int, str]) -> bytes:
    """The CSO file: one status for the flow, and a line for each fatal or error finding of it and of its documents."""
    root = _message(outcome, id25)
    unit = _add(_add(root, "CPPFluxStatuts", compteur="1"), "CPPFluxStatutUnitaire", NumOrdre="1")
    data = _add(unit, "DonneesStatut")
    status = flow_status(outcome)
    _add(data, "IdStatut", f"{status:02d}")
    if label := labels.get(status):
        _add(data, "ComplementStatut", _shortened(label, FLOW_COMPLEMENT))
    _add(data, "Commentaire", _flow_comment(outcome))
    _add(data, "Horodatage", stamp(outcome.decided_at))
    _add(data, "IdFlux", outcome.flow_id)
    if lines := list(refusals(outcome)):
        details = _add(data, "Details", NbLignesErreur=str(len(lines)))
        for number, (document, finding) in enumerate(lines, start=1):
            _error_line(details, number, document, finding, outcome.lang)
    return _written(root)


def _flow_comment(outcome: Outcome) -> str:
    words = _words(outcome.lang)
    if outcome.verdict is FlowVerdict.QUARANTINED:
        said = words.examined
    elif outcome.verdict is FlowVerdict.IRRECEVABLE:
        said = words.irrecevable
    else:
        accepted = sum(document.verdict is Verdict.ACCEPTED for document in outcome.documents)
        said = words.integrated.format(accepted=accepted, all=len(outcome.documents))
    return " ".join(filter(None, (said, _repeat(outcome), _version(outcome), _undone(outcome))))


def _undone(outcome: Outcome) -> str | None:
    if not outcome.undone:
        return None
    words = _words(outcome.lang)
    invoices = [document.number or document.member for document in outcome.undone]
    if len(invoices) > NAMED:
        invoices[NAMED:] = [words.more.format(count=len(invoices) - NAMED)]
    return words.undone.format(invoices=", ".join(invoices))


def _error_line(
    details: etree._Element, number: int, document: DocumentOutcome | None, finding: Finding, lang: str
) -> None:
    line = _add(details, "LigneErreurDetail", IdLigne=str(number))
    _add(line, "NatureErreur", finding.rule)
    _add(line, "CodeErreur", finding.code)
    _add(line, "LibelleErreur", sentence(finding, lang))
    if said := _description(document, finding, lang):
        _add(line, "DescriptionErreur", said)


def _description(document: DocumentOutcome | None, finding: Finding, lang: str) -> str:
    """Where it is, what stands there, then what to do: one line a person reads from left to right."""
    words = _words(lang)
    facts = {
        "file": finding.member or (document and document.member),
        "invoice": document and document.number,
        "line": finding.line,
        "xpath": finding.xpath,
        "value": finding.value,
    }
    place = ", ".join(words.place[name].format(fact) for name, fact in facts.items() if fact not in (None, ""))
    remedy = hint(finding, lang)
    parts = (place and f"{place[0].upper()}{place[1:]}.", remedy and words.todo.format(remedy))
    return " ".join(filter(None, parts))
