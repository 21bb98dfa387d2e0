"""edi explain: one document as the gateway understands it, each value with its place. It gives no verdict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from edi.cli.call import Call
from edi.cli.exits import DONE, UNREADABLE
from edi.cli.options import Verbs, argument, option
from edi.cli.speak import print_json, say, warn
from edi.message import Message
from edi.words.text import legible

if TYPE_CHECKING:
    from edi.model.finding import Finding
    from edi.operations.explain import Explained

VERBS = Verbs()
ONE_AT_A_TIME = Message(
    "{count} fichiers : un à la fois, avec --member.", "{count} files: one at a time, with --member."
)


@VERBS.add(
    "explain",
    Message(
        "Une facture telle que la passerelle la comprend, chaque valeur avec sa place ; ne juge rien.",
        "An invoice as the gateway understands it, each value with its place; judges nothing.",
    ),
    example="edi explain facture.xml --interface FSO1116A",
)
def explain(
    call: Call,
    file: Annotated[Path, argument("FILE", Message("Une facture, ou une archive.", "An invoice, or an archive."))],
    member: Annotated[
        str | None,
        option(
            "--member",
            metavar="NAME",
            help=Message(
                "Cette facture de l'archive ; la liste si absent.", "This invoice of the archive; the list without."
            ),
        ),
    ] = None,
    interface: Annotated[
        str | None,
        option(
            "--interface",
            metavar="FSO1116A",
            help=Message("Interface déclarée, au lieu de celle du nom.", "Interface declared, instead of the name's."),
        ),
    ] = None,
) -> int:
    """0; 2 for a file, a member or an interface that is none; 3 for what cannot be read as an invoice."""
    from edi.cli.display.explain import show
    from edi.config.settings import load_settings
    from edi.operations import explain as operation

    settings = load_settings(call.root, call.config)
    told = operation.explain(settings, file, member, interface, call.lang)
    if isinstance(told, operation.Unreadable):
        return _unreadable(told.findings, call.lang)
    if isinstance(told, operation.Several):
        _list(file, told.members, call)
    elif call.as_json:
        print_json(_as_dict(told, call.lang))
    else:
        show(told, call.lang)
    return DONE


def _unreadable(findings: tuple[Finding, ...], lang: str) -> int:
    from edi.catalogue import hint, sentence

    for finding in findings:
        warn(f"{legible(sentence(finding, lang))} {legible(hint(finding, lang))}", lang)
    return UNREADABLE


def _list(file: Path, members: tuple[str, ...], call: Call) -> None:
    if call.as_json:
        print_json({"file": str(file), "members": list(members)})
        return
    say(ONE_AT_A_TIME, call.lang, count=len(members))
    for name in members:
        print(f"  {name}")


def _as_dict(told: Explained, lang: str) -> dict[str, Any]:
    return {
        "file": told.file,
        "member": legible(told.member),
        "embedded": told.embedded,
        "chapters": {
            chapter.name: [
                {
                    "name": fact.name,
                    "label": fact.label.of(lang),
                    "value": None if fact.value is None else legible(fact.value),
                    "note": legible(fact.note) or None,
                    "line": fact.line,
                    "xpath": fact.xpath,
                }
                for fact in chapter.facts
            ]
            for chapter in told.chapters
        },
    }
