"""edi partner add: settings, folders, and the commands an SFTP account needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from edi.commands import partner
from edi.errors import ConfigError
from edi.settings import load_settings

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample erp"


def add(root: Path, siret: str = "", ssh_key: Path | None = None, name: str = "acme", code: str = "ACM001") -> int:
    return partner.add(name, code, "strict", "fr", ".xml", "csv", root, None, siret, ssh_key)


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
    from edi.commands import run, watch

    missing = tmp_path / "slip"
    with pytest.raises(ConfigError, match="--root"):
        run.run(missing, None, 0, False) if work == "run" else watch.watch(missing, None, 0, True)
    assert not missing.exists()
