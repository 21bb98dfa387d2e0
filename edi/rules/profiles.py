"""What the profile a document declares has no place for: no rule may ask for it.

In: the guideline of a CII document (BT-24). Source: Factur-X 1.0.7, tables of the profiles MINIMUM and BASIC WL, both
of which it counts among those used with Chorus Pro.
"""

from __future__ import annotations

from edi.model.document import Record
from edi.rules.values import text

_MINIMUM = frozenset(
    (
        *("BT-9", "BT-11", "BT-12", "BT-22", "BT-34", "BT-49", "BT-72", "BT-73", "BT-74"),
        *("BT-81", "BT-84", "BT-86", "BT-92", "BT-99", "BT-106", "BT-107", "BT-108", "BT-113", "BT-114"),
        *("BG-3", "BG-10", "BG-13", "BG-16", "BG-20", "BG-21", "BG-23", "BG-24", "BG-25"),
    )
)
_BASIC_WL = frozenset(("BG-24", "BG-25", "BT-114"))
_LACKING = {"minimum": _MINIMUM, "basicwl": _BASIC_WL}


def lacks(record: Record, term: str) -> bool:
    """Whether the declared profile has no place for a term of EN 16931 (BT-81, BG-23)."""
    return term in _LACKING.get(text(record.profile).rstrip("/").rpartition(":")[2].lower(), frozenset())
