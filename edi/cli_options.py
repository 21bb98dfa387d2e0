"""The options that several verbs share, and the way an example is shown; nothing is done here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
