"""The types of document that Chorus Pro's pivot invoice knows (UNTDID 1001)."""

from __future__ import annotations

INVOICE, CREDIT_NOTE = "380", "381"
PIVOT_TYPES = (INVOICE, CREDIT_NOTE)
