"""The return for people: one HTML page a flow, to read on a phone or on paper. `edi check --html` writes the same.

In: the facts of a flow, or a CheckReport.  Out: a self-contained UTF-8 page. What a document could use to flood it is
counted and left out, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html.builder import E

from edi import __version__
from edi.message import Message
from edi.model.judgement import FlowVerdict, Pack
from edi.returns import page_words as words
from edi.returns.document_facts import DocumentFacts, FindingFacts
from edi.returns.facts import Facts, SheetFacts
from edi.returns.markup import bdi, line, lines_meant, names_and_values, table, text, whole
from edi.returns.page import Page, of_check, of_flow
from edi.returns.report import CheckReport
from edi.words.labels import by_weight
from edi.words.wording import Wording

FINDINGS = 1_000  # shown on a page, shared among its documents
AT_LEAST = 3  # findings shown of each document, however many there are
DOCUMENTS = 500  # with findings, each a block of its own
ROWS = 2_000  # accepted documents, each a line of the table
GLANCE = 4  # refused documents, from which on an overview stands above them

Placed = list[tuple[SheetFacts, DocumentFacts]]


def report(facts: Facts) -> bytes:
    """One flow's page."""
    return _written(of_flow(facts))


def page(check: CheckReport, wording: Wording) -> bytes:
    """The page of `edi check`."""
    return _written(of_check(check, wording))


def _written(page: Page) -> bytes:
    refused = [(sheet, document) for sheet, document in page.documents if not document.accepted]
    accepted = [(sheet, document) for sheet, document in page.documents if document.accepted]
    shown = refused[:DOCUMENTS]
    quota = max(AT_LEAST, FINDINGS // max(1, len(shown)))
    body = E.main(
        _header(page, len(accepted)),
        *_overview(shown, page),
        *(part for sheet in page.sheets for part in _about_sheet(sheet, page)),
        *(_document(sheet, document, page, quota) for sheet, document in shown),
        *_left_out(words.MORE_DOCUMENTS, len(refused) - len(shown), page),
        *_accepted(accepted, page),
        _footer(page),
    )
    title = f"{page.heading} – {text(page.sheets[0].name, 100)}" if page.sheets else page.say(words.CHECKED)
    return whole(page.wording.lang, title, body)


def _header(page: Page, accepted: int) -> Any:
    documents = len(page.documents)
    lede = (
        page.sentence(words.ACCEPTED_OF, accepted=accepted, all=documents)
        if documents
        else page.sentence(words.NONE_JUDGED)
    )
    counts = page.wording.tally(finding for sheet in page.sheets for finding in _all(sheet))
    style = {FlowVerdict.INTEGRATED: "go", FlowVerdict.QUARANTINED: "", FlowVerdict.NOT_JUDGED: ""}
    return E.header(
        E.p({"class": "kind"}, page.kind),
        E.h1({"class": style.get(page.verdict, "stop")}, page.heading),
        E.p({"class": "lede"}, f"{lede}. {_capital(counts)}." if counts else f"{lede}."),
        names_and_values(page.known),
    )


def _all(sheet: SheetFacts) -> Iterator[FindingFacts]:
    yield from sheet.findings
    for document in sheet.documents:
        yield from document.findings


def _overview(shown: Placed, page: Page) -> Iterator[Any]:
    """What awaits the reader, where there is more than a screen of it."""
    if len(shown) < GLANCE:
        return
    number, file = page.say(words.NUMBER), page.say(words.FILE)
    lines = [
        line(((document.number or "–", number), (document.member, file), (page.wording.tally(document.findings), "")))
        for _, document in shown
    ]
    yield E.section(E.h2(page.say(words.OVERVIEW)), table((number, file, ""), lines))


def _about_sheet(sheet: SheetFacts, page: Page) -> Iterator[Any]:
    """What is said of the file itself, and why it is not judged."""
    if not sheet.findings and not sheet.failure:
        return
    name = sheet.name if len(page.sheets) > 1 else page.say(words.ABOUT_FLOW)
    parts = [E.h2(*bdi(name), _state(sheet.verdict_word, sheet.verdict is FlowVerdict.INTEGRATED))]
    if sheet.failure:
        parts.append(E.p(page.sentence(words.FAILURE, reason=text(sheet.failure))))
    yield E.section({"class": "flow"}, *parts, *_findings(sheet.findings, page, FINDINGS))


def _document(sheet: SheetFacts, document: DocumentFacts, page: Page, quota: int) -> Any:
    title: list[Any] = [page.say(words.NO_NUMBER)]
    if document.number:
        title = bdi(f"{page.say(words.NUMBER)} {text(document.number, 200)}")
    facts: tuple[tuple[Message, str | None], ...] = (
        (words.FILE, page.file_of(sheet, document)),
        (words.SUPPLIER, document.supplier.labelled),
        (words.DEBTOR, document.debtor.labelled),
        (words.CADRE, document.cadre_labelled),
        (words.DATE, document.date_written),
        (words.STATUS, document.current_status if page.deposited else None),
    )
    return E.section(
        {"class": "document"},
        E.h2(*title, _state(document.verdict_word, document.accepted)),
        names_and_values((page.say(name), value) for name, value in facts),
        *_findings(document.findings, page, quota),
    )


def _accepted(accepted: Placed, page: Page) -> Iterator[Any]:
    """One line a document with its next status: who has it now; what it is told without refusal stands below."""
    if not accepted:
        return
    status = words.STATUS if page.deposited else words.NEXT_STATUS
    head = [page.say(name) for name in (words.NUMBER, words.SUPPLIER, words.DEBTOR, words.CADRE, status)]
    lines: list[Any] = []
    left = FINDINGS
    for sheet, document in accepted[:ROWS]:
        number = document.number or page.file_of(sheet, document)
        values = (
            number,
            document.supplier.labelled,
            document.debtor.labelled,
            document.cadre_labelled,
            document.current_status,
        )
        lines.append(line(zip(values, head, strict=True)))
        if document.findings:
            shown = by_weight(document.findings)[: min(AT_LEAST, left)]
            left -= len(shown)
            lines.append(_notes(shown, len(document.findings) - len(shown), len(head), page))
    yield E.section(
        {"class": "accepted"},
        E.h2(page.say(words.ACCEPTED if page.deposited else words.ACCEPTED_CHECK)),
        table(head, lines),
        *_left_out(words.MORE_DOCUMENTS, len(accepted) - ROWS, page),
    )


def _notes(shown: list[FindingFacts], left_out: int, width: int, page: Page) -> Any:
    """A line of the table for what a document is shown."""
    more = _left_out(words.MORE_FINDINGS, left_out, page)
    return E.tr(
        {"class": "notes"}, E.td({"colspan": str(width)}, *(_finding(finding, page) for finding in shown), *more)
    )


def _findings(findings: Iterable[FindingFacts], page: Page, quota: int) -> Iterator[Any]:
    """What refuses under its own heading, then what is only told."""
    ordered = by_weight(findings)
    shown = ordered[:quota]
    for title, refuses in ((words.TO_MEND, True), (words.TO_KNOW, False)):
        part = [finding for finding in shown if finding.refuses is refuses]
        if part:
            total = sum(finding.refuses is refuses for finding in ordered)
            yield E.h3(f"{page.say(title)} ({total})" if total > 1 else page.say(title))
            yield E.ol(*(E.li(_finding(finding, page)) for finding in part))
    yield from _left_out(words.MORE_FINDINGS, len(ordered) - len(shown), page)


def _finding(finding: FindingFacts, page: Page) -> Any:
    facts = (
        (page.say(words.VALUE), page.say(words.QUOTED, value=finding.value) if finding.value else None),
        (page.say(words.TODO), page.wording.unbroken(finding.hint)),
    )
    place = [finding.member or "", f"{page.say(words.LINE)} {finding.line}" if finding.line else ""]
    parts = [
        E.p({"class": "weight stop" if finding.refuses else "weight mind"}, _capital(finding.head)),
        E.p({"class": "what"}, text(page.wording.unbroken(finding.sentence))),
        names_and_values(facts),
        E.p(
            {"class": "place"},
            *bdi(", ".join(part for part in place if part)),
            text(f" · {finding.code} · {finding.reference}", 200),
        ),
    ]
    if finding.xpath:
        parts.append(E.p({"class": "place"}, E.code(text(finding.xpath, 500))))
    if finding.refuses and finding.excerpt:
        parts.append(lines_meant(finding.excerpt))
    return E.div({"class": "finding" if finding.refuses else "finding mild"}, *parts)


def _footer(page: Page) -> Any:
    made = page.say(words.MADE, at=page.made.beside, version=__version__)
    if not page.packs:
        return E.footer(E.p(made))
    packs = [E.li(page.wording.unbroken(_pack(pack, page))) for pack in page.packs]
    return E.footer(E.h2(page.say(words.BASIS)), E.ul(*packs), E.p({"class": "left-out"}, made))


def _pack(pack: Pack, page: Page) -> str:
    role = page.say(words.ROLES[pack.role]) if pack.role in words.ROLES else pack.role
    fingerprint = f"{page.say(words.FINGERPRINT)} {pack.sha256[:16]}"
    return text(f"{role}{page.say(words.COLON)}{pack.package} {pack.version}, {fingerprint}", 200)


def _left_out(sentence: Message, number: int, page: Page) -> Iterator[Any]:
    if number > 0:
        yield E.p({"class": "left-out"}, page.say(sentence, number=number))


def _state(word: str, good: bool) -> Any:
    return E.span({"class": f"state {'go' if good else 'stop'}"}, word)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
