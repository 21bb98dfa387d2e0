"""What is known of a structure of the directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from edi.config.directory import Directory, Structure
from edi.errors import ConfigError
from edi.message import Message

NOT_READ = Message(
    "{file} : lecture impossible ({what}) ; corrigez le chemin du fichier à importer.",
    "{file}: it cannot be read ({what}); mend the path of the file to import.",
)
SIRET_WANTED = Message("{siret} : un SIRET compte 14 chiffres.", "{siret}: a SIRET has 14 digits.")


def data_of(file: Path, lang: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(NOT_READ.of(lang, file=file, what=error.strerror)) from error


def as_dict(structure: Structure, directory: Directory) -> dict[str, Any]:
    services = [service._asdict() for service in directory.services.get(structure.siret, {}).values()]
    return {**structure._asdict(), "services": services}
