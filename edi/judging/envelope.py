"""The flow's name: interface, application code, flow id.

In: the name as dropped, the partner, the tables.  Out: an Envelope with its findings; a FATAL one makes the flow
irrecevable.  Source of the form: external specifications of the DGFiP and AIFE (interface 8, application code 6, flow
id 25 = application code + 19), annexe EDI; the extension is taken off before transmission in EDI, so it is optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edi.config.tables import Tables
from edi.config.tables.interfaces import Interface
from edi.message import Message
from edi.model.finding import Finding, Severity
from edi.model.limits import Limits
from edi.words.sentence import Spec
from edi.words.text import printable, readable

NAME = re.compile(
    r"(?P<interface>[A-Z]{3}[0-9]{4}A)_(?P<app_code>[A-Z0-9]{6})_(?P<flow_id>[A-Z0-9]{25})(?:\.[A-Za-z0-9.]{1,16})?"
)
# part of a name -> its form and its length
_FORMS = {
    "interface": (re.compile("[A-Z]{3}[0-9]{4}A"), 8),
    "app_code": (re.compile("[A-Z0-9]{6}"), 6),
    "flow_id": (re.compile("[A-Z0-9]{25}"), 25),
}
_SHOWN_PART = 60  # characters of one part that a sentence quotes


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
    notes = () if repeated == digits else (INTERFACE_DIGITS.at(value=repeated, digits=digits),)
    return Envelope(flow_id=flow_id, interface=interface, named=True, findings=notes)


def check_interface(interface: str, tables: Tables) -> Iterable[Finding]:
    """Whether an interface code exists and is taken here."""
    row = tables.interfaces.get(interface)
    if row is None:
        yield INTERFACE_UNKNOWN.at(value=interface, known=taken_interfaces(tables))
    elif row.status == "withdrawn":
        yield INTERFACE_WITHDRAWN.at(value=interface, label=row.label, known=taken_interfaces(tables))
    elif row.status == "unsupported":
        yield INTERFACE_UNSUPPORTED.at(value=interface, label=row.label, known=taken_interfaces(tables))


def check_size(size: int, limits: Limits) -> Iterable[Finding]:
    """An empty drop and an oversized one, before anything else is looked at."""
    if size == 0:
        yield EMPTY_FLOW.at()
    elif size > limits.drop:
        yield FLOW_TOO_LARGE.at(value=f"{size} octets", limit=f"{limits.drop} octets")


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
    return NO_FLOW_NAME.at(
        value=name,
        example=example(app_code),
        why=Message(" ; ".join(part.fr for part in wrong), "; ".join(part.en for part in wrong)),
    )


def _wrong_parts(name: str) -> Iterator[Message]:
    """What is wrong with each part of a name that NAME does not match; at least one."""
    stem, dot, extension = name.partition(".")
    parts = stem.split("_")
    if len(parts) != len(_FORMS):
        yield NOT_THREE.filled(found=len(parts))
        return
    sound = True
    for (part, (form, length)), text in zip(_FORMS.items(), parts, strict=True):
        if form.fullmatch(text):
            continue
        sound = False
        said = LOWER_CASE if form.fullmatch(text.upper()) else FORM[part]
        if len(text) != length:
            said = LENGTH
        named = PARTS[part].filled(text=readable(text, _SHOWN_PART))
        yield said.filled(part=named, found=len(text), wanted=length)
    if sound:
        yield EXTENSION.filled(text=readable(dot + extension, _SHOWN_PART))


def _refusals(interface: str, code: str, flow_id: str, tables: Tables, app_code: str | None) -> Iterable[Finding]:
    yield from check_interface(interface, tables)
    if app_code is not None and code != app_code:
        yield APP_CODE.at(value=code, app_code=app_code)
    if not flow_id.startswith(code):
        yield FLOW_ID.at(value=flow_id, app_code=code)


NO_FLOW_NAME = Spec(
    code="ENV-NAME",
    severity=Severity.FATAL,
    rule="IRR_FORM",
    fr="Le nom de fichier « {value} » n'est pas un nom de flux Chorus Pro : {why_fr}.",
    en="The file name “{value}” is not a Chorus Pro flow name: {why_en}.",
    hint_fr="Nommez le fichier interface_codeapplication_identifiant, par exemple {example} : code interface "
    "(8 caractères), votre code application (6), puis l'identifiant de flux (ce même code et 19 chiffres ou "
    "majuscules).",
    hint_en="Name the file interface_applicationcode_flowid, for example {example}: interface code (8 characters), "
    "your application code (6), then the flow id (that same code and 19 digits or capitals).",
)
# Which part of the name is wrong; `part` is one of PARTS, `text` what stands there.
PARTS: dict[str, Message] = {
    "interface": Message("le code interface « {text} »", "the interface code “{text}”"),
    "app_code": Message("le code application « {text} »", "the application code “{text}”"),
    "flow_id": Message("l'identifiant de flux « {text} »", "the flow id “{text}”"),
}
NOT_THREE = Message(
    "il y faut 3 parties séparées par « _ », non {found}", "it needs 3 parts separated by “_”, not {found}"
)
LENGTH = Message(
    "{part} doit avoir {wanted} caractères, non {found}", "{part} must have {wanted} characters, not {found}"
)
LOWER_CASE = Message("{part} n'est pas en majuscules", "{part} is not in capitals")
FORM: dict[str, Message] = {
    "interface": Message(
        "{part} n'est pas fait de 3 majuscules, 4 chiffres et un A", "{part} is not 3 capitals, 4 digits, an A"
    ),
    "app_code": Message("{part} contient un autre signe que A-Z et 0-9", "{part} holds a sign other than A-Z and 0-9"),
    "flow_id": Message("{part} contient un autre signe que A-Z et 0-9", "{part} holds a sign other than A-Z and 0-9"),
}
EXTENSION = Message(
    "ce qui suit l'identifiant (« {text} ») n'est pas une extension de 16 lettres et chiffres au plus",
    "what follows the id (“{text}”) is not an extension of 16 letters and digits at most",
)
FLOW_ID = Spec(
    code="ENV-FLOW-ID",
    severity=Severity.FATAL,
    rule="IRR_FORM",
    fr="L'identifiant de flux « {value} » ne commence pas par le code application {app_code} annoncé dans le nom.",
    en="The flow id “{value}” does not begin with the application code {app_code} the name announces.",
    hint_fr="Faites commencer les 25 caractères de l'identifiant par {app_code}.",
    hint_en="Make the 25 characters of the id begin with {app_code}.",
)
INTERFACE_UNKNOWN = Spec(
    code="ENV-INTERFACE-UNKNOWN",
    severity=Severity.FATAL,
    rule="IRR_CODE_INTER",
    fr="Le code interface « {value} » n'existe pas dans la table des interfaces.",
    en="The interface code “{value}” is not in the table of interfaces.",
    hint_fr="Utilisez l'un des codes reçus : {known}.",
    hint_en="Use one of the codes taken here: {known}.",
)
INTERFACE_WITHDRAWN = Spec(
    code="ENV-INTERFACE-WITHDRAWN",
    severity=Severity.FATAL,
    rule="IRR_CODE_INTER",
    fr="L'interface {value} ({label}) a été retirée de l'offre Chorus Pro.",
    en="The interface {value} ({label}) has been withdrawn from Chorus Pro.",
    hint_fr="Déposez la facture en UBL, en CII ou en Factur-X : {known}.",
    hint_en="Deposit the invoice as UBL, CII or Factur-X: {known}.",
)
INTERFACE_UNSUPPORTED = Spec(
    code="ENV-INTERFACE-UNSUPPORTED",
    severity=Severity.FATAL,
    rule="IRR_CODE_INTER",
    fr="L'interface {value} ({label}) n'est pas reçue par cette passerelle : elle n'en a pas le schéma.",
    en="The interface {value} ({label}) is not taken by this gateway: it has no schema for it.",
    hint_fr="Déposez la facture par l'une des interfaces reçues : {known}.",
    hint_en="Deposit the invoice through one of the interfaces taken here: {known}.",
)
APP_CODE = Spec(
    code="ENV-APP-CODE",
    severity=Severity.FATAL,
    rule="IRR_CODE_APP",
    fr="Le code application « {value} » du nom de fichier n'est pas le vôtre ({app_code}).",
    en="The application code “{value}” in the file name is not yours ({app_code}).",
    hint_fr="Renommez le fichier avec votre code {app_code}, ou déposez-le dans le dossier du partenaire {value}.",
    hint_en="Rename the file with your code {app_code}, or drop it in the folder of partner {value}.",
)
INTERFACE_DIGITS = Spec(
    code="ENV-INTERFACE-DIGITS",
    severity=Severity.INFO,
    rule="IRR_FORM",
    fr="L'identifiant de flux ne reprend pas les chiffres {digits} de l'interface aux caractères 7 à 10 (lu : "
    "{value}).",
    en="The flow id does not repeat the interface's digits {digits} at characters 7 to 10 (found: {value}).",
    hint_fr="C'est un usage recommandé par Chorus Pro, non une obligation : rien à corriger pour ce flux.",
    hint_en="Chorus Pro recommends it and does not require it: nothing to mend for this flow.",
)
EMPTY_FLOW = Spec(
    code="PICKUP-EMPTY",
    severity=Severity.FATAL,
    rule="IRR_VIDE",
    fr="Le fichier est vide (0 octet).",
    en="The file is empty (0 bytes).",
    hint_fr="L'envoi a sans doute été interrompu : déposez de nouveau le fichier, entier.",
    hint_en="The upload was probably cut: drop the file again, whole.",
)
FLOW_TOO_LARGE = Spec(
    code="PICKUP-TOO-LARGE",
    severity=Severity.FATAL,
    rule="IRR_TAILLE",
    fr="Le fichier dépasse la taille permise pour un flux : {value}, pour {limit} au plus.",
    en="The file is larger than a flow may be: {value}, {limit} at most.",
    hint_fr="Répartissez les factures en plusieurs flux.",
    hint_en="Spread the invoices over several flows.",
)

INTERFACE_SYNTAX = Spec(
    code="ENV-INTERFACE-SYNTAX",
    severity=Severity.ERROR,
    rule="IRR_SYNTAX",
    fr="L'interface déclarée {interface} est celle du format {expected}, mais ce fichier est au format {found}.",
    en="The declared interface {interface} is for the format {expected}, but this file is in the format {found}.",
    hint_fr="Déclarez l'interface qui convient à ce format ({suggested}), ou produisez la facture en {expected}.",
    hint_en="Declare the interface that fits this format ({suggested}), or produce the invoice as {expected}.",
)
