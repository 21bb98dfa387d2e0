"""edi matrix: the capability matrix, for a person (a table) or a script (JSON, CSV)."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

from edi.cli.call import Call
from edi.cli.exits import DONE, USAGE
from edi.cli.options import Verbs, argument, option
from edi.cli.speak import print_json
from edi.message import Message

VERBS = Verbs()
COLUMNS = ("cadre", "label", "depositor", "operation", "edi", "portail", "service", "source", "certainty")


@VERBS.add(
    "matrix",
    Message(
        "La matrice de capacité : quel cadre se dépose en EDI, sur le portail, par l'API, et d'après quelle source.",
        "The capability matrix: which cadre is deposited by EDI, on the portal, by the API, and by which source.",
    ),
    example="edi matrix A15",
)
def matrix(
    call: Call,
    cadre: Annotated[
        str | None,
        argument("CADRE", Message("Un cadre, A1 à A25 ; tous si absent.", "A cadre, A1 to A25; all without.")),
    ] = None,
    as_csv: Annotated[bool, option("--csv", help=Message("Sortie CSV.", "Output as CSV."))] = False,
) -> int:
    """JSON and CSV are plain text; labels in them are French. 0, or 2 for a cadre that is none, with what is known of
    it on the error output."""
    from edi.cli.display.matrix import not_a_cadre, show_all, show_one
    from edi.config.settings import load_settings
    from edi.config.tables import load_tables
    from edi.judging.channels import rows as rows_of

    tables = load_tables(load_settings(call.root, call.config).folders.config)
    code = cadre.strip().upper() if cadre else None
    if code and (code not in tables.cadres or not tables.cadres[code].active):
        print(not_a_cadre(code, call.lang, tables), file=sys.stderr)
        return USAGE
    rows = [row for row in rows_of(tables) if code in (None, row["cadre"])]
    if call.as_json:
        print_json(rows)
    elif as_csv:
        _print_csv(rows)
    elif code:
        show_one(tables.cadres[code], rows, call.lang, tables)
    else:
        show_all(rows, call.lang, tables)
    return DONE


def _print_csv(rows: Sequence[Mapping[str, str]]) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
