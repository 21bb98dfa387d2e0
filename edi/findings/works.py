"""What the rules of works pieces can say: cadre, valideur, MOE, tacit procedure.

In the sentences `role` and `piece` come from config/cadres.csv; each has an English twin ending in _en.
"""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

_SLIDES = "AIFE, support de formation « Facturation de travaux »"

VALIDEUR_REQUIRED = RuleSpec(
    code="VALIDEUR-REQUIRED",
    severity=Severity.ERROR,
    rule="CADRE",
    fr="Une pièce de cadre « {value} » – {piece} – doit nommer son valideur ({role}) par son SIRET ; le document ne le "
    "fait pas.",
    en="A piece of cadre “{value}” – {piece_en} – must name its valideur ({role_en}) by SIRET; the document does not.",
    hint_fr="Ajoutez le SIRET de l'entreprise qui valide : la MOE pour A4 et A7, le titulaire pour A9 et A10, le "
    "mandataire pour A12, A13 et A14. La fiche d'identité du marché le donne.",
    hint_en="Add the SIRET of the validating company: the MOE for A4 and A7, the titulaire for A9 and A10, the "
    "mandataire for A12, A13 and A14. The marché's fiche d'identité has it.",
    checks_fr="Une pièce dont le cadre demande un valideur le nomme (config/cadres.csv).",
    checks_en="A piece whose cadre asks for a valideur names it (config/cadres.csv).",
    source=f"{_SLIDES}, circuit et statuts ; exemples officiels FSO1116A P23, P57, P58, P74 à P76, P87, P88",
    certainty="M",
)

VALIDEUR_UNEXPECTED = RuleSpec(
    code="VALIDEUR-UNEXPECTED",
    severity=Severity.WARNING,
    rule="CADRE",
    fr="Le document nomme un valideur, « {value} », que le cadre {cadre} ne prévoit pas : il ne validera rien.",
    en="The document names a valideur, “{value}”, which the cadre {cadre} has no use for: it will validate nothing.",
    hint_fr="Si quelqu'un doit valider cette pièce, choisissez le cadre qui le prévoit (A4, A7, A9, A10, A12, "
    "A13, A14) ; "
    "sinon retirez ce bloc.",
    hint_en="If somebody is to validate this piece, choose the cadre that provides for it (A4, A7, A9, A10, A12, A13, "
    "A14); otherwise remove the block.",
    checks_fr="Une pièce ne nomme de valideur que si son cadre en prévoit un.",
    checks_en="A piece names a valideur only if its cadre provides for one.",
    source=f"{_SLIDES} ; l'exemple officiel FSO1117A P02 en nomme un sans cadre",
    certainty="L",
)

MOE_IS_STATE = RuleSpec(
    code="MOE-IS-STATE",
    severity=Severity.ERROR,
    rule="CADRE",
    fr="Le SIRET donné pour la maîtrise d'œuvre, « {value} », est celui de l'État.",
    en="The SIRET given for the MOE, “{value}”, is the State's.",
    hint_fr="Écrivez le SIRET propre à la maîtrise d'œuvre (service ou bureau d'études), jamais celui de l'État.",
    hint_en="Write the MOE's own SIRET (department or engineering office), never the State's.",
    checks_fr="Le SIRET de la MOE est le sien, non celui de l'État (11000201100044).",
    checks_en="The MOE's SIRET is its own, not the State's (11000201100044).",
    source=f"{_SLIDES}, données d'une pièce de travaux",
    certainty="H",
    cadres=("A4", "A7"),
)

VALIDEUR_IS_SUPPLIER = RuleSpec(
    code="VALIDEUR-IS-SUPPLIER",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="Le valideur et le fournisseur ont le même SIRET, « {value} » : l'entreprise validerait sa propre pièce.",
    en="The valideur and the supplier have the same SIRET, “{value}”: the company would validate its own piece.",
    hint_fr="Écrivez le SIRET de la MOE, du titulaire ou du mandataire à la place du valideur.",
    hint_en="Write the SIRET of the MOE, the titulaire or the mandataire as the valideur.",
    checks_fr="Le valideur n'est pas le fournisseur.",
    checks_en="The valideur is not the supplier.",
    source="Déduit",
    certainty="L",
)

VALIDEUR_IS_DEBTOR = RuleSpec(
    code="VALIDEUR-IS-DEBTOR",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="Le valideur et le débiteur ont le même SIRET, « {value} ».",
    en="The valideur and the debtor have the same SIRET, “{value}”.",
    hint_fr="Vérifiez le SIRET du valideur : c'est rarement la structure qui paie.",
    hint_en="Check the valideur's SIRET: it is seldom the body that pays.",
    checks_fr="Le valideur n'est pas le débiteur.",
    checks_en="The valideur is not the debtor.",
    source="Déduit",
    certainty="L",
)

TYPE_CADRE = RuleSpec(
    code="TYPE-CADRE",
    severity=Severity.WARNING,
    rule="CADRE",
    fr="Un document de type {value} n'est pas attendu sous le cadre {cadre} ({piece}) : types attendus, {expected}.",
    en="A document of type {value} is not expected under the cadre {cadre} ({piece_en}): types expected, {expected}.",
    hint_fr="Corrigez le type (380 facture, 381 avoir) ou le cadre ; un avoir suit le plus souvent le cadre A1.",
    hint_en="Correct the type (380 invoice, 381 credit note) or the cadre; a credit note mostly has the cadre A1.",
    checks_fr="Le type du document est de ceux que son cadre attend (colonne types de config/cadres.csv).",
    checks_en="The document's type is one its cadre expects (column types of config/cadres.csv).",
    source="Exemples officiels P92 à P97 (avoirs sous A1) ; le reste est déduit",
    certainty="L",
)

TACIT_ATTACHMENT = RuleSpec(
    code="TACIT-ATTACHMENT",
    severity=Severity.WARNING,
    rule="CCAG:12.4.2",
    fr="Le projet de décompte général (cadre {value}) n'a pas de pièce jointe.",
    en="The draft general statement (cadre {value}) has no attachment.",
    hint_fr="Joignez le projet de décompte général signé : c'est lui que la procédure tacite notifie au maître "
    "d'ouvrage.",
    hint_en="Attach the signed draft general statement: it is what the tacit procedure notifies to the MOA.",
    checks_fr="Un projet de décompte général de la procédure tacite porte le document signé.",
    checks_en="A draft general statement of the tacit procedure carries the signed document.",
    source="CCAG Travaux 2021, article 12.4 ; qu'un dépôt EDI sans pièce soit refusé est déduit",
    certainty="L",
    cadres=("A22",),
)

TACIT_MARCHE = RuleSpec(
    code="TACIT-MARCHE",
    severity=Severity.WARNING,
    rule="CCAG:12.4.2",
    fr="Le projet de décompte général (cadre {value}) ne nomme ni marché ni engagement.",
    en="The draft general statement (cadre {value}) names neither a marché nor a commitment.",
    hint_fr="Écrivez le numéro du marché : sans lui, le maître d'ouvrage ne peut rattacher la pièce à la procédure.",
    hint_en="Write the marché's number: without it the MOA cannot attach the piece to the procedure.",
    checks_fr="Un projet de décompte général de la procédure tacite nomme son marché ou son engagement.",
    checks_en="A draft general statement of the tacit procedure names its marché or its commitment.",
    source="CCAG Travaux 2021, article 12.4 ; déduit pour l'EDI",
    certainty="L",
    cadres=("A22",),
)

WORKS_REFERENCE = RuleSpec(
    code="WORKS-REFERENCE",
    severity=Severity.INFO,
    rule="COHERENCE",
    fr="La pièce de travaux (cadre {value}, {piece}) ne donne ni numéro de marché, ni contrat, ni engagement : son "
    "destinataire devra la rapprocher à la main.",
    en="The works piece (cadre {value}, {piece_en}) gives no marché, contract or commitment number: its addressee will "
    "have to match it by hand.",
    hint_fr="Donnez le numéro du marché ou celui de l'engagement : la fiche d'identité du marché les porte.",
    hint_en="Give the marché's number or the commitment's: the marché's fiche d'identité has them.",
    checks_fr="Une pièce de travaux donne un numéro de marché, de contrat ou d'engagement.",
    checks_en="A works piece gives a marché, contract or commitment number.",
    source=f"{_SLIDES}, fiche d'identité du marché ; les exemples officiels P57, P74 et P76 n'en donnent pas",
    certainty="L",
)
