"""A partner's SFTP server: the [sftp] table of its settings file, what can go wrong there, when to try again.

In: the table as parsed.  Out: a frozen Remote.  Refuses: an unknown or missing key, a wrong value, and any password
written in the file (ConfigError).  Whether the server answers is not asked here, nor whether its files exist: a server
that fails must not keep the gateway from starting.  Nothing here loads the SSH library.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edi.errors import ConfigError, GatewayError

WORD = re.compile(r"[^\s/-][^\s/]*")  # a host, a user, a credential's name
SECRETS = ("key", "key_env", "password_env", "password_file", "credential")
LATEST = 3_600.0  # seconds: the longest wait between two tries
NO_PASSWORD = (
    "{file} : [sftp] {key} : un secret ne s'écrit pas dans ce fichier ; donnez-le par password_env (variable "
    "d'environnement), password_file (fichier) ou credential (secret systemd)."
)


class TransferError(GatewayError):
    """Files could not be exchanged with a partner's server. Nothing is lost: they stay where they are."""

    wait = 0.0  # seconds before the server may be tried again, whatever its schedule says


class HostKeyUnknown(TransferError):
    """The server's key is in no known_hosts line of this partner: nothing was sent to it."""


class HostKeyChanged(TransferError):
    """The server shows another key than the known one: nothing was sent to it."""


class AuthFailed(TransferError):
    """The server refused our user, key or password. Trying again soon could lock the account."""

    wait = 300.0


class SecretMissing(TransferError):
    """The key or password cannot be read here; the server was not asked."""


class Unreachable(TransferError):
    """No connection, or it broke, or the server does not speak the protocol."""


class TimedOut(TransferError):
    """The server fell silent or was too slow."""


class Refused(TransferError):
    """The server answered no: a permission, a missing folder, a full disk."""


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


@dataclass(slots=True)
class Schedule:
    """When each partner's server is tried next. Pure: `now` is in seconds of any clock that never steps back."""

    at: dict[str, float] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)

    def due(self, partner: str, now: float) -> bool:
        return now >= self.at.get(partner, now)

    def succeeded(self, partner: str, remote: Remote, now: float, more: bool = False) -> None:
        """`more`: the server has files that are not done with; it is asked again once they can be."""
        self.failures.pop(partner, None)
        wait = min(remote.every_seconds, max(remote.quiet_seconds, 1.0)) if more else remote.every_seconds
        self.at[partner] = now + wait

    def failed(self, partner: str, remote: Remote, fault: TransferError, now: float) -> None:
        """The wait doubles with each failure in a row up to an hour, and is at least what the fault asks for."""
        count = self.failures[partner] = self.failures.get(partner, 0) + 1
        longest = max(LATEST, remote.every_seconds)
        self.at[partner] = now + max(min(remote.every_seconds * 2.0 ** min(count, 30), longest), fault.wait)

    def next(self, now: float) -> float | None:
        """Seconds until the first server that was tried before is due again; None when none was."""
        return max(0.0, min(self.at.values()) - now) if self.at else None


@dataclass(frozen=True, slots=True)
class Secret:
    """A private key's text or a password, and where it was found."""

    text: str
    is_key: bool
    where: str


def read_secret(remote: Remote) -> Secret:
    """What says who we are, read anew each time. SecretMissing names the place it was looked for in."""
    if remote.key is not None:
        return Secret(_text(remote.key), True, str(remote.key))
    if remote.password_file is not None:
        return Secret(_text(remote.password_file).rstrip("\r\n"), False, str(remote.password_file))
    if name := remote.key_env or remote.password_env:
        if found := os.environ.get(name):
            return Secret(found, bool(remote.key_env), name)
        raise SecretMissing(f"la variable d'environnement {name} est vide ou absente ; pas de connexion.")
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise SecretMissing(
            f"secret {remote.credential} : CREDENTIALS_DIRECTORY n'est pas défini ; il l'est par systemd, avec "
            "LoadCredential= dans le service."
        )
    text = _text(Path(folder) / remote.credential)
    return Secret(text.rstrip("\r\n"), "PRIVATE KEY" in text, remote.credential)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "ce n'est pas du texte"
        raise SecretMissing(f"{path} : clé ou mot de passe illisible ({reason}) ; pas de connexion.") from None


def read_remote(raw: Mapping[str, Any], file: Path) -> Remote:
    """The [sftp] table of one partner's file; its paths are absolute or relative to that file."""
    if "password" in raw or "passphrase" in raw:
        raise ConfigError(NO_PASSWORD.format(file=file, key="password" if "password" in raw else "passphrase"))
    for key in raw:
        if key not in _READERS:
            raise ConfigError(f"{file} : clé inconnue sftp.{key} ; connues : {', '.join(sorted(_READERS))}.")
    given = {name: read(raw[key], key, file) for key, (name, read) in _READERS.items() if key in raw}
    for key in ("host", "user", "known_hosts"):
        if key not in given:
            raise ConfigError(f"{file} : la clé sftp.{key} manque ; un serveur se déclare par host, user, known_hosts.")
    secrets = [key for key in SECRETS if key in given]
    if len(secrets) != 1:
        found = f" ; trouvées : {', '.join(secrets)}" if secrets else ""
        raise ConfigError(f"{file} : [sftp] demande une et une seule des clés {', '.join(SECRETS)}{found}.")
    remote = Remote(**given)
    if not remote.out and not remote.into:
        raise ConfigError(
            f"{file} : [sftp] demande out (dossier où prendre les dépôts), in (dossier où livrer les "
            "retours), ou les deux."
        )
    if remote.out and remote.out == remote.into:
        raise ConfigError(
            f"{file} : sftp.out et sftp.in sont le même dossier ; les retours y seraient repris en dépôts."
        )
    if (remote.after == "move") != bool(remote.done) or (remote.done and remote.done in (remote.out, remote.into)):
        raise ConfigError(
            f'{file} : sftp.after = "move" et sftp.done (un dossier à part, sur le serveur) vont ensemble ; '
            f"trouvé : after = {remote.after!r}, done = {remote.done!r}."
        )
    return remote


def _word(given: Any, key: str, file: Path) -> str:
    if not isinstance(given, str) or not WORD.fullmatch(given):
        raise ConfigError(f"{file} : sftp.{key} vaut {given!r} ; attendu : un nom sans espace.")
    return given


def _path(given: Any, key: str, file: Path) -> Path:
    if not isinstance(given, str) or not given.strip() or "\0" in given:
        raise ConfigError(f"{file} : sftp.{key} vaut {given!r} ; attendu : un chemin de fichier.")
    return file.parent / given


def _folder(given: Any, key: str, file: Path) -> str:
    if not isinstance(given, str) or not given.strip() or "\0" in given or "\n" in given:
        raise ConfigError(f"{file} : sftp.{key} vaut {given!r} ; attendu : un dossier du serveur.")
    return given.rstrip("/") or "/"


def _after(given: Any, key: str, file: Path) -> str:
    if given not in ("remove", "move"):
        raise ConfigError(f"{file} : sftp.{key} vaut {given!r} ; attendu : 'remove', 'move'.")
    return str(given)


def _patterns(given: Any, key: str, file: Path) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(one, str) and one for one in given):
        raise ConfigError(f"{file} : sftp.{key} doit être une liste de textes.")
    return tuple(given)


@dataclass(frozen=True, slots=True)
class _Number:
    low: float
    high: float
    whole: bool = False

    def __call__(self, given: Any, key: str, file: Path) -> float:
        kinds = (int,) if self.whole else (int, float)
        if isinstance(given, bool) or not isinstance(given, kinds) or not self.low <= given <= self.high:
            kind = "nombre entier" if self.whole else "nombre"
            raise ConfigError(f"{file} : sftp.{key} vaut {given!r} ; attendu : un {kind} de {self.low} à {self.high}.")
        return given if self.whole else float(given)


# key of the file -> field of Remote, what reads it
_READERS: Mapping[str, tuple[str, Any]] = {
    "host": ("host", _word),
    "port": ("port", _Number(1, 65_535, whole=True)),
    "user": ("user", _word),
    "known_hosts": ("known_hosts", _path),
    "key": ("key", _path),
    "key_env": ("key_env", _word),
    "password_env": ("password_env", _word),
    "password_file": ("password_file", _path),
    "credential": ("credential", _word),
    "out": ("out", _folder),
    "in": ("into", _folder),
    "every_seconds": ("every_seconds", _Number(1, 86_400)),
    "after": ("after", _after),
    "done": ("done", _folder),
    "timeout_seconds": ("timeout_seconds", _Number(1, 600)),
    "listing_limit": ("listing_limit", _Number(1, 100_000, whole=True)),
    "quiet_seconds": ("quiet_seconds", _Number(0, 86_400)),
    "temporary": ("temporary", _patterns),
}
