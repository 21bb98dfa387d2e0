"""Takers in a race, as if the lock were not there: the rename alone decides, and it decides once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from figures import Figures

from edi.disk.folders import Folders
from edi.pipeline import held, inboxes, take

TAKERS, FILES = 8, 2000

TAKER = """
import random, sys
from pathlib import Path
from edi.disk.folders import Folders
from edi.pipeline.inboxes import look_into
from edi.pipeline.take import Namer, move
folders = Folders.of(Path(sys.argv[1]))
sys.stdout.write("ready\\n"); sys.stdout.flush()
sys.stdin.readline()
namer = Namer()
while drops := look_into(folders.inbox / "btp", "btp").drops:
    random.shuffle(drops)  # in one order the first would stay ahead of all
    for at in range(0, len(drops), 50):
        for taken in move(drops[at:at + 50], folders, namer)[0]:
            print(taken.path.read_text())
"""


def test_eight_takers_after_2000_drops_take_each_once(folders: Folders, figures: Figures) -> None:
    for number in range(FILES):
        (folders.inbox / "btp" / f"{number}.xml").write_bytes(str(number).encode())
    takers = [
        subprocess.Popen(
            [sys.executable, "-c", TAKER, folders.root], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(TAKERS)
    ]
    for taker in takers:
        assert taker.stdout is not None
        assert taker.stdout.readline() == "ready\n"
    for taker in takers:
        assert taker.stdin is not None
        taker.stdin.write("go\n")
        taker.stdin.flush()
    shares = [taker.communicate(timeout=300)[0].split() for taker in takers]  # closes their pipes
    taken = Counter(one for share in shares for one in share)
    figures("{} drops raced for by 8 takers", FILES)
    figures("double takes {}", sum(times - 1 for times in taken.values()))
    assert [taker.returncode for taker in takers] == [0] * TAKERS
    assert taken == Counter(map(str, range(FILES)))
    assert sorted(one.path.read_text() for one in held.leftovers(folders)) == sorted(map(str, range(FILES)))
    assert list((folders.inbox / "btp").iterdir()) == []
    homes = list((folders.taken / "btp").iterdir())
    assert len(homes) == FILES, "a taker that came too late left its folder"
    assert sum(bool(share) for share in shares) == TAKERS, "there was no race"


def test_a_name_dropped_again_during_the_race_is_a_flow_of_its_own(folders: Folders) -> None:
    """What a taker saw is gone, and another file lies there: it is put back, or taken as what it is; never lost."""
    path: Path = folders.inbox / "btp" / "a.xml"
    path.write_bytes(b"first")
    [seen] = inboxes.look_into(folders.inbox / "btp", "btp").drops
    namer = take.Namer()
    [first] = take.move([seen], folders, namer)[0]
    path.write_bytes(b"second, longer")
    assert take.move([seen], folders, namer) == ([], [])
    assert (first.path.read_bytes(), path.read_bytes()) == (b"first", b"second, longer")
