"""A bank's BIC: its form, and whether its country is the account's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from stdnum import bic

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.iban import LONGEST, OK, compact_iban, iban_state
from edi.rules.rule import MOST, rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

# An account of French territories begins with FR whatever the letters of its bank's country; Monaco shares its banks.
SAME_BANKS = frozenset(("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF", "MC"))


@rule(
    "BIC-FORM",
    Severity.WARNING,
    reference="AIFE:G1.16",
    fr="Le code BIC « {value} » n'a pas la forme d'un BIC.",
    en="The BIC “{value}” has not the form of a BIC.",
    hint_fr="Recopiez le BIC du relevé d'identité bancaire : 8 ou 11 caractères, dont les deux lettres du pays en "
    "cinquième et sixième place.",
    hint_en="Copy the BIC from the bank's account identity statement: 8 or 11 characters, the country's two letters "
    "in fifth and sixth place.",
    checks_fr="Un BIC a 8 ou 11 caractères et les lettres d'un pays.",
    checks_en="A BIC has 8 or 11 characters and a country's letters.",
    source="ISO 9362",
    certainty="L",
)
def bic_is_well_formed(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for payment in islice(record.payments, MOST):
        if text(payment.bic) and not _is_bic(text(payment.bic)):
            yield say.on(payment.bic)


@rule(
    "BIC-COUNTRY",
    Severity.WARNING,
    reference="AIFE:G1.16",
    fr="Le code BIC « {value} » désigne une banque du pays {of_bank}, mais l'IBAN « {iban} » un compte du pays "
    "{of_account}.",
    en="The BIC “{value}” names a bank of the country {of_bank}, but the IBAN “{iban}” an account of the country "
    "{of_account}.",
    hint_fr="Vérifiez que le BIC et l'IBAN viennent du même relevé d'identité bancaire.",
    hint_en="Check that BIC and IBAN come from the same account identity statement.",
    checks_fr="Le BIC et l'IBAN sont du même pays (France, outre-mer et Monaco comptent pour un).",
    checks_en="BIC and IBAN are of one country (France, its overseas territories and Monaco count as one).",
    source="Déduit d'ISO 9362 et d'ISO 13616",
    certainty="L",
)
def bic_and_iban_share_a_country(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for payment in islice(record.payments, MOST):
        bank, account = text(payment.bic), text(payment.iban)
        if not bank or not account or not _is_bic(bank) or iban_state(account) != OK:
            continue
        of_bank, of_account = _compact_bic(bank)[4:6], compact_iban(account)[:2]
        if of_bank != of_account and not {of_bank, of_account} <= SAME_BANKS:
            yield say.on(payment.bic, iban=account, of_bank=of_bank, of_account=of_account)


_compact_bic = lru_cache(maxsize=4096)(bic.compact)


@lru_cache(maxsize=4096)
def _is_bic(bank: str) -> bool:
    return len(bank) <= LONGEST and bank.isascii() and bool(bic.is_valid(bank))
