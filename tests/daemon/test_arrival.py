"""Every way a file arrives: taken once, whole, when it is there; the same with events and with sweeps alone.

One daemon serves a whole column of these tests, each of which drops under names of its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from live import INTEGRATED, Live, document, ended, flow, gateway, name, returns, until, watching

from edi.disk.folders import Folders

QUIET = 0.3
PARTNERS = {
    "btp": "",
    "lent": "settle_seconds = 0.9\n",
    "prompt": "settle_seconds = 0\n",
    "marque": 'done_suffix = ".done"\n',
    "propre": 'temporary = ["*.upload", "envoi_*"]\n',
}
CODES = {partner: f"XXX{number:03d}" for number, partner in enumerate(PARTNERS, 1)}
serials = count(1)


class Drop(NamedTuple):
    """A name nobody used yet, where it goes, and what it will hold."""

    path: Path
    data: bytes


@pytest.fixture(scope="module", params=["--events", pytest.param("--no-events", marks=pytest.mark.slow)])
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    config = f"[gateway]\nsettle_seconds = {QUIET}\nsweep_seconds = 0.15\n"
    folders = gateway(tmp_path_factory.mktemp("arrival") / "root", PARTNERS, config)
    with watching(folders, request.param, settle=None) as live:
        yield live


@pytest.fixture
def folders(live: Live) -> Folders:
    return live.folders


def fresh(folders: Folders, partner: str = "btp") -> Drop:
    serial = next(serials)
    return Drop(folders.inbox / partner / name(serial, CODES[partner]), document(serial))


def integrated(folders: Folders, drop: Drop) -> bool:
    """It ends as one flow, of all its bytes."""
    row = ended(folders, drop.path.name)
    return row.verdict is INTEGRATED and row.size == len(drop.data)


def left_alone(folders: Folders, path: Path, seconds: float = 2 * QUIET) -> bool:
    time.sleep(seconds)
    return path.exists() and flow(folders, path.name) is None


def test_a_file_written_in_place_is_answered_with_its_returns(folders: Folders) -> None:
    drop, before = fresh(folders), len(returns(folders))
    drop.path.write_bytes(drop.data)
    assert integrated(folders, drop)

    assert len(returns(folders)) == before + 2


def test_a_temporary_name_is_left_and_its_rename_is_answered(folders: Folders) -> None:
    endings = (".part", ".filepart", ".tmp", ".SWP", "~")
    drops = {ending: fresh(folders) for ending in endings}
    uploads = {ending: drop.path.with_name(drop.path.name + ending) for ending, drop in drops.items()}
    for ending, drop in drops.items():
        uploads[ending].write_bytes(drop.data)
    time.sleep(2 * QUIET)
    assert all(left_alone(folders, upload, 0) for upload in uploads.values())
    for ending, drop in drops.items():
        os.rename(uploads[ending], drop.path)
    assert all(integrated(folders, drop) for drop in drops.values())


def test_a_file_renamed_in_from_another_folder_is_answered(folders: Folders) -> None:
    drop = fresh(folders)
    elsewhere = folders.root / drop.path.name
    elsewhere.write_bytes(drop.data)
    os.rename(elsewhere, drop.path)
    assert integrated(folders, drop)


def test_a_rename_by_link_and_unlink_is_answered_once_only_one_name_is_left(folders: Folders) -> None:
    """OpenSSH renames so; the watcher is told of a created file and of nothing else."""
    drop = fresh(folders)
    upload = drop.path.with_name(f".{drop.path.name}")
    upload.write_bytes(drop.data)
    os.link(upload, drop.path)
    assert left_alone(folders, drop.path)
    os.unlink(upload)
    assert integrated(folders, drop)


def test_a_slow_upload_is_taken_once_and_whole_after_it_ends(folders: Folders) -> None:
    drop = fresh(folders)
    step = len(drop.data) // 30 + 1
    with drop.path.open("wb", buffering=0) as out:
        for at in range(0, len(drop.data), step):
            out.write(drop.data[at : at + step])
            time.sleep(0.1)
            assert drop.path.exists(), "taken while it was written"
    assert integrated(folders, drop)


def test_an_upload_that_is_cut_and_resumed_within_the_quiet_period_is_taken_whole(folders: Folders) -> None:
    drop = fresh(folders, "lent")
    half = len(drop.data) // 2
    drop.path.write_bytes(drop.data[:half])
    time.sleep(0.4)
    with drop.path.open("ab") as resumed:
        resumed.write(drop.data[half:])
    assert left_alone(folders, drop.path, 0.6), "its quiet period began again with the last byte"
    assert integrated(folders, drop)


def test_the_files_own_time_is_not_believed(folders: Folders) -> None:
    drops = {moment: fresh(folders, "lent") for moment in (0, 951_782_400, 4_102_444_800)}  # 1970, 2000, 2100
    for moment, drop in drops.items():
        drop.path.write_bytes(drop.data)
        os.utime(drop.path, (moment, moment))
    time.sleep(0.5)
    assert all(left_alone(folders, drop.path, 0) for drop in drops.values()), "an old date does not make it settled"
    assert all(integrated(folders, drop) for drop in drops.values()), "a future one does not keep it waiting"


def test_a_partner_with_done_markers_is_taken_at_the_marker_and_not_before(folders: Folders) -> None:
    drop = fresh(folders, "marque")
    drop.path.write_bytes(drop.data)
    assert left_alone(folders, drop.path)
    marker = drop.path.with_name(drop.path.name + ".done")
    marker.touch()
    assert integrated(folders, drop)
    assert not marker.exists()


def test_a_partners_own_temporary_names_are_left(folders: Folders) -> None:
    drops = {shape: fresh(folders, "propre") for shape in ("{}.upload", "envoi_{}")}
    uploads = {shape: drop.path.with_name(shape.format(drop.path.name)) for shape, drop in drops.items()}
    for shape, drop in drops.items():
        uploads[shape].write_bytes(drop.data)
    time.sleep(2 * QUIET)
    assert all(left_alone(folders, upload, 0) for upload in uploads.values())
    for shape, drop in drops.items():
        os.rename(uploads[shape], drop.path)
    assert all(integrated(folders, drop) for drop in drops.values())


def test_each_partner_has_its_own_quiet_period(folders: Folders) -> None:
    late, early = fresh(folders, "lent"), fresh(folders, "prompt")
    late.path.write_bytes(late.data)
    early.path.write_bytes(early.data)
    assert integrated(folders, early)
    assert late.path.exists()
    assert integrated(folders, late)


def test_what_is_no_file_is_left_and_told_and_delays_nobody(live: Live, folders: Folders) -> None:
    inbox = folders.inbox / "btp"
    (inbox / "dossier").mkdir()
    (inbox / "lien.xml").symlink_to(folders.config / "gateway.toml")
    os.mkfifo(inbox / "tuyau.xml")
    drop = fresh(folders)
    drop.path.write_bytes(drop.data)
    assert integrated(folders, drop)
    told = "inbox/btp/dossier (et 2 autres) : ni fichier ni flux, laissé en place."
    assert told in until(lambda: live.health()["notes"])
    os.rmdir(inbox / "dossier")
    os.unlink(inbox / "lien.xml")
    os.unlink(inbox / "tuyau.xml")
    until(lambda: not live.health()["notes"])


def test_many_at_once_in_all_these_ways_are_each_taken_once(folders: Folders) -> None:
    drops = [fresh(folders) for _ in range(40)]
    for number, drop in enumerate(drops):
        upload = drop.path.with_name(f"{drop.path.name}.part")
        upload.write_bytes(drop.data)
        if number % 2:
            os.rename(upload, drop.path)
        else:
            os.link(upload, drop.path)
            os.unlink(upload)
    assert all(integrated(folders, drop) for drop in drops)
