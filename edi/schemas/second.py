"""The schema of a role as the xmlschema package reads it, built once a process.

It is not held against the schema of schemas once more: libxml2 loaded the same files without a warning, the tests have
xmlschema check the shipped ones too, and that check takes five seconds of the six that UBL would cost.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from edi.errors import SchemaError
from edi.message import Message
from edi.schemas.role import Role

NOT_BUILT = Message(
    "xmlschema ne peut pas charger {entry} pour le rôle {role} ({error}).",
    "xmlschema cannot load {entry} for the role {role} ({error}).",
)


def load_second(role: Role) -> Any:
    """The XMLSchema10 of a role. SchemaError when xmlschema cannot build it."""
    try:
        return _built(role.path, tuple(sorted(role.found.items())))
    except SchemaError:
        raise
    except Exception as error:  # its errors have several roots
        raise SchemaError(NOT_BUILT.filled(entry=role.entry, role=role.name, error=error)) from error


@lru_cache(maxsize=8)
def _built(path: Path, files: tuple[tuple[str, str | None], ...]) -> Any:
    """`files` are there so that a file that changes is read again."""
    import xmlschema  # a tenth of a second, which only those who ask twice need pay

    # "local" keeps it off the network; not defuse="always", for one standard file has a DTD of its own
    return xmlschema.XMLSchema10(str(path), allow="local", defuse="remote", validation="skip")
