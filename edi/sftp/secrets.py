"""The key or password a partner's server knows us by: in a file, the environment or a systemd credential.

In: the partner's Remote.  Out: a Secret, read anew each time.  Refuses (SecretMissing) with the place it looked in.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from edi.config.remotes import Remote
from edi.message import Message
from edi.sftp.errors import SecretMissing

NO_VARIABLE = Message(
    "la variable d'environnement {name} est vide ou absente ; pas de connexion.",
    "the environment variable {name} is empty or not set; no connection.",
)
NO_CREDENTIALS = Message(
    "secret {name} : CREDENTIALS_DIRECTORY n'est pas défini ; il l'est par systemd, avec LoadCredential= dans le "
    "service.",
    "secret {name}: CREDENTIALS_DIRECTORY is not set; systemd sets it, with LoadCredential= in the service.",
)
UNREADABLE = Message(
    "{path} : clé ou mot de passe illisible ({reason}) ; pas de connexion.",
    "{path}: the key or password cannot be read ({reason}); no connection.",
)
NO_TEXT = Message("ce n'est pas du texte", "it is not text")


@dataclass(frozen=True, slots=True)
class Secret:
    """A private key's text or a password, and where it was found."""

    text: str
    is_key: bool
    where: str


def read_secret(remote: Remote) -> Secret:
    """What says who we are. SecretMissing names the place it was looked for in."""
    if remote.key is not None:
        return Secret(_text(remote.key), True, str(remote.key))
    if remote.password_file is not None:
        return Secret(_text(remote.password_file).rstrip("\r\n"), False, str(remote.password_file))
    if name := remote.key_env or remote.password_env:
        if value := os.environ.get(name):
            return Secret(value, bool(remote.key_env), name)
        raise SecretMissing(NO_VARIABLE.filled(name=name))
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise SecretMissing(NO_CREDENTIALS.filled(name=remote.credential))
    text = _text(Path(folder) / remote.credential)
    return Secret(text.rstrip("\r\n"), "PRIVATE KEY" in text, remote.credential)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or NO_TEXT
        raise SecretMissing(UNREADABLE.filled(path=path, reason=reason)) from None
