"""A piece against the fiche d'identité of its marché: each rule with what passes and what does not; fiches on disk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from edi.catalogue import hint, sentence
from edi.config.marches import Actor, Fiche, Marches, key_of, load_marches
from edi.config.tables import load_tables
from edi.errors import ConfigError
from edi.model.document import Party, Record, Syntax, Value
from edi.model.finding import Finding, Severity
from edi.model.limits import Limits
from edi.rules.context import RuleContext
from edi.rules.marche_actors import (
    cadres_of,
    debtor_pays_the_marche,
    supplier_deposits_this_cadre,
    supplier_takes_part,
    valideur_is_the_one_named,
)
from edi.rules.marche_terms import commitment_is_of_the_marche, date_is_within_the_marche, service_is_of_the_marche
from edi.rules.rule import Rule
from edi.rules.run import rules_about

TABLES = load_tables(None)
HOLDER, SUB, OWNER, WORKS, PAYER, LIMITED, STRANGER = (f"9999999{n}000000" for n in range(7))
FICHE = Fiche(
    file="mapa-2026-017.toml",
    number="MAPA-2026-017",
    title="Voirie communale",
    actors=(
        Actor(siret=HOLDER, name="Entreprise", role="titulaire"),
        Actor(siret=SUB, name="Sous-traitant", role="sous-traitant"),
        Actor(siret=LIMITED, name="Cotraitant", role="cotraitant", cadres=("A13",)),
        Actor(siret=OWNER, name="Commune", role="MOA"),
        Actor(siret=PAYER, name="Trésorerie", role="service financier"),
        Actor(siret=WORKS, name="Atelier", role="MOE"),
    ),
    services=("VOIRIE",),
    commitments=("EJ-1", "EJ-2"),
    start=date(2026, 1, 1),
    end=date(2026, 12, 31),
)


def found(
    rule: Rule, fiche: Fiche = FICHE, number: str = "MAPA-2026-017", cadre: str = "A4", **given: str
) -> list[Finding]:
    """What the rule finds; the number stands as marché, then as contract, and must give the same."""

    def value(name: str) -> Value | None:
        return Value(given[name], f"/{name}", 7) if name in given else None

    record = Record(
        syntax=Syntax.CII,
        cadre=Value(cadre, "/cadre", 7),
        supplier=Party(id=value("supplier")),
        debtor=Party(id=value("debtor"), service=value("service")),
        valideur=Party(id=value("valideur")),
        commitment=value("commitment"),
        issue_date=value("day"),
        marche=Value(number, "/marche", 7),
        type=value("kind"),
    )
    marches = Marches(fiches={key_of(fiche.number): fiche})
    context = RuleContext(tables=TABLES, limits=Limits(), marches=marches, cadre=TABLES.cadres[cadre])
    findings = list(rule(record, context))
    assert list(rule(replace(record, marche=None, contract=record.marche), context)) == findings
    for finding in findings:
        assert finding.code == rule.code
        for lang in ("fr", "en"):
            assert sentence(finding, lang)
            assert hint(finding, lang)
    return findings


@pytest.mark.parametrize(
    ("rule", "cadre", "given"),
    [
        (supplier_takes_part, "A4", {"supplier": HOLDER}),
        (supplier_takes_part, "A4", {"supplier": " ".join(HOLDER)}),
        (supplier_takes_part, "A4", {}),
        (supplier_deposits_this_cadre, "A4", {"supplier": HOLDER}),
        (supplier_deposits_this_cadre, "A10", {"supplier": SUB}),
        (supplier_deposits_this_cadre, "A13", {"supplier": LIMITED}),
        (supplier_deposits_this_cadre, "A1", {"supplier": WORKS}),
        (supplier_deposits_this_cadre, "A10", {"supplier": STRANGER}),
        (debtor_pays_the_marche, "A4", {"debtor": OWNER}),
        (debtor_pays_the_marche, "A4", {"debtor": PAYER}),
        (valideur_is_the_one_named, "A4", {"valideur": WORKS}),
        (valideur_is_the_one_named, "A10", {"valideur": HOLDER}),
        (valideur_is_the_one_named, "A10", {"valideur": LIMITED}),
        (valideur_is_the_one_named, "A13", {"valideur": HOLDER}),
        (valideur_is_the_one_named, "A1", {"valideur": STRANGER}),
        (valideur_is_the_one_named, "A4", {}),
        (commitment_is_of_the_marche, "A4", {"commitment": "ej-2"}),
        (commitment_is_of_the_marche, "A4", {}),
        (service_is_of_the_marche, "A4", {"service": "VOIRIE"}),
        (date_is_within_the_marche, "A4", {"day": "2026-12-31"}),
        (date_is_within_the_marche, "A4", {"day": "2026-01-01"}),
        (date_is_within_the_marche, "A4", {"day": "hier"}),
    ],
)
def test_a_piece_that_agrees_passes(rule: Rule, cadre: str, given: dict[str, str]) -> None:
    assert found(rule, cadre=cadre, **given) == []


FAILING = [
    (supplier_takes_part, "A4", {"supplier": STRANGER}, STRANGER),
    (supplier_deposits_this_cadre, "A10", {"supplier": HOLDER}, "A10"),
    (supplier_deposits_this_cadre, "A4", {"supplier": SUB}, "A4"),
    (supplier_deposits_this_cadre, "A14", {"supplier": LIMITED}, "A14"),
    (supplier_deposits_this_cadre, "A1", {"supplier": PAYER}, "A1"),
    (debtor_pays_the_marche, "A4", {"debtor": STRANGER}, STRANGER),
    (debtor_pays_the_marche, "A4", {"debtor": WORKS}, WORKS),
    (valideur_is_the_one_named, "A4", {"valideur": HOLDER}, HOLDER),
    (valideur_is_the_one_named, "A10", {"valideur": WORKS}, WORKS),
    (valideur_is_the_one_named, "A13", {"valideur": LIMITED}, LIMITED),
    (commitment_is_of_the_marche, "A4", {"commitment": "EJ-3"}, "EJ-3"),
    (service_is_of_the_marche, "A4", {"service": "ECOLES"}, "ECOLES"),
]


@pytest.mark.parametrize(("rule", "cadre", "given", "quoted"), FAILING)
def test_a_piece_that_disagrees_is_refused_with_the_value(
    rule: Rule, cadre: str, given: dict[str, str], quoted: str
) -> None:
    [finding] = found(rule, cadre=cadre, **given)
    assert finding.severity is Severity.ERROR
    assert finding.line == 7
    assert quoted in sentence(finding)
    assert quoted in sentence(finding, "en")


def test_no_label_of_the_operators_table_changes_a_verdict() -> None:
    """An operator may call a sous-traitant "Sous-traitant", or in English: the actor's cadres are the same."""
    cadres = {code: replace(cadre, depositor=f"« {cadre.depositor.upper()} »") for code, cadre in TABLES.cadres.items()}
    for actor in FICHE.actors:
        assert cadres_of(actor, cadres) == cadres_of(actor, TABLES.cadres)
    assert cadres_of(FICHE.actors[1], cadres) == ("A9", "A10")


def test_a_credit_note_goes_under_a1_whoever_deposits_it() -> None:
    for supplier in (HOLDER, SUB, LIMITED):
        assert found(supplier_deposits_this_cadre, cadre="A1", supplier=supplier, kind="381") == []
    assert found(supplier_deposits_this_cadre, cadre="A1", supplier=LIMITED, kind="380")


@pytest.mark.parametrize(("rule", "cadre", "given", "quoted"), FAILING)
def test_a_marche_without_a_fiche_is_no_finding(rule: Rule, cadre: str, given: dict[str, str], quoted: str) -> None:
    assert found(rule, number="AUTRE", cadre=cadre, **given) == []


@pytest.mark.parametrize("day", ["2025-12-31", "2027-01-01"])
def test_a_date_outside_the_marche_warns(day: str) -> None:
    [finding] = found(date_is_within_the_marche, day=day)
    assert finding.severity is Severity.WARNING
    assert "du 2026-01-01 au 2026-12-31" in sentence(finding)
    assert "from 2026-01-01 to 2026-12-31" in sentence(finding, "en")


def test_what_a_fiche_does_not_say_is_not_judged() -> None:
    bare = replace(FICHE, actors=FICHE.actors[:1], services=(), commitments=(), start=None, end=None)
    given = {"debtor": STRANGER, "valideur": STRANGER, "commitment": "X", "service": "X", "day": "1999-01-01"}
    for rule in rules_about("marche")[2:]:
        assert found(rule, bare, **given) == []


# fiches on disk

GOOD = """number = "MAPA-2026-017"
title = "Voirie"
start = 2026-01-01
[[actor]]
siret = "99999999800019"
name = "Entreprise"
role = "titulaire"
cadres = ["A4"]
"""


def written(tmp_path: Path, *texts: str) -> Path:
    (tmp_path / "marches").mkdir()
    for at, text in enumerate(texts):
        (tmp_path / "marches" / f"{at}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_fiche_is_found_by_its_number_however_it_is_written(tmp_path: Path) -> None:
    marches = load_marches(written(tmp_path, GOOD))
    fiche = marches.find("mapa-2026 -017 ")
    assert fiche is not None
    assert (fiche.title, fiche.start, fiche.actors[0].cadres) == ("Voirie", date(2026, 1, 1), ("A4",))
    assert [pack.role for pack in marches.packs()] == ["marches"]


def test_without_fiches_there_is_nothing(tmp_path: Path) -> None:
    for config in (None, tmp_path):
        marches = load_marches(config)
        assert marches.find("MAPA-2026-017") is None
        assert marches.packs() == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('number = "MAPA-2026-017"', "number = 17", "number vaut 17"),
        ('title = "Voirie"', "", "la clé title manque"),
        ('title = "Voirie"', 'titre = "Voirie"', "clé inconnue titre"),
        ("start = 2026-01-01", 'start = "2026-01-01"', "start vaut"),
        ("start = 2026-01-01", "start = 2026-01-01\nend = 2025-01-01", "précède"),
        ('siret = "99999999800019"', 'siret = "999"', "siret vaut"),
        ('role = "titulaire"', 'role = "patron"', "role vaut"),
        ('["A4"]', '["B4"]', "cadres contient"),
        ('["A4"]', '"A4"', "liste de textes"),
        ('name = "Entreprise"', 'nom = "Entreprise"', "clé inconnue nom"),
        ("[[actor]]", "[actor]", "aucun acteur"),
        ("[[actor]]", "[[actor", "TOML"),
        ('"Voirie"', "[" * 1_000, "TOML"),
        ('"Voirie"', "9" * 5_000, "TOML"),
    ],
)
def test_a_wrong_fiche_is_refused_with_file_key_and_remedy(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError, match=rf"0\.toml.*{said}"):
        load_marches(written(tmp_path, GOOD.replace(old, new)))


def test_two_fiches_of_one_number_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a déjà une fiche"):
        load_marches(written(tmp_path, GOOD, GOOD.replace("MAPA-2026-017", "mapa-2026-017")))
