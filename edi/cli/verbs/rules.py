"""edi rules: every rule the gateway judges by, one rule in full, and what a partner's waivers change."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from edi.cli.call import Call
from edi.cli.exits import DONE, USAGE
from edi.cli.options import Verbs, argument, option
from edi.cli.speak import print_json, warn
from edi.errors import ConfigError
from edi.message import Message

VERBS = Verbs()
FORMATS = ("json", "csv", "markdown")
ONE_FORMAT = Message("{options} : choisissez une seule sortie.", "{options}: choose one output only.")
NO_RULE = Message(
    "{code} n'est pas une règle ; « edi rules » les donne toutes.{close}",
    "{code} is no rule; `edi rules` lists them all.{close}",
)

Rows = Sequence[dict[str, Any]]


@VERBS.add(
    "rules",
    Message(
        "Les règles : ce qui est vérifié, ce qui refuse, d'après quelle source, et les dérogations en vigueur.",
        "The rules: what is checked, what refuses, by which source, and the waivers in force.",
    ),
    example="edi rules DEBTOR-NOT-SIRET",
)
def rules(
    call: Call,
    code: Annotated[
        str | None, argument("CODE", Message("Une règle ; toutes si absent.", "One rule; all without."))
    ] = None,
    as_csv: Annotated[bool, option("--csv", help=Message("Sortie CSV.", "Output as CSV."))] = False,
    as_markdown: Annotated[
        bool,
        option(
            "--markdown",
            help=Message("Sortie Markdown, comme docs/rules.md.", "Output as Markdown, like docs/rules.md."),
        ),
    ] = False,
    partner: Annotated[
        str | None,
        option(
            "--partner",
            metavar="P",
            help=Message("Montre les dérogations de ce partenaire.", "Shows the waivers of this partner."),
        ),
    ] = None,
) -> int:
    """The list, or one rule. 0, or 2 for a code that is no rule."""
    from edi.clock import paris
    from edi.config.settings import load_settings
    from edi.operations import rulebook
    from edi.operations.names import check_partner, close_to
    from edi.rules.fixed import FIXED

    settings = load_settings(call.root, call.config)
    settings.waivers.check(FIXED)
    asked = [name for name, wanted in zip(FORMATS, (call.as_json, as_csv, as_markdown), strict=True) if wanted]
    if len(asked) > 1:
        raise ConfigError(ONE_FORMAT.filled(options=", ".join(f"--{name}" for name in asked)))
    check_partner(partner, settings)
    every = rulebook.rows(call.lang)
    waivers = rulebook.waiver_rows(settings.waivers, partner, paris(datetime.now(UTC)).date())
    if code is None:
        _tell_all(every, waivers, asked, partner, call.lang)
        return DONE
    wanted = code.strip().upper()
    rows = [row for row in every if row["code"] == wanted]
    if not rows:
        warn(NO_RULE.filled(code=wanted, close=close_to(wanted, [row["code"] for row in every])), call.lang)
        return USAGE
    _tell_one(rows[0], [waiver for waiver in waivers if waiver["rule"] == wanted], asked, partner, call.lang)
    return DONE


def _tell_all(rows: Rows, waivers: Rows, asked: Sequence[str], partner: str | None, lang: str) -> None:
    from edi.cli.display.rules import show_all
    from edi.operations import rulebook

    if "markdown" in asked:
        print(rulebook.page(), end="")
    elif not _told_a_program(rows, waivers, asked, partner):
        show_all(rows, waivers, lang)


def _tell_one(row: dict[str, Any], waivers: Rows, asked: Sequence[str], partner: str | None, lang: str) -> None:
    from edi.cli.display.rules import facts, show_one
    from edi.operations import rulebook

    if "markdown" in asked:
        print(f"## {row['code']}\n\n{rulebook.table(('', ''), facts(row, lang))}", end="")
    elif not _told_a_program([row], waivers, asked, partner):
        show_one(row, waivers, lang)


def _told_a_program(rows: Rows, waivers: Rows, asked: Sequence[str], partner: str | None) -> bool:
    if "json" in asked:
        print_json(_as_dict(rows, waivers, partner))
    elif "csv" in asked:
        _print_csv(rows)
    return "json" in asked or "csv" in asked


def _as_dict(rows: Rows, waivers: Rows, partner: str | None) -> dict[str, Any]:
    from edi.rules.pack import rule_pack

    pack = rule_pack()
    return {
        "pack": {"name": pack.package, "version": pack.version, "sha256": pack.sha256},
        "partner": partner,
        "rules": list(rows),
        "waivers": list(waivers),
    }


def _print_csv(rows: Rows) -> None:
    from edi.operations.rulebook import COLUMNS

    sheet = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    sheet.writeheader()
    for row in rows:
        several = ("cadres", "syntaxes", "interfaces")
        told = {**row, **{name: " ".join(row[name]) for name in several}}
        sheet.writerow({**told, "waivable": "yes" if row["waivable"] else "no"})
