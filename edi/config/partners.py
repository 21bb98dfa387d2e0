"""The partners: one file config/partners/<name>.toml an ERP that drops flows.

In: the folder of the files.  Out: frozen Partners, by name.  Refuses (ConfigError) a file name that names no partner,
an unknown key, a wrong value, and two partners of one application code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from edi.config import Place
from edi.config.remotes import Remote, read_remote
from edi.config.toml import Check, Field, choice, choices, matching, number, read_toml, table_of, texts
from edi.message import Message
from edi.model.identifiers import is_siren, is_siret
from edi.model.outcome import EXTRA_KINDS
from edi.resources import toml_files

APP_CODE = re.compile(r"[A-Z0-9]{6}")
A_CODE = Message("6 lettres capitales ou chiffres", "6 capital letters or digits")
THE_CODE = Message(
    "le code application du partenaire, 6 lettres capitales ou chiffres",
    "the partner's application code, 6 capital letters or digits",
)
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,16}")
A_SUFFIX = Message("un suffixe comme .done", "a suffix such as .done")
PARTNER_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
NO_NAME = Message(
    "« {name} » ne peut pas nommer un partenaire (minuscules, chiffres, - et _).",
    "“{name}” cannot name a partner (small letters, digits, - and _).",
)
SAME_CODE = Message(
    "les partenaires {first} et {second} ont le même code application {code} ; chacun doit avoir le sien.",
    "the partners {first} and {second} have the same application code {code}; each must have its own.",
)
NO_SUPPLIER = Message(
    "siret contient {value!r} ; attendu : un SIREN (9 chiffres) ou un SIRET (14).",
    "siret holds {value!r}; write a SIREN (9 digits) or a SIRET (14).",
)
LANGS = ("fr", "en")
MODES = ("production", "qualification")


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One ERP that drops flows. The file config/partners/<name>.toml holds these keys."""

    name: str
    app_code: str  # the 6-character application code Chorus Pro gave the partner
    naming: str = "strict"  # strict: the Chorus Pro flow name is required; free: any name, interface by content
    lang: str = "fr"  # of the sentences in its returns
    mode: str | None = None  # production or qualification; None: the gateway's
    extension: str = ".xml"  # of its returns; "" as Chorus Pro itself sends in EDI
    returns: tuple[str, ...] = ("html",)  # besides the two CPPStatut files: csv, json, html; [] for none
    siret: tuple[str, ...] = ()  # the structures it deposits for; none given: any
    settle_seconds: float | None = None  # its own quiet period; None: the gateway's
    done_suffix: str = ""  # a drop X is whole when X + this suffix stands beside it; "": by the quiet period
    temporary: tuple[str, ...] = ()  # further name patterns (*, ?) that are never taken
    sftp: Remote | None = None  # the [sftp] table: a server we fetch from and deliver to


def load_partner(file: Path) -> Partner:
    """One partner's file; its name is the file's."""
    name = file.stem
    if not PARTNER_NAME.fullmatch(name):
        Place(file).refuse(NO_NAME, name=name)
    return Partner(name=name, **read_toml(file).read(KEYS, {"app_code": THE_CODE}))


def load_partners(folder: Path) -> dict[str, Partner]:
    partners = [load_partner(file) for file in toml_files(folder)]
    owners: dict[str, str] = {}
    for partner in partners:
        # two partners of one code would share flow ids, and each would receive the other's IRR_UNCITE
        if (other := owners.setdefault(partner.app_code, partner.name)) != partner.name:
            Place(folder).refuse(SAME_CODE, first=other, second=partner.name, code=partner.app_code)
    return {partner.name: partner for partner in partners}


def _suppliers(field: Field) -> tuple[str, ...]:
    """SIREN, SIRET or other identifiers; a number of digits that is neither is a typing slip that would refuse all."""
    suppliers = texts(field)
    for written in suppliers:
        if written.isdigit() and not (is_siren(written) or is_siret(written)):
            field.place.refuse(NO_SUPPLIER, value=written)
    return suppliers


def _sftp(field: Field) -> Remote:
    return read_remote(table_of(field).cells, field.place.file)


KEYS: Mapping[str, Check] = {
    "app_code": matching(APP_CODE, A_CODE),
    "naming": choice("strict", "free"),
    "lang": choice(*LANGS),
    "mode": choice(*MODES),
    "extension": choice(".xml", ""),
    "returns": choices(*EXTRA_KINDS),
    "siret": _suppliers,
    "settle_seconds": number(0, 86_400),
    "done_suffix": matching(SUFFIX, A_SUFFIX),
    "temporary": texts,
    "sftp": _sftp,
}
