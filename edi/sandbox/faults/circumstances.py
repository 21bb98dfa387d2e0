"""What an operator gives beside the document, for the faults that only show against it: directory, marché, suppliers.

Out: the files of a configuration folder as texts, and terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Files of config/ by name, the suppliers a partner deposits for (none given: all), the flow's interface."""

    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    suppliers: tuple[str, ...] = ()
    interface: str | None = None


STRUCTURES = """siret,name,obligation,active,source,certainty
53514650090018,Structure fermée,none,no,essai,H
"""
SERVICES = """siret,code,name,active
12345678200028,SERVICE_DEST_SERV_OBL,Service,yes
12345678200028,SERVICE_FERME,Service fermé,no
"""
DECLARED_COMPLETE = """[gateway]
unknown_debtor = "warning"
unknown_service = "error"
"""
FICHE = """number = "MAPA-2026-017"
title = "Voirie communale"
start = 2026-01-01
end = 2026-10-31
commitments = ["EJ-EXEMPLE-01"]
services = ["VOIRIE"]
[[actor]]
siret = "99999999800019"
name = "Entreprise de travaux exemple"
role = "titulaire"
[[actor]]
siret = "99999998000017"
name = "Sous-traitant exemple"
role = "sous-traitant"
[[actor]]
siret = "99999997200014"
name = "Cotraitant exemple"
role = "cotraitant"
[[actor]]
siret = "99999996400011"
name = "Maîtrise d'œuvre exemple"
role = "MOE"
[[actor]]
siret = "12345678200051"
name = "Commune exemple"
role = "MOA"
"""
FILES: Mapping[str, str] = MappingProxyType(
    {
        "gateway.toml": DECLARED_COMPLETE,
        "structures.csv": STRUCTURES,
        "services.csv": SERVICES,
        "marches/mapa-2026-017.toml": FICHE,
    }
)
# SIRENs, and the identifiers of suppliers abroad
SUPPLIERS = ("999999998", "999999980", "999999972", "DE136695976", "KRBATICOREE", "0123456001", "A12345001")

AS_SHIPPED = Circumstances()
WITH_FILES = Circumstances(files=FILES)
WITH_SUPPLIERS = Circumstances(suppliers=SUPPLIERS)
OF_JUSTICE = Circumstances(interface="FSO1120A")
OF_WORKS = Circumstances(interface="FSO1130A")
