"""Attached files that run: programs, macros, a PDF that launches code."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import ACTIVE, EXECUTABLE, MACRO, Record
from edi.model.finding import Finding, Severity
from edi.rules.attachment_names import PROGRAMS, extension_of
from edi.rules.attachments import finding_of, name_of
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.words.sentence import RuleSpec


@rule(
    "ATTACHMENT-EXECUTABLE",
    Severity.ERROR,
    reference="IRR_ANTIVIRUS",
    fr="La pièce jointe « {name} » est un programme ou un script (« {value} »), ce que Chorus Pro n'accepte pas.",
    en="The attachment “{name}” is a program or a script (“{value}”), which Chorus Pro does not take.",
    hint_fr="Retirez ce fichier. S'il a été joint à votre insu, faites examiner le poste d'où vient la facture.",
    hint_en="Take this file out. If nobody attached it on purpose, have the computer the invoice comes from examined.",
    checks_fr="Aucune pièce jointe, ni le fichier que contient son ZIP, n'est un programme ou un script.",
    checks_en="No attachment, nor the file that its ZIP holds, is a program or a script.",
    source="Motifs IRR_ANTIVIRUS et IRR_EXT_DOC des spécifications externes DGFiP et AIFE",
    certainty="M",
)
def nothing_is_a_program(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # By content or by name, of the file inside a ZIP too.
    for attachment in record.attachments:
        content = attachment.content
        names = [name for name in (name_of(attachment), content.member) if extension_of(name) in PROGRAMS]
        if names or EXECUTABLE in content.marks:
            shown = names[-1] if names else content.member or name_of(attachment)
            yield finding_of(say, attachment, value=shown)


@rule(
    "ATTACHMENT-MACRO",
    Severity.WARNING,
    reference="IRR_ANTIVIRUS",
    fr="La pièce jointe « {name} » contient des macros : l'antivirus de Chorus Pro ou du destinataire peut la bloquer.",
    en="The attachment “{name}” holds macros: the antivirus of Chorus Pro or of its receiver may block it.",
    hint_fr="Enregistrez le document sans macros, ou en PDF, et redéposez.",
    hint_en="Save the document without macros, or as PDF, and deposit again.",
    checks_fr="Aucune pièce jointe ne contient de macros.",
    checks_en="No attachment holds macros.",
    source="Motif IRR_ANTIVIRUS des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)
def nothing_holds_macros(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # VBA storage in an OLE file, vbaProject.bin or Basic in the newer ones.
    for attachment in record.attachments:
        if MACRO in attachment.content.marks:
            yield finding_of(say, attachment)


@rule(
    "ATTACHMENT-ACTIVE",
    Severity.WARNING,
    reference="IRR_ANTIVIRUS",
    fr="La pièce jointe « {name} » est un PDF qui lance du code (JavaScript ou programme) : un antivirus peut la"
    " bloquer.",
    en="The attachment “{name}” is a PDF that launches code (JavaScript or a program): an antivirus may block it.",
    hint_fr="Imprimez ce document en PDF (PDF/A de préférence) et joignez le résultat.",
    hint_en="Print this document to PDF (preferably PDF/A) and attach the result.",
    checks_fr="Aucun PDF joint ne lance de code.",
    checks_en="No attached PDF launches code.",
    source="Motif IRR_ANTIVIRUS des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)
def no_pdf_launches_code(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # /JavaScript or /Launch written plainly in a PDF.
    for attachment in record.attachments:
        if ACTIVE in attachment.content.marks:
            yield finding_of(say, attachment)
