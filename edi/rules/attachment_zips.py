"""The ZIP an attached file is packed in: that it opens, holds one file, stays within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from edi.model.document import BOMB, ENCRYPTED, EXPANDED, SEVERAL, UNREADABLE, UNSEEN, Attachment, Record
from edi.model.finding import Finding, Severity
from edi.rules.attachments import finding_of
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec
from edi.words.text import human_size


@rule(
    "ATTACHMENT-ZIP-UNREADABLE",
    Severity.ERROR,
    reference="IRR_EXTRAC",
    fr="La pièce jointe « {name} » est une archive ZIP que l'on ne peut pas ouvrir : elle est abîmée ou incomplète.",
    en="The attachment “{name}” is a ZIP archive that cannot be opened: it is damaged or incomplete.",
    hint_fr="Refaites l'archive ZIP (compression ordinaire), ou joignez le fichier sans le compresser.",
    hint_en="Make the ZIP archive again (ordinary compression), or attach the file without compressing it.",
    checks_fr="Un ZIP joint s'ouvre.",
    checks_en="An attached ZIP can be opened.",
    source="Motif IRR_EXTRAC des spécifications externes DGFiP et AIFE",
    certainty="M",
)
def zip_can_be_opened(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for attachment in _zips(record, UNREADABLE):
        yield finding_of(say, attachment)


@rule(
    "ATTACHMENT-ZIP-ENCRYPTED",
    Severity.WARNING,
    reference="IRR_EXTRAC",
    fr="La pièce jointe « {name} » est une archive ZIP protégée par un mot de passe : le destinataire ne peut pas"
    " l'ouvrir.",
    en="The attachment “{name}” is a ZIP archive locked with a password: its receiver cannot open it.",
    hint_fr="Joignez le fichier sans mot de passe.",
    hint_en="Attach the file without a password.",
    checks_fr="Un ZIP joint n'est pas protégé par un mot de passe.",
    checks_en="An attached ZIP is not locked with a password.",
    source="Motif IRR_EXTRAC des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)
def zip_has_no_password(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for attachment in _zips(record, ENCRYPTED):
        yield finding_of(say, attachment)


@rule(
    "ATTACHMENT-ZIP-SEVERAL",
    Severity.WARNING,
    reference="AIFE-EXEMPLES",
    fr="La pièce jointe « {name} » est une archive ZIP de {count} fichiers, alors que Chorus Pro en attend un seul.",
    en="The attachment “{name}” is a ZIP archive of {count} files, where Chorus Pro expects a single one.",
    hint_fr="Joignez chaque fichier à part : une pièce jointe par fichier.",
    hint_en="Attach each file on its own: one attachment a file.",
    checks_fr="Un ZIP joint contient un fichier et un seul.",
    checks_en="An attached ZIP holds one file and no more.",
    source="Exemples officiels FSO1116A et FSO1117A : chaque ZIP contient un fichier ; qu'il n'en faille qu'un est"
    " déduit",
    certainty="L",
)
def zip_holds_one_file(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for attachment in _zips(record, SEVERAL):
        yield finding_of(say, attachment, count=attachment.content.members)


@rule(
    "ATTACHMENT-ZIP-BOMB",
    Severity.ERROR,
    reference="IRR_ANTIVIRUS",
    fr="Avec la pièce jointe « {name} » (archive ZIP de {size}), les archives ZIP du document donnent, une fois"
    " ouvertes, plus de {limit}.",
    en="With the attachment “{name}” (a ZIP archive of {size_en}), the document's ZIP archives give out, once opened,"
    " more than {limit_en}.",
    hint_fr="Joignez des fichiers plus légers (numérisation moins fine, extrait).",
    hint_en="Attach lighter files (a coarser scan, an extract).",
    checks_fr="Les ZIP joints à un document ne donnent pas, ensemble, plus de 256 Mio une fois ouverts.",
    checks_en="The ZIPs attached to a document give out together no more than 256 MiB once opened.",
    source="Limite de la passerelle ; motif IRR_ANTIVIRUS des spécifications externes DGFiP et AIFE",
    certainty="M",
)
def zip_stays_within_bounds(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # The bound on what comes out is that of edi/judging/read/content.py.
    for attachment in _zips(record, BOMB):
        size = attachment.size or 0
        yield finding_of(
            say,
            attachment,
            size=human_size(size),
            size_en=human_size(size, "en"),
            limit=human_size(EXPANDED),
            limit_en=human_size(EXPANDED, "en"),
        )


@rule(
    "ATTACHMENT-UNSEEN",
    Severity.ERROR,
    reference="IRR_ANTIVIRUS",
    fr="La pièce jointe « {name} » ne peut pas être examinée en entier : elle contient trop de fichiers, des archives"
    " trop imbriquées, ou un contenu compressé d'une façon inhabituelle.",
    en="The attachment “{name}” cannot be examined whole: it holds too many files, archives too deep in one another, or"
    " a content packed in an unusual way.",
    hint_fr="Joignez chaque fichier à part, sans archive, puis redéposez le document.",
    hint_en="Attach each file on its own, in no archive, then deposit the document again.",
    checks_fr="Tout ce que contient une pièce jointe peut être examiné : mille fichiers et cinq archives imbriquées au"
    " plus.",
    checks_en="All that an attachment holds can be examined: a thousand files and five archives in one another at"
    " most.",
    source="Limite de la passerelle ; motif IRR_ANTIVIRUS des spécifications externes DGFiP et AIFE",
    certainty="M",
)
def everything_can_be_examined(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for attachment in record.attachments:
        if UNSEEN in attachment.content.marks:
            yield finding_of(say, attachment)


def _zips(record: Record, state: str) -> Iterator[Attachment]:
    """The attachments that are such a ZIP, or hold one."""
    for attachment in record.attachments:
        content = attachment.content
        if content.zip == state or (state != SEVERAL and any(part.zip == state for _, part in content.within())):
            yield attachment
