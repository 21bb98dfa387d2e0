"""Single faults, made in a sound document: one value changed, removed, moved, made overlong, of another type, or added.

A `Fault` says where it is made and which finding must answer it. Places have one name for all syntaxes (spots.py), so
that most faults are written once. A document that does not have the place is passed over: `apply` gives None.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lxml import etree

from edi.judging.read import cii, ubl

KINDS = ("changed", "removed", "moved", "overlong", "wrong type", "added")
NAMESPACES = {**cii.NAMESPACES, **ubl.NAMESPACES}
Spoil = Callable[[Any, Mapping[str, str]], None]  # what was found, and the spots of its syntax


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to spoil a document. `place` and `when` are XPaths whose {names} are spots; `when` is a condition."""

    name: str
    kind: str
    place: str
    spoil: Spoil
    expected: str  # the code of the rule whose business it is
    when: str = ""
    # where another finding answers: (condition, code, reason), the first that holds
    instead: tuple[tuple[str, str, str], ...] = ()
    # where no finding comes, and why that is right or borne with: (condition, reason)
    silent: tuple[tuple[str, str], ...] = ()
    outside: bool = False  # judged with a directory, a marché and a list of suppliers, as an operator may give them

    def applies(self, root: Any, spots: Mapping[str, str]) -> bool:
        """Whether the document has the place, and the condition holds."""
        return holds(root, spots, self.place) and (not self.when or holds(root, spots, self.when))

    def apply(self, root: Any, spots: Mapping[str, str]) -> Any | None:
        """A spoiled copy of the document; None where it does not have the place or the condition fails."""
        if not self.applies(root, spots):
            return None
        spoiled = copy.deepcopy(root)
        self.spoil(find(spoiled, self.place.format_map(spots)), spots)
        return spoiled

    def wanted(self, root: Any, spots: Mapping[str, str]) -> str | None:
        """The code that must be found in this document once it is spoiled; None: no finding comes, as is known."""
        if any(holds(root, spots, condition) for condition, _ in self.silent):
            return None
        return next((code for condition, code, _ in self.instead if holds(root, spots, condition)), self.expected)


@dataclass
class Table:
    """Collects the faults of one subject; names must differ."""

    faults: dict[str, Fault] = field(default_factory=dict)

    def __call__(self, name: str, kind: str, place: str, spoil: Spoil, expected: str, **more: Any) -> None:
        assert kind in KINDS, kind
        assert name not in self.faults, name
        self.faults[name] = Fault(name=name, kind=kind, place=place, spoil=spoil, expected=expected, **more)


def holds(root: Any, spots: Mapping[str, str], condition: str) -> bool:
    """Whether an XPath with {spots} holds or is there; a spot that the syntax has not is nowhere."""
    try:
        path = condition.format_map(spots)
    except KeyError:
        return False
    return bool(root.xpath(f"boolean({path})", namespaces=NAMESPACES))


def find(root: Any, place: str) -> Any:
    """The first element, or attribute, at a place that is there."""
    return root.xpath(place, namespaces=NAMESPACES)[0]


def _write(found: Any, text: str) -> None:
    if isinstance(found, str):  # an attribute, as lxml gives it
        found.getparent().set(found.attrname, text)
    else:
        found.text = text


def put(text: str) -> Spoil:
    """Replaces a value."""
    return lambda found, spots: _write(found, text)


def edited(change: Callable[[str], str]) -> Spoil:
    """Replaces a value by something made of it."""
    return lambda found, spots: _write(found, change((found if isinstance(found, str) else found.text or "").strip()))


def more(amount: str) -> Spoil:
    """Adds to a number."""
    return edited(lambda text: str(Decimal(text) + Decimal(amount)))


def gone(found: Any, spots: Mapping[str, str]) -> None:
    if isinstance(found, str):
        del found.getparent().attrib[found.attrname]
    else:
        found.getparent().remove(found)


def twice(found: Any, spots: Mapping[str, str]) -> None:
    found.addnext(copy.deepcopy(found))


def in_currency(code: str) -> Spoil:
    """The amount in another currency."""

    def spoil(found: Any, spots: Mapping[str, str]) -> None:
        found.set("currencyID", code)

    return spoil


def renamed(name: str) -> Spoil:
    """The value under another element of the same namespace."""

    def spoil(found: Any, spots: Mapping[str, str]) -> None:
        found.tag = found.tag.partition("}")[0] + "}" + name

    return spoil


def to(place: str) -> Spoil:
    """Moves a value into another place of the document, whose own value is lost."""

    def spoil(found: Any, spots: Mapping[str, str]) -> None:
        target = find(found.getroottree().getroot(), place.format_map(spots))
        target.text, found.text = found.text, ""

    return spoil


def swapped(place: str) -> Spoil:
    """Two values in each other's place."""

    def spoil(found: Any, spots: Mapping[str, str]) -> None:
        other = find(found.getroottree().getroot(), place.format_map(spots))
        found.text, other.text = other.text, found.text

    return spoil


def copied(place: str) -> Spoil:
    """The value of another place written here too."""

    def spoil(found: Any, spots: Mapping[str, str]) -> None:
        found.text = find(found.getroottree().getroot(), place.format_map(spots)).text

    return spoil


def before_its_elder(found: Any, spots: Mapping[str, str]) -> None:
    """The element stands before the one that should come first."""
    elder = found.getprevious()
    while elder is not None and not isinstance(elder.tag, str):  # a comment
        elder = elder.getprevious()
    assert elder is not None
    elder.addprevious(found)


def after(fragment: str) -> Spoil:
    """Puts XML behind the element; prefixes are those of the samples."""
    return lambda found, spots: found.addnext(element(fragment))


def before(fragment: str) -> Spoil:
    return lambda found, spots: found.addprevious(element(fragment))


def element(fragment: str) -> Any:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return etree.fromstring(f"<x {declared}>{fragment}</x>")[0]
