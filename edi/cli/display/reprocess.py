"""What judging again came to, on a terminal: a row a flow, and the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console, Group
from rich.text import Text

from edi.cli.display.columns import Layout, Row, fitted
from edi.cli.display.flows import FULL, SHORT, flow_word, short
from edi.cli.speak import spoken
from edi.message import Message
from edi.model.judgement import Verdict
from edi.operations.changes import Change
from edi.operations.reprocess import Kind, Result
from edi.words.labels import word
from edi.words.text import legible

WORDS = {  # one flow, several
    Kind.JUDGED: (Message("jugé", "judged"), Message("jugés", "judged")),
    Kind.UNCHANGED: (Message("inchangé", "unchanged"), Message("inchangés", "unchanged")),
    Kind.CHANGED: (Message("nouvelle version", "new version"), Message("nouvelles versions", "new versions")),
    Kind.KEPT: (Message("laissé tel quel", "left as it is"), Message("laissés tels quels", "left as they are")),
    Kind.FAILED: (Message("non jugé", "not judged"), Message("non jugés", "not judged")),
    Kind.SKIPPED: (Message("passé", "skipped"), Message("passés", "skipped")),
}
DRY_WORDS = {
    **WORDS,
    Kind.JUDGED: (Message("serait jugé", "would be judged"), Message("seraient jugés", "would be judged")),
    Kind.CHANGED: (Message("changerait", "would change"), Message("changeraient", "would change")),
}
NOTHING = Message("Aucun flux à juger de nouveau.", "No flow to judge again.")
UNWRITTEN = Message(" ; rien n'a été écrit.", "; nothing was written.")
FLOW = Message("flux", "flow")
HEADINGS = (Message("fichier", "file"), FLOW, Message("avant", "before"), Message("après", "after"), Message("", ""))
CHANGE = Message("{document} : {before} → {after} {codes}", "{document}: {before} → {after} {codes}")


def show(results: Sequence[Result], dry_run: bool, lang: str) -> None:
    words = DRY_WORDS if dry_run else WORDS
    if not results:
        print(NOTHING.of(lang))
        return
    if telling := [result for result in results if result.kind is not Kind.UNCHANGED]:
        console = Console()
        console.print(_table(telling, words, console.width, lang))
    counts = Counter(result.kind for result in results)
    told = ", ".join(f"{count} {words[kind][count > 1].of(lang)}" for kind, count in counts.items())
    print(told + (UNWRITTEN.of(lang) if dry_run else "."))


def _table(results: list[Result], words: dict[Kind, tuple[Message, Message]], width: int, lang: str) -> Group:
    """A row a flow, and what changes in it below: codes and sentences would be broken in a column of their own."""

    def layout(room: int, id_below: bool) -> Layout:
        rows = []
        for result in results:
            verdicts = flow_word(result.row.verdict, lang), flow_word(result.after, lang)
            cells = (short(result.row.drop_name, room), *verdicts, Text(words[result.kind][0].of(lang)))
            shown = cells if id_below else (cells[0], Text(result.row.id), *cells[1:])
            rows.append(Row(shown, _below(result, id_below, lang)))
        headings = [heading.of(lang) for heading in HEADINGS if not (id_below and heading is FLOW)]
        return Layout(tuple(headings), rows)

    return fitted((layout(FULL, False), layout(SHORT, False), layout(SHORT, True)), width)


def _below(result: Result, id_below: bool, lang: str) -> str:
    note = spoken(result.note, lang) if result.note else ""
    lines = [result.row.id if id_below else "", note, " ".join(result.codes)]
    lines += [_changed(change, lang) for change in result.changes]
    return "\n".join(legible(line) for line in lines if line)


def _changed(change: Change, lang: str) -> str:
    before, after = _word(change.before, lang), _word(change.after, lang)
    codes = " ".join(change.codes)
    return CHANGE.of(lang, document=change.document, before=before, after=after, codes=codes).rstrip()


def _word(verdict: Verdict | None, lang: str) -> str:
    return word(verdict, lang) if verdict else "–"
