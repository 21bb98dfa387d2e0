"""What is said of a partner's server is said in the language asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from edi.config.remotes import Remote
from edi.sftp.entry import join, quoted
from edi.sftp.errors import SecretMissing, TransferError
from edi.sftp.session import Session


def remote(folder: Path) -> Remote:
    return Remote(
        host="127.0.0.1", port=1, user="edi", known_hosts=folder / "known_hosts", password_env="SECRET", out="OUT"
    )


def fault(folder: Path) -> TransferError:
    with pytest.raises(TransferError) as told, Session(remote(folder)):
        pass
    return told.value


def test_a_missing_secret_a_missing_file_of_keys_and_a_closed_port_are_told_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = fault(tmp_path)
    assert isinstance(missing, SecretMissing)
    monkeypatch.setenv("SECRET", "secret")
    assert "the file of known keys is missing" in fault(tmp_path).of("en")
    (tmp_path / "known_hosts").touch()
    closed = fault(tmp_path)
    assert closed.of("fr").startswith("sftp [127.0.0.1]:1 : impossible de se connecter : la connexion a échoué (")
    assert closed.of("en").startswith("sftp [127.0.0.1]:1: cannot connect: the connection failed (")


def test_a_name_of_theirs_is_quoted_and_cannot_break_a_line() -> None:
    assert quoted(b"a\nb{x}.xml").en.startswith("“a")
    assert quoted(b"a\nb.xml").fr.isprintable()
    assert quoted(b"{x}").fr == "« {x} »"


def test_a_path_of_theirs_is_made_of_bytes() -> None:
    assert (join("OUT/", b"\xe9"), join("/", b"a")) == (b"OUT/\xe9", b"/a")
