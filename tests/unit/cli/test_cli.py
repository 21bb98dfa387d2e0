"""The `edi` command: every verb's help, exit codes, JSON shapes, and sentences in place of tracebacks."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer.main
from command import Edi, command

from edi import __version__
from edi.cli.app import command_line
from edi.disk import locks
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.model.document import Record
from edi.rules.context import RuleContext
from edi.rules.numbers import document_has_number
from edi.rules.rule import Rule
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, UBL, flow_name, member_name
from edi.sandbox.invoices import invoice, works
from edi.sandbox.ubl import ubl
from edi.words.sentence import RuleSpec

CODE = "XXX001"
FINDING = {"code", "severity", "message", "hint", "xpath", "line", "value", "rule", "excerpt"}
DOCUMENT = {"member", "number", "type", "cadre", "syntax", "supplier", "debtor", "verdict", "findings"}
PACK = {"role", "package", "version", "sha256"}
ROW = ["cadre", "label", "depositor", "operation", "edi", "portail", "service", "source", "certainty"]


@pytest.fixture
def edi(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Edi:
    monkeypatch.setenv("COLUMNS", "200")
    return command(monkeypatch, capfd)


@pytest.fixture
def root(tmp_path: Path, edi: Edi) -> Path:
    assert edi("partner", "add", "btp", "--app-code", CODE, "--root", tmp_path).code == 0
    return tmp_path


@pytest.fixture
def served(root: Path, edi: Edi) -> Path:
    """A gateway that has answered one good invoice and one refused piece."""
    inbox = root / "inbox" / "btp"
    (inbox / flow_name(UBL, CODE, 1)).write_bytes(ubl(invoice(number="FA-1")))
    (inbox / flow_name(CII, CODE, 2)).write_bytes(cii(works("A15", number="SITU-2")))
    assert edi("run", "--settle", 0, "--root", root).code == 0
    return root


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / flow_name(CII, CODE, 9)
    path.write_bytes(cii(invoice()))
    return path


def verbs() -> Iterator[tuple[str, ...]]:
    """Every verb, ("partner", "add") for one of a group."""

    def below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for name, inner in getattr(command, "commands", {}).items():
            yield from below(inner, (*words, name))
        if not hasattr(command, "commands"):
            yield words

    return below(typer.main.get_command(command_line("fr")), ())


# help and usage


@pytest.mark.parametrize("verb", list(verbs()), ids=" ".join)
def test_every_verb_explains_itself_with_an_example(verb: tuple[str, ...], edi: Edi) -> None:
    ran = edi(*verb, "--help")
    assert ran.code == 0
    assert f"Exemple : edi {' '.join(verb)}" in " ".join(ran.out.split())


def test_the_version_is_the_packages(edi: Edi) -> None:
    assert edi("--version").out == f"{__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["bogus"],
        ["check"],
        ["check", "--bogus", "x"],
        ["partner", "add", "btp"],
        ["run", "--settle", "-1"],
        ["flows", "--last", "many"],
        ["matrix", "--lang", "xx"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_ends_with_2(words: list[str], edi: Edi) -> None:
    ran = edi(*words)
    assert ran.code == 2
    assert "défaillance" not in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show"], "Erreur : il manque l'argument 'ID'."),
        (["hold", "add"], "Erreur : il manque l'option '--reason'."),
        (["flow"], "Erreur : il n'y a pas de commande 'flow'."),
        (["run", "--nope"], "Erreur : il n'y a pas d'option --nope"),
        (["run", "--root"], "Erreur : l'option '--root' demande une valeur."),
        (["run", "--settle", "-1"], "Erreur : '--settle' :"),
        (["flows", "--last", "many"], "Erreur : '--last' :"),
        (["run", "extra"], "Erreur : argument de trop : extra"),
        (["show"], "« edi show -h » montre l'aide."),
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_answered_in_french(words: list[str], said: str, edi: Edi) -> None:
    told = edi(*words).err
    assert said in told
    assert not re.search("Error|Missing|No such|Usage:|Input should|Try|unexpected", told)


def test_a_wrong_command_line_is_answered_in_english_where_that_is_asked_for(root: Path, edi: Edi) -> None:
    assert "Missing argument" in edi("show", "--lang", "en").err
    (root / "config" / "gateway.toml").write_text('[gateway]\nlang = "en"\n', encoding="utf-8")
    assert "Missing argument" in edi("show", f"--root={root}").err
    assert "il manque" in edi("partner", "add", "--lang", "en").err  # the language of that partner's returns


@pytest.mark.parametrize("words", [["-h"], ["hold", "-h"], ["partner", "add", "-h"], ["hold"], []], ids=" ".join)
def test_help_has_french_headings(words: list[str], edi: Edi) -> None:
    ran = edi(*words)
    assert "Usage : edi" in ran.out + ran.err
    assert not re.search(r"Usage:|Options:|Commands:|Arguments:|Show this|required|default:", ran.out + ran.err)


def test_no_command_line_at_all_shows_the_verbs(edi: Edi) -> None:
    ran = edi()
    assert ran.code == 2
    assert "doctor" in ran.out + ran.err
    assert "défaillance" not in ran.err


def test_an_interruption_ends_with_130(root: Path, edi: Edi, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("edi.operations.lookup.open_ledger", interrupted)
    assert edi("flows", "--root", root).code == 130


# check


def test_check_accepts_with_0(good: Path, edi: Edi) -> None:
    assert edi("check", good).code == 0


def test_check_refuses_with_1(tmp_path: Path, edi: Edi) -> None:
    path = tmp_path / "piece.xml"
    path.write_bytes(cii(works("A15")))
    ran = edi("check", path)
    assert ran.code == 1
    assert "MATRIX-NOT-IN-EDI" in ran.out


@pytest.mark.parametrize("data", [b"", b"<html><body>Session expir</body></html>", b"<Invoice", b"\x1f\x8b\x08"])
def test_check_ends_with_3_on_what_cannot_be_read(data: bytes, tmp_path: Path, edi: Edi) -> None:
    path = tmp_path / "piece.xml"
    path.write_bytes(data)
    assert edi("check", path).code == 3


def test_check_ends_with_4_when_the_gateway_itself_fails(good: Path, edi: Edi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi.rules.run.RULES", (Rule(document_has_number.spec, broken_rule),))
    ran = edi("check", good, "--json")
    assert ran.code == 4
    assert ran.json["verdict"] == "not judged"
    assert "règle NUMBER-MISSING : RuntimeError: a rule of ours raised" in ran.json["failures"][0]["reason"]


def broken_rule(say: RuleSpec, record: Record, context: RuleContext) -> tuple[()]:
    raise RuntimeError("a rule of ours raised")


def test_check_tells_both_sentences_where_two_schema_engines_disagree(tmp_path: Path, edi: Edi) -> None:
    path = tmp_path / "piece.xml"
    scan = ubl(invoice(attachments=(("plan.pdf", "application/pdf", b"ABC"),)))
    path.write_bytes(re.sub(rb"(<cbc:EmbeddedDocumentBinaryObject[^>]*>)[^<]*", rb"\g<1>QUJD*", scan))
    assert edi("check", path).code == 1
    for lang, words in (("fr", "deux moteurs de schémas se contredisent"), ("en", "two schema engines disagree")):
        ran = edi("check", path, "--second-opinion", "--lang", lang, "--json")
        assert (ran.code, ran.json["documents"]) == (4, [])
        assert all(part in ran.json["failures"][0]["reason"] for part in (words, "libxml2", "xmlschema", "QUJD*"))


def test_check_with_a_second_opinion_accepts_a_good_invoice(good: Path, edi: Edi) -> None:
    assert edi("check", good, "--second-opinion").code == 0


def test_check_speaks_of_the_worst_of_several_files(good: Path, tmp_path: Path, edi: Edi) -> None:
    bad = tmp_path / "piece.xml"
    bad.write_bytes(cii(works("A15")))
    assert edi("check", good, bad).code == 1


def test_check_reads_a_folder_and_what_is_below_it(tmp_path: Path, edi: Edi) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "piece.xml").write_bytes(cii(invoice()))
    (tmp_path / "a" / "piece.xml.part").write_bytes(b"half")
    ran = edi("check", tmp_path / "a", "--json")
    assert [document["member"] for document in ran.json["documents"]] == ["piece.xml"]


def test_check_leaves_no_trace(good: Path, tmp_path: Path, edi: Edi) -> None:
    edi("check", good, "--root", tmp_path)
    assert list(tmp_path.iterdir()) == [good]


def test_checks_json_has_the_promised_shape(tmp_path: Path, edi: Edi) -> None:
    path = tmp_path / flow_name(CII, CODE, 1)
    path.write_bytes(tar_gz({member_name(CII, CODE, 1): cii(invoice()), member_name(CII, CODE, 2): cii(works("A17"))}))
    said = edi("check", path, "--json").json
    assert set(said) - {"failures"} == {"verdict", "documents", "findings", "packs"}
    assert said["verdict"] == "refused"
    assert [document["verdict"] for document in said["documents"]] == ["accepted", "refused"]
    for document in said["documents"]:
        assert set(document) - {"file"} == DOCUMENT
        assert all(set(finding) == FINDING for finding in document["findings"])
    assert all(set(pack) == PACK for pack in said["packs"])


def test_checks_json_places_a_finding_of_the_flow(tmp_path: Path, edi: Edi) -> None:
    path = tmp_path / "empty.xml"
    path.touch()
    [finding] = edi("check", path, "--json").json["findings"]
    assert set(finding) - {"file"} == FINDING
    assert finding["code"] == "PICKUP-EMPTY"


@pytest.mark.parametrize(("lang", "start"), [("fr", "Le fichier est vide"), ("en", "The file is empty")])
def test_check_speaks_the_language_asked_for(lang: str, start: str, tmp_path: Path, edi: Edi) -> None:
    path = tmp_path / "empty.xml"
    path.touch()
    [finding] = edi("check", path, "--json", "--lang", lang).json["findings"]
    assert finding["message"].startswith(start)


def test_check_takes_the_interface_it_is_given(tmp_path: Path, edi: Edi) -> None:
    path = tmp_path / "piece.xml"
    path.write_bytes(ubl(invoice()))
    said = edi("check", path, "--interface", "FSO1116A", "--json").json
    assert [finding["code"] for finding in said["documents"][0]["findings"]] == ["ENV-INTERFACE-SYNTAX"]


def test_check_judges_the_name_as_for_a_partner(root: Path, good: Path, edi: Edi) -> None:
    free = root / "piece.xml"
    free.write_bytes(good.read_bytes())
    assert edi("check", free, "--root", root).code == 0
    assert edi("check", free, "--root", root, "--partner", "btp").code == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["{root}/none.xml"], "none.xml"),
        (["{root}/outbox"], "aucun fichier"),
        (["{good}", "--lang", "xx"], "--lang xx"),
        (["{good}", "--partner", "nobody"], "nobody"),
        (["{good}", "--config", "{root}/none.toml"], "none.toml"),
    ],
)
def test_check_ends_with_2_and_says_which_word_is_wrong(
    words: list[str], told: str, root: Path, good: Path, edi: Edi
) -> None:
    ran = edi("check", *(word.format(root=root, good=good) for word in words), "--root", root)
    assert ran.code == 2
    assert told in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check", "{root}/none.xml"], "this file does not exist"),
        (["check", "{root}/outbox"], "no file to judge"),
        (["check", "{good}", "--partner", "nobody"], "unknown partner; known: btp"),
        (["check", "{good}", "--html", "{root}"], "this is a folder"),
        (["rules", "NUMBER-MISING"], "is no rule; `edi rules` lists them all. Close: NUMBER-MISSING"),
        (["rules", "--partner", "nobody"], "unknown partner; known: btp"),
        (["reprocess", "--finding", "NOPE"], "no finding has this code"),
        (["resend", "x", "--partner", "nobody"], "unknown partner; known: btp"),
        (["matrix", "A99"], "A99"),
    ],
)
def test_a_wrong_word_is_told_in_the_gateways_language(
    words: list[str], told: str, root: Path, good: Path, edi: Edi
) -> None:
    (root / "config" / "gateway.toml").write_text('[gateway]\nlang = "en"\n', encoding="utf-8")
    ran = edi(*(word.format(root=root, good=good) for word in words), "--root", root)
    assert ran.code == 2
    assert told in ran.err


# matrix


def test_matrix_rows_have_the_promised_keys_in_order(edi: Edi) -> None:
    rows = edi("matrix", "--json").json
    assert all(list(row) == ROW for row in rows)
    assert {row["operation"] for row in rows} == {"initial", "association"}
    assert {row[channel] for row in rows for channel in ("edi", "portail", "service")} == {"yes", "no", "n/a"}


def test_matrix_of_one_cadre_is_its_two_rows(edi: Edi) -> None:
    rows = edi("matrix", "a15", "--json").json
    assert [(row["cadre"], row["operation"], row["edi"]) for row in rows] == [
        ("A15", "initial", "no"),
        ("A15", "association", "no"),
    ]


def test_matrix_as_csv_is_what_json_says(edi: Edi) -> None:
    head, *lines = edi("matrix", "--csv").out.splitlines()
    assert head.split(",") == ROW
    assert len(lines) == len(edi("matrix", "--json").json)


def test_matrix_names_the_channel_that_takes_a_refused_cadre(edi: Edi) -> None:
    assert "portail" in edi("matrix", "A15").out


@pytest.mark.parametrize("code", ["A99", "A11", "B1", "x"])
def test_matrix_ends_with_2_on_what_is_no_cadre(code: str, edi: Edi) -> None:
    ran = edi("matrix", code)
    assert ran.code == 2
    assert code in ran.err


# run


def test_run_ends_with_0_whatever_the_verdicts(served: Path, edi: Edi) -> None:
    assert edi("run", "--root", served).code == 0


def test_runs_json_names_each_flow_and_its_returns(root: Path, edi: Edi) -> None:
    name = flow_name(UBL, CODE, 1)
    (root / "inbox" / "btp" / name).write_bytes(ubl(invoice()))
    said = edi("run", "--settle", 0, "--root", root, "--json").json
    [flow] = said["flows"]
    assert (flow["drop"], flow["verdict"], said["left"]) == (name, "integrated", [])
    assert sorted(flow["returns"]) == sorted(file.name for file in (root / "outbox" / "btp").iterdir())


def test_run_ends_with_4_when_the_gateway_itself_fails(
    root: Path, good: Path, edi: Edi, monkeypatch: pytest.MonkeyPatch
) -> None:
    good.rename(root / "inbox" / "btp" / good.name)
    monkeypatch.setattr("edi.rules.run.RULES", (broken_rule,))
    ran = edi("run", "--settle", 0, "--root", root)
    assert ran.code == 4
    assert "non jugé" in ran.err
    assert list((root / "outbox" / "btp").iterdir()) == []


def test_run_ends_with_4_while_returns_cannot_be_put_in_the_outbox(root: Path, good: Path, edi: Edi) -> None:
    good.rename(root / "inbox" / "btp" / good.name)
    (root / "outbox" / "btp").rmdir()
    (root / "outbox" / "btp").touch()
    ran = edi("run", "--settle", 0, "--root", root)
    assert ran.code == 4
    assert "outbox/btp" in ran.err


def test_run_ends_with_4_on_a_folder_of_no_partner_and_takes_nothing_from_it(root: Path, edi: Edi) -> None:
    stranger = root / "inbox" / "inconnu" / "piece.xml"
    stranger.parent.mkdir()
    stranger.write_bytes(b"<a/>")
    ran = edi("run", "--settle", 0, "--root", root)
    assert ran.code == 4
    assert "inbox/inconnu" in ran.err
    assert stranger.is_file()


def test_run_ends_with_75_and_names_who_works_here(root: Path, edi: Edi) -> None:
    handle = locks.lock(Folders.of(root).lock, "edi run, processus 4321")
    try:
        ran = edi("run", "--settle", 0, "--root", root)
    finally:
        locks.unlock(handle)
    assert ran.code == 75
    assert "processus 4321" in ran.err


@pytest.mark.slow
def test_two_runs_at_once_are_one_run(root: Path, good: Path) -> None:
    good.rename(root / "inbox" / "btp" / good.name)
    command = [sys.executable, "-m", "edi", "run", "--root", str(root), "--settle"]
    first = subprocess.Popen([*command, "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    lock = Folders.of(root).lock
    for _ in range(200):
        if lock.is_file() and lock.read_text(encoding="utf-8"):
            break
        time.sleep(0.02)
    second = subprocess.run([*command, "0"], capture_output=True, text=True, timeout=60)
    out, _ = first.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (0, 75)
    assert str(first.pid) in second.stderr
    assert good.name in out


# flows, show, verify, doctor


def test_flows_json_is_the_latest_first(served: Path, edi: Edi) -> None:
    said = edi("flows", "--json", "--root", served).json
    assert sorted(flow["drop"] for flow in said) == sorted([flow_name(UBL, CODE, 1), flow_name(CII, CODE, 2)])
    assert [flow["flow"] for flow in said] == sorted((flow["flow"] for flow in said), reverse=True)
    assert {flow["state"] for flow in said} == {"done"}


def test_flows_gives_as_many_as_asked(served: Path, edi: Edi) -> None:
    assert len(edi("flows", "--last", 1, "--json", "--root", served).json) == 1


@pytest.mark.parametrize("known_by", ["flow", "flow_id", "drop", "sha256", "hash prefix", "invoice", "return"])
def test_show_finds_a_flow_by(known_by: str, served: Path, edi: Edi) -> None:
    [flow] = [flow for flow in edi("flows", "--json", "--root", served).json if flow["interface"] == CII]
    [detail] = edi("show", flow["flow"], "--json", "--root", served).json
    text = {
        **flow,
        "hash prefix": flow["sha256"][:12],
        "invoice": "SITU-2",
        "return": detail["returns"][0]["name"],
    }[known_by]
    ran = edi("show", text, "--json", "--root", served)
    assert [one["flow"] for one in ran.json] == [flow["flow"]]


def test_show_names_where_the_original_lies(served: Path, edi: Edi) -> None:
    [detail] = edi("show", "FA-1", "--json", "--root", served).json
    assert Path(detail["original"]).read_bytes() == ubl(invoice(number="FA-1"))


def test_show_tells_a_refusal_to_a_person(served: Path, edi: Edi) -> None:
    ran = edi("show", "SITU-2", "--root", served)
    assert ran.code == 0
    assert "ne peut pas être déposé en EDI" in ran.out


def test_show_ends_with_1_when_nothing_is_found(served: Path, edi: Edi) -> None:
    ran = edi("show", "nothing-like-it", "--root", served)
    assert ran.code == 1
    assert "nothing-like-it" in ran.out


@pytest.mark.parametrize("verb", [["flows"], ["show", "x"], ["verify"]], ids=lambda verb: verb[0])
def test_what_needs_a_ledger_says_that_there_is_none_yet(verb: list[str], root: Path, edi: Edi) -> None:
    ran = edi(*verb, "--root", root)
    assert ran.code == 2
    assert "registre" in ran.err


def test_verify_ends_with_0_and_counts_every_flow(served: Path, edi: Edi) -> None:
    ran = edi("verify", "--json", "--root", served)
    assert ran.code == 0
    assert ran.json["ok"] is True
    assert (ran.json["counts"]["received"], ran.json["counts"]["accepted"], ran.json["counts"]["refused"]) == (2, 1, 1)


def test_verify_ends_with_1_when_an_original_has_been_altered(served: Path, edi: Edi) -> None:
    original = next(path for path in Folders.of(served).archive.rglob("*") if path.is_file())
    original.write_bytes(original.read_bytes() + b" ")
    ran = edi("verify", "--root", served)
    assert ran.code == 1
    assert original.name in ran.out


def test_verify_ends_with_1_when_a_return_not_collected_yet_has_been_altered(served: Path, edi: Edi) -> None:
    lying = sorted(path for path in Folders.of(served).outbox.rglob("*") if path.is_file())
    lying[0].write_bytes(b"another answer")
    lying[1].unlink()  # collected
    ran = edi("verify", "--root", served)
    assert ran.code == 1
    assert [line for line in ran.out.splitlines() if "PROBLÈME" in line] == [
        f"PROBLÈME : outbox/{lying[0].parent.name}/{lying[0].name} : ce n'est pas le retour déposé "
        "(empreinte différente)."
    ]


def test_verify_ends_with_1_on_a_ledger_that_knows_nothing_of_the_archive(served: Path, edi: Edi) -> None:
    Folders.of(served).ledger.unlink()
    Ledger(Folders.of(served).ledger).close()
    ran = edi("verify", "--root", served)
    assert ran.code == 1
    assert "il lui manque" in ran.out or "lui manquent" in ran.out


def test_doctor_ends_with_0_on_a_fit_gateway(root: Path, edi: Edi) -> None:
    ran = edi("doctor", "--json", "--root", root)
    assert ran.code == 0
    assert ran.json["ok"] is True
    assert all(set(line) == {"subject", "ok", "said"} for line in ran.json["checks"])


@pytest.mark.parametrize(("lang", "subject"), [("fr", "second avis"), ("en", "second opinion")])
def test_doctor_is_red_where_the_two_schema_engines_disagree(
    lang: str, subject: str, root: Path, edi: Edi, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = SimpleNamespace(reason="no such thing", sourceline=3)
    monkeypatch.setattr("edi.judging.second_opinion.SecondOpinion._fault", lambda *_: fault)
    ran = edi("doctor", "--json", "--lang", lang, "--root", root)
    [line] = [line for line in ran.json["checks"] if line["subject"] == subject]
    assert (ran.code, line["ok"]) == (2, False)
    assert line["said"].startswith("ubl-invoice")
    assert "no such thing" in line["said"]


def test_doctor_ends_with_2_and_names_the_missing_schema(root: Path, edi: Edi) -> None:
    text = '[schemas.ubl-invoice]\nfolder = "none"\nentry = "UBL.xsd"\n'
    (root / "config" / "gateway.toml").write_text(text, encoding="utf-8")
    ran = edi("doctor", "--root", root)
    assert ran.code == 2
    assert "ubl-invoice" in ran.out


def test_run_does_not_start_on_what_doctor_refuses(root: Path, edi: Edi) -> None:
    text = '[schemas.ubl-invoice]\nfolder = "none"\nentry = "UBL.xsd"\n'
    (root / "config" / "gateway.toml").write_text(text, encoding="utf-8")
    assert edi("run", "--root", root).code == 2


# partners and the demo


def test_partner_list_gives_what_partner_add_was_told(root: Path, edi: Edi) -> None:
    edi("partner", "add", "b2", "--app-code", "YYY002", "--naming", "free", "--lang", "en", "--returns", "csv",
        "--extension", "", "--root", root)  # fmt: skip
    [one] = [one for one in edi("partner", "list", "--json", "--root", root).json if one["name"] == "b2"]
    told = {key: one[key] for key in ("app_code", "naming", "lang", "returns", "extension")}
    assert told == {"app_code": "YYY002", "naming": "free", "lang": "en", "returns": ["csv"], "extension": ""}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["btp", "--app-code", "YYY002"], "btp"),
        (["other", "--app-code", CODE], CODE),
        (["Other", "--app-code", "YYY002"], "Other"),
        (["../other", "--app-code", "YYY002"], "../other"),
        (["other", "--app-code", "yyy"], "yyy"),
        (["other", "--app-code", "YYY002", "--naming", "loose"], "--naming"),
        (["other", "--app-code", "YYY002", "--lang", "xx"], "--lang"),
        (["other", "--app-code", "YYY002", "--returns", "pdf"], "--returns"),
        (["other", "--app-code", "YYY002", "--extension", ".txt"], "--extension"),
    ],
    ids=lambda given: given if isinstance(given, str) else None,
)
def test_partner_add_refuses_what_would_not_work(words: list[str], told: str, root: Path, edi: Edi) -> None:
    ran = edi("partner", "add", *words, "--root", root)
    assert ran.code == 2
    assert told in ran.err


def test_the_demo_shows_every_kind_of_answer(tmp_path: Path, edi: Edi) -> None:
    ran = edi("demo", "--root", tmp_path / "demo")
    assert ran.code == 0
    for word in ("intégré", "intégré en partie", "refusé", "irrecevable", "répétition", "MATRIX-NOT-IN-EDI"):
        assert word in ran.out


def test_the_demo_leaves_a_folder_that_holds_something_alone(root: Path, edi: Edi) -> None:
    assert edi("demo", "--root", root).code == 2


# our own failures


@pytest.mark.parametrize("verb", [["run"], ["flows"], ["doctor"], ["partner", "list"]], ids=" ".join)
def test_a_wrong_setting_ends_with_2_and_names_the_file_and_the_key(verb: list[str], root: Path, edi: Edi) -> None:
    (root / "config" / "gateway.toml").write_text("[gateway]\nworkres = 2\n", encoding="utf-8")
    ran = edi(*verb, "--root", root)
    assert ran.code == 2
    assert re.search(r"gateway\.toml.*workres", ran.out + ran.err)


def test_an_unforeseen_failure_ends_with_70_and_one_sentence(root: Path) -> None:
    (root / "state").write_text("a file where a folder belongs", encoding="utf-8")
    ran = subprocess.run([sys.executable, "-m", "edi", "run", "--root", root], capture_output=True, text=True)
    assert ran.returncode == 70
    assert "Traceback" not in ran.stderr
    assert "Rien n'est perdu" in ran.stderr


def test_a_damaged_ledger_ends_with_70_and_one_sentence(served: Path, edi: Edi) -> None:
    Folders.of(served).ledger.write_bytes(b"not a database" * 100)
    ran = edi("flows", "--root", served)
    assert ran.code == 70
    assert "registre" in ran.err


def test_output_nobody_reads_any_more_is_no_failure(served: Path) -> None:
    command = f"{sys.executable} -m edi matrix --json | head -1"
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_health_ends_with_1_where_no_daemon_has_spoken(root: Path, edi: Edi) -> None:
    ran = edi("health", "--json", "--root", root)
    assert (ran.code, ran.json["status"]) == (1, "unknown")
