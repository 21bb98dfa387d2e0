"""Where the money goes: whether an account is given when it must be, and given as an IBAN.

In: the record's payments.  Out: findings that quote the account. Source: annexe EDI, G1.16 to G1.19, of which only the
subject is known: bank coordinates and the syntax of the IBAN.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from edi.config.tables.payments import means_key
from edi.model.document import Payment, Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import MOST, rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec


@rule(
    "IBAN-MISSING",
    Severity.WARNING,
    reference="AIFE:G1.16",
    fr="Le document doit être payé par {label} (moyen « {value} »), mais il ne donne pas de compte.",
    en="The document is to be paid by {label_en} (means “{value}”), but gives no account.",
    hint_fr="Donnez l'IBAN du compte à créditer, ou vérifiez que les coordonnées bancaires du fournisseur sont à jour "
    "dans Chorus Pro.",
    hint_en="Give the IBAN of the account to credit, or check that the supplier's bank details are up to date in "
    "Chorus Pro.",
    checks_fr="Un paiement par virement (30, 31, 42, 58) donne le compte à créditer.",
    checks_en="A payment by transfer (30, 31, 42, 58) gives the account to credit.",
    source="Annexe EDI, G1.16 à G1.19 (coordonnées bancaires), dont le texte exact n'est pas connu",
    certainty="L",
)
def transfer_has_an_account(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Which means want an account is the column account of config/payment-means.csv.
    for payment in islice(record.payments, MOST):
        row = context.tables.means.get(means_key(text(payment.means)))
        if row is not None and row.account == "required" and not _accounts(record.payments):
            yield say.on(payment.means, label=row.label, label_en=row.label_en)


def _accounts(payments: Iterable[Payment]) -> bool:
    # the account may stand in a block of its own, beside the one that names the means
    return any(text(payment.iban) or text(payment.account) for payment in payments)


@rule(
    "ACCOUNT-NOT-IBAN",
    Severity.WARNING,
    reference="AIFE:G1.16",
    fr="Le compte « {value} » est donné sous une autre forme qu'un IBAN.",
    en="The account “{value}” is given in another form than an IBAN.",
    hint_fr="Donnez l'IBAN du compte : il figure sur le relevé d'identité bancaire.",
    hint_en="Give the account's IBAN: it stands on the bank's account identity statement.",
    checks_fr="Un compte est donné par son IBAN.",
    checks_en="An account is given by its IBAN.",
    source="Annexe EDI, G1.16 à G1.19 (coordonnées bancaires), dont le texte exact n'est pas connu",
    certainty="L",
)
def account_is_an_iban(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for payment in islice(record.payments, MOST):
        if text(payment.account) and not text(payment.iban):
            yield say.on(payment.account)
