"""A piece that names a known marché must agree with its fiche d'identité: who takes part, in which role.

In: the record's supplier, cadre, debtor and valideur.  Out: findings; none where the number names no fiche, or where
the fiche does not say.
"""

from __future__ import annotations

from collections.abc import Iterable

from edi.config.marches import COTRAITANT, FINANCE, MANDATAIRE, MOA, MOE, SOUS_TRAITANT, TITULAIRE, Actor
from edi.config.tables.cadres import Cadre
from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.marche import SOURCE, facts, fiche_of, listed
from edi.rules.rule import rule
from edi.rules.values import CREDIT_NOTE, text
from edi.words.sentence import RuleSpec

CREDIT_NOTE_CADRE = "A1"
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


@rule(
    "MARCHE-SUPPLIER",
    Severity.ERROR,
    reference="FICHE-MARCHE",
    fr="Le fournisseur « {value} » n'est pas un intervenant du marché {marche} ({title}).",
    en="The supplier “{value}” is no party to the marché {marche} ({title}).",
    hint_fr="Vérifiez le numéro de marché et le SIRET du fournisseur. Intervenants de la fiche : {known}. Un nouveau"
    " sous-traitant s'ajoute à la fiche {file}.",
    hint_en="Check the marché's number and the supplier's SIRET. Parties on the fiche: {known}. A new sub-contractor is"
    " added to the fiche {file}.",
    checks_fr="Le fournisseur est un intervenant du marché, quand le marché a une fiche.",
    checks_en="The supplier is a party to the marché, where the marché has a fiche.",
    source=SOURCE,
    certainty="M",
)
def supplier_takes_part(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    fiche, supplier = fiche_of(record, context), text(record.supplier.id)
    if fiche and supplier and not fiche.of_siret(_siret(supplier)):
        yield say.on(record.supplier.id, **facts(fiche, _named(fiche.actors)), file=fiche.file)


@rule(
    "MARCHE-CADRE",
    Severity.ERROR,
    reference="FICHE-MARCHE",
    fr="{name}, {role} du marché {marche}, ne dépose pas de pièce de cadre « {value} ».",
    en="{name}, {role} of the marché {marche}, does not deposit pieces of cadre “{value}”.",
    hint_fr="Corrigez le cadre de facturation. Cadres que cet intervenant peut déposer : {known}.",
    hint_en="Correct the cadre de facturation. Cadres this party may deposit: {known}.",
    checks_fr="Le cadre est de ceux que le fournisseur peut déposer d'après la fiche du marché, ou d'après son rôle.",
    checks_en="The cadre is one the supplier may deposit by the marché's fiche, or else by its role.",
    source=f"{SOURCE} ; à défaut, config/cadres.csv",
    certainty="M",
)
def supplier_deposits_this_cadre(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # The actor's own cadres, or those its role deposits by config/cadres.csv. Any actor may deposit a credit note under
    # A1: most works cadres take none, and A1 is where TYPE-CADRE sends it.
    fiche = fiche_of(record, context)
    if fiche is None or context.cadre is None:
        return
    if context.cadre.code == CREDIT_NOTE_CADRE and text(record.type) == CREDIT_NOTE:
        return
    actors = fiche.of_siret(_siret(text(record.supplier.id)))
    if actors and not any(context.cadre.code in cadres_of(actor, context.tables.cadres) for actor in actors):
        cadres = [cadre for actor in actors for cadre in cadres_of(actor, context.tables.cadres)]
        yield say.on(
            record.cadre,
            value=context.cadre.code,
            name=actors[0].name,
            role=actors[0].role,
            **facts(fiche, ", ".join(dict.fromkeys(cadres)) or "–"),
        )


@rule(
    "MARCHE-DEBTOR",
    Severity.ERROR,
    reference="FICHE-MARCHE",
    fr="Le débiteur « {value} » n'est ni la MOA ni le service financier du marché {marche} ({title}).",
    en="The debtor “{value}” is neither the MOA nor the financial service of the marché {marche} ({title}).",
    hint_fr="Adressez la pièce à la structure qui paie ce marché : {known}.",
    hint_en="Address the piece to the body that pays this marché: {known}.",
    checks_fr="Le débiteur est la MOA ou le service financier du marché.",
    checks_en="The debtor is the marché's MOA or financial service.",
    source=SOURCE,
    certainty="M",
)
def debtor_pays_the_marche(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    fiche, debtor = fiche_of(record, context), text(record.debtor.id)
    payers = fiche.of_role(MOA, FINANCE) if fiche else ()
    if fiche and payers and debtor and debtor not in {actor.siret for actor in payers}:
        yield say.on(record.debtor.id, **facts(fiche, _named(payers)))


@rule(
    "MARCHE-VALIDEUR",
    Severity.ERROR,
    reference="FICHE-MARCHE",
    fr="Le valideur « {value} » n'est pas celui que le marché {marche} désigne pour une pièce {cadre} ({role}).",
    en="The valideur “{value}” is not the one the marché {marche} names for a piece {cadre} ({role}).",
    hint_fr="Indiquez comme valideur : {known}.",
    hint_en="Name as valideur: {known}.",
    checks_fr="Le valideur est l'intervenant du marché qui doit valider ce cadre : MOE, titulaire ou mandataire.",
    checks_en="The valideur is the party to the marché that has to approve this cadre: MOE, titulaire or mandataire.",
    source=f"{SOURCE} ; rôle du valideur : config/cadres.csv",
    certainty="M",
)
def valideur_is_the_one_named(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    fiche, valideur, cadre = fiche_of(record, context), text(record.valideur.id), context.cadre
    if fiche is None or cadre is None or not valideur or not cadre.valideur_role:
        return
    able = fiche.of_role(*VALIDEURS[cadre.valideur_role])
    if able and _siret(valideur) not in {actor.siret for actor in able}:
        quoted = facts(fiche, _named(able))
        yield say.on(record.valideur.id, cadre=cadre.code, role=cadre.valideur_role, **quoted)


def cadres_of(actor: Actor, cadres: dict[str, Cadre]) -> tuple[str, ...]:
    """What an actor may deposit: what the fiche says, or else what its role deposits."""
    if actor.cadres:
        return actor.cadres
    depositor = DEPOSITORS.get(actor.role)
    by_role = (cadre.code for cadre in cadres.values() if cadre.active and cadre.depositor_role == depositor)
    return (*PLAIN.get(actor.role, ()), *by_role)


def _siret(written: str) -> str:
    return "".join(written.split())


def _named(actors: Iterable[Actor]) -> str:
    return listed([f"{actor.name} ({actor.role}, {actor.siret})" for actor in actors])
