"""Stage 4: the bytes of one file in; its syntax, its tree and the schema role that judges it out, or a finding.

The kind is told by content alone: a PDF by its mark, an XML by its root and namespace. A file that is no invoice but
may stand beside one (stylesheet, signature) is a companion; anything else is refused in words that name what it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from edi import safexml
from edi.findings import identify as say
from edi.findings.spec import Spec
from edi.findings.xml import THIS_FILE
from edi.flow import Finding, Syntax
from edi.limits import Limits
from edi.read import facturx
from edi.read.cii import NAMESPACES as CII
from edi.safexml import Parsed

UBL_PREFIX = "urn:oasis:names:specification:ubl:schema:xsd:"
CII_PREFIX = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a root element means."""

    namespace: str
    syntax: Syntax
    role: str  # of schemas/catalog.toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """One file, known. Either `syntax` and `role` are set, or `companion` is."""

    parsed: Parsed
    xml: bytes  # the bytes that were parsed: of a Factur-X, the embedded ones
    syntax: Syntax | None = None
    role: str | None = None
    companion: str | None = None  # "stylesheet" or "signature"
    embedded: str | None = None  # the name the XML has inside the PDF


KINDS = {
    "Invoice": Kind(f"{UBL_PREFIX}Invoice-2", Syntax.UBL_INVOICE, "ubl-invoice"),
    "CreditNote": Kind(f"{UBL_PREFIX}CreditNote-2", Syntax.UBL_CREDIT_NOTE, "ubl-credit-note"),
    "CrossIndustryInvoice": Kind(CII["rsm"], Syntax.CII, "cii-d22b"),
}
ROOTS = {f"{{{kind.namespace}}}{name}": kind for name, kind in KINDS.items()}

XSLT = "http://www.w3.org/1999/XSL/Transform"
SIGNATURES = ("http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/")  # XML signature; XAdES and ASiC

# Roots that are no invoice but that people do drop, with the sentence that helps each.
OTHERS: dict[str, Spec] = {
    "CPPStatut": say.STATUS_FILE,
    "AIFE_Statut": say.STATUS_FILE,
    "CrossDomainAcknowledgementAndResponse": say.STATUS_FILE,
    "CPPFactures": say.CPP_FACTURES,
    "CPPFacturePivot": say.CPP_FACTURES,
    "CrossIndustryDocument": say.ZUGFERD_1,
}


def identify(data: bytes, limits: Limits) -> Identified | Finding:
    """What one file is. Raises nothing that the bytes could cause, MemoryError excepted."""
    if not facturx.is_pdf(data):
        return _identify_xml(data, limits)
    found = facturx.extract(data, limits)
    if isinstance(found, Finding):
        return found
    inside = _identify_xml(found.xml, limits)
    if isinstance(inside, Finding):
        return _inside(inside, found.name)
    if inside.syntax is not Syntax.CII:
        root = _split(inside.parsed.root.tag)[1]
        line = inside.parsed.root.sourceline
        return say.FACTURX_NOT_CII.at(value=root, name=found.name, line=line, member=found.name)
    return Identified(parsed=inside.parsed, xml=found.xml, syntax=Syntax.FACTURX, role=inside.role, embedded=found.name)


def _inside(finding: Finding, name: str) -> Finding:
    """A finding about the XML embedded in a PDF, which must not be taken for one about the PDF."""
    told = {
        "file_fr": f"Le fichier {name} embarqué dans le PDF",
        "file_en": f"The file {name} embedded in the PDF",
    }
    values = {key: told.get(key, said) for key, said in finding.values.items()}
    return replace(finding, values=values, member=name)


def _identify_xml(data: bytes, limits: Limits) -> Identified | Finding:
    parsed = safexml.parse(data, limits)
    if isinstance(parsed, Finding):
        return parsed
    root = parsed.root
    kind = ROOTS.get(root.tag)
    if kind is not None:
        return Identified(parsed=parsed, xml=data, syntax=kind.syntax, role=kind.role)
    namespace, name = _split(root.tag)
    if namespace == XSLT and name in ("stylesheet", "transform"):
        return Identified(parsed=parsed, xml=data, companion="stylesheet")
    wrapped = next(root.iter(*ROOTS), None)
    if wrapped is not None:
        # looked at before signatures: one that envelops its invoice would otherwise hide it from judgement
        return _refuse(say.WRAPPED, root, inner=_split(wrapped.tag)[1])
    if namespace.startswith(SIGNATURES):
        return Identified(parsed=parsed, xml=data, companion="signature")
    return _unknown(root, namespace, name)


def _unknown(root: Any, namespace: str, name: str) -> Finding:
    if namespace.startswith(CII_PREFIX):
        return _refuse(say.OLD_CII, root, expected=KINDS["CrossIndustryInvoice"].namespace)
    if name in KINDS:
        return _refuse(say.NAMESPACE, root, expected=KINDS[name].namespace)
    if namespace.startswith(UBL_PREFIX):
        return _refuse(say.OTHER_UBL, root)
    if name.startswith("PES_"):
        return _refuse(say.PES, root)
    return _refuse(OTHERS.get(name, say.UNKNOWN), root)


def _refuse(spec: Spec, root: Any, **values: Any) -> Finding:
    namespace, name = _split(root.tag)
    fr, en = say.in_namespace(namespace)
    return spec.at(
        value=name,
        xpath=f"/{name}",
        line=root.sourceline,
        found=namespace,
        found_fr=fr,
        found_en=en,
        **THIS_FILE,
        **values,
    )


def _split(tag: str) -> tuple[str, str]:
    """Namespace and local name of lxml's {namespace}name."""
    if not tag.startswith("{"):
        return "", tag
    namespace, _, name = tag[1:].partition("}")
    return namespace, name
