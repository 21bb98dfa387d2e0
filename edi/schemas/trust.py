"""Whether the schemas of a catalogue can be trusted: the files are there, unaltered, complete, and libxml2 loads them.

In: a Catalog.  Out: Problems, each a whole sentence in French and English that says what to do. Refuses a file that is
missing, altered or of another version, and any import that leads outside the listed files: a schema with a hole
accepts more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edi.errors import SchemaError
from edi.message import Message
from edi.schemas.catalog import OWN_PACKAGE, Catalog
from edi.schemas.load import load_schema
from edi.schemas.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One reason not to trust a schema. `fr` and `en` are whole sentences that say what to do."""

    role: str
    file: str
    fr: str
    en: str


def check(catalog: Catalog, *, load: bool = True) -> list[Problem]:
    """What keeps the schemas from being trusted; [] when all is well. `load` also has libxml2 load each of them."""
    problems: list[Problem] = []
    for role in catalog.roles.values():
        mine = list(_problems(role))
        if load and not mine:
            mine = list(_loading(role))
        problems += mine
    return problems


def require(catalog: Catalog, *, load: bool = True) -> None:
    """SchemaError that lists every problem, when there is one."""
    if problems := check(catalog, load=load):
        raise SchemaError(
            Message("\n".join(problem.fr for problem in problems), "\n".join(problem.en for problem in problems))
        )


def _problems(role: Role) -> Iterator[Problem]:
    if role.folder is None:
        yield _absent(role)
        return
    if role.installed != role.version:
        yield _other_version(role)
    for name, hashed in role.found.items():
        if hashed is None:
            yield _missing(role, name)
        elif role.pinned is not None and name in role.pinned and hashed != role.pinned[name]:
            yield _altered(role, name)
    for stray in role.strays:
        yield _astray(role, stray)
    if role.pinned is not None and role.entry not in role.pinned:
        yield _astray(role, role.entry)


def _loading(role: Role) -> Iterator[Problem]:
    try:
        load_schema(role)
    except SchemaError as error:
        yield Problem(
            role=role.name,
            file=role.entry,
            fr=f"Le schéma du rôle {role.name} ne se charge pas sans reproche : {error.of('fr')} {_cure(role)[0]}",
            en=f"The schema of the role {role.name} does not load cleanly: {error.of('en')} {_cure(role)[1]}",
        )


def _cure(role: Role) -> tuple[str, str]:
    """What to do, by who brought the files."""
    if role.pinned is not None or role.folder is None:
        wanted = f'pip install --force-reinstall "{role.package}=={role.version}"'
        return f"Réinstallez le paquet : {wanted}.", f"Install the package again: {wanted}."
    if role.package == OWN_PACKAGE:
        return "Réinstallez la passerelle.", "Install the gateway again."
    return (
        "Complétez le dossier indiqué dans les réglages, ou retirez ce réglage.",
        "Complete the folder named in the settings, or remove that setting.",
    )


def _absent(role: Role) -> Problem:
    fr, en = _cure(role)
    return Problem(
        role=role.name,
        file=role.entry,
        fr=f"Le paquet {role.package} {role.version}, qui porte le schéma du rôle {role.name}, "
        f"n'est pas installé. {fr}",
        en=f"The package {role.package} {role.version}, which carries the schema of the role {role.name}, "
        f"is not installed. {en}",
    )


def _other_version(role: Role) -> Problem:
    fr, en = _cure(role)
    return Problem(
        role=role.name,
        file=role.entry,
        fr=f"Le rôle {role.name} veut {role.package} {role.version}, mais la version {role.installed} "
        f"est installée. {fr}",
        en=f"The role {role.name} wants {role.package} {role.version}, but version {role.installed} is installed. {en}",
    )


def _missing(role: Role, name: str) -> Problem:
    fr, en = _cure(role)
    return Problem(
        role=role.name,
        file=name,
        fr=f"Le fichier {name} du rôle {role.name} manque ou est illisible dans {role.folder}. {fr}",
        en=f"The file {name} of the role {role.name} is missing or unreadable in {role.folder}. {en}",
    )


def _altered(role: Role, name: str) -> Problem:
    fr, en = _cure(role)
    return Problem(
        role=role.name,
        file=name,
        fr=f"Le fichier {name} du rôle {role.name} n'est pas celui qui a été vérifié (empreinte différente). {fr}",
        en=f"The file {name} of the role {role.name} is not the one that was checked (its hash differs). {en}",
    )


def _astray(role: Role, link: str) -> Problem:
    fr, en = _cure(role)
    return Problem(
        role=role.name,
        file=link.partition(" -> ")[0],
        fr=f"Le schéma du rôle {role.name} renvoie hors des fichiers listés ({link}). {fr}",
        en=f"The schema of the role {role.name} leads outside the listed files ({link}). {en}",
    )
