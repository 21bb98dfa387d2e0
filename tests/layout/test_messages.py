"""Every sentence that stands in a module says the same in both languages."""

from __future__ import annotations

import ast
import pickle
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TypeGuard

import pytest

import edi
from edi import errors
from edi.errors import GatewayError
from edi.message import Message


def _messages() -> Iterator[tuple[str, Message]]:
    for module in walk_packages(edi.__path__, "edi."):
        if module.name != "edi.__main__":
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, Message):
                    yield f"{module.name}.{name}", value


MESSAGES = dict(_messages())


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_speaks_both_languages_of_the_same_facts(name: str) -> None:
    message = MESSAGES[name]
    assert bool(message.fr.strip()) == bool(message.en.strip())
    assert _facts(message.fr) == _facts(message.en)


def _facts(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


# -- one form: no sentence is held as two texts side by side

SOURCES = sorted(Path(edi.__file__).parent.rglob("*.py"))
OWN_PAIRS = {"", "hint", "checks"}  # what a Spec is written with
# rules hand over facts of the tables in their own time; a table has a column a language
OTHER_ROOMS = ("rules", "config")
CONVERTED = [path for path in SOURCES if path.relative_to(Path(edi.__file__).parent).parts[0] not in OTHER_ROOMS]


def _pairs(names: set[str]) -> set[str]:
    """What is there as `x_fr` and `x_en`, or as `X_FR` and `X_EN`."""
    low = {name.lower() for name in names}
    return {name[:-3] for name in low if name.endswith("_fr") and f"{name[:-3]}_en" in low} - OWN_PAIRS


def _named_together(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Call):
        return {word.arg for word in node.keywords if word.arg}
    if isinstance(node, ast.Dict):
        return {key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    if isinstance(node, ast.Module | ast.ClassDef):
        return {name.id for inner in node.body for name in ast.walk(inner) if _is_assigned(name)}
    return set()


def _is_assigned(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


@pytest.mark.parametrize("path", CONVERTED, ids=lambda path: str(path.relative_to(Path(edi.__file__).parents[1])))
def test_no_sentence_is_held_as_two_texts(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    assert [pairs for node in nodes if (pairs := _pairs(_named_together(node)))] == []


# -- an error of ours is raised with a Message, and nothing but one

OURS = {name for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, GatewayError)}


def _raised_as_text(code: ast.AST) -> Iterator[str]:
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in OURS:
            first = node.args[0] if node.args else None
            if first is None or isinstance(first, ast.Constant | ast.JoinedStr | ast.BinOp):
                yield ast.unparse(node)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(Path(edi.__file__).parents[1])))
def test_our_errors_are_told_in_both_languages(path: Path) -> None:
    assert list(_raised_as_text(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("name", sorted(OURS))
def test_an_error_speaks_the_language_asked_for(name: str) -> None:
    error = pickle.loads(pickle.dumps(getattr(errors, name)(Message("le mot", "the word"))))
    assert (str(error), error.of("fr"), error.of("en")) == ("le mot", "le mot", "the word")
