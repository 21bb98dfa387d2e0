"""edi hold: legal holds, which `edi purge` obeys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edi.clock import paris, stamp
from edi.config.settings import load_settings
from edi.errors import ConfigError
from edi.ledger import Ledger
from edi.ledger.values import Hold
from edi.model.flow import FlowRow
from edi.operations.holds import hold, release
from edi.operations.lookup import named, open_ledger
from edi.operations.names import check_partner
from edi.words.text import legible

DONE, NONE = 0, 1


def add(flows: Sequence[str], partner: str | None, reason: str, as_json: bool, root: Path, config: Path | None) -> int:
    """Holds each flow named, or all of a partner's, those to come included."""
    settings = load_settings(root, config)
    if bool(flows) == bool(partner):
        raise ConfigError("Donnez soit --flow ID, soit --partner P.")
    with open_ledger(settings) as ledger:
        rows = [row for text in flows for row in _found(text, named(ledger, text))]
        check_partner(partner, settings, settings.lang, ledger.flows.partners())
    with Ledger(settings.folders.ledger) as ledger:
        before = {one.number for one in ledger.holds.all()}
        hold(ledger, list(dict.fromkeys(row.id for row in rows)), partner, reason)
        new = [one for one in ledger.holds.all() if one.number not in before]
        now = [ledger.flows.get(row.id) for row in rows]  # asked again: a purge may be at work
    late = [row for row in now if row is not None and row.purged_at is not None]
    if as_json:
        print(json.dumps([_as_dict(one) for one in new], ensure_ascii=False, indent=2))
        return DONE
    for one in new:
        print(f"Gel n° {one.number} : {_what(one)}. « edi purge » n'y touchera pas.")
    for row in late:
        print(
            f"Attention : l'original de {row.drop_name} avait déjà été purgé le {stamp(row.purged_at or row.taken_at)}."
        )
    return DONE


def list_all(every: bool, as_json: bool, root: Path, config: Path | None) -> int:
    """The holds in force; with `every`, those lifted too."""
    with open_ledger(load_settings(root, config)) as ledger:
        found = ledger.holds.all(removed=every)
    if as_json:
        print(json.dumps([_as_dict(one) for one in found], ensure_ascii=False, indent=2))
        return DONE
    if not found:
        print("Aucun gel.")
        return DONE
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("n°", "ce qui est gelé", "motif", "depuis", *(("levé",) if every else ())):
        table.add_column(heading, overflow="fold")
    for one in found:
        lifted = f"{paris(one.removed_at):%d/%m/%Y %H:%M}" if one.removed_at else ""
        cells = (Text(_what(one)), Text(legible(one.reason)), f"{paris(one.at):%d/%m/%Y %H:%M}")
        table.add_row(str(one.number), *cells, *((lifted,) if every else ()))
    Console().print(table)
    return DONE


def remove(number: int, as_json: bool, root: Path, config: Path | None) -> int:
    """Lifts a hold; 1 when there is none of that number in force."""
    settings = load_settings(root, config)
    open_ledger(settings).close()
    with Ledger(settings.folders.ledger) as ledger:
        lifted = release(ledger, number)
    if as_json:
        print(json.dumps({"number": number, "removed": lifted}))
    elif not lifted:
        print(f"Aucun gel en vigueur ne porte le n° {number} ; « edi hold list » les montre.")
    else:
        print(f"Gel n° {number} levé.")
    return DONE if lifted else NONE


def _found(text: str, rows: list[FlowRow]) -> list[FlowRow]:
    if not rows:
        raise ConfigError(f"--flow {text} : aucun flux de ce nom, identifiant ou numéro de facture.")
    return rows


def _what(one: Hold) -> str:
    return f"tous les flux de {one.partner}" if one.partner else f"{one.whose}, {one.drop_name} ({one.flow})"


def _as_dict(one: Hold) -> dict[str, object]:
    said = asdict(one)
    said["at"] = stamp(one.at)
    said["removed_at"] = stamp(one.removed_at) if one.removed_at else None
    return said
