"""Faults of numbers, references and lengths."""

from __future__ import annotations

from edi.sandbox.faults.fault import Fault, changed, fault, party, twice

FAULTS: tuple[Fault, ...] = (
    fault("NUMBER-MISSING", "a blank number", changed(number=" ")),
    fault("NUMBER-LONG", "a number of 21 characters", changed(number="F" * 21)),
    fault("NUMBER-CHARACTERS", "a number with a hash", changed(number="FACT#2026")),
    fault("NUMBER-BLANKS", "a number behind a no-break space", changed(number="\u00a0F-2026")),
    fault("HIDDEN-BLANK", "a commitment with a no-break space behind", changed(commitment="EJ-EXEMPLE-01\u00a0")),
    fault("SERVICE-LONG", "a service code of 101 characters", party("debtor", service="S" * 101)),
    fault("SERVICE-CHARACTERS", "a service code with a star", party("debtor", service="SERV*1")),
    fault("REFERENCE-LONG", "a commitment of 51 characters", changed(commitment="E" * 51)),
    fault("REFERENCE-CHARACTERS", "a commitment with a bar", changed(commitment="EJ|2026")),
    fault("ORIGINS-MANY", "an earlier invoice twice", twice("ram:InvoiceReferencedDocument"), sound="credit-note"),
    fault("CREDIT-NOTE-ORIGIN", "a credit note of no invoice", changed(origin=""), sound="credit-note"),
    fault("NOTE-LONG", "a note of 1,025 characters", changed(note="n" * 1025)),
)
