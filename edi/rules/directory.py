"""Whether the debtor and its service stand in the directory, and are active."""

from __future__ import annotations

from collections.abc import Iterable

from edi.config.directory import Service, Structure
from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identifiers import SIRET, ZEROS
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

_IMPORTED = "Annuaire importé par l'exploitant (structures.csv, services.csv)"
SHOWN = 5  # services that a hint lists


@rule(
    "SERVICE-UNKNOWN",
    Severity.ERROR,
    reference="ANNUAIRE",
    fr="Le code service « {value} » n'existe pas chez le débiteur {name} (SIRET {siret}).",
    en="The service code “{value}” does not exist at the debtor {name} (SIRET {siret}).",
    hint_fr="Corrigez le code service. Services connus de cette structure : {known}. S'il est récent, faites mettre à"
    " jour l'annuaire de la passerelle.",
    hint_en="Correct the service code. Services known of this structure: {known}. If it is a recent one, have the"
    " gateway's directory brought up to date.",
    checks_fr="Le code service existe chez le débiteur, quand l'exploitant a déclaré complète la liste des services de"
    " celui-ci (réglage unknown_service).",
    checks_en="The service code exists at the debtor, where the operator declared the list of that debtor's services"
    " complete (setting unknown_service).",
    source=_IMPORTED,
    certainty="M",
)
def service_exists(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Only where the operator declared it: a list that is there is no list of all there are.
    directory, siret, code = context.directory, text(record.debtor.id), text(record.debtor.service)
    if not code or directory.unknown_service == "off" or siret not in directory.listed:
        return
    services = directory.services[siret]
    if code.upper() not in services:
        yield say.on(
            record.debtor.service,
            severity=Severity(directory.unknown_service),
            siret=siret,
            name=_name(record, context),
            known=_listed(services.values()),
        )


@rule(
    "SERVICE-INACTIVE",
    Severity.ERROR,
    reference="ANNUAIRE",
    fr="Le service « {value} » du débiteur {name} (SIRET {siret}) n'est plus actif : il ne reçoit plus de factures.",
    en="The service “{value}” of the debtor {name} (SIRET {siret}) is no longer active: it receives no invoices.",
    hint_fr="Demandez au débiteur quel service reçoit désormais vos factures. Services actifs connus : {known}.",
    hint_en="Ask the debtor which service receives your invoices now. Active services known: {known}.",
    checks_fr="Le service désigné est actif dans l'annuaire.",
    checks_en="The service named is active in the directory.",
    source=_IMPORTED,
    certainty="M",
)
def service_is_active(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    siret, code = text(record.debtor.id), text(record.debtor.service)
    services = context.directory.services.get(siret, {})
    service = services.get(code.upper()) if code else None
    if service is not None and not service.active:
        active = _listed(one for one in services.values() if one.active)
        yield say.on(record.debtor.service, siret=siret, name=_name(record, context), known=active)


@rule(
    "DEBTOR-INACTIVE",
    Severity.ERROR,
    reference="ANNUAIRE",
    fr="Le débiteur {name} (SIRET {value}) n'est plus actif dans l'annuaire : il ne reçoit plus de factures.",
    en="The debtor {name} (SIRET {value}) is no longer active in the directory: it receives no invoices.",
    hint_fr="Demandez au débiteur le SIRET de l'établissement qui lui succède ; l'annuaire de Chorus Pro le donne.",
    hint_en="Ask the debtor for the SIRET of the establishment that replaces it; Chorus Pro's directory has it.",
    checks_fr="Le débiteur est actif dans l'annuaire.",
    checks_en="The debtor is active in the directory.",
    source=_IMPORTED,
    certainty="M",
)
def debtor_is_active(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    debtor = debtor_row(record, context)
    if debtor and not debtor.active:
        yield say.on(record.debtor.id, severity=weight_of(debtor), name=debtor.name)


@rule(
    "DEBTOR-UNKNOWN",
    Severity.WARNING,
    reference="ANNUAIRE",
    fr="Le débiteur « {value} » ne figure pas dans l'annuaire importé dans la passerelle.",
    en="The debtor “{value}” is not in the directory imported into the gateway.",
    hint_fr="Vérifiez ce SIRET dans l'annuaire de Chorus Pro ; s'il y est, faites mettre à jour l'annuaire de la"
    " passerelle.",
    hint_en="Check this SIRET in Chorus Pro's directory; if it is there, have the gateway's directory brought up to"
    " date.",
    checks_fr="Le débiteur figure dans l'annuaire importé, quand l'exploitant l'a déclaré complet (réglage"
    " unknown_debtor).",
    checks_en="The debtor is in the imported directory, where the operator declared it complete (setting"
    " unknown_debtor).",
    source=_IMPORTED,
    certainty="L",
)
def debtor_is_in_the_directory(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Once there is a structures.csv of the operator's own, declared complete; it weighs what the setting says. Fourteen
    # zeros stand for a State service whose SIRET is unknown (sample P46): DEBTOR-ZEROS says what they need.
    directory, siret = context.directory, text(record.debtor.id)
    asked = directory.imported and directory.unknown_debtor != "off"
    if asked and siret not in directory.structures and siret != ZEROS and SIRET.fullmatch(siret):
        yield say.on(record.debtor.id, severity=Severity(directory.unknown_debtor))


def debtor_row(record: Record, context: RuleContext) -> Structure | None:
    return context.directory.structures.get(text(record.debtor.id))


def weight_of(structure: Structure) -> Severity:
    return Severity.WARNING if structure.certainty == "L" else Severity.ERROR


def _name(record: Record, context: RuleContext) -> str:
    debtor = debtor_row(record, context)
    return debtor.name if debtor else text(record.debtor.name)


def _listed(services: Iterable[Service]) -> str:
    codes = [service.code for service in services]
    return ", ".join(codes[:SHOWN]) + (", …" if len(codes) > SHOWN else "") if codes else "–"
