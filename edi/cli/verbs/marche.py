"""edi marche: the fiches d'identité of marchés."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS, UNREADABLE, USAGE
from edi.cli.options import Verbs, argument, option
from edi.cli.speak import all_spoken, print_json, say
from edi.message import Message

if TYPE_CHECKING:
    from edi.operations.marches import Compared

VERBS = Verbs(
    "marche",
    Message("Les fiches d'identité des marchés de travaux.", "The fiches d'identité of marchés of works."),
)
ADDED = Message("Marché {number} : {file}, {actors}.", "Marché {number}: {file}, {actors}.")
ACTOR, ACTORS = Message("intervenant", "participant"), Message("intervenants", "participants")
TO_COMPLETE = Message(
    "  C'est un exemple : complétez-le avant de lancer la passerelle.",
    "  It is an example: complete it before you start the gateway.",
)
DAY = Message("AAAA-MM-JJ", "YYYY-MM-DD")


@VERBS.add(
    "add",
    Message(
        "Écrit la fiche d'identité d'un marché, d'après les options ou en exemple à compléter.",
        "Writes the fiche d'identité of a marché, from the options or as an example to complete.",
    ),
    example="edi marche add MAPA-2026-017 --title Voirie --example",
    without=("as_json",),
)
def add(
    call: Call,
    number: Annotated[
        str,
        argument(
            Message("NUMERO", "NUMBER"),
            Message("Son numéro, comme les factures l'écrivent.", "Its number, as the invoices write it."),
        ),
    ],
    title: Annotated[
        str,
        option(
            "--title",
            metavar=Message("TEXTE", "TEXT"),
            help=Message("L'objet du marché.", "What the marché is about."),
        ),
    ] = "",
    actor: Annotated[
        list[str] | None,
        option(
            "--actor",
            metavar=Message("ROLE=SIRET:NOM", "ROLE=SIRET:NAME"),
            help=Message("Un intervenant et son rôle. Répétable.", "A participant and its role. May be repeated."),
        ),
    ] = None,
    service: Annotated[
        list[str] | None,
        option(
            "--service",
            metavar="CODE",
            help=Message("Un code service du débiteur. Répétable.", "A service code of the debtor. May be repeated."),
        ),
    ] = None,
    commitment: Annotated[
        list[str] | None,
        option(
            "--commitment",
            metavar="EJ",
            help=Message("Un numéro d'engagement. Répétable.", "A commitment number. May be repeated."),
        ),
    ] = None,
    start: Annotated[
        str | None, option("--start", metavar=DAY, help=Message("Début prévu.", "Beginning as planned."))
    ] = None,
    end: Annotated[str | None, option("--end", metavar=DAY, help=Message("Fin prévue.", "End as planned."))] = None,
    example: Annotated[
        bool,
        option(
            "--example",
            help=Message("Écrit un exemple commenté, à compléter.", "Writes an example with comments, to complete."),
        ),
    ] = False,
) -> int:
    """Writes config/marches/<number>.toml, from options or as an example to fill in. Refuses to overwrite."""
    from edi.config.settings import load_settings
    from edi.operations import marches
    from edi.operations.counts import count_of

    wanted = marches.NewFiche(
        number=number,
        title=title,
        actors=actor or (),
        services=service or (),
        commitments=commitment or (),
        start=start,
        end=end,
    )
    fiche, file = marches.add(load_settings(call.root, call.config), wanted, example)
    say(ADDED, call.lang, number=fiche.number, file=file, actors=count_of(len(fiche.actors), ACTOR, ACTORS))
    if example:
        say(TO_COMPLETE, call.lang)
    return DONE


@VERBS.add(
    "check",
    Message(
        "Vérifie chaque fiche ; avec une facture, dit si elle s'accorde avec celle de son marché.",
        "Checks each fiche; with an invoice, tells whether it agrees with that of its marché.",
    ),
    example="edi marche check facture.xml",
)
def check(
    call: Call,
    invoice: Annotated[
        Path | None,
        argument(
            Message("FACTURE", "INVOICE"),
            Message(
                "Une facture, à comparer à la fiche de son marché.",
                "An invoice, to compare with the fiche of its marché.",
            ),
        ),
    ] = None,
) -> int:
    """What is wrong with each fiche; with an invoice, where it disagrees with the fiche of its marché."""
    from edi.cli.display.marches import show_compared
    from edi.config.settings import load_settings
    from edi.operations import marches

    compared = marches.check(load_settings(call.root, call.config), invoice)
    if call.as_json:
        print_json(_as_dict(compared, call.lang))
    else:
        show_compared(compared, invoice, call.lang)
    return _exit(compared)


def _exit(compared: Compared) -> int:
    if compared.problems:
        return USAGE
    if any(finding.severity.value == "fatal" for finding in compared.findings):
        return UNREADABLE
    return PROBLEMS if any(finding.severity.refuses for finding in compared.findings) else DONE


def _as_dict(compared: Compared, lang: str) -> dict[str, object]:
    from edi.catalogue import sentence

    return {
        "problems": all_spoken(compared.problems, lang),
        "marche": compared.fiche.number if compared.fiche else None,
        "findings": [
            {"code": finding.code, "line": finding.line, "said": sentence(finding, lang)}
            for finding in compared.findings
        ],
    }


@VERBS.add(
    "list",
    Message("Les marchés qui ont une fiche.", "The marchés that have a fiche."),
    example="edi marche list --json",
)
def list_all(call: Call) -> int:
    """Every fiche."""
    from edi.cli.display.marches import NO_FICHE, show_fiches
    from edi.config.marches import load_marches
    from edi.config.settings import load_settings

    fiches = list(load_marches(load_settings(call.root, call.config).folders.config).fiches.values())
    if call.as_json:
        print_json([asdict(fiche) for fiche in fiches])
    elif fiches:
        show_fiches(fiches, call.lang)
    else:
        say(NO_FICHE, call.lang)
    return DONE
