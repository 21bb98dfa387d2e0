"""What migrations ask of us that SQL cannot say: functions by name, given to the connection that migrates.

In: texts of the ledger.  Out: texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from edi.model.identifiers import invoice_key


def key_of_document(supplier: str | None, number: str | None, issue_date: str | None) -> str | None:
    return None if supplier is None or number is None else invoice_key(supplier, number, issue_date or "")


def renewed_key(key: str) -> str:
    """The key of an invoice whose key was supplier|number|type|year; what has not that shape stays as it is."""
    supplier, _, rest = key.partition("|")
    parts = rest.rsplit("|", 2)
    return invoice_key(supplier, parts[0], parts[2]) if len(parts) == 3 else key


# name -> how many texts it takes, what it does
FUNCTIONS: Mapping[str, tuple[int, Callable[..., str | None]]] = MappingProxyType(
    {"invoice_key": (3, key_of_document), "renewed_key": (1, renewed_key)}
)
