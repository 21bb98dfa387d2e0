"""Where the money goes: the account's IBAN and its key, the bank's BIC, and whether one is given when it must be.

In: the record's payments.  Out: findings that quote the account. Source: annexe EDI, G1.16 to G1.19, of which only the
subject is known: bank coordinates and the syntax of the IBAN.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from stdnum import bic, iban
from stdnum.exceptions import InvalidChecksum, ValidationError

from edi.config.tables.payments import means_key
from edi.findings import bank as say
from edi.model.document import Payment, Record
from edi.model.finding import Finding, Severity
from edi.rules.amounts import MOST
from edi.rules.context import RuleContext
from edi.rules.identity import text
from edi.rules.rule import Rule, rule

LONGEST = 100  # characters: an IBAN has 34, with spaces 42; what is longer is none, and is not worked on
OK, FORM, KEY = "ok", "form", "key"

# An account of French territories begins with FR whatever the letters of its bank's country; Monaco shares its banks.
SAME_BANKS = frozenset(("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF", "MC"))


@rule(say.IBAN_MISSING)
def transfer_has_an_account(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A transfer says to which account. Source: config/payment-means.csv, column account."""
    for payment in islice(record.payments, MOST):
        row = context.tables.means.get(means_key(text(payment.means)))
        if row is not None and row.account == "required" and not _accounts(record.payments):
            yield say.IBAN_MISSING.on(payment.means, label=row.label, label_en=row.label_en)


def _accounts(payments: Iterable[Payment]) -> bool:
    # the account may stand in a block of its own, beside the one that names the means
    return any(text(payment.iban) or text(payment.account) for payment in payments)


@rule(say.ACCOUNT_NOT_IBAN)
def account_is_an_iban(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The account is given as an IBAN. Source: annexe EDI, G1.16 to G1.19 (IBAN syntax)."""
    for payment in islice(record.payments, MOST):
        if text(payment.account) and not text(payment.iban):
            yield say.ACCOUNT_NOT_IBAN.on(payment.account)


@rule(say.IBAN_FORM)
def iban_is_well_formed(record: Record, context: RuleContext) -> Iterable[Finding]:
    """An IBAN has its country's letters, length and shape. Source: annexe EDI, G1.16 to G1.19; ISO 13616."""
    for payment in islice(record.payments, MOST):
        if text(payment.iban) and _judged(text(payment.iban)) == FORM:
            yield say.IBAN_FORM.on(payment.iban, severity=context.unless_qualification(Severity.ERROR))


@rule(say.IBAN_KEY)
def iban_key_holds(record: Record, context: RuleContext) -> Iterable[Finding]:
    """An IBAN's key fits its digits. Source: annexe EDI, G1.16 to G1.19; ISO 13616."""
    for payment in islice(record.payments, MOST):
        if text(payment.iban) and _judged(text(payment.iban)) == KEY:
            yield say.IBAN_KEY.on(payment.iban, severity=context.unless_qualification(Severity.ERROR))


@rule(say.IBAN_WRITING)
def iban_is_written_bare(record: Record, context: RuleContext) -> Iterable[Finding]:
    """An IBAN is written in capitals without spaces. Source: ISO 13616, electronic form."""
    for payment in islice(record.payments, MOST):
        written = text(payment.iban)
        if written and _judged(written) == OK and _compact_iban(written) != written:
            yield say.IBAN_WRITING.on(payment.iban, bare=_compact_iban(written))


@rule(say.IBAN_ZEROS)
def iban_is_an_account(record: Record, context: RuleContext) -> Iterable[Finding]:
    """An IBAN of zeros has a key that holds (FR76 and 23 zeros) and pays nobody. Source: deduced."""
    for payment in islice(record.payments, MOST):
        written = text(payment.iban)
        if written and _judged(written) == OK and not _compact_iban(written)[4:].strip("0"):
            yield say.IBAN_ZEROS.on(payment.iban)


@rule(say.BIC_FORM)
def bic_is_well_formed(record: Record, context: RuleContext) -> Iterable[Finding]:
    """A BIC has 8 or 11 characters, a country in the fifth and sixth. Source: ISO 9362."""
    for payment in islice(record.payments, MOST):
        if text(payment.bic) and not _is_bic(text(payment.bic)):
            yield say.BIC_FORM.on(payment.bic)


@rule(say.BIC_COUNTRY)
def bic_and_iban_share_a_country(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Bank and account are of one country. Source: deduced from ISO 9362 and ISO 13616."""
    for payment in islice(record.payments, MOST):
        bank, account = text(payment.bic), text(payment.iban)
        if not bank or not account or not _is_bic(bank) or _judged(account) != OK:
            continue
        of_bank, of_account = _compact_bic(bank)[4:6], _compact_iban(account)[:2]
        if of_bank != of_account and not {of_bank, of_account} <= SAME_BANKS:
            yield say.BIC_COUNTRY.on(payment.bic, iban=account, of_bank=of_bank, of_account=of_account)


_compact_iban = lru_cache(maxsize=4096)(iban.compact)
_compact_bic = lru_cache(maxsize=4096)(bic.compact)


@lru_cache(maxsize=4096)
def _judged(account: str) -> str:
    """OK, FORM or KEY: what is wrong with an IBAN.

    A country's own check is not made: it looks banks up in a list that ages, and banks open after it was printed.
    """
    if len(account) > LONGEST or not account.isascii():
        return FORM
    try:
        iban.validate(account, check_country=False)
    except InvalidChecksum:
        # the key is looked at before the length: a cut account is badly formed, not mistyped
        return KEY if _fits_with_its_key(_compact_iban(account)) else FORM
    except ValidationError:
        return FORM
    return OK


def _fits_with_its_key(account: str) -> bool:
    return bool(iban.is_valid(account[:2] + iban.calc_check_digits(account) + account[4:], check_country=False))


@lru_cache(maxsize=4096)
def _is_bic(bank: str) -> bool:
    return len(bank) <= LONGEST and bank.isascii() and bool(bic.is_valid(bank))


RULES: tuple[Rule, ...] = (
    transfer_has_an_account,
    account_is_an_iban,
    iban_is_well_formed,
    iban_key_holds,
    iban_is_written_bare,
    iban_is_an_account,
    bic_is_well_formed,
    bic_and_iban_share_a_country,
)
