"""Reading: the root of an identified document in, the one common Record out.

Each syntax has its table of places (ubl.py, cii.py); plan.py walks the tree once. A document the schema refused is read
as well as it can be: what is missing is None, and no tree makes a reader raise.
"""

from __future__ import annotations

from typing import Any

from edi.judging.read import cii, ubl
from edi.model.document import Record, Syntax


def read(root: Any, syntax: Syntax) -> Record:
    """The record of an invoice or a credit note."""
    if syntax in (Syntax.CII, Syntax.FACTURX):
        return cii.read(root, syntax)
    return ubl.read(root, syntax)
