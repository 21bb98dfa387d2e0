"""The attacks of MANIFEST.toml that are documents or names: each function makes one drop, or its name and its bytes.

Nothing is kept on disk: what is large or dangerous exists only while its test runs. Names are bytes, as a file system
has them.
"""

from __future__ import annotations

import io
import random
import zlib
from functools import partial

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from edi.model.limits import MIB
from edi.sandbox.cii import cii
from edi.sandbox.facturx import facturx
from edi.sandbox.invoices import invoice
from edi.sandbox.ubl import ubl

CODE = "XXX001"
OUTSIDE = "/tmp/edi-hostile-written-outside.xml"  # what the archives that aim outside would write
SECRET = "/etc/passwd"  # what the documents that read files would read
URL = "http://127.0.0.1:9/edi"


def good(number: str = "ATTAQUE") -> bytes:
    """An invoice that is accepted."""
    return cii(invoice(number=number))


# what is no invoice


def text() -> bytes:
    return b"Bonjour,\nveuillez trouver ci-joint notre facture du mois.\n"


def json() -> bytes:
    return b'{"invoice": {"number": "1", "total": 120.00}}'


def edifact() -> bytes:
    return b"UNA:+.? 'UNB+UNOC:3+SENDER+RECEIVER+261123:1940+1'UNH+1+INVOIC:D:96A:UN'UNT+2+1'UNZ+1+1'"


def empty() -> bytes:
    return b""


def blanks() -> bytes:
    return b" \r\n\t" * 1000


def zeros() -> bytes:
    return bytes(10_000)


def noise() -> bytes:
    return b"\x00" + random.Random(1).randbytes(100_000)


def html() -> bytes:
    return b"<!DOCTYPE html>\n<html><body><p>Session expir\xc3\xa9e<br></body></html>\n"


def html_without_doctype() -> bytes:
    return b"<html><head><title>502 Bad Gateway</title></head><body><hr></body></html>\n"


def pdf_without_invoice() -> bytes:
    return _pdf(PdfWriter())


def pdf_with_another_attachment() -> bytes:
    writer = PdfWriter()
    writer.add_attachment("bon-de-commande.xml", b"<commande/>")
    return _pdf(writer)


def pdf_of_two_invoices() -> bytes:
    writer = PdfWriter()
    writer.add_attachment("factur-x.xml", good("UN"))
    writer.add_attachment("zugferd-invoice.xml", good("DEUX"))
    return _pdf(writer)


def pdf_with_a_dtd_inside() -> bytes:
    writer = PdfWriter()
    writer.add_attachment("factur-x.xml", billion_laughs())
    return _pdf(writer)


def pdf_cut() -> bytes:
    whole = facturx(invoice(number="ATTAQUE"))
    return whole[: len(whole) // 2]


def pdf_bomb() -> bytes:
    """121 MiB of blanks deflate to 120 KB."""
    writer = PdfWriter()
    writer.add_attachment("factur-x.xml", good() + b" " * 121 * MIB)
    for made in writer._objects:
        if made is not None and made.get("/Type") == "/EmbeddedFile":
            packed = made.flate_encode()
            writer._objects[writer._objects.index(made)] = packed
    return _pdf(writer)


def pdf_packed(filters: tuple[str, ...], content: bytes, predictor: int = 1) -> bytes:
    """A PDF whose invoice is packed so, and comes out of a few kilobytes in many seconds or gigabytes."""
    writer = PdfWriter()
    writer.add_attachment("factur-x.xml", b"")
    for made in writer._objects:
        if isinstance(made, StreamObject) and made.get("/Type") == "/EmbeddedFile":
            made._data = content
            made[NameObject("/Filter")] = ArrayObject(map(NameObject, filters))
            parameters = DictionaryObject({NameObject("/Predictor"): NumberObject(predictor)})
            made[NameObject("/DecodeParms")] = ArrayObject([parameters] * len(filters))
    return _pdf(writer)


def pdf_in_lzw() -> bytes:
    return pdf_packed(("/FlateDecode", "/LZWDecode"), zlib.compress(bytes(20 * MIB)))


def pdf_in_ascii85() -> bytes:
    return pdf_packed(("/FlateDecode", "/ASCII85Decode"), zlib.compress(b"z" * 60 * MIB + b"~>"))


def pdf_with_a_predictor() -> bytes:
    return pdf_packed(("/FlateDecode",), zlib.compress(b"\2" * 60 * MIB), predictor=12)


def pdf_of_many_invoices() -> bytes:
    """The same invoice in 100 files, each of 60 MiB that deflate to 60 KB."""
    packed = zlib.compress(good() + b" " * 60 * MIB)
    writer = PdfWriter()
    for _ in range(100):
        writer.add_attachment("factur-x.xml", b"")
    for made in writer._objects:
        if isinstance(made, StreamObject) and made.get("/Type") == "/EmbeddedFile":
            made._data = packed
            made[NameObject("/Filter")] = NameObject("/FlateDecode")
    return _pdf(writer)


def _pdf(writer: PdfWriter) -> bytes:
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def empty_root() -> bytes:
    """The root of a CII invoice and nothing in it."""
    return b'<CrossIndustryInvoice xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>'


def unknown_root() -> bytes:
    return b'<?xml version="1.0"?><facture xmlns="urn:nous"><numero>1</numero></facture>'


def wrong_namespace() -> bytes:
    return ubl(invoice(number="ATTAQUE")).replace(b"schema:xsd:Invoice-2", b"schema:xsd:Invoice-1")


def no_namespace() -> bytes:
    return b"<Invoice><ID>1</ID></Invoice>"


def older_cii() -> bytes:
    return good().replace(b"CrossIndustryInvoice:100", b"CrossIndustryInvoice:2")


def zugferd_1() -> bytes:
    return b'<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0"/>'


def an_order() -> bytes:
    return b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>'


def cpp_statut() -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<CPPStatut><Enveloppe/><CPPFluxStatuts compteur="0"/></CPPStatut>\n'
    )


def pes() -> bytes:
    return b'<n:PES_Facture xmlns:n="http://www.minefi.gouv.fr/cp/helios/pes_v2/Rev0/aller"/>'


def soap_around_an_invoice() -> bytes:
    return _wrapped("soap:Envelope", "http://schemas.xmlsoap.org/soap/envelope/")


def signature_around_an_invoice() -> bytes:
    """Taken for a signature beside the invoice, it would slip past every check."""
    return _wrapped("soap:Signature", "http://www.w3.org/2000/09/xmldsig#")


def _wrapped(root: str, namespace: str) -> bytes:
    inner = good().partition(b"?>\n")[2]
    return f'<{root} xmlns:soap="{namespace}">'.encode() + inner + f"</{root}>".encode()


# document type declarations

_DTD = '<!DOCTYPE rsm:CrossIndustryInvoice [<!ENTITY nom "Entreprise">]>'


def dtd() -> bytes:
    return _with_dtd(_DTD).encode()


def dtd_behind_a_comment() -> bytes:
    return _with_dtd(f"<!-- <x> -->\n<?note ?>\n{_DTD}").encode()


def dtd_behind_a_bom() -> bytes:
    return b"\xef\xbb\xbf" + dtd()


def dtd_in_utf16_le() -> bytes:
    return b"\xff\xfe" + _utf16(_DTD).encode("utf-16-le")


def dtd_in_utf16_be() -> bytes:
    return b"\xfe\xff" + _utf16(_DTD).encode("utf-16-be")


def dtd_in_utf16_without_a_bom() -> bytes:
    return _utf16(_DTD).encode("utf-16-le")


def dtd_in_utf7() -> bytes:
    return _with_dtd(_DTD).replace("UTF-8", "UTF-7").replace("<!DOCTYPE", "+ADw-!DOCTYPE").encode()


def dtd_in_utf7_from_the_first_byte() -> bytes:
    return _with_dtd(_DTD).partition("?>\n")[2].encode("utf-7").replace(b"<", b"+ADw-")


def dtd_in_utf32() -> bytes:
    return b"\xff\xfe\x00\x00" + _with_dtd(_DTD).encode("utf-32-le")


def dtd_in_ebcdic() -> bytes:
    return _with_dtd(_DTD).encode("cp500", "replace")


def empty_dtd() -> bytes:
    return _with_dtd("<!DOCTYPE rsm:CrossIndustryInvoice>").encode()


def internal_subset() -> bytes:
    return _with_dtd("<!DOCTYPE rsm:CrossIndustryInvoice [<!ELEMENT nom ANY>]>").encode()


def billion_laughs() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return _with_dtd(f'<!DOCTYPE x [<!ENTITY e0 "rire">{levels}]>', entity="&e9;").encode()


def quadratic_blowup() -> bytes:
    return _with_dtd(f'<!DOCTYPE x [<!ENTITY e "{"a" * 50_000}">]>', entity="&e;" * 50_000).encode()


def external_entity_of_a_file() -> bytes:
    return _with_dtd(f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{SECRET}">]>', entity="&e;").encode()


def external_entity_of_a_url() -> bytes:
    return _with_dtd(f'<!DOCTYPE x [<!ENTITY e SYSTEM "{URL}">]>', entity="&e;").encode()


def external_entity_of_a_network_share() -> bytes:
    return _with_dtd('<!DOCTYPE x [<!ENTITY e SYSTEM "//127.0.0.1/partage/secret.xml">]>', entity="&e;").encode()


def external_dtd() -> bytes:
    return _with_dtd(f'<!DOCTYPE x SYSTEM "file://{SECRET}">').encode()


def parameter_entity() -> bytes:
    return _with_dtd(f'<!DOCTYPE x [<!ENTITY % e SYSTEM "file://{SECRET}"> %e;]>').encode()


def undefined_entity() -> bytes:
    return _with_dtd("", entity="&secret;").encode()


def _with_dtd(dtd: str, entity: str = "") -> str:
    declaration, _, rest = good().decode().partition("?>\n")
    return f"{declaration}?>\n{dtd}\n{rest.replace('Voirie communale', f'Voirie {entity}')}"


def _utf16(dtd: str) -> str:
    return _with_dtd(dtd).replace("UTF-8", "UTF-16")


# what points outside


def xinclude_in_cii() -> bytes:
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{SECRET}" parse="text"/>'
    return good().replace(b"<ram:ID>ATTAQUE", include.encode() + b"<ram:ID>ATTAQUE")


def xinclude_in_a_ubl_extension() -> bytes:
    """The schema lets anything stand in an extension: the inclusion must stay words."""
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{SECRET}" parse="text"/>'
    return ubl(invoice(number="ATTAQUE")).replace(
        b"</aife:FactureExtension>", include.encode() + b"</aife:FactureExtension>"
    )


def schema_location() -> bytes:
    asked = (
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {URL} urn:y {SECRET}"'
        f' xsi:noNamespaceSchemaLocation="{SECRET}"'
    )
    return good().replace(b"<rsm:CrossIndustryInvoice", b"<rsm:CrossIndustryInvoice" + asked.encode())


def stylesheet_instruction() -> bytes:
    return good().replace(b"?>\n", f'?>\n<?xml-stylesheet type="text/xsl" href="{URL}"?>\n'.encode(), 1)


# bytes that are no text


def latin_1() -> bytes:
    return good().replace(b"UTF-8", b"ISO-8859-1").decode().encode("latin-1", "xmlcharrefreplace")


def utf16_that_says_utf8() -> bytes:
    return b"\xff\xfe" + good().decode().encode("utf-16-le")


def bad_byte_late() -> bytes:
    start, _, end = good().partition(b"<rsm:SupplyChainTradeTransaction>")
    return start + b"<!--" + b" " * 5_000_000 + b"\xe9-->" + b"<rsm:SupplyChainTradeTransaction>" + end


def nul() -> bytes:
    return good().replace(b"ATTAQUE", b"ATT\x00QUE")


def control_character() -> bytes:
    return good().replace(b"ATTAQUE", b"ATT\x1b[2JQUE")


def two_roots() -> bytes:
    return good() + good().partition(b"?>\n")[2]


def junk_after_the_end() -> bytes:
    return good() + b"-- envoye par notre ERP"


def cut_in_the_last_tag() -> bytes:
    return good().rstrip()[:-3]


# names


def named(name: bytes) -> tuple[bytes, bytes]:
    return name, good()


name_with_newlines = partial(named, (b"facture\nIdStatut: 90\r\n" * 20)[:255])
name_in_invalid_utf8 = partial(named, b"facture-\xff\xfe\xe9.xml")
name_with_a_leading_dash = partial(named, b"-rf --json")
name_with_escape_codes = partial(named, b"\x1b[2J\x1b]0;titre\x07facture.xml")
name_of_255_bytes = partial(named, b"F" * 251 + b".xml")
name_of_255_bytes_in_accents = partial(named, "é".encode() * 125 + b".xml")
name_that_writes_backwards = partial(named, "facture\u202elmx.exe".encode())
name_with_markup = partial(named, b"<b onload=x>&amp;]]>.xml")
name_of_a_device = partial(named, b"NUL.xml")
name_with_backslashes = partial(named, b"lot\\..\\..\\facture.xml")
name_like_a_formula = partial(named, b"=HYPERLINK(1)")
