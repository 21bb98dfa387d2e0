"""Which verb is asked for, where, and in which language: of a line as it stands, before anything is loaded for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from edi.cli.call import Common, call_of, language, verb_of
from edi.errors import ConfigError


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("run", "run"),
        ("--root run flows", "flows"),
        ("--root=run --lang en flows --last 3", "flows"),
        ("--version", ""),
        ("-h", ""),
        ("--root", ""),
        ("", ""),
    ],
)
def test_the_verb_is_the_first_word_that_no_option_takes(line: str, verb: str) -> None:
    assert verb_of(line.split()) == verb


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("flows --lang en", "en"),
        ("flows --lang=en", "en"),
        ("--lang en flows", "en"),
        ("--lang fr flows --lang en", "en"),
        ("partner add x --lang en", "fr"),  # there it is of the partner's returns
        ("--lang en partner add x --lang fr", "en"),
        ("check x --partner partner --lang en", "en"),
        ("flows --lang xx", "fr"),
        ("flows --lang", "fr"),
    ],
)
def test_a_whole_line_is_answered_in_its_language(line: str, lang: str, tmp_path: Path) -> None:
    assert language(line.split(), {"EDI_ROOT": str(tmp_path)}) == lang


def test_the_root_of_the_verb_wins_over_one_before_it_and_over_the_environment(tmp_path: Path) -> None:
    verb, before = Common(root=tmp_path), Common(root=Path("before"))
    assert call_of(verb, before, environment={"EDI_ROOT": "there"}).root == tmp_path
    assert call_of(Common(), before, environment={"EDI_ROOT": "there"}).root == Path("before")
    assert call_of(Common(), Common(), environment={"EDI_ROOT": "there"}).root == Path("there")
    assert call_of(Common(), Common(), default_root=Path("demo"), environment={"EDI_ROOT": ""}).root == Path("demo")


def test_an_unknown_language_is_refused_in_both() -> None:
    with pytest.raises(ConfigError) as refused:
        call_of(Common(lang="de"), environment={})
    assert refused.value.of("fr") == "--lang de : fr ou en."
    assert refused.value.of("en") == "--lang de: fr or en."
