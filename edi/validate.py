"""XSD: is a parsed document what its schema wants, and if not, what was found where and what was expected.

In: a Parsed document and a schema role.  Out: findings, none when it is valid. Refuses to judge with a schema that did
not load cleanly (SchemaError, ours). One Validator a process: libxml2 writes errors into the schema object, and two
threads on one object get each other's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from lxml import etree

from edi import content_model
from edi.content_model import ContentModels
from edi.errors import SchemaError
from edi.explain_xsd import CONTENT_MODEL, DATATYPE, FACETS, Fault, Place, explain
from edi.findings import xml as say
from edi.flow import Finding
from edi.limits import Limits
from edi.safexml import OPTIONS, Parsed
from edi.schemas import Catalog, Role

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_CII = "urn:un:unece:uncefact:data:standard:"
# The prefixes people know; "" (a root) is written without one. A name of any other namespace is written so that it is
# found without a prefix.
PREFIXES = {
    f"{_UBL}Invoice-2": "",
    f"{_UBL}CreditNote-2": "",
    f"{_UBL}CommonAggregateComponents-2": "cac",
    f"{_UBL}CommonBasicComponents-2": "cbc",
    f"{_UBL}CommonExtensionComponents-2": "ext",
    f"{_CII}CrossIndustryInvoice:100": "rsm",
    f"{_CII}ReusableAggregateBusinessInformationEntity:100": "ram",
    f"{_CII}UnqualifiedDataType:100": "udt",
    f"{_CII}QualifiedDataType:100": "qdt",
}
_REFERENCES = ("}AdditionalDocumentReference", "}AdditionalReferencedDocument")
_QUOTED = 300  # characters of a value that are looked at: a wrong attachment may be 13 MB long

# lxml writes the path of every error by counting siblings, so n errors among n siblings cost n * n steps: 70,000 empty
# invoice lines (1.3 MB) took 22 s. A document that could do that is first read by libxml2's streaming validator, which
# keeps no path, and only as far as its first FLOOD errors.
FLOOD = 1_000
_CHUNK = 1 << 16
# That validator is told a text in pieces (one at each reference, comment or CDATA section) and takes the square of
# their number: an attachment of 10 MiB with &#13; at each line took 25 s. So it reads without the long texts, and
# without comments, instructions and CDATA sections where they are many.
_LONG_TEXT = re.compile(rb">[^<>\"']{16384,}(?=<)")
_MANY_ASIDES = 1_000
_ATTRIBUTE = re.compile(r"Element '[^']*', attribute '([^']*)'")
_FEW_TAGS, _MANY_TAGS, _MANY_SIBLINGS = 6_000, 200_000, 3_000
_Rows = dict[tuple[Any, str], list[Any]]  # (parent, step name) -> the children it can mean
_has_wide_row = etree.XPath(f"boolean(//*[{_MANY_SIBLINGS}])", regexp=False)


def load_schema(role: Role) -> Any:
    """The XMLSchema of a role. SchemaError when libxml2 has anything to say about it, a warning included."""
    try:
        schema = etree.XMLSchema(etree.parse(str(role.path), etree.XMLParser(no_network=True)))
    except (etree.LxmlError, OSError) as error:
        raise SchemaError(f"libxml2 cannot load {role.entry} for the role {role.name} ({error}).") from error
    if len(schema.error_log):
        said = schema.error_log[0].message.strip()
        raise SchemaError(f"libxml2 warns while loading {role.entry} for the role {role.name} ({said}).")
    return schema


class Validator:
    """The schemas of one process, loaded when first needed. Never shared between threads."""

    def __init__(self, catalog: Catalog, limits: Limits | None = None) -> None:
        self._roles = catalog.roles
        self._limits = limits or Limits()
        self._schemas: dict[str, Any] = {}
        self._models: dict[str, ContentModels] = {}  # read at the first element out of place: thirty milliseconds

    def preload(self) -> None:
        """Load every role now. SchemaError when one does not load cleanly."""
        for name in self._roles:
            self._schema(name)

    def validate(self, parsed: Parsed, role: str) -> tuple[Finding, ...]:
        """() when valid; else at most limits.findings faults in document order, then XSD-MORE with how many are left.

        SchemaError when the role is unknown or its schema cannot be loaded.
        """
        schema = self._schema(role)
        if _could_flood(parsed):
            beginning = _beginning(parsed, schema, max(FLOOD, self._limits.findings))
            if beginning is not None and not schema.validate(beginning):
                return self._findings(beginning, _merged(schema.error_log), role, flooded=True)
        if schema.validate(parsed.tree):
            return ()
        return self._findings(parsed.tree, _merged(schema.error_log), role)

    def _schema(self, role: str) -> Any:
        if role not in self._schemas:
            if role not in self._roles:
                raise SchemaError(f"No schema role is called {role!r}; the roles are {', '.join(sorted(self._roles))}.")
            self._schemas[role] = load_schema(self._roles[role])
        return self._schemas[role]

    def _models_of(self, role: str) -> ContentModels:
        if role not in self._models:
            folder, files = self._roles[role].folder, self._roles[role].found
            assert folder is not None  # its schema was loaded from there
            self._models[role] = ContentModels(etree.parse(str(folder / name)) for name in files)
        return self._models[role]

    def _findings(self, tree: Any, entries: list[Any], role: str, flooded: bool = False) -> tuple[Finding, ...]:
        rows: _Rows = {}
        shown = entries[: self._limits.findings]
        models = self._models_of(role) if any(entry.type == CONTENT_MODEL for entry in shown) else ContentModels(())
        root = self._roles[role].root
        listed = tuple(explain(_fault(tree, entry, root, rows, models)) for entry in shown)
        left = len(entries) - len(listed)
        if left <= 0:
            return listed
        fr, en = ("au moins ", "at least ") if flooded else ("", "")
        return (*listed, say.XSD_MORE.at(count=left, precision_fr=fr, precision_en=en))


def _could_flood(parsed: Parsed) -> bool:
    """Whether errors could be so many, or among so many siblings, that writing their paths would take seconds."""
    if len(parsed.data) <= 4 * _FEW_TAGS:  # a tag takes four bytes
        return False
    tags = parsed.data.count(b"<")
    return tags > _FEW_TAGS and (tags > _MANY_TAGS or bool(_has_wide_row(parsed.root)))


def _beginning(parsed: Parsed, schema: Any, flood: int) -> Any | None:
    """The beginning of a document that holds `flood` errors or more, as a tree; None when it has fewer in all."""
    parser = etree.XMLPullParser(events=("start",), tag=parsed.root.tag, schema=schema, **OPTIONS)
    data = parsed.data
    if data.count(b"<!") + data.count(b"<?") > _MANY_ASIDES:  # the tree has none of them
        data = etree.tostring(parsed.root, encoding="utf-8")
    lean = _LONG_TEXT.sub(b">", data)
    for start in range(0, len(lean), _CHUNK):
        end = start + _CHUNK
        try:
            parser.feed(lean[start:end])
        except etree.XMLSyntaxError:  # it was well-formed a moment ago: leave it to the other validator
            return None
        log = parser.feed_error_log
        if len(log) >= flood and len(log.filter_domains(etree.ErrorDomains.SCHEMASV)) >= flood:
            return _up_to_tag(data, lean.count(b"<", 0, end), parsed.root.tag)
    return None


def _up_to_tag(data: bytes, number: int, root: str) -> Any:
    """The document as far as its `number`th "<", as a tree whose last elements are still open."""
    end = bisect_left(range(len(data)), number, key=lambda at: data.count(b"<", 0, at))
    parser = etree.XMLPullParser(events=("start",), tag=root, **OPTIONS)
    parser.feed(data[: end - 1])
    return next(iter(parser.read_events()))[1].getroottree()


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


def _fault(tree: Any, entry: Any, root: str, rows: _Rows, models: ContentModels) -> Fault:
    message, number = entry.message or "", entry.type
    place = _locate(tree.getroot(), entry.path or "", rows)
    if place is None:
        return Fault(number=number, message=message, root=root, line=entry.line or None)
    element, xpath = place
    parent = element.getparent()
    return Fault(
        number=number,
        message=message,
        element=_local(element.tag),
        parent="?" if parent is None else _local(parent.tag),
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
    an extension, else the first there is (as edi.read does)."""
    names = [content.get("filename")]
    reference = next((one for one in content.iterancestors() if one.tag.endswith(_REFERENCES)), None)
    if reference is not None:
        names += [child.text for child in reference.iterchildren(etree.Element) if child.tag.endswith("ID")]
    given = [name.strip()[:_QUOTED] for name in names if name and name.strip()]
    return next((name for name in given if "." in name), given[0] if given else None)


def _place(element: Any, message: str, rows: _Rows, models: ContentModels) -> Place:
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
    first = next(one for one in _row(around, element.tag, rows) if one.tag == element.tag)
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
    return {} if found is None or value is None else {_local(found[1]): value[:_QUOTED]}


def _locate(root: Any, path: str, rows: _Rows) -> tuple[Any, str] | None:
    """The element libxml2's own path means, and its path for people: /rsm:A/ram:B[2], [n] where siblings share a name.

    libxml2 writes prefix:name[n] with the document's prefixes, and *[n] for any element of the default namespace.
    """
    steps = [step for step in path.split("/") if step and not step.startswith("@")]
    if not steps:
        return None
    element, readable = root, "/" + _name(root)
    for step in steps[1:]:
        name, _, index = step.rstrip("]").partition("[")
        row = _row(element, name, rows)
        wanted = int(index or 1)
        if wanted > len(row):
            return None
        parent, element = element, row[wanted - 1]
        readable += f"/{_name(element)}"
        alike = row if name != "*" else _row(parent, element.tag, rows)
        if len(alike) > 1:
            readable += f"[{wanted if name != '*' else alike.index(element) + 1}]"
    return element, readable


def _row(parent: Any, name: str, rows: _Rows) -> list[Any]:
    """The children one step can mean, looked up once a document: `name` is *, prefix:name, or a tag {ns}name."""
    key = (parent, name)
    if key not in rows:
        children = list(parent.iterchildren(etree.Element if name == "*" or name[0] != "{" else name))
        prefix, _, local = name.rpartition(":")
        if name != "*" and name[0] != "{":
            children = [c for c in children if _local(c.tag) == local and (c.prefix or "") == prefix]
        rows[key] = children
    return rows[key]


def _name(element: Any) -> str:
    """prefix:name, with the prefix people know whatever the document calls it; a step that needs none for the rest."""
    namespace = element.tag[1:].partition("}")[0] if element.tag[0] == "{" else ""
    local, prefix = _local(element.tag), PREFIXES.get(namespace, "")
    if namespace and not prefix and element.getparent() is not None:
        return f"*[local-name()='{local}']"
    return f"{prefix}:{local}" if prefix else local


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
