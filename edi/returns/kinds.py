"""The kinds of return: one row says what a kind is called, how it is written and who gets it.

In: nothing.  Out: KINDS, a partner's; CHECKS, those of `edi check`. Another kind is one file, its name in
edi/model/outcome.py, and one row here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from edi.returns import as_csv, as_html, as_json, cso, fen
from edi.returns.as_junit import junit
from edi.returns.as_sarif import sarif
from edi.returns.facts import Facts
from edi.returns.report import CheckReport
from edi.words.wording import Wording


def _always(facts: Facts) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class CppStatut:
    """A file every partner gets, under a name and a number of its own; our schema of CPPStatut must accept it."""

    kind: str
    letters: str  # its name begins with
    digits: str | None = None  # of the interface in its name; None: the flow's
    applies: Callable[[Facts], bool] = _always  # whether there is anything to write
    write: Callable[[Facts, str], bytes]  # `str` is the file's own identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A file a partner may ask for; it goes by the name of the first CPPStatut file."""

    kind: str
    write: Callable[[Facts], bytes]


# in the order in which they are published
KINDS: tuple[CppStatut | Extra, ...] = (
    CppStatut(kind="cso", letters="CSO", write=cso.integration_report),
    CppStatut(kind="fen", letters="FEN", digits="1200", applies=fen.applies, write=fen.lifecycle),
    Extra(kind="csv", write=as_csv.report),
    Extra(kind="json", write=as_json.report),
    Extra(kind="html", write=as_html.report),
)

# what `edi check` writes beside its answer
CHECKS: Mapping[str, Callable[[CheckReport, Wording], bytes]] = MappingProxyType(
    {"html": as_html.page, "junit": junit, "sarif": sarif}
)
