"""The marks of an older ledger: from supplier, number, type and year to SIREN, number and year of issue."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from edi.ledger import Ledger, statements
from edi.ledger.functions import renewed_key

MARKS = [
    ("invoice", "99999999800019|F-1|380|2026", "1"),
    ("invoice", "99999999800019|F-1|381|2026", "3"),  # a credit note
    ("invoice", "99999999800027|F-1|380|2026", "2"),  # another establishment
    ("invoice", "99999999800019|F-1|380|2025", "2"),
    ("invoice", "BE0403.019.261|F 2|380|2026", "2"),
    ("invoice", "99999999800019|S-1|380|2026", "4"),  # of a sub-contractor's request
    ("bytes", "XXX001|a|b|c|d", "1"),
]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A ledger of the version before, with flows 1 to 4."""
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements.statements(statements.migrations()[:4]):
            db.execute(statement)
        for flow in "1234":
            db.execute(
                "INSERT INTO flows (id, partner, drop_name, state, verdict, taken_at) VALUES (?, 'p', ?, 'done', ?, ?)",
                (flow, flow, "integrated", "2026-03-04T05:06:07.891011+00:00"),
            )
        db.execute(
            "INSERT INTO documents (flow, version, position, member, number, issue_date, supplier_id, cadre, verdict, "
            "statuses) VALUES ('4', 1, 1, 'a', 's-1', '2026-05-06', '999 999 998 00019', 'A10', 'accepted', '[]')"
        )
        db.executemany("INSERT INTO seen (kind, key, flow) VALUES (?, ?, ?)", MARKS)
    return path


def test_the_first_of_two_that_fall_together_stays_and_none_is_forgotten(older: Path) -> None:
    with Ledger(older) as ledger:
        marks = {tuple(row) for row in ledger.database.lines("SELECT kind, key, flow FROM seen")}
        accepted = ledger.marks.accepted("999999998|S-1|2026")
    assert accepted is not None
    assert accepted.id == "4"
    assert marks == {
        ("invoice", "999999998|F-1|2026", "1"),
        ("beside", "999999998|F-1|2026|2", "2"),
        ("beside", "999999998|F-1|2026|3", "3"),
        ("invoice", "999999998|F-1|2025", "2"),
        ("invoice", "BE0403019261|F 2|2026", "2"),
        ("beside", "999999998|S-1|2026|4", "4"),
        ("bytes", "XXX001|a|b|c|d", "1"),
    }


def test_every_flow_keeps_a_mark(older: Path) -> None:
    with Ledger(older) as ledger:
        told = [reason for _, reason in ledger.books.contradictions() if "sans marque" in str(reason)]
    assert told == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("99999999800019|A|B|380|2026", "999999998|A|B|2026"),  # a bar in the number
        ("99999999800019|F|380|", "999999998|F|"),  # no date
        ("no key", "no key"),
    ],
)
def test_a_key_is_taken_apart_from_both_ends(old: str, new: str) -> None:
    assert renewed_key(old) == new
