"""One smallest fault for each rule: what the tests walk, and what a generator of wrong invoices can make.

Out: SMALLEST, by the code of the rule. Who adds a rule adds a row to the table of its subject; a test asks for one a
code, and that the fault draws that finding and no other which refuses.
"""

from __future__ import annotations

from edi.sandbox.faults import attachments, codes, dates, directory, identity, money, numbers, works
from edi.sandbox.faults.fault import Fault

__all__ = ["FAULTS", "NOT_SMALL", "SMALLEST", "Fault"]

FAULTS: tuple[Fault, ...] = tuple(
    fault
    for subject in (numbers, dates, identity, directory, works, codes, money, attachments)
    for fault in subject.FAULTS
)
SMALLEST: dict[str, Fault] = {fault.code: fault for fault in FAULTS}

# rules whose fault cannot be small, and where it is tried instead
NOT_SMALL = {
    "LINES-TOO-MANY": "takes a million lines: the unit tests of its rule try it",
    "ATTACHMENT-ZIP-BOMB": "takes a ZIP of hundreds of megabytes, seconds each time: the unit tests of contents try it",
}
