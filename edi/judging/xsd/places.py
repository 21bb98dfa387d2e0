"""What is wrong with an element where it stands: out of place, repeated, lacking a child, one too many."""

from __future__ import annotations

from edi.judging.xml.paths import local_name
from edi.judging.xml.sentences import in_namespace
from edi.judging.xsd import content_model
from edi.judging.xsd import sentences as say
from edi.judging.xsd.fault import Fault, Place
from edi.model.finding import Finding
from edi.words.text import readable

_SHOWN_EXPECTED = 10  # libxml2 itself names ten elements at most and does not say that it stopped


def misplaced(fault: Fault) -> Finding:
    before, found, after = fault.message.rpartition("Expected is ")
    expected = _tags(after) if found else []
    if "Missing child element" in before[-40:]:
        return _missing(fault, expected)
    if not expected:
        return say.XSD_NOTHING_MORE.at(
            value=fault.element, parent=fault.parent, expected="", xpath=fault.xpath, line=fault.line
        )
    mistake = _likeliest(fault, expected)
    return say.XSD_UNEXPECTED.at(
        value=fault.element,
        parent=fault.parent,
        expected=_names(expected),
        problem=mistake.problem,
        remedy=mistake.remedy,
        xpath=fault.xpath,
        line=fault.line,
    )


def _missing(fault: Fault, expected: list[str]) -> Finding:
    wanted = _wanted(fault.place, expected)
    return say.XSD_MISSING.at(
        value=fault.element,
        expected=local_name(wanted) if wanted else _names(expected),
        otherwise=say.OR_REMOVE.filled(value=fault.element) if fault.removable else say.NOTHING,
        xpath=fault.xpath,
        line=fault.line,
    )


def _likeliest(fault: Fault, expected: list[str]) -> say.Mistake:
    """What is wrong with an element that stands where another is expected, and what to do: the likeliest mistake."""
    place, model = fault.place, fault.place.model
    at = content_model.place(model, place.tag) if model else -1
    known = (*expected, *(child.tag for child in model or ()))
    twin = next((tag for tag in known if local_name(tag) == fault.element and tag != place.tag), None)
    wanted = _wanted(place, expected)
    facts: dict[str, object] = {"value": fault.element, "expected": _names(expected), "line": place.earlier or "?"}
    if twin is not None and at < 0:
        facts |= {"found": in_namespace(readable(_namespace(place.tag))), "expected": _namespace(twin)}
        mistake = say.ANOTHER_NAMESPACE
    elif place.earlier is not None:
        mistake = say.REPEATED
    elif model and at < 0 and all(child.tag for child in model):
        facts |= {"parent": fault.parent}
        mistake = say.NOT_THERE
    elif model and 0 <= at <= content_model.place(model, place.before or ""):
        facts |= {"before": local_name(place.before or "")}
        mistake = say.TOO_LATE
    elif wanted is not None and place.below is not None:
        facts |= {"wanted": local_name(wanted), "line": place.below}
        mistake = say.TOO_EARLY
    elif wanted is not None:
        facts |= {"wanted": local_name(wanted)}
        mistake = say.LACKS
    else:
        mistake = say.ELSEWHERE
    return mistake.filled(**facts)


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
    return " / ".join(map(local_name, tags[:_SHOWN_EXPECTED])) + more


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""
