"""What the rules of attached files can say.

In the sentences `size` and `limit` are for people, with an English twin ending in _en.
"""

from __future__ import annotations

from edi.findings.spec import RuleSpec
from edi.flow import Severity

ATTACHMENT_TOO_LARGE = RuleSpec(
    code="ATTACHMENT-TOO-LARGE",
    severity=Severity.ERROR,
    rule="IRR_TAILLE_PJ",
    fr="La pièce jointe « {name} » pèse {size}, au-delà de la limite de {limit}.",
    en="The attachment “{name}” weighs {size_en}, over the limit of {limit_en}.",
    hint_fr="Réduisez la pièce jointe (numérisation moins fine, envoi en plusieurs fichiers) et redéposez le document.",
    hint_en="Make the attachment smaller (a coarser scan, several files) and deposit the document again.",
    checks_fr="Aucune pièce jointe, une fois décodée, ne dépasse la limite.",
    checks_en="No attachment, once decoded, is over the limit.",
    source="Chorus Pro, 10 Mo par pièce jointe ; motif IRR_TAILLE_PJ des spécifications externes DGFiP et AIFE",
    certainty="M",
)

ATTACHMENT_NAME_LONG = RuleSpec(
    code="ATTACHMENT-NAME-LONG",
    severity=Severity.WARNING,
    rule="IRR_NOM_PJ",
    fr="Le nom de la pièce jointe « {value} » compte {length} caractères, au-delà de la limite de {limit}.",
    en="The attachment's name “{value}” has {length} characters, over the limit of {limit}.",
    hint_fr="Raccourcissez le nom du fichier, extension comprise : Chorus Pro peut refuser la pièce jointe.",
    hint_en="Shorten the file's name, extension included: Chorus Pro may refuse the attachment.",
    checks_fr="Le nom d'une pièce jointe, extension comprise, tient en 50 caractères.",
    checks_en="An attachment's name, extension included, fits in 50 characters.",
    source="AIFE, schéma XSD des factures pivot : 50 caractères",
    certainty="H",
)
