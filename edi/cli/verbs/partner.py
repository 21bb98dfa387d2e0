"""edi partner: who drops, under which application code."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from edi.cli.call import Call
from edi.cli.exits import DONE
from edi.cli.options import Verbs, argument, option
from edi.cli.speak import print_json, say
from edi.message import Message

if TYPE_CHECKING:
    from edi.operations.partners import Added, NewPartner

VERBS = Verbs(
    "partner",
    Message(
        "Les partenaires : qui dépose, sous quel code application.",
        "Partners: who drops, under which application code.",
    ),
)
ADDED = Message(
    "Partenaire {name} ({code}) ajouté.\n  il dépose dans       {inbox}\n  il relève dans       {outbox}\n"
    "  ses réglages         {file}",
    "Partner {name} ({code}) added.\n  it drops in          {inbox}\n  it collects from     {outbox}\n"
    "  its settings         {file}",
)
ACCOUNT = Message(
    "\nPour qu'il dépose en SFTP sur cette machine, en root (docs/sshd_partner.conf dans sshd_config.d) :\n",
    "\nFor it to drop by SFTP on this machine, as root (docs/sshd_partner.conf in sshd_config.d):\n",
)
NO_PARTNER = Message(
    "Aucun partenaire ; « edi partner add » en déclare un.", "No partner; `edi partner add` declares one."
)


@VERBS.add(
    "add",
    Message("Déclare un partenaire et crée ses dossiers.", "Declares a partner and makes its folders."),
    example="edi partner add btp-nord --app-code XXX001 --returns csv,json",
    without=("as_json", "lang"),  # --lang is of the partner's returns: the terminal's stands before the verb
)
def add(
    call: Call,
    name: Annotated[
        str,
        argument(
            "NAME",
            Message("Nom court : minuscules, chiffres, - et _.", "A short name: lower-case letters, digits, - and _."),
        ),
    ],
    app_code: Annotated[
        str,
        option(
            "--app-code",
            metavar="XXX001",
            help=Message("Code application, 6 caractères.", "Application code, 6 characters."),
        ),
    ],
    naming: Annotated[
        str,
        option(
            "--naming",
            metavar="strict|free",
            help=Message("Noms de flux exigés ou libres.", "Names of flows required or free."),
        ),
    ] = "strict",
    lang: Annotated[
        str,
        option("--lang", metavar="fr|en", help=Message("Langue des retours.", "Language of the returns.")),
    ] = "fr",
    extension: Annotated[
        str,
        option("--extension", metavar=".xml|''", help=Message("Extension des retours.", "Extension of the returns.")),
    ] = ".xml",
    returns: Annotated[
        str,
        option(
            "--returns",
            metavar="csv,json,html",
            help=Message("Retours en plus des CPPStatut.", "Returns besides the CPPStatut ones."),
        ),
    ] = "",
    siret: Annotated[
        str,
        option(
            "--siret",
            metavar="SIRET,...",
            help=Message(
                "Structures pour lesquelles il dépose ; toutes si absent.",
                "Structures that it deposits for; all without.",
            ),
        ),
    ] = "",
    ssh_key: Annotated[
        Path | None,
        option(
            "--ssh-key",
            metavar="FILE",
            help=Message(
                "Sa clé publique : affiche de quoi créer son compte.",
                "Its public key: shows what makes its account.",
            ),
        ),
    ] = None,
) -> int:
    """Writes the partner's file and makes its folders; with a key, shows the commands that make its account."""
    from edi.config.settings import load_settings
    from edi.operations import partners

    partner = partners.NewPartner(
        name=name,
        app_code=app_code,
        naming=naming,
        lang=lang,
        extension=extension,
        returns=[kind for kind in returns.split(",") if kind],
        siret=[number for number in siret.split(",") if number],
    )
    tell(partner, partners.add(load_settings(call.root, call.config), partner, ssh_key), call.lang)
    return DONE


def tell(partner: NewPartner, added: Added, lang: str) -> None:
    """What was made of a new partner."""
    places = {"inbox": added.inbox, "outbox": added.outbox, "file": added.file}
    say(ADDED, lang, name=partner.name, code=partner.app_code, **places)
    if added.account:
        say(ACCOUNT, lang)
        print("\n".join(added.account))


@VERBS.add("list", Message("Les partenaires déclarés.", "The partners declared."), example="edi partner list --json")
def list_all(call: Call) -> int:
    """The partners and their settings."""
    from edi.cli.display.partners import show_partners
    from edi.config.settings import load_settings

    partners = list(load_settings(call.root, call.config).partners.values())
    if call.as_json:
        print_json([asdict(partner) for partner in partners])
    elif partners:
        show_partners(partners, call.lang)
    else:
        say(NO_PARTNER, call.lang)
    return DONE
