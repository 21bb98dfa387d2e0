"""A partner's SFTP server: the [sftp] table of its settings file.

In: the table as parsed.  Out: a frozen Remote.  Refuses: an unknown or missing key, a wrong value, and any password
written in the file (ConfigError).  Whether the server answers is not asked here, nor whether its files exist: a server
that fails must not keep the gateway from starting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edi.config import Place
from edi.config.toml import Check, Field, Table, choice, matching, number, texts, whole
from edi.message import Message

WORD = re.compile(r"[^\s/-][^\s/]*")  # a host, a user, a credential's name
SECRETS = ("key", "key_env", "password_env", "password_file", "credential")
PASSWORDS = ("password", "passphrase")

NO_PASSWORD = Message(
    "[sftp] {key} : un secret ne s'écrit pas dans ce fichier ; donnez-le par password_env (variable d'environnement), "
    "password_file (fichier) ou credential (secret systemd).",
    "[sftp] {key}: a secret is not written in this file; give it by password_env (environment variable), "
    "password_file (file) or credential (systemd credential).",
)
ONE_SECRET = Message(
    "[sftp] demande une et une seule des clés {keys} ; trouvé : {given}.",
    "[sftp] wants one, and one only, of the keys {keys}; it has: {given}.",
)
NO_FOLDER = Message(
    "[sftp] demande out (dossier où prendre les dépôts), in (dossier où livrer les retours), ou les deux.",
    "[sftp] wants out (the folder to fetch drops from), in (the folder to deliver returns to), or both.",
)
SAME_FOLDER = Message(
    "sftp.out et sftp.in sont le même dossier ; les retours y seraient repris en dépôts.",
    "sftp.out and sftp.in are the same folder; returns would be fetched from it as drops.",
)
MOVE_AND_DONE = Message(
    'sftp.after = "move" et sftp.done (un dossier à part, sur le serveur) vont ensemble ; trouvé : after = {after!r}, '
    "done = {done!r}.",
    'sftp.after = "move" and sftp.done (a folder of its own, on the server) go together; found: after = {after!r}, '
    "done = {done!r}.",
)
NONE = Message("aucune", "none")
A_HOST = Message("le nom ou l'adresse du serveur", "the server's name or address")
A_USER = Message("notre compte sur ce serveur", "our account on that server")
KNOWN_HOSTS = Message("le fichier des clés du serveur (ssh-keyscan)", "the file of the server's keys (ssh-keyscan)")
A_WORD = Message("un nom sans espace", "a name without blanks")
A_PATH = Message("un chemin de fichier", "the path of a file")
A_FOLDER = Message("un dossier du serveur", "a folder of the server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """Where, as whom, what for. Folders are as the server names them; seconds unless said otherwise."""

    host: str
    user: str
    known_hosts: Path  # OpenSSH's format; the keys this partner's server may show
    port: int = 22
    key: Path | None = None  # one of these five says who we are
    key_env: str = ""
    password_env: str = ""
    password_file: Path | None = None
    credential: str = ""  # a file of $CREDENTIALS_DIRECTORY (systemd), key or password
    out: str = ""  # the folder we fetch drops from; "" for none
    into: str = ""  # the folder we deliver returns to (`in` in the file); "" for none
    every_seconds: float = 60.0
    after: str = "remove"  # what becomes of the original once its flow is ours: remove, or move to `done`
    done: str = ""
    timeout_seconds: float = 30.0  # without a word from the server
    listing_limit: int = 1_000  # files considered a poll
    quiet_seconds: float = 10.0  # how long a remote file must not have changed
    temporary: tuple[str, ...] = ()  # further name patterns (*, ?) that are never fetched

    @property
    def known_as(self) -> str:
        """The name known_hosts has the server under."""
        return self.host if self.port == 22 else f"[{self.host}]:{self.port}"


def read_remote(raw: Mapping[str, Any], file: Path) -> Remote:
    """The [sftp] table of one partner's file; its paths are absolute or relative to that file."""
    place = Place(file)
    for key in PASSWORDS:
        if key in raw:
            place.refuse(NO_PASSWORD, key=key)
    values = Table(place, raw, "sftp.").read(KEYS, REQUIRED)
    if "in" in values:
        values["into"] = values.pop("in")
    secrets = [key for key in SECRETS if key in values]
    if len(secrets) != 1:
        place.refuse(ONE_SECRET, keys=", ".join(SECRETS), given=", ".join(secrets) or NONE)
    remote = Remote(**values)
    _check_folders(remote, place)
    return remote


def _check_folders(remote: Remote, place: Place) -> None:
    if not remote.out and not remote.into:
        place.refuse(NO_FOLDER)
    if remote.out and remote.out == remote.into:
        place.refuse(SAME_FOLDER)
    if (remote.after == "move") != bool(remote.done) or (remote.done and remote.done in (remote.out, remote.into)):
        place.refuse(MOVE_AND_DONE, after=remote.after, done=remote.done)


def _path(field: Field) -> Path:
    if not isinstance(field.value, str) or not field.value.strip() or "\0" in field.value:
        field.refuse(A_PATH)
    return field.place.file.parent / field.value


def _folder(field: Field) -> str:
    if not isinstance(field.value, str) or not field.value.strip() or "\0" in field.value or "\n" in field.value:
        field.refuse(A_FOLDER)
    return field.value.rstrip("/") or "/"


_word = matching(WORD, A_WORD)
REQUIRED: Mapping[str, Message] = {"host": A_HOST, "user": A_USER, "known_hosts": KNOWN_HOSTS}
KEYS: Mapping[str, Check] = {
    "host": _word,
    "port": whole(1, 65_535),
    "user": _word,
    "known_hosts": _path,
    "key": _path,
    "key_env": _word,
    "password_env": _word,
    "password_file": _path,
    "credential": _word,
    "out": _folder,
    "in": _folder,
    "every_seconds": number(1, 86_400),
    "after": choice("remove", "move"),
    "done": _folder,
    "timeout_seconds": number(1, 600),
    "listing_limit": whole(1, 100_000),
    "quiet_seconds": number(0, 86_400),
    "temporary": texts,
}
