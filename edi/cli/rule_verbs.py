"""The verbs that explain: rules (what is judged), explain (what was understood). Wired into `edi` by edi/cli/app.py."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edi.cli.options import HERE, AsJson, Config, Lang, Root, epilog


def add_verbs(app: typer.Typer) -> None:
    """Gives `app` the verbs of this file."""
    app.command(epilog=epilog("edi rules DEBTOR-NOT-SIRET"))(rules)
    app.command(epilog=epilog("edi explain facture.xml --interface FSO1116A"))(explain)


def rules(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="Une règle ; toutes si absent.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Sortie CSV.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Sortie Markdown, comme docs/rules.md.")] = False,
    lang: Lang = None,
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="P", help="Montre les dérogations de ce partenaire.")
    ] = None,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Les règles : ce qui est vérifié, ce qui refuse, d'après quelle source, et les dérogations en vigueur."""
    from edi.cli.verbs.rules import FORMATS
    from edi.cli.verbs.rules import rules as command

    asked = [name for name, given in zip(FORMATS, (as_json, as_csv, as_markdown), strict=True) if given]
    return command(code, asked, lang, partner, root, config)


def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Une facture, ou une archive.")],
    member: Annotated[
        str | None, typer.Option("--member", metavar="NAME", help="Cette facture de l'archive ; la liste si absent.")
    ] = None,
    interface: Annotated[
        str | None, typer.Option("--interface", metavar="FSO1116A", help="Interface déclarée, au lieu de celle du nom.")
    ] = None,
    lang: Lang = None,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Une facture telle que la passerelle la comprend, chaque valeur avec sa place ; ne juge rien."""
    from edi.cli.verbs.explain import explain as command

    return command(file, member, interface, lang, as_json, root, config)
