"""What is said of one document beside its own rules: repeats the ledger knows of, findings that are not listed."""

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

FINDINGS_MORE = Spec(
    code="FINDINGS-MORE",
    severity=Severity.INFO,
    rule="LIMITE",
    fr="Le document a {count} autres écarts aux règles, non détaillés ici.",
    en="The document has {count} more departures from the rules, not detailed here.",
    hint_fr="Corrigez d'abord ceux qui sont listés : les autres leur ressemblent.",
    hint_en="Mend the listed ones first: the others are like them.",
)
