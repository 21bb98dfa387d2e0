"""What several verbs share: their options, the way an example is shown, help with French headings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from edi.cli.french import HELP, french

Root = Annotated[
    Path, typer.Option("--root", metavar="DIR", help="Le dossier de la passerelle : config/, inbox/, outbox/, state/.")
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Fichier de réglages (défaut : DIR/config/gateway.toml)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Sortie JSON, pour un programme.")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="fr|en", help="Langue des phrases.")]
Settle = Annotated[
    float | None,
    typer.Option(
        "--settle",
        min=0,
        metavar="SECONDES",
        help="Durée sans changement avant de prendre un dépôt ; 0 si vous répondez de l'intégrité des fichiers.",
    ),
]
OfPartner = Annotated[str | None, typer.Option("--partner", metavar="P", help="Seulement les flux de ce partenaire.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Montre ce qui changerait, n'écrit rien.")]
HERE = Path(".")


def epilog(example: str) -> str:
    return f"Exemple : {example}"


class Verb(TyperCommand):
    """One verb; its help has French headings."""

    def get_help(self, ctx: Any) -> str:
        return french(super().get_help(ctx), HELP)


class Group(TyperGroup):
    """A group of verbs, as a Verb."""

    def get_help(self, ctx: Any) -> str:
        return french(super().get_help(ctx), HELP)


class Verbs(typer.Typer):
    """A typer application whose verbs are of the classes above."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=Group, no_args_is_help=True, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Any:
        return super().command(name, cls=Verb, **settings)
