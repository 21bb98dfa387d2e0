"""Drops fetched from a real server: once each, whole, and what becomes of their originals."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from loopback import FLOWS, PASSWORD, USER, Scene, flows, insert, make_key, needs_root, poll, take
from paramiko import SFTPAttributes

from edi.config.partners import Partner
from edi.model.limits import Limits
from edi.sftp.entry import Entry, quoted
from edi.sftp.errors import Refused, SecretMissing
from edi.sftp.fetch import pull
from edi.sftp.patience import Patience
from edi.sftp.reports import PullReport
from edi.sftp.session import Session


def test_a_file_comes_into_the_inbox_at_the_second_poll(scene: Scene) -> None:
    scene.put("a.xml", b"<a/>")
    with Session(scene.remote) as session:
        first, second = poll(scene, session), poll(scene, session)
    assert (first.fetched, first.unsettled, second.fetched) == ([], 1, [quoted(b"a.xml")])
    assert scene.arrived() == {"a.xml": b"<a/>"}


def test_a_large_file_comes_byte_for_byte(scene: Scene) -> None:
    content = os.urandom(5_000_017)
    scene.put("a.xml", content)
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
    assert scene.arrived() == {"a.xml": content}


def test_an_empty_file_comes_too(scene: Scene) -> None:
    scene.put("a.xml", b"")
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
    assert scene.arrived() == {"a.xml": b""}


def test_two_polls_within_the_quiet_period_fetch_nothing(scene: Scene) -> None:
    scene.put("a.xml")
    with Session(scene.remote) as session:
        poll(scene, session)
        assert poll(scene, session, after=9).fetched == []
        assert poll(scene, session, after=2).fetched == [quoted(b"a.xml")]


def test_a_file_that_grows_between_polls_is_not_fetched_until_it_stops(scene: Scene) -> None:
    path = scene.put("a.xml", b"<")
    with Session(scene.remote) as session:
        for _ in range(3):
            assert poll(scene, session).fetched == []
            with path.open("ab") as still_open:
                still_open.write(b"a")
        assert poll(scene, session).fetched == []
        assert poll(scene, session).fetched == [quoted(b"a.xml")]


def test_a_file_that_changes_while_it_is_read_is_left_for_later(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    path = scene.put("a.xml", b"a" * 200_000)
    with Session(scene.remote) as session:
        poll(scene, session)
        read = session.wire.files.chunks

        def growing(handle: bytes, limit: int) -> object:
            for chunk in read(handle, limit):
                yield chunk
                with path.open("ab") as still_open:
                    still_open.write(b"b")

        monkeypatch.setattr(session.wire.files, "chunks", growing)
        assert poll(scene, session).fetched == []
    assert list(scene.inbox.iterdir()) == []


def test_the_original_stays_until_the_flow_is_in_the_ledger(scene: Scene) -> None:
    path = scene.put("a.xml")
    with Session(scene.remote) as session:
        for _ in range(4):
            poll(scene, session)
        assert path.exists()
        take(scene)
        assert poll(scene, session).removed == [quoted(b"a.xml")]
    assert not path.exists()
    assert flows(scene) == 1


def test_a_flow_of_the_same_name_and_other_bytes_does_not_let_the_original_go(scene: Scene) -> None:
    path = scene.put("a.xml", b"ours")
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
        with scene.ledger() as ledger:
            insert(ledger, f"{next(FLOWS):020d}-0000", "a.xml", b"not ours")
        home = scene.folders.taken_flow("btp", "x")
        home.mkdir(parents=True)
        (scene.inbox / "a.xml").rename(home / "a.xml")  # taken, not read yet
        assert poll(scene, session).removed == []
    assert path.exists()


def test_an_earlier_flow_of_the_same_bytes_does_not_let_the_original_go(scene: Scene) -> None:
    with scene.ledger() as ledger:
        insert(ledger, f"{next(FLOWS):020d}-0000", "a.xml", b"same")
    path = scene.put("a.xml", b"same")
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
        home = scene.folders.taken_flow("btp", "x")
        home.mkdir(parents=True)
        (scene.inbox / "a.xml").rename(home / "a.xml")  # taken, not read yet
        assert poll(scene, session).removed == []
    assert path.exists()


def test_a_whole_download_outlives_a_death_and_the_original(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    path = scene.put("a.xml", b"whole")
    with Session(scene.remote) as session:
        poll(scene, session)
        with monkeypatch.context() as patch:
            patch.setattr("edi.disk.durable.give_back", lambda old, new: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                poll(scene, session)
        path.unlink()
        assert poll(scene, session).fetched == [quoted(b"a.xml")]
    assert scene.arrived() == {"a.xml": b"whole"}


def test_a_drop_that_arrives_during_the_download_is_not_overwritten(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.put("a.xml", b"fetched")
    read = Session.read

    def raced(self: Session, path: bytes, expected: Entry) -> Iterator[bytes]:
        (scene.inbox / "a.xml").write_bytes(b"dropped")
        yield from read(self, path, expected)

    with Session(scene.remote) as session:
        poll(scene, session)
        with monkeypatch.context() as patch:
            patch.setattr(Session, "read", raced)
            assert poll(scene, session).waiting == 1
        assert scene.arrived() == {"a.xml": b"dropped"}
        take(scene)
        poll(scene, session)
    assert scene.arrived() == {"a.xml": b"fetched"}


def test_the_original_moves_to_the_done_folder_where_that_is_wanted(scene: Scene) -> None:
    done = scene.there.parent / "done"
    scene.given(after="move", done=str(done))
    scene.put("a.xml", b"1")
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
        take(scene)
        poll(scene, session)
    assert {path.name: path.read_bytes() for path in done.iterdir()} == {"a.xml": b"1"}


def test_nothing_in_the_done_folder_is_overwritten(scene: Scene) -> None:
    done = scene.there.parent / "done"
    scene.given(after="move", done=str(done))
    with Session(scene.remote) as session:
        for content in (b"1", b"2"):
            scene.put("a.xml", content)
            poll(scene, session)
            poll(scene, session)
            take(scene)
            poll(scene, session)
    assert sorted(path.read_bytes() for path in done.iterdir()) == [b"1", b"2"]


def test_a_name_that_is_waiting_in_the_inbox_is_not_overwritten(scene: Scene) -> None:
    (scene.inbox / "a.xml").write_bytes(b"earlier")
    scene.put("a.xml", b"later")
    with Session(scene.remote) as session:
        poll(scene, session)
        assert poll(scene, session).waiting == 1
        assert scene.arrived() == {"a.xml": b"earlier"}
        take(scene)
        poll(scene, session)
    assert scene.arrived() == {"a.xml": b"later"}


def test_another_file_under_an_old_name_is_a_new_drop(scene: Scene) -> None:
    with Session(scene.remote) as session:
        for content in (b"first", b"second"):
            scene.put("a.xml", content)
            poll(scene, session)
            poll(scene, session)
            take(scene)
    assert flows(scene) == 2


@needs_root
def test_a_file_the_server_does_not_let_go_of_is_one_flow_and_told_once(scene: Scene) -> None:
    scene.put("a.xml")
    shutil.chown(scene.there, "root")
    said = []
    with Session(scene.remote) as session:
        for _ in range(5):
            report = poll(scene, session)
            said += report.notes
            take(scene)
        assert (flows(scene), report.kept, len(said)) == (1, 1, 1)
        assert "droits refusés" in said[0].fr
        shutil.chown(scene.there, USER)
        assert poll(scene, session).removed == [quoted(b"a.xml")]


@needs_root
def test_a_file_that_may_not_be_read_does_not_hinder_the_others(scene: Scene) -> None:
    locked = scene.put("a.xml")
    shutil.chown(locked, "root")
    locked.chmod(0o600)
    scene.put("b.xml")
    with Session(scene.remote) as session:
        poll(scene, session)
        report = poll(scene, session)
    assert report.fetched == [quoted(b"b.xml")]
    assert "droits refusés" in report.notes[0].fr


def test_links_folders_pipes_and_temporary_names_are_ignored(scene: Scene) -> None:
    (scene.there / "folder.xml").mkdir()
    (scene.there / "link.xml").symlink_to(scene.server.host_key)
    os.mkfifo(scene.there / "pipe.xml")
    scene.given(temporary=("*.wip",))
    for name in ("a.part", ".hidden", "b.xml.filepart", "c.wip", "~d"):
        scene.put(name)
    with Session(scene.remote) as session:
        poll(scene, session)
        assert poll(scene, session) == PullReport()


@pytest.mark.parametrize(
    "name", [b"new\nline.xml", b"caf\xe9.xml", "é.xml".encode(), b"e\xcc\x81.xml", b"-dash", b"\x1b[2J", b"n" * 255]
)
def test_an_odd_name_is_kept_byte_for_byte(scene: Scene, name: bytes) -> None:
    path = scene.put(name)
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
        assert os.listdir(os.fsencode(scene.inbox)) == [name]
        take(scene)
        poll(scene, session)
    assert not path.exists()


@pytest.mark.parametrize("name", [b"../a.xml", b"a/b.xml", b"", b"n" * 256, b"a\0b"])
def test_a_name_that_no_file_can_have_here_is_told_and_left(
    scene: Scene, name: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.put("a.xml")
    with Session(scene.remote) as session:
        honest = session.wire.files.entries

        def lying(folder: bytes) -> object:
            for entry in honest(folder):
                yield entry
                if entry.regular:
                    yield type(entry)(name, entry.size, entry.mtime, True)

        monkeypatch.setattr(session.wire.files, "entries", lying)
        poll(scene, session)
        report = poll(scene, session)
    assert report.fetched == [quoted(b"a.xml")]
    assert len(report.notes) == (0 if name.startswith(b".") else 1)
    assert list(scene.arrived()) == ["a.xml"]


def test_a_file_larger_than_a_drop_may_be_is_told_and_left(scene: Scene) -> None:
    scene.put("a.xml", b"12345")
    scene.put("b.xml", b"1234")
    limits = Limits(drop=4)
    with Session(scene.remote) as session:
        poll(scene, session, limits=limits)
        report = poll(scene, session, limits=limits)
    assert (report.fetched, len(report.notes)) == ([quoted(b"b.xml")], 1)


def test_nothing_is_fetched_when_the_disk_is_nearly_full(scene: Scene) -> None:
    scene.put("a.xml")
    limits = Limits(free=1 << 60)
    with Session(scene.remote) as session:
        poll(scene, session, limits=limits)
        report = poll(scene, session, limits=limits)
    assert (report.fetched, len(report.notes)) == ([], 1)


def test_a_missing_inbox_is_told_and_nothing_is_forgotten(scene: Scene) -> None:
    path = scene.put("a.xml")
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
        scene.inbox.rename(scene.inbox.parent / "unmounted")
        assert "rien ne peut y être déposé" in poll(scene, session).notes[0].fr
        (scene.inbox.parent / "unmounted").rename(scene.inbox)
        take(scene)
        poll(scene, session)
        poll(scene, session)
    assert (flows(scene), path.exists()) == (1, False)


def test_a_copy_somebody_removed_from_the_inbox_is_fetched_again(scene: Scene) -> None:
    scene.put("a.xml")
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
        (scene.inbox / "a.xml").unlink()
        assert len(poll(scene, session).notes) == 1
        assert poll(scene, session).fetched == [quoted(b"a.xml")]


def test_a_missing_remote_folder_is_told(scene: Scene) -> None:
    scene.given(out=str(scene.there / "nowhere"))
    with pytest.raises(Refused, match="n'y existe pas"):
        poll(scene)


def test_one_poll_considers_no_more_than_its_limit_and_says_there_is_more(scene: Scene) -> None:
    for number in range(2_000):
        (scene.there / f"{number:04}.xml").write_bytes(b"x")
    scene.given(listing_limit=20)
    with Session(scene.remote) as session:
        first, second = poll(scene, session), poll(scene, session)
    assert (first.unsettled, first.more, len(second.fetched), second.more) == (20, True, 20, True)


@pytest.mark.slow
@needs_root
def test_two_thousand_files_all_come_though_a_thousand_others_never_go(scene: Scene) -> None:
    for number in range(400):
        scene.put(f"{number:04}.xml", b"%d" % number)
    shutil.chown(scene.there, "root")
    scene.given(listing_limit=100)
    with Session(scene.remote) as session:
        for _ in range(12):
            poll(scene, session)
            take(scene)
        assert flows(scene) == 400
        shutil.chown(scene.there, USER)
        for number in range(400, 2_000):
            scene.put(f"{number:04}.xml", b"%d" % number)
        for _ in range(80):
            if not poll(scene, session).more:
                take(scene)
                break
            take(scene)
        for _ in range(50):
            poll(scene, session)
            take(scene)
    assert flows(scene) == 2_000
    assert list(scene.there.iterdir()) == []


def test_a_done_marker_vouches_at_once_and_goes_with_its_file(scene: Scene) -> None:
    scene.partner = Partner(name="btp", app_code="XXX001", sftp=scene.remote, done_suffix=".ok")
    scene.put("a.xml")
    scene.put("a.xml.ok", b"")
    scene.put("b.xml")
    with Session(scene.remote) as session:
        assert poll(scene, session).fetched == [quoted(b"a.xml")]
        assert sorted(scene.arrived()) == ["a.xml", "a.xml.ok"]
        take(scene)
        poll(scene, session)
    assert [path.name for path in scene.there.iterdir()] == ["b.xml"]


def test_a_half_upload_of_our_partner_is_not_vouched_for_by_what_was_fetched(scene: Scene) -> None:
    scene.partner = Partner(name="btp", app_code="XXX001", sftp=scene.remote, done_suffix=".ok")
    scene.put("a.xml", b"whole")
    scene.put("a.xml.ok", b"")
    with Session(scene.remote) as session:
        poll(scene, session)
        take(scene)
        (scene.inbox / "a.xml").write_bytes(b"half!")  # of the same size, by another way, before the original is let go
        poll(scene, session)
    assert sorted(scene.arrived()) == ["a.xml"]


def test_a_name_the_listing_left_out_once_is_no_new_drop(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.put("a.xml")
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
        with monkeypatch.context() as patched:
            patched.setattr(session, "entries", lambda folder: iter([]))
            poll(scene, session)
        take(scene)
        for _ in range(4):
            poll(scene, session)
    assert (flows(scene), scene.arrived()) == (1, {})


def test_of_a_server_that_tells_no_date_only_the_bytes_that_were_fetched_are_let_go(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scene.put("a.xml", b"first!")
    real = Entry.of.__func__  # type: ignore[attr-defined]
    monkeypatch.setattr(Entry, "of", classmethod(lambda cls, *given: replace(real(cls, *given), mtime=0)))
    with Session(scene.remote) as session:
        poll(scene, session)
        poll(scene, session)
        take(scene)
        path.write_bytes(b"second")
        assert poll(scene, session).removed == []
        for _ in range(3):
            poll(scene, session)
        take(scene)
        assert poll(scene, session).removed == [quoted(b"a.xml")]
    assert flows(scene) == 2


def test_a_file_that_can_never_be_read_as_it_is_listed_is_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.put("a.xml")
    with Session(scene.remote) as session:
        poll(scene, session)
        monkeypatch.setattr(session.wire.files, "chunks", lambda handle, limit: iter([b"too", b" much", b"x" * 9_000]))
        assert poll(scene, session).notes == []
        assert "voyez ce serveur" in poll(scene, session, after=700).notes[0].fr


def test_a_server_that_tells_no_mode_is_asked_to_open_the_file(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.put("a.xml", b"1")
    real = SFTPAttributes._unpack

    def without_mode(self: SFTPAttributes, message: object) -> None:
        real(self, message)
        self.st_mode = None

    monkeypatch.setattr(SFTPAttributes, "_unpack", without_mode)
    with Session(scene.remote) as session:
        poll(scene, session)
        assert poll(scene, session).fetched == [quoted(b"a.xml")]


def test_a_long_visit_fetches_no_further_file_and_says_there_is_more(scene: Scene) -> None:
    for number in range(3):
        scene.put(f"{number}.xml")
    with Session(scene.remote) as session:
        poll(scene, session)
        asked = iter([False, True])
        with scene.ledger() as ledger:
            report = pull(
                *(session, scene.partner, scene.folders, ledger, Limits(), scene.later(11)),
                patience=Patience(enough=lambda: next(asked)),
            )
    assert (len(report.fetched), report.more) == (1, True)


# who we are


@needs_root
@pytest.mark.parametrize("way", ["password_env", "password_file", "credential"])
def test_a_password_is_enough(scene: Scene, way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PASSWORD + "\n", encoding="utf-8")
    monkeypatch.setenv("SFTP_SECRET", PASSWORD)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    where = {"password_env": "SFTP_SECRET", "password_file": tmp_path / "secret", "credential": "secret"}
    scene.given(key=None, **{way: where[way]})
    with Session(scene.remote) as session:
        assert list(session.entries(scene.remote.out))


@pytest.mark.parametrize("way", ["key_env", "credential"])
def test_a_key_need_not_be_a_file_of_ours(
    scene: Scene, way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copy(scene.server.client_key, tmp_path / "secret")
    monkeypatch.setenv("SFTP_SECRET", scene.server.client_key.read_text(encoding="ascii"))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    scene.given(key=None, **{way: "SFTP_SECRET" if way == "key_env" else "secret"})
    with Session(scene.remote) as session:
        assert list(session.entries(scene.remote.out))


@pytest.mark.parametrize("kind", ["ecdsa", pytest.param("rsa", marks=pytest.mark.slow)])
def test_keys_of_other_kinds_do_as_well(scene: Scene, kind: str, tmp_path: Path) -> None:
    key = make_key(tmp_path / "key", kind)
    with (scene.server.base / "authorized_keys").open("a", encoding="ascii") as keys:
        keys.write(key.with_suffix(".pub").read_text(encoding="ascii"))
    scene.given(key=key)
    with Session(scene.remote) as session:
        assert list(session.entries(scene.remote.out))


@pytest.mark.parametrize("content", [None, "", "not a key", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END"])
def test_a_key_that_cannot_be_read_is_our_trouble_not_the_servers(
    scene: Scene, content: str | None, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "key").write_text(content, encoding="ascii")
    scene.given(key=tmp_path / "key")
    with pytest.raises(SecretMissing, match=str(tmp_path / "key")):
        poll(scene)
