"""A settled flow's answers: the files a partner finds in its outbox, as names and bytes.

In: an Outcome, the kinds a partner wants besides the two CPPStatut files, and a source of return numbers.
Out: the returns in the order they are published.  Refuses (GatewayError) a flow that has no verdict to tell, and
any CPPStatut file that our own schema does not accept. Nothing is written to disk here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from edi.errors import ConfigError, GatewayError
from edi.flow import FlowVerdict
from edi.places import shipped
from edi.returns import as_html, as_json, cpp_statut, tabular
from edi.returns.outcome import DocumentOutcome, Outcome, Return

__all__ = ["REPORTS", "SCHEMA", "DocumentOutcome", "Outcome", "Return", "render"]

# kind -> how it is written, from an outcome, the labels of statuses and those of cadres
REPORTS: Mapping[str, Callable[[Outcome, Mapping[int, str], Mapping[str, str]], bytes]] = MappingProxyType(
    {
        "csv": lambda outcome, *_: tabular.report(outcome),
        "json": lambda outcome, *_: as_json.report(outcome),
        "html": as_html.report,
    }
)
SCHEMA = shipped("schemas") / "cpp-statut.xsd"
LIFECYCLE = "1200"  # the digits of FEN1200A, Chorus Pro's lifecycle flow in the CPPStatut format

_INTERFACE = re.compile(r"[A-Z]{3}([0-9]{4})[A-Z]")
_NONE = "0000"  # a flow whose interface is not known
_ID = 25  # characters of a flow id: application code 6, interface digits 4, number 15


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
    interface = _INTERFACE.fullmatch(outcome.interface or "")
    digits = interface[1] if interface else _NONE
    own = _flow_id(outcome.gateway_code, digits, number())
    stem = f"CSO{digits}A_{outcome.gateway_code}_{own}"
    returns = [Return(kind="cso", name=stem + extension, content=cpp_statut.integration_report(outcome, own, labels))]
    if cpp_statut.told(outcome):
        returns.append(_lifecycle(outcome, extension, number(), labels))
    for file in returns:
        cpp_statut.check(file.content, SCHEMA)
    return (*returns, *(_report(kind, stem, outcome, labels, pieces) for kind in dict.fromkeys(wanted)))


def _lifecycle(outcome: Outcome, extension: str, number: int, labels: Mapping[int, str]) -> Return:
    own = _flow_id(outcome.gateway_code, LIFECYCLE, number)
    content = cpp_statut.lifecycle(outcome, own, labels) or b""
    return Return(kind="fen", name=f"FEN{LIFECYCLE}A_{outcome.gateway_code}_{own}{extension}", content=content)


def _report(kind: str, stem: str, outcome: Outcome, labels: Mapping[int, str], pieces: Mapping[str, str]) -> Return:
    if kind not in REPORTS:
        raise ConfigError(f"The return “{kind}” is not known: a partner may want {', '.join(REPORTS)}.")
    return Return(kind=kind, name=f"{stem}.{kind}", content=REPORTS[kind](outcome, labels, pieces))


def _flow_id(code: str, digits: str, number: int) -> str:
    made = f"{code}{digits}{number:015d}"
    if len(made) != _ID or number < 0:
        raise GatewayError(
            f"No return can be named {made}: a flow id has {_ID} characters, the code of the gateway six."
        )
    return made


def _without_blame(outcome: Outcome) -> Outcome:
    """A quarantined flow is told as received and no more: whatever half-verdict there is, it is not the partner's."""
    if outcome.verdict is not FlowVerdict.QUARANTINED:
        return outcome
    kept = tuple(finding for finding in outcome.findings if not finding.severity.refuses)
    return replace(outcome, documents=(), findings=kept)
