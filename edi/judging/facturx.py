"""Opening a Factur-X: a PDF as bytes in, the XML invoice embedded in it (and its name) out, or a finding.

Whatever goes wrong inside the PDF library is the PDF's fault and becomes a finding. It refuses a protected PDF, a PDF
cut short, one that packs its invoice as nobody does, and one that embeds two different invoices. pypdf is imported at
the first PDF only.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from edi.judging.magic import HEAD, PDF
from edi.model.finding import Finding, Severity
from edi.model.limits import Limits
from edi.words.sentence import Spec

# Factur-X 1.x, ZUGFeRD 2.0 and 1.0, XRechnung in ZUGFeRD; compared without case.
_NAMES = frozenset({"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"})
_MARK_WITHIN = HEAD  # bytes: what PDF readers allow before the mark, and after the end mark
_FLATE, _IN_TEXT = "/FlateDecode", ("/ASCII85Decode", "/ASCIIHexDecode")
_PACKINGS = frozenset({(), (_FLATE,), *((one,) for one in _IN_TEXT), *((one, _FLATE) for one in _IN_TEXT)})
_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"


class Embedded(NamedTuple):
    """The invoice of a Factur-X."""

    name: str
    xml: bytes


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF: its mark near the start, unless what starts there is markup."""
    return data.find(PDF, 0, _MARK_WITHIN + len(PDF)) >= 0 and not data[:64].lstrip(_BEFORE_XML).startswith(b"<")


def extract(data: bytes, limits: Limits) -> Embedded | Finding:
    """The one XML invoice of a PDF."""
    if b"%%EOF" not in data[-_MARK_WITHIN:]:
        return FACTURX_UNREADABLE.at(value="%%EOF ?")  # a repaired half file must never be judged
    quiet = logging.getLogger("pypdf")
    if quiet.level <= logging.CRITICAL:
        quiet.setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _extract(data, limits)
        except MemoryError:
            raise  # ours: the judging process was too small
        except Exception as error:  # pypdf raises nearly anything on a broken file
            if type(error).__name__ == "LimitReachedError":
                return FACTURX_TOO_LARGE.at(value=str(limits.member))
            return FACTURX_UNREADABLE.at(value=type(error).__name__)


def _extract(data: bytes, limits: Limits) -> Embedded | Finding:
    from pypdf import PdfReader  # costs a tenth of a second, which XML flows need not pay

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return FACTURX_ENCRYPTED.at()
    seen: list[str] = []
    names: list[str] = []
    chosen, room = b"", 2 * limits.member  # for all that is unpacked in search of the invoice
    for name, file in _files(reader):
        seen.append(name)
        if name.lower() not in _NAMES:
            continue
        if (packing := _odd_packing(file)) is not None:
            return FACTURX_COMPRESSION.at(value=packing)
        names.append(name)
        xml = bytes(file.content)
        room -= len(xml)
        if len(xml) > limits.member or room < 0:
            return FACTURX_TOO_LARGE.at(value=str(len(xml)))
        if len(names) > 1 and xml != chosen:
            return FACTURX_SEVERAL.at(value=", ".join(names))
        chosen = xml
    if not names:
        return FACTURX_NO_XML.at(value=", ".join(seen) or None, seen=", ".join(seen) or "–")
    return Embedded(names[0], chosen)


def _odd_packing(file: Any) -> str | None:
    """How an embedded file is packed, where nobody packs an invoice so: LZW (which PDF/A forbids), a predictor, several
    packings in one another take seconds or gigabytes to undo a few kilobytes."""
    entry = file.pdf_object["/EF"]
    stream = entry["/UF"] if "/UF" in entry else entry["/F"]
    given = _resolved(stream, "/Filter")
    filters = (given,) if isinstance(given, str) else tuple(one.get_object() for one in given)
    settings = _resolved(stream, "/DecodeParms")
    every: list[Any] = [settings] if isinstance(settings, dict) else [one.get_object() for one in settings]
    predicted = any(one["/Predictor"] != 1 for one in every if isinstance(one, dict) and "/Predictor" in one)
    if filters in _PACKINGS and not predicted:
        return None
    return ", ".join((*map(str, filters), *(["/Predictor"] if predicted else [])))


def _resolved(holder: Any, key: str) -> Any:
    return holder[key] if key in holder else ()  # noqa: SIM401 - get() does not follow references


def _files(reader: Any) -> Iterator[tuple[str, Any]]:
    """The embedded files with their usual name: those of the name tree, else those the catalogue associates (/AF)."""
    found = False
    for file in reader.attachment_list:
        found = True
        yield _usual_name(file), file
    if found:
        return
    from pypdf.generic import EmbeddedFile

    for entry in reader.root_object.get("/AF") or ():
        file = EmbeddedFile(name="", pdf_object=entry.get_object())
        yield _usual_name(file), file


def _usual_name(file: Any) -> str:
    # the key in the name tree is free; the file specification beside it holds the name people see
    names = [str(name) for name in (file.name, file.alternative_name) if name]
    return next((name for name in names if name.lower() in _NAMES), names[0] if names else "?")


FACTURX_NO_XML = Spec(
    code="FACTURX-NO-XML",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce PDF ne contient pas de facture électronique : aucun fichier factur-x.xml n'y est joint "
    "(fichiers joints : {seen}).",
    en="This PDF holds no electronic invoice: no factur-x.xml is embedded in it (embedded files: {seen}).",
    hint_fr="Un PDF simple ne se dépose pas en EDI : produisez un Factur-X, ou déposez-le sur le portail Chorus Pro.",
    hint_en="A plain PDF cannot be deposited by EDI: produce a Factur-X, or deposit the PDF on the Chorus Pro portal.",
)

FACTURX_UNREADABLE = Spec(
    code="FACTURX-UNREADABLE",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce PDF est abîmé ou incomplet : la facture qu'il contient n'a pas pu être lue.",
    en="This PDF is damaged or cut short: the invoice inside could not be read.",
    hint_fr="Produisez le PDF à nouveau et vérifiez qu'il est transféré en entier, en mode binaire.",
    hint_en="Produce the PDF again and check that it is transferred whole, in binary mode.",
)

FACTURX_COMPRESSION = Spec(
    code="FACTURX-COMPRESSION",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="La facture est compressée dans le PDF d'une façon que la plateforme ne lit pas ({value}).",
    en="The invoice is compressed inside the PDF in a way the platform does not read ({value}).",
    hint_fr="Produisez un PDF/A-3 : les fichiers joints y sont compressés une fois (FlateDecode), ou pas du tout.",
    hint_en="Produce a PDF/A-3: files inside it are compressed once (FlateDecode), or not at all.",
)

FACTURX_ENCRYPTED = Spec(
    code="FACTURX-ENCRYPTED",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce PDF est protégé (chiffré ou avec mot de passe) : la facture qu'il contient ne peut pas être lue.",
    en="This PDF is protected (encrypted or with a password): the invoice inside cannot be read.",
    hint_fr="Produisez le Factur-X sans mot de passe ni restriction.",
    hint_en="Produce the Factur-X without password or restriction.",
)

FACTURX_SEVERAL = Spec(
    code="FACTURX-SEVERAL",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce PDF contient plusieurs factures électroniques différentes ({value}) : on ne peut savoir laquelle fait foi.",
    en="This PDF holds several different electronic invoices ({value}): which one counts cannot be known.",
    hint_fr="N'embarquez qu'un seul fichier factur-x.xml par PDF.",
    hint_en="Embed one factur-x.xml only in each PDF.",
)

FACTURX_TOO_LARGE = Spec(
    code="FACTURX-TOO-LARGE",
    severity=Severity.FATAL,
    rule="IRR_TAILLE_F",
    fr="La facture contenue dans ce PDF dépasse la taille admise une fois décompressée.",
    en="The invoice inside this PDF is larger than allowed once expanded.",
    hint_fr="Réduisez le nombre ou la taille des pièces jointes de la facture.",
    hint_en="Reduce the number or the size of the invoice's attachments.",
)
