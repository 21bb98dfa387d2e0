"""The figures of the fault suite, in one line at the end of a run.

A test counts what it did by its `figures` fixture:

    figures("{} points killed", 612)
    figures("flows lost {}", len(lost))

Equal phrases are added up over all tests, in worker processes too (figures travel with the tests' reports). The line
has what was done first, in the order of the tests, then the phrases that end with their number: what must be 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from _pytest.terminal import TerminalReporter

PROPERTY = "fault suite"
Figures = Callable[[str, int], None]


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Adds a number to a phrase, whose {} is its place; told at the end also when the test fails later."""
    counted: dict[str, int] = {}  # a plain one: nothing else travels between processes
    request.node.user_properties.append((PROPERTY, counted))

    def add(phrase: str, number: int) -> None:
        assert "{}" in phrase
        counted[phrase] = counted.get(phrase, 0) + number

    return add


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    if line := summary(terminalreporter):
        terminalreporter.write_line(line)


def summary(reporter: TerminalReporter) -> str:
    """Empty where no test counted anything."""
    reports = [one for name in ("passed", "failed") for one in reporter.getreports(name) if one.when == "call"]
    total: Counter[str] = Counter()
    for report in sorted(reports, key=lambda report: report.nodeid):
        for name, counted in report.user_properties:
            if name == PROPERTY:
                for phrase, number in counted.items():
                    total[phrase] += number
    phrases = sorted(total, key=lambda phrase: phrase.endswith("{}"))
    return "fault suite: " + ", ".join(phrase.format(f"{total[phrase]:,}") for phrase in phrases) if phrases else ""
