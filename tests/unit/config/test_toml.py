"""The one reader of TOML: what each check takes and refuses, in both languages, with file and key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from edi.config import literal
from edi.config.toml import (
    A_DAY,
    Check,
    Table,
    any_text,
    choice,
    choices,
    day,
    flag,
    matching,
    number,
    parse_toml,
    table_of,
    tables_of,
    text,
    texts,
    whole,
)
from edi.errors import ConfigError

FILE = Path("config/some.toml")


def read(check: Check, written: str) -> Any:
    return parse_toml(FILE, f"key = {written}\n".encode()).read({"key": check})["key"]


@pytest.mark.parametrize(
    ("check", "written", "value"),
    [
        (text, '" a "', "a"),
        (any_text, '""', ""),
        (texts, '["a", " b"]', ("a", " b")),
        (texts, "[]", ()),
        (flag, "false", False),
        (choice("a", ""), '""', ""),
        (choices("a", "b"), '["b", "a", "b"]', ("b", "a")),
        (number(0, 1), "1", 1.0),
        (whole(0, 1), "1", 1),
        (matching(re.compile("[a-z]+"), literal("letters")), '"abc"', "abc"),
    ],
)
def test_a_check_gives_the_value_in_its_type(check: Check, written: str, value: Any) -> None:
    given = read(check, written)
    assert (given, type(given)) == (value, type(value))


@pytest.mark.parametrize(
    ("check", "written", "fr", "en"),
    [
        (text, '" "', "un texte entre guillemets", "a text between quotes"),
        (any_text, "1", "un texte entre guillemets", "a text between quotes"),
        (texts, '"a"', "liste de textes", "list of texts"),
        (texts, '["a", " "]', "liste de textes", "list of texts"),
        (flag, '"true"', "true, false", "true, false"),
        (choice("a", ""), '"b"', "a, rien", "one of: a, nothing"),
        (choices("a", "b"), '["c"]', "une liste parmi a, b", "a list of some of: a, b"),
        (number(0, 1), "true", "un nombre de 0 à 1", "a number from 0 to 1"),
        (whole(0, 1), "1.0", "un nombre entier de 0 à 1", "a whole number from 0 to 1"),
        (day, "1979-05-27T07:32:00", A_DAY.fr, A_DAY.en),
        (matching(re.compile("[a-z]+"), literal("letters")), '"A"', "letters", "letters"),
        (table_of, "1", "une table [key]", "a table [key]"),
        (tables_of, "{}", "[[key]]", "[[key]]"),
    ],
)
def test_a_refusal_names_file_key_and_remedy_in_both_languages(check: Check, written: str, fr: str, en: str) -> None:
    with pytest.raises(ConfigError) as told:
        read(check, written)
    assert told.value.of("fr").startswith(f"{FILE} : key ")
    assert told.value.of("en").startswith(f"{FILE}: key ")
    assert fr in told.value.of("fr")
    assert en in told.value.of("en")


def test_braces_of_a_value_stay_as_they_were_written() -> None:
    with pytest.raises(ConfigError, match=re.escape("'{place}'")):
        read(choice("a"), '"{place}"')


def test_keys_are_told_with_their_table_and_an_unknown_one_before_a_wrong_one() -> None:
    raw = parse_toml(FILE, b"[limits]\na = 'x'\nz = 1\n").table("limits")
    with pytest.raises(ConfigError, match=re.escape("clé inconnue limits.z ; connues : a, b.")):
        raw.read({"a": whole(0, 1), "b": flag})


def test_a_missing_key_is_told_with_what_it_holds() -> None:
    with pytest.raises(ConfigError) as told:
        parse_toml(FILE, b"").read({"a": text}, {"a": literal("AAA")})
    assert told.value.of("fr") == f"{FILE} : la clé a manque ; attendu : AAA."
    assert told.value.of("en") == f"{FILE}: the key a is missing; write AAA."


def test_a_table_that_is_not_there_is_empty() -> None:
    assert parse_toml(FILE, b"").table("limits").read({}) == {}


def test_each_table_of_a_row_has_its_number_as_its_place() -> None:
    def rows(field: Any) -> tuple[Table, ...]:
        return tables_of(field)

    first, second = parse_toml(FILE, b"[[key]]\n[[key]]\na = 1\n").read({"key": rows})["key"]
    assert first.place.words().fr == f"{FILE}, [[key]] n° 1"
    assert second.place.words().en == f"{FILE}, [[key]] no. 2"
