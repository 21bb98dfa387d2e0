"""Statements and migrations: read from their files, each with its name and its description."""

from __future__ import annotations

from pathlib import Path

from edi.ledger import statements


def test_every_statement_and_migration_is_read_from_its_file() -> None:
    assert statements.queries().keys() >= {"insert_flow", "due", "find", "contradictions"}
    assert [number for number, _ in statements.migrations()] == list(range(1, len(statements.migrations()) + 1))


def test_every_statement_says_in_one_line_what_it_is() -> None:
    for name, statement in statements.queries().items():
        comments = [line for line in statement.splitlines() if line.startswith("--")]
        assert len(comments) == 1, name
        assert statement.startswith(comments[0]), name


def test_every_statement_is_asked_by_a_subject_of_the_ledger() -> None:
    folder = Path(statements.__file__).parent
    source = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    assert [name for name in statements.queries() if f'"{name}"' not in source] == []
