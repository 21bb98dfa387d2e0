"""A cadre that is not said where Chorus Pro looks for it, and signs of works in a document that names none.

Without a cadre a document is taken for a plain invoice (A1): a works piece would miss its circuit, and nobody would
know. In: the record's cadre, notes, profile, valideur, marché, attachments.  Out: findings that name what was found,
where, and where the cadre must stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from edi.model.document import Record, Value
from edi.model.finding import Finding, Severity
from edi.rules.context import RuleContext
from edi.rules.rule import rule
from edi.rules.values import text
from edi.words.sentence import RuleSpec

PLACES = {
    "ubl": "UBLExtensions/UBLExtension/ExtensionContent/FactureExtension/CategoryCode, ou ProfileID",
    "cii": "ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter/ID",
}
PLACES_EN = {**PLACES, "ubl": PLACES["ubl"].replace(" ou ", " or ")}
_CODE = r"A(?:[1-9]|1[0-9]|2[0-5])"
_IN_PROFILE = re.compile(rf"(?:^|[:/#_\-\s])({_CODE})$", re.IGNORECASE | re.ASCII)
_IN_NOTE = re.compile(rf"^\s*({_CODE})\s*$|\bcadre\b[^.;\n]{{0,30}}?\b({_CODE})\b", re.IGNORECASE)
# what the pieces of works are called, in the words of config/cadres.csv and of those who write them
_WORDS = re.compile(
    r"projet de d[ée]compte|d[ée]compte (?:g[ée]n[ée]ral|mensuel|final)|[ée]tat d['’]acompte|situation de travaux"
    r"|demande de paiement (?:de |d'un |du )?sous-traitant|\bDGD\b|\bCCAG[ -]travaux",
    re.IGNORECASE,
)


@rule(
    "CADRE-ELSEWHERE",
    Severity.WARNING,
    reference="CADRE",
    fr="Le cadre de facturation « {found} » se lit dans {where} (« {value} »), où Chorus Pro ne le cherche pas : la "
    "pièce "
    "serait traitée comme une facture simple (A1).",
    en="The cadre de facturation “{found}” is read in {where} (“{value}”), where Chorus Pro does not look for it: the "
    "piece would be treated as a plain invoice (A1).",
    hint_fr="Écrivez le cadre {found} en {right}.",
    hint_en="Write the cadre {found} in {right_en}.",
    checks_fr="Aucun cadre n'est écrit ailleurs que là où Chorus Pro le lit : ni en CustomizationID, ni dans un "
    "profil, ni "
    "dans une note.",
    checks_en="No cadre is written elsewhere than where Chorus Pro reads it: neither in CustomizationID, nor in a "
    "profile, "
    "nor in a note.",
    source="AIFE, exemples officiels FSO1116A et FSO1117A et feuille de style UBL (places du cadre) ; le reste est "
    "déduit",
    certainty="L",
)
def cadre_stands_where_it_is_read(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    for value, code in _elsewhere(record):
        family = "ubl" if record.syntax.family == "ubl" else "cii"
        where = value.xpath.rpartition("/")[2].rpartition(":")[2].partition("[")[0]
        yield say.on(value, found=code, where=where, right=PLACES[family], right_en=PLACES_EN[family])
        return


def _elsewhere(record: Record) -> Iterator[tuple[Value, str]]:
    if record.cadre is not None:
        return
    for values, pattern in ((record.strays.cadres, _IN_PROFILE), (record.notes, _IN_NOTE)):
        for value in values:
            if match := pattern.search(value.text):
                yield value, next(filter(None, match.groups())).upper()


@rule(
    "WORKS-UNSAID",
    Severity.WARNING,
    reference="CADRE",
    fr="Le document n'indique aucun cadre de facturation, alors qu'il a l'air d'une pièce de travaux ({sign} : « "
    "{value} ») "
    ": il est traité comme une facture simple (A1), sans valideur ni circuit de travaux.",
    en="The document names no cadre de facturation, while it looks like a works piece ({sign_en}: “{value}”): it is "
    "treated "
    "as a plain invoice (A1), without valideur or works circuit.",
    hint_fr="Si c'est une pièce de travaux, écrivez son cadre (A4, A7, A10…) en {right} ; sinon, écrivez A1.",
    hint_en="If it is a works piece, write its cadre (A4, A7, A10…) in {right_en}; otherwise write A1.",
    checks_fr="Un document qui nomme un valideur ou un marché, ou que ses notes ou ses pièces jointes appellent "
    "pièce de "
    "travaux, indique son cadre.",
    checks_en="A document that names a valideur or a marché, or whose notes or attachments call it a works piece, "
    "names its "
    "cadre.",
    source="Déduit ; l'exemple officiel FSO1117A P02 nomme un valideur sans cadre et il est pris",
    certainty="L",
)
def works_piece_says_its_cadre(say: RuleSpec, record: Record, context: RuleContext) -> Iterable[Finding]:
    if record.cadre is not None or next(_elsewhere(record), None) is not None:
        return
    for value, sign, sign_en in _signs(record):
        family = "ubl" if record.syntax.family == "ubl" else "cii"
        yield say.on(value, sign=sign, sign_en=sign_en, right=PLACES[family], right_en=PLACES_EN[family])
        return


def _signs(record: Record) -> Iterator[tuple[Value, str, str]]:
    valideur = record.valideur.id or record.valideur.name
    if valideur is not None and text(valideur):
        yield valideur, "un valideur", "a valideur"
    named = [attachment.name for attachment in record.attachments if attachment.name is not None]
    for value in (*record.notes, *named):
        if _WORDS.search(value.text.replace("_", " ")):
            yield value, "les mots d'une pièce de travaux", "the words of a works piece"
    if record.marche is not None and text(record.marche):
        yield record.marche, "un marché", "a marché"
