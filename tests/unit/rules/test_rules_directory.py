"""What a debtor asks by its row in the directory: each rule with what passes and what does not."""

from __future__ import annotations

import pytest

from edi.catalogue import hint, sentence
from edi.config.directory import Directory, Service, Structure
from edi.config.tables import load_tables
from edi.model.document import Party, Record, Syntax, Value
from edi.model.finding import Finding, Severity
from edi.model.limits import Limits
from edi.rules.context import RuleContext
from edi.rules.directory import debtor_is_active, debtor_is_in_the_directory, service_exists, service_is_active
from edi.rules.obligations import (
    commitment_is_given_where_required,
    service_is_given_where_required,
    service_or_commitment_is_given_where_required,
)
from edi.rules.rule import Rule

TABLES = load_tables(None)
NONE, SERVICE, COMMITMENT, BOTH, EITHER, CLOSED, STRANGER = (f"9999999{n}000000" for n in range(7))
ASKED = {NONE: "none", SERVICE: "service", COMMITMENT: "commitment", BOTH: "both", EITHER: "either", CLOSED: "none"}
ZEROS = "0" * 14


def directory(
    certainty: str = "H", imported: bool = True, unknown_debtor: str = "warning", unknown_service: str = "error"
) -> Directory:
    services = {
        code.upper(): Service(SERVICE, code, "Service", active)
        for code, active in {"Open": True, "Shut": False}.items()
    }
    return Directory(
        structures={
            siret: Structure(siret, "Commune", obligation, siret != CLOSED, "essai", certainty)
            for siret, obligation in ASKED.items()
        },
        services={SERVICE: services},
        listed=frozenset([SERVICE]),
        imported=imported,
        unknown_debtor=unknown_debtor,
        unknown_service=unknown_service,
    )


def found(rule: Rule, debtor: str, service: str, commitment: str, given: Directory) -> list[Finding]:
    """What the rule finds; "" stands for a value that is not there."""

    def value(text: str) -> Value | None:
        return Value(text, "/place", 7) if text else None

    record = Record(
        syntax=Syntax.CII,
        debtor=Party(id=value(debtor), service=value(service)),
        commitment=value(commitment),
    )
    findings = list(rule(record, RuleContext(tables=TABLES, limits=Limits(), directory=given)))
    for finding in findings:
        assert finding.code == rule.code
        for lang in ("fr", "en"):
            assert "{" not in sentence(finding, lang) + hint(finding, lang)
            assert debtor in sentence(finding, lang)
    return findings


@pytest.mark.parametrize(
    ("rule", "debtor", "service", "commitment"),
    [
        (service_is_given_where_required, SERVICE, "Open", ""),
        (service_is_given_where_required, COMMITMENT, "", "EJ-1"),
        (service_is_given_where_required, EITHER, "", ""),
        (commitment_is_given_where_required, COMMITMENT, "", "EJ-1"),
        (commitment_is_given_where_required, SERVICE, "Open", ""),
        (service_or_commitment_is_given_where_required, EITHER, "Open", ""),
        (service_or_commitment_is_given_where_required, EITHER, "", "EJ-1"),
        (service_or_commitment_is_given_where_required, STRANGER, "", ""),
        (service_exists, SERVICE, "open", ""),
        (service_exists, SERVICE, "", ""),
        (service_exists, NONE, "anything", ""),
        (service_is_active, SERVICE, "Open", ""),
        (service_is_active, SERVICE, "no such", ""),
        (debtor_is_active, NONE, "", ""),
        (debtor_is_active, STRANGER, "", ""),
        (debtor_is_in_the_directory, NONE, "", ""),
        (debtor_is_in_the_directory, "no SIRET", "", ""),
        (debtor_is_in_the_directory, ZEROS, "AAASCPV", "EJ-1"),
    ],
)
def test_a_document_that_gives_what_is_asked_passes(rule: Rule, debtor: str, service: str, commitment: str) -> None:
    assert found(rule, debtor, service, commitment, directory()) == []


@pytest.mark.parametrize(
    ("rule", "debtor", "service", "commitment"),
    [
        (service_is_given_where_required, SERVICE, "", "EJ-1"),
        (service_is_given_where_required, BOTH, " ", "EJ-1"),
        (commitment_is_given_where_required, COMMITMENT, "Open", ""),
        (commitment_is_given_where_required, BOTH, "Open", " "),
        (service_or_commitment_is_given_where_required, EITHER, "", ""),
        (debtor_is_active, CLOSED, "", ""),
    ],
)
@pytest.mark.parametrize(("certainty", "severity"), [("H", Severity.ERROR), ("L", Severity.WARNING)])
def test_a_document_that_lacks_what_is_asked_is_told(
    rule: Rule, debtor: str, service: str, commitment: str, certainty: str, severity: Severity
) -> None:
    [finding] = found(rule, debtor, service, commitment, directory(certainty=certainty))
    assert finding.severity is severity


@pytest.mark.parametrize(
    ("rule", "code"),
    [(service_exists, "no such"), (service_exists, "*"), (service_is_active, "shut")],
)
def test_a_service_that_is_not_there_or_closed_is_told_with_those_that_are(rule: Rule, code: str) -> None:
    [finding] = found(rule, SERVICE, code, "", directory())
    assert (finding.value, finding.severity) == (code, Severity.ERROR)
    assert "Open" in hint(finding, "fr")


@pytest.mark.parametrize("weight", ["warning", "error"])
def test_an_unknown_debtor_weighs_what_the_setting_says(weight: str) -> None:
    [finding] = found(debtor_is_in_the_directory, STRANGER, "", "", directory(unknown_debtor=weight))
    assert finding.severity is Severity(weight)


def test_no_debtor_is_unknown_where_none_was_imported_or_nobody_asks() -> None:
    for given in (directory(imported=False), directory(unknown_debtor="off")):
        assert found(debtor_is_in_the_directory, STRANGER, "", "", given) == []


@pytest.mark.parametrize("weight", ["warning", "error"])
def test_an_unknown_service_weighs_what_the_setting_says(weight: str) -> None:
    [finding] = found(service_exists, SERVICE, "no such", "", directory(unknown_service=weight))
    assert finding.severity is Severity(weight)


def test_no_service_is_unknown_where_nobody_declared_the_list_complete() -> None:
    assert found(service_exists, SERVICE, "no such", "", directory(unknown_service="off")) == []
