"""Stage 3: every container the gateway opens, everything it refuses, both sides of every limit."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import struct
import tarfile
import time
import tracemalloc
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi import catalogue
from edi.judging.magic import container_kind
from edi.judging.unpack import sentences as say
from edi.judging.unpack import unpack
from edi.model.finding import Finding, Severity
from edi.model.judgement import Member
from edi.model.limits import MIB, Limits

SHARED = Path(__file__).resolve().parents[4] / "shared"
XML = b'<?xml version="1.0" encoding="UTF-8"?><Invoice/>'
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"\0" * 600
FILES = {"a.xml": XML, "dossier/b.xml": XML * 30}


def tar_of(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def tar_header(name: str = "a.xml", kind: bytes = b"0", size: int = 0, **more: object) -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    for field, given_value in more.items():
        setattr(info, field, given_value)
    return info.tobuf(tarfile.GNU_FORMAT)


def block(data: bytes) -> bytes:
    return data + bytes(-len(data) % 512)


def pax(text: bytes, kind: bytes = b"x", size: int | None = None) -> bytes:
    return tar_header("pax", kind, len(text) if size is None else size) + block(text)


def record(key: bytes, value: bytes) -> bytes:
    body = b" " + key + b"=" + value + b"\n"
    length = len(body)
    while len(str(length)) + len(body) != length:
        length = len(str(length)) + len(body)
    return str(length).encode() + body


END = bytes(1024)
ONE = tar_header(size=len(XML)) + block(XML)  # "a.xml"


def zip_of(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, mode: int | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            if mode is not None:
                info.external_attr = mode << 16
            archive.writestr(info, data)
    return out.getvalue()


def patched(data: bytes, magic: bytes, offset: int, new: bytes) -> bytes:
    """`data` with `new` at `offset` after every occurrence of `magic`."""
    out, at = bytearray(data), data.find(magic)
    while at >= 0:
        out[at + offset : at + offset + len(new)] = new
        at = data.find(magic, at + 1)
    return bytes(out)


def overlapping_zip() -> bytes:
    """Two lines of the table, with the same name and CRC as their local header, over the same bytes."""
    data = zip_of({"a.xml": XML, "b.xml": XML})
    second = data.find(b"PK\x03\x04", 1)
    shift = struct.pack("<L", second - 5)  # begins inside the first file
    table = data.rfind(b"PK\x01\x02")
    broken = bytearray(data)
    broken[table + 42 : table + 46] = shift
    broken[second - 5 : second - 5 + 35] = data[second : second + 35]
    return bytes(broken)


def members(data: bytes, **limits: int) -> dict[str, bytes]:
    """The members of a drop that has no finding."""
    items = list(unpack(data, Limits(**limits)))
    assert not [item for item in items if isinstance(item, Finding)]
    return {item.name: item.data for item in items if isinstance(item, Member)}


def codes(data: bytes, **limits: int) -> list[str]:
    return [item.code for item in unpack(data, Limits(**limits)) if isinstance(item, Finding)]


def fatal(data: bytes, **limits: int) -> Finding:
    """The FATAL finding that ends the reading, its sentences filled."""
    *before, last = unpack(data, Limits(**limits))
    assert isinstance(last, Finding)
    assert last.severity is Severity.FATAL
    assert not [item for item in before if isinstance(item, Finding) and item.severity is Severity.FATAL]
    for lang in ("fr", "en"):
        assert "{" not in catalogue.sentence(last, lang) + catalogue.hint(last, lang)
    return last


# --- what is opened --------------------------------------------------------------------------------------------------

KINDS = {
    "plain": XML,
    "gzip": gzip.compress(XML),
    "tar": tar_of(FILES),
    "zip": zip_of(FILES),
    "pdf": PDF,
    "xz": lzma.compress(XML),
    "bzip2": bz2.compress(XML),
    "7z": b"7z\xbc\xaf\x27\x1c\0\x04",
    "rar": b"Rar!\x1a\x07\x01\0",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_told_from_the_content(kind: str) -> None:
    assert container_kind(KINDS[kind]) == kind


def test_a_tar_without_magic_is_told_by_its_checksum() -> None:
    header = bytearray(ONE[:512])
    header[257:265] = bytes(8)
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + sum(header[156:]) + 256)
    data = bytes(header) + ONE[512:] + END
    assert (container_kind(data), members(data)) == ("tar", {"a.xml": XML})


def test_a_text_with_ustar_at_the_place_of_the_magic_stays_a_text() -> None:
    assert container_kind(XML.ljust(257) + b"ustar" + bytes([32]) * 600) == "plain"


def test_utf16_xml_is_plain() -> None:
    assert container_kind(("<Invoice>" + "é" * 600 + "</Invoice>").encode("utf-16-le")) == "plain"


@pytest.mark.parametrize("data", [XML, PDF, "<Invoice/>".encode("utf-16"), b"junk", b"\xff\0\1"])
def test_a_lone_file_is_one_member_without_name(data: bytes) -> None:
    assert members(data) == {"": data}


@pytest.mark.parametrize("data", [XML, PDF, XML * 100_000])
def test_a_gzip_of_a_lone_file_is_that_file(data: bytes) -> None:
    assert members(gzip.compress(data)) == {"": data}


def test_several_gzip_streams_are_one_file() -> None:
    assert members(gzip.compress(XML) + gzip.compress(XML) + bytes(600)) == {"": XML * 2}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("squeeze", [bytes, gzip.compress])
def test_every_tar_format_gives_its_files(form: int, squeeze: type[bytes]) -> None:
    long = {"d" * 120 + "/" + "f" * 90 + ".xml": XML, "x/" * 40 + "é.xml": XML * 20, **FILES}
    assert members(squeeze(tar_of(long, form))) == long


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_gives_its_files(method: int) -> None:
    assert members(zip_of({**FILES, "é.xml": XML}, method)) == {**FILES, "é.xml": XML}


def test_a_zip_written_as_a_stream_with_data_descriptors_is_read() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
    assert members(out.getvalue()) == FILES


@pytest.mark.parametrize("pack", [tar_of, zip_of])
@pytest.mark.parametrize(
    ("written", "shown"),
    [("./a.xml", "a.xml"), ("dir//./a.xml", "dir/a.xml"), ("dir\\a.xml", "dir/a.xml"), ("a..xml", "a..xml")],
)
def test_names_are_normalised_for_display(pack: type, written: str, shown: str) -> None:
    assert members(pack({written: XML})) == {shown: XML}


def test_folders_are_passed_over() -> None:
    data = tar_header("./", b"5") + tar_header("d", b"5", 4096) + ONE + END
    assert members(data) == {"a.xml": XML}


def test_zip_folders_are_passed_over() -> None:
    assert members(zip_of({"d/": b"", "d\\e\\": b"", "d/a.xml": XML})) == {"d/a.xml": XML}


def test_a_pax_global_comment_is_passed_over() -> None:
    assert members(pax(record(b"comment", b"git"), b"g") + ONE + END) == {"a.xml": XML}


def test_reading_is_lazy_and_keeps_no_earlier_member() -> None:
    noise = random.Random(1).randbytes(MIB)
    data = gzip.compress(tar_of({f"{n}.xml": b"<" + noise for n in range(12)}), 1)
    tracemalloc.start()
    try:
        assert sum(1 for _ in unpack(data, Limits())) == 12
        assert tracemalloc.get_traced_memory()[1] < 4 * MIB
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not SHARED.is_dir(), reason="official samples are not beside the project")
def test_the_official_archive_gives_its_two_invoices() -> None:
    archive = next(SHARED.rglob("FSO1116A_P100.tar.gz"))
    assert len(members(archive.read_bytes())) == 2


# --- damage ----------------------------------------------------------------------------------------------------------

SMALL = {"a.xml": XML, "b.xml": XML + b" "}


@pytest.mark.parametrize(
    "whole",
    [gzip.compress(tar_of(SMALL)), gzip.compress(XML), zip_of(SMALL), zip_of(SMALL, zipfile.ZIP_STORED)],
    ids=["tar.gz", "gzip", "zip", "zip stored"],
)
def test_a_compressed_drop_cut_at_any_byte_is_damaged(whole: bytes) -> None:
    assert codes(b"") == ["UNPACK-NOTHING-INSIDE"]
    assert {fatal(whole[:cut]).code for cut in range(1, len(whole))} == {"UNPACK-DAMAGED"}


def test_a_tar_cut_before_its_end_mark_is_damaged() -> None:
    whole = tar_of(SMALL)
    end = 2 * 1024 + 512
    for cut in range(1, end):
        items = list(unpack(whole[:cut], Limits()))
        # less than a name is nothing but text; it never passes for an archive
        assert items == [Member("", whole[:cut])] if cut < 9 else fatal(whole[:cut]).code == "UNPACK-DAMAGED"
    assert all(members(whole[:cut]) == SMALL for cut in range(end, len(whole), 100))


def test_a_gzip_with_another_content_than_its_checksum_is_damaged() -> None:
    data = gzip.compress(tar_of(SMALL))
    assert fatal(data[:-8] + b"\1\2\3\4" + data[-4:]).code == "UNPACK-DAMAGED"


CRC_AT, SIZE_AT = (14, 16), (22, 24)  # offsets in the local header and in the table


def lied(data: bytes, place: tuple[int, int], value: bytes) -> bytes:
    return patched(patched(data, b"PK\x03\x04", place[0], value), b"PK\x01\x02", place[1], value)


SHORT_CRC = struct.pack("<L", zlib.crc32(XML[:9]))
DAMAGED = {
    "tar header with a wrong checksum": ONE + b"x" + ONE[1:] + END,
    "tar with junk instead of a header": ONE + b"junk" * 128 + END,
    "two tars one after the other": ONE + END + ONE + END,
    "tar with text after its end": ONE + END + b"text",
    "tar with a negative size": tar_header(size=-512) + END,
    "pax record longer than its header": pax(b"99 path=a\n") + ONE + END,
    "pax record of no length": pax(b"0 path=a\n") + ONE + END,
    "pax record without length": pax(b"path=a\n") + ONE + END,
    "pax record of a shorter length": pax(b"3 path=a\n") + ONE + END,
    "pax size that is no number": pax(record(b"size", b"-1")) + ONE + END,
    "pax global name": pax(record(b"path", b"b.xml"), b"g") + ONE + END,
    "pax header and nothing after it": ONE + pax(record(b"path", b"b.xml")) + END,
    "long link name and nothing after it": ONE + pax(b"name\0", b"K") + END,
    "pax header after pax header": pax(record(b"path", b"b.xml")) * 9 + ONE + END,
    "pax header cut short": pax(b"", size=600) + bytes(500),
    "pax header of nothing but digits": pax(b"1" * 1_000_000) + ONE + END,
    "text after a gzip": gzip.compress(XML) + b"text",
    "gzip of an unknown method": b"\x1f\x8b\x09" + gzip.compress(XML)[3:],
    "zip with a wrong checksum": lied(zip_of(SMALL), CRC_AT, b"abcd"),
    "zip that says less than it holds": lied(lied(zip_of(SMALL), SIZE_AT, b"\x09"), CRC_AT, SHORT_CRC),
    "zip that says more than it holds": lied(zip_of(SMALL), SIZE_AT, b"\xff"),
    "zip with other names in its table": zip_of(SMALL).replace(b"b.xml", b"c.xml", 1),
    "zip with overlapping files": overlapping_zip(),
    "two zips one after the other": zip_of(SMALL) + zip_of(SMALL),
    "zip with text after its end": zip_of(SMALL) + b"text",
    "zip with a wrong count": patched(zip_of(SMALL), b"PK\x05\x06", 10, b"\7"),
    "zip with a broken table": patched(zip_of(SMALL), b"PK\x01\x02", 0, b"PK\x01\x03"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_what_cannot_be_read_whole_is_damaged(case: str) -> None:
    found = fatal(DAMAGED[case])
    assert (found.code, found.rule) == ("UNPACK-DAMAGED", "IRR_EXTRAC")


def test_a_damage_found_late_comes_after_the_members() -> None:
    first, last = unpack(ONE + ONE.replace(b"a.xml", b"b.xml")[:700], Limits())
    assert isinstance(first, Member)
    assert isinstance(last, Finding)


# --- formats that are not opened -------------------------------------------------------------------------------------

UNSUPPORTED = {
    **{kind: KINDS[kind] for kind in ("xz", "bzip2", "7z", "rar")},
    "tar.xz": lzma.compress(tar_of(FILES)),
    "encrypted zip": patched(patched(zip_of(FILES), b"PK\x03\x04", 6, b"\1"), b"PK\x01\x02", 8, b"\1"),
    "zip of a patch": patched(zip_of(FILES), b"PK\x01\x02", 8, b"\x20"),
    "zip by lzma": zip_of(FILES, zipfile.ZIP_LZMA),
    "zip by an unknown method": patched(patched(zip_of(FILES), b"PK\x03\x04", 8, b"\x63"), b"PK\x01\x02", 10, b"\x63"),
    "split zip, first piece": b"PK\x07\x08" + zip_of(FILES),
    "split zip, last piece": patched(zip_of(FILES), b"PK\x05\x06", 4, b"\1\0\1\0"),
}


@pytest.mark.parametrize("case", UNSUPPORTED)
def test_other_formats_are_named_and_refused(case: str) -> None:
    found = fatal(UNSUPPORTED[case])
    assert (found.code, found.rule, bool(found.value)) == ("UNPACK-UNSUPPORTED", "IRR_EXTRAC", True)


# --- sizes -----------------------------------------------------------------------------------------------------------

PACKERS = {
    "lone": lambda data: data,
    "gzip": gzip.compress,
    "tar": lambda data: tar_of({"a": data}),
    "tar.gz": lambda data: gzip.compress(tar_of({"a": data})),
    "zip": lambda data: zip_of({"a": data}),
    "zip stored": lambda data: zip_of({"a": data}, zipfile.ZIP_STORED),
}


@pytest.mark.parametrize("packer", PACKERS)
def test_a_member_of_exactly_the_limit_passes(packer: str) -> None:
    assert list(members(PACKERS[packer](b"x" * 1000), member=1000).values()) == [b"x" * 1000]


@pytest.mark.parametrize("packer", PACKERS)
def test_a_member_one_byte_over_the_limit_is_refused(packer: str) -> None:
    found = fatal(PACKERS[packer](b"x" * 1001), member=1000)
    assert (found.code, found.rule) == ("UNPACK-MEMBER-TOO-LARGE", "IRR_TAILLE_F")


def test_a_zip_member_larger_than_it_says_is_stopped_at_the_limit() -> None:
    data = lied(zip_of({"a": bytes(100_000)}), SIZE_AT, struct.pack("<L", 10))
    assert fatal(data, member=1000).value == "1001"


def test_a_member_of_121_mib_is_refused_from_its_header() -> None:
    assert fatal(tar_header(size=121 * MIB) + bytes(512)).code == "UNPACK-MEMBER-TOO-LARGE"


@pytest.mark.parametrize(("expanded", "expected"), [(10_240, []), (10_239, ["UNPACK-TOO-LARGE"])])
@pytest.mark.parametrize("squeeze", [bytes, gzip.compress])
def test_an_archive_may_give_out_so_much_in_all(squeeze: type[bytes], expanded: int, expected: list[str]) -> None:
    assert codes(squeeze(tar_of(FILES)), expanded=expanded) == expected


@pytest.mark.parametrize(("expanded", "expected"), [(2000, []), (1999, ["UNPACK-TOO-LARGE"])])
def test_a_zip_may_give_out_so_much_in_all(expanded: int, expected: list[str]) -> None:
    assert codes(zip_of({"a": b"x" * 1000, "b": b"y" * 1000}), expanded=expanded) == expected


@pytest.mark.parametrize(
    ("floor", "ratio", "expected"),
    [(100_000, 10, []), (99_999, 10, ["UNPACK-RATIO"]), (99_999, 1000, [])],
)
@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zip_of({"a": data})])
def test_a_ratio_is_looked_at_once_enough_came_out(pack: type, floor: int, ratio: int, expected: list[str]) -> None:
    assert codes(pack(b"<" * 100_000), ratio=ratio, ratio_floor=floor) == expected


@pytest.fixture(scope="module")
def gigabyte() -> bytes:
    """gzip of 1 GiB of zeros, 1 MB long: sixteen streams of 64 MiB."""
    return gzip.compress(bytes(64 * MIB)) * 16


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", "UNPACK-MEMBER-TOO-LARGE"),
        (tar_header(size=1024 * MIB), "UNPACK-MEMBER-TOO-LARGE"),
        (pax(record(b"path", b"a.xml"), size=1024 * MIB), "UNPACK-TOO-LARGE"),
        (ONE + END, "UNPACK-RATIO"),
        (tar_header("._a", size=8) + bytes(512) + ONE + END, "UNPACK-RATIO"),
    ],
    ids=["lone", "tar member", "pax header", "after the end", "after litter"],
)
def test_a_bomb_of_one_gigabyte_is_stopped_early(
    gigabyte: bytes, head: bytes, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Counted()
    monkeypatch.setattr("edi.judging.unpack.zlib.decompressobj", out.open)
    assert fatal(gzip.compress(head, 1) + gigabyte).code == expected
    assert 0 < out.bytes < 256 * MIB


class Counted:
    """zlib's streams, and how many bytes came out of them all."""

    def __init__(self) -> None:
        self.bytes = 0
        self._real = zlib.decompressobj

    def open(self, **options: int) -> Any:
        stream, counter = self._real(**options), self

        class Stream:
            def decompress(self, *given: Any) -> bytes:
                piece = stream.decompress(*given)
                counter.bytes += len(piece)
                return piece

            def __getattr__(self, name: str) -> Any:
                return getattr(stream, name)

        return Stream()


def test_a_huge_pax_header_is_not_even_read() -> None:
    assert fatal(pax(b"", size=64 * MIB)).code == "UNPACK-TOO-LARGE"


def test_a_pax_header_of_a_megabyte_of_short_records_takes_no_time() -> None:
    started = time.process_time()
    assert fatal(pax(b"2 " * 500_000) + ONE + END).code == "UNPACK-DAMAGED"
    assert time.process_time() - started < 0.5


def test_a_gzip_name_of_ten_megabytes_takes_no_time() -> None:
    started = time.process_time()
    assert fatal(b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 10 * MIB).code == "UNPACK-DAMAGED"
    assert time.process_time() - started < 0.5


# --- what the entries are --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [b"1", b"2", b"3", b"4", b"6", b"S", b"M", b"V", b"Z"])
def test_a_tar_entry_that_is_no_file_is_refused(kind: bytes) -> None:
    found = fatal(ONE + tar_header("b.xml", kind, linkname="a.xml") + END)
    assert (found.code, found.rule, found.member) == ("UNPACK-NOT-A-FILE", "IRR_TYPE_F", "b.xml")


def test_a_pax_sparse_file_is_refused() -> None:
    assert codes(pax(record(b"GNU.sparse.major", b"1")) + ONE + END) == ["UNPACK-NOT-A-FILE"]


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_zip_entry_that_is_no_file_is_refused(mode: int) -> None:
    assert codes(zip_of({"a.xml": XML}, mode=mode | 0o644)) == ["UNPACK-NOT-A-FILE"]


BAD_NAMES = [
    "../a.xml",
    "d/../a.xml",
    "d\\..\\a.xml",
    "/etc/a.xml",
    "\\a.xml",
    "\\\\server\\a.xml",
    "C:\\a.xml",
    "c:a.xml",
    "a\nb.xml",
    "a\x1b[31m.xml",
    "a\x7f.xml",
    "a\x85.xml",
    "a\u2028.xml",
    "./",
    "a" * 252 + ".xml",
    "é" * 126 + ".xml",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_hostile_name_in_a_tar_is_refused(name: str) -> None:
    found = fatal(tar_of({"ok.xml": XML, name: XML}))
    assert (found.code, found.rule) == ("UNPACK-BAD-NAME", "IRR_NOM_F")
    assert (found.member or "").isprintable()


@pytest.mark.parametrize("name", [*BAD_NAMES[:-3], "a" * 252 + ".xml", "./", "d/e/"])
def test_a_hostile_name_in_a_zip_is_refused(name: str) -> None:
    assert fatal(zip_of({"ok.xml": XML, name: XML})).code == "UNPACK-BAD-NAME"


@pytest.mark.parametrize("name", ["a" * 251 + ".xml", "é" * 125 + ".xml", "facture n°\u00a01 — 😀.xml"])
def test_a_long_or_unusual_name_passes(name: str) -> None:
    assert members(tar_of({name: XML})) == members(zip_of({name: XML})) == {name: XML}


def test_a_name_that_is_not_utf8_is_refused_in_a_tar() -> None:
    assert codes(tar_of({"facturé.xml": XML}, tarfile.GNU_FORMAT).replace(b"\xc3\xa9", b"e\xe9")) == ["UNPACK-DAMAGED"]
    header = bytearray(tar_header("fact\x01.xml", size=len(XML)))
    header[4] = 0xE9
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + sum(header[156:]) + 256)
    assert fatal(bytes(header) + block(XML) + END).values["why_en"] == say.NAME_ENCODING.en


def test_a_name_that_is_not_utf8_is_refused_in_a_zip() -> None:
    assert fatal(zip_of({"é.xml": XML}).replace(b"\xc3\xa9", b"\xe9\xe9")).code == "UNPACK-BAD-NAME"


def test_a_nul_in_a_name_is_refused() -> None:
    assert codes(pax(record(b"path", b"a.xml\0.exe")) + ONE + END) == ["UNPACK-BAD-NAME"]
    assert codes(zip_of({"a_b.xml": XML}).replace(b"a_b", b"a\0b")) == ["UNPACK-BAD-NAME"]


def test_a_utf8_name_without_the_zip_flag_is_read_as_utf8() -> None:
    data = zip_of({"é.xml": XML})
    assert members(patched(patched(data, b"PK\x03\x04", 7, b"\0"), b"PK\x01\x02", 9, b"\0")) == {"é.xml": XML}


@pytest.mark.parametrize("pack", [tar_of, zip_of])
@pytest.mark.parametrize("twin", ["A.XML", "./a.xml", ".\\a.xml"])
def test_the_same_name_twice_is_refused(pack: type, twin: str) -> None:
    found = fatal(pack({"a.xml": XML, twin: XML}))
    assert (found.code, found.rule) == ("UNPACK-DUPLICATE-NAME", "IRR_NOM_F")


def test_the_same_name_composed_and_decomposed_is_refused() -> None:
    assert codes(tar_of({"\u00e9.xml": XML, "e\u0301.xml": XML})) == ["UNPACK-DUPLICATE-NAME"]


@pytest.mark.parametrize("inner", ["gzip", "tar", "zip", "xz", "bzip2", "7z", "rar"])
@pytest.mark.parametrize("pack", [tar_of, zip_of])
def test_an_archive_in_an_archive_is_refused(inner: str, pack: type) -> None:
    found = fatal(pack({"a.xml": XML, "b.xml": KINDS[inner]}))
    assert (found.code, found.rule, found.value) == ("UNPACK-NESTED", "IRR_EXTRAC", inner)


@pytest.mark.parametrize("inner", ["gzip", "zip", "xz"])
def test_an_archive_in_a_gzip_is_refused(inner: str) -> None:
    assert codes(gzip.compress(KINDS[inner])) == ["UNPACK-NESTED"]


@pytest.mark.parametrize("pack", [tar_of, zip_of])
@pytest.mark.parametrize(("entries", "expected"), [(5, []), (4, ["UNPACK-TOO-MANY-ENTRIES"])])
def test_an_archive_may_hold_so_many_files(pack: type, entries: int, expected: list[str]) -> None:
    assert codes(pack({f"{n}.xml": XML for n in range(5)}), entries=entries) == expected


def test_an_archive_may_hold_so_many_folders() -> None:
    folders = b"".join(tar_header(f"d{n}/", b"5") for n in range(5))
    assert codes(folders + ONE + END, entries=5) == []
    assert codes(folders + ONE + END, entries=4) == ["UNPACK-TOO-MANY-ENTRIES"]


def test_a_zip_table_of_many_lines_is_refused_before_it_is_read() -> None:
    assert fatal(zip_of({f"{n}.xml": XML for n in range(9)}), entries=4).values == {"limit": "4"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        END,
        *(gzip.compress(data, mtime=0) for data in (b"", END)),
        tar_header("d", b"5") + END,
        zip_of({}),
        zip_of({"d/": b""}),
    ],
)
def test_a_drop_without_any_file_is_refused(data: bytes) -> None:
    found = fatal(data)
    assert (found.code, found.rule) == ("UNPACK-NOTHING-INSIDE", "IRR_VIDE")


@pytest.mark.parametrize("pack", [tar_of, zip_of])
def test_an_empty_member_is_an_error_of_its_own_and_the_others_are_given(pack: type) -> None:
    first, second = unpack(pack({"a.xml": b"", "b.xml": XML}), Limits())
    assert isinstance(first, Finding)
    assert (first.code, first.severity, first.rule, first.member) == (
        "UNPACK-EMPTY-MEMBER",
        Severity.ERROR,
        "IRR_VIDE_F",
        "a.xml",
    )
    assert second == Member("b.xml", XML)


def test_nothing_but_litter_is_nothing() -> None:
    assert codes(tar_of({"._a.xml": b"x"})) == ["UNPACK-LITTER", "UNPACK-NOTHING-INSIDE"]


def test_nothing_but_empty_members_is_one_error_each() -> None:
    assert codes(tar_of({"a.xml": b"", "b.xml": b""})) == ["UNPACK-EMPTY-MEMBER"] * 2


@pytest.mark.parametrize("pack", [tar_of, zip_of])
@pytest.mark.parametrize("name", ["__MACOSX/a.xml", "__MACOSX/d/._a.xml", "d/._a.xml", ".DS_Store", "d/Thumbs.db"])
def test_litter_is_told_and_not_given(pack: type, name: str) -> None:
    first, second = unpack(pack({name: b"x" * 700, "a.xml": XML}), Limits())
    assert isinstance(first, Finding)
    assert (first.code, first.severity, first.member) == ("UNPACK-LITTER", Severity.INFO, name)
    assert second == Member("a.xml", XML)


def test_the_findings_of_the_caller_speak() -> None:
    many = say.TOO_MANY_DOCUMENTS.at(found=501, limit=500)
    assert catalogue.sentence(many) == "Le flux contient 501 factures ; la limite est de 500 par flux."
    assert "XAdES" in catalogue.sentence(say.COMPANION.at(value="XAdES", member="s.xml"))


# --- anything at all -------------------------------------------------------------------------------------------------

SEEDS = [*KINDS.values(), gzip.compress(tar_of(FILES)), *DAMAGED.values(), zip_of(FILES, zipfile.ZIP_STORED)]
SEEDS = [seed for seed in SEEDS if len(seed) < 20_000]


def is_well_formed(data: bytes) -> bool:
    """Nothing raised; a FATAL finding only as the last item; something was said."""
    items = list(unpack(data, Limits()))
    heavy = [item for item in items if isinstance(item, Finding) and item.severity is Severity.FATAL]
    return bool(items) and heavy in ([], [items[-1]])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"", b"\x1f\x8b\x08", b"PK\x03\x04", b"PK\x05\x06", b"Rar!"]), st.binary(max_size=2000))
def test_random_bytes_never_raise(head: bytes, data: bytes) -> None:
    assert is_well_formed(head + data)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=4)), max_size=6))
def test_mutated_archives_never_raise(seed: bytes, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(seed)
    for at, new in changes:
        at %= len(data)
        data[at : at + len(new)] = new
    assert is_well_formed(bytes(data))


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.text("abéœ日", min_size=1, max_size=60).map(lambda s: s + ".xml"), st.binary(max_size=2000), max_size=6
    ),
    st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
)
def test_the_reader_agrees_with_tarfile(files: dict[str, bytes], form: int) -> None:
    files = {name: b"<" + data for name, data in files.items()} or {"a.xml": XML}
    data = tar_of(files, form)
    with tarfile.open(fileobj=io.BytesIO(data)) as theirs:
        expected = {info.name: theirs.extractfile(info).read() for info in theirs}  # type: ignore[union-attr]
    assert members(gzip.compress(data)) == expected == files


def test_five_hundred_small_invoices_are_quick() -> None:
    noise = random.Random(2)
    data = gzip.compress(tar_of({f"{n}.xml": noise.randbytes(10_240) for n in range(500)}), 1)
    started = time.process_time()
    assert len(members(data)) == 500
    assert time.process_time() - started < 1
