"""Waivers: what an operator changed of the rules, for whom, why, and until when (config/rules.toml).

In: the operator's config folder, or None for the shipped file, which changes nothing.  Out: frozen Waivers, judged
whole.  Refuses (ConfigError) an unknown rule, a waiver without reason or last day, two for the same rule and partner,
and the softening of a rule the returns themselves need. A waiver past its last day is told, not obeyed.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from edi import __version__
from edi.errors import ConfigError
from edi.model.finding import Severity
from edi.model.judgement import Pack
from edi.places import table
from edi.rules import RULES

FILE = "rules.toml"
OFF = "off"
WEIGHTS: Mapping[str, Severity | None] = {
    OFF: None,
    "info": Severity.INFO,
    "warning": Severity.WARNING,
    "error": Severity.ERROR,
}
KEYS = ("rule", "partner", "severity", "reason", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One change of one rule. `partner` None means every partner; the day of `until` is the last it holds."""

    rule: str
    severity: Severity | None  # None: the rule is off
    reason: str
    until: date
    partner: str | None = None

    def holds_on(self, day: date) -> bool:
        return day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Waivers:
    """Every waiver of rules.toml; `sha256` is of the file and names the set in verdicts."""

    all: tuple[Waiver, ...] = ()
    sha256: str = hashlib.sha256(b"").hexdigest()

    def of(self, partner: str | None) -> tuple[Waiver, ...]:
        """Those that concern a partner, its own before everybody's; one a rule."""
        own = [waiver for waiver in self.all if waiver.partner is not None and waiver.partner == partner]
        ruled = {waiver.rule for waiver in own}
        return (*own, *(waiver for waiver in self.all if waiver.partner is None and waiver.rule not in ruled))

    def pack(self) -> Pack:
        """How a verdict names the waivers it was given under."""
        return Pack(role="waivers", package="rules.toml", version=__version__, sha256=self.sha256)


def load_waivers(config: Path | None) -> Waivers:
    """The waivers of the folder `config`; none when it holds no rules.toml."""
    path = table(FILE, config)
    try:
        data = path.read_bytes()
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} : lecture impossible ({error.strerror}).") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} : ce n'est pas un fichier TOML lisible ({error}).") from error
    given = raw.pop("waiver", [])
    if raw:
        raise ConfigError(f"{path} : clé inconnue {sorted(raw)[0]} ; le fichier ne tient que des tables [[waiver]].")
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise ConfigError(f"{path} : waiver doit être une suite de tables [[waiver]].")
    found = tuple(_waiver(one, f"{path}, [[waiver]] n° {number}") for number, one in enumerate(given, start=1))
    _once_each(found, path)
    return Waivers(all=found, sha256=hashlib.sha256(data).hexdigest())


def _waiver(raw: Mapping[str, Any], at: str) -> Waiver:
    for key in raw:
        if key not in KEYS:
            raise ConfigError(f"{at} : clé inconnue {key} ; connues : {', '.join(KEYS)}.")
    rules = {rule.code: rule for rule in RULES}
    code, severity, until = raw.get("rule"), raw.get("severity"), raw.get("until")
    if not isinstance(code, str) or code not in rules:
        raise ConfigError(f"{at} : rule vaut {code!r}, qui n'est pas une règle ; « edi rules » les donne toutes.")
    if not isinstance(severity, str) or severity not in WEIGHTS:
        raise ConfigError(f"{at} : severity vaut {severity!r} ; attendu : {', '.join(WEIGHTS)}.")
    reason = raw.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        raise ConfigError(f"{at} : reason manque ; écrivez pourquoi la règle {code} est changée.")
    if type(until) is not date:
        raise ConfigError(f"{at} : until vaut {until!r} ; attendu : le dernier jour de la dérogation, AAAA-MM-JJ.")
    partner = raw.get("partner")
    if partner is not None and not isinstance(partner, str):
        raise ConfigError(f"{at} : partner vaut {partner!r} ; attendu : le nom d'un partenaire.")
    weight = WEIGHTS[severity]
    if rules[code].spec.fixed and (weight is None or not weight.refuses):
        raise ConfigError(f"{at} : la règle {code} ne peut pas être adoucie : sans elle, aucun retour n'a d'adresse.")
    return Waiver(rule=code, severity=weight, reason=reason.strip(), until=until, partner=partner)


def _once_each(waivers: Iterable[Waiver], path: Path) -> None:
    seen: set[tuple[str, str | None]] = set()
    for waiver in waivers:
        key = (waiver.rule, waiver.partner)
        if key in seen:
            whom = f"le partenaire {waiver.partner}" if waiver.partner else "tous les partenaires"
            raise ConfigError(f"{path} : deux dérogations à {waiver.rule} pour {whom} ; gardez-en une.")
        seen.add(key)
