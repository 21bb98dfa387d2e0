"""What can be said of a flow as a whole, once what came before it is known."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import Spec

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
