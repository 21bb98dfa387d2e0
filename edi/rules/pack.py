"""The name, version and hash of the rule pack: what a verdict says it was given under.

The hash is over the source of every rule and of every sentence, so that any change of either shows in ledger and
reports. The version is the pack's own: it is raised when a rule is added, changed or withdrawn.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from edi import catalogue
from edi.model.judgement import Pack

NAME = "chorus-pro-edi"
VERSION = "1.1"


@lru_cache(maxsize=1)
def rule_pack() -> Pack:
    """The pack of the rules this process judges with."""
    return Pack(role="rules", package=NAME, version=VERSION, sha256=_hash())


def _hash() -> str:
    sources = {path.name: path.read_bytes() for path in Path(__file__).parent.glob("*.py")}
    for module in catalogue.RULES:
        assert module.__file__ is not None  # they are files of this package
        sources[f"findings/{Path(module.__file__).name}"] = Path(module.__file__).read_bytes()
    total = hashlib.sha256()
    for name in sorted(sources):
        total.update(f"{name} {len(sources[name])}\n".encode())
        total.update(sources[name])
    return total.hexdigest()
