"""The flow's name: interface, application code, flow id.

In: the name as dropped, the partner, the tables.  Out: an Envelope with its findings; a FATAL one makes the flow
irrecevable.  Source of the form: external specifications of the DGFiP and AIFE (interface 8, application code 6, flow
id 25 = application code + 19), annexe EDI; the extension is taken off before transmission in EDI, so it is optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edi.findings import envelope as say
from edi.findings.spec import printable, readable
from edi.flow import Finding
from edi.limits import Limits
from edi.tables import Interface, Tables

NAME = re.compile(
    r"(?P<interface>[A-Z]{3}[0-9]{4}A)_(?P<app_code>[A-Z0-9]{6})_(?P<flow_id>[A-Z0-9]{25})(?:\.[A-Za-z0-9.]{1,16})?"
)
# part of a name -> its form and its length
_FORMS = {
    "interface": (re.compile("[A-Z]{3}[0-9]{4}A"), 8),
    "app_code": (re.compile("[A-Z0-9]{6}"), 6),
    "flow_id": (re.compile("[A-Z0-9]{25}"), 25),
}
SHOWN_PART = 60  # characters of one part that a sentence quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the name says. `flow_id` is what the returns quote: the partner's id, or the file's name without one."""

    flow_id: str
    interface: str | None = None
    named: bool = False  # the name is a Chorus Pro flow name, so its flow id counts for uniqueness
    findings: tuple[Finding, ...] = ()


def read_name(name: str, tables: Tables, app_code: str | None, naming: str) -> Envelope:
    """Judges the name as `naming` asks; `app_code` None skips the partner's check.

    strict: it must be a flow name; free: it may be anything, and counts as a flow name only when nothing is wrong with
    it; lenient (edi check without a partner): one that looks like a flow name is judged, any other is let be."""
    match = NAME.fullmatch(name)
    if match is None:
        findings = (_no_flow_name(name, app_code or "XXX001"),) if naming == "strict" else ()
        return Envelope(flow_id=printable(name, 255), findings=findings)
    interface, code, flow_id = match["interface"], match["app_code"], match["flow_id"]
    refusals = list(_refusals(interface, code, flow_id, tables, app_code))
    if refusals and naming == "free":
        return Envelope(flow_id=printable(name, 255))
    if refusals:
        known = interface in tables.interfaces
        return Envelope(flow_id=flow_id, interface=interface if known else None, findings=tuple(refusals))
    digits, repeated = interface[3:7], flow_id[6:10]
    notes = () if repeated == digits else (say.INTERFACE_DIGITS.at(value=repeated, digits=digits),)
    return Envelope(flow_id=flow_id, interface=interface, named=True, findings=notes)


def check_interface(interface: str, tables: Tables) -> Iterable[Finding]:
    """Whether an interface code exists and is taken here."""
    row = tables.interfaces.get(interface)
    if row is None:
        yield say.INTERFACE_UNKNOWN.at(value=interface, known=taken_interfaces(tables))
    elif row.status == "withdrawn":
        yield say.INTERFACE_WITHDRAWN.at(value=interface, label=row.label, known=taken_interfaces(tables))
    elif row.status == "unsupported":
        yield say.INTERFACE_UNSUPPORTED.at(value=interface, label=row.label, known=taken_interfaces(tables))


def check_size(size: int, limits: Limits) -> Iterable[Finding]:
    """An empty drop and an oversized one, before anything else is looked at."""
    if size == 0:
        yield say.EMPTY.at()
    elif size > limits.drop:
        yield say.TOO_LARGE.at(value=f"{size} octets", limit=f"{limits.drop} octets")


def default_interface(family: str, tables: Tables) -> Interface | None:
    """The interface a freely named flow of one syntax family is deposited under (ubl, cii, factur-x)."""
    return next((row for row in tables.interfaces.values() if row.syntax == family and row.default), None)


def taken_interfaces(tables: Tables) -> str:
    return ", ".join(code for code, row in tables.interfaces.items() if row.status == "active")


def example(app_code: str) -> str:
    return f"FSO1116A_{app_code}_{app_code}1116000000000000001"


def _no_flow_name(name: str, app_code: str) -> Finding:
    """The finding about a name that is none, with every part of it that is wrong."""
    wrong = list(_wrong_parts(name))
    return say.NAME.at(
        value=name,
        example=example(app_code),
        why_fr=" ; ".join(french for french, _ in wrong),
        why_en="; ".join(english for _, english in wrong),
    )


def _wrong_parts(name: str) -> Iterator[say.Words]:
    """What is wrong with each part of a name that NAME does not match; at least one."""
    stem, dot, extension = name.partition(".")
    parts = stem.split("_")
    if len(parts) != len(_FORMS):
        yield _filled(say.NOT_THREE, found=len(parts))
        return
    sound = True
    for (part, (form, length)), text in zip(_FORMS.items(), parts, strict=True):
        if form.fullmatch(text):
            continue
        sound = False
        names = tuple(named.format(text=readable(text, SHOWN_PART)) for named in say.PARTS[part])
        said = say.LOWER_CASE if form.fullmatch(text.upper()) else say.FORM[part]
        if len(text) != length:
            said = say.LENGTH
        facts = {"found": len(text), "wanted": length}
        yield said[0].format(part=names[0], **facts), said[1].format(part=names[1], **facts)
    if sound:
        yield _filled(say.EXTENSION, text=readable(dot + extension, SHOWN_PART))


def _filled(words: say.Words, **facts: object) -> say.Words:
    return words[0].format(**facts), words[1].format(**facts)


def _refusals(interface: str, code: str, flow_id: str, tables: Tables, app_code: str | None) -> Iterable[Finding]:
    yield from check_interface(interface, tables)
    if app_code is not None and code != app_code:
        yield say.APP_CODE.at(value=code, app_code=app_code)
    if not flow_id.startswith(code):
        yield say.FLOW_ID.at(value=flow_id, app_code=code)
