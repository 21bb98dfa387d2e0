"""Reading: an identified document in, the one common Record out.

Each syntax has its table of places (ubl.py, cii.py); plan.py walks the tree once. A document the schema refused is read
as well as it can be: what is missing is None, and no tree makes a reader raise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edi.judging.read import cii, ubl
from edi.judging.xml.paths import row_of
from edi.model.document import Record, Syntax

NAMESPACES = {**cii.NAMESPACES, **ubl.NAMESPACES}

if TYPE_CHECKING:  # identify calls facturx, which needs the namespaces of this package
    from edi.judging.identify import Identified


def read(identified: Identified) -> Record:
    """The record of an invoice or a credit note. A companion file has none: asking is a mistake of ours."""
    syntax = identified.syntax
    if syntax is None:
        raise ValueError("a stylesheet or a signature file was given to the readers; only invoices have a record")
    if syntax in (Syntax.CII, Syntax.FACTURX):
        return cii.read(identified.parsed.root, syntax)
    return ubl.read(identified.parsed.root, syntax)


def row(root: Any, xpath: str) -> int | None:
    """The line of the document on which the element of a record's XPath stands; None when it has none."""
    return row_of(root, xpath, NAMESPACES)
