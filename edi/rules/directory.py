"""What the debtor asks of its invoices, by its row in the directory: a service, a commitment, to be there at all.

In: the record's debtor, service and commitment, and the directory.  Out: findings, errors or, where the row itself was
only deduced (certainty L), warnings. A debtor without a row owes nothing to these rules but DEBTOR-UNKNOWN.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from edi.config.directory import Service, Structure
from edi.findings import directory as say
from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identifiers import ZEROS
from edi.rules.identity import text
from edi.rules.rule import Rule, rule
from edi.words.sentence import Spec

SHOWN = 5  # services that a hint lists

_SIRET = re.compile(r"[0-9]{14}", re.ASCII)


@rule(say.SERVICE_REQUIRED)
def service_is_given_where_required(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Annexe EDI, G2.17 to G2.19; the debtor's row in structures.csv."""
    debtor = _debtor(record, context)
    if debtor and debtor.obligation in ("service", "both") and not text(record.debtor.service):
        yield _missing(say.SERVICE_REQUIRED, record, debtor)


@rule(say.COMMITMENT_REQUIRED)
def commitment_is_given_where_required(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Annexe EDI, G3.01; the debtor's row in structures.csv."""
    debtor = _debtor(record, context)
    if debtor and debtor.obligation in ("commitment", "both") and not text(record.commitment):
        yield _missing(say.COMMITMENT_REQUIRED, record, debtor)


@rule(say.SERVICE_OR_COMMITMENT)
def service_or_commitment_is_given_where_required(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Annexe EDI, G2.17 to G2.19 and G3.04; the debtor's row in structures.csv."""
    debtor = _debtor(record, context)
    if debtor and debtor.obligation == "either" and not (text(record.debtor.service) or text(record.commitment)):
        yield _missing(say.SERVICE_OR_COMMITMENT, record, debtor)


@rule(say.SERVICE_UNKNOWN)
def service_exists(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The operator's services.csv, where it lists services of this debtor: a service it leaves out does not exist."""
    siret, code = text(record.debtor.id), text(record.debtor.service)
    if code and siret in context.directory.listed:
        services = context.directory.services[siret]
        if code.upper() not in services:
            yield say.SERVICE_UNKNOWN.on(
                record.debtor.service, siret=siret, name=_name(record, context), known=_listed(services.values())
            )


@rule(say.SERVICE_INACTIVE)
def service_is_active(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The service's row in services.csv says active = no."""
    siret, code = text(record.debtor.id), text(record.debtor.service)
    services = context.directory.services.get(siret, {})
    service = services.get(code.upper()) if code else None
    if service is not None and not service.active:
        active = _listed(one for one in services.values() if one.active)
        yield say.SERVICE_INACTIVE.on(record.debtor.service, siret=siret, name=_name(record, context), known=active)


@rule(say.DEBTOR_INACTIVE)
def debtor_is_active(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The debtor's row in structures.csv says active = no."""
    debtor = _debtor(record, context)
    if debtor and not debtor.active:
        yield say.DEBTOR_INACTIVE.on(record.debtor.id, severity=_weight(debtor), name=debtor.name)


@rule(say.DEBTOR_UNKNOWN)
def debtor_is_in_the_directory(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The operator's own structures.csv, once there is one; weighs what the setting unknown_debtor says.

    Fourteen zeros stand for a State service whose SIRET is unknown (sample P46): DEBTOR-ZEROS says what they need."""
    directory, siret = context.directory, text(record.debtor.id)
    asked = directory.imported and directory.unknown_debtor != "off"
    if asked and siret not in directory.structures and siret != ZEROS and _SIRET.fullmatch(siret):
        yield say.DEBTOR_UNKNOWN.on(record.debtor.id, severity=Severity(directory.unknown_debtor))


def _debtor(record: Record, context: RuleContext) -> Structure | None:
    return context.directory.structures.get(text(record.debtor.id))


def _missing(spec: Spec, record: Record, debtor: Structure) -> Finding:
    return spec.near(record.debtor.id, severity=_weight(debtor), siret=debtor.siret, name=debtor.name)


def _weight(structure: Structure) -> Severity:
    return Severity.WARNING if structure.certainty == "L" else Severity.ERROR


def _name(record: Record, context: RuleContext) -> str:
    debtor = _debtor(record, context)
    return debtor.name if debtor else text(record.debtor.name)


def _listed(services: Iterable[Service]) -> str:
    codes = [service.code for service in services]
    return ", ".join(codes[:SHOWN]) + (", …" if len(codes) > SHOWN else "") if codes else "–"


RULES: tuple[Rule, ...] = (
    service_is_given_where_required,
    commitment_is_given_where_required,
    service_or_commitment_is_given_where_required,
    service_exists,
    service_is_active,
    debtor_is_active,
    debtor_is_in_the_directory,
)
