"""Faults told against what an operator gives beside the document: directory, marchés, suppliers agreed on."""

from __future__ import annotations

from functools import partial

from mutation import Table, gone, put

OUTSIDE = Table()
fault = partial(OUTSIDE, outside=True)

# the obligations of AIFE's qualification structures, shipped with the gateway

fault("service-required", "removed", "{debtor_service}", gone, "SERVICE-REQUIRED", when="{debtor_id}='12345678200028'")
fault(
    "commitment-required",
    "removed",
    "{commitment}",
    put(" "),
    "COMMITMENT-REQUIRED",
    when="{debtor_id}='12345678200036'",
)
fault(
    "either-required", "removed", "{commitment}", put(" "), "SERVICE-OR-COMMITMENT", when="{debtor_id}='12345678200044'"
)
fault(
    "state-without-service",
    "removed",
    "{debtor_service}",
    gone,
    "SERVICE-REQUIRED",
    when="{debtor_id}='11000201100044'",
)
fault(
    "state-without-commitment",
    "removed",
    "{commitment}",
    put(" "),
    "COMMITMENT-REQUIRED",
    when="{debtor_id}='11000201100044'",
)
KNOWN = "{debtor_id}='12345678200028'"
fault("service-unknown", "changed", "{debtor_service}", put("SERVICE_INCONNU"), "SERVICE-UNKNOWN", when=KNOWN)
fault("service-overlong-unknown", "overlong", "{debtor_service}", put("S" * 99), "SERVICE-UNKNOWN", when=KNOWN)
fault("service-closed", "changed", "{debtor_service}", put("SERVICE_FERME"), "SERVICE-INACTIVE", when=KNOWN)
fault("debtor-closed", "changed", "{debtor_id}", put("53514650090018"), "DEBTOR-INACTIVE")
fault("debtor-unheard-of", "changed", "{debtor_id}", put("24590041000292"), "DEBTOR-UNKNOWN")
fault(
    "supplier-not-agreed-on",
    "changed",
    "{supplier_id}",
    put("81034732800017"),
    "SUPPLIER-NOT-ALLOWED",
    when="{supplier_scheme}=1",
)

# a marché with its fiche

OF_MARCHE = "{reference}='MAPA-2026-017'"
fault("stranger-to-the-marche", "changed", "{supplier_id}", put("81034732800017"), "MARCHE-SUPPLIER", when=OF_MARCHE)
fault(
    "cadre-of-another-actor",
    "changed",
    "{cadre}",
    put("A10"),
    "MARCHE-CADRE",
    when="{reference}='MAPA-2026-017' and {cadre}='A4'",
)
fault("debtor-of-another-marche", "changed", "{debtor_id}", put("12345678200036"), "MARCHE-DEBTOR", when=OF_MARCHE)
fault(
    "valideur-of-another-marche",
    "changed",
    "{valideur_id}",
    put("12345678200036"),
    "MARCHE-VALIDEUR",
    when="{reference}='MAPA-2026-017' and {valideur_id}",
)
fault("commitment-of-another-marche", "changed", "{commitment}", put("EJ-AUTRE"), "MARCHE-COMMITMENT", when=OF_MARCHE)
fault("service-of-another-marche", "changed", "{debtor_service}", put("AUTRE"), "MARCHE-SERVICE", when=OF_MARCHE)
fault("date-before-the-marche", "changed", "{issue}", put("2020-10-30"), "MARCHE-DATES", when=OF_MARCHE)
fault("date-after-the-marche", "changed", "{issue}", put("2026-11-20"), "MARCHE-DATES", when=OF_MARCHE)
