"""Identifiers that stand where Chorus Pro does not look for them: told with the place where they must stand.

Documents made for the reform put a SIRET among the other identifiers of a party, a service code among those of the
buyer. What is missing in the right place is refused, as Chorus Pro does; but nobody is told that the document does not
give what it gives.
"""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Labelled, Party, Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.directory import debtor_row, weight_of
from edi.rules.identifiers import SIRET, SIRET_TYPE, identifier_type, siret_key_holds
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

_SIRET_SOURCE = (
    "AIFE, exemples officiels FSO1116A et FSO1117A, feuille de style UBL ; règles BR-FR-CPRO-09 et 10 ; rejets réels de"
    " documents qui n'ont le SIRET qu'en GlobalID"
)
RIGHT = {
    "cii": {
        "supplier": "SellerTradeParty/SpecifiedLegalOrganization/ID",
        "debtor": "BuyerTradeParty/SpecifiedLegalOrganization/ID",
        "valideur": "InvoiceeTradeParty/SpecifiedLegalOrganization/ID",
        "service": "ApplicableHeaderTradeAgreement/BuyerReference",
    },
    "ubl": {
        "supplier": 'AccountingSupplierParty/Party/PartyIdentification/ID (schemeName="1")',
        "debtor": 'AccountingCustomerParty/Party/PartyIdentification/ID (schemeName="1")',
        "valideur": 'AccountingSupplierParty/Party/AgentParty/PartyIdentification/ID (schemeName="1")',
        "service": "AccountingCustomerParty/AccountingContact/ID",
    },
}


@rule(
    "SUPPLIER-MISPLACED",
    Severity.ERROR,
    reference="BR-FR-CPRO-09",
    fr="Le SIRET du fournisseur, « {value} », se trouve en {where}, où Chorus Pro ne le lit pas ; il doit être en "
    "{right}.",
    en="The supplier's SIRET, “{value}”, stands in {where}, where Chorus Pro does not read it; it must stand in "
    "{right}.",
    hint_fr="Écrivez ce SIRET, avec le type 1, en {right}.",
    hint_en="Write this SIRET, with the type 1, in {right}.",
    checks_fr="Le SIRET du fournisseur est là où Chorus Pro le lit.",
    checks_en="The supplier's SIRET stands where Chorus Pro reads it.",
    source=_SIRET_SOURCE,
    certainty="M",
    fixed=True,
)
def supplier_stands_in_its_place(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    other = misplaced_siret(record.supplier, context)
    if other is not None:
        yield _told(say, record, "supplier", other)


@rule(
    "DEBTOR-MISPLACED",
    Severity.ERROR,
    reference="BR-FR-CPRO-10",
    fr="Le SIRET du débiteur, « {value} », se trouve en {where}, où Chorus Pro ne le lit pas ; il doit être en "
    "{right}.",
    en="The debtor's SIRET, “{value}”, stands in {where}, where Chorus Pro does not read it; it must stand in {right}.",
    hint_fr="Écrivez ce SIRET, avec le type 1, en {right}.",
    hint_en="Write this SIRET, with the type 1, in {right}.",
    checks_fr="Le SIRET du débiteur est là où Chorus Pro le lit.",
    checks_en="The debtor's SIRET stands where Chorus Pro reads it.",
    source=_SIRET_SOURCE,
    certainty="M",
    fixed=True,
)
def debtor_stands_in_its_place(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    other = misplaced_siret(record.debtor, context, always=True)
    if other is not None:
        yield _told(say, record, "debtor", other)


@rule(
    "VALIDEUR-MISPLACED",
    Severity.ERROR,
    reference="CADRE",
    fr="Le SIRET du valideur, « {value} », se trouve en {where}, où Chorus Pro ne le lit pas ; il doit être en "
    "{right}.",
    en="The valideur's SIRET, “{value}”, stands in {where}, where Chorus Pro does not read it; it must stand in "
    "{right}.",
    hint_fr="Écrivez ce SIRET, avec le type 1, en {right}.",
    hint_en="Write this SIRET, with the type 1, in {right}.",
    checks_fr="Le SIRET du valideur est là où Chorus Pro le lit, quand le cadre demande un valideur.",
    checks_en="The valideur's SIRET stands where Chorus Pro reads it, where the cadre asks for a valideur.",
    source=_SIRET_SOURCE,
    certainty="M",
)
def valideur_stands_in_its_place(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    other = misplaced_valideur(record, context)
    if other is not None:
        yield _told(say, record, "valideur", other)


@rule(
    "SERVICE-MISPLACED",
    Severity.ERROR,
    reference="AIFE:G2.17",
    fr="Le code service du débiteur, « {value} », se trouve en {where}, où Chorus Pro ne le lit pas ; il doit être en "
    "{right}.",
    en="The debtor's service code, “{value}”, stands in {where}, where Chorus Pro does not read it; it must stand in "
    "{right}.",
    hint_fr="Écrivez ce code service en {right}.",
    hint_en="Write this service code in {right}.",
    checks_fr="Le code service du débiteur est là où Chorus Pro le lit (un avertissement quand le débiteur n'en "
    "exige pas).",
    checks_en="The debtor's service code stands where Chorus Pro reads it (a warning where the debtor requires none).",
    source="AIFE, exemples officiels FSO1116A et FSO1117A (BuyerReference), feuille de style UBL (AccountingContact) ;"
    " rejets réels de documents qui n'ont le service qu'en GlobalID 0224",
    certainty="M",
)
def service_stands_in_its_place(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    value = record.misplaced_service
    if value is None or text(record.debtor.service):
        return
    debtor = debtor_row(record, context)
    asked = debtor is not None and (
        debtor.obligation in ("service", "both") or (debtor.obligation == "either" and not text(record.commitment))
    )
    severity = weight_of(debtor) if asked and debtor is not None else Severity.WARNING
    yield say.on(value, severity=severity, where=_place(value.xpath), right=_right(record)["service"])


def misplaced_siret(party: Party, context: RuleContext, always: bool = False) -> Labelled | None:
    """The SIRET a party has elsewhere, where it has none in its place. `always`: whatever the type in its place is."""
    number = text(party.id)
    if SIRET.fullmatch(number):
        return None
    if (
        number
        and not always
        and text(party.scheme)
        and identifier_type(party, context.tables) not in (SIRET_TYPE, None)
    ):
        return None
    return next((other for other in party.others if _is_siret(other.value.text)), None)


def misplaced_valideur(record: Record, context: RuleContext) -> Labelled | None:
    """The same of the valideur, where the cadre asks for one."""
    wanted = context.cadre is not None and context.cadre.valideur == "required"
    return misplaced_siret(record.valideur, context) if wanted else None


def _is_siret(written: str) -> bool:
    return SIRET.fullmatch(written) is not None and siret_key_holds(written)


def _told(say: RuleSpec, record: Record, who: str, other: Labelled) -> Finding:
    label = f" ({other.scheme})" if other.scheme else ""
    return say.on(other.value, where=_place(other.value.xpath) + label, right=_right(record)[who])


def _right(record: Record) -> dict[str, str]:
    return RIGHT["ubl" if record.syntax.family == "ubl" else "cii"]


def _place(xpath: str) -> str:
    """The last two elements of a path, as people name them."""
    names = [step.rpartition(":")[2].partition("[")[0] for step in xpath.split("/")]
    return "/".join(names[-2:])
