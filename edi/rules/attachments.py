"""Attached files: what Chorus Pro takes of them, by size, name, declared type and real content.

In: the record's attachments, each with what was seen of its content (edi/judging/read/attachment.py).  Out: findings at
the attachment's own place. A ZIP of one file stands for that file, whatever it is called and declared as: AIFE's own
samples declare aa.pdf, application/pdf, and hold a ZIP of PJP.pdf.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from edi.config.tables import Tables
from edi.findings import attachments as say
from edi.model.document import (
    ACTIVE,
    BOMB,
    ENCRYPTED,
    EXECUTABLE,
    EXPANDED,
    MACRO,
    SEVERAL,
    UNREADABLE,
    Attachment,
    Record,
)
from edi.model.finding import Finding
from edi.rules.context import RuleContext
from edi.rules.rule import Rule, rule
from edi.words.sentence import Spec
from edi.words.text import human_size

# Extensions of programs and scripts; those that Chorus Pro takes are not among them.
PROGRAMS = frozenset(
    (
        *("EXE", "COM", "SCR", "PIF", "MSI", "DLL", "CPL", "BAT", "CMD", "PS1", "VBS", "VBE"),
        *("JS", "JSE", "WSF", "WSH", "HTA", "JAR", "APP", "SH", "REG", "LNK"),
    )
)


@rule(say.ATTACHMENT_NOT_BASE64)
def content_is_strict_base64(record: Record, context: RuleContext) -> Iterable[Finding]:
    """XML Schema part 2, base64Binary: libxml2 lets signs pass after whole groups, xmlschema and partners do not."""
    for attachment in record.attachments:
        if attachment.size is None:
            yield _of(say.ATTACHMENT_NOT_BASE64, attachment)


@rule(say.ATTACHMENT_EMPTY)
def content_is_not_empty(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_VID_PJ; of the file inside a ZIP too."""
    for attachment in record.attachments:
        if attachment.size == 0 or attachment.content.inner == "empty":
            yield _of(say.ATTACHMENT_EMPTY, attachment)


@rule(say.ATTACHMENT_TOO_LARGE)
def size_within_limit(record: Record, context: RuleContext) -> Iterable[Finding]:
    """No attachment, once decoded, is over the limit. Source: reform's IRR_TAILLE_PJ; 10 MB in Chorus Pro."""
    limit = context.limits.attachment
    for attachment in record.attachments:
        if attachment.size is not None and attachment.size > limit:
            yield _of(
                say.ATTACHMENT_TOO_LARGE,
                attachment,
                value=human_size(attachment.size),
                size=human_size(attachment.size),
                size_en=human_size(attachment.size, "en"),
                limit=human_size(limit),
                limit_en=human_size(limit, "en"),
            )


@rule(say.ATTACHMENT_NAME_MISSING)
def attachment_has_name(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_NOM_PJ; deduced for Chorus Pro."""
    for number, attachment in enumerate(record.attachments, start=1):
        if not _name(attachment):
            yield _of(say.ATTACHMENT_NAME_MISSING, attachment, number=number)


@rule(say.ATTACHMENT_NAME_LONG)
def name_within_limit(record: Record, context: RuleContext) -> Iterable[Finding]:
    """No attachment's name, extension included, is over the limit. Source: pivot invoice schema (50 characters).

    It refuses as do numbers that this schema bounds; no official sample has a longer name.
    """
    limit = context.limits.attachment_name
    for attachment in record.attachments:
        name = attachment.name
        if name is not None and len(name.text) > limit:
            yield say.ATTACHMENT_NAME_LONG.on(name, length=len(name.text), limit=limit)


@rule(say.ATTACHMENT_EXTENSION_MISSING)
def name_has_extension(record: Record, context: RuleContext) -> Iterable[Finding]:
    """OCA's Chorus Pro module: the extension is mandatory."""
    for attachment in record.attachments:
        if (name := _name(attachment)) and not extension_of(name):
            yield say.ATTACHMENT_EXTENSION_MISSING.on(attachment.name)


@rule(say.ATTACHMENT_EXTENSION)
def extension_is_accepted(record: Record, context: RuleContext) -> Iterable[Finding]:
    """OCA's Chorus Pro module: the list in config/attachment-types.csv. Programs have a rule of their own."""
    known = context.tables.attachments
    for attachment in record.attachments:
        extension = extension_of(_name(attachment))
        if extension and extension not in known and extension not in PROGRAMS:
            yield say.ATTACHMENT_EXTENSION.on(attachment.name, extension=extension, known=", ".join(known))


@rule(say.ATTACHMENT_KIND)
def content_is_what_the_name_says(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_TYPE_F, deduced; the file inside a ZIP is compared with its own name."""
    for attachment in record.attachments:
        content = attachment.content
        inside = bool(content.inner)
        name, kind = (content.member, content.inner) if inside else (_name(attachment), content.kind)
        row = context.tables.attachments.get(extension_of(name))
        if row and _seen(attachment, kind) and "any" not in row.kinds and kind not in row.kinds:
            yield _of(say.ATTACHMENT_KIND, attachment, value=name, extension=row.extension, **_kind(kind))


@rule(say.ATTACHMENT_MIME)
def content_is_what_is_declared(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_TYPE_F, deduced; a ZIP may be declared as the file it holds, as in AIFE's samples.

    Silent where the name does not fit the content either: that is told already."""
    for attachment in record.attachments:
        kind = attachment.content.kind
        row = context.tables.attachments.get(extension_of(_name(attachment)))
        if row and "any" not in row.kinds and kind not in row.kinds:
            continue
        mime = (attachment.mime or "").partition(";")[0].strip().lower()
        kinds = kinds_of(mime, context.tables)
        if kinds and kind != "zip" and _seen(attachment, kind) and "any" not in kinds and kind not in kinds:
            yield _of(say.ATTACHMENT_MIME, attachment, value=attachment.mime, **_kind(kind))


@rule(say.ATTACHMENT_ZIP_UNREADABLE)
def zip_can_be_opened(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_EXTRAC."""
    for attachment in _zips(record, UNREADABLE):
        yield _of(say.ATTACHMENT_ZIP_UNREADABLE, attachment)


@rule(say.ATTACHMENT_ZIP_ENCRYPTED)
def zip_has_no_password(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_EXTRAC, deduced."""
    for attachment in _zips(record, ENCRYPTED):
        yield _of(say.ATTACHMENT_ZIP_ENCRYPTED, attachment)


@rule(say.ATTACHMENT_ZIP_SEVERAL)
def zip_holds_one_file(record: Record, context: RuleContext) -> Iterable[Finding]:
    """AIFE's samples FSO1116A and FSO1117A: one file a ZIP; that there must be one is deduced."""
    for attachment in _zips(record, SEVERAL):
        yield _of(say.ATTACHMENT_ZIP_SEVERAL, attachment, count=attachment.content.members)


@rule(say.ATTACHMENT_ZIP_BOMB)
def zip_stays_within_bounds(record: Record, context: RuleContext) -> Iterable[Finding]:
    """The gateway's own bound on what comes out (edi/judging/read/attachment.py); reform's IRR_ANTIVIRUS."""
    for attachment in _zips(record, BOMB):
        size = attachment.size or 0
        yield _of(
            say.ATTACHMENT_ZIP_BOMB,
            attachment,
            size=human_size(size),
            size_en=human_size(size, "en"),
            limit=human_size(EXPANDED),
            limit_en=human_size(EXPANDED, "en"),
        )


@rule(say.ATTACHMENT_EXECUTABLE)
def nothing_is_a_program(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_ANTIVIRUS and IRR_EXT_DOC: by content or by name, of the file inside a ZIP too."""
    for attachment in record.attachments:
        content = attachment.content
        names = [name for name in (_name(attachment), content.member) if extension_of(name) in PROGRAMS]
        if names or EXECUTABLE in content.marks:
            shown = names[-1] if names else content.member or _name(attachment)
            yield _of(say.ATTACHMENT_EXECUTABLE, attachment, value=shown)


@rule(say.ATTACHMENT_MACRO)
def nothing_holds_macros(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_ANTIVIRUS, deduced: VBA storage in an OLE file, vbaProject.bin or Basic in the newer ones."""
    for attachment in record.attachments:
        if MACRO in attachment.content.marks:
            yield _of(say.ATTACHMENT_MACRO, attachment)


@rule(say.ATTACHMENT_ACTIVE)
def no_pdf_launches_code(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_ANTIVIRUS, deduced: /JavaScript or /Launch written plainly in a PDF."""
    for attachment in record.attachments:
        if ACTIVE in attachment.content.marks:
            yield _of(say.ATTACHMENT_ACTIVE, attachment)


@rule(say.ATTACHMENT_SAME_NAME)
def names_differ(record: Record, context: RuleContext) -> Iterable[Finding]:
    """Reform's IRR_NOM_PJ, deduced; a name is told once however often it stands."""
    if len(record.attachments) < 2:
        return
    seen: dict[str, int] = {}
    for attachment in record.attachments:
        key = _name(attachment).casefold()
        if key:
            seen[key] = seen.get(key, 0) + 1
            if seen[key] == 2:
                yield say.ATTACHMENT_SAME_NAME.on(attachment.name)


def extension_of(name: str) -> str:
    """What stands behind the last dot, in capitals; "" where there is none or nothing before it."""
    stem, dot, extension = name.rpartition(".")
    return extension.strip().upper() if dot and stem.strip(". ") else ""


def kinds_of(mime: str, tables: Tables) -> frozenset[str]:
    """The contents that a declared type may have by the table; none where the table does not know it."""
    return frozenset(kind for row in tables.attachments.values() if mime in row.mimes for kind in row.kinds)


def _name(attachment: Attachment) -> str:
    return attachment.name.text.strip() if attachment.name else ""


def _of(spec: Spec, attachment: Attachment, **facts: Any) -> Finding:
    """The finding at the attachment's own place; `name` is how a person finds it."""
    facts.setdefault("value", _name(attachment) or None)
    return spec.at(
        xpath=attachment.xpath or None,
        line=attachment.line or None,
        name=_name(attachment) or say.UNNAMED,
        **facts,
    )


def _seen(attachment: Attachment, kind: str) -> bool:
    """Whether there is a content to compare, and no other rule's subject."""
    content = attachment.content
    wrapped = kind == "zip" and content.zip and not content.inner  # a ZIP of which something else is told
    return bool(attachment.size) and kind not in ("empty", "executable") and not wrapped


def _kind(kind: str) -> dict[str, str]:
    found, found_en = say.KIND_NAMES[kind]
    return {"found": found, "found_en": found_en}


def _zips(record: Record, state: str) -> Iterator[Attachment]:
    return (attachment for attachment in record.attachments if attachment.content.zip == state)


RULES: tuple[Rule, ...] = (
    content_is_strict_base64,
    content_is_not_empty,
    size_within_limit,
    attachment_has_name,
    name_within_limit,
    name_has_extension,
    extension_is_accepted,
    content_is_what_the_name_says,
    content_is_what_is_declared,
    zip_can_be_opened,
    zip_has_no_password,
    zip_holds_one_file,
    zip_stays_within_bounds,
    nothing_is_a_program,
    nothing_holds_macros,
    no_pdf_launches_code,
    names_differ,
)
