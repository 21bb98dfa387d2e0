"""Whatever is dropped, repeated and judged again: no status of another document falls on an accepted invoice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from edi.catalogue import wording
from edi.config.settings import load_settings
from edi.judging.engine import Engine
from edi.judging.envelope import Envelope
from edi.judging.judged import Judged
from edi.ledger import Ledger
from edi.model.document import Party, Record, Syntax, Value
from edi.model.judgement import Judgement, Verdict
from edi.operations.changes import no_longer_accepted
from edi.pipeline import decide
from edi.pipeline.duplicates import without_duplicates
from edi.pipeline.runtime import Runtime

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
HERE, ELSEWHERE = "99999999800019", "99999999800027"  # two establishments of one company
DUPLICATE, TOLD = "DUPLICATE-INVOICE-NUMBER", "DUPLICATE-REQUEST-NUMBER"


def value(text: str) -> Value:
    return Value(text, "", 1)


def document(
    supplier: str = HERE,
    number: str = "F-1",
    day: str | None = "2026-10-30",
    cadre: str = "A1",
    verdict: Verdict = Verdict.ACCEPTED,
    type_: str = "380",
    member: str = "a.xml",
) -> Judgement:
    record = Record(
        syntax=Syntax.CII,
        number=value(number),
        type=value(type_),
        issue_date=value(day) if day else None,
        supplier=Party(id=value(supplier), scheme=value("1" if supplier.isdigit() else "2")),
        debtor=Party(id=value("12345678200051")),
    )
    return Judgement(member=member, verdict=verdict, record=record, cadre=cadre)


def codes(*documents: Judgement) -> list[list[str]]:
    return [[each.code for each in one.findings] for one in without_duplicates(documents, lambda key: None)[0]]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (document(), document(supplier=ELSEWHERE)),
        (document(), document(type_="381")),
        (document(), document(supplier="FR83 999 999 998")),
        (document(supplier="BE0403019261"), document(supplier="be 0403.019.261")),
        (document(supplier="DE123-456/789"), document(supplier="DE123456789")),
        (document(), document(day="2026-01-02")),
    ],
    ids=["another establishment", "a credit note", "a VAT number of the company", "dots", "hyphens", "another day"],
)
def test_it_is_the_same_invoice(first: Judgement, again: Judgement) -> None:
    assert codes(first, again) == [[], [DUPLICATE]]


@pytest.mark.parametrize(
    "other",
    [document(supplier="99999998000017"), document(number="F-2"), document(day="2025-12-31")],
    ids=["another company", "another number", "another year"],
)
def test_it_is_another_invoice(other: Judgement) -> None:
    assert codes(document(), other) == [[], []]


def test_a_request_of_a_sub_contractor_is_told_and_refuses_nobody() -> None:
    request, invoice = document(cadre="A10"), document()
    assert codes(request, replace(request, cadre="A9")) == [[], [TOLD]]
    assert codes(invoice, request) == [[], [TOLD]]
    assert codes(request, invoice, invoice) == [[], [TOLD], [DUPLICATE]]
    judgements, numbers = without_duplicates([request, request], lambda key: None)
    assert {one.verdict for one in judgements} == {Verdict.ACCEPTED}
    assert numbers.marks("FLOW") == [("beside", "999999998|F-1|2026|FLOW")]


def test_the_sentence_names_the_company_and_the_year() -> None:
    [_, again], _ = without_duplicates([document(), document(supplier=ELSEWHERE)], lambda key: None)
    said = wording("en").sentence(again.findings[0])
    assert said == "Number “F-1” of supplier 99999999800027 was already received for the year 2026 and the company " + (
        "999999998: a.xml."
    )


# many flows

documents = st.builds(
    document,
    supplier=st.sampled_from([HERE, HERE, ELSEWHERE, "BE0403019261", "BE 0403.019.261"]),
    number=st.sampled_from(["F-1", "f-1", "F-2"]),
    day=st.sampled_from(["2026-10-30", "2026-10-30", "2026-10-31", "2025-10-30", None]),
    cadre=st.sampled_from(["A1", "A1", "A10"]),
    verdict=st.sampled_from([Verdict.ACCEPTED, Verdict.REFUSED]),
    type_=st.sampled_from(["380", "381"]),
)
flows = st.lists(documents, min_size=1, max_size=3)
# a flow, a repeat of an earlier one, or an earlier one judged anew
steps = st.one_of(
    st.tuples(st.just("drop"), st.just(0), flows),
    st.tuples(st.just("repeat"), st.integers(0, 9), st.just([])),
    st.tuples(st.just("again"), st.integers(0, 9), flows),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    root = tmp_path_factory.mktemp("root")
    (root / "config" / "partners").mkdir(parents=True)
    (root / "config" / "partners" / "btp.toml").write_text('app_code = "XXX001"\nnaming = "free"\nreturns = []\n')
    with Engine(load_settings(root), workers=1) as engine:
        yield engine


class Town:
    """A ledger, and an ERP that books every unit of every FEN on (supplier, number, date)."""

    def __init__(self, ledger: Ledger, engine: Engine) -> None:
        self.ledger = ledger
        self.runtime = Runtime(settings=engine.settings, engine=engine, ledger=ledger, wording=wording)
        self.booked: dict[tuple[str | None, ...], str | None] = {}
        self.firsts: list[str] = []

    def drop(self, documents: list[Judgement], content: str) -> str:
        flow = f"flow-{len(self.ledger.flows.latest(100)):03}"
        with self.ledger.write():
            self.ledger.flows.add([(flow, "btp", f"{flow}.xml", AT)])
        return self._decide(flow, documents, content, again=False)

    def rejudge(self, flow: str, documents: list[Judgement]) -> None:
        row = self.ledger.flows.get(flow)
        assert row is not None
        self._decide(flow, documents, row.sha256 or "", again=True)

    def _decide(self, flow: str, documents: list[Judgement], content: str, again: bool) -> str:
        row = self.ledger.flows.get(flow)
        assert row is not None
        named = [replace(each, member=f"{at}.xml") for at, each in enumerate(documents)]
        judged = Judged(envelope=Envelope(flow_id=row.drop_name), interface="FSO1116A", documents=tuple(named))
        with self.ledger.write():
            seen = self.ledger.marks.of_others(flow) if again else self.ledger.marks
            decision = decide.decide_one(row, judged, content, seen, self.runtime, answered=again)
            if again:
                lost = no_longer_accepted(self.ledger.decisions.documents(flow), decision.outcome.documents)
                outcome = replace(decision.outcome, version=row.version + 1, replaces_at=row.decided_at, undone=lost)
                decision = replace(decision, outcome=outcome)
            partner = self.runtime.settings.partners["btp"]
            decide.record(decision, partner, self.runtime, None if again else 1, None if again else content)
            self.ledger.flows.set_returned(flow, AT)
            self.ledger.flows.set_done(flow, AT, "place")
        self._book(flow)
        return flow

    def _book(self, flow: str) -> None:
        for item in self.ledger.decisions.returns(flow):
            for unit in etree.fromstring(item.content).iter("CPPFactureStatutUnitaire"):
                row = tuple(unit.findtext(f".//{name}") for name in ("Identifiant", "IdFacture", "DateFacture"))
                self.booked[row] = unit.findtext(".//IdStatut")

    def accepted(self) -> set[tuple[str | None, ...]]:
        """The rows of every invoice that is accepted now."""
        return {
            (document.supplier_id, document.number, document.issue_date)
            for row in self.ledger.books.flows()
            for document in self.ledger.decisions.documents(row.id)
            if document.verdict is Verdict.ACCEPTED
        }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(steps, min_size=2, max_size=6))
def test_no_accepted_invoice_is_ever_booked_as_refused(
    engine: Engine, steps: list[tuple[str, int, list[Judgement]]]
) -> None:
    with TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.db") as ledger:
        town = Town(ledger, engine)
        for what, which, judgements in steps:
            if what == "drop" or not town.firsts:
                town.firsts.append(town.drop(judgements or [document()], f"content {len(town.firsts)}"))
            elif what == "again":
                town.rejudge(town.firsts[which % len(town.firsts)], judgements)
            else:
                repeat(town, town.firsts[which % len(town.firsts)])
            assert [row for row in town.accepted() if town.booked.get(row) == "37"] == []
            assert ledger.books.contradictions() == []


def repeat(town: Town, flow: str) -> None:
    """The same bytes under the same name again."""
    first = town.ledger.flows.get(flow)
    assert first is not None
    flow = f"flow-{len(town.ledger.flows.latest(100)):03}"
    with town.ledger.write():
        town.ledger.flows.add([(flow, "btp", first.drop_name, AT)])
    town._decide(flow, [document()], first.sha256 or "", again=False)
    row = town.ledger.flows.get(flow)
    assert row is not None
    assert row.repeat_of == first.id
