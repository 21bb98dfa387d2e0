"""edi reprocess: judges again what was not judged, what is quarantined, or a chosen set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from edi.cli.call import Call
from edi.cli.exits import DONE, NOT_JUDGED, PROBLEMS
from edi.cli.options import DRY_RUN, OF_PARTNER, Verbs, option
from edi.cli.speak import all_spoken, print_json, spoken, warn
from edi.message import Message
from edi.words.text import legible

if TYPE_CHECKING:
    from edi.operations.changes import Change
    from edi.operations.rejudging import Rejudged
    from edi.operations.reprocess import Result

VERBS = Verbs()


@VERBS.add(
    "reprocess",
    Message(
        "Juge de nouveau : sans choix, ce qui n'a pas pu l'être et la quarantaine. Un verdict changé est une nouvelle "
        "version, avec de nouveaux retours. Rien d'accepté n'est annulé sans --allow-undo.",
        "Judges again: without a choice, what could not be judged and the quarantine. A changed verdict is a new "
        "version, with new returns. Nothing accepted is undone without --allow-undo.",
    ),
    example="edi reprocess --finding DEBTOR-NOT-SIRET --since 2026-11-01 --dry-run",
)
def reprocess(
    call: Call,
    flow: Annotated[
        list[str] | None,
        option(
            "--flow",
            metavar="ID",
            help=Message(
                "Ce flux : identifiant, nom de fichier, n° de facture. Répétable.",
                "This flow: id, file name, invoice number. May be repeated.",
            ),
        ),
    ] = None,
    partner: Annotated[str | None, OF_PARTNER] = None,
    since: Annotated[
        str | None,
        option(
            "--since",
            metavar=Message("AAAA-MM-JJ", "YYYY-MM-DD"),
            help=Message("Reçus ce jour-là ou après.", "Received on that day or later."),
        ),
    ] = None,
    finding: Annotated[
        str | None,
        option(
            "--finding",
            metavar="CODE",
            help=Message("Dont la réponse contient ce constat.", "Whose answer holds this finding."),
        ),
    ] = None,
    refused: Annotated[
        bool,
        option(
            "--refused",
            help=Message("Refusés, irrecevables ou intégrés en partie.", "Refused, irrecevable or integrated in part."),
        ),
    ] = False,
    dry_run: Annotated[bool, DRY_RUN] = False,
    force: Annotated[
        bool,
        option("--force", help=Message("Même après trop d'échecs de suite.", "Even after too many failures in a row.")),
    ] = False,
    allow_undo: Annotated[
        bool,
        option(
            "--allow-undo",
            help=Message(
                "Annule aussi des acceptations ; la nouvelle version le dit.",
                "Also undoes acceptances; the new version says so.",
            ),
        ),
    ] = False,
) -> int:
    """0 done, 1 an acceptance stood against the new verdict, 4 something is still not judged, 75 lock held."""
    from edi.cli.display.progress import counting
    from edi.config.settings import load_settings
    from edi.operations.rejudging import Wish, moment, previewed, rejudged

    settings = load_settings(call.root, call.config)
    wish = Wish(
        flows=tuple(flow or ()),
        partner=partner,
        since=moment(since),
        finding=finding,
        refused=refused,
        force=force,
        allow_undo=allow_undo,
    )
    if dry_run:
        _tell(previewed(settings, wish), True, call)
        return DONE
    done = rejudged(settings, wish, counting(call.lang))
    _tell(done, False, call)
    return _exit(done)


def _exit(done: Rejudged) -> int:
    from edi.operations.reprocess import Kind

    kinds = {result.kind for result in done.results}
    return NOT_JUDGED if Kind.FAILED in kinds else PROBLEMS if Kind.KEPT in kinds else DONE


def _tell(done: Rejudged, dry_run: bool, call: Call) -> None:
    from edi.cli.display.reprocess import show

    for note in done.notes:
        warn(note, call.lang)
    if call.as_json:
        flows = [_as_dict(result, call.lang) for result in done.results]
        print_json({"dry_run": dry_run, "flows": flows, "notes": all_spoken(done.notes, call.lang)})
    else:
        show(done.results, dry_run, call.lang)


def _as_dict(result: Result, lang: str) -> dict[str, Any]:
    from edi.operations.reprocess import Kind

    row = result.row
    return {
        "flow": row.id,
        "partner": row.partner,
        "drop": row.drop_name,
        "result": result.kind.value,
        "before": row.verdict.value if row.verdict else None,
        "after": result.after.value if result.after else None,
        "version": row.version + (result.kind is Kind.CHANGED),
        "codes": list(result.codes),
        "documents": [_change(change) for change in result.changes],
        "note": None if result.note is None else spoken(result.note, lang),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "document": legible(change.document),
        "before": change.before.value if change.before else None,
        "after": change.after.value if change.after else None,
        "codes": list(change.codes),
    }
