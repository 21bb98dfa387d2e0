"""Which rules there are, and which of them no waiver may soften: what `Waivers.check` asks for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from edi.rules.run import RULES

FIXED: Mapping[str, bool] = MappingProxyType({rule.code: rule.spec.fixed for rule in RULES})
