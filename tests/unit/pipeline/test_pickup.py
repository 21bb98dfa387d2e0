"""Seeing, settling, taking and reading drops; what is never touched, and what no race and no crash may lose."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from edi.clock import boot_id
from edi.disk import durable
from edi.disk.folders import Folders
from edi.model.drop import Drop, Habits, Sighting, Taken
from edi.pipeline import held, inboxes, markers
from edi.pipeline import settle as pipeline_settle
from edi.pipeline import take as pipeline_take
from edi.pipeline.take import Namer
from edi.words.text import drop_name

ODD_NAMES = [
    b"a\nb.xml",
    b"a\r\n",
    b" ",
    b"facture-\xe9\xff\xfe.xml",
    b"x" * 255,
    b"\xe9" * 255,
    b"-rf",
    b"--",
    b"*?[a]",
    "facture née à Orléans.xml".encode(),
    "e\u0301.xml".encode(),
    b"\x1b[31m\x07",
    b"a'b\"c$(id)`id`;",
    b"con.part.xml",
    b"partial",
    b"tmp",
]
TEMPORARY = ["a.part", "a.PART", "a.filepart", "a.xml.tmp", "a.swp", ".a.xml", ".", "~a", "a.xml~", "a\nb.part", ".a\n"]


def dropped(folders: Folders, name: str | bytes = "a.xml", content: bytes = b"content") -> Path:
    file = Path(os.fsdecode(os.fsencode(folders.inbox / "btp") + b"/" + os.fsencode(name)))
    file.write_bytes(content)
    return file


def seen(folders: Folders) -> list[Drop]:
    return inboxes.look_into(folders.inbox / "btp", "btp")[0]


def take(drops: list[Drop], folders: Folders, namer: Namer | None = None) -> list[Taken]:
    return pipeline_take.move(drops, folders, namer or Namer())[0]


def content_below(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


# looking


@pytest.mark.parametrize("name", [name for name in TEMPORARY if name != "."])
def test_a_temporary_name_is_neither_taken_nor_told(folders: Folders, name: str) -> None:
    dropped(folders, name)
    assert inboxes.look_into(folders.inbox / "btp", "btp") == ([], [], [], [])


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_taken_and_kept_byte_for_byte(folders: Folders, name: bytes) -> None:
    dropped(folders, name, name)
    (taken,) = take(seen(folders), folders)
    assert os.fsencode(taken.path.name) == name
    assert held.read(taken, 1000).data == name
    assert os.listdir(os.fsencode(folders.inbox / "btp")) == []


def test_one_name_in_two_unicode_forms_is_two_drops(folders: Folders) -> None:
    for name in ("caf\u00e9.xml", "cafe\u0301.xml"):
        dropped(folders, name, name.encode())
    taken = take(seen(folders), folders)
    assert {held.read(one, 100).data.decode() for one in taken} == {"caf\u00e9.xml", "cafe\u0301.xml"}


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_told_in_printable_text(folders: Folders, name: bytes) -> None:
    dropped(folders, name)
    (taken,) = take(seen(folders), folders)
    assert drop_name(taken.path).isprintable()
    assert drop_name(taken.path).encode()


@pytest.mark.timeout(10)
@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe", "folder", "socket"])
def test_what_is_no_regular_file_is_told_and_left_in_place(folders: Folders, kind: str) -> None:
    place = folders.inbox / "btp" / "odd\n"
    if kind == "link":
        place.symlink_to(dropped(folders, ".hidden"))
    elif kind == "dangling link":
        place.symlink_to("gone")
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        os.mknod(place, stat.S_IFSOCK)
    else:
        place.mkdir()
    assert inboxes.look_into(folders.inbox / "btp", "btp") == ([], ["odd\\n"], [], [])


def test_a_drop_whose_folder_cannot_be_made_is_left_and_told(folders: Folders) -> None:
    """A full disk must not end the daemon: the drop is tried again at the next sweep."""
    dropped(folders)
    folders.taken.write_bytes(b"")  # in the way of the folder
    taken, troubles = pipeline_take.move(seen(folders), folders, Namer())
    assert taken == []
    assert [trouble.fr for trouble in troubles] == ["inbox/btp : un dépôt ne peut pas être pris (File exists)."]
    folders.taken.unlink()
    assert len(take(seen(folders), folders)) == 1


def test_a_file_with_two_names_is_left_in_place_until_it_has_one(folders: Folders) -> None:
    (folders.root / "elsewhere").hardlink_to(dropped(folders))
    assert seen(folders) == []
    (folders.root / "elsewhere").unlink()
    assert len(seen(folders)) == 1


def test_a_file_that_vanishes_during_the_look_is_passed_over(folders: Folders, monkeypatch: Any) -> None:
    class Entry:
        name = "gone"

        def stat(self, *, follow_symlinks: bool) -> os.stat_result:
            raise FileNotFoundError

    class Entries(list[Entry]):
        def __enter__(self) -> Entries:
            return self

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(os, "scandir", lambda _: Entries([Entry()]))
    assert seen(folders) == []


def test_drops_come_in_the_order_of_their_arrival_whatever_mtime_they_claim(folders: Folders) -> None:
    for at, name in enumerate("cab"):
        os.utime(dropped(folders, name), (1e9 - at, 1e9 - at))
        time.sleep(0.02)  # the kernel's clock for files ticks every few milliseconds
    assert [drop.path.name for drop in seen(folders)] == ["c", "a", "b"]


# settling


class Clock:
    """Stands in for the monotonic clock and the boot's name."""

    def __init__(self, monkeypatch: Any) -> None:
        self.now = 1000.0
        self.boot = "first"
        monkeypatch.setattr(pipeline_settle.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(pipeline_settle, "boot_id", lambda: self.boot)


@pytest.fixture
def clock(monkeypatch: Any) -> Clock:
    return Clock(monkeypatch)


DROP = Drop(partner="btp", path=Path("a.xml"), size=10, mtime_ns=5, inode=7, arrived_ns=1)


def settle(drop: Drop, before: list[Sighting], quiet: float = 5.0) -> tuple[bool, list[Sighting]]:
    ready, waiting, sightings, *_ = pipeline_settle.settled([drop], before, quiet)
    assert len(ready) + len(waiting) == 1
    return bool(ready), sightings


def test_a_drop_seen_for_the_first_time_waits(clock: Clock) -> None:
    assert not settle(DROP, [])[0]


def test_a_quiet_period_of_nothing_settles_at_once(clock: Clock) -> None:
    assert settle(DROP, [], quiet=0)[0]
    assert settle(replace(DROP, size=0), [], quiet=0)[0]


@pytest.mark.parametrize(("later", "ready"), [(0.0, False), (4.999, False), (5.0, True), (1e6, True)])
def test_a_drop_unchanged_for_the_quiet_period_is_settled(clock: Clock, later: float, ready: bool) -> None:
    _, before = settle(DROP, [])
    clock.now += later
    assert settle(DROP, before)[0] is ready


def test_looks_in_between_do_not_restart_the_period(clock: Clock) -> None:
    found: list[Sighting] = []
    for expected in (False, False, False, True):
        ready, found = settle(DROP, found)
        assert ready is expected
        clock.now += 2


@pytest.mark.parametrize("change", [{"size": 11}, {"mtime_ns": 6}, {"mtime_ns": 4}, {"inode": 8}, {"size": 0}])
def test_any_change_restarts_the_period(clock: Clock, change: dict[str, int]) -> None:
    _, before = settle(DROP, [])
    clock.now += 100
    changed = replace(DROP, **change)  # type: ignore[arg-type]
    ready, after = settle(changed, before)
    assert not ready
    clock.now += 10
    assert settle(changed, after)[0]


@pytest.mark.parametrize(("later", "ready"), [(5.0, False), (9.999, False), (10.0, True)])
def test_an_empty_drop_waits_twice_as_long(clock: Clock, later: float, ready: bool) -> None:
    empty = replace(DROP, size=0)
    _, before = settle(empty, [])
    clock.now += later
    assert settle(empty, before)[0] is ready


def test_another_boot_restarts_the_period(clock: Clock) -> None:
    _, before = settle(DROP, [])
    clock.boot, clock.now = "second", 1e6
    ready, after = settle(DROP, before)
    assert not ready
    clock.now += 5
    assert settle(DROP, after)[0]


@pytest.mark.parametrize("mtime_ns", [0, -(10**18), 2**62], ids=["1970", "before", "far ahead"])
def test_what_mtime_a_partner_set_does_not_matter(clock: Clock, mtime_ns: int) -> None:
    drop = replace(DROP, mtime_ns=mtime_ns)
    ready, before = settle(drop, [])
    clock.now += 5
    assert (ready, settle(drop, before)[0]) == (False, True)


def test_another_partner_s_drop_of_the_same_name_counts_apart(clock: Clock) -> None:
    _, before = settle(DROP, [])
    clock.now += 5
    assert not settle(replace(DROP, partner="mairie"), before)[0]


def test_a_name_that_is_no_text_is_known_again(clock: Clock, ledger: Any) -> None:
    drop = replace(DROP, path=Path(os.fsdecode(b"\xff\n")))
    _, before = settle(drop, [])
    with ledger.write():
        ledger.sightings.replace_all(before)
    clock.now += 5
    assert settle(drop, ledger.sightings.all())[0]


def test_this_boot_has_a_name_that_stays() -> None:
    assert boot_id() == boot_id() != ""


# flow ids


def test_flow_ids_rise_and_never_repeat() -> None:
    namer = Namer()
    given = [namer.next() for _ in range(2000)]
    assert given == sorted(set(given))
    assert all(held.FLOW_ID.fullmatch(one) for one in given)


class _SteppedBack(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> _SteppedBack:
        return cls(2001, 2, 3, 4, 5, 6, 7, tz)


def test_flow_ids_rise_also_when_the_clock_steps_back(monkeypatch: Any) -> None:
    namer = Namer()
    first = namer.next()
    monkeypatch.setattr(pipeline_take, "datetime", _SteppedBack)
    later = [namer.next() for _ in range(3)]
    assert [first, *later] == sorted([first, *later])
    assert len({one[:20] for one in [first, *later]}) == 4


@pytest.mark.parametrize("last", ["29991231235959999999-ffff", "20260101000000000000-0000"])
def test_flow_ids_rise_above_the_last_one_given(last: str) -> None:
    assert Namer(last).next() > last


@pytest.mark.parametrize("last", ["", "nonsense", "99999999999999999999", "1-1"])
def test_a_last_id_that_is_none_does_not_count(last: str) -> None:
    assert Namer(last).next()[:2] == datetime.now().strftime("%Y")[:2]


# taking


def test_a_taken_drop_is_alone_in_its_flow_s_folder(folders: Folders) -> None:
    dropped(folders)
    (taken,) = take(seen(folders), folders)
    assert taken.path == folders.taken_flow("btp", taken.flow) / "a.xml"
    assert (taken.path.read_bytes(), os.listdir(taken.path.parent)) == (b"content", ["a.xml"])


def test_the_same_name_twice_gives_two_flows(folders: Folders) -> None:
    namer, taken = Namer(), []
    for content in (b"first", b"second"):
        dropped(folders, content=content)
        taken += take(seen(folders), folders, namer)
    assert [one.path.read_bytes() for one in taken] == [b"first", b"second"]
    assert taken[0].flow < taken[1].flow


def test_drops_are_taken_in_the_order_given(folders: Folders) -> None:
    for name in ("a", "b", "c"):
        dropped(folders, name)
    drops = seen(folders)[::-1]
    taken = take(drops, folders)
    assert [one.path.name for one in sorted(taken, key=lambda one: one.flow)] == [drop.path.name for drop in drops]


def test_a_drop_that_is_gone_is_skipped_and_leaves_no_folder(folders: Folders) -> None:
    dropped(folders, "a")
    dropped(folders, "b")
    drops = seen(folders)
    drops[0].path.unlink()
    (taken,) = take(drops, folders)
    assert taken.path.name == drops[1].path.name
    assert os.listdir(folders.taken / "btp") == [taken.flow]


@pytest.mark.parametrize("change", ["grown", "touched", "replaced", "a folder now", "a link now", "a pipe now"])
def test_a_drop_that_changed_since_it_was_seen_is_put_back(folders: Folders, change: str) -> None:
    file = dropped(folders)
    drops = seen(folders)
    if change == "grown":
        file.write_bytes(b"content and more")
    elif change == "touched":
        os.utime(file, (1, 1))
    else:
        file.unlink()
        if change == "replaced":
            (folders.root / "new").write_bytes(b"CONTENT")  # not to get the freed inode again
            dropped(folders, content=b"CONTENT")
            os.utime(file, (1, 1))
        elif change == "a folder now":
            file.mkdir()
        elif change == "a link now":
            file.symlink_to("gone")
        else:
            os.mkfifo(file)
    before = os.lstat(file)
    assert pipeline_take.move(drops, folders, Namer()) == ([], [])
    after = os.lstat(file)
    assert (after.st_ino, after.st_mode, after.st_nlink) == (before.st_ino, before.st_mode, before.st_nlink)
    assert os.listdir(folders.taken / "btp") == []


def test_a_changed_drop_is_not_put_back_over_a_newer_one_and_neither_is_lost(
    folders: Folders, monkeypatch: Any
) -> None:
    file = dropped(folders)
    drops = seen(folders)
    file.write_bytes(b"changed")
    rename = durable.rename

    def then_dropped_again(old: Path, new: Path) -> None:
        rename(old, new)
        dropped(folders, content=b"newer")

    monkeypatch.setattr(durable, "rename", then_dropped_again)
    assert take(drops, folders) == []
    assert file.read_bytes() == b"newer"
    assert [one.path.read_bytes() for one in held.leftovers(folders)] == [b"changed"]


def test_an_inbox_that_cannot_be_written_is_told_and_the_others_are_taken(folders: Folders, monkeypatch: Any) -> None:
    dropped(folders, "a")
    dropped(folders, "b")
    rename = durable.rename

    def refused(old: Path, new: Path) -> None:
        if old.name == "a":
            raise OSError(18, "Invalid cross-device link")
        rename(old, new)

    monkeypatch.setattr(durable, "rename", refused)
    taken, troubles = pipeline_take.move(seen(folders), folders, Namer())
    assert ([one.path.name for one in taken], len(troubles)) == (["b"], 1)
    assert os.listdir(folders.inbox / "btp") == ["a"]
    assert os.listdir(folders.taken / "btp") == [taken[0].flow]


def test_every_folder_that_gained_or_lost_a_drop_is_synced_the_gaining_ones_first(
    folders: Folders, monkeypatch: Any
) -> None:
    synced: list[Path] = []
    durable.make_folder(folders.taken / "btp")
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    dropped(folders, "a")
    dropped(folders, "b")
    taken = take(seen(folders), folders)
    homes = {one.path.parent for one in taken}
    assert set(synced[:3]) == {*homes, folders.taken / "btp"}
    assert synced[3:] == [folders.inbox / "btp"]


def test_taking_nothing_makes_nothing(folders: Folders) -> None:
    assert pipeline_take.move([], folders, Namer()) == ([], [])
    assert not folders.taken.exists()


# what a crash left


def test_a_gateway_that_never_ran_left_nothing(folders: Folders) -> None:
    assert list(held.leftovers(folders)) == []


def test_leftovers_come_oldest_first_whoever_dropped_them(folders: Folders) -> None:
    namer = Namer()
    flows = []
    for partner in ("mairie", "btp", "mairie", "btp"):
        flow = namer.next()
        home = folders.taken_flow(partner, flow)
        home.mkdir(parents=True)
        (home / "a.xml").write_bytes(b"")
        flows.append((flow, partner))
    assert [(one.flow, one.partner) for one in held.leftovers(folders)] == flows


def test_the_empty_folder_of_a_take_that_died_is_removed_and_not_by_a_mere_look(folders: Folders) -> None:
    home = folders.taken_flow("btp", Namer().next())
    home.mkdir(parents=True)
    assert list(held.leftovers(folders)) == []
    assert home.exists()
    held.remove_empty(folders)
    assert not home.exists()


def test_what_moves_on_during_the_look_is_passed_over(folders: Folders, monkeypatch: Any) -> None:
    """`edi verify` looks beside a gateway that archives."""
    namer = Namer()
    for name in ("a.xml", "b.xml"):
        home = folders.taken_flow("btp", namer.next())
        home.mkdir(parents=True)
        (home / name).write_bytes(b"")
    lstat = os.lstat

    def archived_first(path: Any) -> os.stat_result:
        if Path(path).name == "a.xml":
            os.rename(Path(path).parent, folders.state / "elsewhere")
        return lstat(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "lstat", archived_first)
        assert [one.path.name for one in held.leftovers(folders)] == ["b.xml"]


@pytest.mark.parametrize("stranger", ["file", "folder", "empty folder", "link in a flow", "folder in a flow", "loose"])
def test_strangers_in_state_taken_are_let_be(folders: Folders, stranger: str) -> None:
    partner = folders.taken / "btp"
    partner.mkdir(parents=True)
    flow = partner / Namer().next()
    if stranger == "file":
        (partner / "notes.txt").write_bytes(b"")
    elif stranger == "folder":
        (partner / "kept" / "x").mkdir(parents=True)
    elif stranger == "empty folder":
        (partner / "kept").mkdir()
    elif stranger == "link in a flow":
        flow.mkdir()
        (flow / "x").symlink_to("/etc/passwd")
    elif stranger == "folder in a flow":
        (flow / "x").mkdir(parents=True)
    else:
        (folders.taken / "loose").write_bytes(b"")
    before = sorted(folders.taken.rglob("*"))
    held.remove_empty(folders)
    assert list(held.leftovers(folders)) == []
    assert sorted(folders.taken.rglob("*")) == before


# reading


@pytest.mark.parametrize(("size", "kept"), [(0, 0), (99, 99), (100, 100), (101, 101), (5000, 101)])
def test_a_drop_is_read_whole_or_told_too_large_by_its_true_size(folders: Folders, size: int, kept: int) -> None:
    dropped(folders, content=b"x" * size)
    (taken,) = take(seen(folders), folders)
    found = held.read(taken, 100)
    assert (len(found.data), found.size) == (kept, size)
    assert held.unchanged(taken, found)


@pytest.mark.parametrize("change", ["longer", "shorter", "same length"])
def test_a_drop_changed_after_it_was_read_is_noticed(folders: Folders, change: str) -> None:
    dropped(folders)
    (taken,) = take(seen(folders), folders)
    found = held.read(taken, 100)
    time.sleep(0.02)
    taken.path.write_bytes({"longer": b"contents", "shorter": b"", "same length": b"CONTENT"}[change])
    assert not held.unchanged(taken, found)


def test_a_drop_changed_while_it_was_read_is_noticed(folders: Folders, monkeypatch: Any) -> None:
    dropped(folders)
    (taken,) = take(seen(folders), folders)
    fstat = os.fstat

    def then_written(handle: int) -> os.stat_result:
        found = fstat(handle)
        if found.st_size == len(b"content"):
            time.sleep(0.02)
            taken.path.write_bytes(b"CONTENT")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", then_written)
        found = held.read(taken, 100)
    assert not held.unchanged(taken, found)


# a death

RACER = """
import sys
from pathlib import Path
from edi.disk import durable
from edi.disk.folders import Folders
from edi.pipeline import inboxes, take
durable.sync_folder = lambda folder: None
folders = Folders.of(Path(sys.argv[1]))
sys.stdout.write("ready\\n"); sys.stdout.flush()
sys.stdin.readline()
namer = take.Namer()
for _ in range(3):
    drops = inboxes.look_into(folders.inbox / "btp", "btp").drops
    for taken in take.move(drops, folders, namer)[0]:
        print(taken.path.read_text())
"""


@pytest.mark.slow
def test_a_taker_killed_at_any_moment_loses_nothing(folders: Folders) -> None:
    count = 400
    for number in range(count):
        dropped(folders, f"{number}.xml", str(number).encode())
    racer = subprocess.Popen(
        [sys.executable, "-c", RACER, folders.root], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with racer:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
        while not (folders.taken / "btp").is_dir() or len(os.listdir(folders.taken / "btp")) < 20:
            time.sleep(0.0005)
        racer.kill()
    safe = [one.path.read_bytes() for one in held.leftovers(folders)]
    waiting = content_below(folders.inbox)
    assert sorted(safe + waiting) == sorted(str(number).encode() for number in range(count))


# done-markers

MARKING = Habits(done_suffix=".done")


def marked(folders: Folders) -> list[str]:
    return [drop.path.name for drop in inboxes.look_into(folders.inbox / "btp", "btp", MARKING).drops]


def test_a_marker_vouches_for_a_drop_no_younger_than_itself(folders: Folders) -> None:
    marker, drop = dropped(folders, "a.xml.done", b""), dropped(folders, "a.xml")
    time.sleep(0.02)
    drop.write_bytes(b"half of another drop of that name")
    assert marked(folders) == []
    time.sleep(0.02)
    marker.touch()
    assert marked(folders) == ["a.xml"]
    os.utime(drop, (10**9, 10**9))  # as the uploader may set it in the end, and then the rights
    drop.chmod(0o600)
    assert marked(folders) == ["a.xml"]


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_only_a_file_is_a_marker_and_nothing_else_is_in_the_way(folders: Folders, kind: str) -> None:
    dropped(folders, "a.xml")
    place = folders.inbox / "btp" / "a.xml.done"
    if kind == "folder":
        place.mkdir()
    else:
        place.symlink_to("a.xml")
    assert marked(folders) == []
    markers.remove_orphans(folders.inbox / "btp", MARKING)
    (folders.inbox / "btp" / "a.xml").unlink()
    markers.remove_orphans(folders.inbox / "btp", MARKING)
    assert os.path.lexists(place)


def test_a_drop_that_long_lacks_its_marker_or_has_two_names_is_told(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped(folders, "a.xml")
    (folders.root / "elsewhere").hardlink_to(dropped(folders, "b.xml"))
    assert inboxes.look_into(folders.inbox / "btp", "btp", MARKING) == ([], [], [], [])
    monkeypatch.setattr(inboxes, "LATE_SECONDS", -1)
    assert inboxes.look_into(folders.inbox / "btp", "btp", MARKING) == ([], [], ["b.xml"], ["a.xml"])


def test_a_marker_alone_goes_after_its_time_and_not_before(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = dropped(folders, "a.xml.done", b"")
    markers.remove_orphans(folders.inbox / "btp", MARKING)
    assert marker.exists()
    monkeypatch.setattr(markers, "ORPHAN_SECONDS", -1)
    kept = dropped(folders, "b.xml.done", b"")
    dropped(folders, "b.xml")
    markers.remove_orphans(folders.inbox / "btp", MARKING)
    assert (marker.exists(), kept.exists()) == (False, True)


def test_a_marker_that_a_listing_shows_without_its_drop_is_kept(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large folder is no snapshot: others write to it while it is listed."""
    monkeypatch.setattr(markers, "ORPHAN_SECONDS", -1)
    marker = dropped(folders, "a.xml.done", b"")
    listed = list(os.scandir(folders.inbox / "btp"))
    dropped(folders, "a.xml")
    monkeypatch.setattr(os, "scandir", lambda folder: listed)
    markers.remove_orphans(folders.inbox / "btp", MARKING)
    assert marker.exists()


def test_the_marker_of_a_take_that_died_goes_and_that_of_the_next_drop_stays(folders: Folders) -> None:
    drop, marker = dropped(folders, "a.xml"), dropped(folders, "a.xml.done", b"")
    home = folders.taken_flow("btp", Namer().next())
    home.mkdir(parents=True)
    time.sleep(0.02)
    drop.rename(home / "a.xml")
    [taken] = held.leftovers(folders)
    markers.remove_marker(taken, folders.inbox / "btp", MARKING)
    assert not marker.exists()
    time.sleep(0.02)
    marker.touch()
    markers.remove_marker(taken, folders.inbox / "btp", MARKING)
    assert marker.exists()


def test_the_hash_of_an_oversized_drop_is_of_all_of_it_whatever_the_limit(folders: Folders) -> None:
    dropped(folders, "a.xml", b"0123456789")
    [taken] = take(seen(folders), folders)
    whole = held.read(taken, 100)
    cut = held.read(taken, 4)
    assert (cut.data, cut.size) == (b"01234", 10)
    assert cut.sha256 == whole.sha256 == durable.digest(taken.path)


def test_of_a_file_without_end_no_more_than_the_bound_is_hashed(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "HASHED", 1 << 20)
    drop = dropped(folders, "a.xml", b"a")
    os.truncate(drop, 1 << 40)
    assert durable.digest(drop) == durable.digest_of(b"a" + bytes(1 << 21))
