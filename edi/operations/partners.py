"""What a new partner needs: keys and an account."""

from __future__ import annotations

import shlex
from pathlib import Path

from edi.disk.folders import Folders
from edi.errors import ConfigError
from edi.message import Message

USERADD = shlex.split(
    "useradd --no-create-home --home-dir / --shell /usr/sbin/nologin --password '*' --user-group --groups edi-partners"
)
PUBLIC_KEYS = ("ssh-", "ecdsa-", "sk-")
KEY_NOT_READ = Message(
    "--ssh-key {path} : lecture impossible ({error}).", "--ssh-key {path}: it cannot be read ({error})."
)
PRIVATE_KEY = Message(
    "--ssh-key {path} : c'est une clé privée ; demandez au partenaire sa clé publique (.pub).",
    "--ssh-key {path}: this is a private key; ask the partner for its public key (.pub).",
)
NO_PUBLIC_KEY = Message(
    "--ssh-key {path} : ce n'est pas une clé publique OpenSSH (ssh-ed25519 AAAA...).",
    "--ssh-key {path}: this is no public key of OpenSSH (ssh-ed25519 AAAA...).",
)


def check_public_key(path: Path) -> None:
    try:
        words = path.read_text(encoding="utf-8", errors="replace").split()
    except OSError as error:
        raise ConfigError(KEY_NOT_READ.filled(path=path, error=error.strerror)) from error
    if "PRIVATE" in words:
        raise ConfigError(PRIVATE_KEY.filled(path=path))
    if len(words) < 2 or not words[0].startswith(PUBLIC_KEYS):
        raise ConfigError(NO_PUBLIC_KEY.filled(path=path))


def account_steps(name: str, key: Path, folders: Folders) -> list[str]:
    """The commands that make the partner's account, as docs/sshd_partner.conf wants it."""
    home = folders.root / "sftp" / name
    commands: list[list[object]] = [
        ["groupadd", "--force", "edi-partners"],
        [*USERADD, name],
        ["install", "-d", "-o", "root", "-g", "root", "-m", "755", home.parent, home, "/etc/ssh/edi-partners"],
        ["install", "-d", "-o", name, "-g", "edi", "-m", "2770", home / "inbox"],
        ["install", "-d", "-o", "edi", "-g", name, "-m", "2770", home / "outbox"],
        ["install", "-o", "root", "-g", "root", "-m", "644", key.absolute(), f"/etc/ssh/edi-partners/{name}"],
        ["ln", "-sfn", f"../sftp/{name}/inbox", folders.inbox / name],
        ["ln", "-sfn", f"../sftp/{name}/outbox", folders.outbox / name],
    ]
    return [shlex.join(str(word) for word in command) for command in commands]
