"""What a rule reads of one value of the record: its text, its day; what a document is. No rules of its own."""

from __future__ import annotations

import re
from datetime import date

from edi.model.document import Value

INVOICE, CREDIT_NOTE = "380", "381"  # kinds of document (UNTDID 1001)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def text(value: Value | None) -> str:
    """What was read, without the blanks around it; "" where nothing was."""
    return value.text.strip() if value else ""


def day(value: Value | None) -> date | None:
    """The date a record holds; None when nothing was read or it is no date."""
    if value is None or not _ISO.fullmatch(value.text):
        return None
    try:
        return date.fromisoformat(value.text)
    except ValueError:
        return None
