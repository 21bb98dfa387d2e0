"""Works pieces: who must validate, the MOE, the type of document, the tacit procedure. Driven by config/cadres.csv.

No slot of UBL or CII is the MOE's: for A4 and A7 the valideur's block carries it (AIFE's samples P74, P75), for A9 to
A14 the titulaire or the mandataire.
"""

from __future__ import annotations

from collections.abc import Iterable

from edi.config.tables.capability import INITIAL
from edi.findings import works as say
from edi.model.document import Record
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.rules.identity import text
from edi.rules.rule import Rule, rule

STATE = "11000201100044"
KINDS = ("380", "381")  # of any other type, the rules of codes speak
ROLES = {
    "MOE": ("maîtrise d'œuvre", "project manager"),
    "titulaire": ("titulaire", "titulaire"),
    "mandataire": ("mandataire", "mandataire"),
}


@rule(say.VALIDEUR_REQUIRED)
def piece_names_the_valideur_its_cadre_asks_for(record: Record, context: RuleContext) -> Iterable[Finding]:
    """AIFE's training slides on works: A4 and A7 go to the MOE, A9 to A14 to titulaire or mandataire.

    Sample P23 calls the valideur of an A9 optional in its title, and names one: without it the first status (23) would
    have nobody to go to."""
    cadre = context.cadre
    if cadre is not None and cadre.valideur == "required" and not text(record.valideur.id):
        role, role_en = ROLES.get(cadre.valideur_role, (cadre.valideur_role, cadre.valideur_role))
        near = record.valideur.name or record.cadre or record.number
        yield say.VALIDEUR_REQUIRED.near(
            near,
            value=cadre.code,
            piece=cadre.label,
            piece_en=cadre.label_en,
            role=role,
            role_en=role_en,
        )


@rule(say.VALIDEUR_UNEXPECTED)
def piece_names_no_valideur_its_cadre_has_no_use_for(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced: the other cadres have no validation step."""
    cadre = context.cadre
    if _taken(context) and cadre is not None and cadre.valideur == "none" and text(record.valideur.id):
        yield say.VALIDEUR_UNEXPECTED.on(record.valideur.id, cadre=cadre.code)


@rule(say.MOE_IS_STATE)
def moe_is_not_the_state(record: Record, context: RuleContext) -> Iterable[Finding]:
    """AIFE's training slides on works: the MOE's own SIRET, never the State's."""
    if text(record.valideur.id) == STATE:
        yield say.MOE_IS_STATE.on(record.valideur.id)


@rule(say.VALIDEUR_IS_SUPPLIER)
def valideur_is_not_the_supplier(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced."""
    if text(record.valideur.id) and text(record.valideur.id) == text(record.supplier.id):
        yield say.VALIDEUR_IS_SUPPLIER.on(record.valideur.id)


@rule(say.VALIDEUR_IS_DEBTOR)
def valideur_is_not_the_debtor(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Deduced; the State as MOE has a rule of its own."""
    number = text(record.valideur.id)
    if number and number == text(record.debtor.id) and number != STATE:
        yield say.VALIDEUR_IS_DEBTOR.on(record.valideur.id)


@rule(say.TYPE_CADRE)
def type_is_one_its_cadre_expects(record: Record, context: RuleContext) -> Iterable[Finding]:
    """config/cadres.csv, column types."""
    cadre, kind = context.cadre, text(record.type)
    if _taken(context) and cadre is not None and kind in KINDS and kind not in cadre.types:
        yield say.TYPE_CADRE.on(
            record.type, cadre=cadre.code, piece=cadre.label, piece_en=cadre.label_en, expected=", ".join(cadre.types)
        )


@rule(say.TACIT_ATTACHMENT)
def tacit_procedure_carries_its_document(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CCAG Travaux 2021, 12.4: the signed projet de décompte général is what is notified."""
    if not record.attachments:
        yield say.TACIT_ATTACHMENT.near(record.cadre or record.number, value=text(record.cadre))


@rule(say.TACIT_MARCHE)
def tacit_procedure_names_its_marche(record: Record, context: RuleContext) -> Iterable[Finding]:
    """CCAG Travaux 2021, 12.4."""
    if not (text(record.marche) or text(record.commitment) or text(record.contract)):
        yield say.TACIT_MARCHE.near(record.cadre or record.number, value=text(record.cadre))


@rule(say.WORKS_REFERENCE)
def works_piece_has_a_reference(record: Record, context: RuleContext) -> Iterable[Finding]:
    """AIFE's training slides on works: the marché's fiche d'identité. Of A22 a rule of its own speaks."""
    cadre = context.cadre
    if cadre is None or not cadre.works or cadre.code in say.TACIT_MARCHE.cadres or not _taken(context):
        return
    if not (text(record.marche) or text(record.commitment) or text(record.contract)):
        near = record.cadre or record.number
        yield say.WORKS_REFERENCE.near(near, value=cadre.code, piece=cadre.label, piece_en=cadre.label_en)


def _taken(context: RuleContext) -> bool:
    """Whether EDI takes the cadre at all: of one it does not take, the matrix speaks alone."""
    return context.cadre is not None and context.tables.matrix[context.cadre.code, INITIAL].edi == "yes"


RULES: tuple[Rule, ...] = (
    piece_names_the_valideur_its_cadre_asks_for,
    piece_names_no_valideur_its_cadre_has_no_use_for,
    moe_is_not_the_state,
    valideur_is_not_the_supplier,
    valideur_is_not_the_debtor,
    type_is_one_its_cadre_expects,
    tacit_procedure_carries_its_document,
    tacit_procedure_names_its_marche,
    works_piece_has_a_reference,
)
