"""The documents say what the product does: each verb, option, setting, exit code, state and finding; links hold."""

from __future__ import annotations

import importlib.util
import inspect
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
import typer.main

from edi import __version__, errors
from edi.catalogue import CATALOGUE
from edi.cli import exits
from edi.cli.app import command_line
from edi.cli.call import verb_of
from edi.config.partners import Partner, load_partner
from edi.config.remotes import Remote
from edi.config.settings import Settings, load_settings
from edi.config.waivers import load_waivers
from edi.errors import GatewayError
from edi.model.flow import State
from edi.model.judgement import FlowVerdict, Verdict
from edi.model.limits import Limits
from edi.model.outcome import EXTRA_KINDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STATES = (ROOT / "docs" / "states.md").read_text(encoding="utf-8")
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "inbox" / "README.md",
    ROOT / "outbox" / "README.md",
    ROOT / "config" / "partners" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
GROUP = typer.main.get_command(command_line("fr"))
NOT_IN_A_FILE = {
    "folders",
    "limits",
    "schemas",
    "partners",
    "waivers",
}  # of Settings: tables and folders, told otherwise


def commands(group: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every verb with its command, ("partner", "add") for one of a group."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*words, name))
        else:
            yield (*words, name), command


VERBS = dict(commands(GROUP))


def options(command: Any) -> list[str]:
    """The long names of a command's options."""
    names = [name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)]
    return [name for name in names if name.startswith("--")]


def rows(page: str) -> list[list[str]]:
    """The cells of every line of every table."""
    return [line.strip("|").split("|") for line in page.splitlines() if line.startswith("|")]


def settings_rows(heading: str) -> dict[str, str]:
    """Key to default of the README's table whose first heading is `heading`."""
    table = README.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    return {row[0].strip(" `"): row[1].strip(" `") for row in rows(table)[1:]}


def code_blocks(page: str) -> list[tuple[str, str]]:
    """(language, text) of every fenced block."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)


def written_commands(page: str) -> Iterator[list[str]]:
    """The words after `edi` of every command a page shows, in a block or between backquotes."""
    lines = [line for language, text in code_blocks(page) if language in ("", "sh") for line in text.splitlines()]
    lines += re.findall(r"`(edi [^`]+)`", page)
    for line in lines:
        if found := re.match(r"(?:[\d*/ ]+\s{2})?(edi (?!:).*)", line.strip()):
            yield shlex.split(re.split(r"\s[>|]|\s2>>", found[1])[0], comments=True)[1:]


# verbs and options


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_is_in_the_readmes_table_with_an_example(verb: tuple[str, ...]) -> None:
    name = "edi " + " ".join(verb)
    [row] = [row for row in rows(README) if row[0].strip() == f"`{name}`"]
    assert row[-1].strip().startswith(f"`{name}")


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_option_of_a_verb_is_told(verb: tuple[str, ...]) -> None:
    everywhere = {"--root", "--config", "--lang", "--help"}
    row = next(row for row in rows(README) if row[0].strip() == f"`edi {' '.join(verb)}`")
    told = set(re.findall(r"--[a-z-]+", " ".join(row)))
    assert set(options(VERBS[verb])) - everywhere <= told


@pytest.mark.parametrize("option", ["--root", "--config", "--help", *options(GROUP)])
def test_every_option_of_all_verbs_is_told(option: str) -> None:
    assert option in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_a_page_shows_exists(page: Path) -> None:
    for words in written_commands(page.read_text(encoding="utf-8")):
        name = verb_of(words)
        before = words[: words.index(name)] if name else words
        assert {word for word in before if word.startswith("--")} <= {*options(GROUP), "--help"}, words
        if not name:
            continue
        words = words[len(before) :]
        verb = tuple(words[:2]) if tuple(words[:2]) in VERBS else tuple(words[:1])
        assert verb in VERBS, words
        given = {word for word in words if word.startswith("--")}
        assert given <= {*options(VERBS[verb]), "--help"}, words


def test_the_readme_shows_commands_to_check() -> None:
    assert len(list(written_commands(README))) >= len(VERBS)


# settings


@pytest.mark.parametrize(
    ("heading", "kind", "without"),
    [
        ("`[gateway]`", Settings, NOT_IN_A_FILE),
        ("`[limits]`", Limits, set()),
        ("`config/partners/<name>.toml`", Partner, {"name"}),
    ],
)
def test_every_setting_is_in_its_table(heading: str, kind: type[Any], without: set[str]) -> None:
    assert set(settings_rows(heading)) == {field.name for field in fields(kind)} - without


@pytest.mark.parametrize("key", [field.name for field in fields(Limits)])
def test_the_readme_gives_each_limits_true_default(key: str) -> None:
    number, _, unit = settings_rows("`[limits]`")[key].partition(" ")
    assert int(number) * {"": 1, "MiB": 1 << 20, "GiB": 1 << 30}[unit] == getattr(Limits(), key)


@pytest.mark.parametrize(("heading", "kind"), [("`[gateway]`", Settings), ("`config/partners/<name>.toml`", Partner)])
def test_the_readme_gives_each_settings_true_default(heading: str, kind: type[Any]) -> None:
    defaults = {field.name: field.default for field in fields(kind) if field.default not in (MISSING, None, (), "")}
    told = settings_rows(heading)
    assert {key: told[key] for key in defaults if key in told} == {
        key: str(int(value)) if isinstance(value, float) else str(value)
        for key, value in defaults.items()
        if key in told
    }


def test_the_shipped_settings_file_holds_every_default(tmp_path: Path) -> None:
    file = ROOT / "config" / "gateway.toml"
    (tmp_path / "gateway.toml").write_bytes(file.read_bytes())
    assert load_settings(tmp_path, tmp_path / "gateway.toml").limits == Limits()
    given = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(given["limits"]) == {field.name for field in fields(Limits)}
    assert given["gateway"] == {
        field.name: field.default for field in fields(Settings) if field.name not in NOT_IN_A_FILE
    }


def test_the_readmes_settings_example_loads(tmp_path: Path) -> None:
    [example, _, _] = [text for language, text in code_blocks(README) if language == "toml"]
    uncommented = re.sub(r"^# (?=\[|\w+ = )", "", example, flags=re.MULTILINE)
    for text in (example, uncommented):
        (tmp_path / "gateway.toml").write_text(text, encoding="utf-8")
        load_settings(tmp_path, tmp_path / "gateway.toml")


def test_the_readmes_waiver_loads(tmp_path: Path) -> None:
    [_, example, _] = [text for language, text in code_blocks(README) if language == "toml"]
    (tmp_path / "rules.toml").write_text(example, encoding="utf-8")
    [waiver] = load_waivers(tmp_path).all
    assert (waiver.rule, waiver.partner) == ("NUMBER-LONG", "btp-nord")


def test_the_readmes_partner_server_loads_and_every_key_of_it_is_told(tmp_path: Path) -> None:
    [_, _, example] = [text for language, text in code_blocks(README) if language == "toml"]
    file = tmp_path / "acme.toml"
    file.write_text(f'app_code = "ACM001"\n{example}', encoding="utf-8")
    assert load_partner(file).sftp is not None
    for field in fields(Remote):
        key = "in" if field.name == "into" else field.name
        assert f"`{key}`" in README or re.search(rf"\b{key}\b", example), key


@pytest.mark.parametrize("kind", EXTRA_KINDS)
def test_every_extra_return_is_told(kind: str) -> None:
    assert f"`{kind}`" in README


# exit codes, states, verdicts


def exit_codes() -> set[int]:
    classes = [thing for thing in vars(errors).values() if inspect.isclass(thing) and issubclass(thing, GatewayError)]
    return {kind.exit_code for kind in classes}.union(*exits.OF_VERBS.values())


def test_every_verb_has_its_exit_codes() -> None:
    assert set(exits.OF_VERBS) == {" ".join(verb) for verb in VERBS}


@pytest.mark.parametrize("code", sorted(exit_codes()))
def test_every_exit_code_is_told(code: int) -> None:
    assert [row for row in rows(README) if row[0].strip() == str(code)]


@pytest.mark.parametrize("state", [f"S{number}" for number in range(7)])
def test_every_state_is_in_the_readme_and_in_its_page(state: str) -> None:
    for page in (README, STATES):
        assert [row for row in rows(page) if row[0].strip().startswith(f"{state} ")]


@pytest.mark.parametrize("state", State)
def test_every_word_of_the_ledger_is_told(state: State) -> None:
    assert f"`{state.value}`" in STATES
    assert f"commit: {state.value} " in README


@pytest.mark.parametrize("verdict", [*Verdict, *FlowVerdict])
def test_every_verdict_is_told(verdict: Verdict | FlowVerdict) -> None:
    assert f"`{verdict.value}`" in README


# generated pages, links, versions


def generate() -> dict[str, Callable[[], str]]:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, Callable[[], str]] = module.PAGES
    return pages


@pytest.mark.parametrize("name", ["findings.md", "matrix.md", "rules.md"])
def test_a_generated_page_is_what_its_generator_writes(name: str) -> None:
    told = "run: python docs/generate.py"
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == generate()[name](), told


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_finding_has_its_row(code: str) -> None:
    findings = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert [row for row in rows(findings) if row[0].strip() == f"`{code}`"]


def links(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_of_docs_is_linked_from_the_readme() -> None:
    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} <= set(links(ROOT / "README.md"))


def test_the_first_entry_of_the_changelog_is_this_version() -> None:
    entries = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert re.fullmatch(rf"{re.escape(__version__)} - \d{{4}}-\d\d-\d\d", entries[0])


@pytest.mark.parametrize("target", ["demo", "test", "check"])
def test_every_make_target_the_readme_names_exists(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
