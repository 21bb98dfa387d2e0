"""Service codes: of the debtor, the supplier and the valideur."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from edi.model.document import Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

SERVICE = 100  # characters
_NOT_IN_A_SERVICE = re.compile(r"[^\w \-]")


@rule(
    "SERVICE-LONG",
    Severity.ERROR,
    reference="AIFE:G2.17",
    fr="Le code de service {whose} « {value} » compte {length} caractères ; Chorus Pro en admet 100.",
    en="The service code {whose_en} “{value}” has {length} characters; Chorus Pro takes 100.",
    hint_fr="Écrivez le code du service tel que l'annuaire de Chorus Pro le donne, sans son libellé.",
    hint_en="Write the service's code as Chorus Pro's directory gives it, without its label.",
    checks_fr="Un code de service compte 100 caractères au plus.",
    checks_en="A service code has 100 characters at most.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : CodeService de 100 caractères",
    certainty="H",
)
def service_codes_fit(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for code, whose, whose_en in _services(record):
        if (length := len(text(code))) > SERVICE:
            yield say.on(code, length=length, whose=whose, whose_en=whose_en)


@rule(
    "SERVICE-CHARACTERS",
    Severity.ERROR,
    reference="AIFE:G2.17",
    fr="Le code de service {whose} « {value} » contient un caractère que Chorus Pro refuse : « {found} ».",
    en="The service code {whose_en} “{value}” holds a character that Chorus Pro refuses: “{found}”.",
    hint_fr="Reprenez le code dans l'annuaire de Chorus Pro : lettres, accents compris, chiffres, espaces, tirets et "
    "soulignés.",
    hint_en="Take the code from Chorus Pro's directory: letters, accents included, digits, spaces, hyphens and "
    "underscores.",
    checks_fr="Un code de service n'est fait que de lettres, de chiffres, d'espaces, de tirets et de soulignés.",
    checks_en="A service code is made of letters, digits, spaces, hyphens and underscores only.",
    source="AIFE, annexe EDI, règle G2.17 (caractères admis), confirmée par un rejet réel (« doit être "
    "alphanumérique »)",
    certainty="M",
)
def service_codes_are_made_of_plain_characters(
    say: RuleSpec, record: Record, context: RuleContext
) -> Iterable[Finding]:
    # Accented letters are let be.
    for code, whose, whose_en in _services(record):
        if odd := _NOT_IN_A_SERVICE.search(text(code)):
            yield say.on(code, found=odd[0], whose=whose, whose_en=whose_en)


def _services(record: Record) -> Iterator[tuple[Value, str, str]]:
    for party, whose, whose_en in (
        (record.debtor, "du débiteur", "of the debtor"),
        (record.supplier, "du fournisseur", "of the supplier"),
        (record.valideur, "du valideur", "of the valideur"),
    ):
        if party.service is not None:
            yield party.service, whose, whose_en
