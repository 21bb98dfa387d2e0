"""Opening a Factur-X: a PDF as bytes in, the XML invoice embedded in it (and its name) out, or a finding.

Whatever goes wrong inside the PDF library is the PDF's fault and becomes a finding. It refuses a protected PDF, a PDF
cut short, one that packs its invoice as nobody does, and one that embeds two different invoices. The other files of the
PDF, and what it launches, are looked at as attachments are. pypdf is imported at the first PDF only.
"""

from __future__ import annotations

import io
import re
from typing import NamedTuple

from edi.judging.magic import HEAD, PDF
from edi.judging.pdf import File, content_of, files, odd_packing, pdf_marks, quiet
from edi.judging.read.attachment import Looks
from edi.judging.read.content import beside
from edi.model.document import Attachment, Value
from edi.model.document import Pdf as Around
from edi.model.finding import Finding, Severity
from edi.model.limits import Limits
from edi.words.sentence import Spec

# Factur-X 1.x, ZUGFeRD 2.0 and 1.0, XRechnung in ZUGFeRD; compared without case.
_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
_MARK_WITHIN = HEAD  # bytes: what PDF readers allow before the mark, and after the end mark
_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
_INVOICE = re.compile(rb"<(?:[\w.-]+:)?CrossIndustry(?:Invoice|Document)[\s>]")
_NO_NAME = " \t\r\n\0\xa0"


class Embedded(NamedTuple):
    """The invoice of a Factur-X, and what the PDF holds besides."""

    name: str
    xml: bytes
    attachments: tuple[Attachment, ...] = ()  # the other files
    around: Around | None = None


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF: its mark near the start, unless what starts there is markup."""
    return data.find(PDF, 0, _MARK_WITHIN + len(PDF)) >= 0 and not data[:64].lstrip(_BEFORE_XML).startswith(b"<")


def extract(data: bytes, limits: Limits) -> Embedded | Finding:
    """The one XML invoice of a PDF, and what stands beside it."""
    if b"%%EOF" not in data[-_MARK_WITHIN:]:
        return FACTURX_UNREADABLE.at()  # a repaired half file must never be judged
    with quiet():
        try:
            return _extract(data, limits)
        except MemoryError:
            raise  # ours: the judging process was too small
        except Exception as error:  # pypdf raises nearly anything on a broken file
            if type(error).__name__ == "LimitReachedError":
                return FACTURX_TOO_LARGE.at(value=str(limits.member))
            return FACTURX_UNREADABLE.at()


def _extract(data: bytes, limits: Limits) -> Embedded | Finding:
    from pypdf import PdfReader  # costs a tenth of a second, which XML flows need not pay

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return FACTURX_ENCRYPTED.at()
    rows = list(files(reader))
    invoices = [row for row in rows if not row.pinned and _usual(row)]
    if not invoices:
        return _no_invoice(rows)
    chosen, room = b"", 2 * limits.member  # for all that is unpacked in search of the invoice
    for number, row in enumerate(invoices):
        if (packing := odd_packing(row.file)) is not None:
            return FACTURX_COMPRESSION.at(value=packing)
        xml = bytes(row.file.content)
        room -= len(xml)
        if len(xml) > limits.member or room < 0:
            return FACTURX_TOO_LARGE.at(value=str(len(xml)))
        if number and xml != chosen:
            return _several(invoices)
        chosen = xml
    written, usual = _written(invoices[0]), _usual(invoices[0])
    name = written if _last(written) == written else usual
    around = Around(name=written, usual=usual, marks=pdf_marks(data))
    return Embedded(name, chosen, _attachments([row for row in rows if row not in invoices]), around)


def _attachments(rows: list[File]) -> tuple[Attachment, ...]:
    looks = Looks()
    return tuple(
        Attachment(
            name=Value(row.names[0], "", 0),
            mime=row.mime,
            content=beside(lambda row=row: content_of(row.file), looks),  # type: ignore[misc]
            beside=True,
        )
        for row in rows
    )


def _no_invoice(rows: list[File]) -> Finding:
    """A PDF with an invoice under a name that no reader of Factur-X looks for is no plain PDF."""
    seen = ", ".join(_written(row) for row in rows)
    for row in rows:
        if not row.pinned and _INVOICE.search((content_of(row.file) or b"")[: 4 * HEAD]):
            return FACTURX_NAME_UNKNOWN.at(value=_written(row), seen=seen)
    return FACTURX_NO_XML.at(value=seen or None, seen=seen or "–")


def _several(rows: list[File]) -> Finding:
    names = [_written(row) for row in rows]
    kept = next((name for name in names if _last(name).lower() == _NAMES[0]), names[0])
    others = [name for name in names if name != kept] or [kept]
    return FACTURX_SEVERAL.at(value=", ".join(names), kept=kept, others=", ".join(others))


def _usual(row: File) -> str:
    """The name of an invoice that one of the file's names ends in, in its own case; "" for another file."""
    return next((last for name in row.names if (last := _last(name)).lower() in _NAMES), "")


def _written(row: File) -> str:
    return next((name for name in row.names if _last(name).lower() in _NAMES), row.names[0])


def _last(name: str) -> str:
    """A file's name without the folders, blanks and NULs that some writers leave around it."""
    return re.split(r"[/\\]", name.strip(_NO_NAME))[-1].strip(_NO_NAME)


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

FACTURX_NAME_UNKNOWN = Spec(
    code="FACTURX-NAME-UNKNOWN",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="La facture électronique contenue dans ce PDF y porte le nom « {value} », sous lequel elle n'est pas cherchée "
    "(fichiers joints : {seen}).",
    en="The electronic invoice inside this PDF is named “{value}” there, a name under which nobody looks for it "
    "(embedded files: {seen}).",
    hint_fr="Réglez le logiciel de facturation pour qu'il nomme factur-x.xml le fichier joint au PDF.",
    hint_en="Set the invoicing software to name the file embedded in the PDF factur-x.xml.",
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
    hint_fr="Retirez du PDF {others} et n'y gardez que {kept} : une seule facture par PDF.",
    hint_en="Take {others} out of the PDF and keep {kept} only: one invoice in each PDF.",
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
