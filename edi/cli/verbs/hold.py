"""edi hold: legal holds, which `edi purge` obeys."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS
from edi.cli.options import Verbs, argument, option
from edi.cli.speak import print_json, say
from edi.message import Message

if TYPE_CHECKING:
    from edi.ledger.values import Hold

VERBS = Verbs(
    "hold",
    Message(
        "Les gels : ce que « edi purge » ne supprime pas, quel que soit son âge.",
        "Holds: what `edi purge` does not remove, whatever its age.",
    ),
)
HELD = Message(
    "Gel n° {number} : {what}. « edi purge » n'y touchera pas.",
    "Hold no. {number}: {what}. `edi purge` will not touch it.",
)
LATE = Message(
    "Attention : l'original de {drop} avait déjà été purgé le {at}.",
    "Beware: the original of {drop} had been purged already, on {at}.",
)
NO_HOLD = Message("Aucun gel.", "No hold.")
NOT_IN_FORCE = Message(
    "Aucun gel en vigueur ne porte le n° {number} ; « edi hold list » les montre.",
    "No hold in force has the number {number}; `edi hold list` shows them.",
)
LIFTED = Message("Gel n° {number} levé.", "Hold no. {number} lifted.")


@VERBS.add(
    "add",
    Message(
        "Gèle un flux ou un partenaire : la purge n'y touche plus.",
        "Holds a flow or a partner: the purge no longer touches it.",
    ),
    example="edi hold add --flow SITU-2026-004 --reason 'litige 2026/17'",
)
def add(
    call: Call,
    reason: Annotated[
        str,
        option(
            "--reason",
            metavar=Message("TEXTE", "TEXT"),
            help=Message("Pourquoi ; reste au registre.", "Why; it stays in the ledger."),
        ),
    ],
    flow: Annotated[
        list[str] | None,
        option("--flow", metavar="ID", help=Message("Ce flux. Répétable.", "This flow. May be repeated.")),
    ] = None,
    partner: Annotated[
        str | None,
        option(
            "--partner",
            metavar="P",
            help=Message(
                "Tous les flux de ce partenaire, à venir compris.", "All flows of this partner, those to come included."
            ),
        ),
    ] = None,
) -> int:
    """Holds each flow named, or all of a partner's, those to come included."""
    from edi.clock import stamp
    from edi.config.settings import load_settings
    from edi.operations import holds
    from edi.operations.holds import what

    held = holds.add(load_settings(call.root, call.config), flow or [], partner, reason)
    if call.as_json:
        print_json([_as_dict(hold) for hold in held.new])
        return DONE
    for hold in held.new:
        say(HELD, call.lang, number=hold.number, what=what(hold))
    for row in held.late:
        say(LATE, call.lang, drop=row.drop_name, at=stamp(row.purged_at or row.taken_at))
    return DONE


@VERBS.add("list", Message("Les gels en vigueur.", "The holds in force."), example="edi hold list --all")
def list_all(
    call: Call,
    every: Annotated[bool, option("--all", help=Message("Aussi les gels levés.", "Lifted holds too."))] = False,
) -> int:
    """The holds in force; with `every`, those lifted too."""
    from edi.cli.display.holds import show_holds
    from edi.config.settings import load_settings
    from edi.operations.lookup import open_ledger

    with open_ledger(load_settings(call.root, call.config)) as ledger:
        known = ledger.holds.all(removed=every)
    if call.as_json:
        print_json([_as_dict(hold) for hold in known])
    elif known:
        show_holds(known, every, call.lang)
    else:
        say(NO_HOLD, call.lang)
    return DONE


@VERBS.add(
    "remove",
    Message("Lève un gel ; il reste au registre.", "Lifts a hold; it stays in the ledger."),
    example="edi hold remove 3",
)
def remove(
    call: Call,
    number: Annotated[
        int,
        argument("N", Message("Le numéro que montre « edi hold list ».", "The number that `edi hold list` shows.")),
    ],
) -> int:
    """Lifts a hold; 1 when there is none of that number in force."""
    from edi.config.settings import load_settings
    from edi.operations import holds

    lifted = holds.remove(load_settings(call.root, call.config), number)
    if call.as_json:
        print_json({"number": number, "removed": lifted}, indent=None)
    else:
        say(LIFTED if lifted else NOT_IN_FORCE, call.lang, number=number)
    return DONE if lifted else PROBLEMS


def _as_dict(hold: Hold) -> dict[str, object]:
    from edi.clock import stamp

    at, removed_at = stamp(hold.at), stamp(hold.removed_at) if hold.removed_at else None
    return {**asdict(hold), "at": at, "removed_at": removed_at}
