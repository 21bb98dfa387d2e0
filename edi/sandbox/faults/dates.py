"""Faults of dates."""

from __future__ import annotations

from datetime import date

from edi.sandbox.faults.fault import Fault, before, changed, fault, inside, written

_ISSUE = "udt:DateTimeString"  # the first one is the date of issue
_DAY = '<udt:DateTimeString format="102">{}</udt:DateTimeString>'
_PERIOD = (
    f"<ram:BillingSpecifiedPeriod><ram:StartDateTime>{_DAY.format('20261031')}</ram:StartDateTime>"
    f"<ram:EndDateTime>{_DAY.format('20261001')}</ram:EndDateTime></ram:BillingSpecifiedPeriod>"
)

FAULTS: tuple[Fault, ...] = (
    fault("ISSUE-DATE-MISSING", "a blank date of issue", inside(_ISSUE, " ")),
    fault("DATE-UNREADABLE", "issued on 30 February", inside(_ISSUE, "20260230")),
    fault("DATE-FORM", "a date with hyphens", inside(_ISSUE, "2026-10-30")),
    fault("DATE-EMPTY", "an empty due date", written("20261129</udt", "</udt")),
    fault(
        "LINE-PERIOD-REVERSED",
        "a line whose period ends first",
        before("<ram:SpecifiedTradeSettlementLineMonetarySummation>", _PERIOD),
    ),
    fault("DATE-YEAR", "due in the year 2206", changed(due_date=date(2206, 11, 29))),
    fault("ISSUE-DATE-FUTURE", "issued in 2100", changed(issue_date=date(2100, 1, 31))),
    fault("ISSUE-DATE-OLD", "issued in 1999", changed(issue_date=date(1999, 1, 31))),
    fault("DUE-BEFORE-ISSUE", "due before it was issued", changed(due_date=date(2026, 10, 1))),
    fault("PERIOD-REVERSED", "a period that ends first", before("<ram:SpecifiedTradePaymentTerms>", _PERIOD)),
)
