"""What verbs say, in French and English side by side, and what is typed wrong: the names that options may hold."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from edi.catalogue import CATALOGUE
from edi.config.settings import Settings
from edi.errors import ConfigError
from edi.message import Message

PARTNER_UNKNOWN = Message(
    "--partner {name} : partenaire inconnu ; connus : {known}.", "--partner {name}: unknown partner; known: {known}."
)
NOBODY = Message("aucun", "none")
FINDING_UNKNOWN = Message(
    "--finding {code} : aucun constat ne porte ce code ; « edi rules » les donne tous.{close}",
    "--finding {code}: no finding has this code; `edi rules` lists them all.{close}",
)
CLOSE = Message(" Proches : {codes}.", " Close: {codes}.")
NOT_WRITTEN = Message(
    "{path} : écriture impossible ({what}) ; donnez un --root où ce compte peut écrire, ou rendez-lui ce dossier.",
    "{path}: it cannot be written ({what}); give a --root this account may write in, or give it that folder.",
)


@contextmanager
def writing(lang: str) -> Iterator[None]:
    """What the operator asked to have written: a place that cannot take it is theirs to change (ConfigError)."""
    try:
        yield
    except OSError as error:
        raise ConfigError(NOT_WRITTEN.of(lang, path=error.filename, what=error.strerror)) from error


def check_partner(name: str | None, settings: Settings, lang: str, former: Iterable[str] = ()) -> None:
    """ConfigError where --partner names nobody: a typing slip must not look like a partner without flows. `former` are
    partners of earlier days, whose flows are still there."""
    partners = {**settings.partners, **dict.fromkeys(former)}
    if name is not None and name not in partners:
        known = ", ".join(partners) or NOBODY.of(lang)
        raise ConfigError(PARTNER_UNKNOWN.of(lang, name=name, known=known))


def check_finding(code: str | None, lang: str) -> None:
    """ConfigError where --finding names no code that a return can hold."""
    if code is not None and code not in CATALOGUE:
        near = difflib.get_close_matches(code.upper(), list(CATALOGUE), n=3)
        close = CLOSE.of(lang, codes=", ".join(near)) if near else ""
        raise ConfigError(FINDING_UNKNOWN.of(lang, code=code, close=close))
