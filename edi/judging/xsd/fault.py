"""One schema error of libxml2, and what is known of the element it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from edi.judging.xsd.content_model import Model

# libxml2's numbers (its header xmlerror.h, group SCHEMAV)
DATATYPE = frozenset((1824, 1825, 1826))
FACETS = frozenset(range(1829, 1841))
CONTENT_MODEL = 1871

HEAD = re.compile(r"Element '[^']*'(?:, attribute '(?:\{[^}']*\})?([^']*)')?: ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an element stands among its neighbours. Tags are {namespace}name, lines may be None."""

    tag: str = ""
    before: str | None = None  # the element just before; of an element that lacks one, its last child
    model: Model | None = None  # the sequence the schema wants there, where it is one
    earlier: int | None = None  # the line of the first of the same tag before it
    below: int | None = None  # the line of the next mandatory element, where it stands further down


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One error of libxml2 and the element it speaks of. Names are local names; `root` is the schema's, {ns}name."""

    number: int
    message: str
    element: str = "?"
    parent: str = "?"
    place: Place = field(default_factory=Place)
    removable: bool = False  # holds no element and is not the root: it could be left out
    filename: str | None = None  # of an attachment
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    root: str = ""
    xpath: str | None = None
    line: int | None = None

    @property
    def attribute(self) -> str | None:
        """The attribute the sentence speaks of, if it speaks of one."""
        head = HEAD.match(self.message)
        return head[1] if head else None

    @property
    def subject(self) -> str:
        """What a value belongs to: the element, or element/@attribute."""
        return f"{self.element}/@{self.attribute}" if self.attribute else self.element

    @property
    def value(self) -> str:
        if self.attribute is None:
            return self.text
        return self.attributes.get(self.attribute, "")

    @property
    def last_quoted(self) -> str:
        """The bound libxml2 names: the last thing in quotes."""
        return self.message.rpartition("'")[0].rpartition("'")[2]
