"""A settled flow's answers: the files a partner finds in its outbox, as names and bytes.

In: an Outcome, the kinds a partner wants besides the two CPPStatut files, a source of return numbers, and the Wording
to tell it in.  Out: the returns in the order they are published.  Refuses (GatewayError) a flow that has no verdict to
tell, and any CPPStatut file that our own schema does not accept. Nothing is written to disk here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from edi.errors import ConfigError
from edi.message import Message
from edi.model.judgement import FlowVerdict
from edi.model.outcome import DocumentOutcome, Outcome, Return
from edi.returns import cpp_statut, naming
from edi.returns.cpp_statut import SCHEMA
from edi.returns.facts import Facts, of_outcome
from edi.returns.kinds import KINDS, CppStatut, Extra
from edi.words.wording import Wording

__all__ = ["KINDS", "SCHEMA", "DocumentOutcome", "Outcome", "Return", "render"]

UNKNOWN_KIND = Message(
    "Le retour « {kind} » n'est pas connu : un partenaire peut vouloir {kinds}.",
    "The return “{kind}” is not known: a partner may want {kinds}.",
)


def render(
    outcome: Outcome, wanted: Sequence[str], extension: str, number: Callable[[], int], wording: Wording
) -> tuple[Return, ...]:
    """Every return of one flow: the integration report, the lifecycle when there is one, then `wanted` in its order.

    `extension` (".xml" or "") ends the CPPStatut names; `number` gives the next return number, once a CPPStatut file.
    """
    facts = of_outcome(_without_blame(outcome), wording)
    extras = _extras(wanted)
    named = list(_cpp_statut(facts, number))
    stem = named[0].name
    files = (replace(file, name=file.name + extension) for file in named)
    return (*files, *(Return(kind=row.kind, name=f"{stem}.{row.kind}", content=row.write(facts)) for row in extras))


def _cpp_statut(facts: Facts, number: Callable[[], int]) -> Iterator[Return]:
    """Those there is something to tell in, each checked, by their names without extension."""
    for row in KINDS:
        if isinstance(row, CppStatut) and row.applies(facts):
            digits = row.digits or naming.digits_of(facts.interface)
            identifier = naming.return_id(facts.gateway_code, digits, number())
            content = row.write(facts, identifier)
            cpp_statut.check(content)
            name = naming.file_name(row.letters, digits, facts.gateway_code, identifier)
            yield Return(kind=row.kind, name=name, content=content)


def _extras(wanted: Sequence[str]) -> list[Extra]:
    known = {row.kind: row for row in KINDS if isinstance(row, Extra)}
    for kind in wanted:
        if kind not in known:
            raise ConfigError(UNKNOWN_KIND.filled(kind=kind, kinds=", ".join(known)))
    return [known[kind] for kind in dict.fromkeys(wanted)]


def _without_blame(outcome: Outcome) -> Outcome:
    """A quarantined flow is told as received and no more: whatever half-verdict there is, it is not the partner's."""
    if outcome.verdict is not FlowVerdict.QUARANTINED:
        return outcome
    kept = tuple(finding for finding in outcome.findings if not finding.severity.refuses)
    return replace(outcome, documents=(), findings=kept)
