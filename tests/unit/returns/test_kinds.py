"""The one table of kinds: it knows the names the settings know, in the order in which they are published."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from edi.catalogue import wording
from edi.model.judgement import FlowVerdict
from edi.model.outcome import CPP_STATUT_KINDS, EXTRA_KINDS, RETURN_KINDS
from edi.returns import as_html, kinds
from edi.returns.kinds import CHECKS, KINDS, CppStatut, Extra
from edi.returns.report import CheckReport, Sheet

SHEET = Sheet(name="a.xml", verdict=FlowVerdict.NOT_JUDGED, failure="schéma absent")
REPORT = CheckReport(sheets=(SHEET,), made_at=datetime(2026, 11, 5, tzinfo=UTC))


def test_every_kind_has_one_row() -> None:
    assert tuple(row.kind for row in KINDS) == RETURN_KINDS


def test_what_a_setting_may_ask_for_is_what_is_written_beside_the_cpp_statut_files() -> None:
    assert tuple(row.kind for row in KINDS if isinstance(row, Extra)) == EXTRA_KINDS
    assert tuple(row.kind for row in KINDS if isinstance(row, CppStatut)) == CPP_STATUT_KINDS


@pytest.mark.parametrize("kind", CHECKS)
def test_edi_check_can_write_each_of_its_reports(kind: str) -> None:
    assert b"a.xml" in CHECKS[kind](REPORT, wording("fr"))


def test_the_page_of_a_check_is_the_page_of_a_flow() -> None:
    [html] = [row for row in KINDS if row.kind == "html"]
    assert (html.write, kinds.CHECKS["html"]) == (as_html.report, as_html.page)
