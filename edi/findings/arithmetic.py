"""What the rules of arithmetic can say: lines, foot, net to pay."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

LINE_AMOUNT_MISSING = RuleSpec(
    code="LINE-AMOUNT-MISSING",
    severity=Severity.WARNING,
    rule="BR-24",
    fr="La ligne n° {value} de la facture n'a pas de montant hors taxe.",
    en="Line no. {value} of the invoice has no amount without tax.",
    hint_fr="Donnez le montant hors taxe de chaque ligne, 0.00 si elle n'ajoute rien.",
    hint_en="Give the amount without tax of each line, 0.00 if it adds nothing.",
    checks_fr="Chaque ligne a un montant hors taxe (sauf les lignes d'information et de regroupement).",
    checks_en="Each line has an amount without tax (information and grouping lines excepted).",
    source="EN 16931, BR-24 ; tous les exemples officiels FSO1116A et FSO1117A",
    certainty="L",
)

TOTAL_MISSING = RuleSpec(
    code="TOTAL-MISSING",
    severity=Severity.ERROR,
    rule="CALCUL",
    fr="Il manque au pied du document : {missing}.",
    en="The foot of the document lacks: {missing_en}.",
    hint_fr="Donnez le total hors taxe, le total TTC et le net à payer, même quand ils sont égaux ou à zéro.",
    hint_en="Give the total without tax, the total with tax and the net to pay, even where they are equal or zero.",
    checks_fr="Le document donne son total hors taxe, son total TTC et son net à payer (un avertissement seulement pour"
    " un projet de décompte).",
    checks_en="The document gives its total without tax, its total with tax and its net to pay (a warning only for a"
    " draft statement).",
    source="Exemple officiel FSO1116A P01, réduit aux champs obligatoires ; EN 16931, BR-13 à BR-15 ; pas de refus pour"
    " montant d'un projet de décompte (AIFE, KB0011867)",
    certainty="M",
)

LINE_AMOUNT = RuleSpec(
    code="LINE-AMOUNT",
    severity=Severity.WARNING,
    rule="CALCUL",
    fr="Une ligne ne tombe pas juste : sa quantité ({quantity}) multipliée par son prix unitaire ({price}) ne font pas "
    "son montant, « {value} ».",
    en="A line does not add up: its quantity ({quantity}) times its unit price ({price}) is not its amount, “{value}”.",
    hint_fr="Vérifiez la quantité, le prix unitaire hors taxe et le montant de cette ligne.",
    hint_en="Check this line's quantity, its unit price without tax and its amount.",
    checks_fr="Le montant de chaque ligne est sa quantité multipliée par son prix unitaire, à 2 centimes près (non "
    "comparés quand la ligne porte une remise ou des frais).",
    checks_en="The amount of each line is its quantity times its unit price, give or take 2 cents (not compared when "
    "the line bears an allowance or a charge).",
    source="EN 16931, BT-131 ; les exemples officiels FSO1116A écrivent le prix hors taxe ou toutes taxes : l'un des "
    "deux suffit",
    certainty="L",
)

LINES_TOTAL = RuleSpec(
    code="LINES-TOTAL",
    severity=Severity.WARNING,
    rule="BR-CO-10",
    fr="Le total des lignes ne tombe pas juste : les lignes font {computed}, mais « {value} » est écrit.",
    en="The total of the lines does not add up: the lines come to {computed}, but “{value}” is written.",
    hint_fr="Reprenez le montant hors taxe de chaque ligne, ou corrigez le total des lignes.",
    hint_en="Check the amount without tax of each line, or mend the total of the lines.",
    checks_fr="Le total des lignes est leur somme, à un centime près par ligne et un euro au plus (lignes "
    "d'information et de regroupement non comptées ; rien n'est comparé quand toutes les lignes sont à zéro).",
    checks_en="The total of the lines is their sum, give or take a cent for each line, one euro at most (information "
    "and grouping lines do not count; nothing is compared when all lines stand at zero).",
    source="EN 16931, BR-CO-10",
    certainty="L",
)

TOTAL_WITHOUT_TAX = RuleSpec(
    code="TOTAL-WITHOUT-TAX",
    severity=Severity.WARNING,
    rule="BR-CO-13",
    fr="Le total hors taxe ne tombe pas juste : lignes {lines}, moins remises {allowances}, plus frais {charges}, font "
    "{computed}, mais « {value} » est écrit.",
    en="The total without tax does not add up: lines {lines}, less allowances {allowances}, plus charges {charges}, "
    "come to {computed}, but “{value}” is written.",
    hint_fr="Corrigez celui de ces montants qui est faux : hors taxe, total des lignes, des remises ou des frais.",
    hint_en="Mend whichever of these amounts is wrong: total without tax, total of lines, of allowances or of charges.",
    checks_fr="Le total hors taxe est le total des lignes, moins les remises, plus les frais, à 3 centimes près.",
    checks_en="The total without tax is the total of the lines, less allowances, plus charges, give or take 3 cents.",
    source="EN 16931, BR-CO-13",
    certainty="L",
)

TOTAL_WITH_TAX = RuleSpec(
    code="TOTAL-WITH-TAX",
    severity=Severity.ERROR,
    rule="BR-CO-15",
    fr="Le total toutes taxes comprises ne tombe pas juste : hors taxe {without_tax}, plus TVA {tax}, font {computed}, "
    "mais « {value} » est écrit.",
    en="The total with tax does not add up: without tax {without_tax}, plus VAT {tax}, come to {computed}, but "
    "“{value}” is written.",
    hint_fr="Corrigez celui des trois montants qui est faux : total hors taxe, total de la TVA ou total toutes taxes "
    "comprises.",
    hint_en="Mend whichever of the three amounts is wrong: total without tax, total of VAT or total with tax.",
    checks_fr="Le total toutes taxes comprises est le total hors taxe plus le total de la TVA, à 2 centimes près.",
    checks_en="The total with tax is the total without tax plus the total of VAT, give or take 2 cents.",
    source="EN 16931, BR-CO-15 ; motif CALCUL_ERR de la réforme ; tous les exemples officiels le respectent",
    certainty="M",
)

NET_TO_PAY = RuleSpec(
    code="NET-TO-PAY",
    severity=Severity.ERROR,
    rule="BR-CO-16",
    fr="Le net à payer ne tombe pas juste : total toutes taxes comprises {with_tax}, moins déjà payé {prepaid}, plus "
    "arrondi {rounding}, font {computed}, mais « {value} » est écrit.",
    en="The net to pay does not add up: total with tax {with_tax}, less already paid {prepaid}, plus rounding "
    "{rounding}, come to {computed}, but “{value}” is written.",
    hint_fr="Corrigez celui de ces montants qui est faux. Si une retenue de garantie explique l'écart, citez le numéro "
    "du marché.",
    hint_en="Mend whichever of these amounts is wrong. If a retenue de garantie is the reason, name the marché's "
    "number.",
    checks_fr="Le net à payer est le total toutes taxes comprises, moins ce qui est déjà payé, plus l'arrondi, à 3 "
    "centimes près. Un net plus bas n'est qu'un avertissement pour une pièce de travaux, de sous-traitant ou de "
    "cotraitant, ou qui cite un marché : une retenue de garantie peut l'expliquer.",
    checks_en="The net to pay is the total with tax, less what is already paid, plus the rounding, give or take 3 "
    "cents. A lower net is a mere warning for a works piece, one of a sub-contractor or a co-contractor, or one that "
    "names a marché: a retenue de garantie may be the reason.",
    source="EN 16931, BR-CO-16 ; exemples officiels FSO1116A P10 et FSO1117A P11 ; retenue de garantie : Code de la "
    "commande publique, art. R2191-32",
    certainty="M",
)

NEGATIVE_INVOICE = RuleSpec(
    code="NEGATIVE-INVOICE",
    severity=Severity.WARNING,
    rule="TYPE",
    fr="Le total toutes taxes comprises de cette facture (type 380) est négatif : « {value} ». Est-ce un avoir ?",
    en="The total with tax of this invoice (type 380) is negative: “{value}”. Is it a credit note?",
    hint_fr="Si c'est un avoir, écrivez le type 381 et des montants positifs ; sinon, il n'y a rien à faire.",
    hint_en="If it is a credit note, write the type 381 and positive amounts; otherwise there is nothing to do.",
    checks_fr="Le total d'une facture (380), hors pièce de travaux, n'est pas négatif.",
    checks_en="The total of an invoice (380), works pieces excepted, is not negative.",
    source="Déduit ; l'exemple officiel FSO1116A P17 est une facture négative : elle est prise",
    certainty="L",
)

PAYABLE_CURRENCY = RuleSpec(
    code="PAYABLE-CURRENCY",
    severity=Severity.WARNING,
    rule="BR-CL-03",
    fr="Le net à payer est donné en « {value} », alors que le document est en {currency}.",
    en="The net to pay is given in “{value}”, whereas the document is in {currency}.",
    hint_fr="Écrivez tous les montants dans la devise du document, ou corrigez celle-ci.",
    hint_en="Write every amount in the document's currency, or correct that one.",
    checks_fr="Le net à payer est donné dans la devise du document.",
    checks_en="The net to pay is given in the document's currency.",
    source="EN 16931, BT-5 et BT-115",
    certainty="L",
)
