"""A gateway's partner, as an operator declares it; the call of a verb on it, and what it judges by."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from edi.cli.call import Call, Common, call_of
from edi.config.settings import load_settings
from edi.judging.engine import Engine
from edi.judging.reference import ReferenceData
from edi.operations import partners
from edi.operations.partners import Added, NewPartner


def add_partner(
    root: Path, name: str = "btp", app_code: str = "XXX001", ssh_key: Path | None = None, **facts: Any
) -> Added:
    """Declares a partner at `root`; `facts` as NewPartner has them, but for the returns: the CPPStatut files alone."""
    partner = NewPartner(name=name, app_code=app_code, **{"returns": (), **facts})
    return partners.add(load_settings(root), partner, ssh_key)


def call(root: Path, lang: str | None = None, as_json: bool = False, config: Path | None = None) -> Call:
    """What a verb is told on this root, the environment left out."""
    return call_of(Common(root=root, config=config, lang=lang), as_json=as_json, environment={})


def reference_with(root: Path, files: Mapping[str, str]) -> ReferenceData:
    """What documents are judged by at a gateway with these files beside its partner's."""
    for name, text in {"partners/essai.toml": 'app_code = "XXX001"\n', **files}.items():
        path = root / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with Engine(load_settings(root)) as engine:
        return engine.reference
