"""The [sftp] table of a partner's file: defaults, every key, and the sentence for everything else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from edi.config.remotes import read_remote
from edi.errors import ConfigError

FILE = Path("config/partners/btp.toml")
LEAST: dict[str, Any] = {"host": "sftp.example.org", "user": "edi", "known_hosts": "kh", "key": "id", "out": "out"}


def test_the_least_table_gets_the_documented_defaults() -> None:
    remote = read_remote(LEAST, FILE)
    assert (remote.port, remote.every_seconds, remote.after, remote.timeout_seconds) == (22, 60.0, "remove", 30.0)
    assert (remote.listing_limit, remote.quiet_seconds, remote.into, remote.temporary) == (1000, 10.0, "", ())


def test_paths_are_relative_to_the_partners_file() -> None:
    remote = read_remote(LEAST | {"key": "/etc/id"}, FILE)
    assert (remote.known_hosts, remote.key) == (FILE.parent / "kh", Path("/etc/id"))


def test_every_key_reaches_its_field() -> None:
    raw = {"host": "h", "port": 2222, "user": "u", "known_hosts": "kh", "credential": "c", "out": "a/", "in": "b"}
    raw |= {"every_seconds": 5, "after": "move", "done": "d", "timeout_seconds": 7, "listing_limit": 9}
    raw |= {"quiet_seconds": 0, "temporary": ["*.wip"]}
    remote = read_remote(raw, FILE)
    assert (remote.out, remote.into, remote.done, remote.after) == ("a", "b", "d", "move")
    assert (remote.every_seconds, remote.timeout_seconds, remote.listing_limit) == (5.0, 7.0, 9)
    assert (remote.quiet_seconds, remote.temporary, remote.known_as) == (0.0, ("*.wip",), "[h]:2222")


@pytest.mark.parametrize("key", ["password", "passphrase"])
def test_a_password_in_the_file_is_refused_with_where_it_goes(key: str) -> None:
    with pytest.raises(ConfigError, match=r"password_env .*password_file .*credential"):
        read_remote(LEAST | {key: "hunter2"}, FILE)


def test_a_refusal_does_not_repeat_the_password() -> None:
    with pytest.raises(ConfigError) as told:
        read_remote(LEAST | {"password": "hunter2"}, FILE)
    assert "hunter2" not in str(told.value)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"hots": "x"}, "clé inconnue sftp.hots"),
    ({"host": None}, "clé sftp.host manque"),
    ({"user": None}, "clé sftp.user manque"),
    ({"known_hosts": None}, "clé sftp.known_hosts manque"),
    ({"key": None}, "une et une seule"),
    ({"password_env": "X"}, "une et une seule.*key, password_env"),
    ({"host": "a b"}, "sftp.host"),
    ({"host": "-oProxyCommand=x"}, "sftp.host"),
    ({"user": ""}, "sftp.user"),
    ({"port": 0}, "sftp.port"),
    ({"port": 65_536}, "sftp.port"),
    ({"port": 22.0}, "sftp.port"),
    ({"port": True}, "sftp.port"),
    ({"key": 3}, "sftp.key"),
    ({"out": None}, "demande out"),
    ({"out": ""}, "sftp.out"),
    ({"in": "out"}, "même dossier"),
    ({"in": 3}, "sftp.in"),
    ({"every_seconds": 0}, "sftp.every_seconds"),
    ({"every_seconds": "60"}, "sftp.every_seconds"),
    ({"after": "delete"}, "sftp.after"),
    ({"after": "move"}, "sftp.done"),
    ({"done": "d"}, "sftp.done"),
    ({"after": "move", "done": "out"}, "sftp.done"),
    ({"timeout_seconds": 0}, "sftp.timeout_seconds"),
    ({"listing_limit": 0}, "sftp.listing_limit"),
    ({"quiet_seconds": -1}, "sftp.quiet_seconds"),
    ({"quiet_seconds": float("nan")}, "sftp.quiet_seconds"),
    ({"temporary": "*.x"}, "sftp.temporary"),
]


@pytest.mark.parametrize(("change", "words"), WRONG)
def test_a_wrong_table_is_refused_with_file_and_key(change: dict[str, Any], words: str) -> None:
    raw = {key: value for key, value in (LEAST | change).items() if value is not None}
    with pytest.raises(ConfigError, match=f"{re.escape(str(FILE))}.*{words}") as told:
        read_remote(raw, FILE)
    assert told.value.of("en") != told.value.of("fr")
