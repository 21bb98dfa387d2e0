"""An account's IBAN: its form, its key, its writing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from stdnum import iban
from stdnum.exceptions import InvalidChecksum, ValidationError

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import MOST, rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

LONGEST = 100  # characters: an IBAN has 34, with spaces 42; what is longer is none, and is not worked on
OK, FORM, KEY = "ok", "form", "key"


@rule(
    "IBAN-FORM",
    Severity.ERROR,
    reference="AIFE:G1.16",
    fr="L'IBAN « {value} » n'a pas la forme d'un IBAN : pays, longueur ou caractères ne conviennent pas.",
    en="The IBAN “{value}” has not the form of an IBAN: country, length or characters do not fit.",
    hint_fr="Recopiez l'IBAN du relevé d'identité bancaire : un IBAN français a 27 caractères et commence par FR.",
    hint_en="Copy the IBAN from the bank's account identity statement: a French IBAN has 27 characters and begins "
    "with FR.",
    checks_fr="Un IBAN a les lettres de son pays, et la longueur et la forme de ce pays.",
    checks_en="An IBAN has its country's letters, length and shape.",
    source="Annexe EDI V4.21, G1.16 à G1.19 (syntaxe de l'IBAN) ; ISO 13616",
    certainty="M",
)
def iban_is_well_formed(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for payment in islice(record.payments, MOST):
        if text(payment.iban) and iban_state(text(payment.iban)) == FORM:
            yield say.on(payment.iban, severity=context.unless_qualification(Severity.ERROR))


@rule(
    "IBAN-KEY",
    Severity.ERROR,
    reference="AIFE:G1.16",
    fr="L'IBAN « {value} » est faux : sa clé de contrôle ne correspond pas à ses chiffres.",
    en="The IBAN “{value}” is wrong: its check digits do not fit the rest.",
    hint_fr="Recopiez l'IBAN du relevé d'identité bancaire : deux caractères sont sans doute intervertis ou mal "
    "saisis.",
    hint_en="Copy the IBAN from the bank's account identity statement: two characters were likely swapped or mistyped.",
    checks_fr="La clé de contrôle d'un IBAN correspond à ses chiffres.",
    checks_en="The check digits of an IBAN fit the rest.",
    source="Annexe EDI V4.21, G1.16 à G1.19 (syntaxe de l'IBAN) ; ISO 13616",
    certainty="M",
)
def iban_key_holds(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for payment in islice(record.payments, MOST):
        if text(payment.iban) and iban_state(text(payment.iban)) == KEY:
            yield say.on(payment.iban, severity=context.unless_qualification(Severity.ERROR))


@rule(
    "IBAN-WRITING",
    Severity.WARNING,
    reference="AIFE:G1.16",
    fr="L'IBAN « {value} » est écrit avec des espaces, des tirets ou des minuscules.",
    en="The IBAN “{value}” is written with spaces, hyphens or small letters.",
    hint_fr="Écrivez-le d'un seul tenant et en capitales : {bare}.",
    hint_en="Write it in one piece and in capitals: {bare}.",
    checks_fr="Un IBAN est écrit d'un seul tenant et en capitales.",
    checks_en="An IBAN is written in one piece and in capitals.",
    source="ISO 13616, forme électronique",
    certainty="L",
)
def iban_is_written_bare(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for payment in islice(record.payments, MOST):
        written = text(payment.iban)
        if written and iban_state(written) == OK and compact_iban(written) != written:
            yield say.on(payment.iban, bare=compact_iban(written))


@rule(
    "IBAN-ZEROS",
    Severity.WARNING,
    reference="AIFE:G1.16",
    fr="L'IBAN « {value} » ne contient que des zéros : aucun compte ne peut être crédité.",
    en="The IBAN “{value}” holds nothing but zeros: no account can be credited.",
    hint_fr="Remplacez ce numéro par l'IBAN du compte à créditer.",
    hint_en="Replace this number with the IBAN of the account to credit.",
    checks_fr="Un IBAN désigne un compte, et non une suite de zéros.",
    checks_en="An IBAN names an account, not a row of zeros.",
    source="Déduit : la clé d'un IBAN de zéros peut être juste",
    certainty="L",
)
def iban_is_an_account(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Such is FR76 and 23 zeros.
    for payment in islice(record.payments, MOST):
        written = text(payment.iban)
        if written and iban_state(written) == OK and not compact_iban(written)[4:].strip("0"):
            yield say.on(payment.iban)


compact_iban = lru_cache(maxsize=4096)(iban.compact)


@lru_cache(maxsize=4096)
def iban_state(account: str) -> str:
    """OK, FORM or KEY: what is wrong with an IBAN.

    A country's own check is not made: it looks banks up in a list that ages, and banks open after it was printed.
    """
    if len(account) > LONGEST or not account.isascii():
        return FORM
    try:
        iban.validate(account, check_country=False)
    except InvalidChecksum:
        # the key is looked at before the length: a cut account is badly formed, not mistyped
        return KEY if _fits_with_its_key(compact_iban(account)) else FORM
    except ValidationError:
        return FORM
    return OK


def _fits_with_its_key(account: str) -> bool:
    return bool(iban.is_valid(account[:2] + iban.calc_check_digits(account) + account[4:], check_country=False))
