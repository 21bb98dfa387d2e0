"""What one page for people shows, whether it answers a deposited flow or what `edi check` judged.

In: the facts of a flow, or a CheckReport.  Out: a Page, frozen: its files, its headline, the list under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from edi.message import Message
from edi.model.judgement import FlowVerdict, Pack
from edi.returns import page_words as words
from edi.returns.document_facts import DocumentFacts
from edi.returns.facts import Facts, Moment, SheetFacts, of_moment, of_sheet
from edi.returns.report import CheckReport
from edi.words.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Files judged together."""

    wording: Wording
    deposited: bool
    kind: str  # of report
    heading: str
    verdict: FlowVerdict
    known: tuple[tuple[str, str | None], ...]  # names and values
    sheets: tuple[SheetFacts, ...]
    made: Moment
    packs: tuple[Pack, ...]

    def say(self, message: Message, **values: object) -> str:
        return self.wording.say(message, **values)

    def sentence(self, message: Message, **values: object) -> str:
        """The same for running text, whose lines break where they may."""
        return self.wording.unbroken(self.say(message, **values))

    @property
    def documents(self) -> list[tuple[SheetFacts, DocumentFacts]]:
        return [(sheet, document) for sheet in self.sheets for document in sheet.documents]

    def file_of(self, sheet: SheetFacts, document: DocumentFacts) -> str:
        """Its file, and the file it came in where the page has several and the name does not say it."""
        if len(self.sheets) == 1:
            return document.member
        if Path(sheet.name).name == document.member:
            return sheet.name
        return self.wording.unbroken(f"{sheet.name}{self.say(words.COLON)}{document.member}")


def of_flow(facts: Facts) -> Page:
    """The page on one flow of a partner."""
    say = facts.wording.say
    sheet = SheetFacts(
        name=facts.drop_name,
        verdict=facts.verdict,
        verdict_word=facts.verdict_word,
        documents=facts.documents,
        findings=facts.findings,
        failure=None,
    )
    known = (
        (words.FILE, facts.drop_name),
        (words.FLOW, facts.flow_id if facts.flow_id != facts.drop_name else None),
        (words.INTERFACE, facts.interface),
        (words.RECEIVED, facts.received.beside),
        (words.DECIDED, facts.decided.beside),
        (words.REPEATS, facts.repeat_of),
        (words.REPLACES, facts.replaced.beside if facts.replaced else None),
    )
    return Page(
        wording=facts.wording,
        deposited=True,
        kind=say(words.RETURNED),
        heading=say(words.HEADINGS[facts.verdict]),
        verdict=facts.verdict,
        known=tuple((say(name), value) for name, value in known),
        sheets=(sheet,),
        made=facts.decided,
        packs=facts.packs,
    )


def of_check(report: CheckReport, wording: Wording) -> Page:
    """The page on what `edi check` judged."""
    say, made = wording.say, of_moment(report.made_at, wording)
    names = [sheet.name for sheet in report.sheets]
    return Page(
        wording=wording,
        deposited=False,
        kind=say(words.CHECKED),
        heading=say(words.CHECKS[report.verdict]),
        verdict=report.verdict,
        known=(
            (say(words.FILE), names[0] if len(names) == 1 else wording.counted(len(names), words.FILES)),
            (say(words.DECIDED), made.beside),
        ),
        sheets=tuple(of_sheet(sheet, wording) for sheet in report.sheets),
        made=made,
        packs=report.packs,
    )
