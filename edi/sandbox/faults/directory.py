"""Faults against what the debtor asks of its invoices, by the directory."""

from __future__ import annotations

from edi.sandbox.faults.circumstances import WITH_FILES
from edi.sandbox.faults.fault import Fault, Spoil, both, changed, fault, party, written


def _imported(code: str, name: str, spoil: Spoil, sound: str = "plain") -> Fault:
    """Of which only a directory that the operator imported knows."""
    return fault(code, name, spoil, sound=sound, circumstances=WITH_FILES)


FAULTS: tuple[Fault, ...] = (
    fault("SERVICE-REQUIRED", "no service where one is asked for", party("debtor", service=""), sound="service"),
    fault(
        "SERVICE-MISPLACED",
        "a service in GlobalID",
        both(
            party("debtor", service=""),
            written(
                "<ram:BuyerTradeParty>", '<ram:BuyerTradeParty><ram:GlobalID schemeID="0224">VOIRIE</ram:GlobalID>'
            ),
        ),
        sound="service",
    ),
    fault("COMMITMENT-REQUIRED", "no commitment where one is asked for", changed(commitment=""), sound="commitment"),
    fault("SERVICE-OR-COMMITMENT", "neither where one is asked for", changed(commitment=""), sound="either"),
    _imported("SERVICE-UNKNOWN", "a service there is not", party("debtor", service="SERVICE_INCONNU"), "service"),
    _imported("SERVICE-INACTIVE", "a closed service", party("debtor", service="SERVICE_FERME"), "service"),
    _imported("DEBTOR-INACTIVE", "a closed debtor", party("debtor", id="53514650090018")),
    _imported("DEBTOR-UNKNOWN", "a debtor nobody heard of", party("debtor", id="24590041000292")),
)
