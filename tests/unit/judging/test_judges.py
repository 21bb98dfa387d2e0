"""Judges: in this process or in others, the same answers, and the same words for what fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from edi.config.settings import load_settings
from edi.errors import ConfigError, JudgeDied, NoJudge, RuleFailed
from edi.judging.engine import Engine
from edi.judging.failure import failure_of
from edi.judging.judged import Judged, Unjudged
from edi.judging.judges import Judges
from edi.judging.judges.inline import InlineJudge, judging_here
from edi.judging.judges.processes import Pool
from edi.message import Message
from edi.model.judgement import Judgement, Member, Verdict
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.invoices import invoice, works

DOCUMENTS = {"a.xml": cii(invoice()), "b.xml": cii(works("A15")), "c.xml": b"<x/>", "d.xml": b""}
SAID = Message("le mot", "the word")


def broken(member: Member) -> Judgement:
    if member.name == "memory":
        raise MemoryError
    raise ValueError("broken")


def test_here_and_in_processes_one_flow_is_judged_alike(tmp_path: Path) -> None:
    flow = ("flow.tar.gz", tar_gz(DOCUMENTS))
    with (
        Engine(load_settings(tmp_path), workers=1) as there,
        Engine(load_settings(tmp_path), judges=judging_here) as here,
    ):
        judged = here.judge_flow(*flow)
        assert judged == there.judge_flow(*flow)
    assert isinstance(judged, Judged)
    assert len(judged.documents) == 4


@pytest.mark.parametrize("judges", [InlineJudge(broken), Pool(broken, size=1, seconds=10, memory=1 << 29)])
def test_what_our_own_code_fails_on_is_not_judged_and_says_so(judges: Judges) -> None:
    [judgement] = judges.judge_all([Member("a.xml", b"")])
    judges.close()
    assert (judgement.verdict, judgement.failure) == (Verdict.NOT_JUDGED, Message(*["ValueError: broken"] * 2))


@pytest.mark.parametrize("judges", [InlineJudge(broken), Pool(broken, size=1, seconds=10, memory=1 << 29)])
def test_a_judge_without_memory_died_of_its_document(judges: Judges) -> None:
    with pytest.raises(JudgeDied) as died:
        list(judges.judge_all([Member("memory", b"")]))
    judges.close()
    assert str(died.value) == "« memory » : la mémoire permise à un jugement n'a pas suffi."
    assert died.value.of("en") == "“memory”: the memory allowed to a judgement was not enough."


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (JudgeDied(SAID), SAID),
        (NoJudge(SAID), SAID),
        (ConfigError(SAID), Message("ConfigError: le mot", "ConfigError: the word")),
        (RuleFailed(Message("règle X", "rule X")), Message("RuleFailed: règle X", "RuleFailed: rule X")),
        (ValueError("{x}"), Message("ValueError: {x}", "ValueError: {x}")),
    ],
)
def test_a_failure_speaks_both_languages_where_it_can(error: Exception, told: Message) -> None:
    assert failure_of(error) == told


@pytest.mark.parametrize(("error", "blameless"), [(NoJudge(SAID), True), (JudgeDied(SAID), False), (OSError(5), False)])
def test_only_a_machine_without_judges_blames_no_flow(error: Exception, blameless: bool, tmp_path: Path) -> None:
    class Failing(InlineJudge):
        def judge_all(self, members: Iterable[Member]) -> Iterator[Judgement]:
            raise error

    with Engine(load_settings(tmp_path), judges=lambda reference, count: Failing(broken)) as engine:
        unjudged = engine.judge_flow("a.xml", b"<x/>")
    assert unjudged == Unjudged(why=failure_of(error), blameless=blameless)
