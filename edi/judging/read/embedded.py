"""The files embedded in a document, wherever they stand: head, lines, contract, receipt, despatch, extensions.

In: the root of a document.  Out: an Attachment each, in document order, with the place of the reference that holds it.
Every element that a schema lets hold a file is asked for by its own name, so that no place is forgotten.
"""

from __future__ import annotations

from typing import Any

from edi.judging.read.attachment import Looks
from edi.judging.read.plan import Found, Group, Step, collect, compile_plan, file_name, names_file, whole_text
from edi.judging.xml.paths import Rows, local_name, locate
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
    rows: Rows = {}
    return tuple(_attachment(root, element, looks, rows) for element in root.iter(*_OBJECTS))


def _attachment(root: Any, element: Any, looks: Looks, rows: Rows) -> Attachment:
    cii = _is_cii(element)
    reference = _reference(element)
    place = _place(root, reference, rows)
    item = collect(reference, _CII if cii else _UBL, place)
    mime = _mime(item, element, cii=cii)
    kind = item.get("kind") or (item.get("type_code") if cii else None)
    return Attachment(
        name=_name(reference, element, item, place),
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


def _place(root: Any, reference: Any, rows: Rows) -> str:
    found = locate(root, root.getroottree().getpath(reference), rows)
    path = found[1] if found else ""
    return path if path.endswith("]") or not path else f"{path}[1]"


def _name(reference: Any, element: Any, item: Found, place: str) -> Value | None:
    """AIFE has the file's name as the number of an additional document; the number of a contract names no file."""
    number, filename = item.get("name"), _filename(element, place)
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


def _filename(element: Any, place: str) -> Value | None:
    text = (element.get("filename") or "").strip(XML_SPACE)
    if not text:
        return None
    number = 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    local = local_name(element.tag)
    step = f"ram:{local}" if _is_cii(element) else f"cac:Attachment/cbc:{local}"
    return Value(text, f"{place}/{step}[{number}]/@filename", element.sourceline or 0)


def _is_cii(element: Any) -> bool:
    return bool(element.tag.startswith(f"{{{RAM}}}"))
