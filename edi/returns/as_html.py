"""The return for people: one HTML page a flow, to read on a phone or on paper. `edi check --html` writes the same.

In: an Outcome or a Report.  Out: a self-contained UTF-8 page: no script, nothing fetched, and a policy in its head that
forbids both. Every text goes in as text, through lxml, so no value of a partner can become markup; what a document
could use to flood the page is counted and left out, and the page says so.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html.builder import E

from edi import __version__
from edi.catalogue import hint, sentence
from edi.clock import paris
from edi.model.finding import Finding
from edi.model.judgement import FlowVerdict, Pack, Verdict
from edi.model.outcome import DocumentOutcome, Outcome
from edi.returns.page_words import Page, page_words
from edi.returns.report import Report, Sheet, of_outcome
from edi.words.labels import by_weight, counted, flow_word, severity_head, tally, word
from edi.words.text import legible, unbroken

FINDINGS = 1_000  # shown on a page, shared among its documents
AT_LEAST = 3  # findings shown of each document, however many there are
DOCUMENTS = 500  # with findings, each a block of its own
ROWS = 2_000  # accepted documents, each a line of the table
TEXT = 1_000  # characters of any one text

# what turns the direction of a line or hides in it
_FORMAT = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def report(outcome: Outcome, labels: Mapping[int, str], pieces: Mapping[str, str]) -> bytes:
    """One flow's page. `labels` are those of statuses, `pieces` those of cadres, in the outcome's language."""
    return page(of_outcome(outcome, labels, pieces))


def page(report: Report) -> bytes:
    """The whole page."""
    words = page_words(report.lang)
    refused = [(sheet, one) for sheet, one in report.documents() if one.verdict is not Verdict.ACCEPTED]
    accepted = [(sheet, one) for sheet, one in report.documents() if one.verdict is Verdict.ACCEPTED]
    shown = refused[:DOCUMENTS]
    quota = max(AT_LEAST, FINDINGS // max(1, len(shown)))
    body = E.main(
        _header(report, words),
        *_overview(shown, report, words),
        *(part for sheet in report.sheets for part in _about_sheet(sheet, report, words)),
        *(_document(sheet, one, report, words, quota) for sheet, one in shown),
        *_left_out(words.more_documents, len(refused) - len(shown)),
        *_accepted(accepted, report, words),
        _footer(report, words),
    )
    title = f"{_heading(report, words)} – {text(report.sheets[0].name, 100)}" if report.sheets else words.checked
    root = E.html(
        {"lang": report.lang},
        E.head(
            E.meta(charset="utf-8"),
            E.meta({"http-equiv": "Content-Security-Policy", "content": _policy()}),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.meta(name="robots", content="noindex"),
            E.title(title),
            E.style(_style()),
        ),
        E.body(body),
    )
    written: bytes = html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")
    return written + b"\n"


def text(given: str, limit: int = TEXT) -> str:
    """A text that stays on its line, in its direction and within bounds."""
    safe = _FORMAT.sub("\ufffd", legible(given[: limit + 1]))
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


@lru_cache(maxsize=1)
def _style() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def _policy() -> str:
    """Nothing may be fetched or run; the one style sheet is allowed by its hash."""
    known = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"


def _heading(report: Report, words: Page) -> str:
    headings = words.headings if report.outcome else words.checks
    return headings[report.verdict]


def _header(report: Report, words: Page) -> Any:
    documents = list(report.documents())
    accepted = sum(one.verdict is Verdict.ACCEPTED for _, one in documents)
    lede = words.accepted_of.format(accepted=accepted, all=len(documents)) if documents else words.none_judged
    lede = unbroken(lede, report.lang)
    counts = tally(report.findings(), report.lang)
    style = {FlowVerdict.INTEGRATED: "go", FlowVerdict.QUARANTINED: "", FlowVerdict.NOT_JUDGED: ""}
    return E.header(
        E.p({"class": "kind"}, words.returned if report.outcome else words.checked),
        E.h1({"class": style.get(report.verdict, "stop")}, _heading(report, words)),
        E.p({"class": "lede"}, f"{lede}. {counts[:1].upper()}{counts[1:]}." if counts else f"{lede}."),
        _facts(_known(report, words)),
    )


def _known(report: Report, words: Page) -> Iterator[tuple[str, str | None]]:
    outcome = report.outcome
    if outcome is None:
        names = [sheet.name for sheet in report.sheets]
        yield words.file, names[0] if len(names) == 1 else counted(len(names), words.files, report.lang)
        yield words.decided, _moment(report.made_at, report.lang)
        return
    yield words.file, outcome.drop_name
    yield words.flow, outcome.flow_id if outcome.flow_id != outcome.drop_name else None
    yield words.interface, outcome.interface
    yield words.received, _moment(outcome.received_at, report.lang)
    yield words.decided, _moment(outcome.decided_at, report.lang)
    yield words.repeats, outcome.repeat_of
    yield words.replaces, _moment(outcome.replaces_at, report.lang) if outcome.replaces_at else None


def _overview(shown: list[tuple[Sheet, DocumentOutcome]], report: Report, words: Page) -> Iterator[Any]:
    """What awaits the reader, where there is more than a screen of it."""
    if len(shown) < 4:
        return
    head = (words.number, words.file, "")
    lines = [
        _row(
            (
                (one.number or "–", words.number),
                (one.member, words.file),
                (tally(one.findings, report.lang), ""),
            )
        )
        for _, one in shown
    ]
    yield E.section(E.h2(words.overview), _table(head, lines))


def _about_sheet(sheet: Sheet, report: Report, words: Page) -> Iterator[Any]:
    """What is said of the file itself, and why it is not judged."""
    if not sheet.findings and not sheet.failure:
        return
    several = len(report.sheets) > 1
    state = flow_word(sheet.verdict, report.lang)
    parts = [E.h2(*_bdi(sheet.name if several else words.about_flow), _state(state, sheet.verdict.value))]
    if sheet.failure:
        parts.append(E.p(unbroken(words.failure.format(reason=text(sheet.failure)), report.lang)))
    yield E.section({"class": "flow"}, *parts, *_findings(sheet.findings, report.lang, words, FINDINGS))


def _document(sheet: Sheet, one: DocumentOutcome, report: Report, words: Page, quota: int) -> Any:
    title = _bdi(f"{words.number} {text(one.number, 200)}") if one.number else [words.no_number]
    status = _status(one, report)
    facts: tuple[tuple[str, str | None], ...] = (
        (words.file, _file(sheet, one, report)),
        (words.supplier, _party(one.supplier_name, one.supplier_id)),
        (words.debtor, _party(one.debtor_name, one.debtor_id)),
        (words.cadre, _cadre(one, report)),
        (words.date, _day(one.issue_date, report.lang)),
        (words.status, status if report.outcome else None),
    )
    return E.section(
        {"class": "document"},
        E.h2(*title, _state(word(one.verdict, report.lang), one.verdict.value)),
        _facts(facts),
        *_findings(one.findings, report.lang, words, quota),
    )


def _accepted(accepted: list[tuple[Sheet, DocumentOutcome]], report: Report, words: Page) -> Iterator[Any]:
    """One line a document with its next status: who has it now; what it is told without refusal stands below."""
    if not accepted:
        return
    status = words.status if report.outcome else words.next_status
    head = (words.number, words.supplier, words.debtor, words.cadre, status)
    lines: list[Any] = []
    left = FINDINGS
    for sheet, one in accepted[:ROWS]:
        lines.append(
            _row(
                (
                    (one.number or _file(sheet, one, report), words.number),
                    (_party(one.supplier_name, one.supplier_id), words.supplier),
                    (_party(one.debtor_name, one.debtor_id), words.debtor),
                    (_cadre(one, report), words.cadre),
                    (_status(one, report), status),
                )
            )
        )
        told = by_weight(one.findings)[: min(AT_LEAST, left)]
        left -= len(told)
        more = _left_out(words.more_findings, len(one.findings) - len(told))
        if one.findings:
            notes = [_finding(finding, report.lang, words) for finding in told]
            lines.append(E.tr({"class": "notes"}, E.td({"colspan": str(len(head))}, *notes, *more)))
    yield E.section(
        {"class": "accepted"},
        E.h2(words.accepted if report.outcome else words.accepted_check),
        _table(head, lines),
        *_left_out(words.more_documents, len(accepted) - ROWS),
    )


def _findings(findings: Iterable[Finding], lang: str, words: Page, quota: int) -> Iterator[Any]:
    """What refuses under its own heading, then what is only told."""
    ordered = by_weight(findings)
    shown = ordered[:quota]
    for title, part in (
        (words.to_mend, [finding for finding in shown if finding.severity.refuses]),
        (words.to_know, [finding for finding in shown if not finding.severity.refuses]),
    ):
        if part:
            total = sum(finding.severity.refuses is part[0].severity.refuses for finding in ordered)
            yield E.h3(f"{title} ({total})" if total > 1 else title)
            yield E.ol(*(E.li(_finding(finding, lang, words)) for finding in part))
    yield from _left_out(words.more_findings, len(ordered) - len(shown))


def _finding(finding: Finding, lang: str, words: Page) -> Any:
    refuses = finding.severity.refuses
    facts = (
        (words.value, f"«\u00a0{finding.value}\u00a0»" if lang == "fr" else f"“{finding.value}”")
        if finding.value
        else ("", None),
        (words.todo, unbroken(hint(finding, lang), lang)),
    )
    place = [finding.member or "", f"{words.line} {finding.line}" if finding.line else ""]
    parts = [
        E.p({"class": "weight stop" if refuses else "weight mind"}, _capital(severity_head(finding.severity, lang))),
        E.p({"class": "what"}, text(unbroken(sentence(finding, lang), lang))),
        _facts(facts),
        E.p(
            {"class": "place"},
            *_bdi(", ".join(part for part in place if part)),
            text(f" · {finding.code} · {finding.rule}", 200),
        ),
    ]
    if finding.xpath:
        parts.append(E.p({"class": "place"}, E.code(text(finding.xpath, 500))))
    if refuses and finding.excerpt:
        parts.append(_excerpt(finding.excerpt))
    return E.div({"class": "finding" if refuses else "finding mild"}, *parts)


def _excerpt(excerpt: str) -> Any:
    """The lines of the document; the one that is meant is bold and keeps its mark."""
    lines = excerpt.split("\n")[:9]
    return E.pre(*(E.span({"class": "meant"} if line.startswith(">") else {}, text(line, 200)) for line in lines))


def _footer(report: Report, words: Page) -> Any:
    packs = [E.li(unbroken(_pack(pack, words), report.lang)) for pack in report.packs]
    made = words.made.format(at=_moment(report.made_at, report.lang), version=__version__)
    return E.footer(E.h2(words.basis), E.ul(*packs), E.p({"class": "left-out"}, made)) if packs else E.footer(E.p(made))


def _pack(pack: Pack, words: Page) -> str:
    role = words.roles.get(pack.role, pack.role)
    return text(f"{role}{words.colon}{pack.package} {pack.version}, {words.fingerprint} {pack.sha256[:16]}", 200)


def _facts(facts: Iterable[tuple[str, str | None]]) -> Any:
    """A list of names and values; what has no value is left out."""
    pairs: list[Any] = []
    for name, value in facts:
        if value:
            pairs += (E.dt(name), E.dd(*_bdi(value)))
    return E.dl({"class": "facts"}, *pairs)


def _table(head: Iterable[str], lines: list[Any]) -> Any:
    return E.table(E.thead(E.tr(*(E.th(name) for name in head))), E.tbody(*lines))


def _row(cells: Iterable[tuple[str | None, str]]) -> Any:
    """One line; `label` names each cell where the table is folded on a narrow screen."""
    row = E.tr()
    for at, (value, label) in enumerate(cells):
        cell = E.td({"data-label": label} if label else {}, *_bdi(value or ""))
        if at == 0:
            cell.set("class", "number")
        row.append(cell)
    return row


def _left_out(sentence: str, number: int) -> Iterator[Any]:
    if number > 0:
        yield E.p({"class": "left-out"}, sentence.format(number=number))


def _bdi(value: str) -> list[Any]:
    """A partner's text, whose direction must not touch what stands beside it."""
    return [E("bdi", text(value))] if value else []


def _state(state: str, verdict: str) -> Any:
    kind = "go" if verdict in (Verdict.ACCEPTED.value, FlowVerdict.INTEGRATED.value) else "stop"
    return E.span({"class": f"state {kind}"}, state)


def _file(sheet: Sheet, one: DocumentOutcome, report: Report) -> str:
    """Its file, and the file it came in where the page has several and the name does not say it."""
    if len(report.sheets) == 1:
        return one.member
    if Path(sheet.name).name == one.member:
        return sheet.name
    return unbroken(f"{sheet.name}{page_words(report.lang).colon}{one.member}", report.lang)


def _party(name: str | None, identifier: str | None) -> str | None:
    return f"{name} ({identifier})" if name and identifier else name or identifier


def _cadre(one: DocumentOutcome, report: Report) -> str | None:
    label = report.pieces.get(one.cadre or "")
    return f"{one.cadre} – {label}" if label else one.cadre


def _status(one: DocumentOutcome, report: Report) -> str | None:
    if not one.statuses:
        return None
    last = one.statuses[-1]
    return f"{last:02d} {report.labels.get(last, '')}".strip()


def _moment(moment: Any, lang: str) -> str:
    return paris(moment).strftime("%d/%m/%Y à %H:%M" if lang == "fr" else "%Y-%m-%d %H:%M, Paris")


def _day(written: str | None, lang: str) -> str | None:
    """A date as people of the language write it; what is no date stays as it was written."""
    parts = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", written or "", re.ASCII)
    return "/".join(reversed(parts.groups())) if parts and lang == "fr" else written


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
