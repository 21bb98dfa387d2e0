"""May this piece be deposited by EDI? The capability matrix of Chorus Pro, applied to one record.

In: a Record and the Tables.  Out: the effective cadre, the operation (first deposit or association) and findings.
Refuses cadres that are unknown, withdrawn, malformed or the reform's, and what the matrix does not grant to EDI. A cell
the table does not hold is our own fault: it raises, so that the document is *not judged*, never waved through.
"""

from __future__ import annotations

import re
from typing import Any

from edi.config.tables import Tables
from edi.config.tables.cadres import Cadre
from edi.config.tables.capability import ASSOCIATION, INITIAL, Cell
from edi.judging.channels import advice, cell_of
from edi.model.document import Record, Value
from edi.model.document_types import INVOICE
from edi.model.finding import Finding, Severity
from edi.words.sentence import RuleSpec, Spec

CADRE_DEFAULTED = RuleSpec(
    code="CADRE-DEFAULTED",
    severity=Severity.INFO,
    rule="CADRE",
    fr="Le document n'indique aucun cadre de facturation : il est traité comme une facture de fournisseur (A1).",
    en="The document names no cadre de facturation: it is treated as a supplier's invoice (A1).",
    hint_fr="Si la pièce n'est pas une facture simple, écrivez son cadre (par exemple A4 pour un projet de décompte "
    "mensuel) et redéposez-la.",
    hint_en="If the piece is not a plain invoice, write its cadre (A4 for a draft monthly statement, for instance) and "
    "deposit it again.",
    checks_fr="Le document indique son cadre de facturation ; sans lui, A1 est retenu.",
    checks_en="The document names its cadre de facturation; without one, A1 is taken.",
    source="Exemples officiels sans cadre, acceptés comme factures simples ; l'annexe EDI n'a pas pu être lue",
    certainty="M",
    fixed=True,
)

CADRE_CONFLICT = RuleSpec(
    code="CADRE-CONFLICT",
    severity=Severity.WARNING,
    rule="CADRE",
    fr="Le document indique plusieurs cadres de facturation différents ; « {value} » est retenu, sans tenir compte "
    "de : {others}.",
    en="The document names several different cadres; “{value}” is kept, and these are passed over: {others}.",
    hint_fr="Écrivez le même cadre partout, ou n'en gardez qu'un.",
    hint_en="Write the same cadre everywhere, or keep only one.",
    checks_fr="Tous les endroits du document qui indiquent un cadre indiquent le même.",
    checks_en="Every place of the document that names a cadre names the same one.",
    source="Déduit : le cadre peut s'écrire à plusieurs endroits, aucun texte public ne dit lequel l'emporte",
    certainty="L",
    fixed=True,
)

CADRE_UNKNOWN = RuleSpec(
    code="CADRE-UNKNOWN",
    severity=Severity.ERROR,
    rule="AIFE:G1.02",
    fr="Le cadre de facturation « {value} » n'existe pas dans Chorus Pro.",
    en="Chorus Pro has no cadre de facturation “{value}”.",
    hint_fr="Choisissez un cadre de A1 à A25 (A11 excepté) : A1 pour une facture simple, A4 pour un projet de décompte "
    "mensuel, A7 pour un projet de décompte final.",
    hint_en="Choose a cadre from A1 to A25 (except A11): A1 for a plain invoice, A4 for a draft monthly statement, A7 "
    "for a draft final statement.",
    checks_fr="Le cadre de facturation existe dans Chorus Pro (A1 à A25, A11 excepté).",
    checks_en="The cadre de facturation exists in Chorus Pro (A1 to A25, except A11).",
    source="Règle G1.02 de l'AIFE, citée par un logiciel client ; listes de cadres de l'API Chorus Pro",
    certainty="M",
    fixed=True,
)

CADRE_WITHDRAWN = RuleSpec(
    code="CADRE-WITHDRAWN",
    severity=Severity.ERROR,
    rule="AIFE:G1.02",
    fr="Le cadre de facturation « {value} » ({piece}) a été retiré de Chorus Pro.",
    en="The cadre de facturation “{value}” ({piece_en}) was withdrawn from Chorus Pro.",
    hint_fr="Un sous-traitant dépose sa facture avec le cadre A9, sa demande de paiement de travaux avec le cadre A10.",
    hint_en="A sub-contractor deposits an invoice with the cadre A9, a payment request for works with the cadre A10.",
    checks_fr="Le cadre de facturation n'a pas été retiré.",
    checks_en="The cadre de facturation was not withdrawn.",
    source="Listes de cadres de Chorus Pro : A11 n'y est plus",
    certainty="M",
    fixed=True,
)

CADRE_REFORM = RuleSpec(
    code="CADRE-REFORM",
    severity=Severity.ERROR,
    rule="AIFE:G1.02",
    fr="« {value} » est un cadre de la réforme de la facturation électronique entre entreprises ; les flux EDI de "
    "Chorus Pro attendent à cette place un cadre de A1 à A25.",
    en="“{value}” is a cadre of the French business-to-business invoicing reform; Chorus Pro's EDI flows expect a "
    "cadre from A1 to A25 in its place.",
    hint_fr="Pour ce flux, faites écrire par le logiciel de facturation le cadre de Chorus Pro : A1 pour une facture, "
    "A2 si elle est déjà payée, A9 pour un sous-traitant, A12 pour un cotraitant.",
    hint_en="For this flow, have the invoicing software write Chorus Pro's cadre: A1 for an invoice, A2 if it is "
    "already paid, A9 for a sub-contractor, A12 for a co-contractor.",
    checks_fr="Le cadre n'est pas un code de la réforme de la facturation électronique (B1, S1, M1...).",
    checks_en="The cadre is no code of the e-invoicing reform (B1, S1, M1...).",
    source="Spécifications externes DGFiP et AIFE de la réforme (BT-23) ; que les flux EDI de Chorus Pro "
    "attendent A1 à A25 : règle G1.02 de l'AIFE, citée par un logiciel client",
    certainty="M",
    fixed=True,
)

CADRE_MALFORMED = RuleSpec(
    code="CADRE-MALFORMED",
    severity=Severity.ERROR,
    rule="AIFE:G1.02",
    fr="« {value} » n'a pas la forme d'un cadre de facturation.",
    en="“{value}” is not written like a cadre de facturation.",
    hint_fr="Écrivez la lettre A majuscule suivie du numéro du cadre, sans zéro ni espace, par exemple {example}.",
    hint_en="Write a capital A followed by the number of the cadre, without zero or space, {example} for instance.",
    checks_fr="Le cadre s'écrit A suivi d'un numéro, sans zéro ni espace.",
    checks_en="The cadre is written A followed by a number, without zero or space.",
    source="Règle G1.02 de l'AIFE, citée par un logiciel client ; forme déduite des listes de cadres",
    certainty="M",
    fixed=True,
)

MATRIX_NOT_IN_EDI = RuleSpec(
    code="MATRIX-NOT-IN-EDI",
    severity=Severity.ERROR,
    rule="CADRE",
    fr="Le cadre « {value} » – {piece}, déposant : {depositor} – ne peut pas être déposé en EDI.",
    en="The cadre “{value}” – {piece_en}, depositor: {depositor_en} – cannot be deposited by EDI.",
    hint_fr="{advice}",
    hint_en="{advice_en}",
    checks_fr="Le cadre peut être déposé en EDI en premier dépôt.",
    checks_en="The cadre may be deposited by EDI as a first deposit.",
    source="AIFE, support de formation « Facturation de travaux », table des canaux ; source de chaque case "
    "dans config/capability-matrix.csv",
    certainty="H",
    fixed=True,
)

MATRIX_NO_INITIAL = RuleSpec(
    code="MATRIX-NO-INITIAL",
    severity=Severity.ERROR,
    rule="CADRE",
    fr="Le cadre « {value} » – {piece}, déposant : {depositor} – n'ouvre jamais une procédure : il la termine, "
    "par association à une pièce déjà déposée, ce que l'EDI ne permet pas.",
    en="The cadre “{value}” – {piece_en}, depositor: {depositor_en} – never opens a procedure: it closes one, by "
    "association to a piece already deposited, which EDI does not allow.",
    hint_fr="{advice}",
    hint_en="{advice_en}",
    checks_fr="La pièce peut ouvrir une procédure : elle n'est pas seulement associée à une autre.",
    checks_en="The piece may open a procedure: it is not only ever associated to another.",
    source="AIFE, support de formation « Facturation de travaux », table des canaux ; source de chaque case "
    "dans config/capability-matrix.csv",
    certainty="H",
    fixed=True,
)

MATRIX_ASSOCIATION = RuleSpec(
    code="MATRIX-ASSOCIATION",
    severity=Severity.ERROR,
    rule="CADRE",
    fr="La pièce de cadre « {cadre} » – {piece}, déposant : {depositor} – renvoie à une pièce antérieure, « {value} » "
    ": c'est une association, que l'EDI ne permet pas.",
    en="The piece of cadre “{cadre}” – {piece_en}, depositor: {depositor_en} – refers to an earlier piece, “{value}”: "
    "that is an association, which EDI does not allow.",
    hint_fr="{advice}",
    hint_en="{advice_en}",
    checks_fr="Une pièce de travaux de type 380, dont le cadre connaît des associations (A6, A8, A22...), ne renvoie à "
    "aucune pièce antérieure.",
    checks_en="A works piece of type 380, whose cadre has associations (A6, A8, A22...), refers to no earlier piece.",
    source="AIFE, support de formation « Facturation de travaux » : aucune association en EDI ; reconnaître "
    "une association à sa référence est déduit",
    certainty="M",
    fixed=True,
)

MATRIX_REFERENCE = RuleSpec(
    code="MATRIX-REFERENCE",
    severity=Severity.WARNING,
    rule="CADRE",
    fr="La pièce de cadre « {cadre} » – {piece} – renvoie à une pièce antérieure, « {value} » : ce cadre n'a pas "
    "d'association, la pièce est prise comme un premier dépôt.",
    en="The piece of cadre “{cadre}” – {piece_en} – refers to an earlier piece, “{value}”: this cadre has no "
    "association, the piece is taken as a first deposit.",
    hint_fr="Rien à faire si la référence n'est que pour mémoire ; sinon, vérifiez le cadre de facturation.",
    hint_en="Nothing to do if the reference is only for the record; otherwise check the cadre de facturation.",
    checks_fr="Une pièce de travaux de type 380, dont le cadre n'a pas d'association (A4, A7, A10, A13, A14), ne "
    "renvoie à aucune pièce antérieure.",
    checks_en="A works piece of type 380, whose cadre has no association (A4, A7, A10, A13, A14), refers to no "
    "earlier piece.",
    source="AIFE, support de formation « Facturation de travaux » : ces cases sont vides, et non barrées ; le reste "
    "est déduit",
    certainty="L",
    fixed=True,
)

DEFAULT_CADRE = "A1"

# BT-23 of the 2026 reform (DGFiP and AIFE external specifications): the same element, another list.
REFORM_CADRES = frozenset({
    "B1", "S1", "M1", "B2", "S2", "M2", "S3", "B4", "S4", "M4",
    "S5", "S6", "B7", "S7", "B8", "S8", "M8", "B9", "S9", "M9",
})  # fmt: skip

_WELL_FORMED = re.compile(r"A(0|[1-9][0-9]*)", re.ASCII)
_ALMOST = re.compile(r"\s*[Aa][\s._-]*0*(?P<number>[1-9][0-9]?)\s*", re.ASCII)


def judge_cadre(record: Record, tables: Tables) -> tuple[str | None, str, tuple[Finding, ...]]:
    """The effective cadre (None when what is written is none), the operation, and what is wrong with them.

    Raises ConfigError when the matrix has no cell for a known cadre.
    """
    named = record.cadre if record.cadre is not None and record.cadre.text.strip() else None
    findings = list(_conflict(record))
    code = named.text.strip() if named else DEFAULT_CADRE
    if named is None:
        place = record.cadre
        findings.append(CADRE_DEFAULTED.at(xpath=place and place.xpath, line=place and place.line))
    cadre = tables.cadres.get(code)
    if cadre is None or not cadre.active:
        return None, INITIAL, (*findings, _not_a_cadre(code, named, cadre, tables))
    operation = operation_of(record, cadre, tables)
    cell = cell_of(tables, code, operation)
    if cell.edi != "yes":
        findings.append(_refusal(cell, cadre, named, record, tables))
    elif cadre.works and (origin := _earlier(record)) is not None:
        findings.append(_at(MATRIX_REFERENCE, origin, cadre=code, piece=cadre.label, piece_en=cadre.label_en))
    return code, operation, tuple(findings)


def operation_of(record: Record, cadre: Cadre, tables: Tables) -> str:
    """Association for a works piece of type 380 that refers to an earlier piece, where its cadre has any, else initial.

    No official text says how a flow would express an association; this reading is the project's own. It refuses only
    what the table of channels does: where the cell says n/a, there is no association that the reference could mean.
    """
    if not cadre.works or _earlier(record) is None:
        return INITIAL
    return INITIAL if cell_of(tables, cadre.code, ASSOCIATION).edi == "n/a" else ASSOCIATION


def _earlier(record: Record) -> Value | None:
    """The earlier piece that one of type 380 refers to; a credit note names the invoice it corrects."""
    if record.type is None or record.type.text.strip() != INVOICE:
        return None
    return next((origin for origin in record.origins if origin.text.strip()), None)


def _conflict(record: Record) -> list[Finding]:
    found = [value for value in record.cadres if value.text.strip()]
    others = list(dict.fromkeys(one.text.strip() for one in found[1:] if one.text.strip() != found[0].text.strip()))
    return [_at(CADRE_CONFLICT, found[0], others=", ".join(others))] if others else []


def _not_a_cadre(code: str, named: Value | None, cadre: Cadre | None, tables: Tables) -> Finding:
    if cadre is not None:
        return _at(CADRE_WITHDRAWN, named, piece=cadre.label, piece_en=cadre.label_en)
    if code in REFORM_CADRES:
        return _at(CADRE_REFORM, named)
    if _WELL_FORMED.fullmatch(code):
        return _at(CADRE_UNKNOWN, named)
    almost = _ALMOST.fullmatch(code)
    meant = f"A{almost['number']}" if almost else DEFAULT_CADRE
    return _at(CADRE_MALFORMED, named, example=meant if meant in tables.cadres else DEFAULT_CADRE)


def _refusal(cell: Cell, cadre: Cadre, named: Value | None, record: Record, tables: Tables) -> Finding:
    facts = {
        "cadre": cadre.code,
        "piece": cadre.label,
        "piece_en": cadre.label_en,
        "depositor": cadre.depositor,
        "depositor_en": cadre.depositor_en,
        "advice": advice(tables, cadre.code, cell.operation),
        "advice_en": advice(tables, cadre.code, cell.operation, "en"),
    }
    if cell.operation == ASSOCIATION:
        origin = next(origin for origin in record.origins if origin.text.strip())
        return _at(MATRIX_ASSOCIATION, origin, **facts)
    return _at(MATRIX_NO_INITIAL if cell.edi == "n/a" else MATRIX_NOT_IN_EDI, named, **facts)


def _at(spec: Spec, place: Value | None, **values: Any) -> Finding:
    if place is None:
        return spec.at(value=DEFAULT_CADRE, **values)
    return spec.at(value=place.text.strip(), xpath=place.xpath, line=place.line, **values)
