"""Where a verb works and in which language it answers, found once for every verb.

In: the options of the verb, those typed before it, the environment (EDI_ROOT, EDI_LANG), the settings.  Out: a Call.
The first of these that says something holds; the settings know the language alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from edi.config.partners import LANGS
from edi.config.settings import written_language
from edi.errors import ConfigError
from edi.message import Message

NO_LANGUAGE = Message("{option} {asked} : fr ou en.", "{option} {asked}: fr or en.")
HERE = Path(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What every verb is told besides its own options."""

    root: Path = HERE
    config: Path | None = None
    lang: str = "fr"
    as_json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The options that all verbs share, as they were typed at one place of the line."""

    root: Path | None = None
    config: Path | None = None
    lang: str | None = None


def call_of(
    *typed: Common,
    as_json: bool = False,
    default_root: Path = HERE,
    environment: Mapping[str, str] = os.environ,
) -> Call:
    """The call that these options make, those of the verb first."""
    root = next((common.root for common in typed if common.root is not None), None)
    root = root or Path(environment.get("EDI_ROOT") or default_root)
    config = next((common.config for common in typed if common.config is not None), None)
    lang = next((common.lang for common in typed if common.lang is not None), None)
    _check(lang, "--lang")
    if lang is None and (lang := environment.get("EDI_LANG") or None) is not None:
        _check(lang, "EDI_LANG")
    return Call(root=root, config=config, lang=lang or written_language(root, config), as_json=as_json)


def _check(lang: str | None, option: str) -> None:
    if lang is not None and lang not in LANGS:
        raise ConfigError(NO_LANGUAGE.filled(option=option, asked=lang))


def language(line: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """The language to answer a whole command line in, right or wrong: as `call_of`, from the words as they stand."""
    # behind `partner add` it is the language of a partner's returns
    own = line[: _verb_at(line)] if verb_of(line) == "partner" else line
    root, config = _value(line, "--root"), _value(line, "--config")
    where = Path(root or environment.get("EDI_ROOT") or HERE)
    for asked in (_value(own, "--lang"), environment.get("EDI_LANG")):
        if asked in LANGS:
            return str(asked)
    try:
        return written_language(where, Path(config) if config else None)
    except OSError:  # the folder we are in is gone
        return LANGS[0]


def verb_of(line: Sequence[str]) -> str:
    """The first word that is no option and no option's value; "" where there is none."""
    return next(iter(line[_verb_at(line) :]), "")


def _verb_at(line: Sequence[str]) -> int:
    at = 0
    while at < len(line) and line[at].startswith("-"):
        at += 2 if line[at] in ("--root", "--config", "--lang") else 1
    return at


def _value(line: Sequence[str], option: str) -> str | None:
    """What the last of this option says: one behind the verb wins over one before it."""
    value = None
    for at, word in enumerate(line):
        if word == option:
            value = next(iter(line[at + 1 :]), None)
        elif word.startswith(f"{option}="):
            value = word.partition("=")[2] or None
    return value
