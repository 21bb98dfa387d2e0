"""The bench in its smallest form: that it runs, cleans up and reports every figure. Never how fast anything was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import flows, judging
from bench.__main__ import Plan, run, text
from bench.measure import Figure, interleave, ratio

SMALLEST = Plan(
    rounds=2,
    at_least=0,
    large=20_000,
    sizes=flows.Sizes(singles=2, alone=1, archives=1, documents=2, bare=2),
    memory=(1,),
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return run(SMALLEST, tmp_path_factory.mktemp("bench"), lambda words: None)


def figures(found: Any) -> Iterator[dict[str, float]]:
    if isinstance(found, dict):
        if set(found) == {"median", "low", "high"}:
            yield found
        for inside in found.values():
            yield from figures(inside)
    elif isinstance(found, list):
        for inside in found:
            yield from figures(inside)


def test_every_document_is_compared_with_bare_lxml_as_a_whole_and_by_stage(report: dict[str, Any]) -> None:
    rows = {row["document"]: (set(row["stages"]), row["aim"]) for row in report["judging"]}
    assert rows == {
        "UBL 10 KB": (set(judging.STAGES), 2.5),
        "UBL 0.02 MB": (set(judging.STAGES), 2.0),
        "CII 10 KB": (set(judging.STAGES), 2.5),
        "CII 0.02 MB": (set(judging.STAGES), 2.0),
        "UBL, attachment 0.02 MB": (set(judging.STAGES), 2.0),
    }


def test_flows_are_swept_alone_together_and_as_archives_of_both_syntaxes(report: dict[str, Any]) -> None:
    assert [row["flows"] for row in report["flows"]["rows"]] == [
        "single UBL files, one at a time",
        "single UBL files, 2 at once",
        "tar.gz of 2 UBL",
        "tar.gz of 2 CII",
    ]


def test_one_flow_is_synced_and_committed(report: dict[str, Any]) -> None:
    assert report["flows"]["fsyncs_of_one_flow"] > 0
    assert report["flows"]["commits_of_one_flow"] > 0


def test_the_peak_memory_is_that_of_a_gateway_that_swept_the_archives(report: dict[str, Any]) -> None:
    (row,) = report["memory"]
    assert (row["archives"], row["documents"], row["gateway_mb"] > 1, row["largest_judge_mb"] > 1) == (1, 2, True, True)


def test_every_figure_has_its_median_between_its_extremes(report: dict[str, Any]) -> None:
    found = list(figures(report))
    assert found
    assert all(figure["low"] <= figure["median"] <= figure["high"] for figure in found)


def test_the_report_is_plain_json(report: dict[str, Any]) -> None:
    assert json.loads(json.dumps(report)) == report


def test_the_text_names_every_row(report: dict[str, Any]) -> None:
    names = [row["document"] for row in report["judging"]] + [row["flows"] for row in report["flows"]["rows"]]
    printed = text(report)
    assert [name for name in names if name not in printed] == []


def test_the_text_is_aligned(report: dict[str, Any]) -> None:
    tables = [block.splitlines() for block in text(report).split("\n\n")[1:]]
    assert all(len({len(line) for line in table[:3]}) == 1 for table in tables if len(table) > 2)


def test_small_documents_are_about_ten_kilobytes() -> None:
    assert all(9_000 < len(judging.small(syntax)) < 11_000 for syntax in judging.WRITERS)


def test_a_copy_differs_by_its_number_alone() -> None:
    data = judging.small("UBL")
    assert judging.numbered(data, 7).replace(b"EX-BENCH-0000000007", judging.NUMBER.encode()) == data


def test_ratios_are_taken_inside_a_round() -> None:
    assert ratio({"a": [2.0, 9.0, 8.0], "b": [1.0, 3.0, 2.0]}, "a", "b") == Figure(3.0, 2.0, 4.0)


def test_every_round_starts_elsewhere() -> None:
    order: list[str] = []

    def noted(name: str) -> float:
        order.append(name)
        return 1.0

    interleave([{"a": lambda: noted("a"), "b": lambda: noted("b")}, {"c": lambda: noted("c")}], 2, lambda words: None)
    assert order == ["a", "b", "c", "c", "b", "a"]


def test_a_document_that_is_refused_is_not_timed(tmp_path: Path) -> None:
    settings = flows.lay_out(tmp_path / "gateway")
    (settings.folders.inbox / flows.PARTNER / "no-flow-name.xml").write_bytes(judging.small("UBL"))
    with pytest.raises(RuntimeError, match="0 of 1 flows integrated"):
        flows.sweep(tmp_path / "gateway")
