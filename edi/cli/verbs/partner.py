"""edi partner add and list."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from edi.config.partners import APP_CODE, LANGS, NO_NAME, PARTNER_NAME, load_partner
from edi.config.settings import load_settings
from edi.disk import durable
from edi.errors import ConfigError
from edi.message import Message
from edi.model.identifiers import is_siren, is_siret
from edi.model.outcome import EXTRA_KINDS
from edi.operations.names import writing
from edi.operations.partners import account_steps, check_public_key

ADDED = Message(
    "Partenaire {name} ({code}) ajouté.\n  il dépose dans       {inbox}\n  il relève dans       {outbox}\n"
    "  ses réglages         {file}",
    "Partner {name} ({code}) added.\n  it drops in          {inbox}\n  it collects from     {outbox}\n"
    "  its settings         {file}",
)
ACCOUNT = Message(
    "\nPour qu'il dépose en SFTP sur cette machine, en root (docs/sshd_partner.conf dans sshd_config.d) :\n",
    "\nFor it to drop by SFTP on this machine, as root (docs/sshd_partner.conf in sshd_config.d):\n",
)
NO_PARTNER = Message(
    "Aucun partenaire ; « edi partner add » en déclare un.", "No partner; `edi partner add` declares one."
)
NO_CODE = Message(
    "--app-code {code} : il faut 6 lettres capitales ou chiffres, par exemple XXX001.",
    "--app-code {code}: 6 capital letters or digits are wanted, such as XXX001.",
)
NO_CHOICE = Message("{option} {given} : choix possibles {allowed}.", "{option} {given}: write one of {allowed}.")
NO_RETURNS = Message(
    "--returns {given} : choix possibles {allowed}, séparés par une virgule.",
    "--returns {given}: write some of {allowed}, separated by commas.",
)
NO_SIRET = Message(
    "--siret {given} : il faut 14 chiffres (SIRET) ou 9 (SIREN), séparés par une virgule.",
    "--siret {given}: 14 digits (SIRET) or 9 (SIREN) are wanted, separated by commas.",
)
EXISTS = Message(
    "{file} : ce partenaire existe déjà ; modifiez ce fichier.",
    "{file}: this partner exists already; change that file.",
)
CODE_TAKEN = Message(
    "--app-code {code} : c'est déjà le code du partenaire {other}.",
    "--app-code {code}: it is the code of the partner {other} already.",
)
HEADINGS = (
    Message("partenaire", "partner"),
    Message("code", "code"),
    Message("noms", "names"),
    Message("langue", "language"),
    Message("retours", "returns"),
)


def add(
    name: str,
    app_code: str,
    naming: str,
    lang: str,
    extension: str,
    returns: str,
    root: Path,
    config: Path | None,
    siret: str = "",
    ssh_key: Path | None = None,
) -> int:
    """Writes config/partners/<name>.toml and makes the partner's inbox and outbox. Refuses to overwrite.

    With `ssh_key` (its public key) the folders belong to the partner's own account: the commands that make them are
    printed, for only root can."""
    wanted = [kind for kind in returns.split(",") if kind]
    if not PARTNER_NAME.fullmatch(name):
        raise ConfigError(NO_NAME.filled(name=name))
    if not APP_CODE.fullmatch(app_code):
        raise ConfigError(NO_CODE.filled(code=app_code))
    for option, given, allowed in (
        ("--naming", naming, ("strict", "free")),
        ("--lang", lang, LANGS),
        ("--extension", extension, (".xml", "")),
    ):
        if given not in allowed:
            raise ConfigError(NO_CHOICE.filled(option=option, given=given, allowed=", ".join(map(repr, allowed))))
    if not set(wanted) <= set(EXTRA_KINDS):
        raise ConfigError(NO_RETURNS.filled(given=returns, allowed=", ".join(EXTRA_KINDS)))
    numbers = [number for number in siret.split(",") if number]
    if wrong := [number for number in numbers if not (is_siret(number) or is_siren(number))]:
        raise ConfigError(NO_SIRET.filled(given=wrong[0]))
    if ssh_key is not None:
        check_public_key(ssh_key)
    settings = load_settings(root, config)
    folders = settings.folders
    file = folders.partners / f"{name}.toml"
    if file.exists():
        raise ConfigError(EXISTS.filled(file=file))
    if other := next((p.name for p in settings.partners.values() if p.app_code == app_code), None):
        raise ConfigError(CODE_TAKEN.filled(code=app_code, other=other))
    text = (
        f'app_code = "{app_code}"\nnaming = "{naming}"\nlang = "{lang}"\nextension = "{extension}"\n'
        f"returns = {json.dumps(wanted)}\nsiret = {json.dumps(numbers)}\n"
    )
    homes = (folders.inbox, folders.outbox) if ssh_key else (folders.inbox / name, folders.outbox / name)
    with writing(settings.lang):
        for folder in (*homes, folders.partners):  # before the file: a partner declared has its folders
            durable.make_folder(folder)
        durable.publish(folders.partners, [(file.name, text.encode())])
    load_partner(file)
    print(
        ADDED.of(
            settings.lang,
            name=name,
            code=app_code,
            inbox=folders.inbox / name,
            outbox=folders.outbox / name,
            file=file,
        )
    )
    if ssh_key is not None:
        print(ACCOUNT.of(settings.lang))
        print("\n".join(account_steps(name, ssh_key, folders)))
    return 0


def list_all(as_json: bool, root: Path, config: Path | None) -> int:
    """The partners and their settings."""
    settings = load_settings(root, config)
    partners = settings.partners.values()
    if as_json:
        print(json.dumps([asdict(partner) for partner in partners], ensure_ascii=False, indent=2, default=str))
        return 0
    if not partners:
        print(NO_PARTNER.of(settings.lang))
        return 0
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading.of(settings.lang))
    for partner in partners:
        returns = ", ".join(("CPPStatut", *partner.returns))
        table.add_row(partner.name, partner.app_code, partner.naming, partner.lang, returns)
    Console().print(table)
    return 0
