"""Is it a day: the one reading of a date written as YYYY-MM-DD."""

from __future__ import annotations

import re
from datetime import date

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def day(text: str) -> date | None:
    """The day that a text names; None for another form, and for a day that is in no calendar."""
    if not _WRITTEN.fullmatch(text):  # date.fromisoformat takes 20260131 and 2026-W05-6, too
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
