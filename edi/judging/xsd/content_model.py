"""What a schema says of the children of an element: their order, and which of them are mandatory.

In: the trees of a schema's files.  Out: for the way from the root to an element, the sequence of its children, or None
where the schema gives them in another form (a choice, a group, an extension): then nothing is claimed. libxml2 decides
what is valid; this is read only to say what is wrong in better words than its list of what it expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_XS = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True, slots=True)
class Child:
    """One place in a sequence. `tag` is {namespace}name; "" for a wildcard."""

    tag: str
    required: bool
    type: str  # {namespace}name of its type, "" where the schema does not name it


Model = tuple[Child, ...]


class ContentModels:
    """The sequences of one schema, by the name of their type."""

    def __init__(self, trees: Iterable[Any]) -> None:
        self._types: dict[str, Model | None] = {}
        self._elements: dict[str, str] = {}  # global element -> its type
        for tree in trees:
            self._read(tree.getroot())

    def of(self, way: Sequence[str]) -> Model | None:
        """The children of the element that `way` leads to, the tags from the root down, itself included."""
        model = self._types.get(self._elements.get(way[0], "")) if way else None
        for tag in way[1:]:
            if model is None:
                return None
            child = next((one for one in model if one.tag == tag), None)
            if child is None:
                return None
            model = self._types.get(child.type or self._elements.get(tag, ""))
        return model

    def _read(self, schema: Any) -> None:
        target = schema.get("targetNamespace") or ""
        for element in schema.iterchildren(_XS + "element"):
            self._elements[_tag(target, element.get("name"))] = _resolved(element, element.get("type"))
        for kind in schema.iterchildren(_XS + "complexType"):
            self._types[_tag(target, kind.get("name"))] = _sequence(kind, target)


def missing(model: Model, before: str | None) -> str | None:
    """The first mandatory child that has its place after `before` (None: at the start)."""
    start = place(model, before) + 1 if before is not None else 0
    return next((child.tag for child in model[start:] if child.required), None)


def place(model: Model, tag: str) -> int:
    """Where a tag stands in the sequence; -1 where it has no place."""
    return next((at for at, child in enumerate(model) if child.tag == tag), -1)


def _sequence(kind: Any, target: str) -> Model | None:
    """The children of a type that is one plain sequence, each tag at one place."""
    parts = [part for part in kind.iterchildren(_XS + "*") if part.tag not in (_XS + "annotation", _XS + "attribute")]
    if len(parts) != 1 or parts[0].tag != _XS + "sequence" or {"minOccurs", "maxOccurs"} & set(parts[0].keys()):
        return None
    children = []
    for part in parts[0].iterchildren(_XS + "*"):
        required = part.get("minOccurs", "1") != "0"
        if part.tag == _XS + "any":
            children.append(Child("", required, ""))
        elif part.tag == _XS + "element" and part.get("ref"):
            children.append(Child(_resolved(part, part.get("ref")), required, ""))
        elif part.tag == _XS + "element":
            tag = _tag(target if _qualified(part) else "", part.get("name"))
            children.append(Child(tag, required, _resolved(part, part.get("type"))))
        elif part.tag != _XS + "annotation":
            return None
    tags = [child.tag for child in children if child.tag]
    return tuple(children) if len(set(tags)) == len(tags) else None


def _qualified(part: Any) -> bool:
    return part.get("form", part.getroottree().getroot().get("elementFormDefault", "unqualified")) == "qualified"


def _resolved(element: Any, name: str | None) -> str:
    """prefix:name as {namespace}name, by the prefixes in force at the element."""
    if not name:
        return ""
    prefix, _, local = name.rpartition(":")
    return _tag(element.nsmap.get(prefix or None) or "", local)


def _tag(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}" if namespace else name
