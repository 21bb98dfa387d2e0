"""edi partner add: settings, folders, and the commands an SFTP account needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from gateways import call

from edi.cli.verbs import demo, partner
from edi.config.settings import load_settings
from edi.disk import durable
from edi.errors import ConfigError

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample erp"


def add(root: Path, siret: str = "", ssh_key: Path | None = None, name: str = "acme", code: str = "ACM001") -> int:
    return partner.add(call(root), name, code, returns="csv", siret=siret, ssh_key=ssh_key)


def test_a_partner_added_can_be_loaded_with_all_it_was_given(tmp_path: Path) -> None:
    assert add(tmp_path, siret="12345678200051,123456782") == 0
    loaded = load_settings(tmp_path).partners["acme"]
    assert (loaded.app_code, loaded.returns, loaded.siret) == ("ACM001", ("csv",), ("12345678200051", "123456782"))
    assert (tmp_path / "inbox" / "acme").is_dir()
    assert (tmp_path / "outbox" / "acme").is_dir()


def test_a_key_prints_commands_a_shell_can_run_and_leaves_the_folders_to_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "their key.pub"
    key.write_text(KEY)
    add(tmp_path, ssh_key=key)
    printed = capsys.readouterr().out
    assert f"install -o root -g root -m 644 '{key}' /etc/ssh/edi-partners/acme" in printed
    assert f"ln -sfn ../sftp/acme/inbox {tmp_path}/inbox/acme" in printed
    assert not (tmp_path / "inbox" / "acme").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [("-----BEGIN OPENSSH PRIVATE KEY-----\nx", "clé privée"), ("hello", "clé publique"), ("", "clé publique")],
)
def test_a_key_file_that_is_no_public_key_is_refused(tmp_path: Path, text: str, said: str) -> None:
    key = tmp_path / "key"
    key.write_text(text)
    with pytest.raises(ConfigError, match=said):
        add(tmp_path, ssh_key=key)


@pytest.mark.parametrize("siret", ["123", "1234567820005x", "12345678200051;9"])
def test_a_siret_of_another_shape_is_refused(tmp_path: Path, siret: str) -> None:
    with pytest.raises(ConfigError, match="--siret"):
        add(tmp_path, siret=siret)


def test_nobody_is_overwritten_and_no_code_is_given_twice(tmp_path: Path) -> None:
    add(tmp_path)
    with pytest.raises(ConfigError, match="existe déjà"):
        add(tmp_path)
    with pytest.raises(ConfigError, match="partenaire acme"):
        add(tmp_path, name="other")


@pytest.mark.parametrize("work", ["run", "watch"])
def test_no_gateway_is_made_where_the_root_is_a_typing_slip(tmp_path: Path, work: str) -> None:
    from edi.cli.verbs import run, watch

    missing = tmp_path / "slip"
    with pytest.raises(ConfigError, match="--root"):
        run.run(call(missing), 0) if work == "run" else watch.watch(call(missing), 0)
    assert not missing.exists()


def refuse_to_write(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """As on a disk that may only be read: root, who may run the tests, is stopped by no permission."""

    def refused(folder: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(durable, what, refused)


@pytest.mark.parametrize("what", ["make_folder", "publish"])
def test_a_place_that_cannot_be_written_is_told_and_declares_nobody(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_write(monkeypatch, what)
    with pytest.raises(ConfigError, match=r"écriture impossible \(Permission denied\) ; donnez un --root"):
        add(tmp_path)
    assert load_settings(tmp_path).partners == {}


def test_a_place_that_takes_no_folder_ends_with_a_next_step() -> None:
    with pytest.raises(ConfigError, match="/proc/foo : écriture impossible"):
        add(Path("/proc/foo"))
    with pytest.raises(ConfigError, match="/proc/foo : écriture impossible"):
        demo.demo(call(Path("/proc/foo")))


def test_a_demo_where_a_file_stands_ends_with_a_next_step(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="file : écriture impossible"):
        demo.demo(call(tmp_path / "file"))


def test_the_gateways_language_is_spoken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "gateway.toml").write_text('[gateway]\nlang = "en"\n', encoding="utf-8")
    partner.list_all(call(tmp_path))
    assert "No partner" in capsys.readouterr().out
    add(tmp_path)
    assert "Partner acme (ACM001) added." in capsys.readouterr().out
    partner.list_all(call(tmp_path))
    assert capsys.readouterr().out.split()[:5] == ["partner", "code", "names", "language", "returns"]
