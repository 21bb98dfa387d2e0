"""The name, version and hash of the rule pack: what a verdict says it was given under.

The hash is over what the rules mean, not over how they are written down. It covers, of every rule, all fields of its
spec and the syntax tree of its check; and the syntax tree of every function, class and constant of this package that
checks rest on. Docstrings, comments, layout and imports are not in it, nor where a definition stands: moving a rule to
another file, or renaming the file, changes nothing. The version is the pack's own: it is raised with the meaning.

Both stand in pack.lock, since hashing the package takes a fifth of a second at each start. A test compares the lock
with what it locks, so that neither can be forgotten; to renew it:

    python -m edi.rules.pack

It refuses where the meaning changed and VERSION did not: a verdict given under one version is to mean one thing. (While
a version is not released yet, delete pack.lock first.)
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

from edi.disk import durable
from edi.model.judgement import Pack

NAME = "chorus-pro-edi"
VERSION = "2.0"
LOCK = Path(__file__).with_name("pack.lock")

NOT_MEANING = frozenset(("__init__.py", "pack.py", "run.py"))  # which list the rules, run and name them
REFUSED = "{lock}: the meaning of the rules changed since {version}: raise VERSION in edi/rules/pack.py first"


@lru_cache(maxsize=1)
def rule_pack() -> Pack:
    """The pack of the rules this process judges with, as locked."""
    version, sha256 = locked(LOCK)
    return Pack(role="rules", package=NAME, version=version, sha256=sha256)


def locked(lock: Path) -> tuple[str, str]:
    """Version and hash that a lock file holds."""
    version, sha256 = lock.read_text(encoding="ascii").split()
    return version, sha256


def meaning() -> str:
    """The hash of what the rules mean now."""
    total = hashlib.sha256()
    for part in sorted([*_specs(), *definitions(Path(__file__).parent)]):
        total.update(f"{len(part)} {part}\n".encode())
    return total.hexdigest()


def _specs() -> Iterator[str]:
    from edi.rules.run import RULES  # needed to lock, not to start

    for rule in RULES:
        values = ", ".join(f"{field.name}={getattr(rule.spec, field.name)!r}" for field in fields(rule.spec))
        yield f"{rule.check.__name__} {values}"


def definitions(folder: Path) -> Iterator[str]:
    """Every definition of the modules in a folder, as text that only its meaning changes."""
    for path in folder.glob("*.py"):
        if path.name not in NOT_MEANING:
            for node in ast.parse(path.read_bytes()).body:
                if not isinstance(node, ast.Import | ast.ImportFrom) and not _is_text(node):
                    yield _shape(node)


def _shape(value: object) -> str:
    """A syntax tree as text: no positions, no docstrings, no @rule(...), whose values are hashed by themselves."""
    if isinstance(value, list):
        return f"[{' '.join(_shape(item) for item in value if not _is_text(item) and not _is_rule(item))}]"
    if not isinstance(value, ast.AST):
        return repr(value)
    # what is absent is left out, so that a field which a later Python adds changes nothing
    parts = [f"{name}={_shape(part)}" for name, part in ast.iter_fields(value) if part not in (None, [])]
    return f"{type(value).__name__}({' '.join(parts)})"


def _is_text(node: object) -> bool:
    """A docstring, or any other text that stands for itself."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_rule(node: object) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "rule"


def renew(lock: Path, version: str, sha256: str) -> bool:
    """Writes the lock; False where the hash is another one under the version it already has."""
    if lock.exists() and locked(lock)[0] == version and locked(lock)[1] != sha256:
        return False
    durable.replace(lock, f"{version} {sha256}\n".encode())
    return True


if __name__ == "__main__":
    if not renew(LOCK, VERSION, meaning()):
        sys.exit(REFUSED.format(lock=LOCK.name, version=VERSION))
