"""What every step of the pipeline works with, given once and changed by nobody.

In: settings read, an engine started, a ledger open.  Out: a Runtime that the steps share; whoever builds it holds the
lock of its root.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from edi.config.partners import Partner
from edi.config.settings import Settings
from edi.config.tables import Tables
from edi.disk.folders import Folders
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.model.drop import Habits
from edi.words.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """One gateway at work on one root."""

    settings: Settings
    engine: Engine
    ledger: Ledger
    wording: Callable[[str, Tables], Wording]  # how findings and statuses are said in a language (edi.catalogue)
    vouched: bool = False  # the caller's quiet period holds for every partner
    stopping: Callable[[], bool] = lambda: False  # asked between any two flows
    progress: Callable[[int, int], None] = lambda done, total: None

    @property
    def folders(self) -> Folders:
        return self.settings.folders

    def habits(self, partner: Partner) -> Habits:
        """How one partner uploads; a caller who vouches for the files (--settle) overrides its quiet period."""
        return Habits(
            quiet=None if self.vouched else partner.settle_seconds,
            done_suffix=partner.done_suffix,
            temporary=partner.temporary,
        )
