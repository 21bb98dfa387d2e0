"""What the rules of form can say of numbers: amounts, quantities, unit prices, rates."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

_MANUAL = "Aide d'un éditeur d'ERP sur le flux XML de Chorus Pro : 19 positions, 6 décimales, un point"

AMOUNT_FORM = RuleSpec(
    code="AMOUNT-FORM",
    severity=Severity.ERROR,
    rule="CHIFFRES",
    fr="Le montant « {value} » n'est pas écrit comme Chorus Pro le demande : {positions} chiffres au plus, dont "
    "{decimals} décimales au plus, précédées d'un point.",
    en="The amount “{value}” is not written as Chorus Pro asks: {positions} digits at most, of which {decimals} "
    "decimals at most, after a dot.",
    hint_fr="Écrivez le montant en chiffres, par exemple 1234.50 : ni espace, ni virgule, ni signe plus, un chiffre "
    "avant et après le point.",
    hint_en="Write the amount in digits, for instance 1234.50: no space, no comma, no plus sign, a digit on each side "
    "of the dot.",
    checks_fr="Chaque montant a 19 chiffres au plus, dont 6 décimales au plus, séparées par un point.",
    checks_en="Each amount has 19 digits at most, of which 6 decimals at most, after a dot.",
    source=_MANUAL,
    certainty="M",
)

QUANTITY_FORM = RuleSpec(
    code="QUANTITY-FORM",
    severity=Severity.ERROR,
    rule="CHIFFRES",
    fr="La quantité ou le prix unitaire « {value} » n'est pas écrit comme Chorus Pro le demande : {positions} chiffres "
    "au plus, dont {decimals} décimales au plus, précédées d'un point.",
    en="The quantity or unit price “{value}” is not written as Chorus Pro asks: {positions} digits at most, of which "
    "{decimals} decimals at most, after a dot.",
    hint_fr="Arrondissez la valeur à six décimales et écrivez-la en chiffres, par exemple 12.5.",
    hint_en="Round the value to six decimals and write it in digits, for instance 12.5.",
    checks_fr="Chaque quantité et chaque prix unitaire a 19 chiffres au plus, dont 6 décimales au plus.",
    checks_en="Each quantity and each unit price has 19 digits at most, of which 6 decimals at most.",
    source=_MANUAL,
    certainty="M",
)

RATE_FORM = RuleSpec(
    code="RATE-FORM",
    severity=Severity.ERROR,
    rule="CHIFFRES",
    fr="Le taux de TVA « {value} » n'est pas écrit comme Chorus Pro le demande : {positions} chiffres au plus, dont "
    "{decimals} décimales au plus, précédées d'un point.",
    en="The VAT rate “{value}” is not written as Chorus Pro asks: {positions} digits at most, of which {decimals} "
    "decimals at most, after a dot.",
    hint_fr="Écrivez le taux en pour cent, par exemple 20 ou 5.5.",
    hint_en="Write the rate in per cent, for instance 20 or 5.5.",
    checks_fr="Chaque taux de TVA est un nombre bien écrit.",
    checks_en="Each VAT rate is a well-written number.",
    source=_MANUAL,
    certainty="M",
)

RATE_RANGE = RuleSpec(
    code="RATE-RANGE",
    severity=Severity.ERROR,
    rule="CHIFFRES",
    fr="Le taux de TVA « {value} » n'est pas un pourcentage compris entre 0 et 100.",
    en="The VAT rate “{value}” is not a percentage between 0 and 100.",
    hint_fr="Écrivez le taux en pour cent, par exemple 20 ou 5.5.",
    hint_en="Write the rate in per cent, for instance 20 or 5.5.",
    checks_fr="Chaque taux de TVA est compris entre 0 et 100.",
    checks_en="Each VAT rate is between 0 and 100.",
    source="Par définition d'un pourcentage de TVA ; EN 16931, BT-119 et BT-152",
    certainty="M",
)
