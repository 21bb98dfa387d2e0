"""edi doctor: is this gateway fit to judge? Every problem with its place and its remedy."""

from __future__ import annotations

import json
from pathlib import Path

from edi.config.settings import check_language
from edi.operations.doctor import examine
from edi.operations.doctor_words import words as words_of

FIT, UNFIT = 0, 2


def doctor(as_json: bool, lang: str | None, root: Path, config: Path | None) -> int:
    """0 when the gateway may start, 2 when something stands against it."""
    check_language(lang)
    language, lines = examine(root, config, lang)
    words = words_of(language)
    fit = all(line.ok for line in lines)
    if as_json:
        checks = [{"subject": line.subject, "ok": line.ok, "said": line.said} for line in lines]
        print(json.dumps({"ok": fit, "checks": checks}, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print(f"{words.fine if line.ok else words.problem:<8}  {line.subject:<12}{line.said}")
        print(words.fit if fit else words.unfit)
    return FIT if fit else UNFIT
