"""What an attached file really is, against its name and its declared type."""

from __future__ import annotations

from collections.abc import Iterable

from edi.config.tables import Tables
from edi.model.document import Attachment, Record
from edi.model.finding import Finding, Severity
from edi.rules.attachment_names import extension_of
from edi.rules.attachments import finding_of, name_of
from edi.rules.context import RuleContext
from edi.rules.rule import MOST, rule
from edi.words.sentence import RuleSpec

# What the kinds of content are called in sentences.
KIND_NAMES = {
    "pdf": ("un PDF", "a PDF"),
    "zip": ("une archive ZIP", "a ZIP archive"),
    "ole": ("un document Office ancien (DOC, XLS ou PPT)", "an older Office document (DOC, XLS or PPT)"),
    "ooxml": ("un document Office (DOCX, XLSX ou PPTX)", "an Office document (DOCX, XLSX or PPTX)"),
    "odf": ("un document OpenDocument", "an OpenDocument file"),
    "png": ("une image PNG", "a PNG image"),
    "jpeg": ("une image JPEG", "a JPEG image"),
    "gif": ("une image GIF", "a GIF image"),
    "bmp": ("une image BMP", "a BMP image"),
    "tiff": ("une image TIFF", "a TIFF image"),
    "rtf": ("un texte RTF", "an RTF text"),
    "gzip": ("une archive GZIP", "a GZIP archive"),
    "bzip2": ("une archive BZIP2", "a BZIP2 archive"),
    "signature": ("une signature électronique", "an electronic signature"),
    "xml": ("un fichier XML", "an XML file"),
    "html": ("une page HTML", "an HTML page"),
    "text": ("du texte", "text"),
    "executable": ("un programme", "a program"),
    "unknown": ("un format que la passerelle ne reconnaît pas", "a format the gateway does not recognise"),
}


@rule(
    "ATTACHMENT-KIND",
    Severity.WARNING,
    reference="IRR_TYPE_F",
    fr="La pièce jointe « {value} » est nommée comme un fichier {extension}, mais son contenu est autre : {found}.",
    en="The attachment “{value}” is named like a {extension} file, but its content is something else: {found_en}.",
    hint_fr="Vérifiez que le bon fichier est joint, et donnez-lui l'extension de son contenu : tel quel, le"
    " destinataire pourrait ne pas pouvoir l'ouvrir.",
    hint_en="Check that the right file is attached, and give it the extension of its content: as it is, its receiver"
    " may not be able to open it.",
    checks_fr="Le contenu d'une pièce jointe est ce que dit son extension (ou un ZIP d'un fichier, comme dans les"
    " exemples officiels).",
    checks_en="An attachment's content is what its extension says (or a ZIP of one file, as in the official samples).",
    source="Motif IRR_TYPE_F des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)
def content_is_what_the_name_says(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # What lies inside a ZIP is compared with its own name, and the ZIP with none: see the head of attachments.py.
    for attachment in record.attachments:
        content, held = attachment.content, list(attachment.content.within())
        inside = [(name, part.kind) for name, part in held if part.size]
        own = [] if held and content.kind == "zip" else [(name_of(attachment), content.kind)]
        wrong = 0
        for name, kind in (*own, *inside):
            row = context.tables.attachments.get(extension_of(name))
            if wrong < MOST and row and _seen(attachment, kind) and "any" not in row.kinds and kind not in row.kinds:
                wrong += 1
                yield finding_of(say, attachment, value=name, extension=row.extension, **_kind(kind))


@rule(
    "ATTACHMENT-MIME",
    Severity.WARNING,
    reference="IRR_TYPE_F",
    fr="La pièce jointe « {name} » est déclarée de type « {value} », mais son contenu est autre : {found}.",
    en="The attachment “{name}” is declared as “{value}”, but its content is something else: {found_en}.",
    hint_fr="Déclarez le type du fichier réellement joint ; pour un PDF : application/pdf.",
    hint_en="Declare the type of the file really attached; for a PDF: application/pdf.",
    checks_fr="Le type déclaré d'une pièce jointe est celui de son contenu (ou un ZIP d'un fichier, comme dans les"
    " exemples officiels).",
    checks_en="An attachment's declared type is that of its content (or a ZIP of one file, as in official samples).",
    source="Motif IRR_TYPE_F des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)
def content_is_what_is_declared(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # A ZIP may be declared as the file it holds, as in AIFE's samples. Silent where the name does not fit the content
    # either: that is told already.
    for attachment in record.attachments:
        kind = attachment.content.kind
        row = context.tables.attachments.get(extension_of(name_of(attachment)))
        if row and "any" not in row.kinds and kind not in row.kinds:
            continue
        mime = (attachment.mime or "").partition(";")[0].strip().lower()
        kinds = kinds_of(mime, context.tables)
        if kinds and kind != "zip" and _seen(attachment, kind) and "any" not in kinds and kind not in kinds:
            yield finding_of(say, attachment, value=attachment.mime, **_kind(kind))


def kinds_of(mime: str, tables: Tables) -> frozenset[str]:
    """The contents that a declared type may have by the table; none where the table does not know it."""
    return frozenset(kind for row in tables.attachments.values() if mime in row.mimes for kind in row.kinds)


def _seen(attachment: Attachment, kind: str) -> bool:
    """Whether there is a content to compare, and no other rule's subject."""
    content = attachment.content
    # a ZIP of which something else is told
    wrapped = kind == "zip" and content.zip and not content.inner and not content.parts
    return bool(attachment.size) and kind not in ("empty", "executable") and not wrapped


def _kind(kind: str) -> dict[str, str]:
    found, found_en = KIND_NAMES[kind]
    return {"found": found, "found_en": found_en}
