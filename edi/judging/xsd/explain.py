"""What a schema error means, in words.

In: libxml2's error number and sentence, the element it speaks of (its name, its parent's, its attributes, its text) and
what the schema says of its place.  Out: one Finding. The kind comes from the number, never from the sentence, which
quotes the sender's text; from the sentence only what stands after libxml2's own last fixed words is read, and that part
comes from the schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from edi.judging.xml.sentences import in_namespace
from edi.judging.xsd import content_model
from edi.judging.xsd import sentences as say
from edi.judging.xsd.content_model import Model
from edi.model.dates import day
from edi.model.finding import Finding
from edi.words.text import readable

# libxml2's numbers (its header xmlerror.h, group SCHEMAV)
DATATYPE = frozenset((1824, 1825, 1826))
FACETS = frozenset(range(1829, 1841))
_PATTERN, _ENUMERATION = 1839, 1840
_LENGTHS = {1830: ("exactement", "exactly"), 1831: ("au moins", "at least"), 1832: ("au plus", "at most")}
_BOUNDS = {
    1833: ("{} ou plus", "{} or more"),
    1834: ("{} ou moins", "{} or less"),
    1835: ("plus de {}", "more than {}"),
    1836: ("moins de {}", "less than {}"),
    1837: ("{} chiffres au plus", "{} digits at most"),
    1838: ("{} chiffres au plus après la virgule", "{} digits at most after the decimal point"),
}
_NOTHING, _CHILDREN, _TEXT = 1841, 1842, 1843
_NO_ROOT = 1845
_ATTRIBUTE_UNKNOWN = frozenset((1866, 1867))
_ATTRIBUTE_MISSING = 1868
CONTENT_MODEL = 1871

_HEAD = re.compile(r"Element '[^']*'(?:, attribute '(?:\{[^}']*\})?([^']*)')?: ")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?=$|[TZ+-])", re.ASCII)
_ATTRIBUTES = {"currencyID": "EUR", "unitCode": "C62", "mimeCode": "application/pdf", "format": "102"}  # examples
_BEGINNING = 40  # characters of an encoded file that are quoted
_SHOWN_EXPECTED = 10  # libxml2 itself names ten elements at most and does not say that it stopped
_TEXT_TYPES = ("un texte", "a text")
_TYPES: dict[str, tuple[str, str]] = {
    "date": ("une date AAAA-MM-JJ, par exemple 2026-03-31", "a date YYYY-MM-DD, such as 2026-03-31"),
    "dateTime": (
        "une date et une heure, par exemple 2026-03-31T14:05:00",
        "a date and a time, such as 2026-03-31T14:05:00",
    ),
    "time": ("une heure, par exemple 14:05:00", "a time, such as 14:05:00"),
    "decimal": (
        "un nombre avec un point décimal, par exemple 1234.56",
        "a number with a decimal point, such as 1234.56",
    ),
    "integer": ("un nombre entier", "a whole number"),
    "nonNegativeInteger": ("un nombre entier, 0 ou plus", "a whole number, 0 or more"),
    "positiveInteger": ("un nombre entier, 1 ou plus", "a whole number, 1 or more"),
    "boolean": ("true ou false", "true or false"),
    "base64Binary": ("un fichier encodé en base64", "a file encoded in base64"),
    "hexBinary": ("des octets en hexadécimal", "bytes in hexadecimal"),
    "anyURI": ("une adresse (URI)", "an address (URI)"),
    "language": ("un code de langue, par exemple fr", "a language code, such as fr"),
    "string": _TEXT_TYPES,
    "normalizedString": _TEXT_TYPES,
    "token": _TEXT_TYPES,
}
# UBL and CII end an element's name with what it represents (UN/CEFACT naming rules); used when libxml2 names no type
_REPRESENTATION = (
    ("DateTime", "dateTime"),
    ("Date", "date"),
    ("Time", "time"),
    ("Amount", "decimal"),
    ("Quantity", "decimal"),
    ("Measure", "decimal"),
    ("Percent", "decimal"),
    ("Rate", "decimal"),
    ("Numeric", "decimal"),
    ("Indicator", "boolean"),
    ("BinaryObject", "base64Binary"),
)


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
        head = _HEAD.match(self.message)
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


def explain(fault: Fault) -> Finding:
    """The finding for one error; XSD-OTHER with libxml2's own words where the kind is not a known one."""
    for numbers, words in _EXPLAINED:
        if fault.number in numbers:
            return words(fault)
    return _other(fault)


def _root(fault: Fault) -> Finding:
    namespace, _, name = fault.root.rpartition("}")
    return say.XSD_ROOT.at(
        value=fault.element,
        expected=name or "?",
        namespace=namespace.lstrip("{"),
        xpath=fault.xpath,
        line=fault.line,
    )


def _content_model(fault: Fault) -> Finding:
    before, found, after = fault.message.rpartition("Expected is ")
    expected = _tags(after) if found else []
    if "Missing child element" in before[-40:]:
        return _missing(fault, expected)
    if not expected:
        return say.XSD_NOTHING_MORE.at(
            value=fault.element, parent=fault.parent, expected="", xpath=fault.xpath, line=fault.line
        )
    problem, remedy = _misplaced(fault, expected)
    return say.XSD_UNEXPECTED.at(
        value=fault.element,
        parent=fault.parent,
        expected=_names(expected),
        problem_fr=problem[0],
        problem_en=problem[1],
        remedy_fr=remedy[0],
        remedy_en=remedy[1],
        xpath=fault.xpath,
        line=fault.line,
    )


def _missing(fault: Fault, expected: list[str]) -> Finding:
    wanted = _wanted(fault.place, expected)
    fr, en = say.OR_REMOVE if fault.removable else ("", "")
    return say.XSD_MISSING.at(
        value=fault.element,
        expected=_local(wanted) if wanted else _names(expected),
        otherwise_fr=fr.format(value=fault.element),
        otherwise_en=en.format(value=fault.element),
        xpath=fault.xpath,
        line=fault.line,
    )


def _misplaced(fault: Fault, expected: list[str]) -> tuple[say.Words, say.Words]:
    """What is wrong with an element that stands where another is expected, and what to do: the likeliest mistake."""
    place, model = fault.place, fault.place.model
    at = content_model.place(model, place.tag) if model else -1
    known = (*expected, *(child.tag for child in model or ()))
    twin = next((tag for tag in known if _local(tag) == fault.element and tag != place.tag), None)
    wanted = _wanted(place, expected)
    facts = {"value": fault.element, "expected": _names(expected), "line": place.earlier or "?"}
    if twin is not None and at < 0:
        fr, en = in_namespace(readable(_namespace(place.tag)))
        facts |= {"found_fr": fr, "found_en": en, "expected": _namespace(twin)}
        said = say.ANOTHER_NAMESPACE
    elif place.earlier is not None:
        said = say.REPEATED
    elif model and at < 0 and all(child.tag for child in model):
        facts |= {"parent": fault.parent}
        said = say.NOT_THERE
    elif model and 0 <= at <= content_model.place(model, place.before or ""):
        facts |= {"before": _local(place.before or "")}
        said = say.TOO_LATE
    elif wanted is not None and place.below is not None:
        facts |= {"wanted": _local(wanted), "line": place.below}
        said = say.TOO_EARLY
    elif wanted is not None:
        facts |= {"wanted": _local(wanted)}
        said = say.LACKS
    else:
        said = say.ELSEWHERE
    problem, remedy = said
    return (problem[0].format(**facts), problem[1].format(**facts)), (
        remedy[0].format(**facts),
        remedy[1].format(**facts),
    )


def _wanted(place: Place, expected: list[str]) -> str | None:
    """The next mandatory element, where the schema tells it and libxml2's list does not speak against it."""
    wanted = content_model.missing(place.model, place.before) if place.model else None
    return wanted if wanted in expected or len(expected) >= _SHOWN_EXPECTED else None


def _tags(listed: str) -> list[str]:
    """( {ns}A, {ns}B, ##other:ns ) -> the tags, a wildcard as *."""
    inside = listed[listed.find("(") + 1 : listed.rfind(")")]
    return ["*" if part.startswith("#") else part for part in inside.replace(",", " ").split()]


def _names(tags: list[str]) -> str:
    """ "A / B / *": local names."""
    more = " / …" if len(tags) >= _SHOWN_EXPECTED else ""
    return " / ".join(map(_local, tags[:_SHOWN_EXPECTED])) + more


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _content(fault: Fault) -> Finding:
    if fault.number == _TEXT:
        found = ("du texte", "text")
        expected = ("seulement des éléments", "elements only")
    elif fault.number == _CHILDREN:
        found = ("des éléments", "elements")
        expected = ("seulement une valeur", "a value only")
    else:
        found = ("un contenu", "some content")
        expected = ("un élément vide", "an empty element")
    return say.XSD_CONTENT.at(
        element=fault.element,
        found_fr=found[0],
        found_en=found[1],
        expected_fr=expected[0],
        expected_en=expected[1],
        xpath=fault.xpath,
        line=fault.line,
    )


def _datatype(fault: Fault) -> Finding:
    kind = _type(fault)
    fr, en = _type_in_words(kind)
    value, facts = fault.value, {"expected_fr": fr, "expected_en": en, "name": fault.filename or "–"}
    if not value.strip():
        said = say.EMPTY
    elif kind == "base64Binary" and fault.attribute is None:
        value, said = _beginning(value), say.NOT_BASE64
    elif kind in ("date", "dateTime") and _is_no_day(value):
        said = say.NO_SUCH_DAY
    else:
        said = say.NOT_OF_TYPE
    problem, remedy = said
    return say.XSD_VALUE.at(
        value=value,
        element=fault.subject,
        expected_fr=fr,
        expected_en=en,
        problem_fr=problem[0].format(value=readable(value), **facts),
        problem_en=problem[1].format(value=readable(value), **facts),
        remedy_fr=remedy[0],
        remedy_en=remedy[1],
        xpath=fault.xpath,
        line=fault.line,
    )


def _beginning(text: str) -> str:
    """How an encoded file begins: enough to know it again."""
    first = text.split()[0]
    return first if first == text.strip() and len(first) <= _BEGINNING else f"{first[:_BEGINNING]}…"


def _is_no_day(text: str) -> bool:
    """Whether this is written as a date is, of a day that is in no calendar."""
    written = _DAY.match(text.strip())
    return written is not None and day(written[1]) is None


def _type(fault: Fault) -> str:
    """The type libxml2 names, or the one an element's name tells."""
    named = fault.message.rpartition(" type '")[2].rstrip("'.").rpartition(":")[2] if " type '" in fault.message else ""
    if named not in _TYPES and fault.attribute is None:
        named = next((name for end, name in _REPRESENTATION if fault.element.endswith(end)), named)
    return named


def _type_in_words(named: str) -> tuple[str, str]:
    if named in _TYPES:
        return _TYPES[named]
    kind = named.rpartition("}")[2]
    return (f"le type {kind}", f"the type {kind}") if kind else ("une autre forme", "another form")


def _enumeration(fault: Fault) -> Finding:
    listed = fault.message.rpartition("is not an element of the set {")[2].rstrip("}. ")
    values = listed.split(", ")
    more = ", …" if len(values) > _SHOWN_EXPECTED else ""
    return say.XSD_ENUMERATION.at(
        value=fault.value,
        element=fault.subject,
        expected=", ".join(value.strip("'") for value in values[:_SHOWN_EXPECTED]) + more,
        xpath=fault.xpath,
        line=fault.line,
    )


def _length(fault: Fault) -> Finding:
    fr, en = _LENGTHS[fault.number]
    bound, found = _last_quoted(fault), len(fault.value)
    return say.XSD_LENGTH.at(
        value=fault.value,
        element=fault.subject,
        expected_fr=f"{found} caractères au lieu de {bound} {fr}",
        expected_en=f"{found} characters instead of {en} {bound}",
        xpath=fault.xpath,
        line=fault.line,
    )


def _pattern(fault: Fault) -> Finding:
    return say.XSD_PATTERN.at(
        value=fault.value,
        element=fault.subject,
        expected=fault.message.rpartition("by the pattern ")[2].strip().removesuffix(".").strip("'"),
        xpath=fault.xpath,
        line=fault.line,
    )


def _bound(fault: Fault) -> Finding:
    bound = _last_quoted(fault)
    fr, en = _BOUNDS[fault.number]
    return say.XSD_RANGE.at(
        value=fault.value,
        element=fault.subject,
        expected_fr=fr.format(bound),
        expected_en=en.format(bound),
        xpath=fault.xpath,
        line=fault.line,
    )


def _last_quoted(fault: Fault) -> str:
    """The bound libxml2 names: the last thing in quotes."""
    return fault.message.rpartition("'")[0].rpartition("'")[2]


def _attribute(fault: Fault) -> Finding:
    if fault.number == _ATTRIBUTE_MISSING:
        name = _last_quoted(fault).rpartition("}")[2]
        problem, remedy = say.NO_ATTRIBUTE
        sample = _ATTRIBUTES.get(name, "…")
    else:
        name, sample = fault.attribute or "?", ""
        problem, remedy = say.FOREIGN_ATTRIBUTE
    return say.XSD_ATTRIBUTE.at(
        value=name,
        element=fault.element,
        problem_fr=problem[0],
        problem_en=problem[1],
        remedy_fr=remedy[0].format(value=name, sample=sample),
        remedy_en=remedy[1].format(value=name, sample=sample),
        xpath=fault.xpath,
        line=fault.line,
    )


def _other(fault: Fault) -> Finding:
    message = _HEAD.sub("", fault.message, count=1)
    return say.XSD_OTHER.at(
        value=fault.value, element=fault.element, message=message, xpath=fault.xpath, line=fault.line
    )


_EXPLAINED: tuple[tuple[frozenset[int], Callable[[Fault], Finding]], ...] = (
    (frozenset((_NO_ROOT,)), _root),
    (frozenset((CONTENT_MODEL,)), _content_model),
    (frozenset((_NOTHING, _CHILDREN, _TEXT)), _content),
    (DATATYPE, _datatype),
    (frozenset((_ENUMERATION,)), _enumeration),
    (frozenset(_LENGTHS), _length),
    (frozenset((_PATTERN,)), _pattern),
    (frozenset(_BOUNDS), _bound),
    (_ATTRIBUTE_UNKNOWN | {_ATTRIBUTE_MISSING}, _attribute),
)
