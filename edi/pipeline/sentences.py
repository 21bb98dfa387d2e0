"""What can be said of a flow, and of an invoice in it, once what came before is known."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec, Spec

NOT_UNIQUE = Spec(
    code="ENV-NOT-UNIQUE",
    severity=Severity.FATAL,
    rule="IRR_UNCITE",
    fr="L'identifiant de flux « {value} » a déjà été reçu le {at}, avec un autre contenu (fichier {first}).",
    en="The flow id “{value}” was already received on {at}, with other content (file {first}).",
    hint_fr="Donnez à ce flux un nouvel identifiant et déposez-le de nouveau ; le premier flux garde son statut.",
    hint_en="Give this flow a new id and drop it again; the first flow keeps its status.",
)
REPEAT = Spec(
    code="FLOW-REPEAT",
    severity=Severity.INFO,
    rule="FLUX",
    fr="Ce flux est la répétition exacte du flux {value} reçu le {at} : la première réponse est rendue de nouveau.",
    en="This flow repeats flow {value} of {at} exactly: the first answer is given again.",
    hint_fr="Rien à faire : aucune facture n'a été intégrée une seconde fois.",
    hint_en="Nothing to do: no invoice was integrated a second time.",
)
UNDER_EXAMINATION = Spec(
    code="FLOW-UNDER-EXAMINATION",
    severity=Severity.INFO,
    rule="FLUX",
    fr="Le flux a été reçu ; la passerelle n'a pas pu le juger et un opérateur l'examine.",
    en="The flow was received; the gateway could not judge it and an operator is looking at it.",
    hint_fr="Ne le déposez pas de nouveau : une réponse suivra.",
    hint_en="Do not drop it again: an answer will follow.",
)
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
