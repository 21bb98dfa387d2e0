"""What `edi` ends with, and which verb ends with what: one table, which the documents are held against."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DONE = 0  # done, accepted, sound, well
PROBLEMS = 1  # refused, not found, or problems found
USAGE = 2  # a wrong command line, setting or table
UNREADABLE = 3  # what was to be judged cannot be read
NOT_JUDGED = 4  # something is left not judged, by our own failure
FAILURE = 70  # our own failure
LOCKED = 75  # another gateway holds the lock
INTERRUPTED = 130

ANY = frozenset({DONE, USAGE, FAILURE, INTERRUPTED})  # what any verb may end with
OF_VERBS: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        "run": ANY | {NOT_JUDGED, LOCKED},
        "watch": ANY | {LOCKED},
        "transfer": ANY | {PROBLEMS, LOCKED},
        "health": ANY | {PROBLEMS},
        "check": ANY | {PROBLEMS, UNREADABLE, NOT_JUDGED},
        "explain": ANY | {UNREADABLE},
        "rules": ANY,
        "matrix": ANY,
        "flows": ANY,
        "show": ANY | {PROBLEMS},
        "reprocess": ANY | {PROBLEMS, NOT_JUDGED, LOCKED},
        "resend": ANY | {PROBLEMS},
        "purge": ANY | {PROBLEMS, LOCKED},
        "hold add": ANY,
        "hold list": ANY,
        "hold remove": ANY | {PROBLEMS},
        "verify": ANY | {PROBLEMS},
        "doctor": ANY,
        "partner add": ANY,
        "partner list": ANY,
        "structure import": ANY,
        "structure list": ANY,
        "structure check": ANY | {PROBLEMS},
        "marche add": ANY,
        "marche check": ANY | {PROBLEMS, UNREADABLE},
        "marche list": ANY,
        "demo": ANY,
    }
)
