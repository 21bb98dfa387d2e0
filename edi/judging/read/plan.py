"""Reading plans: a declarative table of places, compiled once to a trie, and the one pass over a tree that fills it.

In: a root element and a compiled plan.  Out: a dict of values by field name (a repeated group is a list of such dicts).
It never raises on a strange tree, never enters an element no plan names (deep nests, what is not used), and copies no
attachment: its element is handed on. A new field is a row in a table; a new repeated group is one more `Group`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from edi.model.document import XML_SPACE, Adjustment, Totals, Value

Found = dict[str, Any]  # field -> Value; content field -> its element; group -> list[Found]

PLACE = ""  # the key under which a group's item keeps its own place: XPath and line
_DATE = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?:T[0-9:.]*)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_EXTENSION = re.compile(r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,5}$", re.ASCII)  # a letter at least: .pdf, .p7s, .7z
MANY = 500  # children; the lines of a huge invoice are not all held at once
_new = tuple.__new__  # half the price of Value(...), whose own __new__ is Python


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A repeated element and what is read inside it; the document itself is the outermost one.

    Paths are `prefix:name/prefix:name`, relative to the group; `@name` at the end reads an attribute, `.` is the
    group's own element, `*:name` matches a local name in any namespace. The first non-empty occurrence wins.
    """

    path: str
    fields: Mapping[str, str] = field(default_factory=dict)
    contents: Mapping[str, str] = field(default_factory=dict)  # base64 contents: the element itself
    groups: Mapping[str, Group] = field(default_factory=dict)


class Step:
    """One element of the trie: what to take from it and where to go on from it."""

    __slots__ = ("attributes", "content", "group", "into", "key", "known", "own", "path", "way", "wild")

    def __init__(self, path: str) -> None:
        self.path = path  # readable XPath, from the innermost group around
        self.own = path  # readable XPath of its own value, from the innermost group, itself included
        self.into: dict[str, Step] = {}
        self.wild: dict[str, Step] = {}
        self.key: str | None = None
        self.content: str | None = None
        self.group: str | None = None
        self.attributes: tuple[tuple[str, str], ...] = ()
        # `into`, laid out for the hot loop: (key, path, None) is a plain value, ("", path, step) all else
        self.known: dict[str, tuple[str, str, Step | None]] = {}
        self.way = False  # nothing is taken here but what stands further in


def compile_plan(document: Group, namespaces: Mapping[str, str]) -> Step:
    """The trie of a table. A table that contradicts itself raises ValueError, at import."""
    root = Step(document.path)
    _fill(root, document, namespaces)
    _lay_out(root)
    return root


def _fill(step: Step, group: Group, namespaces: Mapping[str, str]) -> None:
    for key, path in group.fields.items():
        elements, _, attribute = path.partition("@")
        leaf = _descend(step, elements, namespaces)
        if attribute:
            leaf.attributes += ((attribute, key),)
        elif leaf.key is None:
            leaf.key = key
        else:
            raise ValueError(f"{leaf.key} and {key} are read from the same place {path}")
    for key, path in group.contents.items():
        _descend(step, path, namespaces).content = key
    for name, inner in group.groups.items():
        head = _descend(step, inner.path, namespaces)
        if head.key or head.content or head.attributes or head.group or head.into or head.wild:
            raise ValueError(f"the group {name} and a field outside it are read from the same element {inner.path}")
        head.group = name
        head.own = ""
        _fill(head, inner, namespaces)


def _descend(step: Step, path: str, namespaces: Mapping[str, str]) -> Step:
    for name in path.split("/"):
        if name in ("", "."):
            continue
        prefix, _, local = name.rpartition(":")
        if prefix == "*":
            step = step.wild.setdefault(local, Step(f"{step.own}/*[local-name()='{local}']"))
        else:
            step = step.into.setdefault(f"{{{namespaces[prefix]}}}{local}", Step(f"{step.own}/{name}"))
    return step


def _lay_out(step: Step) -> None:
    for tag, inner in step.into.items():
        plain = not (inner.content or inner.group or inner.attributes or inner.into or inner.wild)
        step.known[tag] = (inner.key, inner.path, None) if plain and inner.key else ("", inner.path, inner)
        inner.way = not (inner.key or inner.content or inner.group or inner.attributes)
        _lay_out(inner)
    for inner in step.wild.values():
        _lay_out(inner)


def collect(root: Any, plan: Step, base: str = "") -> Found:
    """Every value of a document, in one pass. `root` is the element the plan's first path names, below `base`."""
    found: Found = {}
    _walk(root, plan, base, found)
    return found


def _walk(element: Any, step: Step, base: str, found: Found) -> None:
    # The hot loop of a judgement: an element that no plan names costs one look-up, a plain value no call, and a list
    # of children is quicker than their iterator as long as it is short.
    known = step.known.get
    for child in element[:] if len(element) < MANY else element:
        hit = known(child.tag)
        if hit is None:
            if step.wild:
                _walk_wild(child, step.wild, base, found)
            continue
        key, path, inner = hit
        if inner is None:
            if key not in found:
                text = whole_text(child) if len(child) else child.text
                if text and (text := text.strip(XML_SPACE)):
                    found[key] = _new(Value, (text, base + path, child.sourceline or 0))
        elif inner.way:
            _walk(child, inner, base, found)
        else:
            _enter(child, inner, base, found)


def _walk_wild(child: Any, wild: Mapping[str, Step], base: str, found: Found) -> None:
    tag = child.tag
    if isinstance(tag, str) and (inner := wild.get(tag.rpartition("}")[2])) is not None:
        _enter(child, inner, base, found)


def _enter(child: Any, step: Step, base: str, found: Found) -> None:
    if step.group is not None:
        items = found.setdefault(step.group, [])
        base = f"{base}{step.path}[{len(items) + 1}]"
        found = {PLACE: (base, child.sourceline or 0)}
        items.append(found)
    key = step.key
    if key is not None:
        if key not in found:
            text = whole_text(child) if len(child) else child.text
            if text and (text := text.strip(XML_SPACE)):
                found[key] = _new(Value, (text, base + step.own, child.sourceline or 0))
                if step.attributes:
                    _take_attributes(child, step, base, found)
    elif step.attributes:
        _take_attributes(child, step, base, found)
    if step.content is not None:
        found[step.content] = child  # looked at by its reader, one at a time: its text may be 13 MB
    if step.known or step.wild:
        _walk(child, step, base, found)


def _take_attributes(element: Any, step: Step, base: str, found: Found) -> None:
    for name, key in step.attributes:
        text = element.get(name)
        if text and key not in found and (text := text.strip(XML_SPACE)):
            found[key] = _new(Value, (text, f"{base}{step.own}/@{name}", element.sourceline or 0))


def whole_text(element: Any) -> str:
    """The text of an element that a comment or an instruction cuts in two: A1<!-- -->5 is A15 to everybody else."""
    parts = [element.text or ""]
    parts.extend(child.tail or "" for child in element)
    return "".join(parts)


def file_name(*names: Value | None) -> Value | None:
    """Which of several places names an attached file: the first that ends like one, else the first there is.

    « Situation n. 4 » and « Bon 12.4 » hold a dot and name no file; facture.pdf does.
    """
    there = [name for name in names if name is not None]
    return next((name for name in there if names_file(name)), there[0] if there else None)


def names_file(name: Value) -> bool:
    """Whether it ends like the name of a file."""
    return _EXTENSION.search(name.text) is not None


def iso_date(value: Value | None, form: str | None = None) -> Value | None:
    """The date as AAAA-MM-JJ when it is one (20180101, 2018-01-01, with a time or a zone behind); else as written.

    `form` is the UNTDID 2379 code that stands beside it, if any: only 102 (CCYYMMDD) is understood.
    """
    if value is None or form not in (None, "102"):
        return value  # a stray date (edi/judging/read/strays.py) where the format is another one
    parts = _DATE.fullmatch(value.text)
    if parts is None:
        return value
    year, month, day = parts.group(1, 3, 4)
    try:
        read = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return value
    return value if read == value.text else value._replace(text=read)


def values(items: Sequence[Found], *fields: str) -> Iterator[Value]:
    """The values of these fields, item by item."""
    for item in items:
        for name in fields:
            if name in item:
                yield item[name]


def names_profile(text: str) -> bool:
    """Whether the text is the URN or URL of a profile, which EN 16931 puts where others put the cadre."""
    return ":" in text or "/" in text


def totals(found: Found, currency: Value | None) -> Totals:
    """The foot of the document: the `totals.*` fields, and the right one of the `tax_totals` group."""
    get = found.get
    tax, more = _tax_total(found.get("tax_totals", ()), currency)
    return Totals(
        lines=get("totals.lines"),
        allowances=get("totals.allowances"),
        charges=get("totals.charges"),
        without_tax=get("totals.without_tax"),
        tax=tax.get("amount"),
        tax_currency=tax.get("currency"),
        more_taxes=more,
        with_tax=get("totals.with_tax"),
        prepaid=get("totals.prepaid"),
        rounding=get("totals.rounding"),
        payable=get("totals.payable"),
        payable_currency=get("totals.payable_currency"),
    )


def _tax_total(items: Sequence[Found], currency: Value | None) -> tuple[Found, tuple[Value, ...]]:
    # in the invoice's own currency, where a second total stands in the currency of the accounts
    written = [item for item in items if "amount" in item]
    own = [item for item in written if currency is not None and _currency(item) == currency.text]
    chosen: Found = (own or written or [{}])[0]
    same = [item["amount"] for item in written if item is not chosen and _currency(item) == _currency(chosen)]
    return chosen, tuple(same)


def _currency(total: Found) -> str:
    return total["currency"].text if "currency" in total else ""


def adjustments(found: Found) -> tuple[Adjustment, ...]:
    """The allowances and charges of the document: the groups `adjustments` and `services` (which only charge)."""
    read = [_adjustment(item, _says_yes(item.get("charge"))) for item in found.get("adjustments", ())]
    return (*read, *(_adjustment(item, True) for item in found.get("services", ())))


def _adjustment(item: Found, charge: bool) -> Adjustment:
    get = item.get
    return Adjustment(
        charge=charge,
        amount=get("amount"),
        rate=get("rate"),
        category=get("category"),
        reason=get("reason"),
    )


def _says_yes(indicator: Value | None) -> bool:
    return indicator is not None and indicator.text in ("true", "1")
