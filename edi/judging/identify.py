"""What a file is: an invoice in a syntax we read, a file that goes with invoices, or the finding that says why neither.

In: the bytes of one file.  Out: Identified, Companion or a Finding. Refuses what people do drop and is no invoice, each
with the sentence that helps; an XML signature that envelops its invoice would hide it, so it is refused too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from edi.judging import facturx
from edi.judging.xml import parse
from edi.judging.xml.parse import Parsed
from edi.judging.xml.sentences import THIS_FILE, in_namespace
from edi.message import Message
from edi.model.document import Attachment, Pdf, Syntax
from edi.model.finding import Finding, Severity
from edi.model.limits import Limits
from edi.model.namespaces import CREDIT_NOTE, CROSS_INDUSTRY_INVOICE, INVOICE, RSM, UBL
from edi.words.sentence import Spec, kept

TAKEN = Message(
    "UBL 2.1 (Invoice ou CreditNote), CII (CrossIndustryInvoice, D16B ou D22B) ou Factur-X",
    "UBL 2.1 (Invoice or CreditNote), CII (CrossIndustryInvoice, D16B or D22B) or Factur-X",
)

UNKNOWN = Spec(
    code="IDENTIFY-UNKNOWN",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="{file_fr} est du XML, mais pas une facture connue : sa racine est « {value} », {found_fr}.",
    en="{file_en} is XML, but not a known invoice: its root is “{value}”, {found_en}.",
    hint_fr=f"Déposez la facture en {TAKEN.fr}.",
    hint_en=f"Deposit the invoice as {TAKEN.en}.",
)

NAMESPACE = Spec(
    code="IDENTIFY-NAMESPACE",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="La racine « {value} » est {found_fr} ; il lui faut l'espace de noms « {expected} ».",
    en="The root “{value}” is {found_en}; it needs the namespace “{expected}”.",
    hint_fr='Demandez à l\'éditeur du logiciel de facturation de déclarer xmlns="{expected}" sur la racine.',
    hint_en='Ask the vendor of the invoicing software to declare xmlns="{expected}" on the root.',
)

OLD_CII = Spec(
    code="IDENTIFY-OLD-CII",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="Cette facture CII est dans une version ancienne ou inconnue (« {found} ») ; seule « {expected} » est acceptée.",
    en="This CII invoice is in an old or unknown version (“{found}”); only “{expected}” is accepted.",
    hint_fr="Produisez la facture en CII D16B ou D22B.",
    hint_en="Produce the invoice as CII D16B or D22B.",
)

ZUGFERD_1 = Spec(
    code="IDENTIFY-ZUGFERD-1",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="La facture est au format ZUGFeRD 1 (racine « {value} »), que Chorus Pro n'accepte pas.",
    en="The invoice is in the ZUGFeRD 1 format (root “{value}”), which Chorus Pro does not take.",
    hint_fr="Réglez le logiciel de facturation sur Factur-X 1.0 (ZUGFeRD 2.1) ou plus récent.",
    hint_en="Set the invoicing software to Factur-X 1.0 (ZUGFeRD 2.1) or later.",
)

OTHER_UBL = Spec(
    code="IDENTIFY-OTHER-UBL",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce fichier est un document UBL « {value} », qui n'est ni une facture ni un avoir.",
    en="This file is a UBL “{value}” document, which is neither an invoice nor a credit note.",
    hint_fr="Déposez une facture (Invoice) ou un avoir (CreditNote) ; les autres documents UBL ne passent pas ici.",
    hint_en="Deposit an Invoice or a CreditNote; other UBL documents do not go this way.",
)

STATUS_FILE = Spec(
    code="IDENTIFY-STATUS-FILE",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce fichier est un retour de statuts (« {value} »), pas une facture.",
    en="This file is a status return (“{value}”), not an invoice.",
    hint_fr="Un retour se lit, il ne se dépose pas : vérifiez que le logiciel n'échange pas ses dossiers d'envoi et de "
    "réception.",
    hint_en="A return is to be read, not deposited: check that the software does not swap its outgoing and incoming "
    "folders.",
)

CPP_FACTURES = Spec(
    code="IDENTIFY-CPP-FACTURES",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce fichier est au format propre à Chorus Pro (« {value} »), que cette passerelle ne prend pas en charge.",
    en="This file is in Chorus Pro's own format (“{value}”), which this gateway does not handle.",
    hint_fr=f"Produisez la facture en {TAKEN.fr}.",
    hint_en=f"Produce the invoice as {TAKEN.en}.",
)

PES = Spec(
    code="IDENTIFY-PES",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce fichier est un flux PES (« {value} ») ; Chorus Pro ne reçoit plus de factures en PES depuis mars 2019.",
    en="This file is a PES flow (“{value}”); Chorus Pro has taken no invoices in PES since March 2019.",
    hint_fr=f"Produisez la facture en {TAKEN.fr}.",
    hint_en=f"Produce the invoice as {TAKEN.en}.",
)

WRAPPED = Spec(
    code="IDENTIFY-WRAPPED",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="La facture (« {inner} ») est enfermée dans un élément « {value} » ; elle doit être seule dans son fichier.",
    en="The invoice (“{inner}”) is wrapped in a “{value}” element; it must stand alone in its file.",
    hint_fr="Sortez la facture de son enveloppe ; une signature se dépose à côté, dans la même archive.",
    hint_en="Take the invoice out of its envelope; a signature goes in a file beside it, in the same archive.",
)

FACTURX_NOT_CII = Spec(
    code="FACTURX-NOT-CII",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="Le fichier {name} joint au PDF est un « {value} » et non une facture CII (CrossIndustryInvoice).",
    en="The file {name} embedded in the PDF is a “{value}”, not a CII invoice (CrossIndustryInvoice).",
    hint_fr="Dans un Factur-X, la facture embarquée est toujours en CII : corrigez le réglage du logiciel.",
    hint_en="In a Factur-X the embedded invoice is always CII: mend the setting of the software.",
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a root element means."""

    namespace: str
    syntax: Syntax
    role: str  # of schemas/catalog.toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """An invoice or a credit note in a syntax we read."""

    parsed: Parsed
    xml: bytes  # the bytes that were parsed: of a Factur-X, the embedded ones
    syntax: Syntax
    role: str  # of schemas/catalog.toml
    embedded: str | None = None  # the name the XML has inside the PDF
    attachments: tuple[Attachment, ...] = ()  # the PDF's other files
    around: Pdf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A file that goes with invoices and is none."""

    parsed: Parsed
    kind: str  # "stylesheet" or "signature"


_KINDS = {
    "Invoice": _Kind(INVOICE, Syntax.UBL_INVOICE, "ubl-invoice"),
    "CreditNote": _Kind(CREDIT_NOTE, Syntax.UBL_CREDIT_NOTE, "ubl-credit-note"),
    "CrossIndustryInvoice": _Kind(RSM, Syntax.CII, "cii-d22b"),
}
_CII = "CrossIndustryInvoice"
ROOTS = {f"{{{kind.namespace}}}{name}": kind for name, kind in _KINDS.items()}

_XSLT = "http://www.w3.org/1999/XSL/Transform"
_SIGNATURES = ("http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/")  # XML signature; XAdES and ASiC

# Roots that are no invoice but that people do drop, with the sentence that helps each.
_OTHERS: dict[str, Spec] = {
    "CPPStatut": STATUS_FILE,
    "AIFE_Statut": STATUS_FILE,
    "CrossDomainAcknowledgementAndResponse": STATUS_FILE,
    "CPPFactures": CPP_FACTURES,
    "CPPFacturePivot": CPP_FACTURES,
    "CrossIndustryDocument": ZUGFERD_1,
}


def identify(data: bytes, limits: Limits) -> Identified | Companion | Finding:
    """What one file is. Raises nothing that the bytes could cause, MemoryError excepted."""
    if not facturx.is_pdf(data):
        return _identify_xml(data, limits)
    found = facturx.extract(data, limits)
    if isinstance(found, Finding):
        return found
    inside = _identify_xml(found.xml, limits)
    if isinstance(inside, Finding):
        if inside.code == NAMESPACE.code and inside.value != _CII:  # mended as UBL, it would be refused again
            return FACTURX_NOT_CII.at(value=inside.value, name=found.name, line=inside.line, member=found.name)
        return _inside(inside, found.name)
    if isinstance(inside, Companion) or inside.syntax is not Syntax.CII:
        root = inside.parsed.root
        name = found.name
        return FACTURX_NOT_CII.at(value=_split(root.tag)[1], name=name, line=root.sourceline, member=name)
    return replace(
        inside, syntax=Syntax.FACTURX, embedded=found.name, attachments=found.attachments, around=found.around
    )


EMBEDDED = Message("Le fichier {name} embarqué dans le PDF", "The file {name} embedded in the PDF")


def _inside(finding: Finding, name: str) -> Finding:
    """A finding about the XML embedded in a PDF, which must not be taken for one about the PDF."""
    told = kept("file", EMBEDDED.filled(name=name))
    values = {key: told.get(key, text) for key, text in finding.values.items()}
    return replace(finding, values=values, member=name)


def _identify_xml(data: bytes, limits: Limits) -> Identified | Companion | Finding:
    parsed = parse.parse(data, limits)
    if isinstance(parsed, Finding):
        return parsed
    root = parsed.root
    kind = ROOTS.get(root.tag)
    if kind is not None:
        return Identified(parsed=parsed, xml=data, syntax=kind.syntax, role=kind.role)
    namespace, name = _split(root.tag)
    if namespace == _XSLT and name in ("stylesheet", "transform"):
        return Companion(parsed=parsed, kind="stylesheet")
    wrapped = next(root.iter(*ROOTS), None)
    if wrapped is not None:
        # looked at before signatures: one that envelops its invoice would otherwise hide it from judgement
        return _refuse(WRAPPED, root, inner=_split(wrapped.tag)[1])
    if namespace.startswith(_SIGNATURES):
        return Companion(parsed=parsed, kind="signature")
    return _unknown(root, namespace, name)


def _unknown(root: Any, namespace: str, name: str) -> Finding:
    if namespace.startswith(CROSS_INDUSTRY_INVOICE):
        return _refuse(OLD_CII, root, expected=_KINDS[_CII].namespace)
    if name in _KINDS:
        return _refuse(NAMESPACE, root, expected=_KINDS[name].namespace)
    if namespace.startswith(UBL):
        return _refuse(OTHER_UBL, root)
    if name.startswith("PES_"):
        return _refuse(PES, root)
    return _refuse(_OTHERS.get(name, UNKNOWN), root)


def _refuse(spec: Spec, root: Any, **values: Any) -> Finding:
    namespace, name = _split(root.tag)
    where: dict[str, Any] = {"found": namespace} | kept("found", in_namespace(namespace))
    return spec.at(
        value=name,
        xpath=f"/{name}",
        line=root.sourceline,
        **where,
        file=THIS_FILE,
        **values,
    )


def _split(tag: str) -> tuple[str, str]:
    """Namespace and local name of lxml's {namespace}name."""
    if not tag.startswith("{"):
        return "", tag
    namespace, _, name = tag[1:].partition("}")
    return namespace, name
