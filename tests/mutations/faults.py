"""Single faults, made in a sound document: one value changed, removed, moved, made overlong or of another type.

A `Fault` names the place it touches and the finding it must be answered with. A document that does not have the place
is passed over: `apply` gives None. Places are paths below the root, with the prefixes of AIFE's samples.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from edi.read import cii, ubl

KINDS = ("changed", "removed", "moved", "overlong", "wrong type")
NAMESPACES = {**cii.NAMESPACES, **ubl.NAMESPACES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to spoil a document. `when` is a path the document must have besides the place itself."""

    name: str
    kind: str
    place: str
    spoil: Callable[[Any], None]  # the element, or its parent's child list, changed in place
    expected: str
    when: str = ""
    unless: str = ""

    def apply(self, root: Any) -> Any | None:
        """A spoiled copy of the document; None where it does not have the place."""
        spoiled = copy.deepcopy(root)
        found = find(spoiled, self.place)
        if found is None or (self.when and find(root, self.when) is None):
            return None
        if self.unless and find(root, self.unless) is not None:
            return None
        self.spoil(found)
        return spoiled


def find(root: Any, place: str) -> Any | None:
    found = root.xpath(place, namespaces=NAMESPACES)
    return found[0] if found else None


def put(text: str) -> Callable[[Any], None]:
    """Replaces a value."""

    def spoil(element: Any) -> None:
        element.text = text

    return spoil


def edited(change: Callable[[str], str]) -> Callable[[Any], None]:
    """Replaces a value by something made of it."""

    def spoil(element: Any) -> None:
        element.text = change((element.text or "").strip())

    return spoil


def attribute(name: str, text: str) -> Callable[[Any], None]:
    def spoil(element: Any) -> None:
        element.set(name, text)

    return spoil


def gone(element: Any) -> None:
    element.getparent().remove(element)


def twice(element: Any) -> None:
    element.addnext(copy.deepcopy(element))


def to(place: str) -> Callable[[Any], None]:
    """Moves a value into another place of the document, whose own value is lost."""

    def spoil(element: Any) -> None:
        target = find(element.getroottree().getroot(), place)
        assert target is not None, f"nothing stands at {place}"
        target.text = element.text
        element.getparent().remove(element)

    return spoil
