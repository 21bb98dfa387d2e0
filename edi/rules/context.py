"""What a rule may look at besides the record: the tables and the limits, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from edi.limits import Limits
from edi.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleContext:
    """Shared by every rule and every document; never changed."""

    tables: Tables
    limits: Limits
