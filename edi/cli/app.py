"""The `edi` command: one verb a file in edi/commands, wired here; errors become exit codes, never tracebacks.

Exit codes: 0 done or accepted, 1 refused or problems found, 2 usage or configuration, 3 unreadable, 4 not judged,
70 internal failure, 75 another gateway holds the lock, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from edi import __version__
from edi.cli.config_verbs import GROUPS
from edi.cli.french import french, language
from edi.cli.options import HERE, AsJson, Config, DryRun, Lang, OfPartner, Root, Settle, Verbs, epilog
from edi.cli.rule_verbs import add_verbs
from edi.errors import GatewayError
from edi.message import Message

FAILED = Message("edi : {what}", "edi: {what}")
UNEXPECTED = Message(
    "edi : défaillance de la passerelle ({what}). Rien n'est perdu : ce qui est pris reste dans state/ et reprend au "
    "prochain lancement. Relancez avec EDI_TRACEBACK=1 pour le détail.",
    "edi: the gateway failed ({what}). Nothing is lost: what was taken stays in state/ and goes on at the next start. "
    "Start it again with EDI_TRACEBACK=1 for the details.",
)

app = Verbs(
    name="edi",
    help="Passerelle EDI devant Chorus Pro : reçoit les flux de factures, les juge, rend les statuts CPPStatut.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


@app.callback(invoke_without_command=True)
def _top(version: Annotated[bool, typer.Option("--version", help="La version, puis rien d'autre.")] = False) -> None:
    if version:
        print(__version__)
        raise typer.Exit


@app.command(epilog=epilog("edi run --root /srv/edi --settle 5"))
def run(
    root: Root = HERE,
    config: Config = None,
    settle: Settle = None,
    as_json: AsJson = False,
) -> int:
    """Un passage sur la boîte de chaque partenaire : tout dépôt stable va jusqu'à son état final."""
    from edi.cli.verbs.run import run as command

    return command(root, config, settle, as_json)


@app.command(epilog=epilog("edi check facture.xml --interface FSO1116A --lang en"))
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Fichiers ou dossiers.")],
    interface: Annotated[
        str | None, typer.Option("--interface", metavar="FSO1116A", help="Interface déclarée, au lieu de celle du nom.")
    ] = None,
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="P", help="Juge le nom comme pour ce partenaire.")
    ] = None,
    lang: Lang = None,
    as_json: AsJson = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Écrit aussi un rapport à lire ou à imprimer.")
    ] = None,
    junit: Annotated[
        Path | None,
        typer.Option("--junit", metavar="FILE", help="Écrit aussi un rapport JUnit (XML), un cas par facture."),
    ] = None,
    sarif: Annotated[
        Path | None, typer.Option("--sarif", metavar="FILE", help="Écrit aussi un rapport SARIF 2.1.0.")
    ] = None,
    second_opinion: Annotated[
        bool,
        typer.Option("--second-opinion", help="Demande aussi à un second moteur de schémas ; bien plus lent."),
    ] = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Juge des fichiers avec le même moteur, sans toucher au registre ni aux dossiers."""
    from edi.cli.verbs.check import check as command

    reports = {"html": html, "junit": junit, "sarif": sarif}
    return command(paths, interface, partner, lang, as_json, reports, root, config, second_opinion)


@app.command(epilog=epilog("edi matrix A15"))
def matrix(
    cadre: Annotated[str | None, typer.Argument(metavar="CADRE", help="Un cadre, A1 à A25 ; tous si absent.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Sortie CSV.")] = False,
    lang: Lang = None,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """La matrice de capacité : quel cadre se dépose en EDI, sur le portail, par l'API, et d'après quelle source."""
    from rich.console import Console

    from edi.cli.verbs.matrix import matrix as command
    from edi.config.settings import language_of, load_settings
    from edi.config.tables import load_tables

    settings = load_settings(root, config)
    tables = load_tables(settings.folders.config)
    return command(cadre, as_json, as_csv, language_of(lang, settings), tables, Console())


add_verbs(app)  # rules, explain


@app.command(epilog=epilog("edi flows --last 20 --json"))
def flows(
    last: Annotated[int, typer.Option("--last", min=1, metavar="N", help="Combien, les plus récents.")] = 50,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Les flux reçus et ce qu'ils sont devenus."""
    from edi.cli.verbs.flows import flows as command

    return command(last, as_json, root, config)


@app.command(epilog=epilog("edi show SITU-2026-004"))
def show(
    text: Annotated[
        str, typer.Argument(metavar="ID", help="Identifiant de flux, nom de fichier, début d'empreinte, n° de facture.")
    ],
    lang: Lang = None,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Un flux en entier : ses documents, ses constats, ses retours, et où se trouve l'original."""
    from edi.cli.verbs.flows import show as command

    return command(text, lang, as_json, root, config)


@app.command(epilog=epilog("edi verify --root /srv/edi"))
def verify(as_json: AsJson = False, root: Root = HERE, config: Config = None) -> int:
    """Prouve que rien n'est perdu : conservation des flux, registre, originaux, chaque retour relu et comparé."""
    from edi.cli.verbs.verify import verify as command

    return command(as_json, root, config)


@app.command(epilog=epilog("edi doctor --json"))
def doctor(as_json: AsJson = False, lang: Lang = None, root: Root = HERE, config: Config = None) -> int:
    """Vérifie l'installation : réglages, tables, schémas, dossiers."""
    from edi.cli.verbs.doctor import doctor as command

    return command(as_json, lang, root, config)


@app.command(epilog=epilog("edi watch --root /srv/edi"))
def watch(
    root: Root = HERE,
    config: Config = None,
    settle: Settle = None,
    events: Annotated[
        bool, typer.Option("--events/--no-events", help="Se réveiller aux événements du disque, en plus des passages.")
    ] = True,
) -> int:
    """Le démon : passe sans cesse sur les boîtes, jusqu'à TERM. HUP relit réglages, partenaires et tables."""
    from edi.cli.verbs.watch import watch as command

    return command(root, config, settle, events)


@app.command(epilog=epilog("edi transfer --partner btp-nord"))
def transfer(
    partner: Annotated[str | None, typer.Option("--partner", metavar="P", help="Ce partenaire seulement.")] = None,
    loop: Annotated[
        bool, typer.Option("--loop", help="Sans fin, chaque serveur à son rythme (le démon le lance).")
    ] = False,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Relève les dépôts sur les serveurs SFTP des partenaires et y livre leurs retours."""
    from edi.cli.verbs.transfer import transfer as command

    return command(partner, loop, as_json, root, config)


@app.command(epilog=epilog("edi health --json"))
def health(as_json: AsJson = False, root: Root = HERE, config: Config = None) -> int:
    """Comment va le démon : 0 s'il tourne sans ennui, 1 sinon."""
    from edi.cli.verbs.health import health as command

    return command(as_json, root, config)


@app.command(epilog=epilog("edi reprocess --finding DEBTOR-NOT-SIRET --since 2026-11-01 --dry-run"))
def reprocess(
    flow: Annotated[
        list[str] | None,
        typer.Option("--flow", metavar="ID", help="Ce flux : identifiant, nom de fichier, n° de facture. Répétable."),
    ] = None,
    partner: OfPartner = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="AAAA-MM-JJ", help="Reçus ce jour-là ou après.")
    ] = None,
    finding: Annotated[
        str | None, typer.Option("--finding", metavar="CODE", help="Dont la réponse contient ce constat.")
    ] = None,
    refused: Annotated[bool, typer.Option("--refused", help="Refusés, irrecevables ou intégrés en partie.")] = False,
    dry_run: DryRun = False,
    force: Annotated[bool, typer.Option("--force", help="Même après trop d'échecs de suite.")] = False,
    allow_undo: Annotated[
        bool, typer.Option("--allow-undo", help="Annule aussi des acceptations ; la nouvelle version le dit.")
    ] = False,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Juge de nouveau : sans choix, ce qui n'a pas pu l'être et la quarantaine. Un verdict changé est une nouvelle
    version, avec de nouveaux retours. Rien d'accepté n'est annulé sans --allow-undo."""
    from edi.cli.verbs.reprocess import command

    return command(flow or [], partner, since, finding, refused, dry_run, force, allow_undo, as_json, root, config)


@app.command(epilog=epilog("edi resend XXX0011116000000000000001 --partner btp-nord"))
def resend(
    texts: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Identifiants de flux, noms de fichier, n° de facture.")
    ],
    partner: OfPartner = None,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Dépose de nouveau les mêmes retours, à l'octet près, dans l'outbox du partenaire."""
    from edi.cli.verbs.resend import resend as command

    return command(texts, partner, as_json, root, config)


@app.command(epilog=epilog("edi purge --older-than 1095d --partner btp-nord --dry-run"))
def purge(
    older_than: Annotated[
        str,
        typer.Option(
            "--older-than",
            metavar="AGE",
            help="Terminés depuis plus que cela : 730d, 90j ou 12h. Deux exercices par défaut ; les dix ans de la "
            "loi incombent à l'émetteur et au destinataire de la facture.",
        ),
    ] = "730d",
    state: Annotated[str, typer.Option("--state", metavar="done", help="Seul done : terminés.")] = "done",
    partner: OfPartner = None,
    verdict: Annotated[
        str | None,
        typer.Option("--verdict", metavar="V", help="integrated, partially-integrated, refused, irrecevable, repeat."),
    ] = None,
    quarantined: Annotated[bool, typer.Option("--quarantined", help="Aussi les flux en quarantaine.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Permet un âge de moins d'un jour.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Supprime les originaux anciens. Le registre garde les flux, constats, retours et empreintes : un doublon reste
    reconnu. Jamais ce qui n'est pas terminé, ni ce qu'un gel retient."""
    from edi.cli.verbs.purge import command

    return command(older_than, state, partner, verdict, quarantined, yes, dry_run, as_json, root, config)


@app.command(epilog=epilog("edi demo --root essai"))
def demo(root: Annotated[Path, typer.Option("--root", metavar="DIR", help="Un dossier vide.")] = Path("demo")) -> int:
    """Dépose des flux d'exemple dans un dossier neuf, les traite et montre ce qu'ils deviennent."""
    from edi.cli.verbs.demo import demo as command

    return command(root)


def main() -> None:
    """The console script: runs a verb and exits with its code."""
    try:
        code = app(standalone_mode=False)
    except typer.Exit as done:
        code = done.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except GatewayError as failure:
        print(_failed(failure), file=sys.stderr)
        code = failure.exit_code
    except BrokenPipeError:  # the reader of our output went away: nothing to say, nobody to say it to
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as failure:
        # a usage error knows how to show itself; its class moved between typer's releases, its two members did not
        if hasattr(failure, "show") and hasattr(failure, "exit_code"):
            _show(failure)
            code = failure.exit_code
        else:
            code = _unexpected(failure)
    sys.exit(code if isinstance(code, int) else 0)


def _failed(failure: GatewayError) -> str:
    """What we could not do, in the language that was asked for."""
    lang = language(sys.argv[1:])
    return FAILED.of(lang, what=failure.of(lang))


def _show(failure: Any) -> None:
    """A wrong command line in the words of the person who typed it."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        failure.show()
    text = said.getvalue()
    print(text if language(sys.argv[1:]) == "en" else french(text), end="", file=sys.stderr)


def _unexpected(failure: Exception) -> int:
    """A failure nobody foresaw: one sentence for the person, the traceback only on request."""
    if os.environ.get("EDI_TRACEBACK"):
        raise failure
    what = f"{failure.filename or ''} : {failure.strerror}" if isinstance(failure, OSError) else repr(failure)
    print(UNEXPECTED.of(language(sys.argv[1:]), what=what), file=sys.stderr)
    return 70


if __name__ == "__main__":
    main()
