"""What judges the spoiled documents: the gateway as it comes, and one whose operator gave all that can be given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from edi.judging.engine import Engine
from edi.judging.reference import ReferenceData
from edi.model.judgement import Terms
from edi.settings import load_settings

TODAY = date(2026, 11, 24)
TERMS = Terms(today=TODAY)
AGREED = ("999999998", "999999980", "999999972", "DE136695976", "KRBATICOREE", "0123456001", "A12345001")
AGREED_TERMS = Terms(today=TODAY, suppliers=AGREED)

STRUCTURES = """siret,name,obligation,active,source,certainty
53514650090018,Structure fermée,none,no,essai,H
"""
SERVICES = """siret,code,name,active
12345678200028,SERVICE_DEST_SERV_OBL,Service,yes
12345678200028,SERVICE_FERME,Service fermé,no
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


def as_shipped(root: Path) -> ReferenceData:
    return _bench(root, {})


def with_all_that_can_be_given(root: Path) -> ReferenceData:
    files = {"structures.csv": STRUCTURES, "services.csv": SERVICES, "marches/mapa-2026-017.toml": FICHE}
    return _bench(root, files)


def _bench(root: Path, files: dict[str, str]) -> ReferenceData:
    for name, text in {"partners/essai.toml": 'app_code = "XXX001"\n', **files}.items():
        path = root / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with Engine(load_settings(root)) as engine:
        return engine.reference
