"""Public bodies on a terminal: all of them in a table, one with its services."""

from __future__ import annotations

from rich.console import Console, Group
from rich.text import Text

from edi.cli.display.columns import Layout, Row, fitted
from edi.config.directory import Directory, Structure
from edi.message import Message

OBLIGATIONS = {
    "none": Message("rien", "nothing"),
    "service": Message("code service", "service code"),
    "commitment": Message("engagement", "commitment"),
    "both": Message("code service et engagement", "service code and commitment"),
    "either": Message("code service ou engagement", "service code or commitment"),
}
NAME, SOURCE = Message("structure", "structure"), Message("source", "source")
HEADINGS = (
    Message("SIRET", "SIRET"),
    NAME,
    Message("exige", "asks for"),
    Message("active", "active"),
    Message("services", "services"),
    SOURCE,
    Message("sûreté", "sure"),
)
YES, NO = Message("oui", "yes"), Message("non", "no")
INACTIVE, CLOSED, OPEN = Message(", INACTIVE", ", INACTIVE"), Message("  (inactif)", "  (inactive)"), Message("", "")
STRUCTURE = Message("{name} ({siret}){inactive}", "{name} ({siret}){inactive}")
ASKS = Message("  exige      {what}", "  asks for   {what}")
SERVICE = Message("  service    {code}  {name}{inactive}", "  service    {code}  {name}{inactive}")
OF_SOURCE = Message("  source     {source} ({certainty})", "  source     {source} ({certainty})")


def show_structures(directory: Directory, lang: str) -> None:
    console = Console()
    console.print(_table(directory, console.width, lang))


def _table(directory: Directory, width: int, lang: str) -> Group:
    """A row a structure; where the terminal is narrow its name goes below, its source is for `structure check`."""
    lines = [_cells(structure, directory, lang) for structure in directory.structures.values()]

    def layout(left_out: tuple[Message, ...]) -> Layout:
        kept = [at for at, heading in enumerate(HEADINGS) if heading not in left_out]
        name = HEADINGS.index(NAME)
        rows = [Row(tuple(line[at] for at in kept), "" if name in kept else line[name].plain) for line in lines]
        return Layout(tuple(HEADINGS[at].of(lang) for at in kept), rows)

    return fitted((layout(()), layout((SOURCE,)), layout((SOURCE, NAME))), width)


def _cells(structure: Structure, directory: Directory, lang: str) -> tuple[Text, ...]:
    return (
        Text(structure.siret),
        Text(structure.name),
        Text(OBLIGATIONS[structure.obligation].of(lang)),
        Text((YES if structure.active else NO).of(lang)),
        Text(str(len(directory.services.get(structure.siret, {})))),
        Text(structure.source),
        Text(structure.certainty),
    )


def show_structure(structure: Structure, directory: Directory, lang: str) -> None:
    inactive = OPEN if structure.active else INACTIVE
    print(STRUCTURE.of(lang, name=structure.name, siret=structure.siret, inactive=inactive))
    print(ASKS.of(lang, what=OBLIGATIONS[structure.obligation]))
    for service in directory.services.get(structure.siret, {}).values():
        inactive = OPEN if service.active else CLOSED
        print(SERVICE.of(lang, code=service.code, name=service.name, inactive=inactive))
    print(OF_SOURCE.of(lang, source=structure.source, certainty=structure.certainty))
