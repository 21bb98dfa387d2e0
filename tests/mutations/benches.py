"""What judges the spoiled documents: the gateway as it comes, and one whose operator gave all that can be given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from edi.config.settings import load_settings
from edi.judging.engine import Engine
from edi.judging.reference import ReferenceData
from edi.model.judgement import Terms
from edi.sandbox.faults.circumstances import FILES, SUPPLIERS

TODAY = date(2026, 11, 24)
TERMS = Terms(today=TODAY)
AGREED_TERMS = Terms(today=TODAY, suppliers=SUPPLIERS)


def as_shipped(root: Path) -> ReferenceData:
    return _bench(root, {})


def with_all_that_can_be_given(root: Path) -> ReferenceData:
    return _bench(root, FILES)


def _bench(root: Path, files: Mapping[str, str]) -> ReferenceData:
    for name, text in {"partners/essai.toml": 'app_code = "XXX001"\n', **files}.items():
        path = root / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with Engine(load_settings(root)) as engine:
        return engine.reference
