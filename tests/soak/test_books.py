"""The long run's auditor and gauges see what they are there to see: a fault planted is a fault told."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from books import Audit, Books, audit
from drops import Content, Maker
from gauges import MIB, Gauges, Look

from edi.catalogue import wording
from edi.config.settings import Settings, load_settings
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.pipeline import decide, repeats
from edi.pipeline.duplicates import Numbers
from edi.pipeline.runtime import Runtime

KINDS: list[Callable[[Maker], Content]] = [
    Maker.single,
    Maker.single_ubl,
    Maker.single_pdf,
    Maker.piece,
    Maker.archive,
    Maker.mixed,
    Maker.refused,
    Maker.against_schema,
    Maker.cut,
    Maker.misnamed,
    Maker.empty,
    Maker.hostile,
    Maker.lengthy,
]


@pytest.fixture(scope="module")
def judging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(load_settings(tmp_path_factory.mktemp("engine")), workers=1) as engine:
        yield engine


@pytest.fixture
def maker() -> Maker:
    serials = itertools.count(1)
    return Maker(random.Random(3), "XXX001", lambda: next(serials))


class Shop:
    """A gateway, one sweep after each delivery, a partner that collects all."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings, self.engine, self.books = settings, engine, Books()

    def deliver(self, *contents: Content) -> None:
        folders = self.settings.folders
        for content in contents:
            (folders.inbox / "btp" / content.name).write_bytes(content.data)
            self.books.drop("btp", content)
        with Ledger(folders.ledger) as ledger:
            Gateway(Runtime(settings=self.settings, engine=self.engine, ledger=ledger, wording=wording)).sweep(settle=0)
        for path in (folders.outbox / "btp").iterdir():
            self.books.collect(path.name, path.read_bytes())
            path.unlink()

    def audit(self) -> Audit:
        with Ledger(self.settings.folders.ledger, read_only=True) as ledger:
            return audit(self.books, ledger)


@pytest.fixture
def shop(settings: Settings, judging: Engine) -> Shop:
    return Shop(settings, judging)


def test_a_gateway_without_fault_is_found_without_fault(shop: Shop, maker: Maker) -> None:
    contents = [kind(maker) for kind in KINDS]
    for content in contents:
        maker.remember(content)
    shop.deliver(*contents)
    shop.deliver(maker.again(), maker.same_number())
    shop.deliver(maker.same_id(), contents[0])
    told = shop.audit()
    assert told.problems == []
    assert (told.lost, told.doubled) == (0, 0)
    assert {"integrated", "refused", "irrecevable", "partially integrated", "repeat"} == set(told.verdicts)


def test_a_lost_drop_and_a_doubled_one_are_told(shop: Shop, maker: Maker) -> None:
    first, second = maker.single(), maker.single()
    shop.deliver(first)
    shop.books.drop("btp", second)
    shop.books.dropped["btp", first.name, first.sha256] -= 1
    told = shop.audit()
    assert (told.lost, told.doubled) == (1, 1)


def test_a_return_lost_altered_or_invented_is_told(shop: Shop, maker: Maker) -> None:
    shop.deliver(maker.single())
    first, second, _ = sorted(shop.books.collected)  # the page, the report, the statuses
    del shop.books.collected[first]
    shop.books.collect(second, b"another content")
    shop.books.collect("CSO-invented.xml", b"")
    told = "\n".join(shop.audit().problems)
    for words in (f"LOST RETURN: {first}", f"{second}: 2 different contents", "CSO-invented.xml: the ledger knows"):
        assert words in told


@pytest.mark.parametrize(
    ("module", "function", "wrong", "said"),
    [
        (repeats, "first_of", lambda *_: None, "judged 2 times"),
        (decide, "without_duplicates", lambda documents, *_: (list(documents), Numbers()), "accepted 2 times"),
    ],
)
def test_a_gateway_that_forgets_what_it_has_seen_is_caught(
    shop: Shop, maker: Maker, monkeypatch: pytest.MonkeyPatch, module: Any, function: str, wrong: Any, said: str
) -> None:
    first = maker.single()
    maker.remember(first)
    shop.deliver(first)
    monkeypatch.setattr(module, function, wrong)
    shop.deliver(maker.again() if function == "first_of" else maker.same_number())
    assert any(said in problem for problem in shop.audit().problems)


def test_a_verdict_the_content_does_not_deserve_is_told(shop: Shop, maker: Maker) -> None:
    good, bad = maker.single(), maker.refused()
    shop.deliver(good, bad)
    for content in (good, bad):
        key = "btp", content.name, content.sha256
        other = replace(content, good=() if content.good else ("SOAK-1",), bad=1 - content.bad)
        shop.books.expected[key] = replace(
            shop.books.expected[key], verdict=other.verdict, good=frozenset(other.good), bad=other.bad
        )
    told = shop.audit().problems
    assert any(good.name in problem and "deserves it not" in problem for problem in told)
    assert any(bad.name in problem for problem in told)


def looks(memory: Callable[[int], int], descriptors: Callable[[int], int]) -> Gauges:
    return Gauges([Look(float(at), 7, "judge", memory(at), descriptors(at)) for at in range(90)])


@pytest.mark.parametrize(
    ("memory", "descriptors", "flat"),
    [
        (lambda at: 90 * MIB, lambda at: 4, True),
        (lambda at: 90 * MIB + (at % 7 == 0) * 300 * MIB, lambda at: 4 + at % 2, True),  # a large document now and then
        (lambda at: 90 * MIB + min(at, 20) * 5 * MIB, lambda at: 4, True),  # warming up
        (lambda at: 90 * MIB + at * 2 * MIB, lambda at: 4, False),
        (lambda at: 90 * MIB, lambda at: 4 + at // 8, False),
    ],
    ids=["still", "peaks", "warm-up", "memory leaks", "descriptors leak"],
)
def test_what_grows_through_a_calm_phase_is_not_flat(
    memory: Callable[[int], int], descriptors: Callable[[int], int], flat: bool
) -> None:
    [trend] = looks(memory, descriptors).trends()
    assert trend.flat is flat


def test_a_process_that_starts_amid_the_phase_has_a_warm_up_of_its_own() -> None:
    gauges = looks(lambda at: 90 * MIB, lambda at: 4)
    gauges.looks += [Look(float(at), 8, "courier", 37 * MIB + min(at - 40, 5) * 6 * MIB, 3) for at in range(40, 90)]
    assert [trend.flat for trend in gauges.trends()] == [True, True]
