"""The PDF around the invoice of a Factur-X: what it launches, the name it gives the invoice.

Its other files are attachments like any (edi/rules/attachments.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import ACTIVE, Record
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec


@rule(
    "FACTURX-ACTIVE",
    Severity.WARNING,
    reference="IRR_ANTIVIRUS",
    fr="Ce PDF lance du code (JavaScript ou programme) : un antivirus peut le bloquer.",
    en="This PDF launches code (JavaScript or a program): an antivirus may block it.",
    hint_fr="Produisez un PDF/A-3, qui ne contient ni script ni lancement de programme.",
    hint_en="Produce a PDF/A-3, which holds no script and launches no program.",
    checks_fr="Le PDF d'un Factur-X ne lance pas de code.",
    checks_en="The PDF of a Factur-X launches no code.",
    source="Motif IRR_ANTIVIRUS des spécifications externes DGFiP et AIFE ; son application ici est déduite. PDF/A-3"
    " (ISO 19005-3), 6.6.1 : ni JavaScript, ni Launch",
    certainty="L",
    syntaxes=("factur-x",),
)
def the_pdf_launches_no_code(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if record.pdf is not None and ACTIVE in record.pdf.marks:
        yield say.at()


@rule(
    "FACTURX-NAME",
    Severity.WARNING,
    reference="IRR_NOM_PJ",
    fr="La facture contenue dans ce PDF y porte le nom « {value} », avec un dossier, un blanc ou un caractère nul en"
    " trop ; son nom est {usual}.",
    en="The invoice inside this PDF is named “{value}” there, with a folder, a blank or a null character too many; its"
    " name is {usual}.",
    hint_fr="Réglez le logiciel de facturation pour qu'il nomme {usual} le fichier joint au PDF, sans rien d'autre.",
    hint_en="Set the invoicing software to name the file embedded in the PDF {usual}, and nothing else.",
    checks_fr="Le nom de la facture embarquée dans un PDF est factur-x.xml, sans dossier ni blanc.",
    checks_en="The name of the invoice embedded in a PDF is factur-x.xml, without folder or blank.",
    source="Factur-X 1.0, nom du fichier embarqué ; qu'un autre lecteur ne le trouve pas est déduit",
    certainty="L",
    syntaxes=("factur-x",),
)
def the_invoice_has_its_plain_name(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if record.pdf is not None and record.pdf.name != record.pdf.usual:
        yield say.at(value=record.pdf.name, usual=record.pdf.usual)
