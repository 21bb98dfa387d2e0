"""XSD: is a parsed document what its schema wants, and if not, what was found where and what was expected.

In: a Parsed document and a schema role.  Out: findings, none when it is valid. Refuses to judge with a schema that did
not load cleanly (SchemaError, ours). One Validator a process: libxml2 writes errors into the schema object, and two
threads on one object get each other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from edi.errors import SchemaError
from edi.judging.xml.parse import Parsed
from edi.judging.xml.paths import Rows, local_name, locate, rows_alike
from edi.judging.xsd import content_model
from edi.judging.xsd import sentences as say
from edi.judging.xsd.content_model import ContentModels
from edi.judging.xsd.explain import explain
from edi.judging.xsd.fault import CONTENT_MODEL, DATATYPE, FACETS, Fault, Place
from edi.judging.xsd.flood import FLOOD, could_flood, document_beginning
from edi.model.finding import Finding
from edi.model.limits import Limits
from edi.schemas.catalog import NO_ROLE, Catalog
from edi.schemas.load import load_schema, schema_trees
from edi.schemas.role import Role

_REFERENCES = ("}AdditionalDocumentReference", "}AdditionalReferencedDocument")
_QUOTED = 300  # characters of a value that are looked at: a wrong attachment may be 13 MB long
_ATTRIBUTE = re.compile(r"Element '[^']*', attribute '([^']*)'")


class Validator:
    """The schemas of one process, loaded when first needed. Never shared between threads."""

    def __init__(self, catalog: Catalog, limits: Limits | None = None) -> None:
        self._roles = catalog.roles
        self._limits = limits or Limits()
        self._schemas: dict[str, Any] = {}
        self._models: dict[str, ContentModels] = {}  # read at the first element out of place: thirty milliseconds

    def __getstate__(self) -> tuple[Mapping[str, Role], Limits]:
        return self._roles, self._limits  # the schemas are libxml2's and stay here: they are loaded anew there

    def __setstate__(self, state: tuple[Mapping[str, Role], Limits]) -> None:
        self._roles, self._limits = state
        self._schemas, self._models = {}, {}

    def preload(self) -> None:
        """Load every role now. SchemaError when one does not load cleanly."""
        for name in self._roles:
            self._schema(name)

    def validate(self, parsed: Parsed, role: str) -> tuple[Finding, ...]:
        """() when valid; else at most limits.findings faults in document order, then XSD-MORE with how many are left.

        SchemaError when the role is unknown or its schema cannot be loaded.
        """
        schema = self._schema(role)
        if could_flood(parsed):
            beginning = document_beginning(parsed, schema, max(FLOOD, self._limits.findings))
            if beginning is not None and not schema.validate(beginning):
                return self._findings(beginning, _merged(schema.error_log), role, flooded=True)
        if schema.validate(parsed.tree):
            return ()
        return self._findings(parsed.tree, _merged(schema.error_log), role)

    def _schema(self, role: str) -> Any:
        if role not in self._schemas:
            if role not in self._roles:
                raise SchemaError(NO_ROLE.filled(role=role, roles=", ".join(sorted(self._roles))))
            self._schemas[role] = load_schema(self._roles[role])
        return self._schemas[role]

    def _models_of(self, role: str) -> ContentModels:
        if role not in self._models:
            self._models[role] = ContentModels(schema_trees(self._roles[role]))
        return self._models[role]

    def _findings(self, tree: Any, entries: list[Any], role: str, flooded: bool = False) -> tuple[Finding, ...]:
        rows: Rows = {}
        shown = entries[: self._limits.findings]
        models = self._models_of(role) if any(entry.type == CONTENT_MODEL for entry in shown) else ContentModels(())
        root = self._roles[role].root
        listed = tuple(explain(_fault(tree, entry, root, rows, models)) for entry in shown)
        left = len(entries) - len(listed)
        if left <= 0:
            return listed
        return (*listed, say.XSD_MORE.at(count=left, precision=say.AT_LEAST if flooded else say.NOTHING))


def _merged(log: Iterable[Any]) -> list[Any]:
    """One error a fault: of a facet and the type it belongs to, libxml2 reports both; the facet says more."""
    kept: list[Any] = []
    for entry in log:
        last = kept[-1] if kept else None
        if (
            last is not None
            and entry.type in DATATYPE
            and last.type in FACETS
            and (last.line, last.path) == (entry.line, entry.path)
            and Fault(number=0, message=last.message).attribute == Fault(number=0, message=entry.message).attribute
        ):
            continue
        kept.append(entry)
    return kept


def _fault(tree: Any, entry: Any, root: str, rows: Rows, models: ContentModels) -> Fault:
    message, number = entry.message or "", entry.type
    place = locate(tree.getroot(), entry.path or "", rows)
    if place is None:
        return Fault(number=number, message=message, root=root, line=entry.line or None)
    element, xpath = place
    parent = element.getparent()
    return Fault(
        number=number,
        message=message,
        element=local_name(element.tag),
        parent="?" if parent is None else local_name(parent.tag),
        place=_place(element, message, rows, models) if number == CONTENT_MODEL else Place(),
        removable=parent is not None and len(element) == 0,
        filename=_file_name(element) if element.tag.endswith("BinaryObject") else None,
        text=(element.text or "")[:_QUOTED],
        attributes=_named_attribute(element, message),
        root=root,
        xpath=xpath,
        line=element.sourceline or entry.line or None,
    )


def _file_name(content: Any) -> str | None:
    """What names an attached file: its attribute, or the identifier of the reference it stands in; the first that has
    an extension, else the first there is (as edi.judging.read does)."""
    names = [content.get("filename")]
    reference = next((one for one in content.iterancestors() if one.tag.endswith(_REFERENCES)), None)
    if reference is not None:
        names += [child.text for child in reference.iterchildren(etree.Element) if child.tag.endswith("ID")]
    given = [name.strip()[:_QUOTED] for name in names if name and name.strip()]
    return next((name for name in given if "." in name), given[0] if given else None)


def _place(element: Any, message: str, rows: Rows, models: ContentModels) -> Place:
    """What stands around an element out of place, and what the schema wants there; of an element that lacks a child,
    around the end of it."""
    lacks = "Missing child element" in message
    around = element if lacks else element.getparent()
    if around is None:
        return Place()
    way = [one.tag for one in (*reversed(list(around.iterancestors())), around)]
    model = models.of(way)
    elder = (element[-1] if len(element) else None) if lacks else element.getprevious()
    before = None if elder is None else elder.tag
    if lacks:
        return Place(tag=element.tag, before=before, model=model)
    wanted = content_model.missing(model, before) if model else None
    below = next(element.itersiblings(wanted), None) if wanted else None
    first = next(one for one in rows_alike(around, element.tag, rows) if one.tag == element.tag)
    return Place(
        tag=element.tag,
        before=before,
        model=model,
        earlier=None if first is element else first.sourceline,
        below=None if below is None else below.sourceline,
    )


def _named_attribute(element: Any, message: str) -> dict[str, str]:
    """The attribute the error is about, alone: reading all 100,000 of one element for each error took minutes."""
    found = _ATTRIBUTE.match(message)
    value = element.get(found[1]) if found else None
    return {} if found is None or value is None else {local_name(found[1]): value[:_QUOTED]}
