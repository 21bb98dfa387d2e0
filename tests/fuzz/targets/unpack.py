"""The bytes of a drop: what comes out of an archive is bounded, unambiguous, and what tarfile and zipfile read too."""

from __future__ import annotations

import io
import tarfile
import unicodedata
import zipfile
import zlib
from contextlib import suppress

from edi.judging.magic import container_kind
from edi.judging.unpack import unpack
from edi.model.finding import Finding, Severity
from edi.model.judgement import Member
from edi.model.limits import KIB, Limits

from ..mutation import archive, either, raw
from ..seeds import documents, invoices, packed, pdfs
from ..target import Target, told

LIMITS = Limits(member=64 * KIB, entries=20, documents=10, expanded=256 * KIB, ratio=50, ratio_floor=32 * KIB)


def seeds() -> list[bytes]:
    return [*packed(), *invoices()[:2], *documents()[:8], *pdfs()[:1]]


mutate = either(archive, archive, archive, archive, raw)


def check(data: bytes) -> str:
    members, findings = _opened(data)
    fatal = any(finding.severity is Severity.FATAL for finding in findings)
    said = told(findings)
    _bounded(members)
    if not fatal:
        assert members or findings, "nothing came out, and nothing is said of it"
        _agreed(data, members)
        _never_cut(data)
    return f"{container_kind(data)} {len(members)} {said}"


def _opened(data: bytes) -> tuple[list[Member], list[Finding]]:
    items = list(unpack(data, LIMITS))
    findings = [item for item in items if isinstance(item, Finding)]
    assert all(one.severity is not Severity.FATAL for one in items[:-1] if isinstance(one, Finding)), "fatal, and on"
    assert items == list(unpack(data, LIMITS)), "read twice, it is not the same"
    return [item for item in items if isinstance(item, Member)], findings


def _bounded(members: list[Member]) -> None:
    assert len(members) <= LIMITS.entries
    assert sum(len(member.data) for member in members) <= LIMITS.expanded + LIMITS.member
    names = {unicodedata.normalize("NFC", unicodedata.normalize("NFC", one.name).casefold()) for one in members}
    assert len(names) == len(members), "two members have one name"
    for member in members:
        assert member.data
        assert len(member.data) <= LIMITS.member
        assert member.name.isprintable() or not any(unicodedata.category(c) in ("Cc", "Cs") for c in member.name)
        assert not member.name.startswith("/")
        assert "\\" not in member.name
        assert ".." not in member.name.split("/")
        assert member.name.encode() or len(members) == 1


def _agreed(data: bytes, members: list[Member]) -> None:
    """Another reader must find the same contents: an archive two programs read differently hides something."""
    kind = container_kind(data)
    if kind == "gzip":
        data = _inflated(data)
        kind = container_kind(data)
    if kind == "tar":
        theirs = _by_tarfile(data)
    elif kind == "zip":
        theirs = _by_zipfile(data)
    else:
        theirs = {data}
    ours = {member.data for member in members}
    assert ours <= theirs, "a member that the other reader does not find"


def _inflated(data: bytes) -> bytes:
    out = b""
    while data.strip(b"\0"):
        stream = zlib.decompressobj(wbits=31)
        out += stream.decompress(data, 1 << 20)
        data = stream.unused_data.lstrip(b"\0")
    return out


def _by_tarfile(data: bytes) -> set[bytes]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
        return {file.read() for member in archive if (file := archive.extractfile(member)) is not None}


def _by_zipfile(data: bytes) -> set[bytes]:
    found = set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            with suppress(RuntimeError, zipfile.BadZipFile):  # one that we passed over, or it will be missed
                found.add(archive.read(info))
    return found


def _never_cut(data: bytes) -> None:
    """A transfer that breaks off is never taken for a whole archive."""
    if container_kind(data) not in ("gzip", "zip", "tar") or _of_many_streams(data):
        return
    whole = len(data.rstrip(b"\0"))  # what tar and gzip pad with may be missing
    for cut in {whole // 3, whole // 2, whole - 1}:
        if container_kind(data[:cut]) == container_kind(data):
            assert any(one.severity is Severity.FATAL for one in _opened(data[:cut])[1]), f"taken whole, cut at {cut}"


def _of_many_streams(data: bytes) -> bool:
    """Gzip streams one after the other may end after any of them: what they hold must then tell that it is cut."""
    if container_kind(data) != "gzip":
        return False
    stream = zlib.decompressobj(wbits=31)
    stream.decompress(data)
    return bool(stream.unused_data.strip(b"\0"))


TARGET = Target("unpack", seeds, mutate, check)
