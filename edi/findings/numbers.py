"""What the rules of numbers and lengths can say."""

from __future__ import annotations

from edi.findings.spec import RuleSpec
from edi.flow import Severity

NUMBER_MISSING = RuleSpec(
    code="NUMBER-MISSING",
    severity=Severity.ERROR,
    rule="AIFE:G1.05",
    fr="Le document n'a pas de numéro de facture.",
    en="The document has no invoice number.",
    hint_fr="Donnez au document son numéro (20 caractères au plus) et redéposez-le.",
    hint_en="Give the document its number (20 characters at most) and deposit it again.",
    checks_fr="Le document a un numéro.",
    checks_en="The document has a number.",
    source="Annexe EDI V4.20, règle G1.05 (p. 73)",
    certainty="M",
    fixed=True,
)
