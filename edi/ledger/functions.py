"""What migrations ask of us that SQL cannot say.

In: a connection.  Out: the same, knowing our functions.
"""

from __future__ import annotations

import sqlite3

from edi.model.identifiers import invoice_key


def teach(connection: sqlite3.Connection) -> None:
    connection.create_function("invoice_key", 3, _invoice_key, deterministic=True)
    connection.create_function("renewed_key", 1, renewed_key, deterministic=True)


def _invoice_key(supplier: str | None, number: str | None, issue_date: str | None) -> str | None:
    return None if supplier is None or number is None else invoice_key(supplier, number, issue_date or "")


def renewed_key(key: str) -> str:
    """The key of an invoice whose key was supplier|number|type|year; what has not that shape stays as it is."""
    supplier, _, rest = key.partition("|")
    parts = rest.rsplit("|", 2)
    return invoice_key(supplier, parts[0], parts[2]) if len(parts) == 3 else key
