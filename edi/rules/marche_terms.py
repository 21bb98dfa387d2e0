"""A piece that names a known marché must agree with its fiche d'identité: commitment, service, dates.

In: the record's commitment, service and date of issue.  Out: findings; none where the number names no fiche, or where
the fiche does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from edi.config.marches import Fiche
from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.marche import SOURCE, facts, fiche_of, listed
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec


@rule(
    "MARCHE-COMMITMENT",
    Severity.ERROR,
    reference="FICHE-MARCHE",
    fr="Le numéro d'engagement « {value} » n'est pas l'un de ceux du marché {marche} ({title}).",
    en="The commitment number “{value}” is not one of those of the marché {marche} ({title}).",
    hint_fr="Corrigez le numéro d'engagement. Engagements du marché : {known}.",
    hint_en="Correct the commitment number. Commitments of the marché: {known}.",
    checks_fr="Le numéro d'engagement est l'un de ceux du marché, quand la fiche en donne.",
    checks_en="The commitment number is one of the marché's, where the fiche gives some.",
    source=SOURCE,
    certainty="M",
)
def commitment_is_of_the_marche(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    fiche, commitment = fiche_of(record, context), text(record.commitment)
    if fiche and fiche.commitments and commitment and not _among(commitment, fiche.commitments):
        yield say.on(record.commitment, **facts(fiche, listed(fiche.commitments)))


@rule(
    "MARCHE-SERVICE",
    Severity.ERROR,
    reference="FICHE-MARCHE",
    fr="Le code service « {value} » n'est pas l'un de ceux du marché {marche} ({title}).",
    en="The service code “{value}” is not one of those of the marché {marche} ({title}).",
    hint_fr="Corrigez le code service. Services du marché : {known}.",
    hint_en="Correct the service code. Services of the marché: {known}.",
    checks_fr="Le code service est l'un de ceux du marché, quand la fiche en donne.",
    checks_en="The service code is one of the marché's, where the fiche gives some.",
    source=SOURCE,
    certainty="M",
)
def service_is_of_the_marche(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    fiche, service = fiche_of(record, context), text(record.debtor.service)
    if fiche and fiche.services and service and not _among(service, fiche.services):
        yield say.on(record.debtor.service, **facts(fiche, listed(fiche.services)))


@rule(
    "MARCHE-DATES",
    Severity.WARNING,
    reference="FICHE-MARCHE",
    fr="La pièce est datée du {value}, hors des dates prévues du marché {marche} ({period}).",
    en="The piece is dated {value}, outside the dates expected of the marché {marche} ({period_en}).",
    hint_fr="Vérifiez la date et le numéro de marché ; si le marché est prolongé, corrigez la fiche {file}.",
    hint_en="Check the date and the marché's number; if the marché was prolonged, correct the fiche {file}.",
    checks_fr="La date de la pièce est dans les dates prévues du marché.",
    checks_en="The piece's date is within the dates expected of the marché.",
    source=SOURCE,
    certainty="L",
)
def date_is_within_the_marche(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # A last piece may well come late, hence a warning.
    fiche = fiche_of(record, context)
    if fiche is None or record.issue_date is None:
        return
    try:
        day = date.fromisoformat(record.issue_date.text)
    except ValueError:
        return  # no date: another rule's subject
    if (fiche.start and day < fiche.start) or (fiche.end and day > fiche.end):
        yield say.on(
            record.issue_date,
            value=day.isoformat(),
            period=_period(fiche, "du", "au"),
            period_en=_period(fiche, "from", "to"),
            file=fiche.file,
            **facts(fiche, ""),
        )


def _among(value: str, known: Iterable[str]) -> bool:
    return value.casefold() in {one.casefold() for one in known}


def _period(fiche: Fiche, since: str, until: str) -> str:
    parts = [f"{since} {fiche.start}"] if fiche.start else []
    return " ".join([*parts, f"{until} {fiche.end}"] if fiche.end else parts)
