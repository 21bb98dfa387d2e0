"""Signals as values a loop reads."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from edi.daemon.signals import Signals

HEEDED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@pytest.fixture
def wakes() -> Iterator[list[str]]:
    before = {number: signal.getsignal(number) for number in HEEDED}
    yield []
    for number, handler in before.items():
        signal.signal(number, handler)


def test_nothing_is_asked_for_before_a_signal(wakes: list[str]) -> None:
    signals = Signals(lambda: wakes.append("woken"))
    signals.heed()
    assert (signals.stopping, signals.take_reload(), wakes) == (False, False, [])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_term_stops_and_ends_the_rest(wakes: list[str], number: signal.Signals) -> None:
    signals = Signals(lambda: wakes.append("woken"))
    signals.heed()
    os.kill(os.getpid(), number)
    assert (signals.stopping, wakes) == (True, ["woken"])


def test_several_hangups_are_one_reload(wakes: list[str]) -> None:
    signals = Signals(lambda: wakes.append("woken"))
    signals.heed()
    os.kill(os.getpid(), signal.SIGHUP)
    os.kill(os.getpid(), signal.SIGHUP)
    assert [signals.take_reload(), signals.take_reload(), signals.stopping] == [True, False, False]


def test_a_second_term_ends_the_process_at_once(wakes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    signals = Signals(lambda: None)
    signals.heed()
    os.kill(os.getpid(), signal.SIGTERM)
    assert ended == []
    os.kill(os.getpid(), signal.SIGTERM)
    assert ended == [0]
