"""What is wrong with a value: not of its type, not in its list, too long, out of bounds."""

from __future__ import annotations

import re

from edi.judging.xsd import sentences as say
from edi.judging.xsd.fault import Fault
from edi.message import Message
from edi.model.dates import day
from edi.model.finding import Finding
from edi.words.text import readable

# libxml2's numbers
LENGTHS = {
    1830: Message("exactement", "exactly"),
    1831: Message("au moins", "at least"),
    1832: Message("au plus", "at most"),
}
BOUNDS = {
    1833: Message("{bound} ou plus", "{bound} or more"),
    1834: Message("{bound} ou moins", "{bound} or less"),
    1835: Message("plus de {bound}", "more than {bound}"),
    1836: Message("moins de {bound}", "less than {bound}"),
    1837: Message("{bound} chiffres au plus", "{bound} digits at most"),
    1838: Message("{bound} chiffres au plus après la virgule", "{bound} digits at most after the decimal point"),
}

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?=$|[TZ+-])", re.ASCII)
_BEGINNING = 40  # characters of an encoded file that are quoted
_SHOWN_EXPECTED = 10  # values of a list that are named
_TEXT_TYPES = Message("un texte", "a text")
_TYPES: dict[str, Message] = {
    "date": Message("une date AAAA-MM-JJ, par exemple 2026-03-31", "a date YYYY-MM-DD, such as 2026-03-31"),
    "dateTime": Message(
        "une date et une heure, par exemple 2026-03-31T14:05:00", "a date and a time, such as 2026-03-31T14:05:00"
    ),
    "time": Message("une heure, par exemple 14:05:00", "a time, such as 14:05:00"),
    "decimal": Message(
        "un nombre avec un point décimal, par exemple 1234.56", "a number with a decimal point, such as 1234.56"
    ),
    "integer": Message("un nombre entier", "a whole number"),
    "nonNegativeInteger": Message("un nombre entier, 0 ou plus", "a whole number, 0 or more"),
    "positiveInteger": Message("un nombre entier, 1 ou plus", "a whole number, 1 or more"),
    "boolean": Message("true ou false", "true or false"),
    "base64Binary": Message("un fichier encodé en base64", "a file encoded in base64"),
    "hexBinary": Message("des octets en hexadécimal", "bytes in hexadecimal"),
    "anyURI": Message("une adresse (URI)", "an address (URI)"),
    "language": Message("un code de langue, par exemple fr", "a language code, such as fr"),
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


def not_of_type(fault: Fault) -> Finding:
    kind = _type(fault)
    expected, value = _type_in_words(kind), fault.value
    if not value.strip():
        mistake = say.EMPTY
    elif kind == "base64Binary" and fault.attribute is None:
        value, mistake = _beginning(value), say.NOT_BASE64
    elif kind in ("date", "dateTime") and _is_no_day(value):
        mistake = say.NO_SUCH_DAY
    else:
        mistake = say.NOT_OF_TYPE
    return say.XSD_VALUE.at(
        value=value,
        element=fault.subject,
        expected=expected,
        problem=mistake.problem.filled(value=readable(value), expected=expected, name=fault.filename or "–"),
        remedy=mistake.remedy,
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


def _type_in_words(named: str) -> Message:
    if named in _TYPES:
        return _TYPES[named]
    kind = named.rpartition("}")[2]
    return say.NAMED_TYPE.filled(name=kind) if kind else say.ANOTHER_FORM


def not_listed(fault: Fault) -> Finding:
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


def of_wrong_length(fault: Fault) -> Finding:
    return say.XSD_LENGTH.at(
        value=fault.value,
        element=fault.subject,
        expected=say.WRONG_LENGTH.filled(length=len(fault.value), bound=fault.last_quoted, how=LENGTHS[fault.number]),
        xpath=fault.xpath,
        line=fault.line,
    )


def of_wrong_form(fault: Fault) -> Finding:
    return say.XSD_PATTERN.at(
        value=fault.value,
        element=fault.subject,
        expected=fault.message.rpartition("by the pattern ")[2].strip().removesuffix(".").strip("'"),
        xpath=fault.xpath,
        line=fault.line,
    )


def out_of_bounds(fault: Fault) -> Finding:
    return say.XSD_RANGE.at(
        value=fault.value,
        element=fault.subject,
        expected=BOUNDS[fault.number].filled(bound=fault.last_quoted),
        xpath=fault.xpath,
        line=fault.line,
    )
