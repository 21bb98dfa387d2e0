"""A new partner: its file, its folders, and what its own account needs."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edi.config.partners import APP_CODE, LANGS, NO_NAME, PARTNER_NAME, load_partner
from edi.config.settings import Settings
from edi.disk import durable
from edi.disk.folders import Folders
from edi.errors import ConfigError
from edi.message import Message
from edi.model.identifiers import is_siren, is_siret
from edi.model.outcome import EXTRA_KINDS
from edi.operations.names import writing

USERADD = shlex.split(
    "useradd --no-create-home --home-dir / --shell /usr/sbin/nologin --password '*' --user-group --groups edi-partners"
)
PUBLIC_KEYS = ("ssh-", "ecdsa-", "sk-")

NO_APP_CODE = Message(
    "--app-code {code} : il faut 6 lettres capitales ou chiffres, par exemple XXX001.",
    "--app-code {code}: 6 capital letters or digits are needed, XXX001 for example.",
)
NO_CHOICE = Message("{option} {given} : choix possibles {allowed}.", "{option} {given}: possible choices {allowed}.")
NO_RETURNS = Message(
    "--returns {given} : choix possibles {allowed}, séparés par une virgule.",
    "--returns {given}: possible choices {allowed}, with a comma between them.",
)
NO_SIRET = Message(
    "--siret {given} : il faut 14 chiffres (SIRET) ou 9 (SIREN), séparés par une virgule.",
    "--siret {given}: 14 digits (SIRET) or 9 (SIREN) are needed, with a comma between them.",
)
IS_THERE = Message(
    "{file} : ce partenaire existe déjà ; modifiez ce fichier.",
    "{file}: this partner exists already; change that file.",
)
TAKEN_CODE = Message(
    "--app-code {code} : c'est déjà le code du partenaire {other}.",
    "--app-code {code}: this is already the code of partner {other}.",
)
KEY_UNREAD = Message("--ssh-key {path} : lecture impossible ({what}).", "--ssh-key {path}: it cannot be read ({what}).")
PRIVATE_KEY = Message(
    "--ssh-key {path} : c'est une clé privée ; demandez au partenaire sa clé publique (.pub).",
    "--ssh-key {path}: this is a private key; ask the partner for their public key (.pub).",
)
NO_KEY = Message(
    "--ssh-key {path} : ce n'est pas une clé publique OpenSSH (ssh-ed25519 AAAA...).",
    "--ssh-key {path}: this is no public key of OpenSSH (ssh-ed25519 AAAA...).",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPartner:
    """What an operator says of a partner; the defaults are those of its file."""

    name: str
    app_code: str
    naming: str = "strict"
    lang: str = "fr"
    extension: str = ".xml"
    returns: Sequence[str] = ()
    siret: Sequence[str] = ()

    @property
    def text(self) -> str:
        """Its file."""
        return (
            f'app_code = "{self.app_code}"\nnaming = "{self.naming}"\nlang = "{self.lang}"\n'
            f'extension = "{self.extension}"\nreturns = {json.dumps(list(self.returns))}\n'
            f"siret = {json.dumps(list(self.siret))}\n"
        )


@dataclass(frozen=True, slots=True)
class Added:
    """Where a new partner drops, collects and is set; and the commands that make its account, where it has a key."""

    inbox: Path
    outbox: Path
    file: Path
    account: tuple[str, ...]


def add(settings: Settings, partner: NewPartner, ssh_key: Path | None = None) -> Added:
    """Writes config/partners/<name>.toml and makes the partner's inbox and outbox. Refuses to overwrite.

    With `ssh_key` (its public key) the folders belong to the partner's own account: the commands that make them are
    given back, for only root can run them."""
    _check(partner)
    if ssh_key is not None:
        check_public_key(ssh_key)
    folders, name = settings.folders, partner.name
    file = folders.partners / f"{name}.toml"
    if file.exists():
        raise ConfigError(IS_THERE.filled(file=file))
    if other := next((known.name for known in settings.partners.values() if known.app_code == partner.app_code), None):
        raise ConfigError(TAKEN_CODE.filled(code=partner.app_code, other=other))
    homes = (folders.inbox, folders.outbox) if ssh_key else (folders.inbox / name, folders.outbox / name)
    with writing():
        for folder in (*homes, folders.partners):  # before the file: a partner declared has its folders
            durable.make_folder(folder)
        durable.publish(folders.partners, [(file.name, partner.text.encode())])
    load_partner(file)
    account = account_steps(name, ssh_key, folders) if ssh_key is not None else []
    return Added(folders.inbox / name, folders.outbox / name, file, tuple(account))


def _check(partner: NewPartner) -> None:
    if not PARTNER_NAME.fullmatch(partner.name):
        raise ConfigError(NO_NAME.filled(name=partner.name))
    if not APP_CODE.fullmatch(partner.app_code):
        raise ConfigError(NO_APP_CODE.filled(code=partner.app_code))
    for option, given, allowed in (
        ("--naming", partner.naming, ("strict", "free")),
        ("--lang", partner.lang, LANGS),
        ("--extension", partner.extension, (".xml", "")),
    ):
        if given not in allowed:
            raise ConfigError(NO_CHOICE.filled(option=option, given=given, allowed=", ".join(map(repr, allowed))))
    if not set(partner.returns) <= set(EXTRA_KINDS):
        raise ConfigError(NO_RETURNS.filled(given=",".join(partner.returns), allowed=", ".join(EXTRA_KINDS)))
    if wrong := [number for number in partner.siret if not (is_siret(number) or is_siren(number))]:
        raise ConfigError(NO_SIRET.filled(given=wrong[0]))


def check_public_key(path: Path) -> None:
    try:
        words = path.read_text(encoding="utf-8", errors="replace").split()
    except OSError as error:
        raise ConfigError(KEY_UNREAD.filled(path=path, what=durable.reason(error))) from error
    if "PRIVATE" in words:
        raise ConfigError(PRIVATE_KEY.filled(path=path))
    if len(words) < 2 or not words[0].startswith(PUBLIC_KEYS):
        raise ConfigError(NO_KEY.filled(path=path))


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
