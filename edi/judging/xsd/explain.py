"""What a schema error means, in words.

In: libxml2's error number and sentence, the element it speaks of (its name, its parent's, its attributes, its text) and
what the schema says of its place.  Out: one Finding. The kind comes from the number, never from the sentence, which
quotes the sender's text; from the sentence only what stands after libxml2's own last fixed words is read, and that part
comes from the schema.
"""

from __future__ import annotations

from collections.abc import Callable

from edi.judging.xsd import places, values
from edi.judging.xsd import sentences as say
from edi.judging.xsd.fault import CONTENT_MODEL, DATATYPE, HEAD, Fault
from edi.model.finding import Finding

# libxml2's numbers (its header xmlerror.h, group SCHEMAV), beside those of edi.judging.xsd.fault
_PATTERN, _ENUMERATION = 1839, 1840
_NOTHING, _CHILDREN, _TEXT = 1841, 1842, 1843
_NO_ROOT = 1845
_ATTRIBUTE_UNKNOWN = frozenset((1866, 1867))
_ATTRIBUTE_MISSING = 1868

_ATTRIBUTES = {"currencyID": "EUR", "unitCode": "C62", "mimeCode": "application/pdf", "format": "102"}  # examples


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


def _content(fault: Fault) -> Finding:
    if fault.number == _TEXT:
        found, expected = say.TEXT, say.ELEMENTS_ONLY
    elif fault.number == _CHILDREN:
        found, expected = say.ELEMENTS, say.VALUE_ONLY
    else:
        found, expected = say.SOME_CONTENT, say.EMPTY_ELEMENT
    return say.XSD_CONTENT.at(
        element=fault.element,
        found=found,
        expected=expected,
        xpath=fault.xpath,
        line=fault.line,
    )


def _attribute(fault: Fault) -> Finding:
    if fault.number == _ATTRIBUTE_MISSING:
        name = fault.last_quoted.rpartition("}")[2]
        mistake, sample = say.NO_ATTRIBUTE, _ATTRIBUTES.get(name, "…")
    else:
        name = fault.attribute or "?"
        mistake, sample = say.FOREIGN_ATTRIBUTE, ""
    return say.XSD_ATTRIBUTE.at(
        value=name,
        element=fault.element,
        problem=mistake.problem,
        remedy=mistake.remedy.filled(value=name, sample=sample),
        xpath=fault.xpath,
        line=fault.line,
    )


def _other(fault: Fault) -> Finding:
    message = HEAD.sub("", fault.message, count=1)
    return say.XSD_OTHER.at(
        value=fault.value, element=fault.element, message=message, xpath=fault.xpath, line=fault.line
    )


_EXPLAINED: tuple[tuple[frozenset[int], Callable[[Fault], Finding]], ...] = (
    (frozenset((_NO_ROOT,)), _root),
    (frozenset((CONTENT_MODEL,)), places.misplaced),
    (frozenset((_NOTHING, _CHILDREN, _TEXT)), _content),
    (DATATYPE, values.not_of_type),
    (frozenset((_ENUMERATION,)), values.not_listed),
    (frozenset(values.LENGTHS), values.of_wrong_length),
    (frozenset((_PATTERN,)), values.of_wrong_form),
    (frozenset(values.BOUNDS), values.out_of_bounds),
    (_ATTRIBUTE_UNKNOWN | {_ATTRIBUTE_MISSING}, _attribute),
)
