"""The files embedded in a document, wherever they stand: head, lines, contract, receipt, despatch, extensions.

In: the root of a document.  Out: an Attachment each, in document order, with the place of the reference that holds it.
Every element that a schema lets hold a file is asked for by its own name, so that no place is forgotten.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from edi.judging.read.attachment import Looks
from edi.judging.read.plan import Found, Group, Step, collect, compile_plan, file_name, names_file, whole_text
from edi.judging.xml.paths import Numbers, local_name, numbered, path_of
from edi.model.document import XML_SPACE, Attachment, Value
from edi.model.namespaces import CAC, CBC, CII_NAMESPACES, RAM, UBL_NAMESPACES

_OBJECTS = (
    *(f"{{{RAM}}}{name}BinaryObject" for name in ("Attachment", "Included", "Description", "SignatoryImage")),
    f"{{{CBC}}}EmbeddedDocumentBinaryObject",
)
_WRAPPER = f"{{{CAC}}}Attachment"  # between a reference of UBL and its file
_NAMING = frozenset((f"{{{RAM}}}AdditionalReferencedDocument", f"{{{CAC}}}AdditionalDocumentReference"))

_HEAD = f"{{{RAM}}}ApplicableHeaderTradeAgreement"

_CII: Step = compile_plan(
    Group(path="", fields={"name": "ram:IssuerAssignedID", "kind": "ram:Name", "type_code": "ram:TypeCode"}),
    CII_NAMESPACES,
)
_UBL: Step = compile_plan(
    Group(path="", fields={"name": "cbc:ID", "type_code": "cbc:DocumentTypeCode", "kind": "cbc:DocumentType"}),
    UBL_NAMESPACES,
)


def attachments(root: Any) -> tuple[Attachment, ...]:
    """Every embedded file of a document."""
    looks = Looks()
    numbers: Numbers = {}
    found: list[Attachment] = []
    # what a reference says is read once, however many files it holds
    for (reference, cii), elements in groupby(root.iter(*_OBJECTS), lambda one: (_reference(one), _is_cii(one))):
        place = _place(reference, numbers)
        item = collect(reference, _CII if cii else _UBL, place)
        found.extend(_attachment(element, reference, item, place, looks, numbers) for element in elements)
    return tuple(found)


def _attachment(element: Any, reference: Any, item: Found, place: str, looks: Looks, numbers: Numbers) -> Attachment:
    cii = _is_cii(element)
    mime = _mime(item, element, cii=cii)
    kind = item.get("kind") or (item.get("type_code") if cii else None)
    return Attachment(
        name=_name(reference, element, item, place, numbers),
        kind=kind,
        mime=mime,
        content=looks.at(whole_text(element)),
        xpath=place,
        line=reference.sourceline or 0,
    )


def _reference(element: Any) -> Any:
    """The element that says what the file is: the one around it."""
    parent = element.getparent()
    if parent is None:
        return element
    if parent.tag == _WRAPPER and parent.getparent() is not None:
        return parent.getparent()
    return parent


def _place(reference: Any, numbers: Numbers) -> str:
    path = path_of(reference, numbers)
    return path if path.endswith("]") else f"{path}[1]"


def _name(reference: Any, element: Any, item: Found, place: str, numbers: Numbers) -> Value | None:
    """AIFE has the file's name as the number of an additional document; the number of a contract names no file."""
    number, filename = item.get("name"), _filename(element, place, numbers)
    name = file_name(number, filename)
    if name is None or name is filename or names_file(name) or _of_head(reference):
        return name
    return filename


def _of_head(reference: Any) -> bool:
    parent = reference.getparent()
    return reference.tag in _NAMING and (parent is None or parent.getparent() is None or parent.tag == _HEAD)


def _mime(item: Found, element: Any, *, cii: bool) -> str | None:
    code = item.get("type_code")
    if not cii and code is not None and "/" in code.text:
        return str(code.text)
    return (element.get("mimeCode") or "").strip(XML_SPACE) or None


def _filename(element: Any, place: str, numbers: Numbers) -> Value | None:
    text = (element.get("filename") or "").strip(XML_SPACE)
    if not text:
        return None
    parent = element.getparent()
    number = 1 if parent is None else numbered(parent, element.tag, numbers)[element]
    local = local_name(element.tag)
    step = f"ram:{local}" if _is_cii(element) else f"cac:Attachment/cbc:{local}"
    return Value(text, f"{place}/{step}[{number}]/@filename", element.sourceline or 0)


def _is_cii(element: Any) -> bool:
    return bool(element.tag.startswith(f"{{{RAM}}}"))
