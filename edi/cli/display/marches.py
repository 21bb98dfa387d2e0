"""Fiches of marchés on a terminal: a table of them, what is wrong, where an invoice disagrees."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from edi.catalogue import hint, sentence
from edi.config.marches import ROLES, Fiche
from edi.message import Message
from edi.operations.counts import count_of
from edi.operations.marches import Compared

NO_FICHE = Message(
    "Aucune fiche ; « edi marche add NUMERO --title OBJET --example » en écrit une à compléter.",
    "No fiche; `edi marche add NUMBER --title OBJECT --example` writes one to complete.",
)
FICHE, FICHES = Message("fiche", "fiche"), Message("fiches", "fiches")
PROBLEM, PROBLEMS = Message("problème", "problem"), Message("problèmes", "problems")
ALL_RIGHT = (
    Message("{fiches}, juste.", "{fiches}, right."),
    Message("{fiches}, toutes justes.", "{fiches}, all right."),
)
FAULTS = Message("{problems} dans {fiches}.", "{problems} in {fiches}.")
AGREES = Message(
    "{file} : elle s'accorde avec la fiche du marché {number}.",
    "{file}: it agrees with the fiche of the marché {number}.",
)
WITHOUT_FICHE = Message(
    "{file} : le marché {number} n'a pas de fiche ; « edi marche add » en écrit une.",
    "{file}: the marché {number} has no fiche; `edi marche add` writes one.",
)
NO_MARCHE = Message(
    "{file} : elle ne nomme aucun marché, il n'y a rien à comparer.",
    "{file}: it names no marché, there is nothing to compare.",
)
HEADINGS = (
    Message("marché", "marché"),
    Message("objet", "object"),
    Message("intervenants", "participants"),
    Message("du", "from"),
    Message("au", "to"),
    Message("fiche", "fiche"),
)


def show_fiches(fiches: Iterable[Fiche], lang: str) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading.of(lang), overflow="fold")
    for fiche in fiches:
        roles = [f"{len(fiche.of_role(role))} {role}" for role in ROLES if fiche.of_role(role)]
        start, end = str(fiche.start or ""), str(fiche.end or "")
        table.add_row(fiche.number, fiche.title, ", ".join(roles), start, end, fiche.file)
    Console().print(table)


def show_compared(compared: Compared, invoice: Path | None, lang: str) -> None:
    fiches = count_of(compared.fiches, FICHE, FICHES)
    if compared.problems:
        for problem in compared.problems:
            print(problem.of(lang))
        print(FAULTS.of(lang, problems=count_of(len(compared.problems), PROBLEM, PROBLEMS), fiches=fiches))
        return
    print(ALL_RIGHT[compared.fiches > 1].of(lang, fiches=fiches) if compared.fiches else NO_FICHE.of(lang))
    for finding in compared.findings:
        print(f"\n{sentence(finding, lang)}\n  → {hint(finding, lang)}\n  {finding.code}")
    if invoice is not None and not compared.findings:
        print(_agreement(compared, invoice).of(lang))


def _agreement(compared: Compared, invoice: Path) -> Message:
    if compared.fiche:
        return AGREES.filled(file=invoice, number=compared.fiche.number)
    return (WITHOUT_FICHE if compared.number else NO_MARCHE).filled(file=invoice, number=compared.number)
