"""The rule pack's name: its hash is of what the rules mean, and locked with the version under which they mean it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from edi.rules import pack

MODULE = '''"""Numbers."""

from __future__ import annotations

LIMIT = 20  # characters


@rule("NUMBER-LONG", fr="Le numéro est trop long.")
def number_fits(say, record, context):
    if len(text(record.number)) > LIMIT:
        yield say.on(record.number)


def text(value):
    """What was read."""
    return value.text.strip()
'''


@pytest.fixture
def meaning(tmp_path: Path) -> Callable[..., list[str]]:
    def definitions(**modules: str) -> list[str]:
        for old in tmp_path.glob("*.py"):
            old.unlink()
        for name, source in modules.items():
            (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
        return sorted(pack.definitions(tmp_path))

    return definitions


def test_the_pack_is_named_as_it_is_locked() -> None:
    named = pack.rule_pack()
    assert (named.role, named.package, named.version) == ("rules", "chorus-pro-edi", pack.VERSION)
    assert len(named.sha256) == 64
    assert pack.rule_pack() is named


def test_the_lock_is_true() -> None:
    told = "the rules changed: raise VERSION in edi/rules/pack.py, then run: python -m edi.rules.pack"
    assert pack.locked(pack.LOCK) == (pack.VERSION, pack.meaning()), told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LIMIT = 20", "LIMIT = 21"),
        ("> LIMIT", ">= LIMIT"),
        ("value.text.strip()", "value.text"),
        ("say.on(record.number)", "say.near(record.number)"),
    ],
)
def test_a_change_of_a_check_of_a_helper_or_of_a_constant_shows(
    old: str, new: str, meaning: Callable[..., list[str]]
) -> None:
    assert MODULE.count(old) == 1
    assert meaning(numbers=MODULE.replace(old, new)) != meaning(numbers=MODULE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  # characters", "  # letters and signs"),
        ('"""What was read."""', '"""What stands there."""'),
        ('"""Numbers."""', '"""The document\'s number."""'),
        ("    if len(", "\n    if len("),
        ("from __future__ import annotations\n", "from __future__ import annotations\n\nimport re\n"),
        ("numéro est trop long", "numéro ne tient pas"),  # the values of the spec are hashed by themselves
    ],
)
def test_how_it_is_written_down_does_not_show(old: str, new: str, meaning: Callable[..., list[str]]) -> None:
    assert meaning(numbers=MODULE.replace(old, new)) == meaning(numbers=MODULE)


def test_moving_a_definition_or_renaming_a_file_does_not_show(meaning: Callable[..., list[str]]) -> None:
    head, moved = MODULE.split("\n\n\ndef text")
    assert meaning(numbers=head + "\n", values=f"def text{moved}") == meaning(numbers=MODULE)
    assert meaning(digits=MODULE) == meaning(numbers=MODULE)


def test_the_words_of_a_sentence_are_part_of_the_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pack.meaning()
    monkeypatch.setattr("edi.rules.run.RULES", ())
    assert pack.meaning() != before


def test_a_lock_is_not_renewed_under_the_version_it_has(tmp_path: Path) -> None:
    lock = tmp_path / "pack.lock"
    assert pack.renew(lock, "2.0", "a")
    assert not pack.renew(lock, "2.0", "b")
    assert pack.locked(lock) == ("2.0", "a")
    assert pack.renew(lock, "2.0", "a")
    assert pack.renew(lock, "2.1", "b")
    assert pack.locked(lock) == ("2.1", "b")
