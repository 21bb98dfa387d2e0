"""The nouns of the gateway: frozen records and enums, no behaviour beyond reading themselves.

A *flow* is one drop of a partner; a *document* is one invoice file inside it; a *finding* is one thing wrong with
either; a *verdict* is what follows. Everything here crosses a process boundary and holds no tree, no open file and no
path of the outside. (No slots: a frozen record with slots unpickles ten times slower, and they come by the thousand.)
"""

from __future__ import annotations

from enum import Enum


class State(str, Enum):
    """Where a flow stands in the ledger (docs/states.md). S0 and S1 have no row yet."""

    TAKEN = "taken"  # S2: known, to be judged
    DECIDED = "decided"  # S3: verdict and returns are fixed, to be published
    RETURNED = "returned"  # S4, S5: published, to be archived
    DONE = "done"  # S6
