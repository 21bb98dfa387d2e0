"""Files that were judged, on a terminal: each with its findings, and the count at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from edi.catalogue import wording
from edi.cli.display.documents import document_word, documents_table
from edi.cli.display.findings import show_findings
from edi.cli.display.flows import flow_word
from edi.message import Message
from edi.model.judgement import Verdict
from edi.model.outcome import DocumentOutcome
from edi.operations.check import Checked
from edi.returns.page_words import ACCEPTED_OF, FILES
from edi.words.text import legible

NO_FINDING = Message("aucun constat", "no finding")


def show(done: Sequence[Checked], labels: Mapping[int, str], lang: str) -> None:
    console = Console()
    for at, checked in enumerate(done):
        if at:
            console.print()
        _show(console, checked, labels, lang)
    console.print()
    console.print(Text(_sum(done, lang), "bold"))


def _show(console: Console, checked: Checked, labels: Mapping[int, str], lang: str) -> None:
    documents, judged = checked.documents, checked.judged
    console.print(Text.assemble((legible(str(checked.path)), "bold"), "  ", flow_word(checked.flow_verdict, lang)))
    if checked.failure:
        console.print(Text(f"  {checked.failure.of(lang)}"))
    show_findings(console, judged.findings, lang, checked.path.name)
    told = [document for document in documents if document.findings]
    if len(documents) > 1 or (documents and not told and not judged.findings):
        plain = [replace(document, statuses=()) for document in documents]
        console.print(documents_table(plain, labels, console.width, lang))
    for document in told:
        if len(documents) > 1:
            console.print()
            console.print(_title(document, lang))
        show_findings(console, document.findings, lang, document.member)


def _title(document: DocumentOutcome, lang: str) -> Text:
    """A document's number and file, for both may be what a person searches by."""
    number = f"{document.number}  " if document.number else ""
    name = Text.assemble((legible(number), "bold"), legible(document.member), "  ")
    return name.append_text(document_word(document.verdict, lang))


def _sum(done: Sequence[Checked], lang: str) -> str:
    """The last line: how many files and invoices, how many accepted, how many findings of each weight."""
    words = wording(lang)
    documents = [document for checked in done for document in checked.documents]
    accepted = sum(document.verdict is Verdict.ACCEPTED for document in documents)
    findings = [*(finding for checked in done for finding in checked.judged.findings)]
    findings += [finding for document in documents for finding in document.findings]
    parts = [words.counted(len(done), FILES)] if len(done) > 1 else []
    if len(documents) > 1:
        parts.append(words.say(ACCEPTED_OF, accepted=accepted, all=len(documents)))
    parts.append(words.tally(findings) or NO_FINDING.of(lang))
    return " · ".join(parts)
