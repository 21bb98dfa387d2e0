"""One sentence for a person, in French and in English. Imports nothing, so that errors, settings and verbs all can.

In: both wordings with the same `{names}`, and the values to fill in.  Out: the sentence in the language asked for.
"""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """Both wordings of one sentence."""

    fr: str
    en: str

    @classmethod
    def same(cls, text: str) -> Message:
        """What both languages write alike: a name, a number, the system's own words."""
        return cls(text, text)

    def of(self, lang: str, **values: object) -> str:
        """In one language ("en", else French); a value that is a Message itself is put in that language too."""
        template = self.en if lang == "en" else self.fr
        return template.format(**{name: _in(lang, value) for name, value in values.items()}) if values else template

    def filled(self, **values: object) -> Message:
        """The same sentence with its values in place. Fill once: braces in what a person wrote stay braces."""
        return Message(self.of("fr", **values), self.of("en", **values))


def _in(lang: str, value: object) -> object:
    return value.of(lang) if isinstance(value, Message) else value
