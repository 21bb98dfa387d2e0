"""Judging processes: order, chunks, and documents that kill, hang or starve their judge, and nobody else."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edi.errors import JudgeDied
from edi.judging.judges import processes
from edi.judging.judges.processes import CHUNK_BYTES, CHUNK_DOCUMENTS, Pool
from edi.model.judgement import Judgement, Member, Verdict

MIB = 1 << 20


def judge(member: Member) -> Judgement:
    """Does what the document says; tells in `cadre` which process did."""
    order, _, number = member.data[:40].decode().partition(" ")
    if order == "exit":
        os._exit(int(number))
    elif order == "kill":
        os.kill(os.getpid(), int(number))
    elif order == "leave":
        sys.exit(3)
    elif order == "sleep":
        time.sleep(float(number))
    elif order == "raise":
        raise ValueError(f"rule broken by {member.name}")
    elif order == "deep":
        return judge(member)
    elif order == "take":
        bytearray(int(number) * MIB)
    elif order == "memory":
        raise MemoryError
    return Judgement(member=member.name, verdict=Verdict.ACCEPTED, cadre=str(os.getpid()))


def members(*orders: str) -> list[Member]:
    return [Member(f"{at}.xml", order.encode()) for at, order in enumerate(orders)]


def pool(size: int = 2, seconds: float = 10, memory: int = 512 * MIB) -> Pool:
    return Pool(judge=judge, size=size, seconds=seconds, memory=memory)


def names(judgements: list[Judgement]) -> list[str]:
    return [judgement.member for judgement in judgements]


def still_usable(used: Pool) -> bool:
    return names(list(used.judge_all(members("", "", "")))) == ["0.xml", "1.xml", "2.xml"]


def alive(pid: int) -> bool:
    """Whether a process runs; one dead and not yet reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(holds: Any, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.01)
    return False


# order and chunks


@pytest.mark.parametrize("count", [0, 1, 2, CHUNK_DOCUMENTS, CHUNK_DOCUMENTS + 1, 10 * CHUNK_DOCUMENTS + 3])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_judgements_come_in_the_order_of_the_documents(count: int, size: int) -> None:
    given = members(*[""] * count)
    with pool(size) as used:
        found = list(used.judge_all(given))
    assert names(found) == [member.name for member in given]


def test_the_order_holds_when_the_first_documents_take_longest() -> None:
    given = members("sleep 0.2", *[""] * (CHUNK_DOCUMENTS * 5))
    with pool(2) as used:
        found = list(used.judge_all(given))
    assert names(found) == [member.name for member in given]
    assert len({judgement.cadre for judgement in found}) == 2


def test_several_processes_judge_and_none_of_them_is_ours() -> None:
    with pool(2) as used:
        found = {judgement.cadre for judgement in used.judge_all(members(*["sleep 0.01"] * (CHUNK_DOCUMENTS * 4)))}
    assert len(found) == 2
    assert str(os.getpid()) not in found


def test_processes_are_kept_from_one_flow_to_the_next() -> None:
    with pool(1) as used:
        assert len({one.cadre for _ in range(3) for one in used.judge_all(members("", ""))}) == 1


@pytest.mark.parametrize(
    ("sizes", "chunks"),
    [
        ([], []),
        ([1], [1]),
        ([1] * CHUNK_DOCUMENTS, [CHUNK_DOCUMENTS]),
        ([1] * (CHUNK_DOCUMENTS + 1), [CHUNK_DOCUMENTS, 1]),
        ([CHUNK_BYTES * 3, 1, 1, CHUNK_BYTES, 1], [1, 2, 1, 1]),
        ([CHUNK_BYTES // 2] * 4, [2, 2]),
        ([0, CHUNK_BYTES + 1, 0], [1, 1, 1]),
    ],
)
def test_small_documents_travel_together_and_large_ones_alone(sizes: list[int], chunks: list[int]) -> None:
    given = [Member("x", b"x" * size) for size in sizes]
    assert [len(chunk) for chunk in processes._chunks(given)] == chunks


def test_a_large_document_travels_whole() -> None:
    with pool() as used:
        (found,) = used.judge_all([Member("big", b" " * (40 * MIB))])
    assert found.verdict is Verdict.ACCEPTED


def test_documents_are_read_no_further_than_the_judges_need() -> None:
    drawn = 0

    def source() -> Iterator[Member]:
        nonlocal drawn
        for member in members(*[""] * (CHUNK_DOCUMENTS * 50)):
            drawn += 1
            yield member

    with pool(2) as used:
        judgements = used.judge_all(source())
        next(judgements)
        assert drawn <= CHUNK_DOCUMENTS * 7
        del judgements


# documents that end badly


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("exit 0", "code 0"),
        ("exit 7", "code 7"),
        ("leave", "code 3"),
        ("kill 9", "signal 9"),
        ("kill 11", "signal 11"),
        ("kill 15", "signal 15"),
        ("memory", "mémoire"),
        ("take 1024", "mémoire"),
    ],
)
@pytest.mark.parametrize("place", ["alone", "in a chunk", "in a later chunk"])
def test_the_document_that_ends_its_judge_is_named_and_the_pool_goes_on(order: str, told: str, place: str) -> None:
    before = {"alone": 0, "in a chunk": 5, "in a later chunk": CHUNK_DOCUMENTS * 3 + 5}[place]
    after = 0 if place == "alone" else 5
    given = members(*[""] * before, order, *[""] * after)
    found: list[Judgement] = []
    with pool(memory=200 * MIB) as used:
        with pytest.raises(JudgeDied) as died:  # noqa: PT012
            for judgement in used.judge_all(given):
                found.append(judgement)
        assert f"« {before}.xml »" in str(died.value)
        assert told in str(died.value)
        assert names(found) == [member.name for member in given][: len(found)]
        assert still_usable(used)


@pytest.mark.parametrize("before", [0, 1])
def test_a_document_that_outlasts_its_time_is_named(before: int) -> None:
    started = time.monotonic()
    with pool(seconds=0.3) as used:
        with pytest.raises(JudgeDied, match=rf"{before}\.xml.*0\.3 s"):
            list(used.judge_all(members(*[""] * before, "sleep 60")))
        assert still_usable(used)
    assert time.monotonic() - started < 5


def test_slow_documents_that_keep_their_time_are_judged() -> None:
    with pool(size=1, seconds=0.4) as used:
        assert len(list(used.judge_all(members(*["sleep 0.2"] * 3)))) == 3


@pytest.mark.parametrize("order", ["raise", "deep"])
def test_a_rule_that_raises_leaves_its_document_not_judged_and_the_others_judged(order: str) -> None:
    with pool() as used:
        found = list(used.judge_all(members("", order, "")))
    assert [one.verdict for one in found] == [Verdict.ACCEPTED, Verdict.NOT_JUDGED, Verdict.ACCEPTED]
    assert found[1].failure is not None
    assert found[1].failure.fr.startswith(("ValueError: rule broken by 1.xml", "RecursionError"))
    assert found[1].findings == ()


def test_memory_within_the_bound_is_given() -> None:
    with pool(memory=200 * MIB) as used:
        assert still_usable(used)
        (found,) = used.judge_all(members("take 100"))
    assert found.verdict is Verdict.ACCEPTED


def test_a_bound_on_memory_inherited_from_the_shell_is_kept() -> None:
    code = (
        "import resource; from edi.judging.judges import child\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "assert child._memory_bound(1 << 40) == (1 << 30, 1 << 30)\n"
        "assert child._memory_bound(0)[0] < 1 << 30\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_judge_killed_while_it_waited_is_replaced_and_no_document_blamed() -> None:
    with pool(size=1) as used:
        (first,) = used.judge_all(members(""))
        assert first.cadre is not None
        os.kill(int(first.cadre), signal.SIGKILL)
        assert until(lambda: not alive(int(first.cadre or 0)))
        (second,) = used.judge_all(members(""))
    assert second.cadre != first.cadre


def test_a_death_of_many_documents_together_that_none_causes_alone_is_no_death(tmp_path: Path) -> None:
    once = tmp_path / "once"

    def kills_once(member: Member) -> Judgement:
        if not once.exists():
            once.touch()
            os._exit(1)
        return judge(member)

    with Pool(judge=kills_once, size=1, seconds=10, memory=512 * MIB) as used:
        assert names(list(used.judge_all(members("", "", "")))) == ["0.xml", "1.xml", "2.xml"]


def test_nothing_is_said_on_the_terminal_whatever_a_judge_does(capfd: Any) -> None:
    with pool(memory=200 * MIB) as used:
        for order in ("exit 1", "kill 9", "raise", "take 1024"):
            with contextlib.suppress(JudgeDied):
                list(used.judge_all(members("", order)))
        judgements = used.judge_all(members(*["sleep 0.02"] * (CHUNK_DOCUMENTS * 4)))
        next(judgements)
        judgements.close()  # type: ignore[attr-defined]
    assert capfd.readouterr() == ("", "")


# endings


def test_an_early_end_leaves_the_pool_usable_and_no_answer_to_the_wrong_question() -> None:
    with pool() as used:
        judgements = used.judge_all([Member(f"old{at}", b"sleep 0.01") for at in range(CHUNK_DOCUMENTS * 6)])
        next(judgements)
        judgements.close()  # type: ignore[attr-defined]
        for _ in range(3):
            assert still_usable(used)


def test_a_source_that_fails_half_way_is_told_and_leaves_the_pool_usable() -> None:
    def source() -> Iterator[Member]:
        yield from members(*[""] * (CHUNK_DOCUMENTS * 3))
        raise OSError("archive cut short")

    with pool() as used:
        with pytest.raises(OSError, match="cut short"):
            list(used.judge_all(source()))
        assert still_usable(used)


def test_a_closed_pool_leaves_no_process_and_no_descriptor() -> None:
    before = len(os.listdir("/proc/self/fd"))
    with pool(3) as used:
        pids = {int(one.cadre or 0) for one in used.judge_all(members(*["sleep 0.01"] * (CHUNK_DOCUMENTS * 6)))}
        with pytest.raises(JudgeDied):
            list(used.judge_all(members("exit 1")))
    assert not any(alive(pid) for pid in pids)
    assert len(os.listdir("/proc/self/fd")) == before


PARENT = """
import os, sys, time
from pathlib import Path
from edi.disk import locks
from edi.model.judgement import Judgement, Member, Verdict
from edi.judging.judges.processes import Pool

def judge(member):
    print(os.getpid(), flush=True)
    if member.data:
        time.sleep(60)
    return Judgement(member=member.name, verdict=Verdict.ACCEPTED)

locks.lock(Path(sys.argv[1]), "parent")
pool = Pool(judge=judge, size=2, seconds=60, memory=1 << 29)
list(pool.judge_all([Member("idle", b"")]))
list(pool.judge_all([Member("a", b"x" * (2 << 20)), Member("b", b"x" * (2 << 20))]))
"""


def test_judges_die_with_their_parent_and_do_not_hold_its_lock(tmp_path: Path) -> None:
    from edi.disk import locks

    lock = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", PARENT, lock], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = {int(parent.stdout.readline()) for _ in range(3)}
        assert len(pids) == 2
        assert all(alive(pid) for pid in pids)
        opened = {os.readlink(link) for pid in pids for link in Path(f"/proc/{pid}/fd").iterdir()}
        assert str(lock) not in opened
        parent.kill()
        parent.wait()
        locks.unlock(locks.lock(lock, "next"))  # at once, whether or not the judges are gone yet
        assert until(lambda: not any(alive(pid) for pid in pids))


def test_a_judge_ignores_the_interrupt_meant_for_its_parent() -> None:
    with pool(size=1) as used:
        (found,) = used.judge_all(members("kill 2"))
    assert found.verdict is Verdict.ACCEPTED


GROWING = """
import os, sys
from edi.judging.judges.child import _RESIDENT, _bytes
from edi.judging.judges.processes import Pool
from edi.model.judgement import Judgement, Member, Verdict
kept = []

def judge(member):
    order, _, number = member.data.decode().partition(" ")
    if order == "keep":  # what a judge never lets go of
        kept.append(b"x" * (int(number) << 20))
    else:  # many small pieces, as a parser makes; all let go but the last, so that only a trim gives them back
        pieces = [b"x" * 2_000 + str(at).encode() for at in range(int(number))]
        kept.append(pieces[-1])
        del pieces
    told = f"{os.getpid()} {_bytes(_RESIDENT) >> 20}"
    return Judgement(member=member.name, verdict=Verdict.ACCEPTED, cadre=told)

with Pool(judge=judge, size=1, seconds=30, memory=2 << 30) as pool:
    for order in sys.argv[1:]:
        [said] = pool.judge_all([Member("0.xml", order.encode())])
        print(said.cadre)
"""


def grown(*orders: str) -> list[tuple[int, int]]:
    """The judge of each order and its resident MiB, in a gateway of its own: one that has run many tests is itself
    full of room that its children inherit."""
    ran = subprocess.run([sys.executable, "-c", GROWING, *orders], capture_output=True, text=True, check=True)
    return [(int(pid), int(size)) for pid, size in (line.split() for line in ran.stdout.splitlines())]


def test_a_judge_that_has_grown_for_good_is_replaced_between_two_documents() -> None:
    (first, _), (second, _), (third, small) = grown("keep 100", "keep 100", "keep 0")
    assert first == second != third
    assert small < 100


def test_a_judge_gives_back_what_a_large_document_took_and_stays() -> None:
    (first, large), (second, small) = grown("free 200000", "free 1")
    assert first == second
    assert large - small > 300
