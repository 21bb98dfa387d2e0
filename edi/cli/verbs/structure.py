"""edi structure: the directory of public bodies an operator keeps."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS
from edi.cli.options import Verbs, argument
from edi.cli.speak import print_json, say
from edi.message import Message

VERBS = Verbs(
    "structure",
    Message(
        "L'annuaire : ce que chaque structure publique exige de ses factures.",
        "The directory: what each public body asks of its invoices.",
    ),
)
ROWS = Message("{file} : {rows}.", "{file}: {rows}.")
LINE, LINES = Message("ligne", "row"), Message("lignes", "rows")
COUNTS = Message(
    "  lignes nouvelles : {added} ; modifiées : {changed} ; retirées : {removed}",
    "  new rows: {added}; changed: {changed}; removed: {removed}",
)
RELOAD = Message(
    "  Un démon en marche lit l'annuaire quand on le lui dit : systemctl reload edi (signal HUP).",
    "  A running daemon reads the directory when it is told to: systemctl reload edi (signal HUP).",
)
ABSENT = Message(
    "{siret} : absente de l'annuaire de la passerelle ; « edi structure list » montre celles qu'il contient.",
    "{siret}: not in the gateway's directory; `edi structure list` shows those it holds.",
)


@VERBS.add(
    "import",
    Message(
        "Importe l'annuaire : le fichier entier est vérifié, puis remplace le vôtre dans DIR/config.",
        "Imports the directory: the whole file is checked, then takes the place of yours in DIR/config.",
    ),
    example="edi structure import annuaire.csv --root /srv/edi",
)
def import_file(
    call: Call,
    file: Annotated[
        Path,
        argument(
            "FILE",
            Message("Structures ou services : ses colonnes le disent.", "Structures or services: its columns tell."),
        ),
    ],
) -> int:
    """Puts a whole file of structures or services in the place of the operator's own one, once all of it is right."""
    from edi.config.settings import load_settings
    from edi.operations import structures
    from edi.operations.counts import count_of

    imported = structures.import_file(load_settings(call.root, call.config), file)
    if call.as_json:
        print_json({**asdict(imported), "file": str(imported.file)}, indent=None)
        return DONE
    say(ROWS, call.lang, file=imported.file, rows=count_of(imported.rows, LINE, LINES))
    say(COUNTS, call.lang, added=imported.added, changed=imported.changed, removed=imported.removed)
    say(RELOAD, call.lang)
    return DONE


@VERBS.add(
    "list",
    Message("Les structures connues, livrées et importées.", "The structures known, shipped and imported."),
    example="edi structure list --json",
)
def list_all(call: Call) -> int:
    """Every structure, shipped or imported."""
    from edi.cli.display.structures import show_structures
    from edi.config.settings import load_settings
    from edi.operations.structures import as_dict, directory_of

    directory = directory_of(load_settings(call.root, call.config))
    if call.as_json:
        print_json([as_dict(structure, directory) for structure in directory.structures.values()])
    else:
        show_structures(directory, call.lang)
    return DONE


@VERBS.add(
    "check",
    Message(
        "Ce qu'une structure exige, et ses services ; 1 si l'annuaire ne la connaît pas.",
        "What one structure asks for, and its services; 1 when the directory does not know it.",
    ),
    example="edi structure check 11000201100044",
)
def check(call: Call, siret: Annotated[str, argument("SIRET", Message("14 chiffres.", "14 digits."))]) -> int:
    """What one structure asks of its invoices; 1 when the directory does not hold it."""
    from edi.cli.display.structures import show_structure
    from edi.config.settings import load_settings
    from edi.operations.structures import as_dict, directory_of, written_siret

    settings = load_settings(call.root, call.config)
    number = written_siret(siret)
    directory = directory_of(settings)
    structure = directory.structures.get(number)
    if call.as_json:
        print_json(as_dict(structure, directory) if structure else None)
    elif structure is None:
        say(ABSENT, call.lang, siret=number)
    else:
        show_structure(structure, directory, call.lang)
    return DONE if structure else PROBLEMS
