"""The name of an attached file: there, short enough, with an extension that Chorus Pro takes."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import Record
from edi.model.finding import Finding, Severity
from edi.rules.attachments import finding_of, name_of
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec

# Extensions of programs and scripts; those that Chorus Pro takes are not among them.
PROGRAMS = frozenset(
    (
        *("EXE", "COM", "SCR", "PIF", "MSI", "DLL", "CPL", "BAT", "CMD", "PS1", "VBS", "VBE"),
        *("JS", "JSE", "WSF", "WSH", "HTA", "JAR", "APP", "SH", "REG", "LNK"),
    )
)


@rule(
    "ATTACHMENT-NAME-MISSING",
    Severity.WARNING,
    reference="IRR_NOM_PJ",
    fr="Une pièce jointe n'a pas de nom de fichier (pièce jointe n° {number} du document).",
    en="An attachment has no file name (attachment no. {number} of the document).",
    hint_fr="Donnez à chaque pièce jointe un nom de fichier avec son extension, par exemple « metres.pdf ».",
    hint_en="Give each attachment a file name with its extension, for instance “metres.pdf”.",
    checks_fr="Chaque pièce jointe a un nom.",
    checks_en="Each attachment has a name.",
    source="Motif IRR_NOM_PJ des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)
def attachment_has_name(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for number, attachment in enumerate(record.attachments, start=1):
        if not name_of(attachment):
            yield finding_of(say, attachment, number=number)


@rule(
    "ATTACHMENT-NAME-LONG",
    Severity.ERROR,
    reference="IRR_NOM_PJ",
    fr="Le nom de la pièce jointe « {value} » compte {length} caractères, au-delà de la limite de {limit}.",
    en="The attachment's name “{value}” has {length} characters, over the limit of {limit}.",
    hint_fr="Raccourcissez le nom du fichier, extension comprise, et redéposez le document.",
    hint_en="Shorten the file's name, extension included, and deposit the document again.",
    checks_fr="Le nom d'une pièce jointe, extension comprise, tient en 50 caractères.",
    checks_en="An attachment's name, extension included, fits in 50 characters.",
    source="AIFE, schéma XSD des factures pivot : 50 caractères",
    certainty="H",
)
def name_within_limit(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # It refuses as do numbers that this schema bounds; no official sample has a longer name.
    limit = context.limits.attachment_name
    for attachment in record.attachments:
        name = attachment.name
        if name is not None and len(name.text) > limit:
            yield say.on(name, length=len(name.text), limit=limit)


@rule(
    "ATTACHMENT-EXTENSION-MISSING",
    Severity.ERROR,
    reference="IRR_EXT_DOC",
    fr="Le nom de la pièce jointe, « {value} », n'a pas d'extension.",
    en="The attachment's name, “{value}”, has no extension.",
    hint_fr="Ajoutez l'extension du fichier à son nom, par exemple « {value}.pdf » pour un PDF.",
    hint_en="Add the file's extension to its name, for instance “{value}.pdf” for a PDF.",
    checks_fr="Le nom d'une pièce jointe a une extension.",
    checks_en="An attachment's name has an extension.",
    source="Module Chorus Pro de l'OCA (l10n-france) : extension obligatoire ; motif IRR_EXT_DOC",
    certainty="M",
)
def name_has_extension(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for attachment in record.attachments:
        if (name := name_of(attachment)) and not extension_of(name):
            yield say.on(attachment.name)


@rule(
    "ATTACHMENT-EXTENSION",
    Severity.ERROR,
    reference="IRR_EXT_DOC",
    fr="La pièce jointe « {value} » porte l'extension « {extension} », que Chorus Pro n'accepte pas.",
    en="The attachment “{value}” has the extension “{extension}”, which Chorus Pro does not take.",
    hint_fr="Enregistrez le fichier dans un format accepté, de préférence en PDF, et redéposez le document. Extensions"
    " acceptées : {known}.",
    hint_en="Save the file in a format that is taken, preferably PDF, and deposit the document again. Extensions that"
    " are taken: {known}.",
    checks_fr="L'extension d'une pièce jointe est de celles que Chorus Pro accepte (config/attachment-types.csv).",
    checks_en="An attachment's extension is one that Chorus Pro takes (config/attachment-types.csv).",
    source="Module Chorus Pro de l'OCA (l10n-france), liste des extensions ; motif IRR_EXT_DOC",
    certainty="M",
)
def extension_is_accepted(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # Programs have a rule of their own.
    known = context.tables.attachments
    for attachment in record.attachments:
        extension = extension_of(name_of(attachment))
        if extension and extension not in known and extension not in PROGRAMS:
            yield say.on(attachment.name, extension=extension, known=", ".join(known))


def extension_of(name: str) -> str:
    """What stands behind the last dot, in capitals; "" where there is none or nothing before it."""
    stem, dot, extension = name.rpartition(".")
    return extension.strip().upper() if dot and stem.strip(". ") else ""
