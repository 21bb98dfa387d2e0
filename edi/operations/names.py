"""What is typed wrong: the names that options may hold, and places that cannot be written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from edi.config.settings import Settings
from edi.disk import durable
from edi.errors import ConfigError, GatewayError
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
NOT_CLOSE = Message("", "")
NOT_WRITTEN = Message(
    "{path} : écriture impossible ({what}) ; donnez un --root où ce compte peut écrire, ou rendez-lui ce dossier.",
    "{path}: it cannot be written ({what}); give a --root this account may write in, or give it that folder.",
)


@contextmanager
def writing() -> Iterator[None]:
    """What the operator asked to have written: a place that cannot take it is theirs to change (ConfigError)."""
    try:
        yield
    except OSError as error:
        raise ConfigError(NOT_WRITTEN.filled(path=error.filename, what=durable.reason(error))) from error


def check_partner(name: str | None, settings: Settings, former: Iterable[str] = ()) -> None:
    """ConfigError where --partner names nobody: a typing slip must not look like a partner without flows. `former` are
    partners of earlier days, whose flows are still there."""
    partners = {**settings.partners, **dict.fromkeys(former)}
    if name is not None and name not in partners:
        raise ConfigError(PARTNER_UNKNOWN.filled(name=name, known=", ".join(partners) or NOBODY))


def check_finding(code: str | None) -> None:
    """ConfigError where --finding names no code that a return can hold."""
    if code is None:
        return
    from edi.catalogue import CATALOGUE  # here alone: it loads every rule

    if code not in CATALOGUE:
        raise ConfigError(FINDING_UNKNOWN.filled(code=code, close=close_to(code.upper(), CATALOGUE)))


def close_to(code: str, known: Iterable[str]) -> Message:
    """The known codes that a typing slip may have meant."""
    near = difflib.get_close_matches(code, list(known), n=3)
    return CLOSE.filled(codes=", ".join(near)) if near else NOT_CLOSE


def sentence_of(error: GatewayError) -> Message:
    """What a failure says, in both languages."""
    return Message(error.of("fr"), error.of("en"))
