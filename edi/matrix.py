"""May this piece be deposited by EDI? The capability matrix of Chorus Pro, applied to one record.

In: a Record and the Tables.  Out: the effective cadre, the operation (first deposit or association) and findings.
Refuses cadres that are unknown, withdrawn, malformed or the reform's, and what the matrix does not grant to EDI. A cell
the table does not hold is our own fault: it raises, so that the document is *not judged*, never waved through.
"""

from __future__ import annotations

import re
from typing import Any

from edi.errors import ConfigError
from edi.findings import matrix as say
from edi.findings.spec import Spec
from edi.flow import Finding, Record, Value
from edi.tables import ASSOCIATION, CHANNELS, INITIAL, OPERATIONS, Cadre, Cell, Tables

DEFAULT_CADRE = "A1"
INVOICE = "380"

# BT-23 of the 2026 reform (DGFiP and AIFE external specifications): the same element, another list.
REFORM_CADRES = frozenset(
    (
        "B1",
        "S1",
        "M1",
        "B2",
        "S2",
        "M2",
        "S3",
        "B4",
        "S4",
        "M4",
        "S5",
        "S6",
        "B7",
        "S7",
        "B8",
        "S8",
        "M8",
        "B9",
        "S9",
        "M9",
    )
)

_WELL_FORMED = re.compile(r"A(0|[1-9][0-9]*)", re.ASCII)
_ALMOST = re.compile(r"\s*[Aa][\s._-]*0*(?P<number>[1-9][0-9]?)\s*", re.ASCII)


def judge_cadre(record: Record, tables: Tables) -> tuple[str | None, str, tuple[Finding, ...]]:
    """The effective cadre (None when what is written is none), the operation, and what is wrong with them.

    Raises ConfigError when the matrix has no cell for a known cadre.
    """
    named = record.cadre if record.cadre is not None and record.cadre.text.strip() else None
    findings = list(_conflict(record))
    code = named.text.strip() if named else DEFAULT_CADRE
    if named is None:
        place = record.cadre
        findings.append(say.CADRE_DEFAULTED.at(xpath=place and place.xpath, line=place and place.line))
    cadre = tables.cadres.get(code)
    if cadre is None or not cadre.active:
        return None, INITIAL, (*findings, _not_a_cadre(code, named, cadre, tables))
    operation = operation_of(record, cadre, tables)
    cell = cell_of(tables, code, operation)
    if cell.edi != "yes":
        findings.append(_refusal(cell, cadre, named, record, tables))
    elif cadre.works and (origin := _earlier(record)) is not None:
        findings.append(_at(say.MATRIX_REFERENCE, origin, cadre=code, piece=cadre.label, piece_en=cadre.label_en))
    return code, operation, tuple(findings)


def operation_of(record: Record, cadre: Cadre, tables: Tables) -> str:
    """Association for a works piece of type 380 that refers to an earlier piece, where its cadre has any, else initial.

    No official text says how a flow would express an association; this reading is the project's own. It refuses only
    what the table of channels does: where the cell says n/a, there is no association that the reference could mean.
    """
    if not cadre.works or _earlier(record) is None:
        return INITIAL
    return INITIAL if cell_of(tables, cadre.code, ASSOCIATION).edi == "n/a" else ASSOCIATION


def _earlier(record: Record) -> Value | None:
    """The earlier piece that one of type 380 refers to; a credit note names the invoice it corrects."""
    if record.type is None or record.type.text.strip() != INVOICE:
        return None
    return next((origin for origin in record.origins if origin.text.strip()), None)


def cell_of(tables: Tables, cadre: str, operation: str) -> Cell:
    """The matrix's row. Raises ConfigError when there is none: an unknown cell never means yes."""
    if (cell := tables.matrix.get((cadre, operation))) is None:
        raise ConfigError(
            f"The capability matrix has no row for cadre {cadre} and operation {operation}: add it to "
            "capability-matrix.csv and process the document again."
        )
    return cell


def channels(tables: Tables, cadre: str, operation: str) -> list[str]:
    """Which of edi, portail and service take this cadre for this operation; empty when none does."""
    cell = cell_of(tables, cadre, operation)
    return [channel for channel in CHANNELS if getattr(cell, channel) == "yes"]


def channel_words(names: list[str], lang: str = "fr") -> str:
    """Channels as a person says them: "a, b or c"."""
    known, word = (say.CHANNEL_NAMES_EN, say.OR_EN) if lang == "en" else (say.CHANNEL_NAMES, say.OR)
    words = [known[name] for name in names]
    return word.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def rows(tables: Tables) -> list[dict[str, str]]:
    """The whole matrix, by number of cadre then operation, as `edi matrix --json` prints it."""
    ordered = sorted(tables.matrix.values(), key=lambda cell: (int(cell.cadre[1:]), OPERATIONS.index(cell.operation)))
    return [
        {
            "cadre": cell.cadre,
            "label": tables.cadres[cell.cadre].label,
            "depositor": tables.cadres[cell.cadre].depositor,
            "operation": cell.operation,
            "edi": cell.edi,
            "portail": cell.portail,
            "service": cell.service,
            "source": cell.source,
            "certainty": cell.certainty,
        }
        for cell in ordered
    ]


def _conflict(record: Record) -> list[Finding]:
    found = [value for value in record.cadres if value.text.strip()]
    others = list(dict.fromkeys(one.text.strip() for one in found[1:] if one.text.strip() != found[0].text.strip()))
    return [_at(say.CADRE_CONFLICT, found[0], others=", ".join(others))] if others else []


def _not_a_cadre(code: str, named: Value | None, cadre: Cadre | None, tables: Tables) -> Finding:
    if cadre is not None:
        return _at(say.CADRE_WITHDRAWN, named, piece=cadre.label, piece_en=cadre.label_en)
    if code in REFORM_CADRES:
        return _at(say.CADRE_REFORM, named)
    if _WELL_FORMED.fullmatch(code):
        return _at(say.CADRE_UNKNOWN, named)
    almost = _ALMOST.fullmatch(code)
    meant = f"A{almost['number']}" if almost else DEFAULT_CADRE
    return _at(say.CADRE_MALFORMED, named, example=meant if meant in tables.cadres else DEFAULT_CADRE)


def _refusal(cell: Cell, cadre: Cadre, named: Value | None, record: Record, tables: Tables) -> Finding:
    facts = {
        "cadre": cadre.code,
        "piece": cadre.label,
        "piece_en": cadre.label_en,
        "depositor": cadre.depositor,
        "depositor_en": cadre.depositor_en,
        "advice": advice(tables, cadre.code, cell.operation),
        "advice_en": advice(tables, cadre.code, cell.operation, "en"),
    }
    if cell.operation == ASSOCIATION:
        origin = next(origin for origin in record.origins if origin.text.strip())
        return _at(say.MATRIX_ASSOCIATION, origin, **facts)
    return _at(say.MATRIX_NO_INITIAL if cell.edi == "n/a" else say.MATRIX_NOT_IN_EDI, named, **facts)


def advice(tables: Tables, cadre: str, operation: str, lang: str = "fr") -> str:
    """What to do with a piece EDI refuses: the channel that takes it, or that none does."""
    english = lang == "en"
    alone, together = channels(tables, cadre, INITIAL), channels(tables, cadre, ASSOCIATION)
    alone_words, together_words = channel_words(alone, lang), channel_words(together, lang)
    associate = (say.ASSOCIATE_ELSEWHERE_EN if english else say.ASSOCIATE_ELSEWHERE).format(channels=together_words)
    if operation == INITIAL:
        if alone:
            return (say.DEPOSIT_ELSEWHERE_EN if english else say.DEPOSIT_ELSEWHERE).format(channels=alone_words)
        return associate if together else (say.DEPOSIT_NOWHERE_EN if english else say.DEPOSIT_NOWHERE)
    if together and alone:
        return associate + (say.OR_REMOVE_REFERENCE_EN if english else say.OR_REMOVE_REFERENCE).format(
            channels=alone_words
        )
    if together:
        return associate
    if alone:
        return (say.REMOVE_REFERENCE_EN if english else say.REMOVE_REFERENCE).format(channels=alone_words)
    return say.ASSOCIATE_NOWHERE_EN if english else say.ASSOCIATE_NOWHERE


def _at(spec: Spec, place: Value | None, **values: Any) -> Finding:
    if place is None:
        return spec.at(value=DEFAULT_CADRE, **values)
    return spec.at(value=place.text.strip(), xpath=place.xpath, line=place.line, **values)
