"""edi partner add and list."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from edi import durable
from edi.errors import ConfigError
from edi.settings import APP_CODE, EXTRA_RETURNS, LANGS, PARTNER_NAME, load_partner, load_settings


def add(
    name: str,
    app_code: str,
    naming: str,
    lang: str,
    extension: str,
    returns: str,
    root: Path,
    config: Path | None,
) -> int:
    """Writes config/partners/<name>.toml and makes the partner's inbox and outbox. Refuses to overwrite."""
    wanted = [kind for kind in returns.split(",") if kind]
    if not PARTNER_NAME.fullmatch(name):
        raise ConfigError(f"« {name} » ne peut pas nommer un partenaire : minuscules, chiffres, - et _.")
    if not APP_CODE.fullmatch(app_code):
        raise ConfigError(f"--app-code {app_code} : il faut 6 lettres capitales ou chiffres, par exemple XXX001.")
    for option, given, allowed in (
        ("--naming", naming, ("strict", "free")),
        ("--lang", lang, LANGS),
        ("--extension", extension, (".xml", "")),
    ):
        if given not in allowed:
            raise ConfigError(f"{option} {given} : choix possibles {', '.join(map(repr, allowed))}.")
    if not set(wanted) <= set(EXTRA_RETURNS):
        raise ConfigError(f"--returns {returns} : choix possibles {', '.join(EXTRA_RETURNS)}, séparés par une virgule.")
    settings = load_settings(root, config)
    folders = settings.folders
    file = folders.partners / f"{name}.toml"
    if file.exists():
        raise ConfigError(f"{file} : ce partenaire existe déjà ; modifiez ce fichier.")
    if other := next((p.name for p in settings.partners.values() if p.app_code == app_code), None):
        raise ConfigError(f"--app-code {app_code} : c'est déjà le code du partenaire {other}.")
    text = (
        f'app_code = "{app_code}"\nnaming = "{naming}"\nlang = "{lang}"\nextension = "{extension}"\n'
        f"returns = {json.dumps(wanted)}\n"
    )
    durable.make_folder(folders.partners)
    durable.publish(folders.partners, [(file.name, text.encode())])
    load_partner(file)
    for folder in (folders.inbox / name, folders.outbox / name):
        durable.make_folder(folder)
    print(f"Partenaire {name} ({app_code}) ajouté.")
    print(f"  il dépose dans       {folders.inbox / name}")
    print(f"  il relève dans       {folders.outbox / name}")
    print(f"  ses réglages         {file}")
    return 0


def list_all(as_json: bool, root: Path, config: Path | None) -> int:
    """The partners and their settings."""
    partners = load_settings(root, config).partners.values()
    if as_json:
        print(json.dumps([asdict(partner) for partner in partners], ensure_ascii=False, indent=2))
        return 0
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("partenaire", "code", "noms", "langue", "retours"):
        table.add_column(heading)
    for partner in partners:
        returns = ", ".join(("CPPStatut", *partner.returns))
        table.add_row(partner.name, partner.app_code, partner.naming, partner.lang, returns)
    Console().print(table)
    return 0
