"""XML parsers are made in one place for what comes from outside, and in one for our own files."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "edi"
MAKERS = {
    "etree.XMLParser", "etree.XMLPullParser", "etree.HTMLParser", "etree.iterparse", "etree.parse", "etree.fromstring",
    "etree.XML", "expat.ParserCreate",
}  # fmt: skip
HOMES = {"judging/xml/parse.py", "schemas/load.py"}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_parser_is_made_only_where_it_belongs(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    made = {ast.unparse(call.func) for call in calls} & MAKERS
    assert not made or str(path.relative_to(PACKAGE)) in HOMES, made
