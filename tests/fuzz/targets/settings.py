"""The settings files: whatever stands in them, they are settings or one sentence that names the file."""

from __future__ import annotations

import re
import tempfile
from dataclasses import fields
from functools import cache
from pathlib import Path

from edi.config.partners import Partner
from edi.config.settings import load_settings
from edi.errors import ConfigError
from edi.model.limits import Limits
from edi.schemas.catalog import Override, load_catalog

from ..mutation import either, lines, nested
from ..target import Target

_GATEWAY = b"""[gateway]
app_code = "EDI001"
lang = "fr"
settle_seconds = 5.0
sweep_seconds = 2
workers = 2

[limits]
drop = 1073741824
findings = 100

[schemas.ubl-invoice]
folder = "schemas/ubl"
entry = "UBL-Invoice-2.1.xsd"
"""
_PARTNER = b"""app_code = "XXX001"
naming = "strict"
lang = "en"
extension = ""
returns = ["csv", "json"]
siret = ["12345678901234"]
settle_seconds = 3
done_suffix = ".done"
temporary = ["*.upload", "envoi_*"]

[sftp]
host = "sftp.example.org"
port = 2222
user = "edi"
known_hosts = "known_hosts"
password_env = "MOT_DE_PASSE"
out = "/depots"
in = "/retours"
after = "move"
done = "/faits"
every_seconds = 30
timeout_seconds = 10
listing_limit = 100
quiet_seconds = 5
temporary = ["*.x"]
"""
_WORDS = (
    *(field.name for field in (*fields(Limits), *fields(Partner))),
    *("[gateway]", "[limits]", "[schemas.cii-d22b]", "[sftp]", "[[sftp]]", "app_code", '""', "''", '"""', "'''", "[]"),
    *("{}", "{a = 1}", "true", "nan", "inf", "-inf", "1e999", "-1", "0", "0x10", "1979-05-27", "07:32:00", "[1, 'a']"),
    *('"\\u0000"', '"\\n"', '"\\uD800"', "1" * 5_000, "1_0", '"a" "b"', "#", "a.b.c", '"a\\"b" = 1', "password"),
)
mutate = either(*[lines(_WORDS)] * 12, nested())


def seeds() -> list[bytes]:
    """One byte that says which file, then its content."""
    bom = b"\xef\xbb\xbf"
    return [b"g" + _GATEWAY, b"p" + _PARTNER, b"p" + bom + _PARTNER, b"p" + b'app_code = "ABC123"\n', b"g"]


@cache
def _root() -> Path:
    root = Path(tempfile.mkdtemp(prefix="edi-fuzz-"))
    (root / "config" / "partners").mkdir(parents=True)
    return root


def check(data: bytes) -> str:
    root = _root()
    partners = data[:1] != b"g"
    file = root / "config" / ("partners/btp.toml" if partners else "gateway.toml")
    file.write_bytes(data[1:])
    try:
        settings = load_settings(root)
        overrides = {role: Override(folder=one.folder, entry=one.entry) for role, one in settings.schemas.items()}
        load_catalog(overrides=overrides)
    except ConfigError as error:
        said = str(error)
        assert said
        assert str(root) in said or "schema" in said.lower(), f"which file? {said}"
        assert said.encode()
        return re.sub(r"«.*»|'.*'|\d+", "", said.removeprefix(str(root)))[:60]
    finally:
        file.unlink()
    assert settings.settle_seconds >= 0
    assert settings.sweep_seconds > 0
    assert settings.workers >= 1
    for partner in settings.partners.values():
        assert len(partner.app_code) == 6
        assert partner.app_code.isascii()
        assert partner.naming in ("strict", "free")
        assert partner.settle_seconds is None or partner.settle_seconds >= 0
        if (remote := partner.sftp) is not None:
            assert 1 <= remote.port <= 65_535
            assert remote.out or remote.into
    return f"good {len(settings.schemas)} {[bool(one.sftp) for one in settings.partners.values()]}"


TARGET = Target("settings", seeds, mutate, check)
