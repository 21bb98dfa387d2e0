"""Attached files that run: programs, macros, a PDF that launches code."""

from __future__ import annotations

from collections.abc import Iterable

from edi.model.document import ACTIVE, EXECUTABLE, MACRO, Content, Record
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
    fr="La pièce jointe « {name} » {verb} un programme ou un script (« {value} »), ce que Chorus Pro n'accepte pas.",
    en="The attachment “{name}” {verb_en} a program or a script (“{value}”), which Chorus Pro does not take.",
    hint_fr="Retirez ce fichier. S'il a été joint à votre insu, faites examiner le poste d'où vient la facture.",
    hint_en="Take this file out. If nobody attached it on purpose, have the computer the invoice comes from examined.",
    checks_fr="Aucune pièce jointe, ni rien de ce que contiennent ses archives ou son PDF, n'est un programme ou un"
    " script.",
    checks_en="No attachment, nor anything in its archives or its PDF, is a program or a script.",
    source="Motifs IRR_ANTIVIRUS et IRR_EXT_DOC des spécifications externes DGFiP et AIFE",
    certainty="M",
)
def nothing_is_a_program(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    # By content or by name, of all that lies inside it too: the innermost is named.
    for attachment in record.attachments:
        content, own = attachment.content, name_of(attachment)
        every = [(own, content), (content.member, Content()), *content.within()]
        programs = [name for name, part in every if _is_program(name) or part.kind == "executable"]
        if programs or EXECUTABLE in content.marks:
            shown = (programs[-1] if programs else content.member) or own
            holds = shown not in (own, content.member)  # a ZIP of one file stands for that file
            verbs = ("contient", "holds") if holds else ("est", "is")
            yield finding_of(say, attachment, value=shown, verb=verbs[0], verb_en=verbs[1])


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


def _is_program(name: str) -> bool:
    return extension_of(name.rstrip(". \0")) in PROGRAMS  # Windows drops what stands behind
