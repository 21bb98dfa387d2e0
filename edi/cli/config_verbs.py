"""The verbs that come in groups: partner, hold, structure, marche. Wired into `edi` by edi/cli/app.py."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edi.cli.options import HERE, AsJson, Config, Lang, Root, Verbs, epilog

partner_app = Verbs(help="Les partenaires : qui dépose, sous quel code application.")
hold_app = Verbs(help="Les gels : ce que « edi purge » ne supprime pas, quel que soit son âge.")
structure_app = Verbs(help="L'annuaire : ce que chaque structure publique exige de ses factures.")
marche_app = Verbs(help="Les fiches d'identité des marchés de travaux.")
GROUPS = {"partner": partner_app, "hold": hold_app, "structure": structure_app, "marche": marche_app}


@partner_app.command("add", epilog=epilog("edi partner add btp-nord --app-code XXX001 --returns csv,json"))
def partner_add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Nom court : minuscules, chiffres, - et _.")],
    app_code: Annotated[str, typer.Option("--app-code", metavar="XXX001", help="Code application, 6 caractères.")],
    naming: Annotated[
        str, typer.Option("--naming", metavar="strict|free", help="Noms de flux exigés ou libres.")
    ] = "strict",
    lang: Annotated[str, typer.Option("--lang", metavar="fr|en", help="Langue des retours.")] = "fr",
    extension: Annotated[str, typer.Option("--extension", metavar=".xml|''", help="Extension des retours.")] = ".xml",
    returns: Annotated[
        str, typer.Option("--returns", metavar="csv,json,html", help="Retours en plus des CPPStatut.")
    ] = "",
    siret: Annotated[
        str,
        typer.Option("--siret", metavar="SIRET,...", help="Structures pour lesquelles il dépose ; toutes si absent."),
    ] = "",
    ssh_key: Annotated[
        Path | None,
        typer.Option("--ssh-key", metavar="FILE", help="Sa clé publique : affiche de quoi créer son compte."),
    ] = None,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Déclare un partenaire et crée ses dossiers."""
    from edi.cli.verbs.partner import add

    return add(name, app_code, naming, lang, extension, returns, root, config, siret, ssh_key)


@partner_app.command("list", epilog=epilog("edi partner list --json"))
def partner_list(as_json: AsJson = False, root: Root = HERE, config: Config = None) -> int:
    """Les partenaires déclarés."""
    from edi.cli.verbs.partner import list_all

    return list_all(as_json, root, config)


@hold_app.command("add", epilog=epilog("edi hold add --flow SITU-2026-004 --reason 'litige 2026/17'"))
def hold_add(
    reason: Annotated[str, typer.Option("--reason", metavar="TEXTE", help="Pourquoi ; reste au registre.")],
    flow: Annotated[list[str] | None, typer.Option("--flow", metavar="ID", help="Ce flux. Répétable.")] = None,
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="P", help="Tous les flux de ce partenaire, à venir compris.")
    ] = None,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Gèle un flux ou un partenaire : la purge n'y touche plus."""
    from edi.cli.verbs.hold import add

    return add(flow or [], partner, reason, as_json, root, config)


@hold_app.command("list", epilog=epilog("edi hold list --all"))
def hold_list(
    every: Annotated[bool, typer.Option("--all", help="Aussi les gels levés.")] = False,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Les gels en vigueur."""
    from edi.cli.verbs.hold import list_all

    return list_all(every, as_json, root, config)


@hold_app.command("remove", epilog=epilog("edi hold remove 3"))
def hold_remove(
    number: Annotated[int, typer.Argument(metavar="N", help="Le numéro que montre « edi hold list ».")],
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Lève un gel ; il reste au registre."""
    from edi.cli.verbs.hold import remove

    return remove(number, as_json, root, config)


@structure_app.command("import", epilog=epilog("edi structure import annuaire.csv --root /srv/edi"))
def structure_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Structures ou services : ses colonnes le disent.")],
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Importe l'annuaire : le fichier entier est vérifié, puis remplace le vôtre dans DIR/config."""
    from edi.cli.verbs.structure import import_file

    return import_file(file, as_json, root, config)


@structure_app.command("list", epilog=epilog("edi structure list --json"))
def structure_list(as_json: AsJson = False, root: Root = HERE, config: Config = None) -> int:
    """Les structures connues, livrées et importées."""
    from edi.cli.verbs.structure import list_all

    return list_all(as_json, root, config)


@structure_app.command("check", epilog=epilog("edi structure check 11000201100044"))
def structure_check(
    siret: Annotated[str, typer.Argument(metavar="SIRET", help="14 chiffres.")],
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Ce qu'une structure exige, et ses services ; 1 si l'annuaire ne la connaît pas."""
    from edi.cli.verbs.structure import check

    return check(siret, as_json, root, config)


@marche_app.command("add", epilog=epilog("edi marche add MAPA-2026-017 --title Voirie --example"))
def marche_add(
    number: Annotated[str, typer.Argument(metavar="NUMERO", help="Son numéro, comme les factures l'écrivent.")],
    title: Annotated[str, typer.Option("--title", metavar="TEXTE", help="L'objet du marché.")] = "",
    actor: Annotated[
        list[str] | None,
        typer.Option("--actor", metavar="ROLE=SIRET:NOM", help="Un intervenant et son rôle. Répétable."),
    ] = None,
    service: Annotated[
        list[str] | None, typer.Option("--service", metavar="CODE", help="Un code service du débiteur. Répétable.")
    ] = None,
    commitment: Annotated[
        list[str] | None, typer.Option("--commitment", metavar="EJ", help="Un numéro d'engagement. Répétable.")
    ] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="AAAA-MM-JJ", help="Début prévu.")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="AAAA-MM-JJ", help="Fin prévue.")] = None,
    example: Annotated[bool, typer.Option("--example", help="Écrit un exemple commenté, à compléter.")] = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Écrit la fiche d'identité d'un marché, d'après les options ou en exemple à compléter."""
    from edi.cli.verbs.marche import add

    return add(number, title, actor or [], service or [], commitment or [], start, end, example, root, config)


@marche_app.command("check", epilog=epilog("edi marche check facture.xml"))
def marche_check(
    invoice: Annotated[
        Path | None, typer.Argument(metavar="FACTURE", help="Une facture, à comparer à la fiche de son marché.")
    ] = None,
    lang: Lang = None,
    as_json: AsJson = False,
    root: Root = HERE,
    config: Config = None,
) -> int:
    """Vérifie chaque fiche ; avec une facture, dit si elle s'accorde avec celle de son marché."""
    from edi.cli.verbs.marche import check

    return check(invoice, lang, as_json, root, config)


@marche_app.command("list", epilog=epilog("edi marche list --json"))
def marche_list(as_json: AsJson = False, root: Root = HERE, config: Config = None) -> int:
    """Les marchés qui ont une fiche."""
    from edi.cli.verbs.marche import list_all

    return list_all(as_json, root, config)
