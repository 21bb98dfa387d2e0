"""The settings: what a file may say, and the sentence for everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from edi.config.partners import load_partner
from edi.config.settings import Settings, load_settings
from edi.disk.folders import Folders
from edi.errors import ConfigError
from edi.model.limits import Limits


def written(folders: Folders, text: str | bytes) -> Path:
    file = folders.config / "gateway.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def partner_file(folders: Folders, text: str, name: str = "btp") -> Path:
    file = folders.partners / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_defaults_serve_where_no_file_stands(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings(folders=Folders.of(tmp_path))


def test_every_key_of_the_gateway_is_read(folders: Folders) -> None:
    written(
        folders,
        '[gateway]\napp_code = "ABC123"\nlang = "en"\nsettle_seconds = 0.5\nworkers = 3\n'
        '[limits]\ndrop = 1000\ndocuments = 2\n[schemas.cii]\nfolder = "own"\nentry = "main.xsd"\n',
    )
    found = load_settings(folders.root)
    assert (found.app_code, found.lang, found.settle_seconds, found.workers) == ("ABC123", "en", 0.5, 3)
    assert (found.limits.drop, found.limits.documents, found.limits.depth) == (1000, 2, Limits().depth)
    assert (found.schemas["cii"].folder, found.schemas["cii"].entry) == (folders.config / "own", "main.xsd")


def test_an_absolute_schema_folder_is_kept(folders: Folders) -> None:
    written(folders, '[schemas.cii]\nfolder = "/srv/xsd"\nentry = "main.xsd"\n')
    assert load_settings(folders.root).schemas["cii"].folder == Path("/srv/xsd")


def test_a_file_with_a_byte_order_mark_is_read(folders: Folders) -> None:
    written(folders, b'\xef\xbb\xbf[gateway]\nlang = "en"\n')
    assert load_settings(folders.root).lang == "en"


def test_a_config_file_elsewhere_brings_its_own_partners(tmp_path: Path) -> None:
    config = tmp_path / "etc"
    (config / "partners").mkdir(parents=True)
    (config / "partners" / "mairie.toml").write_text('app_code = "YYY002"', encoding="utf-8")
    (config / "other.toml").write_text("[gateway]\nworkers = 1\n", encoding="utf-8")
    found = load_settings(tmp_path / "root", config / "other.toml")
    assert (found.workers, list(found.partners)) == (1, ["mairie"])


def test_a_config_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml.*--config"):
        load_settings(tmp_path, tmp_path / "absent.toml")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[gatway]\n", "gatway"),
        ("workers = 1\n", "workers"),
        ("gateway = 1\n", "gateway"),
        ("limits = []\n", "limits"),
        ('schemas = "x"\n', "schemas"),
        ("[gateway]\nworker = 1\n", "gateway.worker"),
        ("[gateway]\npartners = {}\n", "gateway.partners"),
        ('[gateway]\napp_code = "edi001"\n', "app_code"),
        ('[gateway]\napp_code = "EDI01"\n', "app_code"),
        ('[gateway]\napp_code = "EDI0001"\n', "app_code"),
        ('[gateway]\napp_code = "EDI001\\n"\n', "app_code"),
        ('[gateway]\napp_code = "ÉDI001"\n', "app_code"),
        ("[gateway]\napp_code = 123456\n", "app_code"),
        ('[gateway]\nlang = "de"\n', "lang"),
        ('[gateway]\nlang = ["fr"]\n', "lang"),
        ('[gateway]\nsettle_seconds = "5"\n', "settle_seconds"),
        ("[gateway]\nsettle_seconds = -1\n", "settle_seconds"),
        ("[gateway]\nsettle_seconds = nan\n", "settle_seconds"),
        ("[gateway]\nsettle_seconds = inf\n", "settle_seconds"),
        ("[gateway]\nsettle_seconds = true\n", "settle_seconds"),
        ("[gateway]\nworkers = 0\n", "workers"),
        ("[gateway]\nworkers = 65\n", "workers"),
        ("[gateway]\nworkers = 2.5\n", "workers"),
        ("[gateway]\nworkers = true\n", "workers"),
        ("[gateway]\nworkers = 1979-05-27\n", "workers"),
        ("[limits]\ndocument = 5\n", "limits.document"),
        ("[limits]\ndrop = 0\n", "drop"),
        ("[limits]\ndrop = 0.5\n", "drop"),
        ("[limits]\ndrop = nan\n", "drop"),
        ('[limits]\ndrop = "1 GiB"\n', "drop"),
        ("[limits]\ndrop = 9_999_999_999_999_999_999\n", "drop"),
        ("[schemas]\ncii = 1\n", "cii"),
        ('[schemas.cii]\nfolder = "x"\n', "schemas.cii"),
        ('[schemas.cii]\nfolder = 1\nentry = "x"\n', "schemas.cii"),
        ('[schemas.cii]\nfolder = "x"\nentry = "x"\nsha = "x"\n', "schemas.cii.sha"),
    ],
)
def test_a_wrong_key_or_value_is_told_with_its_file_and_key(folders: Folders, text: str, key: str) -> None:
    file = written(folders, text)
    with pytest.raises(ConfigError) as told:
        load_settings(folders.root)
    assert str(file) in str(told.value)
    assert key in str(told.value)


NOT_TOML = [b"[gateway\n", b"a = 1\na = 2\n", b"lang = '\xe9t\xe9'\n", b"\xff\xfe[\x00", b"\x00"]
TOO_MUCH = [b"a = " + b"1" * 5_000, b"a = " + b"[" * 5_000, b"a = " + b"{b=" * 5_000]  # tomllib raises what it may not


@pytest.mark.parametrize("text", NOT_TOML + TOO_MUCH)
def test_what_is_not_toml_is_told_with_its_file(folders: Folders, text: bytes) -> None:
    file = written(folders, text)
    with pytest.raises(ConfigError, match="TOML") as told:
        load_settings(folders.root)
    assert str(file) in str(told.value)


def test_a_folder_in_the_place_of_the_file_is_told_rather_than_passed_over(folders: Folders) -> None:
    (folders.config / "gateway.toml").mkdir()
    with pytest.raises(ConfigError, match=r"gateway\.toml.*lecture impossible"):
        load_settings(folders.root)


def test_a_link_to_nowhere_is_told_rather_than_passed_over(folders: Folders) -> None:
    (folders.config / "gateway.toml").symlink_to("gone.toml")
    with pytest.raises(ConfigError, match=r"gateway\.toml"):
        load_settings(folders.root)


def test_a_partner_needs_no_more_than_its_code(settings: Settings) -> None:
    partner = settings.partners["btp"]
    assert (partner.name, partner.app_code, partner.naming, partner.lang) == ("btp", "XXX001", "strict", "fr")
    assert (partner.extension, partner.returns) == (".xml", ("html",))


def test_every_key_of_a_partner_is_read(folders: Folders) -> None:
    text = 'app_code = "XXX001"\nnaming = "free"\nlang = "en"\nextension = ""\nreturns = ["json", "csv", "json"]\n'
    partner = load_partner(partner_file(folders, text))
    assert (partner.naming, partner.lang, partner.extension, partner.returns) == ("free", "en", "", ("json", "csv"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "app_code"),
        ('appcode = "XXX001"', "appcode"),
        ('app_code = "XXX001"\nname = "x"', "name"),
        ('app_code = "xxx001"', "app_code"),
        ("app_code = ['XXX001']", "app_code"),
        ('app_code = "XXX001"\nnaming = "loose"', "naming"),
        ('app_code = "XXX001"\nnaming = true', "naming"),
        ('app_code = "XXX001"\nlang = "FR"', "lang"),
        ('app_code = "XXX001"\nextension = "xml"', "extension"),
        ('app_code = "XXX001"\nextension = {}', "extension"),
        ('app_code = "XXX001"\nreturns = "csv"', "returns"),
        ('app_code = "XXX001"\nreturns = ["pdf"]', "returns"),
        ('app_code = "XXX001"\nreturns = [["csv"]]', "returns"),
        ('app_code = "XXX001"\nreturns = [{}]', "returns"),
        ('app_code = "XXX001"\nreturns = [1]', "returns"),
        ('app_code = "XXX001"\n[limits]\ndrop = 1', "limits"),
    ],
)
def test_a_wrong_partner_is_told_with_its_file_and_key(folders: Folders, text: str, key: str) -> None:
    file = partner_file(folders, text)
    with pytest.raises(ConfigError) as told:
        load_settings(folders.root)
    assert str(file) in str(told.value)
    assert key in str(told.value)


@pytest.mark.parametrize("name", ["BTP", "btp nord", "-btp", "été", ".btp", "b" * 64, "btp\n"])
def test_a_file_name_that_cannot_name_a_partner_is_refused(folders: Folders, name: str) -> None:
    partner_file(folders, 'app_code = "XXX001"', name)
    with pytest.raises(ConfigError, match="nommer un partenaire"):
        load_settings(folders.root)


def test_two_partners_of_one_code_are_refused_and_both_named(folders: Folders) -> None:
    for name in ("btp", "mairie"):
        partner_file(folders, 'app_code = "XXX001"', name)
    with pytest.raises(ConfigError, match=r"btp et mairie.*XXX001"):
        load_settings(folders.root)


def test_a_wrong_setting_ends_a_command_with_2() -> None:
    assert ConfigError.exit_code == 2


@pytest.mark.parametrize("place", ["gateway.toml", "partners/btp.toml"])
def test_a_code_in_small_letters_is_told_to_want_capitals(tmp_path: Path, place: str) -> None:
    file = tmp_path / "config" / place
    file.parent.mkdir(parents=True)
    file.write_text('[gateway]\napp_code = "xxx001"\n' if place == "gateway.toml" else 'app_code = "xxx001"\n')
    with pytest.raises(ConfigError, match="6 lettres capitales ou chiffres"):
        load_settings(tmp_path)


def test_partners_that_are_no_folder_are_not_no_partners(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "partners").touch()
    with pytest.raises(ConfigError, match="partners : ce dossier ne peut pas être lu"):
        load_settings(tmp_path)
