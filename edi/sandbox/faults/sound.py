"""The sound documents that are spoiled: one invoice of each kind that some rule looks at, each accepted as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from edi.sandbox.invoices import (
    DEBTOR,
    DEBTOR_COMMITMENT,
    DEBTOR_EITHER,
    DEBTOR_SERVICE,
    STATE,
    Invoice,
    Party,
    invoice,
    works,
)

ABROAD = {
    "german": Party(id="DE136695976", scheme="2", name="Musterbau", country="DE"),
    "korean": Party(id="KRBATICOREE", scheme="3", name="Bati Corée", country="KR"),
    "ridet": Party(id="0123456001", scheme="4", name="Bâti Nouméa", country="NC"),
    "tahiti": Party(id="A12345001", scheme="5", name="Bâti Papeete", country="PF"),
}
SOUND: Mapping[str, Invoice] = MappingProxyType(
    {
        "plain": invoice(),
        "contract": invoice(contract="CT-2026-4"),
        "bare": invoice(commitment=""),
        "service": invoice(debtor=DEBTOR_SERVICE),
        "commitment": invoice(debtor=DEBTOR_COMMITMENT),
        "either": invoice(debtor=replace(DEBTOR_EITHER, service="")),
        "state": invoice(debtor=STATE),
        "zeros": invoice(debtor=Party(id="0" * 14, name="Service inconnu", service="AAASCPV")),
        "credit-note": invoice(type="381", origin="EX-2026-000", number="EX-AVOIR-1"),
        **{name: invoice(supplier=supplier) for name, supplier in ABROAD.items()},
        "A3": invoice(cadre="A3"),
        "A4-service": works("A4", debtor=replace(DEBTOR, service="VOIRIE")),
        **{cadre: works(cadre) for cadre in ("A4", "A6", "A7", "A8", "A9", "A10", "A13", "A14", "A22")},
    }
)
