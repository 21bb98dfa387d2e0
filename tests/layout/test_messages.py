"""Every sentence that stands in a module says the same in both languages."""

from __future__ import annotations

import string
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import edi
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
