"""Whether the two schema engines agree: each loads every schema, and is asked of one sound document of the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from edi.errors import GatewayError
from edi.judging.identify import Identified, identify
from edi.judging.second_opinion import Disagreement, SecondOpinion
from edi.judging.xsd.validate import Validator
from edi.message import Message
from edi.model.limits import Limits
from edi.operations.doctor.line import Line
from edi.operations.names import sentence_of
from edi.sandbox.cii import cii
from edi.sandbox.invoices import invoice
from edi.sandbox.ubl import ubl
from edi.schemas.catalog import Catalog
from edi.schemas.second import load_second

SUBJECT = Message("second avis", "second opinion")
AGREED = Message(
    "libxml2 et xmlschema chargent les {count} schémas et s'accordent sur un exemple de chaque sorte de facture",
    "libxml2 and xmlschema load all {count} schemas and agree on an example of each kind of invoice",
)
ROLE = Message("{role} : {why}", "{role}: {why}")
EXAMPLES: Mapping[str, Callable[[], bytes]] = {
    "ubl-invoice": lambda: ubl(invoice()),
    "ubl-credit-note": lambda: ubl(invoice(type="381"), as_credit_note=True),
    "cii-d22b": lambda: cii(invoice()),
}


def engines_line(catalog: Catalog, limits: Limits) -> Line:
    """Whether all is well, and the sentence that says so or what is not."""
    validator, opinion = Validator(catalog, limits), SecondOpinion(catalog)
    for name, role in catalog.roles.items():
        try:
            load_second(role)
            why = _quarrel(name, validator, opinion, limits)
        except GatewayError as error:
            why = sentence_of(error)
        if why is not None:
            return Line(SUBJECT, False, ROLE.filled(role=name, why=why))
    return Line(SUBJECT, True, AGREED.filled(count=len(catalog.roles)))


def _quarrel(role: str, validator: Validator, opinion: SecondOpinion, limits: Limits) -> Message | None:
    """What the two disagree about; None where they agree, or for a schema that no invoice has."""
    found = identify(EXAMPLES[role](), limits) if role in EXAMPLES else None
    if not isinstance(found, Identified):
        return None
    said = opinion.of(found.parsed, role, validator.validate(found.parsed, role))
    return said.message if isinstance(said, Disagreement) else None
