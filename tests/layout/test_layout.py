"""The shape of the code, kept by reading it: who imports whom, who touches the disk, how long a file is."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

from edi.catalogue import CATALOGUE
from edi.model.flow import State
from edi.words.sentence import Spec

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "edi"
LINES = 300
DATA_PLANS = {"edi/judging/read/ubl.py", "edi/judging/read/cii.py"}  # longer: each is one table of places
MEDIAN, NINE_IN_TEN = 110, 230  # lines of a file of edi/

# lowest first: a part of edi/ imports only what stands in a row below its own, never its own row but itself
LAYERS = (
    {"message"},
    {"errors"},
    {"model", "clock", "resources"},
    {"words", "disk", "schemas", "sandbox"},
    {"config", "returns", "ledger"},
    {"rules", "sftp", "monitor"},
    {"judging"},
    {"pipeline"},
    {"gateway", "catalogue"},
    {"operations", "daemon"},
    {"cli"},
    {"__main__"},
)
HEIGHT = {part: height for height, row in enumerate(LAYERS) for part in row}
AT_THE_ROOT = 24  # names edi/ opens on

# a library -> the only modules (a name ending in a dot: everything below it) that may import it
LIBRARIES = {
    "lxml": {"judging.", "schemas.", "returns."},
    "paramiko": {"sftp.wire.", "sandbox."},
    "sqlite3": {"ledger.database"},
    "sqlite_utils": {"ledger.database"},
    "watchdog": {"daemon."},
    "multiprocessing": {"judging.judges."},
    "pypdf": {"judging.", "sandbox."},
    "typer": {"cli."},
    "click": {"cli."},
    "rich": {"cli."},
}

# what changes files -> who may do it
WRITERS = {
    "disk.": {"*"},
    "sandbox.": {"*"},
}
OS_CALLS = {
    "chmod", "chown", "link", "makedirs", "mkdir", "mkfifo", "open", "remove", "removedirs", "rename", "renames",
    "replace", "rmdir", "symlink", "truncate", "unlink", "utime", "write", "pwrite", "fsync", "ftruncate",
}  # fmt: skip
PATH_CALLS = {
    "write_text",
    "write_bytes",
    "unlink",
    "rmdir",
    "mkdir",
    "rename",
    "touch",
    "symlink_to",
    "hardlink_to",
    "chmod",
}


def name_of(path: Path) -> str:
    """edi/read/__init__.py -> "read.", edi/judging/read/cii.py -> "read.cii", edi/pipeline/take.py -> "pickup"."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1]) + "." if parts[-1] == "__init__" and len(parts) > 1 else ".".join(parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "bench").rglob("*.py")])
modules = pytest.mark.parametrize("module", MODULES)


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def within(module: str, allowed: set[str]) -> bool:
    return any(module == one or (one.endswith(".") and f"{module}.".startswith(one)) for one in allowed)


def imports(module: str) -> Iterator[tuple[str, str]]:
    """(module, name) of every import that is carried out, also inside a function: not those for types alone."""
    skipped = {
        inner
        for node in ast.walk(tree(module))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree(module)):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} : a relative import"
            yield from ((node.module or "", alias.name) for alias in node.names)


def own_imports(module: str) -> Iterator[tuple[str, str]]:
    """(part of edi, name): "from edi.read import cii" gives ("read", "cii"), "from edi import durable" its name."""
    for source, name in imports(module):
        if source == "edi":
            yield name, ""
        elif source.startswith("edi."):
            yield source.split(".")[1], name


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    users = {module for module in MODULES for source, _ in imports(module) if source.split(".")[0] == library}
    assert {module for module in users if not within(module, LIBRARIES[library])} == set()


def test_every_part_has_its_floor() -> None:
    assert {module.split(".")[0] for module in MODULES} - {"__init__"} == set(HEIGHT)


def test_the_house_opens_on_few_names() -> None:
    assert len({path.stem for path in PACKAGE.iterdir() if not path.name.startswith("__pycache__")}) <= AT_THE_ROOT


@modules
def test_a_part_imports_only_what_stands_below_it(module: str) -> None:
    own = module.split(".")[0]
    parts = {part for part, _ in own_imports(module)} - {own, "__version__"}
    assert {part for part in parts if HEIGHT[part] >= HEIGHT.get(own, 0)} == set()


def test_no_files_import_each_other() -> None:
    targets = {module: set(_files_imported(module)) - {module} for module in MODULES}
    while free := {module for module, wanted in targets.items() if not wanted & set(targets)}:
        targets = {module: wanted for module, wanted in targets.items() if module not in free}
    assert targets == {}  # what is left stands in a circle, or above one


def _files_imported(module: str) -> Iterator[str]:
    """The files of edi/ that a file takes names from: "from edi.judging.read import cii" takes the file cii."""
    for source, name in imports(module):
        if source.split(".")[0] == "edi":
            path = source.removeprefix("edi").removeprefix(".")
            candidates = (f"{path}.{name}".lstrip("."), f"{path}.{name}.".lstrip("."), path, f"{path}.")
            yield from (candidate for candidate in candidates[:2] if candidate in MODULES)
            if not any(candidate in MODULES for candidate in candidates[:2]):
                yield from (candidate for candidate in candidates[2:] if candidate in MODULES)


@modules
def test_files_are_changed_only_where_it_is_kept_safe(module: str) -> None:
    allowed = {call for one, calls in WRITERS.items() if within(module, {one}) for call in calls}
    changes = set(_changes(tree(module)))
    assert "*" in allowed or changes <= allowed, changes - allowed


def _changes(code: ast.Module) -> Iterator[str]:
    for node in ast.walk(code):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called == "open" and any(
            isinstance(arg, ast.Constant) and set(str(arg.value)) & set("wax+") for arg in node.args[1:2]
        ):
            yield "open for writing"
        elif called.startswith("os.") and called[3:] in OS_CALLS:
            shown = ast.unparse(node)
            # reading without following a link, or the terminal's end gone: no file is changed
            reads = called == "os.open" and not re.search("O_WRONLY|O_RDWR", shown)
            if not reads and "os.devnull" not in shown:
                yield called
        elif called.startswith(("shutil.", "tempfile.")):
            yield called
        elif (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in PATH_CALLS
            and not called.startswith(("os.", "durable."))
        ):
            yield node.func.attr
        elif (
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "replace"
            and len(node.args) == 1
            and not node.keywords
        ):
            yield "replace"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES or str(path.relative_to(ROOT)) in DATA_PLANS


def test_most_files_are_short() -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES.values()]
    assert median(lengths) <= MEDIAN
    assert quantiles(lengths, n=10)[-1] <= NINE_IN_TEN


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_the_main_path_names_its_commits_in_the_order_of_the_states() -> None:
    river = next(line for line in (ast.get_docstring(tree("gateway")) or "").splitlines() if "->" in line)
    assert re.findall(r"\[(\w+)\]", river) == [state.value for state in State]


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_finding_speaks_both_languages_and_says_what_to_do(code: str) -> None:
    spec = CATALOGUE[code]
    assert all(text.strip() for text in (spec.fr, spec.en, spec.hint_fr, spec.hint_en, spec.rule))


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_finding_quotes_the_same_facts_in_both_languages(code: str) -> None:
    spec: Spec = CATALOGUE[code]
    assert fields_of(spec.fr) == fields_of(spec.en)
    assert fields_of(spec.hint_fr) == fields_of(spec.hint_en)


def fields_of(template: str) -> set[str]:
    """The names in braces; `why_fr` and `why_en`, or `piece` and `piece_en`, are one fact in two languages."""
    return {re.sub(r"_(fr|en)$", "", name) for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_finding_code_is_in_capitals_with_hyphens(code: str) -> None:
    assert re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)+", code)
