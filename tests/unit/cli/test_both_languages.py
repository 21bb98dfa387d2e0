"""One voice: what each verb says, right or wrong, and its help, come out in the language asked for, and in no other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from command import Edi, Ran, command
from gateways import add_partner

from edi.cli.app import VERBS
from edi.cli.exits import OF_VERBS
from edi.config.settings import load_settings
from edi.disk import locks
from edi.disk.folders import Folders
from edi.operations.sweep import sweep
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, flow_name
from edi.sandbox.invoices import invoice, works

LANGS = ("fr", "en")
# words that give a sentence's language away, and that no name, code or path holds
FRENCH = re.compile(
    r"[«»]|[a-zà-ÿ] [:;](?:\s|$)|\b(?:le|la|les|un|une|des|du|ce|cette|ces|qui|que|dans|pas|est|sont|avec|pour|sans"
    r"|aucune?|ou|et|il|elle|au|aux|sur|fichier|dossier|flux|lecture|inconnue?|donnez|corrigez|processus|depuis)\b"
)
ENGLISH = re.compile(
    r"[“”`]|[a-z]: |\b(?:the|is|are|of|and|with|not|this|that|which|its|it|from|has|was|give|mend|file|folder|unknown"
    r"|cannot|only|each|what|invoice)\b"
)
OF_THE_OTHER = {"fr": ENGLISH, "en": FRENCH}

# each verb, wrong in one way or more; {root} is a gateway that has answered, {file} a file of its
WRONG: dict[str, list[str]] = {
    "run": ["--root {slip}", "--settle many"],
    "watch": ["--root {slip}"],
    "transfer": ["--root {root}", "--root {root} --partner nobody"],
    "health": ["--root {slip}", "--root {root}"],
    "check": ["{slip}", "{refused} --root {root}", "{good} --html {root} --root {root}", "{good} --partner nobody"],
    "explain": ["{slip}", "{good} --interface NOPE", "{good} --member nope", "{empty}"],
    "rules": ["NOPE-NOPE", "--csv --markdown", "--partner nobody"],
    "matrix": ["A99"],
    "flows": ["--root {slip}", "--root {fresh}", "--last many"],
    "show": ["nowhere --root {root}", "--root {slip} x"],
    "reprocess": [
        "--flow nobody --root {root}",
        "--since yesterday --root {root}",
        "--finding NOPE --root {root}",
        "--root {fresh} --dry-run",
    ],
    "resend": ["nobody --root {root}", "x --partner nobody --root {root}"],
    "purge": [
        "--older-than never --root {root}",
        "--older-than 1h --root {root}",
        "--older-than 999999d --root {root}",
        "--state taken --root {root}",
        "--verdict good --root {root}",
        "--verdict quarantined --root {root}",
    ],
    "hold add": [
        "--reason x --root {root}",
        "--reason x --flow nobody --root {root}",
        "--reason x --partner nobody --root {root}",
        "--reason= --partner btp --root {root}",
        "--flow x",
    ],
    "hold list": ["--root {slip}"],
    "hold remove": ["7 --root {root}"],
    "verify": ["--root {slip}", "--root {altered}"],
    "doctor": ["--root {slip}", "--root {unfit}"],
    "partner add": [
        "Nobody --app-code XXX002 --root {root}",
        "other --app-code x --root {root}",
        "other --app-code XXX002 --returns pdf --root {root}",
        "other --app-code XXX002 --naming loose --root {root}",
        "other --app-code XXX002 --siret 12 --root {root}",
        "other --app-code XXX001 --root {root}",
        "btp --app-code XXX002 --root {root}",
        "other --app-code XXX002 --ssh-key {good} --root {root}",
    ],
    "partner list": ["--root {unfit}"],
    "structure import": ["{slip} --root {root}", "{good} --root {root}"],
    "structure list": ["--config {slip}"],
    "structure check": ["12", "99999999999999 --root {root}"],
    "marche add": [
        "M1 --start hier --root {root}",
        "M1 --actor nobody --root {root}",
        "M1 --root {slip}",
    ],
    "marche check": ["{slip} --root {root}", "--root {unfit}"],
    "marche list": ["--root {unfit}"],
    "demo": ["--root {root}"],
}
RIGHT: dict[str, list[str]] = {
    "run": ["--root {fresh} --settle 0"],
    "matrix": ["", "A15"],
    "flows": ["--root {root}"],
    "show": ["F-2 --root {root}"],
    "verify": ["--root {root}"],
    "doctor": ["--root {root}"],
    "purge": ["--older-than 0h --dry-run --root {root}"],
    "reprocess": ["--refused --dry-run --root {root}"],
    "hold list": ["--root {root}"],
    "partner list": ["--root {root}", "--root {fresh}"],
    "marche list": ["--root {root}"],
    "marche check": ["--root {root}"],
    "structure list": ["--root {root}"],
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Gateways and files in every state a person meets."""
    home = tmp_path_factory.mktemp("both")
    places = {name: home / name for name in ("root", "fresh", "slip", "unfit", "altered")}
    for name in ("root", "altered"):
        _answered(places[name])
    places["fresh"].mkdir()
    for file in Folders.of(places["altered"]).archive.rglob("*"):
        if file.is_file():
            file.write_bytes(b"<another/>")
    (places["unfit"] / "config").mkdir(parents=True)
    (places["unfit"] / "config" / "gateway.toml").write_text("[gateway]\nworkres = 2\n", encoding="utf-8")
    files = {"good": cii(invoice()), "refused": cii(works("A15", number="S-1")), "empty": b""}
    for name, data in files.items():
        places[name] = home / f"{name}.xml"
        places[name].write_bytes(data)
    return places


def _answered(root: Path) -> None:
    add_partner(root)
    inbox = root / "inbox" / "btp"
    (inbox / flow_name(CII, "XXX001", 1)).write_bytes(cii(invoice(number="F-1")))
    (inbox / flow_name(CII, "XXX001", 2)).write_bytes(cii(works("A15", number="F-2")))
    sweep(load_settings(root), 0, nullcontext(lambda done, total: None))


@pytest.fixture
def edi(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Edi:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.chdir(tmp_path)
    return command(monkeypatch, capfd)


def verbs() -> Iterator[str]:
    """Every verb there is, "partner add" for one of a group."""
    for name in VERBS:
        registered = import_module(f"edi.cli.verbs.{name}").VERBS
        for verb in registered.verbs:
            yield f"{registered.group} {verb.name}".strip()


def cases(told: dict[str, list[str]]) -> list[Any]:
    return [pytest.param(verb, line, id=f"{verb} {line}") for verb, lines in told.items() for line in lines]


def sentences(ran: Ran, places: dict[str, Path]) -> str:
    """What was said, without the names and words that were typed or lie on the disk, or that the system said."""
    text = ran.all
    for path in sorted(map(str, places.values()), key=len, reverse=True):
        text = text.replace(path, "…")
    return re.sub(r"(\([A-Z][a-z ]+\)|/\S+|--[a-z-]+|edi [a-z]+( [a-z]+)?|'[^']*')", "…", text)


def test_every_verb_fails_here_in_some_way_and_has_its_exit_codes() -> None:
    assert set(WRONG) == set(verbs()) == set(OF_VERBS)


def asked(edi: Edi, verb: str, line: str, places: dict[str, Path]) -> dict[str, Ran]:
    """The same line in each language; before the verb, as all verbs take it there."""
    words = [word.format(**places) for word in line.split()]
    return {lang: edi("--lang", lang, *verb.split(), *words) for lang in LANGS}


@pytest.mark.parametrize(("verb", "line"), cases(WRONG))
def test_a_failure_is_told_in_the_language_asked(verb: str, line: str, edi: Edi, places: dict[str, Path]) -> None:
    ran = asked(edi, verb, line, places)
    assert ran["fr"].code == ran["en"].code
    assert ran["fr"].code in OF_VERBS[verb] - {0, 70}, ran["fr"].all
    check_languages(ran, places)


@pytest.mark.parametrize(("verb", "line"), cases(RIGHT))
def test_an_answer_is_told_in_the_language_asked(verb: str, line: str, edi: Edi, places: dict[str, Path]) -> None:
    ran = asked(edi, verb, line, places)
    assert ran["fr"].code == ran["en"].code
    check_languages(ran, places, tables=True)


def check_languages(ran: dict[str, Ran], places: dict[str, Path], tables: bool = False) -> None:
    assert ran["fr"].all != ran["en"].all
    for lang in LANGS if not tables else ():
        said = sentences(ran[lang], places)
        assert not (found := OF_THE_OTHER[lang].search(said)), (found, said)


@pytest.mark.parametrize("verb", list(verbs()))
def test_the_help_of_a_verb_is_in_the_language_asked(verb: str, edi: Edi) -> None:
    ran = {lang: edi("--lang", lang, *verb.split(), "--help") for lang in LANGS}
    assert ran["fr"].code == ran["en"].code == 0
    assert "Exemple : edi" in ran["fr"].out
    assert "Example: edi" in ran["en"].out
    for lang in LANGS:
        said = sentences(ran[lang], {})
        assert not (found := OF_THE_OTHER[lang].search(said)), (found, said)


@pytest.mark.parametrize("words", [(), *((name,) for name in ("partner", "hold", "structure", "marche"))])
def test_the_list_of_verbs_is_in_the_language_asked(words: tuple[str, ...], edi: Edi) -> None:
    said = {lang: sentences(edi("--lang", lang, *words, "--help"), {}) for lang in LANGS}
    for lang in LANGS:
        assert not (found := OF_THE_OTHER[lang].search(said[lang])), (found, said[lang])


# where the language and the root are said


Say = Callable[[pytest.MonkeyPatch, Path, str], list[str]]


def option(patch: pytest.MonkeyPatch, root: Path, lang: str) -> list[str]:
    return ["flows", "--root", str(root), "--lang", lang]


def before(patch: pytest.MonkeyPatch, root: Path, lang: str) -> list[str]:
    return ["--lang", lang, "--root", str(root), "flows"]


def environment(patch: pytest.MonkeyPatch, root: Path, lang: str) -> list[str]:
    patch.setenv("EDI_LANG", lang)
    patch.setenv("EDI_ROOT", str(root))
    return ["flows"]


def settings(patch: pytest.MonkeyPatch, root: Path, lang: str) -> list[str]:
    (root / "config").mkdir(exist_ok=True)
    (root / "config" / "gateway.toml").write_text(f'[gateway]\nlang = "{lang}"\n', encoding="utf-8")
    return ["flows", "--root", str(root)]


NO_LEDGER = {"fr": "pas encore de registre", "en": "no ledger yet"}
PLACES: list[Say] = [settings, environment, before, option]  # the later wins


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("say", PLACES)
def test_the_language_and_the_root_may_be_said_in_four_places(
    say: Say, lang: str, edi: Edi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "gateway"
    root.mkdir()
    ran = edi(*say(monkeypatch, root, lang))
    assert ran.code == 2
    assert f"{root}/state" in ran.err
    assert NO_LEDGER[lang] in ran.err


@pytest.mark.parametrize("weaker", PLACES[:-1])
def test_the_nearer_place_wins(weaker: Say, edi: Edi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "gateway"
    root.mkdir()
    stronger = PLACES[PLACES.index(weaker) + 1]
    weaker(monkeypatch, root, "fr")
    before_verb = ["--lang", "fr"] if weaker is before else []
    assert NO_LEDGER["en"] in edi(*before_verb, *stronger(monkeypatch, root, "en")).err


@pytest.mark.parametrize(("variable", "words"), [("EDI_LANG", []), ("", ["--lang", "xx"])])
def test_a_language_that_is_none_is_refused(
    variable: str, words: list[str], edi: Edi, monkeypatch: pytest.MonkeyPatch
) -> None:
    if variable:
        monkeypatch.setenv(variable, "xx")
    ran = edi("flows", *words)
    assert ran.code == 2
    assert "xx : fr ou en." in ran.err


def test_a_wrong_setting_is_told_in_the_language_of_the_settings(edi: Edi, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "gateway.toml").write_text('[gateway]\nlang = "en"\nworkres = 2\n', encoding="utf-8")
    ran = edi("flows", "--root", tmp_path)
    assert ran.code == 2
    assert not FRENCH.search(sentences(ran, {"root": tmp_path}))


@pytest.mark.parametrize("lang", LANGS)
def test_a_lock_that_another_holds_is_told_in_the_language_asked(lang: str, edi: Edi, places: dict[str, Path]) -> None:
    handle = locks.lock(Folders.of(places["root"]).lock, locks.label("edi run"))
    try:
        ran = edi("run", "--settle", 0, "--root", places["root"], "--lang", lang)
    finally:
        locks.unlock(handle)
    assert ran.code == 75
    assert not OF_THE_OTHER[lang].search(sentences(ran, places))
