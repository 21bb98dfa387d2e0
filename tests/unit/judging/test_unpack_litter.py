"""What systems leave in archives, and what only looks like it."""

from __future__ import annotations

import pytest

from edi.judging.unpack import unpack
from edi.judging.unpack.litter import is_litter
from edi.model.finding import Finding
from edi.model.judgement import Member
from edi.model.limits import Limits
from edi.sandbox.archives import tar_gz


@pytest.mark.parametrize(
    "name",
    [
        *("desktop.ini", "Desktop.INI", "d/Thumbs.db", "ehthumbs.db", ".DS_Store", "._a.xml", "__MACOSX/a.xml"),
        *("@eaDir/a.xml/SYNO.jpg", "d/@eaDir/x", ".~lock.a.xml#", "~$facture.docx", "Icon\r", "d/Icon\r", ".directory"),
        *("a.xml:Zone.Identifier", "a.xmlZone.Identifier", ".nfs00000000001a2b3c", "System Volume Information/x"),
    ],
)
def test_what_systems_leave_is_told_and_left(name: str) -> None:
    assert is_litter(name)
    told = list(unpack(tar_gz({name: b"x", "a.xml": b"<a/>"}), Limits()))
    assert [item.code for item in told if isinstance(item, Finding)] == ["UNPACK-LITTER"]
    assert [item.name for item in told if isinstance(item, Member)] == ["a.xml"]


@pytest.mark.parametrize(
    "name", ["facture.xml", "desktop.ini.xml", "Icon.xml", "a~$b.xml", "lock.a.xml", "eaDir/a.xml"]
)
def test_what_people_make_is_none(name: str) -> None:
    assert not is_litter(name)


def test_an_icon_is_one_as_long_as_it_is_empty() -> None:
    assert is_litter("Icon", 0)
    assert not is_litter("Icon", 5)


def test_a_damaged_archive_quotes_no_library() -> None:
    for data in (tar_gz({"a.xml": b"<a/>" * 999})[:-20], b"\x1f\x8b\x08" + b"\xff" * 200):
        told = [item for item in unpack(data, Limits()) if isinstance(item, Finding)]
        assert told
        assert all("Error" not in str(value) for finding in told for value in finding.values.values())
