"""One schema and the files it is made of, as they were found on this machine. A plain value: it crosses processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edi.errors import SchemaError
from edi.message import Message

NO_PACKAGE = Message(
    "Le paquet {package}, qui porte le schéma du rôle {role}, n'est pas installé ; réinstallez la passerelle.",
    "The package {package}, which carries the schema of the role {role}, is not installed; install the gateway again.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One schema: `pinned` maps its files to the SHA-256 the project knows, `found` to what lies on disk (None: none).

    `pinned` is None where nothing is known beforehand: the project's own schema and an operator's folder.
    """

    name: str
    package: str
    version: str  # wanted
    installed: str | None  # None: the package is not there
    folder: Path | None
    entry: str
    root: str  # of the documents, {namespace}name; "" in an operator's folder that does not say
    pinned: Mapping[str, str] | None
    found: Mapping[str, str | None] = field(default_factory=dict)
    strays: tuple[str, ...] = ()  # links that leave the folder or the listed files, "file -> target"

    @property
    def path(self) -> Path:
        """The file to load. SchemaError when the package is not installed."""
        return self.home / self.entry

    @property
    def home(self) -> Path:
        """The folder the files lie in. SchemaError when the package is not installed."""
        if self.folder is None:
            package = f"{self.package} {self.version}"
            raise SchemaError(NO_PACKAGE.filled(package=package, role=self.name))
        return self.folder
