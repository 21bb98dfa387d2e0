"""What the rules of the VAT summary can say."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

TAX_TOTAL_MISSING = RuleSpec(
    code="TAX-TOTAL-MISSING",
    severity=Severity.WARNING,
    rule="BR-CO-15",
    fr="Le total toutes taxes comprises ({with_tax}) diffère du total hors taxe ({without_tax}), mais le document "
    "n'écrit aucune TVA.",
    en="The total with tax ({with_tax}) differs from the total without tax ({without_tax}), but the document writes no "
    "VAT.",
    hint_fr="Écrivez le total de la TVA et son récapitulatif par taux, ou corrigez le total qui est faux.",
    hint_en="Write the total of VAT and its summary by rate, or mend the total that is wrong.",
    checks_fr="Un document dont le total toutes taxes comprises diffère du total hors taxe écrit la TVA.",
    checks_en="A document whose total with tax differs from its total without tax writes the VAT.",
    source="EN 16931, BR-CO-15 et BR-CO-18 ; aucun texte de Chorus Pro ne dit qu'il la refuse, l'annexe EDI V4.20 ne "
    "la demande que dans un TaxTotal présent",
    certainty="L",
)

TAX_LINE_INCOMPLETE = RuleSpec(
    code="TAX-LINE-INCOMPLETE",
    severity=Severity.WARNING,
    rule="BR-45",
    fr="Une ligne du récapitulatif de TVA est incomplète ; il manque : {missing}.",
    en="A line of the VAT summary is incomplete; missing: {missing_en}.",
    hint_fr="Donnez pour chaque taux de TVA sa base, son montant et le taux lui-même (0 quand il n'y a pas de TVA).",
    hint_en="Give for each VAT rate its basis, its amount and the rate itself (0 where there is no VAT).",
    checks_fr="Chaque ligne du récapitulatif de TVA donne sa base, son montant et, si l'opération est taxée, son taux.",
    checks_en="Each line of the VAT summary gives its basis, its amount and, if the operation is taxed, its rate.",
    source="EN 16931, BR-45, BR-46 et BR-48 ; tous les exemples officiels FSO1116A et FSO1117A",
    certainty="L",
)

TAX_LINE_AMOUNT = RuleSpec(
    code="TAX-LINE-AMOUNT",
    severity=Severity.WARNING,
    rule="BR-CO-17",
    fr="Une ligne de TVA ne tombe pas juste : {rate} % de la base {basis} font {computed}, mais « {value} » est écrit.",
    en="A VAT line does not add up: {rate} % of the basis {basis} come to {computed}, but “{value}” is written.",
    hint_fr="Corrigez la base, le taux ou le montant de cette ligne de TVA.",
    hint_en="Mend the basis, the rate or the amount of this VAT line.",
    checks_fr="La TVA de chaque taux est sa base multipliée par le taux, à un centime près par ligne de facture.",
    checks_en="The VAT of each rate is its basis times the rate, give or take a cent for each invoice line.",
    source="EN 16931, BR-CO-17 ; démenti par des exemples officiels acceptés (FSO1117A P01, P04)",
    certainty="L",
)

TAX_BASES_TOTAL = RuleSpec(
    code="TAX-BASES-TOTAL",
    severity=Severity.WARNING,
    rule="CALCUL",
    fr="Le récapitulatif de TVA ne tombe pas juste : ses bases font {computed}, mais le total hors taxe est de "
    "« {value} ».",
    en="The VAT summary does not add up: its bases come to {computed}, but the total without tax is “{value}”.",
    hint_fr="Vérifiez que chaque ligne de facture est comptée dans la base de son taux de TVA, et le total hors taxe.",
    hint_en="Check that every invoice line is counted in the basis of its VAT rate, and the total without tax.",
    checks_fr="Les bases de TVA de tous les taux font le total hors taxe, à un centime près par taux.",
    checks_en="The VAT bases of all rates make the total without tax, give or take a cent for each rate.",
    source="EN 16931, BR-S-08 et semblables ; démenti par des exemples officiels acceptés (FSO1116A P48, FSO1117A P01)",
    certainty="L",
)

TAX_LINES_TOTAL = RuleSpec(
    code="TAX-LINES-TOTAL",
    severity=Severity.WARNING,
    rule="BR-CO-14",
    fr="Le total de la TVA ne tombe pas juste : la TVA de tous les taux fait {computed}, mais « {value} » est écrit.",
    en="The total of VAT does not add up: the VAT of all rates comes to {computed}, but “{value}” is written.",
    hint_fr="Corrigez le total de la TVA, ou le montant de TVA du taux en cause.",
    hint_en="Mend the total of VAT, or the VAT amount of the rate at fault.",
    checks_fr="Le total de la TVA est la somme de la TVA de chaque taux, à un centime près par taux.",
    checks_en="The total of VAT is the sum of the VAT of each rate, give or take a cent for each rate.",
    source="EN 16931, BR-CO-14 ; démenti par des exemples officiels acceptés (FSO1116A P48, FSO1117A P09 et P93)",
    certainty="L",
)

TAX_BASIS_LINES = RuleSpec(
    code="TAX-BASIS-LINES",
    severity=Severity.WARNING,
    rule="CALCUL",
    fr="La base de TVA au taux de {rate} % est de « {value} », alors que les lignes à ce taux font {computed}.",
    en="The VAT basis at {rate} % is “{value}”, whereas the lines at that rate come to {computed}.",
    hint_fr="Vérifiez le taux de TVA de chaque ligne, ou corrigez le récapitulatif de TVA.",
    hint_en="Check the VAT rate of each line, or mend the VAT summary.",
    checks_fr="La base de TVA de chaque taux est la somme des lignes à ce taux (comparée quand chaque ligne donne son "
    "taux, sans remise ni frais au pied).",
    checks_en="The VAT basis of each rate is the sum of the lines at that rate (compared when every line gives its "
    "rate, without allowance or charge at the foot).",
    source="EN 16931, BR-S-08 et semblables",
    certainty="L",
)

TAX_RATE_UNKNOWN = RuleSpec(
    code="TAX-RATE-UNKNOWN",
    severity=Severity.WARNING,
    rule="TVA",
    fr="Le taux de TVA « {value} » n'est pas un taux français connu ({known}).",
    en="The VAT rate “{value}” is not a known French rate ({known}).",
    hint_fr="Vérifiez le taux ; s'il est en vigueur, ajoutez-le à la table des taux de TVA de la passerelle.",
    hint_en="Check the rate; if it is in force, add it to the gateway's table of VAT rates.",
    checks_fr="Le taux de TVA d'un fournisseur français est un taux de la table vat-rates.csv.",
    checks_en="The VAT rate of a French supplier is one of the table vat-rates.csv.",
    source="Code général des impôts, art. 278 à 281 nonies et 296 à 297",
    certainty="L",
)

TAX_EXEMPTION_REASON = RuleSpec(
    code="TAX-EXEMPTION-REASON",
    severity=Severity.WARNING,
    rule="BR-E-10",
    fr="La TVA n'est pas facturée (catégorie « {value} »), mais le motif d'exonération n'est pas donné.",
    en="No VAT is charged (category “{value}”), but the reason of the exemption is not given.",
    hint_fr="Ajoutez le motif, par exemple « Autoliquidation » ou l'article de loi qui exonère : la mention est "
    "obligatoire sur une facture.",
    hint_en="Add the reason, for instance “Autoliquidation” or the article of law that exempts: an invoice must "
    "mention it.",
    checks_fr="Une exonération de TVA, une autoliquidation ou une opération hors champ donne son motif.",
    checks_en="A VAT exemption, a reverse charge or an operation out of scope gives its reason.",
    source="EN 16931, BR-E-10 et semblables ; Code général des impôts, annexe II, art. 242 nonies A ; les exemples "
    "officiels FSO1116A P05, P59 et P61 n'en donnent pas",
    certainty="L",
)

TAX_STANDARD_ZERO = RuleSpec(
    code="TAX-STANDARD-ZERO",
    severity=Severity.WARNING,
    rule="BR-S-05",
    fr="La catégorie de TVA « {value} » (soumis à la TVA) va avec un taux de zéro.",
    en="The VAT category “{value}” (taxed) goes with a rate of zero.",
    hint_fr="Choisissez la catégorie qui convient : E pour une exonération, AE pour une autoliquidation, Z pour un "
    "taux zéro ; ou corrigez le taux.",
    hint_en="Choose the category that fits: E for an exemption, AE for a reverse charge, Z for a rate of zero; or "
    "mend the rate.",
    checks_fr="Une ligne de TVA de catégorie S a un taux au-dessus de zéro.",
    checks_en="A VAT line of category S has a rate above zero.",
    source="EN 16931, BR-S-05 ; démenti par l'exemple officiel accepté FSO1117A P05",
    certainty="L",
)

TAX_UNTAXED_RATE = RuleSpec(
    code="TAX-UNTAXED-RATE",
    severity=Severity.WARNING,
    rule="BR-E-05",
    fr="La catégorie de TVA {category} n'est pas soumise à la TVA, mais le taux est de « {value} ».",
    en="The VAT category {category} bears no VAT, but the rate is “{value}”.",
    hint_fr="Écrivez un taux de 0, ou choisissez la catégorie S si la TVA est due.",
    hint_en="Write a rate of 0, or choose category S if VAT is due.",
    checks_fr="Une ligne de TVA exonérée, autoliquidée ou hors champ a un taux de zéro.",
    checks_en="A VAT line that is exempt, reverse-charged or out of scope has a rate of zero.",
    source="EN 16931, BR-E-05, BR-AE-05, BR-IC-05, BR-Z-05",
    certainty="L",
)

TAX_CURRENCY = RuleSpec(
    code="TAX-CURRENCY",
    severity=Severity.WARNING,
    rule="BR-53",
    fr="Le total de la TVA est donné en « {value} » seulement, alors que le document est en {currency}.",
    en="The total of VAT is given in “{value}” only, whereas the document is in {currency}.",
    hint_fr="Donnez le total de la TVA dans la devise du document.",
    hint_en="Give the total of VAT in the document's currency.",
    checks_fr="Un total de la TVA est donné dans la devise du document.",
    checks_en="A total of VAT is given in the document's currency.",
    source="EN 16931, BT-110 et BR-53",
    certainty="L",
)
