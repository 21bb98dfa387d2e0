"""Attached files: that their content can be read, is not empty, is not too large.

In: the record's attachments, wherever they stand, each with what was seen of its content and of all that lies in it
(edi/judging/read/content.py).  Out: findings at the attachment's own place. A ZIP of one file stands for that file,
whatever it is called and declared as: AIFE's own samples declare aa.pdf, application/pdf, and hold a ZIP of PJP.pdf.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from edi.model.document import Attachment, Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec, Spec
from edi.words.text import human_size

UNNAMED = "-"  # stands for the name of an attachment that has none


@rule(
    "ATTACHMENT-NOT-BASE64",
    Severity.ERROR,
    reference="XSD",
    fr="Le contenu de la pièce jointe « {name} » n'est pas lisible : son codage (base64) est abîmé ou incomplet.",
    en="The content of the attachment “{name}” cannot be read: its encoding (base64) is damaged or incomplete.",
    hint_fr="Joignez de nouveau le fichier depuis votre logiciel de facturation et redéposez le document ; si cela se"
    " répète, transmettez cette phrase à l'éditeur du logiciel.",
    hint_en="Attach the file again from your invoicing software and deposit the document again; if it happens again,"
    " pass this sentence on to the software's maker.",
    checks_fr="Le contenu d'une pièce jointe est du base64 strict : groupes entiers de quatre signes, rien après.",
    checks_en="An attachment's content is strict base64: whole groups of four signs, nothing after them.",
    source="W3C, XML Schema partie 2, base64Binary (3.2.16) : libxml2 laisse passer des signes en trop",
    certainty="H",
)
def content_is_strict_base64(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # xmlschema and partners let no signs pass after whole groups, as libxml2 does.
    for attachment in record.attachments:
        if attachment.size is None and not attachment.beside:  # a PDF has its own ways to pack a file
            yield finding_of(say, attachment)


@rule(
    "ATTACHMENT-EMPTY",
    Severity.ERROR,
    reference="IRR_VID_PJ",
    fr="La pièce jointe « {name} » est vide.",
    en="The attachment “{name}” is empty.",
    hint_fr="Joignez de nouveau le fichier, ou retirez la pièce jointe, puis redéposez le document.",
    hint_en="Attach the file again, or take the attachment out, then deposit the document again.",
    checks_fr="Aucune pièce jointe n'est vide, ni tout ce que contient son ZIP.",
    checks_en="No attachment is empty, nor all that its ZIP holds.",
    source="Motif IRR_VID_PJ des spécifications externes DGFiP et AIFE",
    certainty="M",
)
def content_is_not_empty(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for attachment in record.attachments:
        inside = list(attachment.content.within()) if attachment.content.kind == "zip" else []
        if attachment.size == 0 or (inside and all(part.size == 0 for _, part in inside)):
            yield finding_of(say, attachment)


@rule(
    "ATTACHMENT-TOO-LARGE",
    Severity.ERROR,
    reference="IRR_TAILLE_PJ",
    fr="La pièce jointe « {name} » pèse {size}, au-delà de la limite de {limit}.",
    en="The attachment “{name}” weighs {size_en}, over the limit of {limit_en}.",
    hint_fr="Réduisez la pièce jointe (numérisation moins fine, envoi en plusieurs fichiers) et redéposez le document.",
    hint_en="Make the attachment smaller (a coarser scan, several files) and deposit the document again.",
    checks_fr="Aucune pièce jointe, une fois décodée, ne dépasse la limite.",
    checks_en="No attachment, once decoded, is over the limit.",
    source="Chorus Pro, 10 Mo par pièce jointe ; motif IRR_TAILLE_PJ des spécifications externes DGFiP et AIFE",
    certainty="M",
)
def size_within_limit(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    limit = context.limits.attachment
    for attachment in record.attachments:
        if attachment.size is not None and attachment.size > limit:
            yield finding_of(
                say,
                attachment,
                value=human_size(attachment.size),
                size=human_size(attachment.size),
                size_en=human_size(attachment.size, "en"),
                limit=human_size(limit),
                limit_en=human_size(limit, "en"),
            )


def name_of(attachment: Attachment) -> str:
    return attachment.name.text.strip() if attachment.name else ""


def finding_of(spec: Spec, attachment: Attachment, **facts: Any) -> Finding:
    """The finding at the attachment's own place; `name` is how a person finds it."""
    facts.setdefault("value", name_of(attachment) or None)
    return spec.at(
        xpath=attachment.xpath or None,
        line=attachment.line or None,
        name=name_of(attachment) or UNNAMED,
        **facts,
    )
