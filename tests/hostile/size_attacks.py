"""The attacks of MANIFEST.toml that are too much of something: levels, tags, faults, pieces of a text, attachments."""

from __future__ import annotations

import base64
import random
from functools import partial

from attacks import good

from edi.model.limits import MIB, Limits
from edi.sandbox import archives
from edi.sandbox.cii import cii
from edi.sandbox.invoices import Invoice, invoice
from edi.sandbox.ubl import ubl


def deep(levels: int) -> bytes:
    """A CII whose elements are `levels` deep, the root counted."""
    inner = levels - 1
    return good().replace(
        b"</rsm:CrossIndustryInvoice>", b"<a>" * inner + b"</a>" * inner + b"</rsm:CrossIndustryInvoice>"
    )


deep_100 = partial(deep, 100)
deep_101 = partial(deep, 101)
deep_257 = partial(deep, 257)
deep_5_000 = partial(deep, 5_000)
deep_1_000_000 = partial(deep, 1_000_000)


def a_million_elements() -> bytes:
    return good().replace(b"<ram:ID>ATTAQUE", b"<ram:A/>" * 1_000_000 + b"<ram:ID>ATTAQUE")


def as_many_tags_as_the_limit() -> bytes:
    """The dearest of them: each with a text of its own behind it, none of them valid."""
    count = Limits().markup - good().count(b"<") - good().count(b"=")
    return good().replace(b"<ram:ID>ATTAQUE", b"<a/>\n" * count + b"<ram:ID>ATTAQUE")


def more_tags_than_the_limit() -> bytes:
    return as_many_tags_as_the_limit().replace(b"<a/>", b"<a/><a/>", 1)


def a_text_in_pieces(between: bytes) -> bytes:
    """44 MB of text that is cut 40,000 times, in a document of enough tags that its faults are counted first."""
    note = b"<ram:IncludedNote><ram:Content>%s</ram:Content></ram:IncludedNote>"
    notes = note % b"a" * 55_000 + note % ((between + b"a" * 1_100) * 40_000)
    return good().replace(b"<ram:IncludedNote>", notes + b"<ram:IncludedNote>", 1)


text_cut_by_comments = partial(a_text_in_pieces, b"<!---->")
text_cut_by_instructions = partial(a_text_in_pieces, b"<?a?>")
text_cut_by_cdata = partial(a_text_in_pieces, b"<![CDATA[]]>")
text_cut_by_references = partial(a_text_in_pieces, b"&#13;")


def a_million_notes() -> bytes:
    """As many as the schema allows, each of them valid."""
    note = b"<ram:IncludedNote><ram:Content>a</ram:Content></ram:IncludedNote>"
    return good().replace(b"<ram:IncludedNote>", note * 1_000_000 + b"<ram:IncludedNote>", 1)


def attributes(count: int) -> bytes:
    """One element with that many attributes."""
    many = "".join(f' a{n}=""' for n in range(count))
    return good().replace(b"<rsm:CrossIndustryInvoice", b"<rsm:CrossIndustryInvoice" + many.encode(), 1)


three_thousand_attributes = partial(attributes, 3_000)
a_hundred_thousand_attributes = partial(attributes, 100_000)


def a_hundred_thousand_namespaces() -> bytes:
    many = "".join(f' xmlns:n{n}="urn:{n}"' for n in range(100_000))
    return good().replace(b"<rsm:CrossIndustryInvoice", b"<rsm:CrossIndustryInvoice" + many.encode(), 1)


def a_name_of_60_000_characters() -> bytes:
    return good().replace(b"<ram:ID>ATTAQUE", b"<ram:" + b"A" * 60_000 + b"/><ram:ID>ATTAQUE")


def a_number_of_a_million_characters() -> bytes:
    return good().replace(b"ATTAQUE", b"A" * 1_000_000)


def five_thousand_faults() -> bytes:
    return good().replace(b"<ram:ID>ATTAQUE", b"<ram:Faux/>" * 5_000 + b"<ram:ID>ATTAQUE")


# attachments


def attached(size: int, write: str = "ubl") -> bytes:
    """An invoice with one attachment of `size` bytes, once decoded."""
    return _attached(base64.b64encode(random.Random(1).randbytes(size)), write)


attachment_of_10_mib = partial(attached, 10 * MIB)
attachment_of_10_mib_in_cii = partial(attached, 10 * MIB, "cii")
attachment_of_one_byte_more = partial(attached, 10 * MIB + 1)
attachment_of_one_byte_more_in_cii = partial(attached, 10 * MIB + 1, "cii")
attachment_of_27_mib = partial(attached, 27 * MIB)


def attachments_with_long_names(count: int) -> bytes:
    """Each of them is worth a finding."""
    piece = (
        b"<cac:AdditionalDocumentReference><cbc:ID>" + b"n" * 60 + b"</cbc:ID><cac:Attachment>"
        b'<cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="n">QUJD</cbc:EmbeddedDocumentBinaryObject>'
        b"</cac:Attachment></cac:AdditionalDocumentReference>"
    )
    before = b"<cac:AccountingSupplierParty>"
    return ubl(invoice(number="ATTAQUE")).replace(before, piece * count + before, 1)


fifty_thousand_attachments_with_long_names = partial(attachments_with_long_names, 50_000)


def attachment_in_lines() -> bytes:
    """Base64 as mail programs wrap it: exactly 10 MiB once decoded."""
    return _attached(base64.encodebytes(random.Random(1).randbytes(10 * MIB)), "ubl")


def attachment_not_base64() -> bytes:
    return _attached(b"ceci n'est pas du base64 !", "ubl")


def attachment_not_base64_in_cii() -> bytes:
    return _attached(b"ceci n'est pas du base64 !", "cii")


def _attached(content: bytes, write: str) -> bytes:
    piece: Invoice = invoice(number="ATTAQUE", attachments=(("plan.pdf", "application/pdf", b"ici"),))
    if write == "cii":
        return cii(piece).replace(archives.zipped_base64("plan.pdf", b"ici").encode(), content)
    return ubl(piece).replace(archives.zipped_base64("plan.pdf", b"ici").encode(), content)
