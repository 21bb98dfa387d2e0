"""edi doctor: is this gateway fit to judge? Every problem with its place and its remedy."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from edi import __version__
from edi.directory import load_directory
from edi.errors import GatewayError
from edi.ledger import Ledger
from edi.marches import load_marches
from edi.places import shipped
from edi.returns.outcome import paris
from edi.rulebook import chapters, weight
from edi.rules.pack import rule_pack
from edi.schema_trust import check
from edi.schemas import Catalog, Override, load_catalog, packs
from edi.settings import Settings, check_language, language_of, load_settings
from edi.tables import load_tables

FIT, UNFIT = 0, 2


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at."""

    subject: str
    ok: bool
    said: str


def doctor(as_json: bool, lang: str | None, root: Path, config: Path | None) -> int:
    """0 when the gateway may start, 2 when something stands against it."""
    check_language(lang)
    lines = list(_examine(root, config, lang))
    fit = all(line.ok for line in lines)
    if as_json:
        checks = [{"subject": line.subject, "ok": line.ok, "said": line.said} for line in lines]
        print(json.dumps({"ok": fit, "checks": checks}, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print(f"{'ok      ' if line.ok else 'PROBLÈME'}  {line.subject:<12}{line.said}")
        print("La passerelle peut démarrer." if fit else "La passerelle ne démarrera pas ainsi.")
    return FIT if fit else UNFIT


def _examine(root: Path, config: Path | None, lang: str | None) -> Iterator[Line]:
    yield Line("programme", True, f"edi {__version__}, Python {platform.python_version()}")
    try:
        settings = load_settings(root, config)
    except GatewayError as error:
        yield Line("réglages", False, str(error))
        return
    language = language_of(lang, settings)
    yield Line("réglages", True, f"{settings.folders.config} ; code application {settings.app_code}")
    yield _tried("tables", lambda: _tables(settings))
    yield _tried("annuaire", lambda: _directory(settings))
    yield _tried("marchés", lambda: _marches(settings))
    yield _rules()
    yield from _waivers(settings)
    yield from _schemas(settings, language)
    yield from _folders(settings)
    if settings.folders.ledger.is_file():
        yield _tried("registre", lambda: _ledger(settings))
    names = ", ".join(settings.partners) or "aucun ; « edi partner add » en déclare"
    yield Line("partenaires", True, names)


def _tried(subject: str, look: Callable[[], str]) -> Line:
    try:
        return Line(subject, True, look())
    except GatewayError as error:
        return Line(subject, False, str(error))


def _tables(settings: Settings) -> str:
    tables = load_tables(settings.folders.config)
    return f"{len(tables.cadres)} cadres, {len(tables.matrix)} cases de matrice, {len(tables.interfaces)} interfaces"


def _rules() -> Line:
    pack = rule_pack()
    count = sum(len(chapter.specs) for chapter in chapters())
    return Line("règles", True, f"{count} règles : {pack.package} {pack.version}, {pack.sha256[:12]}")


def _waivers(settings: Settings) -> Iterator[Line]:
    """Every waiver; one past its last day is no failure, but its partner's documents are judged without it."""
    today = paris(datetime.now(UTC)).date()
    for waiver in settings.waivers.all:
        whom = waiver.partner or "tous les partenaires"
        day = f"{waiver.until:%d/%m/%Y}"
        until = f"jusqu'au {day}" if waiver.holds_on(today) else f"finie le {day}, n'est plus suivie"
        yield Line("dérogation", True, f"{waiver.rule} ({weight(waiver)}), {whom} : {until} ; {waiver.reason}")


def _directory(settings: Settings) -> str:
    directory = load_directory(settings.folders.config)
    services = sum(map(len, directory.services.values()))
    origin = "importé" if directory.imported else "livré seul ; « edi structure import » importe le vôtre"
    return f"{len(directory.structures)} structures, {services} services ({origin})"


def _marches(settings: Settings) -> str:
    return f"{len(load_marches(settings.folders.config).fiches)} fiches d'identité"


def _schemas(settings: Settings, lang: str) -> Iterator[Line]:
    overrides = {role: Override(folder=own.folder, entry=own.entry) for role, own in settings.schemas.items()}
    try:
        catalog: Catalog = load_catalog(shipped("schemas"), overrides)
        problems = check(catalog)
    except GatewayError as error:
        yield Line("schémas", False, str(error))
        return
    for problem in problems:
        yield Line("schémas", False, problem.en if lang == "en" else problem.fr)
    if not problems:
        for pack in packs(catalog):
            yield Line("schémas", True, f"{pack.role} : {pack.package} {pack.version}, {pack.sha256[:12]}")


def _folders(settings: Settings) -> Iterator[Line]:
    """Takes are renames, so state/ and every inbox must lie on one file system."""
    folders = settings.folders
    if not folders.root.is_dir():
        yield Line("dossiers", False, f"{folders.root} : ce dossier n'existe pas ; corrigez --root.")
        return
    for folder in (folders.root, folders.inbox, folders.outbox, folders.state):
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            yield Line("dossiers", False, f"{folder} : la passerelle ne peut pas y écrire.")
    home = folders.state if folders.state.is_dir() else folders.root
    for name in settings.partners:
        inbox = folders.inbox / name
        if inbox.is_dir() and inbox.stat().st_dev != home.stat().st_dev:
            yield Line("dossiers", False, f"{inbox} : sur un autre système de fichiers que {home} ; réunissez-les.")
    yield Line("dossiers", True, str(folders.root))


def _ledger(settings: Settings) -> str:
    with Ledger(settings.folders.ledger, read_only=True) as ledger:
        return f"{ledger.counts('conservation')['received']} flux"
