"""A settled flow's answers: the files a partner finds in its outbox, as names and bytes.

In: an Outcome, the kinds a partner wants besides the two CPPStatut files, and a source of return numbers.
Out: the returns in the order they are published.  Refuses (GatewayError) a flow that has no verdict to tell, and
any CPPStatut file that our own schema does not accept. Nothing is written to disk here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from edi.errors import ConfigError
from edi.message import Message
from edi.model.judgement import FlowVerdict
from edi.model.outcome import Outcome, Return
from edi.resources import shipped
from edi.returns import as_csv, as_html, as_json, cpp_statut, cso, fen
from edi.returns.naming import INTERFACE_NAME, NO_INTERFACE, return_id

__all__ = ["REPORTS", "SCHEMA", "render"]

# kind -> how it is written, from an outcome, the labels of statuses and those of cadres
REPORTS: Mapping[str, Callable[[Outcome, Mapping[int, str], Mapping[str, str]], bytes]] = MappingProxyType(
    {
        "csv": lambda outcome, *_: as_csv.report(outcome),
        "json": lambda outcome, *_: as_json.report(outcome),
        "html": as_html.report,
    }
)
UNKNOWN_KIND = Message(
    "Le retour « {kind} » n'est pas connu : un partenaire peut vouloir {kinds}.",
    "The return “{kind}” is not known: a partner may want {kinds}.",
)
SCHEMA = shipped("schemas") / "cpp-statut.xsd"
LIFECYCLE = "1200"  # the digits of FEN1200A, Chorus Pro's lifecycle flow in the CPPStatut format


def render(
    outcome: Outcome,
    wanted: Sequence[str],
    extension: str,
    number: Callable[[], int],
    labels: Mapping[int, str],
    pieces: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Return, ...]:
    """Every return of one flow: the integration report, the lifecycle when there is one, then `wanted` in its order.

    `extension` (".xml" or "") ends the CPPStatut names; `number` gives the next return number, once a CPPStatut file;
    `labels` are the labels of statuses 1..41 and 90..96 in the outcome's language (config/statuses.csv), `pieces` those
    of the cadres (config/cadres.csv)."""
    outcome = _without_blame(outcome)
    interface = INTERFACE_NAME.fullmatch(outcome.interface or "")
    digits = interface[1] if interface else NO_INTERFACE
    own = return_id(outcome.gateway_code, digits, number())
    stem = f"CSO{digits}A_{outcome.gateway_code}_{own}"
    returns = [Return(kind="cso", name=stem + extension, content=cso.integration_report(outcome, own, labels))]
    if fen.told(outcome):
        returns.append(_lifecycle(outcome, extension, number(), labels))
    for file in returns:
        cpp_statut.check(file.content, SCHEMA)
    return (*returns, *(_report(kind, stem, outcome, labels, pieces) for kind in dict.fromkeys(wanted)))


def _lifecycle(outcome: Outcome, extension: str, number: int, labels: Mapping[int, str]) -> Return:
    own = return_id(outcome.gateway_code, LIFECYCLE, number)
    content = fen.lifecycle(outcome, own, labels) or b""
    return Return(kind="fen", name=f"FEN{LIFECYCLE}A_{outcome.gateway_code}_{own}{extension}", content=content)


def _report(kind: str, stem: str, outcome: Outcome, labels: Mapping[int, str], pieces: Mapping[str, str]) -> Return:
    if kind not in REPORTS:
        raise ConfigError(UNKNOWN_KIND.filled(kind=kind, kinds=", ".join(REPORTS)))
    return Return(kind=kind, name=f"{stem}.{kind}", content=REPORTS[kind](outcome, labels, pieces))


def _without_blame(outcome: Outcome) -> Outcome:
    """A quarantined flow is told as received and no more: whatever half-verdict there is, it is not the partner's."""
    if outcome.verdict is not FlowVerdict.QUARANTINED:
        return outcome
    kept = tuple(finding for finding in outcome.findings if not finding.severity.refuses)
    return replace(outcome, documents=(), findings=kept)
