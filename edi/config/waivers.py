"""Waivers: what an operator changed of the rules, for whom, why, and until when (config/rules.toml).

In: the operator's config folder, or None for the shipped file, which changes nothing.  Out: frozen Waivers, as they
are written.  Refuses (ConfigError) a waiver without rule, reason or last day, and two for the same rule and partner.
No rule is loaded for it: whether the rules exist and may be softened is asked by `Waivers.check`, where rules are
known. A waiver past its last day is told, not obeyed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from edi import __version__
from edi.config import Place, one_of, read_bytes
from edi.config.toml import Check, Field, Table, any_text, choice, day, parse_toml, tables_of
from edi.message import Message
from edi.model.finding import Severity
from edi.model.judgement import Pack, sha256_of
from edi.resources import table

FILE = "rules.toml"
OFF = "off"
WEIGHTS: Mapping[str, Severity | None] = {
    OFF: None,
    "info": Severity.INFO,
    "warning": Severity.WARNING,
    "error": Severity.ERROR,
}
NO_RULE = Message(
    "rule vaut {value}, qui n'est pas une règle ; « edi rules » les donne toutes.",
    "rule holds {value}, which is no rule; `edi rules` lists them all.",
)
NO_REASON = Message(
    "reason manque ; écrivez pourquoi la règle est changée.", "reason is missing; write why the rule is changed."
)
LAST_DAY = Message("le dernier jour de la dérogation, AAAA-MM-JJ", "the last day of the waiver, YYYY-MM-DD")
FIXED = Message(
    "la règle {rule} ne peut pas être adoucie : sans elle, aucun retour n'a d'adresse.",
    "the rule {rule} cannot be softened: without it, no return has an address.",
)
TWICE = Message("deux dérogations à {rule} pour {whom} ; gardez-en une.", "two waivers of {rule} for {whom}; keep one.")
EVERYBODY = Message("tous les partenaires", "every partner")
ONE_PARTNER = Message("le partenaire {name}", "the partner {name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One change of one rule. `partner` None means every partner; the day of `until` is the last it holds."""

    rule: str
    severity: Severity | None  # None: the rule is off
    reason: str
    until: date
    partner: str | None = None
    place: Place = field(default=Place(Path(FILE)), compare=False)

    def holds_on(self, day: date) -> bool:
        return day <= self.until

    @property
    def refuses(self) -> bool:
        """Whether the rule still refuses a document."""
        return self.severity is not None and self.severity.refuses


@dataclass(frozen=True, slots=True, kw_only=True)
class Waivers:
    """Every waiver of rules.toml; `sha256` is of the file and names the set in verdicts."""

    all: tuple[Waiver, ...] = ()
    sha256: str = sha256_of()

    def of(self, partner: str | None) -> tuple[Waiver, ...]:
        """Those that concern a partner, its own before everybody's; one a rule."""
        own = [waiver for waiver in self.all if waiver.partner is not None and waiver.partner == partner]
        ruled = {waiver.rule for waiver in own}
        return (*own, *(waiver for waiver in self.all if waiver.partner is None and waiver.rule not in ruled))

    def check(self, fixed: Mapping[str, bool]) -> None:
        """ConfigError at the first waiver of no rule, or that softens a fixed one. `fixed` holds the code of each."""
        for waiver in self.all:
            if waiver.rule not in fixed:
                waiver.place.refuse(NO_RULE, value=repr(waiver.rule))
            if fixed[waiver.rule] and not waiver.refuses:
                waiver.place.refuse(FIXED, rule=waiver.rule)

    def pack(self) -> Pack:
        """How a verdict names the waivers it was given under."""
        return Pack(role="waivers", package="rules.toml", version=__version__, sha256=self.sha256)


def load_waivers(config: Path | None) -> Waivers:
    """The waivers of the folder `config`; none when it holds no rules.toml."""
    path = table(FILE, config)
    data = read_bytes(path)
    waivers = parse_toml(path, data).read({"waiver": _waivers}).get("waiver", ())
    _once_each(waivers, path)
    return Waivers(all=waivers, sha256=sha256_of(data))


def _waivers(field: Field) -> tuple[Waiver, ...]:
    return tuple(_waiver(raw) for raw in tables_of(field))


def _waiver(raw: Table) -> Waiver:
    values = raw.read(KEYS, REQUIRED)
    return Waiver(**{**values, "severity": WEIGHTS[values["severity"]]}, place=raw.place)


def _rule(field: Field) -> str:
    if not isinstance(field.value, str):
        field.place.refuse(NO_RULE, value=repr(field.value))
    return field.value


def _reason(field: Field) -> str:
    if not isinstance(field.value, str) or not field.value.strip():
        field.place.refuse(NO_REASON)
    return field.value.strip()


KEYS: Mapping[str, Check] = {
    "rule": _rule,
    "partner": any_text,
    "severity": choice(*WEIGHTS),
    "reason": _reason,
    "until": day,
}
REQUIRED: Mapping[str, Message] = {
    "rule": Message("le code d'une règle", "the code of a rule"),
    "severity": one_of(WEIGHTS),
    "reason": Message("pourquoi la règle est changée", "why the rule is changed"),
    "until": LAST_DAY,
}


def _once_each(waivers: Iterable[Waiver], path: Path) -> None:
    seen: set[tuple[str, str | None]] = set()
    for waiver in waivers:
        key = (waiver.rule, waiver.partner)
        if key in seen:
            whom = ONE_PARTNER.filled(name=waiver.partner) if waiver.partner else EVERYBODY
            Place(path).refuse(TWICE, rule=waiver.rule, whom=whom)
        seen.add(key)
