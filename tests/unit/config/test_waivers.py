"""Waivers: read whole or refused with the remedy, weighed by partner and day, told once they are over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from edi.config.partners import Partner
from edi.config.settings import Settings, load_settings
from edi.config.waivers import Waiver, Waivers, load_waivers
from edi.errors import ConfigError
from edi.judging.reference import terms_of
from edi.model.finding import Severity
from edi.rules.fixed import FIXED

WAIVER = {
    "rule": "ATTACHMENT-NAME-LONG",
    "severity": "error",
    "reason": "accord du 3 novembre",
    "until": date(2027, 1, 31),
}
TODAY = date(2026, 11, 24)


def written(folder: Path, *waivers: dict[str, Any], more: str = "") -> Path:
    def shown(value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else f'"{value}"'

    tables = ["[[waiver]]\n" + "".join(f"{key} = {shown(value)}\n" for key, value in one.items()) for one in waivers]
    (folder / "rules.toml").write_text(more + "\n".join(tables), encoding="utf-8")
    return folder


def waiver(rule: str = "ATTACHMENT-NAME-LONG", **changes: Any) -> Waiver:
    base = Waiver(rule=rule, severity=Severity.WARNING, reason="essai", until=date(2027, 1, 31))
    return replace(base, **changes)


def test_the_shipped_file_changes_nothing(tmp_path: Path) -> None:
    assert load_waivers(None).all == load_waivers(tmp_path).all == ()


def test_a_waiver_is_read_whole(tmp_path: Path) -> None:
    found = load_waivers(written(tmp_path, {**WAIVER, "partner": "btp"}))
    assert found.all == (
        Waiver(
            rule="ATTACHMENT-NAME-LONG",
            severity=Severity.ERROR,
            reason="accord du 3 novembre",
            until=date(2027, 1, 31),
            partner="btp",
        ),
    )
    assert found.sha256 != load_waivers(None).sha256


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": "NO-SUCH-RULE"}, "n'est pas une règle"),
        ({"rule": None}, "la clé rule manque"),
        ({"severity": "fatal"}, "off, info, warning, error"),
        ({"severity": None}, "off, info, warning, error"),
        ({"reason": "  "}, "reason manque"),
        ({"reason": None}, "reason manque"),
        ({"until": None}, "AAAA-MM-JJ"),
        ({"until": "2027-01-31"}, "AAAA-MM-JJ"),
        ({"surprise": "x"}, "clé inconnue surprise"),
        ({"rule": "SUPPLIER-MISSING", "severity": "warning"}, "ne peut pas être adoucie"),
        ({"rule": "DEBTOR-NOT-SIRET", "severity": "off"}, "ne peut pas être adoucie"),
    ],
)
def test_a_wrong_waiver_stops_the_start_with_its_place(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    given = {key: value for key, value in {**WAIVER, **changes}.items() if value is not None}
    with pytest.raises(ConfigError) as refused:
        load_waivers(written(tmp_path, given)).check(FIXED)
    assert said in str(refused.value)
    assert "[[waiver]] n° 1" in str(refused.value)
    assert "[[waiver]] no. 1" in refused.value.of("en")


def test_two_waivers_of_one_rule_for_one_partner_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="deux dérogations à ATTACHMENT-NAME-LONG pour tous les partenaires"):
        load_waivers(written(tmp_path, WAIVER, WAIVER))


@pytest.mark.parametrize("text", ["waiver = 3", "[waiver]\nrule = 'x'", "rules = []\n", "[[waiver", "\udcff"])
def test_a_file_that_holds_something_else_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match=r"rules\.toml"):
        load_waivers(tmp_path)


def test_a_partners_own_waiver_goes_before_everybodys() -> None:
    everybody, own = waiver(severity=Severity.ERROR), waiver(partner="btp", severity=None)
    waivers = Waivers(all=(everybody, own))
    assert waivers.of("btp") == (own,)
    assert waivers.of("acme") == waivers.of(None) == (everybody,)


def settings_with(tmp_path: Path, *waivers: Waiver, **changes: Any) -> Settings:
    return replace(load_settings(tmp_path), waivers=Waivers(all=waivers), **changes)


def test_terms_hold_the_waivers_in_force_and_those_that_are_over(tmp_path: Path) -> None:
    over = waiver("ATTACHMENT-TOO-LARGE", until=date(2020, 1, 1))
    settings = settings_with(tmp_path, waiver(until=date(2999, 1, 1)), over)
    terms = terms_of(settings, Partner(name="btp", app_code="XXX001", siret=("999999998",)), "FSO1116A")
    assert terms.weights == {"ATTACHMENT-NAME-LONG": Severity.WARNING}
    assert terms.expired == {"ATTACHMENT-TOO-LARGE": date(2020, 1, 1)}
    assert (terms.partner, terms.interface, terms.suppliers) == ("btp", "FSO1116A", ("999999998",))
    assert terms.today is not None


@pytest.mark.parametrize(
    ("gateway", "partner", "expected"),
    [
        ("production", None, False),
        ("qualification", None, True),
        ("production", "qualification", True),
        ("qualification", "production", False),
    ],
)
def test_a_partners_mode_goes_before_the_gateways(
    gateway: str, partner: str | None, expected: bool, tmp_path: Path
) -> None:
    settings = settings_with(tmp_path, mode=gateway)
    assert terms_of(settings, Partner(name="btp", app_code="XXX001", mode=partner), None).qualification is expected
    assert terms_of(settings, None, None).qualification is (gateway == "qualification")


def test_the_last_day_still_counts() -> None:
    assert waiver(until=TODAY).holds_on(TODAY)
    assert not waiver(until=TODAY).holds_on(date(2026, 11, 25))
