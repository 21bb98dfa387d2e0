"""What the debtor asks of its invoices, by its row in the directory: a service, a commitment, one of the two.

In: the record's debtor, service and commitment, and the directory.  Out: findings, errors or, where the row itself was
only deduced (certainty L), warnings. A debtor without a row asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from edi.config.directory import Structure
from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.directory import debtor_row, weight_of
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec, Spec

_OBLIGATIONS = "AIFE, annexe EDI, règles G2.17 à G2.19 et G3.01 à G3.04, d'après config/structures.csv"


@rule(
    "SERVICE-REQUIRED",
    Severity.ERROR,
    reference="AIFE:G2.17",
    fr="Le débiteur {name} (SIRET {siret}) exige un code service, et le document n'en donne aucun.",
    en="The debtor {name} (SIRET {siret}) requires a service code, and the document gives none.",
    hint_fr="Ajoutez le code du service destinataire : il figure sur le bon de commande, ou dans l'annuaire de Chorus"
    " Pro à la fiche de la structure {siret}.",
    hint_en="Add the code of the service that receives the invoice: it is on the purchase order, or in Chorus Pro's"
    " directory under the structure {siret}.",
    checks_fr="Le code service est donné quand le débiteur l'exige.",
    checks_en="The service code is given where the debtor requires it.",
    source=_OBLIGATIONS,
    certainty="H",
)
def service_is_given_where_required(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    debtor = debtor_row(record, context)
    if debtor and debtor.obligation in ("service", "both") and not _service(record):
        yield _missing(say, record, debtor)


@rule(
    "COMMITMENT-REQUIRED",
    Severity.ERROR,
    reference="AIFE:G3.01",
    fr="Le débiteur {name} (SIRET {siret}) exige un numéro d'engagement, et le document n'en donne aucun.",
    en="The debtor {name} (SIRET {siret}) requires a commitment number, and the document gives none.",
    hint_fr="Ajoutez le numéro d'engagement juridique : il figure sur le bon de commande ou la notification du marché ;"
    " à défaut, demandez-le au service acheteur.",
    hint_en="Add the legal commitment number: it is on the purchase order or on the contract's notification; failing"
    " that, ask the buying service for it.",
    checks_fr="Le numéro d'engagement est donné quand le débiteur l'exige.",
    checks_en="The commitment number is given where the debtor requires it.",
    source=_OBLIGATIONS,
    certainty="H",
)
def commitment_is_given_where_required(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    debtor = debtor_row(record, context)
    if debtor and debtor.obligation in ("commitment", "both") and not text(record.commitment):
        yield _missing(say, record, debtor)


@rule(
    "SERVICE-OR-COMMITMENT",
    Severity.ERROR,
    reference="AIFE:G3.04",
    fr="Le débiteur {name} (SIRET {siret}) exige un code service ou un numéro d'engagement, et le document ne donne ni"
    " l'un ni l'autre.",
    en="The debtor {name} (SIRET {siret}) requires a service code or a commitment number, and the document gives"
    " neither.",
    hint_fr="Ajoutez l'un des deux : le numéro d'engagement du bon de commande, ou le code service que donne l'annuaire"
    " de Chorus Pro à la fiche de la structure {siret}.",
    hint_en="Add one of the two: the commitment number of the purchase order, or the service code that Chorus Pro's"
    " directory gives under the structure {siret}.",
    checks_fr="Le code service ou le numéro d'engagement est donné quand le débiteur exige l'un des deux.",
    checks_en="The service code or the commitment number is given where the debtor requires one of the two.",
    source=_OBLIGATIONS,
    certainty="H",
)
def service_or_commitment_is_given_where_required(
    say: RuleSpec, record: Record, context: RuleContext
) -> Iterable[Finding]:
    debtor = debtor_row(record, context)
    if debtor and debtor.obligation == "either" and not (_service(record) or text(record.commitment)):
        yield _missing(say, record, debtor)


def _missing(spec: Spec, record: Record, debtor: Structure) -> Finding:
    return spec.near(record.debtor.id, severity=weight_of(debtor), siret=debtor.siret, name=debtor.name)


def _service(record: Record) -> str:
    """The service code, be it in another place: of that one SERVICE-MISPLACED speaks, as heavily."""
    return text(record.debtor.service) or text(record.misplaced_service)
