"""The integration report of a flow (CSO...A): one status for it, and why what is refused is refused.

In: the facts of a flow.  Out: CPPStatut XML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from edi.message import Message
from edi.model.judgement import FlowVerdict
from edi.returns.cpp_statut import add, message, written
from edi.returns.document_facts import DocumentFacts, FindingFacts
from edi.returns.facts import Facts
from edi.words.wording import Wording

COMPLEMENT = 40  # characters of a flow's ComplementStatut (the schema's own limit)
NAMED = 20  # invoices, or codes, a flow's Commentaire names one by one

INTEGRATED = Message("Factures intégrées : {accepted} sur {all}.", "Invoices integrated: {accepted} of {all}.")
EXAMINED = Message("Reçu, en cours d'examen.", "Received, under examination.")
IRRECEVABLE = Message(
    "Flux irrecevable : aucune facture n'a été examinée.", "Flow refused whole: no invoice was examined."
)
UNDONE = Message("Acceptation annulée pour : {invoices}.", "Acceptance withdrawn for: {invoices}.")
WARNED = Message("{warnings} : {codes}.", "{warnings}: {codes}.")
MORE = Message("{count} autre(s)", "{count} more")
TODO = Message("À faire : {hint}", "To do: {hint}")
FILE = Message("fichier {fact}", "file {fact}")
INVOICE = Message("facture {fact}", "invoice {fact}")
LINE = Message("ligne {fact}", "line {fact}")
XPATH = Message("{fact}", "{fact}")
VALUE = Message("valeur « {fact} »", "value “{fact}”")


def integration_report(facts: Facts, id25: str) -> bytes:
    """One status for the flow, and a line for each fatal or error finding of it and of its documents."""
    root = message(facts, id25)
    unit = add(add(root, "CPPFluxStatuts", compteur="1"), "CPPFluxStatutUnitaire", NumOrdre="1")
    data = add(unit, "DonneesStatut")
    add(data, "IdStatut", facts.status.code)
    if label := facts.status.label:
        add(data, "ComplementStatut", _shortened(label, COMPLEMENT))
    add(data, "Commentaire", " ".join(_comment(facts)))
    add(data, "Horodatage", facts.decided.stamp)
    add(data, "IdFlux", facts.flow_id)
    if lines := list(facts.refusals()):
        details = add(data, "Details", NbLignesErreur=str(len(lines)))
        for number, (document, finding) in enumerate(lines, start=1):
            _error_line(details, number, finding, _description(document, finding, facts.wording))
    return written(root)


def _comment(facts: Facts) -> Iterator[str]:
    say = facts.wording.say
    if facts.verdict is FlowVerdict.QUARANTINED:
        yield say(EXAMINED)
    elif facts.verdict is FlowVerdict.IRRECEVABLE:
        yield say(IRRECEVABLE)
    else:
        yield say(INTEGRATED, accepted=facts.accepted, all=len(facts.documents))
    if warnings := list(facts.warnings()):
        codes = dict.fromkeys(finding.code for finding in warnings)
        yield say(WARNED, warnings=facts.wording.tally(warnings), codes=_named(codes, facts.wording))
    yield from facts.notes
    if facts.undone:
        yield say(UNDONE, invoices=_named((each.number or each.member for each in facts.undone), facts.wording))


def _named(names: Iterable[str], wording: Wording) -> str:
    """The first of them, and how many more there are."""
    listed = list(names)
    if len(listed) > NAMED:
        listed[NAMED:] = [wording.say(MORE, count=len(listed) - NAMED)]
    return ", ".join(listed)


def _error_line(details: etree._Element, number: int, finding: FindingFacts, description: str) -> None:
    line = add(details, "LigneErreurDetail", IdLigne=str(number))
    add(line, "NatureErreur", finding.reference)
    add(line, "CodeErreur", finding.code)
    add(line, "LibelleErreur", finding.sentence)
    if description:
        add(line, "DescriptionErreur", description)


def _description(document: DocumentFacts | None, finding: FindingFacts, wording: Wording) -> str:
    """Where it is, what stands there, then what to do: one line a person reads from left to right."""
    known: tuple[tuple[Message, str | int | None], ...] = (
        (FILE, finding.member or (document.member if document else None)),
        (INVOICE, document.number if document else None),
        (LINE, finding.line),
        (XPATH, finding.xpath),
        (VALUE, finding.value),
    )
    place = ", ".join(wording.say(name, fact=fact) for name, fact in known if fact not in (None, ""))
    remedy = finding.hint and wording.say(TODO, hint=finding.hint)
    return " ".join(filter(None, (place and f"{place[0].upper()}{place[1:]}.", remedy)))


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
