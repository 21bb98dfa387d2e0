"""A piece that names a known marché must agree with its fiche d'identité (config/marches/).

In: the record's marché or contract number, its parties, cadre, service, commitment and date.  Out: findings; none where
the number names no fiche, or where the fiche does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from edi.config.marches import COTRAITANT, FINANCE, MANDATAIRE, MOA, MOE, SOUS_TRAITANT, TITULAIRE, Actor, Fiche
from edi.config.tables.cadres import Cadre
from edi.findings import marche as say
from edi.model.document import Record
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.rules.identity import text
from edi.rules.rule import Rule, rule

CREDIT_NOTE, CREDIT_NOTE_CADRE = "381", "A1"
SHOWN = 8  # names that a hint lists

# role -> the depositor_role of config/cadres.csv. A MOE's fees are plain invoices besides.
DEPOSITORS = {
    TITULAIRE: "fournisseur",
    MANDATAIRE: "fournisseur",
    COTRAITANT: "cotraitant",
    SOUS_TRAITANT: "sous-traitant",
    MOE: "MOE",
    MOA: "MOA",
}
PLAIN = {MOE: ("A1",)}

# the valideur's role in config/cadres.csv -> who may fill it: the company alone holds the marché, or leads the group;
# a sub-contractor of a co-contractor is approved by that one first
VALIDEURS = {
    MOE: (MOE,),
    TITULAIRE: (TITULAIRE, MANDATAIRE, COTRAITANT),
    MANDATAIRE: (MANDATAIRE, TITULAIRE),
}


@rule(say.MARCHE_SUPPLIER)
def supplier_takes_part(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Fiche d'identité: the supplier is among its actors."""
    fiche, supplier = fiche_of(record, context), text(record.supplier.id)
    if fiche and supplier and not fiche.of_siret(_siret(supplier)):
        yield say.MARCHE_SUPPLIER.on(record.supplier.id, **_facts(fiche, _named(fiche.actors)), file=fiche.file)


@rule(say.MARCHE_CADRE)
def supplier_deposits_this_cadre(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Fiche d'identité: the actor's own cadres, or those its role deposits by config/cadres.csv.

    Any actor may deposit a credit note under A1: most works cadres take none, and A1 is where TYPE-CADRE sends it.
    """
    fiche = fiche_of(record, context)
    if fiche is None or context.cadre is None:
        return
    if context.cadre.code == CREDIT_NOTE_CADRE and text(record.type) == CREDIT_NOTE:
        return
    actors = fiche.of_siret(_siret(text(record.supplier.id)))
    if actors and not any(context.cadre.code in cadres_of(actor, context.tables.cadres) for actor in actors):
        cadres = [cadre for actor in actors for cadre in cadres_of(actor, context.tables.cadres)]
        yield say.MARCHE_CADRE.on(
            record.cadre,
            value=context.cadre.code,
            name=actors[0].name,
            role=actors[0].role,
            **_facts(fiche, ", ".join(dict.fromkeys(cadres)) or "–"),
        )


@rule(say.MARCHE_DEBTOR)
def debtor_pays_the_marche(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Fiche d'identité: the debtor is its MOA or its financial service."""
    fiche, debtor = fiche_of(record, context), text(record.debtor.id)
    payers = fiche.of_role(MOA, FINANCE) if fiche else ()
    if fiche and payers and debtor and debtor not in {actor.siret for actor in payers}:
        yield say.MARCHE_DEBTOR.on(record.debtor.id, **_facts(fiche, _named(payers)))


@rule(say.MARCHE_VALIDEUR)
def valideur_is_the_one_named(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Fiche d'identité, and the valideur's role in config/cadres.csv."""
    fiche, valideur, cadre = fiche_of(record, context), text(record.valideur.id), context.cadre
    if fiche is None or cadre is None or not valideur or not cadre.valideur_role:
        return
    able = fiche.of_role(*VALIDEURS[cadre.valideur_role])
    if able and _siret(valideur) not in {actor.siret for actor in able}:
        facts = _facts(fiche, _named(able))
        yield say.MARCHE_VALIDEUR.on(record.valideur.id, cadre=cadre.code, role=cadre.valideur_role, **facts)


@rule(say.MARCHE_COMMITMENT)
def commitment_is_of_the_marche(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Fiche d'identité: the commitment is among its own, where it gives some."""
    fiche, commitment = fiche_of(record, context), text(record.commitment)
    if fiche and fiche.commitments and commitment and not _among(commitment, fiche.commitments):
        yield say.MARCHE_COMMITMENT.on(record.commitment, **_facts(fiche, _listed(fiche.commitments)))


@rule(say.MARCHE_SERVICE)
def service_is_of_the_marche(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Fiche d'identité: the service is among its own, where it gives some."""
    fiche, service = fiche_of(record, context), text(record.debtor.service)
    if fiche and fiche.services and service and not _among(service, fiche.services):
        yield say.MARCHE_SERVICE.on(record.debtor.service, **_facts(fiche, _listed(fiche.services)))


@rule(say.MARCHE_DATES)
def date_is_within_the_marche(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Fiche d'identité: the dates it expects. Deduced: a last piece may well come late, hence a warning."""
    fiche = fiche_of(record, context)
    if fiche is None or record.issue_date is None:
        return
    try:
        day = date.fromisoformat(record.issue_date.text)
    except ValueError:
        return  # no date: another rule's subject
    if (fiche.start and day < fiche.start) or (fiche.end and day > fiche.end):
        yield say.MARCHE_DATES.on(
            record.issue_date,
            value=day.isoformat(),
            period=_period(fiche, "du", "au"),
            period_en=_period(fiche, "from", "to"),
            file=fiche.file,
            **_facts(fiche, ""),
        )


def fiche_of(record: Record, context: RuleContext) -> Fiche | None:
    """The fiche that the piece's marché number, or else its contract number, names."""
    if not context.marches.fiches:
        return None
    for number in (record.marche, record.contract):
        if (written := text(number)) and (fiche := context.marches.find(written)) is not None:
            return fiche
    return None


def cadres_of(actor: Actor, cadres: dict[str, Cadre]) -> tuple[str, ...]:
    """What an actor may deposit: what the fiche says, or else what its role deposits."""
    if actor.cadres:
        return actor.cadres
    depositor = DEPOSITORS.get(actor.role)
    by_role = (cadre.code for cadre in cadres.values() if cadre.active and cadre.depositor_role == depositor)
    return (*PLAIN.get(actor.role, ()), *by_role)


def _siret(written: str) -> str:
    return "".join(written.split())


def _among(value: str, known: Iterable[str]) -> bool:
    return value.casefold() in {one.casefold() for one in known}


def _facts(fiche: Fiche, known: str) -> dict[str, Any]:
    return {"marche": fiche.number, "title": fiche.title, "known": known}


def _named(actors: Iterable[Actor]) -> str:
    return _listed([f"{actor.name} ({actor.role}, {actor.siret})" for actor in actors])


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:SHOWN]) + (", …" if len(listed) > SHOWN else "")


def _period(fiche: Fiche, since: str, until: str) -> str:
    parts = [f"{since} {fiche.start}"] if fiche.start else []
    return " ".join([*parts, f"{until} {fiche.end}"] if fiche.end else parts)


RULES: tuple[Rule, ...] = (
    supplier_takes_part,
    supplier_deposits_this_cadre,
    debtor_pays_the_marche,
    valideur_is_the_one_named,
    commitment_is_of_the_marche,
    service_is_of_the_marche,
    date_is_within_the_marche,
)
