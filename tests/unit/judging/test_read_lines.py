"""Invoice lines: every field at its place, whatever lines lack; the same as a reading line by line gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edi.judging.locate import line_of
from edi.judging.read import cii, ubl
from edi.judging.read.lines import FIELDS, compile_lines, read_lines
from edi.judging.read.plan import whole_text
from edi.model.document import Line, Syntax
from edi.sandbox.cii import cii as write_cii
from edi.sandbox.invoices import invoice
from edi.sandbox.ubl import ubl as write_ubl

PLAN = compile_lines("/doc/l", {"net": "n", "rate": "t/r", "kind": "p[k='TYPE']/v"}, {})


def lines(text: str) -> tuple[Line, ...]:
    return read_lines(etree.fromstring(text), PLAN)


def texts(found: tuple[Line, ...], name: str) -> list[str | None]:
    return [value.text if (value := getattr(line, name)) else None for line in found]


def test_a_document_without_lines_has_none() -> None:
    assert lines("<doc><x/></doc>") == ()


def test_each_value_stands_in_its_own_line() -> None:
    found = lines("<doc><l><n>1</n><t><r>20</r></t></l>\n<l><n> 2 </n><t><r>10</r></t></l></doc>")
    assert texts(found, "net") == ["1", "2"]
    assert texts(found, "rate") == ["20", "10"]
    assert [(line.xpath, line.line) for line in found] == [("/doc/l[1]", 1), ("/doc/l[2]", 2)]
    assert found[1].rate is not None
    assert found[1].rate.xpath == "/doc/l[2]/t/r"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<l/><l><n>2</n></l>", [None, "2"]),
        ("<l><n>1</n><n>9</n></l><l/>", ["1", None]),  # two in one, none in the other: the counts agree, the lines not
        ("<l><n>1<!-- -->5</n></l><l/>", ["15", None]),
        ("<l><n>1<!-- -->5</n></l><l><n>2</n></l>", ["15", "2"]),
        ("<l><n/></l><l><n>  </n></l>", [None, None]),
        ("<l><l><n>9</n></l></l><l><n>2</n></l>", [None, "2"]),  # a line inside a line is not ours
    ],
)
def test_a_line_that_lacks_a_value_never_gets_its_neighbours(inside: str, expected: list[str | None]) -> None:
    assert texts(lines(f"<doc>{inside}</doc>"), "net") == expected


def test_the_kind_of_a_line_is_a_property_among_others() -> None:
    properties = "<p><k>OTHER</k><v>x</v></p><p><k>TYPE</k><v>REGROUPEMENT</v></p>"
    assert texts(lines(f"<doc><l>{properties}</l><l/></doc>"), "kind") == ["REGROUPEMENT", None]


cells = st.one_of(st.none(), st.sampled_from(["", " ", "1", "2.5", "a<!-- c -->b"]))


@given(st.lists(st.lists(st.tuples(st.sampled_from(["n", "t", "x"]), cells), max_size=3), max_size=5))
@settings(max_examples=200, deadline=None)
def test_it_reads_what_a_reading_line_by_line_reads(rows: list[list[tuple[str, str | None]]]) -> None:
    def element(name: str, text: str | None) -> str:
        return f"<t><r>{text or ''}</r></t>" if name == "t" else f"<{name}>{text or ''}</{name}>"

    root: Any = etree.fromstring(
        f"<doc>{''.join('<l>' + ''.join(element(*c) for c in r) + '</l>' for r in rows)}</doc>"
    )
    for name, path in (("net", "n"), ("rate", "t/r")):
        by_line = [[whole_text(one).strip() for one in line.findall(path)] for line in root.findall("l")]
        assert texts(read_lines(root, PLAN), name) == [next(filter(None, found), None) for found in by_line]


@pytest.mark.parametrize(
    ("write", "reader", "syntax"), [(write_cii, cii, Syntax.CII), (write_ubl, ubl, Syntax.UBL_INVOICE)]
)
def test_a_line_is_read_alike_in_every_syntax(write: Any, reader: Any, syntax: Syntax) -> None:
    sample = invoice()
    root = etree.fromstring(write(sample))
    found = reader.read(root, syntax).lines
    assert texts(found, "net") == [f"{line.amount:.2f}" for line in sample.lines]
    assert texts(found, "quantity") == [str(line.quantity) for line in sample.lines]
    assert texts(found, "price") == [str(line.unit_price) for line in sample.lines]
    assert texts(found, "rate") == [str(line.rate) for line in sample.lines]
    assert texts(found, "category") == [line.category for line in sample.lines]
    for line in found:
        for name in FIELDS:
            if (value := getattr(line, name)) is not None:
                assert line_of(root, value.xpath) is not None, value.xpath


def test_a_place_that_is_not_there_has_no_row() -> None:
    root = etree.fromstring(write_cii(invoice()))
    assert [line_of(root, xpath) for xpath in ("", "/", "/doc", "/doc/ram:None", "/doc/[", "/doc/zz:x")] == [None] * 6
