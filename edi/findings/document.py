"""What is said of one document beside its own rules: findings that are not listed."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import Spec

FINDINGS_MORE = Spec(
    code="FINDINGS-MORE",
    severity=Severity.INFO,
    rule="LIMITE",
    fr="Le document a {count} autres écarts aux règles, non détaillés ici.",
    en="The document has {count} more departures from the rules, not detailed here.",
    hint_fr="Corrigez d'abord ceux qui sont listés : les autres leur ressemblent.",
    hint_en="Mend the listed ones first: the others are like them.",
)
