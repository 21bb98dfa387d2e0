"""The rules on a terminal: all of them in a table, one in full, and the waivers that change them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from edi.cli.display.findings import severity_word
from edi.cli.display.flows import WIDE
from edi.config.waivers import OFF
from edi.message import Message
from edi.model.finding import Severity
from edi.operations import rulebook
from edi.operations.counts import count_of
from edi.rules.pack import rule_pack

Rows = Sequence[dict[str, Any]]
RULE, RULES = Message("règle", "rule"), Message("règles", "rules")
CODE = Message("code", "code")
WEIGHT = Message("gravité", "weight")
CHECKED = Message("ce qui est vérifié", "what is checked")
APPLIES = Message("porte sur", "applies to")
SURE = Message("sûr", "sure")
FACTS = (
    Message("vérifie", "checks"),
    Message("référence", "reference"),
    Message("dit", "says"),
    Message("à faire", "to do"),
    APPLIES,
    Message("dérogation possible", "can be waived"),
    Message("source", "source"),
)
WAIVABLE = Message("oui, dans config/rules.toml", "yes, in config/rules.toml")
FIXED = Message("non", "no")
ALL = Message("tous", "all")
SWITCHED_OFF = Message("éteinte", "off")
IN_FORCE = Message("dérogation jusqu'au {until}", "waived until {until}")
ENDED = Message("dérogation finie le {until}, la règle s'applique", "waiver ended on {until}, the rule applies")
EVERY_PARTNER = Message("tous les partenaires", "every partner")


def show_all(rows: Rows, waivers: Rows, lang: str) -> None:
    console = Console()
    console.print(_table(rows, waivers, console.width >= WIDE, lang))
    pack = rule_pack()
    count = count_of(len(rows), RULE, RULES).of(lang)
    console.print(Text(f"{count} · {pack.package} {pack.version} · {pack.sha256[:12]}"))
    marks = rulebook.CERTAINTY[lang]
    console.print(Text("   ".join(f"{mark} {meaning}" for mark, meaning in marks.items()), "dim"))
    _show_waivers(console, waivers, lang)


def _table(rows: Rows, waivers: Rows, wide: bool, lang: str) -> Table:
    changed = {waiver["rule"]: waiver["severity"] for waiver in waivers if waiver["in_force"]}
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(CODE.of(lang), no_wrap=True)
    table.add_column(WEIGHT.of(lang), no_wrap=True)
    table.add_column(CHECKED.of(lang), ratio=1)
    if wide:
        table.add_column(APPLIES.of(lang), max_width=16)
        table.add_column(SURE.of(lang), no_wrap=True)
    for row in rows:
        word = _weight(row["severity"], lang)
        if row["code"] in changed:
            word = Text.assemble(word, " → ", _weight(changed[row["code"]], lang))
        limited = row["cadres"] or row["syntaxes"]
        checks = row["checks"] if wide or not limited else f"{row['checks']} ({_scope(row, lang)})"
        rest = (Text(_scope(row, lang)), row["certainty"]) if wide else ()
        table.add_row(Text(row["code"]), word, Text(checks), *rest)
    return table


def show_one(row: dict[str, Any], waivers: Rows, lang: str) -> None:
    console = Console()
    console.print(Text.assemble((row["code"], "bold"), "  ", _weight(row["severity"], lang)))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, value in facts(row, lang):
        grid.add_row(name, Text(value))
    console.print(Padding(grid, (0, 0, 0, 2)))
    _show_waivers(console, waivers, lang)


def facts(row: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    """What is told of one rule, each with its name."""
    mark = rulebook.CERTAINTY[lang][row["certainty"]]
    values = (
        row["checks"],
        row["rule"],
        row["sentence"],
        row["hint"],
        _scope(row, lang),
        (WAIVABLE if row["waivable"] else FIXED).of(lang),
        f"{row['source']} ({row['certainty']}, {mark})",
    )
    return [(name.of(lang), value) for name, value in zip(FACTS, values, strict=True)]


def _scope(row: dict[str, Any], lang: str) -> str:
    return ", ".join([*row["syntaxes"], *row["cadres"]]) or ALL.of(lang)


def _weight(severity: str, lang: str) -> Text:
    if severity == OFF:
        return Text(SWITCHED_OFF.of(lang), "dim")
    return severity_word(Severity(severity), lang)


def _show_waivers(console: Console, waivers: Rows, lang: str) -> None:
    """Those in force, then those that ended: who asked why something passes must find the answer here."""
    for waiver in waivers:
        until = date.fromisoformat(waiver["until"]).strftime("%d/%m/%Y")
        state = (IN_FORCE if waiver["in_force"] else ENDED).of(lang, until=until)
        whom = waiver["partner"] or EVERY_PARTNER.of(lang)
        head = Text.assemble((waiver["rule"], "bold"), f"  {state} · {whom} · ", _weight(waiver["severity"], lang))
        console.print(Padding(head, (1, 0, 0, 2)))
        console.print(Padding(Text(waiver["reason"]), (0, 0, 0, 6)))
