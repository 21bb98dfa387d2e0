"""How the document is paid: its payment means, and the flow of justice fees that has its own.

In: the record's payments, the official list and Chorus Pro's own (config/payment-means.csv).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from edi.config.tables.payments import means_key
from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.profiles import lacks
from edi.rules.rule import MOST, rule
from edi.rules.values import CREDIT_NOTE, text
from edi.words.sentence import RuleSpec

JUSTICE_INTERFACE, JUSTICE_CADRE, TRANSFER = "FSO1120A", "A3", "30"  # E3 of config/interfaces.toml


@rule(
    "PAYMENT-MEANS-MISSING",
    Severity.ERROR,
    reference="AIFE:p22",
    fr="Le document ne dit pas par quel moyen il doit être payé.",
    en="The document does not say by which means it is to be paid.",
    hint_fr="Ajoutez le code du moyen de paiement, par exemple 30 pour un virement.",
    hint_en="Add the code of the payment means, for instance 30 for a credit transfer.",
    checks_fr="Une facture donne son moyen de paiement (un avoir peut s'en passer ; en UBL l'absence est seulement "
    "signalée ; rien n'est demandé au profil MINIMUM de Factur-X, qui n'a pas de place pour lui).",
    checks_en="An invoice gives its payment means (a credit note may do without; in UBL its absence is only told; "
    "nothing is asked of Factur-X's profile MINIMUM, which has no place for it).",
    source="Annexe EDI V4.20, p. 22 (mode de règlement obligatoire) et G1.14 ; rejet constaté en Factur-X",
    certainty="M",
)
def payment_means_is_given(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # UBL only warns: a template in use has no such block, and G1.14 makes of an unset means a transfer. A credit note
    # is let be: one source wants it without, AIFE's samples have it with.
    if lacks(record, "BT-81"):
        return
    if text(record.type) != CREDIT_NOTE and not any(text(payment.means) for payment in record.payments):
        severity = Severity.WARNING if record.syntax.family == "ubl" else Severity.ERROR
        yield say.near(record.currency or record.number, severity=severity)


@rule(
    "PAYMENT-MEANS-CODE",
    Severity.ERROR,
    reference="AIFE:S2.05",
    fr="Le moyen de paiement « {value} » n'est pas admis par Chorus Pro ({known}).",
    en="Chorus Pro does not take the payment means “{value}” ({known}).",
    hint_fr="Écrivez l'un des codes admis, par exemple 30 pour un virement.",
    hint_en="Write one of the codes it takes, for instance 30 for a credit transfer.",
    checks_fr="Le moyen de paiement est dans la liste de Chorus Pro pour ce format.",
    checks_en="The payment means is in Chorus Pro's list for this format.",
    source="Annexe EDI V4.20, S2.05 (p. 170) pour CII et Factur-X ; schéma XSD de la facture pivot pour UBL",
    certainty="M",
)
def payment_means_is_one_chorus_pro_takes(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # What UNTDID 4461 knows only warns in UBL, where G1.14 makes a transfer of any other means.
    family, known = record.syntax.family, context.tables.means
    for payment in islice(record.payments, MOST):
        code = text(payment.means)
        row = known.get(means_key(code))
        if not code or (row is not None and row.serves(family)):
            continue
        told = family == "ubl" and code in context.codes.means
        yield say.on(
            payment.means,
            severity=Severity.WARNING if told else Severity.ERROR,
            known=", ".join(row.code for row in known.values() if row.serves(family)),
        )


@rule(
    "JUSTICE-MEANS",
    Severity.ERROR,
    reference="AIFE:G8.20",
    fr="Le moyen de paiement « {value} » n'est pas admis dans le flux des frais de justice ({interface}), qui n'est "
    "payé que par virement.",
    en="The payment means “{value}” is not taken in the flow of justice fees ({interface}), which is paid by credit "
    "transfer alone.",
    hint_fr="Écrivez le code 30 (virement).",
    hint_en="Write the code 30 (credit transfer).",
    checks_fr="Dans l'interface E3 (FSO1120A, frais de justice), le moyen de paiement est 30.",
    checks_en="In the interface E3 (FSO1120A, justice fees), the payment means is 30.",
    source="Annexe EDI, règle G8.20 (p. 91), citée par un logiciel client",
    certainty="M",
)
def justice_fees_are_paid_by_transfer(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if context.terms.interface != JUSTICE_INTERFACE:
        return
    for payment in islice(record.payments, MOST):
        if text(payment.means) and text(payment.means) != TRANSFER:
            yield say.on(payment.means, interface=JUSTICE_INTERFACE)


@rule(
    "JUSTICE-CADRE",
    Severity.WARNING,
    reference="CADRE",
    fr="Le cadre « {value} » et l'interface {interface} ne vont pas ensemble : le mémoire de frais de justice (A3) a "
    "son propre flux, E3 (FSO1120A).",
    en="The cadre “{value}” and the interface {interface} do not go together: the justice-fee statement (A3) has a "
    "flow of its own, E3 (FSO1120A).",
    hint_fr="Vérifiez le cadre de facturation et le code interface du flux.",
    hint_en="Check the cadre de facturation and the flow's interface code.",
    checks_fr="Le cadre A3 passe par l'interface E3 (FSO1120A), et elle ne porte que lui.",
    checks_en="The cadre A3 goes through the interface E3 (FSO1120A), which carries no other.",
    source="Annexe EDI, juillet 2017 : E3, mémoires de frais de justice ; que chacun exclue l'autre est déduit",
    certainty="L",
)
def justice_fees_have_their_interface(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    interface, cadre = context.terms.interface, context.cadre
    if interface and cadre is not None and (interface == JUSTICE_INTERFACE) != (cadre.code == JUSTICE_CADRE):
        yield say.on(record.cadre, value=cadre.code, interface=interface)


@rule(
    "INTERFACE-CADRE",
    Severity.ERROR,
    reference="CADRE",
    fr="L'interface {interface} ne porte que les cadres {known} : « {value} » n'en est pas.",
    en="The interface {interface} carries the cadres {known} alone: “{value}” is none of them.",
    hint_fr="Déposez cette pièce sous l'interface {instead}, ou corrigez son cadre de facturation.",
    hint_en="Deposit this piece under the interface {instead}, or correct its cadre de facturation.",
    checks_fr="Le cadre est de ceux que porte l'interface du flux (clé cadres de config/interfaces.toml).",
    checks_en="The cadre is one that the flow's interface carries (key cadres of config/interfaces.toml).",
    source="AIFE, communaute.chorus-pro.gouv.fr, actualités, printemps 2024 (extrait) : cadres des interfaces de "
    "travaux",
    certainty="M",
)
def interface_carries_the_cadre(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    row, cadre = context.tables.interfaces.get(context.terms.interface or ""), context.cadre
    if row is None or cadre is None or not row.cadres or cadre.code in row.cadres:
        return
    others = context.tables.interfaces.values()
    instead = next((other.code for other in others if other.default and other.syntax == row.syntax), "")
    yield say.on(
        record.cadre or record.number,
        value=cadre.code,
        interface=row.code,
        known=", ".join(row.cadres),
        instead=instead,
    )
