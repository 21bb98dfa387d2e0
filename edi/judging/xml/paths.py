"""An element's path: as libxml2 writes it, as people do."""

from __future__ import annotations

from typing import Any

from lxml import etree

from edi.model import namespaces

# The prefixes people know; "" (a root) is written without one. A name of any other namespace is written so that it is
# found without a prefix.
_PREFIXES = {
    namespaces.INVOICE: "",
    namespaces.CREDIT_NOTE: "",
    namespaces.CAC: "cac",
    namespaces.CBC: "cbc",
    namespaces.EXT: "ext",
    namespaces.RSM: "rsm",
    namespaces.RAM: "ram",
    namespaces.UDT: "udt",
    namespaces.QDT: "qdt",
}
Rows = dict[tuple[Any, str], list[Any]]  # (parent, step name) -> the children it can mean
Numbers = dict[tuple[Any, str], dict[Any, int]]  # (parent, tag) -> its children of that tag, numbered from 1


def locate(root: Any, path: str, rows: Rows) -> tuple[Any, str] | None:
    """The element libxml2's own path means, and its path for people: /rsm:A/ram:B[2], [n] where siblings share a name.

    libxml2 writes prefix:name[n] with the document's prefixes, and *[n] for any element of the default namespace.
    """
    steps = [step for step in path.split("/") if step and not step.startswith("@")]
    if not steps:
        return None
    element, readable = root, "/" + _name(root)
    for step in steps[1:]:
        name, _, index = step.rstrip("]").partition("[")
        row = rows_alike(element, name, rows)
        wanted = int(index or 1)
        if wanted > len(row):
            return None
        parent, element = element, row[wanted - 1]
        readable += f"/{_name(element)}"
        alike = row if name != "*" else rows_alike(parent, element.tag, rows)
        if len(alike) > 1:
            readable += f"[{wanted if name != '*' else alike.index(element) + 1}]"
    return element, readable


def rows_alike(parent: Any, name: str, rows: Rows) -> list[Any]:
    """The children one step can mean, looked up once a document: `name` is *, prefix:name, or a tag {ns}name."""
    key = (parent, name)
    if key not in rows:
        children = list(parent.iterchildren(etree.Element if name == "*" or name[0] != "{" else name))
        prefix, _, local = name.rpartition(":")
        if name != "*" and name[0] != "{":
            children = [c for c in children if local_name(c.tag) == local and (c.prefix or "") == prefix]
        rows[key] = children
    return rows[key]


def path_of(element: Any, numbers: Numbers) -> str:
    """An element's path for people, as `locate` writes it; libxml2's own counts all siblings before it at each call."""
    steps = []
    while (parent := element.getparent()) is not None:
        alike = numbered(parent, element.tag, numbers)
        steps.append(f"/{_name(element)}[{alike[element]}]" if len(alike) > 1 else f"/{_name(element)}")
        element = parent
    return "".join((f"/{_name(element)}", *reversed(steps)))


def numbered(parent: Any, tag: str, numbers: Numbers) -> dict[Any, int]:
    """The children of one tag, each with its number, counted once a document."""
    key = (parent, tag)
    if key not in numbers:
        numbers[key] = {child: number for number, child in enumerate(parent.iterchildren(tag), 1)}
    return numbers[key]


def _name(element: Any) -> str:
    """prefix:name, with the prefix people know whatever the document calls it; a step that needs none for the rest."""
    namespace = element.tag[1:].partition("}")[0] if element.tag[0] == "{" else ""
    local, prefix = local_name(element.tag), _PREFIXES.get(namespace, "")
    if namespace and not prefix and element.getparent() is not None:
        return f"*[local-name()='{local}']"
    return f"{prefix}:{local}" if prefix else local


def local_name(tag: str) -> str:
    return tag.rpartition("}")[2]
