"""The fiches d'identité of marchés: who takes part in a marché, and what its invoices must name.

In: the operator's config folder; each config/marches/*.toml is one fiche.  Out: frozen Marches, judged whole.  Refuses
(ConfigError) an unknown key, a wrong value, a marché without actors, two fiches of one number: with file, key, remedy.
Loaded once by the engine, like the directory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from edi import __version__
from edi.config import Place, one_of, read_bytes
from edi.config.tables.cadres import CADRE
from edi.config.toml import A_TEXT, Check, Field, choice, day, parse_toml, tables_of, text, texts
from edi.message import Message
from edi.model.identifiers import is_siret
from edi.model.judgement import Pack, sha256_of_files
from edi.resources import toml_files

FOLDER = "marches"
TITULAIRE, MANDATAIRE, COTRAITANT, SOUS_TRAITANT = "titulaire", "mandataire", "cotraitant", "sous-traitant"
MOE, MOA, FINANCE = "MOE", "MOA", "service financier"
ROLES = (TITULAIRE, MANDATAIRE, COTRAITANT, SOUS_TRAITANT, MOE, MOA, FINANCE)

A_SIRET = Message("14 chiffres, entre guillemets et sans espace", "14 digits, between quotes and without blanks")
NO_ACTOR = Message(
    "aucun acteur ; ajoutez une table [[{key}]] par intervenant (siret, name, role).",
    "no actor; add a table [[{key}]] for each party (siret, name, role).",
)
AN_ACTOR = Message(
    "une table [[actor]] par intervenant (siret, name, role)", "a table [[actor]] for each party (siret, name, role)"
)
NO_CADRE = Message(
    "{key} contient {value!r} ; attendu : des cadres comme A4.", "{key} holds {value!r}; write cadres such as A4."
)
END_BEFORE_START = Message(
    "end ({end}) précède start ({start}) ; corrigez l'une des deux dates.",
    "end ({end}) is before start ({start}); mend one of the two dates.",
)
HAS_FICHE = Message(
    "le marché {number} a déjà une fiche, {other} ; gardez-en une.",
    "the marché {number} has a fiche already, {other}; keep one.",
)


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
    sha256: str = sha256_of_files(())

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
    files: list[tuple[str, bytes]] = []
    fiches: dict[str, Fiche] = {}
    for file in files_of(config):
        data = read_bytes(file)
        files.append((file.name, data))
        fiche = read_fiche(file, data)
        if (other := fiches.setdefault(key_of(fiche.number), fiche)) is not fiche:
            Place(file).refuse(HAS_FICHE, number=fiche.number, other=other.file)
    return Marches(fiches=fiches, sha256=sha256_of_files(files))


def read_fiche(file: Path, data: bytes | None = None) -> Fiche:
    """One fiche. ConfigError names the file, the key and what would be right."""
    raw = parse_toml(file, read_bytes(file) if data is None else data)
    values = raw.read(KEYS, REQUIRED)
    start, end = values.get("start"), values.get("end")
    if start and end and end < start:
        raw.place.refuse(END_BEFORE_START, start=start, end=end)
    return Fiche(file=file.name, actors=values.pop("actor"), **values)


def _actors(field: Field) -> tuple[Actor, ...]:
    actors = tables_of(field, NO_ACTOR)
    if not actors:
        field.place.refuse(NO_ACTOR, key=field.key)
    return tuple(Actor(**actor.read(ACTOR_KEYS, ACTOR_REQUIRED)) for actor in actors)


def _siret(field: Field) -> str:
    siret = text(field)
    if not is_siret(siret):
        field.refuse(A_SIRET)
    return siret


def _cadres(field: Field) -> tuple[str, ...]:
    cadres = _names(field)
    for cadre in cadres:
        if not CADRE.fullmatch(cadre):
            field.place.refuse(NO_CADRE, key=field.key, value=cadre)
    return cadres


def _names(field: Field) -> tuple[str, ...]:
    return tuple(name.strip() for name in texts(field))


KEYS: Mapping[str, Check] = {
    "number": text,
    "title": text,
    "start": day,
    "end": day,
    "services": _names,
    "commitments": _names,
    "actor": _actors,
}
REQUIRED: Mapping[str, Message] = {"number": A_TEXT, "title": A_TEXT, "actor": AN_ACTOR}
ACTOR_KEYS: Mapping[str, Check] = {"siret": _siret, "name": text, "role": choice(*ROLES), "cadres": _cadres}
ACTOR_REQUIRED: Mapping[str, Message] = {"siret": A_SIRET, "name": A_TEXT, "role": one_of(ROLES)}
