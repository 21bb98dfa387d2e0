"""edi rules: every rule the gateway judges by, one rule in full, and what a partner's waivers change."""

from __future__ import annotations

import csv
import difflib
import io
import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from edi.cli.display.flows import WIDE, severity_word
from edi.clock import paris
from edi.config.settings import language_of, load_settings
from edi.config.waivers import OFF
from edi.errors import ConfigError
from edi.message import Message
from edi.model.finding import Severity
from edi.operations import rulebook
from edi.operations.names import CLOSE, check_partner
from edi.rules.fixed import FIXED
from edi.rules.pack import rule_pack
from edi.words.labels import counted

OK, USAGE = 0, 2
FORMATS = ("json", "csv", "markdown")
ONE_FORMAT = Message("{options} : choisissez une seule sortie.", "{options}: choose one output only.")
NO_RULE = Message(
    "edi : {code} n'est pas une règle ; « edi rules » les donne toutes.{close}",
    "edi: {code} is no rule; `edi rules` lists them all.{close}",
)
COUNT = {"fr": ("règle", "règles"), "en": ("rule", "rules")}


def rules(
    code: str | None,
    asked: Sequence[str],
    lang: str | None,
    partner: str | None,
    root: Path,
    config: Path | None,
) -> int:
    """Shows the list, or one rule; `asked` holds at most one of FORMATS. 0, or 2 for a code that is no rule."""
    settings = load_settings(root, config)
    language = language_of(lang, settings)
    settings.waivers.check(FIXED)
    if len(asked) > 1:
        raise ConfigError(ONE_FORMAT.of(language, options=", ".join(f"--{name}" for name in asked)))
    check_partner(partner, settings, language)
    rows = rulebook.rows(language)
    if code is not None:
        wanted = code.strip().upper()
        rows = [row for row in rows if row["code"] == wanted]
        if not rows:
            print(_unknown(wanted, language), file=sys.stderr)
            return USAGE
    console = Console()
    today = paris(datetime.now(UTC)).date()
    waivers = rulebook.waiver_rows(settings.waivers, partner, today)
    if code is not None:
        waivers = [one for one in waivers if one["rule"] == rows[0]["code"]]
    if "json" in asked:
        print(_as_json(rows, waivers, partner), end="")
    elif "csv" in asked:
        print(_as_csv(rows), end="")
    elif "markdown" in asked:
        print(rulebook.page() if code is None else _one_as_markdown(rows[0], language), end="")
    elif code is not None:
        _one(console, rows[0], waivers, language)
    else:
        _all(console, rows, waivers, language)
    return OK


def _unknown(code: str, lang: str) -> str:
    near = difflib.get_close_matches(code, [row["code"] for row in rulebook.rows()], n=3)
    close = CLOSE.of(lang, codes=", ".join(near)) if near else ""
    return NO_RULE.of(lang, code=code, close=close)


def _as_json(rows: list[dict[str, Any]], waivers: list[dict[str, Any]], partner: str | None) -> str:
    pack = rule_pack()
    said = {
        "pack": {"name": pack.package, "version": pack.version, "sha256": pack.sha256},
        "partner": partner,
        "rules": rows,
        "waivers": waivers,
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _as_csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    sheet = csv.DictWriter(text, rulebook.COLUMNS, lineterminator="\n")
    sheet.writeheader()
    for row in rows:
        several = ("cadres", "syntaxes", "interfaces")
        told = {**row, **{name: " ".join(row[name]) for name in several}}
        sheet.writerow({**told, "waivable": "yes" if row["waivable"] else "no"})
    return text.getvalue()


def _one_as_markdown(row: dict[str, Any], lang: str) -> str:
    return f"## {row['code']}\n\n{rulebook.table(('', ''), _facts(row, lang))}"


def _all(console: Console, rows: list[dict[str, Any]], waivers: list[dict[str, Any]], lang: str) -> None:
    english = lang == "en"
    wide = console.width >= WIDE
    changed = {one["rule"]: one["severity"] for one in waivers if one["in_force"]}
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("code", no_wrap=True)
    table.add_column("weight" if english else "gravité", no_wrap=True)
    table.add_column("what is checked" if english else "ce qui est vérifié", ratio=1)
    if wide:
        table.add_column("applies to" if english else "porte sur", max_width=16)
        table.add_column("sure" if english else "sûr", no_wrap=True)
    for row in rows:
        word = _weight(row["severity"], lang)
        if row["code"] in changed:
            word = Text.assemble(word, " → ", _weight(changed[row["code"]], lang))
        limited = row["cadres"] or row["syntaxes"]
        checks = row["checks"] if wide or not limited else f"{row['checks']} ({_scope(row, lang)})"
        rest = (Text(_scope(row, lang)), row["certainty"]) if wide else ()
        table.add_row(Text(row["code"]), word, Text(checks), *rest)
    console.print(table)
    pack = rule_pack()
    count = counted(len(rows), COUNT[lang], lang)
    console.print(Text(f"{count} · {pack.package} {pack.version} · {pack.sha256[:12]}"))
    marks = rulebook.CERTAINTY["en" if english else "fr"]
    console.print(Text("   ".join(f"{mark} {meaning}" for mark, meaning in marks.items()), "dim"))
    _show_waivers(console, waivers, lang)


def _one(console: Console, row: dict[str, Any], waivers: list[dict[str, Any]], lang: str) -> None:
    console.print(Text.assemble((row["code"], "bold"), "  ", _weight(row["severity"], lang)))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, value in _facts(row, lang):
        grid.add_row(name, Text(value))
    console.print(Padding(grid, (0, 0, 0, 2)))
    _show_waivers(console, waivers, lang)


def _facts(row: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    english = lang == "en"
    mark = rulebook.CERTAINTY["en" if english else "fr"][row["certainty"]]
    changes = "yes, in config/rules.toml" if english else "oui, dans config/rules.toml"
    names = (
        ("checks", "reference", "says", "to do", "applies to", "can be waived", "source")
        if english
        else ("vérifie", "référence", "dit", "à faire", "porte sur", "dérogation possible", "source")
    )
    values = (
        row["checks"],
        row["rule"],
        row["sentence"],
        row["hint"],
        _scope(row, lang),
        changes if row["waivable"] else "no" if english else "non",
        f"{row['source']} ({row['certainty']}, {mark})",
    )
    return list(zip(names, values, strict=True))


def _scope(row: dict[str, Any], lang: str) -> str:
    return ", ".join([*row["syntaxes"], *row["cadres"]]) or ("all" if lang == "en" else "tous")


def _weight(severity: str, lang: str) -> Text:
    if severity == OFF:
        return Text("off" if lang == "en" else "éteinte", "dim")
    return severity_word(Severity(severity), lang)


def _show_waivers(console: Console, waivers: list[dict[str, Any]], lang: str) -> None:
    """Those in force, then those that ended: who asked why something passes must find the answer here."""
    english = lang == "en"
    for one in waivers:
        until = date.fromisoformat(one["until"]).strftime("%d/%m/%Y")
        if one["in_force"]:
            state = f"waived until {until}" if english else f"dérogation jusqu'au {until}"
        else:
            state = f"waiver ended on {until}, the rule applies" if english else f"dérogation finie le {until}"
            state += "" if english else ", la règle s'applique"
        whom = one["partner"] or ("every partner" if english else "tous les partenaires")
        head = Text.assemble((one["rule"], "bold"), f"  {state} · {whom} · ", _weight(one["severity"], lang))
        console.print(Padding(head, (1, 0, 0, 2)))
        console.print(Padding(Text(one["reason"]), (0, 0, 0, 6)))
