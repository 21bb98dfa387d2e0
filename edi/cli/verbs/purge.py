"""edi purge: removes originals whose time is over."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS
from edi.cli.options import DRY_RUN, OF_PARTNER, Verbs, option
from edi.cli.speak import all_spoken, print_json, say, warn
from edi.errors import ConfigError
from edi.message import Message
from edi.model.flow import State
from edi.model.judgement import FlowVerdict

if TYPE_CHECKING:
    from edi.model.flow import FlowRow
    from edi.operations.purge import Choice, Report

VERBS = Verbs()
AGE = re.compile(r"([0-9]{1,6})([djh])")
VERDICTS = {
    verdict.value.replace(" ", "-"): verdict for verdict in FlowVerdict if verdict is not FlowVerdict.NOT_JUDGED
}
ONLY_DONE = Message(
    "--state {state} : seul un flux terminé (done) peut être purgé.",
    "--state {state}: only a flow that is done can be purged.",
)
SO_YOUNG = Message(
    "--older-than {age} : moins d'un jour ; ajoutez --yes si c'est bien voulu.",
    "--older-than {age}: less than a day; add --yes if you mean it.",
)
NO_VERDICT = Message("--verdict {verdict} : choix possibles {known}.", "--verdict {verdict}: possible choices {known}.")
QUARANTINED = Message(
    "--verdict quarantined : ajoutez --quarantined ; un opérateur devait regarder ces flux.",
    "--verdict quarantined: add --quarantined; an operator was to look at these flows.",
)
NO_AGE = Message(
    "--older-than {age} : attendu des jours ou des heures, par exemple 730d, 90j ou 12h.",
    "--older-than {age}: days or hours are expected, 730d or 12h for example.",
)
TOO_OLD = Message(
    "--older-than {age} : plus de deux siècles ; donnez un âge plus court.",
    "--older-than {age}: more than two centuries; give a shorter age.",
)
REMOVED = Message(
    "Originaux supprimés : {count}, {size} octets, terminés avant le {before}.",
    "Originals removed: {count}, {size} bytes, done before {before}.",
)
WOULD_BE = Message(
    "Originaux seraient supprimés : {count}, {size} octets, terminés avant le {before}.",
    "Originals that would be removed: {count}, {size} bytes, done before {before}.",
)
HELD = Message(
    "Retenus par un gel : {count} ; « edi hold list » les montre.",
    "Kept by a hold: {count}; `edi hold list` shows them.",
)
NOTHING_DONE = Message("Rien n'a été supprimé.", "Nothing was removed.")


@VERBS.add(
    "purge",
    Message(
        "Supprime les originaux anciens. Le registre garde les flux, constats, retours et empreintes : un doublon "
        "reste reconnu. Jamais ce qui n'est pas terminé, ni ce qu'un gel retient.",
        "Removes old originals. The ledger keeps flows, findings, returns and fingerprints: a duplicate is still "
        "known. Never what is not done, nor what a hold keeps.",
    ),
    example="edi purge --older-than 1095d --partner btp-nord --dry-run",
)
def purge(
    call: Call,
    older_than: Annotated[
        str,
        option(
            "--older-than",
            metavar="AGE",
            help=Message(
                "Terminés depuis plus que cela : 730d, 90j ou 12h. Deux exercices par défaut ; les dix ans de la "
                "loi incombent à l'émetteur et au destinataire de la facture.",
                "Done longer ago than this: 730d, 90d or 12h. Two accounting years by default; the ten years of the "
                "law are for the invoice's issuer and its payer to keep.",
            ),
        ),
    ] = "730d",
    state: Annotated[
        str, option("--state", metavar="done", help=Message("Seul done : terminés.", "Only done: those that ended."))
    ] = "done",
    partner: Annotated[str | None, OF_PARTNER] = None,
    verdict: Annotated[
        str | None,
        option(
            "--verdict",
            metavar="V",
            help=Message(
                "integrated, partially-integrated, refused, irrecevable, repeat.",
                "integrated, partially-integrated, refused, irrecevable, repeat.",
            ),
        ),
    ] = None,
    quarantined: Annotated[
        bool,
        option("--quarantined", help=Message("Aussi les flux en quarantaine.", "The flows in quarantine too.")),
    ] = False,
    yes: Annotated[
        bool, option("--yes", help=Message("Permet un âge de moins d'un jour.", "Allows an age of less than a day."))
    ] = False,
    dry_run: Annotated[bool, DRY_RUN] = False,
) -> int:
    """0 done, 1 an original could not be removed, 2 usage, 75 another purge is at work."""
    from edi.config.settings import load_settings
    from edi.operations.purge import Choice, asked

    settings = load_settings(call.root, call.config)
    age = _age(older_than)
    if state != State.DONE.value:
        raise ConfigError(ONLY_DONE.filled(state=state))
    if age < timedelta(days=1) and not yes and not dry_run:
        raise ConfigError(SO_YOUNG.filled(age=older_than))
    choice = Choice(
        before=datetime.now(UTC) - age,
        partner=partner,
        verdict=_verdict(verdict, quarantined),
        quarantined=quarantined,
    )
    report = asked(settings, choice, dry_run)
    _tell(report, choice, dry_run, call)
    return PROBLEMS if report.notes else DONE


def _age(text: str) -> timedelta:
    match = AGE.fullmatch(text.strip().lower())
    if match is None:
        raise ConfigError(NO_AGE.filled(age=text))
    number, unit = int(match[1]), match[2]
    age = timedelta(hours=number) if unit == "h" else timedelta(days=number)
    if age > timedelta(days=365 * 200):
        raise ConfigError(TOO_OLD.filled(age=text))
    return age


def _verdict(typed: str | None, quarantined: bool) -> str | None:
    """As the ledger writes it."""
    if typed is None:
        return None
    if typed not in VERDICTS:
        raise ConfigError(NO_VERDICT.filled(verdict=typed, known=", ".join(VERDICTS)))
    if typed == FlowVerdict.QUARANTINED.value and not quarantined:
        raise ConfigError(QUARANTINED)
    return VERDICTS[typed].value


def _tell(report: Report, choice: Choice, dry_run: bool, call: Call) -> None:
    from edi.cli.display.purge import show_purged
    from edi.clock import stamp

    lang, before = call.lang, stamp(choice.before)
    for note in report.notes:
        warn(note, lang)
    if call.as_json:
        print_json({"dry_run": dry_run, "before": before, **_as_dict(report, lang)})
        return
    show_purged(report.purged, lang)
    say(WOULD_BE if dry_run else REMOVED, lang, count=len(report.purged), size=report.freed, before=before)
    if report.held:
        say(HELD, lang, count=len(report.held))
    if dry_run:
        say(NOTHING_DONE, lang)


def _as_dict(report: Report, lang: str) -> dict[str, Any]:
    return {
        "bytes": report.freed,
        "purged": [_row(row) for row in report.purged],
        "held": [_row(row) for row in report.held],
        "notes": all_spoken(report.notes, lang),
    }


def _row(row: FlowRow) -> dict[str, Any]:
    from edi.clock import stamp

    return {
        "flow": row.id,
        "partner": row.partner,
        "drop": row.drop_name,
        "verdict": row.verdict.value if row.verdict else None,
        "archived_at": stamp(row.archived_at) if row.archived_at else None,
        "size": row.size,
    }
