"""The fiches d'identité of marchés: who takes part in a marché, and what its invoices must name.

In: the operator's config folder; each config/marches/*.toml is one fiche.  Out: frozen Marches, judged whole.  Refuses
(ConfigError) an unknown key, a wrong value, a marché without actors, two fiches of one number: with file, key, remedy.
Loaded once by the engine, like the directory.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from edi import __version__
from edi.errors import ConfigError
from edi.model.judgement import Pack
from edi.places import toml_files

FOLDER = "marches"
TITULAIRE, MANDATAIRE, COTRAITANT, SOUS_TRAITANT = "titulaire", "mandataire", "cotraitant", "sous-traitant"
MOE, MOA, FINANCE = "MOE", "MOA", "service financier"
ROLES = (TITULAIRE, MANDATAIRE, COTRAITANT, SOUS_TRAITANT, MOE, MOA, FINANCE)
KEYS = ("number", "title", "start", "end", "services", "commitments", "actor")
ACTOR_KEYS = ("siret", "name", "role", "cadres")

_SIRET = re.compile(r"[0-9]{14}", re.ASCII)
_CADRE = re.compile(r"A[1-9][0-9]?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One participant in one role. `cadres` is what it may deposit; none given: what its role deposits."""

    siret: str
    name: str
    role: str
    cadres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """One marché. Empty services or commitments: any; no date: no bound."""

    file: str
    number: str
    title: str
    actors: tuple[Actor, ...]
    services: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None

    def of_role(self, *roles: str) -> tuple[Actor, ...]:
        return tuple(actor for actor in self.actors if actor.role in roles)

    def of_siret(self, siret: str) -> tuple[Actor, ...]:
        return tuple(actor for actor in self.actors if actor.siret == siret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marches:
    """Fiches by number, as `key_of` writes it; `sha256` is over the bytes of all their files."""

    fiches: Mapping[str, Fiche] = field(default_factory=dict)
    sha256: str = hashlib.sha256(b"").hexdigest()

    def find(self, number: str) -> Fiche | None:
        return self.fiches.get(key_of(number)) if self.fiches else None

    def packs(self) -> tuple[Pack, ...]:
        """How a verdict names the fiches it rests on; nothing where there is none."""
        pack = Pack(role="marches", package="marches/*.toml", version=__version__, sha256=self.sha256)
        return (pack,) if self.fiches else ()


def key_of(number: str) -> str:
    """A marché's number, without case or blanks."""
    return "".join(number.split()).casefold()


def files_of(config: Path | None) -> list[Path]:
    """Every fiche of the folder `config`, by name. ConfigError when it cannot be read."""
    folder = config / FOLDER if config else None
    return toml_files(folder) if folder else []


def load_marches(config: Path | None) -> Marches:
    """Every fiche. ConfigError at the first that is wrong."""
    total = hashlib.sha256()
    fiches: dict[str, Fiche] = {}
    for file in files_of(config):
        data = _bytes(file)
        total.update(f"{file.name} {len(data)}\n".encode())
        total.update(data)
        fiche = read_fiche(file, data)
        if (other := fiches.setdefault(key_of(fiche.number), fiche)) is not fiche:
            raise ConfigError(f"{file} : le marché {fiche.number} a déjà une fiche, {other.file} ; gardez-en une.")
    return Marches(fiches=fiches, sha256=total.hexdigest())


def read_fiche(file: Path, data: bytes | None = None) -> Fiche:
    """One fiche. ConfigError names the file, the key and what would be right."""
    try:
        raw = tomllib.loads((_bytes(file) if data is None else data).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, a number of 5,000 digits, 1,000 brackets
        raise ConfigError(f"{file} : ce n'est pas un fichier TOML lisible ({error}).") from error
    _only(raw, KEYS, str(file))
    actors = raw.get("actor")
    if not isinstance(actors, list) or not actors or not all(isinstance(one, dict) for one in actors):
        raise ConfigError(f"{file} : aucun acteur ; ajoutez une table [[actor]] par intervenant (siret, name, role).")
    start, end = _day(raw, "start", file), _day(raw, "end", file)
    if start and end and end < start:
        raise ConfigError(f"{file} : end ({end}) précède start ({start}) ; corrigez l'une des deux dates.")
    return Fiche(
        file=file.name,
        number=_text(raw, "number", str(file)),
        title=_text(raw, "title", str(file)),
        actors=tuple(_actor(one, f"{file}, [[actor]] n° {at}") for at, one in enumerate(actors, start=1)),
        services=_texts(raw, "services", str(file)),
        commitments=_texts(raw, "commitments", str(file)),
        start=start,
        end=end,
    )


def _actor(raw: Mapping[str, Any], at: str) -> Actor:
    _only(raw, ACTOR_KEYS, at)
    siret, role = _text(raw, "siret", at), _text(raw, "role", at)
    if not _SIRET.fullmatch(siret):
        raise ConfigError(f"{at} : siret vaut {siret!r} ; attendu : 14 chiffres, entre guillemets et sans espace.")
    if role not in ROLES:
        raise ConfigError(f"{at} : role vaut {role!r} ; attendu : {', '.join(ROLES)}.")
    cadres = _texts(raw, "cadres", at)
    if wrong := [cadre for cadre in cadres if not _CADRE.fullmatch(cadre)]:
        raise ConfigError(f"{at} : cadres contient {wrong[0]!r} ; attendu : des cadres comme A4.")
    return Actor(siret=siret, name=_text(raw, "name", at), role=role, cadres=cadres)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file} : lecture impossible ({error.strerror}).") from error


def _only(raw: Mapping[str, Any], known: tuple[str, ...], at: str) -> None:
    for key in raw:
        if key not in known:
            raise ConfigError(f"{at} : clé inconnue {key} ; connues : {', '.join(known)}.")


def _text(raw: Mapping[str, Any], key: str, at: str) -> str:
    given = raw.get(key)
    if not isinstance(given, str) or not given.strip():
        raise ConfigError(f"{at} : {key} vaut {given!r} ; attendu : un texte entre guillemets.")
    return given.strip()


def _texts(raw: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
    given = raw.get(key, [])
    if not isinstance(given, list) or not all(isinstance(one, str) and one.strip() for one in given):
        raise ConfigError(f"{at} : {key} doit être une liste de textes.")
    return tuple(one.strip() for one in given)


def _day(raw: Mapping[str, Any], key: str, file: Path) -> date | None:
    given = raw.get(key)
    if given is not None and type(given) is not date:
        raise ConfigError(f"{file} : {key} vaut {given!r} ; attendu : une date AAAA-MM-JJ, sans guillemets.")
    return given
