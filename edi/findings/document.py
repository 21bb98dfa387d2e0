"""What is said of one document beside its own rules: repeats the ledger knows of, waivers past their last day."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec, Spec

DUPLICATE_INVOICE_NUMBER = RuleSpec(
    code="DUPLICATE-INVOICE-NUMBER",
    severity=Severity.ERROR,
    rule="DOUBLON",
    fr="La facture « {number} » du fournisseur {supplier} a déjà été reçue : {first}.",
    en="Invoice “{number}” of supplier {supplier} was already received: {first}.",
    hint_fr="Ne redéposez pas cette facture : la première garde son statut. Si c'en est une autre, donnez-lui un autre "
    "numéro.",
    hint_en="Do not deposit this invoice again: the first one keeps its status. If it is another one, give it another "
    "number.",
    checks_fr="Un fournisseur ne dépose un numéro de facture qu'une fois par type et par année, chez "
    "tous les partenaires ; la première garde son statut.",
    checks_en="A supplier deposits an invoice number once a type and a year, whichever partner brings "
    "it; the first keeps its status.",
    source="Annexe des messages d'erreur, motif DOUBLON ; la clé exacte (fournisseur, numéro, type, année) est déduite",
    certainty="M",
    fixed=True,
)

WAIVER_EXPIRED = Spec(
    code="WAIVER-EXPIRED",
    severity=Severity.INFO,
    rule="DEROGATION",
    fr="La dérogation à la règle « {value} » a pris fin le {until} : la règle s'applique de nouveau.",
    en="The waiver of the rule “{value}” ended on {until}: the rule applies again.",
    hint_fr="Corrigez le document, ou demandez à l'exploitant de la passerelle s'il prolonge la dérogation.",
    hint_en="Mend the document, or ask the gateway's operator whether the waiver is to be extended.",
)
