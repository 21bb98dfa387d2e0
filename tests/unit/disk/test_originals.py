"""Putting originals away: once, byte for byte, whatever an earlier run left half done."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Any

import pytest

from edi.disk import durable, originals
from edi.disk.folders import Folders
from edi.errors import DurabilityError, GatewayError
from edi.model.judgement import FlowVerdict

FLOW = "20260304050607891011-abcd"
NAME = os.fsdecode(b"facture\n-\xff.xml")


def held(folders: Folders, content: bytes = b"content") -> Path:
    home = folders.taken_flow("btp", FLOW)
    home.mkdir(parents=True)
    (home / NAME).write_bytes(content)
    return home


@pytest.mark.parametrize("verdict", list(FlowVerdict))
def test_an_original_lies_whole_in_its_last_place_and_nowhere_else(folders: Folders, verdict: FlowVerdict) -> None:
    home = held(folders)
    place = originals.put_away(folders, "btp", FLOW, verdict)
    assert place == originals.place_of(folders, "btp", FLOW, verdict)
    assert ((place / NAME).read_bytes(), os.listdir(place), home.exists()) == (b"content", [NAME], False)


def test_only_what_defeated_the_gateway_goes_to_quarantine(folders: Folders) -> None:
    for verdict in FlowVerdict:
        below = folders.quarantine if verdict is FlowVerdict.QUARANTINED else folders.archive
        assert originals.place_of(folders, "btp", FLOW, verdict).is_relative_to(below)


def test_the_archive_is_laid_out_by_partner_and_day(folders: Folders) -> None:
    place = originals.place_of(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    assert place == folders.archive / "btp" / "2026" / "03" / "04" / FLOW


def test_putting_away_again_is_fine(folders: Folders) -> None:
    held(folders)
    first = originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    assert originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED) == first
    assert (first / NAME).read_bytes() == b"content"


def test_a_move_that_an_earlier_run_did_not_sync_is_synced_before_it_is_told(
    folders: Folders, monkeypatch: Any
) -> None:
    home = held(folders)
    place = originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    assert {place.parent, home.parent} <= set(synced)


def test_an_original_that_lies_nowhere_is_told_in_a_sentence(folders: Folders) -> None:
    with pytest.raises(GatewayError, match="n'est plus là"):
        originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED)


def test_a_disk_that_refuses_to_sync_stops_the_process_and_nothing_is_lost(folders: Folders, monkeypatch: Any) -> None:
    held(folders)
    place = originals.place_of(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    durable.make_folder(place.parent)

    def refuse(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises(DurabilityError):
            originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    assert (originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED) / NAME).read_bytes() == b"content"


@pytest.mark.parametrize("calls_before", [0, 1, 2, 3, 4, 5, 6])
def test_a_death_at_any_step_leaves_the_original_in_one_place_and_the_next_run_finishes(
    folders: Folders, monkeypatch: Any, calls_before: int
) -> None:
    class Death(BaseException):
        pass

    home, used = held(folders), 0
    mkdir, rename, fsync = os.mkdir, os.rename, os.fsync

    def mortal(call: Any) -> Any:
        def step(*args: Any, **kwargs: Any) -> Any:
            nonlocal used
            used += 1
            if used > calls_before:
                raise Death
            return call(*args, **kwargs)

        return step

    with monkeypatch.context() as patched:
        for name, call in (("mkdir", mkdir), ("rename", rename), ("fsync", fsync)):
            patched.setattr(os, name, mortal(call))
        with contextlib.suppress(Death):
            originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    place = originals.place_of(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    assert home.exists() != place.exists()
    assert (originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED) / NAME).read_bytes() == b"content"


def test_a_verdict_that_changed_moves_the_original_from_quarantine(folders: Folders) -> None:
    held(folders)
    before = originals.put_away(folders, "btp", FLOW, FlowVerdict.QUARANTINED)
    after = originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    assert (before.exists(), (after / NAME).read_bytes()) == (False, b"content")


def test_a_removed_original_is_gone_and_removing_it_again_is_fine(folders: Folders) -> None:
    held(folders)
    place = originals.put_away(folders, "btp", FLOW, FlowVerdict.INTEGRATED)
    below = str(place.relative_to(folders.state))
    assert originals.remove(folders, below) == len(b"content")
    assert (originals.remove(folders, below), place.exists()) == (0, False)


@pytest.mark.parametrize(
    "place", ["", "taken/btp", "archive", "quarantine", "archive/../../keep", "/keep", "ledger.db"]
)
def test_nothing_outside_the_last_places_is_ever_removed(folders: Folders, place: str) -> None:
    keep = folders.root / "keep"
    keep.mkdir()
    (keep / "file").write_bytes(b"")
    with pytest.raises(GatewayError, match="rien n'est supprimé"):
        originals.remove(folders, place)
    assert (keep / "file").exists()
