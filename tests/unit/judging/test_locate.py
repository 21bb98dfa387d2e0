"""The lines around a finding: numbered, marked, and short whatever the document holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.judging.locate import AROUND, WIDTH, Source

LINES = "\n".join(f"<l>{number}</l>" for number in range(1, 11)).encode()


def test_the_line_meant_stands_marked_among_its_neighbours() -> None:
    assert Source(LINES).around(4) == "\n".join(
        ("      2  <l>2</l>", "      3  <l>3</l>", ">     4  <l>4</l>", "      5  <l>5</l>", "      6  <l>6</l>")
    )


@pytest.mark.parametrize(("line", "shown"), [(1, [1, 2, 3]), (2, [1, 2, 3, 4]), (10, [8, 9, 10])])
def test_the_edges_of_the_document_are_kept(line: int, shown: list[int]) -> None:
    excerpt = Source(LINES).around(line) or ""
    assert [int(row[1:7]) for row in excerpt.splitlines()] == shown


@pytest.mark.parametrize("line", [-1, 0, 11, 10**9])
def test_a_line_the_document_does_not_have_gives_nothing(line: int) -> None:
    assert Source(LINES).around(line) is None


def test_an_attachment_is_cut_short() -> None:
    excerpt = Source(b"<a>" + b"QUJD" * 1000 + b"</a>").around(1)
    assert excerpt == ">     1  <a>QUJDQUJDQUJD…"


def test_in_a_file_of_one_line_the_value_stays_in_sight() -> None:
    data = b"<a>" + b"<b>x</b>" * 500 + b"<id>NUMERO-FAUX</id>" + b"<b>x</b>" * 500
    excerpt = Source(data).around(1, "NUMERO-FAUX") or ""
    assert "NUMERO-FAUX" in excerpt
    assert len(excerpt) <= WIDTH + 12


@given(st.binary(max_size=2000), st.integers(-2, 40), st.one_of(st.none(), st.text(max_size=20)))
def test_whatever_the_bytes_it_stays_short_and_legible(data: bytes, line: int, value: str | None) -> None:
    excerpt = Source(data).around(line, value)
    if excerpt is not None:
        rows = excerpt.split("\n")
        assert len(rows) <= 2 * AROUND + 1
        assert all(row.isprintable() and len(row) <= WIDTH + 12 for row in rows)
