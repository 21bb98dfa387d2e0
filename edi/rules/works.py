"""Works pieces: the type of document, the tacit procedure, the reference to a marché. Driven by config/cadres.csv."""

from __future__ import annotations

from collections.abc import Iterable

from edi.config.tables.capability import INITIAL
from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.decimals import exact
from edi.rules.rule import rule
from edi.rules.values import CREDIT_NOTE, INVOICE, text
from edi.words.sentence import RuleSpec

SLIDES = "AIFE, support de formation « Facturation de travaux »"
KINDS = (INVOICE, CREDIT_NOTE)  # of any other type, the rules of codes speak
TACIT = ("A22",)  # the cadre of the tacit procedure's first piece


@rule(
    "TYPE-CADRE",
    Severity.WARNING,
    reference="CADRE",
    fr="Un document de type {value} n'est pas attendu sous le cadre {cadre} ({piece}) : types attendus, {expected}.",
    en="A document of type {value} is not expected under the cadre {cadre} ({piece_en}): types expected, {expected}.",
    hint_fr="Corrigez le type (380 facture, 381 avoir) ou le cadre ; un avoir suit le plus souvent le cadre A1.",
    hint_en="Correct the type (380 invoice, 381 credit note) or the cadre; a credit note mostly has the cadre A1.",
    checks_fr="Le type du document est de ceux que son cadre attend (colonne types de config/cadres.csv).",
    checks_en="The document's type is one its cadre expects (column types of config/cadres.csv).",
    source="Exemples officiels P92 à P97 (avoirs sous A1) ; le reste est déduit",
    certainty="L",
)
def type_is_one_its_cadre_expects(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    cadre, kind = context.cadre, text(record.type)
    if is_taken(context) and cadre is not None and kind in KINDS and kind not in cadre.types:
        yield say.on(
            record.type, cadre=cadre.code, piece=cadre.label, piece_en=cadre.label_en, expected=", ".join(cadre.types)
        )


@rule(
    "TACIT-ATTACHMENT",
    Severity.WARNING,
    reference="CCAG:12.4.2",
    fr="Le projet de décompte général (cadre {value}) n'a pas de pièce jointe.",
    en="The draft general statement (cadre {value}) has no attachment.",
    hint_fr="Joignez le projet de décompte général signé : c'est lui que la procédure tacite notifie au maître "
    "d'ouvrage.",
    hint_en="Attach the signed draft general statement: it is what the tacit procedure notifies to the MOA.",
    checks_fr="Un projet de décompte général de la procédure tacite porte le document signé.",
    checks_en="A draft general statement of the tacit procedure carries the signed document.",
    source="CCAG Travaux 2021, article 12.4 ; qu'un dépôt EDI sans pièce soit refusé est déduit",
    certainty="L",
    cadres=TACIT,
)
def tacit_procedure_carries_its_document(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # The signed projet de décompte général is what is notified.
    if not record.attachments:
        yield say.near(record.cadre or record.number, value=text(record.cadre))


@rule(
    "TACIT-MARCHE",
    Severity.WARNING,
    reference="CCAG:12.4.2",
    fr="Le projet de décompte général (cadre {value}) ne nomme ni marché ni engagement.",
    en="The draft general statement (cadre {value}) names neither a marché nor a commitment.",
    hint_fr="Écrivez le numéro du marché : sans lui, le maître d'ouvrage ne peut rattacher la pièce à la procédure.",
    hint_en="Write the marché's number: without it the MOA cannot attach the piece to the procedure.",
    checks_fr="Un projet de décompte général de la procédure tacite nomme son marché ou son engagement.",
    checks_en="A draft general statement of the tacit procedure names its marché or its commitment.",
    source="CCAG Travaux 2021, article 12.4 ; déduit pour l'EDI",
    certainty="L",
    cadres=TACIT,
)
def tacit_procedure_names_its_marche(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if not (text(record.marche) or text(record.commitment) or text(record.contract)):
        yield say.near(record.cadre or record.number, value=text(record.cadre))


@rule(
    "WORKS-REFERENCE",
    Severity.INFO,
    reference="COHERENCE",
    fr="La pièce de travaux (cadre {value}, {piece}) ne donne ni numéro de marché, ni contrat, ni engagement : son "
    "destinataire devra la rapprocher à la main.",
    en="The works piece (cadre {value}, {piece_en}) gives no marché, contract or commitment number: its addressee will "
    "have to match it by hand.",
    hint_fr="Donnez le numéro du marché ou celui de l'engagement : la fiche d'identité du marché les porte.",
    hint_en="Give the marché's number or the commitment's: the marché's fiche d'identité has them.",
    checks_fr="Une pièce de travaux donne un numéro de marché, de contrat ou d'engagement.",
    checks_en="A works piece gives a marché, contract or commitment number.",
    source=f"{SLIDES}, fiche d'identité du marché ; les exemples officiels P57, P74 et P76 n'en donnent pas",
    certainty="L",
)
def works_piece_has_a_reference(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Of A22 a rule of its own speaks.
    cadre = context.cadre
    if cadre is None or not cadre.works or cadre.code in TACIT or not is_taken(context):
        return
    if not (text(record.marche) or text(record.commitment) or text(record.contract)):
        near = record.cadre or record.number
        yield say.near(near, value=cadre.code, piece=cadre.label, piece_en=cadre.label_en)


@rule(
    "SUBCONTRACTOR-VAT",
    Severity.WARNING,
    reference="CGI:283-2",
    fr="Cette demande de paiement de sous-traitant (cadre A10) facture {value} de TVA : en travaux immobiliers, "
    "c'est le "
    "titulaire qui la doit (autoliquidation).",
    en="This sub-contractor's payment request (cadre A10) charges {value} of VAT: in building works the titulaire "
    "owes it "
    "(reverse charge).",
    hint_fr="Si le sous-traité relève de l'autoliquidation, facturez hors taxe, catégorie AE, avec la mention « "
    "Autoliquidation » ; sinon, il n'y a rien à faire.",
    hint_en="If the sub-contract is under reverse charge, invoice without tax, category AE, with the mention "
    "“Autoliquidation”; otherwise there is nothing to do.",
    checks_fr="Une demande de paiement de sous-traitant de travaux (A10) ne facture pas de TVA.",
    checks_en="A works sub-contractor's payment request (A10) charges no VAT.",
    source="Code général des impôts, art. 283, 2 nonies ; l'exemple officiel FSO1116A P76 facture pourtant la TVA",
    certainty="L",
    cadres=("A10",),
)
def subcontractor_charges_no_vat(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if exact(record.totals.tax):
        yield say.on(record.totals.tax)


def is_taken(context: RuleContext) -> bool:
    """Whether EDI takes the cadre at all: of one it does not take, the matrix speaks alone."""
    return context.cadre is not None and context.tables.matrix[context.cadre.code, INITIAL].edi == "yes"
