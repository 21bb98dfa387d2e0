"""A story on disk: what is dropped, with which settings, and what must come of it.

A folder of tests/flows holds `story.toml`, `drops/1/`, `drops/2/` (a sweep each) and `expected/`; where it holds
`config/`, those are files of the operator. A drop is a file; one
that is a folder stands for an archive of its files, of the kind its name ends in (.tar.gz, .tar or .zip); a file whose
name ends in .gz is packed as one gzip stream.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edi.sandbox import archives

HERE = Path(__file__).resolve().parent
PACKERS = {".tar.gz": archives.tar_gz, ".tar": archives.tar, ".zip": archives.zip_}

# what changes from one run, day or installation to the next -> the word that stands for it
VARYING = (
    (re.compile(r"(?<=<Horodatage>)[^<]+"), "MOMENT"),
    (re.compile(r"(?<=<Code>DtPrd</Code>)(\s*)<Valeurparametre>[^<]+"), r"\1<Valeurparametre>DAY"),
    (re.compile(r"\d{2}/\d{2}/\d{4}( à)? \d{2}:\d{2}"), r"DD/MM/YYYY\1 HH:MM"),
    (re.compile(r"\d{4}-\d{2}-\d{2} at \d{2}:\d{2}"), "YYYY-MM-DD at HH:MM"),
    (re.compile(r'("(?:received|decided|repeat)_at": )"[^"]+'), r'\1"MOMENT'),
    (re.compile(r"\b\d{20}-[0-9a-f]{4}\b"), "OUR-FLOW"),
    (re.compile(r'(?<="version": ")[^"]+'), "VERSION"),
    (re.compile(r'(?<="sha256": ")[0-9a-f]{64}'), "SHA256"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`partner` holds the keys of a partner's file that the story sets."""

    folder: Path
    title_fr: str
    title_en: str
    partner: dict[str, Any] = field(default_factory=dict)

    @property
    def expected(self) -> Path:
        return self.folder / "expected"

    @property
    def config(self) -> Path:
        return self.folder / "config"

    def sweeps(self) -> Iterator[list[tuple[str, bytes]]]:
        """The drops of each sweep, by name."""
        for folder in sorted((self.folder / "drops").iterdir(), key=lambda folder: int(folder.name)):
            yield [drop(path) for path in sorted(folder.iterdir())]


def stories() -> list[Story]:
    """Every story, by name."""
    return [_load(file.parent) for file in sorted(HERE.glob("*/story.toml"))]


def _load(folder: Path) -> Story:
    raw = tomllib.loads((folder / "story.toml").read_text(encoding="utf-8"))
    return Story(folder=folder, title_fr=raw["title_fr"], title_en=raw["title_en"], partner=raw.get("partner", {}))


def drop(path: Path) -> tuple[str, bytes]:
    """The name and the bytes of one drop."""
    if path.is_file():
        data = path.read_bytes()
        return path.name, archives.gz(data) if path.suffix == ".gz" else data
    pack = next(pack for suffix, pack in PACKERS.items() if path.name.endswith(suffix))
    files = sorted(file for file in path.rglob("*") if file.is_file())
    return path.name, pack({str(file.relative_to(path)): file.read_bytes() for file in files})


def settled(text: str) -> str:
    """A return without what changes from run to run."""
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return text


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Makes `folder` hold exactly these files."""
    folder.mkdir(exist_ok=True)
    for name in set(os.listdir(folder)) - files.keys():
        (folder / name).unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def read(folder: Path) -> dict[str, bytes]:
    """Every file of `folder`, by name."""
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}
