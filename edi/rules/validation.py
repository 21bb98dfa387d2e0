"""Works pieces: who validates them, by the piece's cadre (config/cadres.csv).

No slot of UBL or CII is the MOE's: for A4 and A7 the valideur's block carries it (AIFE's samples P74, P75), for A9 to
A14 the titulaire or the mandataire.
"""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.identifiers import SIRET
from edi.rules.misplaced import misplaced_valideur
from edi.rules.rule import rule
from edi.rules.values import text
from edi.rules.works import SLIDES, is_taken
from edi.words.sentence import RuleSpec

STATE = "11000201100044"
ROLES = {
    "MOE": ("maîtrise d'œuvre", "project manager"),
    "titulaire": ("titulaire", "titulaire"),
    "mandataire": ("mandataire", "mandataire"),
}


@rule(
    "VALIDEUR-REQUIRED",
    Severity.ERROR,
    reference="CADRE",
    fr="Une pièce de cadre « {value} » – {piece} – doit nommer son valideur ({role}) par son SIRET ; le document ne le "
    "fait pas.",
    en="A piece of cadre “{value}” – {piece_en} – must name its valideur ({role_en}) by SIRET; the document does not.",
    hint_fr="Ajoutez le SIRET de l'entreprise qui valide : la MOE pour A4 et A7, le titulaire pour A9 et A10, le "
    "mandataire pour A12, A13 et A14. La fiche d'identité du marché le donne.",
    hint_en="Add the SIRET of the validating company: the MOE for A4 and A7, the titulaire for A9 and A10, the "
    "mandataire for A12, A13 and A14. The marché's fiche d'identité has it.",
    checks_fr="Une pièce dont le cadre demande un valideur le nomme (config/cadres.csv).",
    checks_en="A piece whose cadre asks for a valideur names it (config/cadres.csv).",
    source=f"{SLIDES}, circuit et statuts ; exemples officiels FSO1116A P23, P57, P58, P74 à P76, P87, P88",
    certainty="M",
)
def piece_names_the_valideur_its_cadre_asks_for(
    say: RuleSpec, record: Record, context: RuleContext
) -> Iterable[Finding]:
    # A4 and A7 go to the MOE, A9 to A14 to titulaire or mandataire. Sample P23 calls the valideur of an A9 optional in
    # its title, and names one: without it the first status (23) would have nobody to go to.
    cadre = context.cadre
    wanted = cadre is not None and cadre.valideur == "required" and not text(record.valideur.id)
    if wanted and cadre is not None and misplaced_valideur(record, context) is None:
        role, role_en = ROLES.get(cadre.valideur_role, (cadre.valideur_role, cadre.valideur_role))
        near = record.valideur.name or record.cadre or record.number
        yield say.near(
            near,
            value=cadre.code,
            piece=cadre.label,
            piece_en=cadre.label_en,
            role=role,
            role_en=role_en,
        )


@rule(
    "VALIDEUR-UNEXPECTED",
    Severity.WARNING,
    reference="CADRE",
    fr="Le document nomme un valideur, « {value} », que le cadre {cadre} ne prévoit pas : il ne validera rien.",
    en="The document names a valideur, “{value}”, which the cadre {cadre} has no use for: it will validate nothing.",
    hint_fr="Si quelqu'un doit valider cette pièce, choisissez le cadre qui le prévoit (A4, A7, A9, A10, A12, "
    "A13, A14) ; "
    "sinon retirez ce bloc.",
    hint_en="If somebody is to validate this piece, choose the cadre that provides for it (A4, A7, A9, A10, A12, A13, "
    "A14); otherwise remove the block.",
    checks_fr="Une pièce ne nomme de valideur que si son cadre en prévoit un.",
    checks_en="A piece names a valideur only if its cadre provides for one.",
    source=f"{SLIDES} ; l'exemple officiel FSO1117A P02 en nomme un sans cadre",
    certainty="L",
)
def piece_names_no_valideur_its_cadre_has_no_use_for(
    say: RuleSpec, record: Record, context: RuleContext
) -> Iterable[Finding]:
    # The other cadres have no validation step.
    cadre = context.cadre
    unsaid = record.cadre is None  # then WORKS-UNSAID speaks
    if is_taken(context) and cadre is not None and cadre.valideur == "none" and text(record.valideur.id) and not unsaid:
        yield say.on(record.valideur.id, cadre=cadre.code)


@rule(
    "MOE-IS-STATE",
    Severity.ERROR,
    reference="CADRE",
    fr="Le SIRET donné pour la maîtrise d'œuvre, « {value} », est celui de l'État.",
    en="The SIRET given for the MOE, “{value}”, is the State's.",
    hint_fr="Écrivez le SIRET propre à la maîtrise d'œuvre (service ou bureau d'études), jamais celui de l'État.",
    hint_en="Write the MOE's own SIRET (department or engineering office), never the State's.",
    checks_fr="Le SIRET de la MOE est le sien, non celui de l'État (11000201100044).",
    checks_en="The MOE's SIRET is its own, not the State's (11000201100044).",
    source=f"{SLIDES}, données d'une pièce de travaux",
    certainty="H",
    cadres=("A4", "A7"),
)
def moe_is_not_the_state(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if text(record.valideur.id) == STATE:
        yield say.on(record.valideur.id)


@rule(
    "VALIDEUR-IS-SUPPLIER",
    Severity.WARNING,
    reference="COHERENCE",
    fr="Le valideur et le fournisseur ont le même SIRET, « {value} » : l'entreprise validerait sa propre pièce.",
    en="The valideur and the supplier have the same SIRET, “{value}”: the company would validate its own piece.",
    hint_fr="Écrivez le SIRET de la MOE, du titulaire ou du mandataire à la place du valideur.",
    hint_en="Write the SIRET of the MOE, the titulaire or the mandataire as the valideur.",
    checks_fr="Le valideur n'est pas le fournisseur.",
    checks_en="The valideur is not the supplier.",
    source="Déduit",
    certainty="L",
)
def valideur_is_not_the_supplier(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    number = text(record.valideur.id)
    if SIRET.fullmatch(number) and number == text(record.supplier.id):
        yield say.on(record.valideur.id)


@rule(
    "VALIDEUR-IS-DEBTOR",
    Severity.WARNING,
    reference="COHERENCE",
    fr="Le valideur et le débiteur ont le même SIRET, « {value} ».",
    en="The valideur and the debtor have the same SIRET, “{value}”.",
    hint_fr="Vérifiez le SIRET du valideur : c'est rarement la structure qui paie.",
    hint_en="Check the valideur's SIRET: it is seldom the body that pays.",
    checks_fr="Le valideur n'est pas le débiteur.",
    checks_en="The valideur is not the debtor.",
    source="Déduit",
    certainty="L",
)
def valideur_is_not_the_debtor(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # The State as MOE has a rule of its own.
    number = text(record.valideur.id)
    if SIRET.fullmatch(number) and number == text(record.debtor.id) and number != STATE:
        yield say.on(record.valideur.id)
