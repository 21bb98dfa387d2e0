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
    fr="Le numéro « {number} » du fournisseur {supplier} a déjà été reçu pour l'année {year} et l'entreprise "
    "{company} : {first}.",
    en="Number “{number}” of supplier {supplier} was already received for the year {year} and the company {company}: "
    "{first}.",
    hint_fr="Ne redéposez pas cette pièce : la première garde son statut. Si c'en est une autre (un avoir, la facture "
    "d'un autre établissement), donnez-lui un autre numéro : une entreprise n'emploie un numéro qu'une fois par année.",
    hint_en="Do not deposit this document again: the first one keeps its status. If it is another one (a credit note, "
    "an invoice of another establishment), give it another number: a company uses a number once a year.",
    checks_fr="Une entreprise (son SIREN, quel que soit l'établissement ; à défaut son identifiant) ne dépose un "
    "numéro qu'une fois par année d'émission, facture ou avoir, chez tous les partenaires ; la première pièce garde "
    "son statut.",
    checks_en="A company (its SIREN, whichever the establishment; else its identifier) deposits a number once a year "
    "of issue, invoice or credit note, whichever partner brings it; the first document keeps its status.",
    source="AIFE, spécifications externes, document Chorus Pro, v1.1 du 30/04/2026, 3.2.1.4 : année d'émission, SIREN "
    "de l'émetteur et numéro ; motif DOUBLON de l'annexe des messages d'erreur",
    certainty="H",
    fixed=True,
)
DUPLICATE_REQUEST_NUMBER = RuleSpec(
    code="DUPLICATE-REQUEST-NUMBER",
    severity=Severity.WARNING,
    rule="DOUBLON",
    fr="Le numéro « {number} » du fournisseur {supplier} a déjà été reçu pour l'année {year} et l'entreprise "
    "{company} : {first}. La pièce est acceptée : une demande de paiement de sous-traitant (A9, A10) n'entre pas dans "
    "le contrôle d'unicité.",
    en="Number “{number}” of supplier {supplier} was already received for the year {year} and the company {company}: "
    "{first}. The document is accepted: a sub-contractor's request for payment (A9, A10) is outside the check of "
    "uniqueness.",
    hint_fr="Vérifiez que la même demande n'a pas été déposée deux fois.",
    hint_en="Check that the same request was not deposited twice.",
    checks_fr="Une demande de paiement de sous-traitant (A9, A10) ne partage pas son numéro avec une autre pièce de la "
    "même entreprise et de la même année.",
    checks_en="A sub-contractor's request for payment (A9, A10) does not share its number with another document of the "
    "same company and year.",
    source="AIFE, spécifications externes, document Chorus Pro, v1.1 du 30/04/2026, 6.13.2, qui écarte la demande de "
    "paiement du sous-traitant (S3) du contrôle d'unicité ; pour A9 et A10 par EDI, déduit",
    certainty="L",
    fixed=True,
)
