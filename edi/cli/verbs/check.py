"""edi check: judges files with the gateway's own engine, and leaves no trace."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from edi.cli.call import Call
from edi.cli.exits import DONE, NOT_JUDGED, PROBLEMS, UNREADABLE
from edi.cli.options import Verbs, argument, option
from edi.cli.speak import print_json
from edi.message import Message

if TYPE_CHECKING:
    from edi.judging.engine import Engine
    from edi.model.judgement import Verdict
    from edi.operations.check import Checked

VERBS = Verbs()
WRITTEN = Message("{path} : rapport écrit", "{path}: report written")
INTERFACE = option(
    "--interface",
    metavar="FSO1116A",
    help=Message("Interface déclarée, au lieu de celle du nom.", "Interface declared, instead of the name's."),
)


@VERBS.add(
    "check",
    Message(
        "Juge des fichiers avec le même moteur, sans toucher au registre ni aux dossiers.",
        "Judges files with the same engine, without touching the ledger or the folders.",
    ),
    example="edi check facture.xml --interface FSO1116A --lang en",
)
def check(
    call: Call,
    paths: Annotated[list[Path], argument("PATH...", Message("Fichiers ou dossiers.", "Files or folders."))],
    interface: Annotated[str | None, INTERFACE] = None,
    partner: Annotated[
        str | None,
        option(
            "--partner",
            metavar="P",
            help=Message("Juge le nom comme pour ce partenaire.", "Judges the name as for this partner."),
        ),
    ] = None,
    html: Annotated[
        Path | None,
        option(
            "--html",
            metavar="FILE",
            help=Message("Écrit aussi un rapport à lire ou à imprimer.", "Also writes a report to be read or printed."),
        ),
    ] = None,
    junit: Annotated[
        Path | None,
        option(
            "--junit",
            metavar="FILE",
            help=Message(
                "Écrit aussi un rapport JUnit (XML), un cas par facture.",
                "Also writes a JUnit report (XML), a case an invoice.",
            ),
        ),
    ] = None,
    sarif: Annotated[
        Path | None,
        option(
            "--sarif",
            metavar="FILE",
            help=Message("Écrit aussi un rapport SARIF 2.1.0.", "Also writes a SARIF 2.1.0 report."),
        ),
    ] = None,
    second_opinion: Annotated[
        bool,
        option(
            "--second-opinion",
            help=Message(
                "Demande aussi à un second moteur de schémas ; bien plus lent.",
                "Asks a second engine of schemas too; much slower.",
            ),
        ),
    ] = False,
) -> int:
    """0 accepted, 1 refused, 2 usage, 3 unreadable, 4 not judged: the worst of all files."""
    from edi.catalogue import wording
    from edi.cli.display.check import show
    from edi.cli.display.progress import watched
    from edi.config.settings import load_settings
    from edi.judging.engine import Engine
    from edi.operations.check import checked, files_to_judge, worst, write_reports
    from edi.operations.names import check_partner

    settings = load_settings(call.root, call.config)
    check_partner(partner, settings)
    judged_for = settings.partners[partner] if partner is not None else None
    wanted = {"html": html, "junit": junit, "sarif": sarif}
    reports = {kind: path for kind, path in wanted.items() if path is not None}
    files = files_to_judge(paths, reports)
    with Engine(settings, second_opinion=second_opinion) as engine:
        done = [checked(engine, path, judged_for, interface) for path in watched(files)]
        if call.as_json:
            print_json(_as_dict(done, engine, call.lang))
        else:
            show(done, engine.tables.labels(call.lang), call.lang)
        for path in write_reports(reports, done, engine, wording(call.lang, engine.tables)):
            print(WRITTEN.of(call.lang, path=path), file=sys.stderr)
    return _exit(worst([file.verdict for file in done]))


def _exit(verdict: Verdict) -> int:
    from edi.model.judgement import Verdict

    exits = {
        Verdict.ACCEPTED: DONE,
        Verdict.REFUSED: PROBLEMS,
        Verdict.UNREADABLE: UNREADABLE,
        Verdict.NOT_JUDGED: NOT_JUDGED,
    }
    return exits[verdict]


def _as_dict(done: Sequence[Checked], engine: Engine, lang: str) -> dict[str, Any]:
    """One object for all the files; `file` says whose each document and finding is."""
    from edi.catalogue import wording
    from edi.operations.check import worst
    from edi.returns.as_json import document_as_dict, finding_as_dict, pack_as_dict
    from edi.returns.document_facts import of_document, of_finding

    words = wording(lang)
    return {
        "verdict": worst([checked.verdict for checked in done]).value,
        "documents": [
            {"file": str(checked.path), **document_as_dict(of_document(document, words), statuses=False)}
            for checked in done
            for document in checked.documents
        ],
        "findings": [
            {"file": str(checked.path), **finding_as_dict(of_finding(finding, words))}
            for checked in done
            for finding in checked.judged.findings
        ],
        "failures": [
            {"file": str(checked.path), "reason": checked.failure.of(lang)} for checked in done if checked.failure
        ],
        "packs": [pack_as_dict(pack) for pack in engine.packs],
    }
