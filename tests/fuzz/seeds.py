"""What the mutations start from: the sandbox's own invoices and archives, and the small ones of the hostile suite."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from pathlib import Path

from edi.sandbox import archives
from edi.sandbox.cii import cii
from edi.sandbox.facturx import facturx
from edi.sandbox.invoices import invoice, works
from edi.sandbox.ubl import ubl

sys.path.append(str(Path(__file__).resolve().parents[1] / "hostile"))  # as pytest does for the tests there

import archive_attacks
import attacks
import size_attacks

_SMALL = 1 << 16  # bytes: larger ones make few inputs a second
_ARCHIVES = (
    *("tar_symbolic_link", "tar_hard_link", "tar_device", "tar_unknown_type", "tar_dot_dot", "tar_drive"),
    *("tar_pax_long_path", "tar_pax_dot_dot", "tar_pax_link", "tar_pax_size", "tar_name_in_invalid_utf8"),
    *("zip_backslashes", "zip_symbolic_link", "zip_overlapping", "zip_encrypted", "zip_of_an_unknown_method"),
    *("zip_with_a_wrong_checksum", "seven_zip", "one_name_twice", "no_member", "no_member_in_a_zip", "nested"),
    *("only_directories", "nested_zip", "gzip_with_junk_behind", "tar_that_says_more_than_it_holds"),
)
_DOCUMENTS = (
    *("text", "json", "edifact", "empty", "blanks", "noise", "html", "unknown_root", "wrong_namespace", "no_namespace"),
    *("older_cii", "zugferd_1", "an_order", "cpp_statut", "pes", "soap_around_an_invoice"),
    *("signature_around_an_invoice", "dtd_behind_a_comment", "dtd_in_utf16_le", "dtd_in_utf16_without_a_bom"),
    *("dtd_in_utf7", "dtd_in_utf32", "empty_dtd", "internal_subset", "external_entity_of_a_file", "undefined_entity"),
    *(
        "xinclude_in_a_ubl_extension",
        "schema_location",
        "latin_1",
        "nul",
        "two_roots",
        "junk_after_the_end",
        "deep_101",
    ),
)


@functools.cache
def invoices() -> tuple[bytes, ...]:
    """Documents that are accepted, of every syntax but Factur-X, and some the matrix refuses."""
    pieces = [works(cadre, number=f"P-{cadre}") for cadre in ("A4", "A10", "A15", "A22")]
    attached = invoice(number="JOINTE", attachments=(("plan.pdf", "application/pdf", b"ici"),))
    plain = [invoice(number="F-1"), works("A8", number="P-A8", origin="F-0"), attached, *pieces]
    return (*map(cii, plain), *map(ubl, plain))


@functools.cache
def pdfs() -> tuple[bytes, ...]:
    return (facturx(invoice(number="F-1")), *_made(("pdf_without_invoice", "pdf_of_two_invoices", "pdf_cut")))


@functools.cache
def documents() -> tuple[bytes, ...]:
    """Files that are no good invoice, each in its own way."""
    return _made(_DOCUMENTS)


@functools.cache
def packed() -> tuple[bytes, ...]:
    """Archives, good and bad."""
    files = {"1.xml": invoices()[0], "lot/2.xml": invoices()[3], "lot/": b"", "__MACOSX/._1.xml": b"x"}
    flat = {"1.xml": b"<a/>", "2.xml": b"<b/>"}
    good = (archives.tar(flat), archives.tar_gz(files), archives.zip_(flat), archives.zip_(files), archives.gz(b"<a/>"))
    return (*good, *_made(_ARCHIVES))


def _made(names: Sequence[str]) -> tuple[bytes, ...]:
    modules = (attacks, archive_attacks, size_attacks)
    made = [next(getattr(one, name) for one in modules if hasattr(one, name))() for name in names]
    return tuple(one for one in made if len(one) <= _SMALL)
