"""Returns delivered to a real server: each whole under its name, its copy here removed last."""

from __future__ import annotations

import os
import shutil

import pytest
from loopback import USER, Scene, needs_root

from edi.disk import durable
from edi.sftp.deliver import push
from edi.sftp.errors import Refused, TimedOut
from edi.sftp.patience import Patience
from edi.sftp.reports import PushReport
from edi.sftp.session import Session


def deliver(scene: Scene) -> PushReport:
    with Session(scene.remote) as session:
        return push(session, scene.partner, scene.folders)


def there(scene: Scene) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in scene.into.iterdir()}


def test_returns_go_out_and_leave_the_outbox(scene: Scene) -> None:
    durable.publish(scene.outbox, [("b.xml", b"2"), ("a.xml", b"1")])
    assert deliver(scene).sent == ["a.xml", "b.xml"]
    assert there(scene) == {"a.xml": b"1", "b.xml": b"2"}
    assert list(scene.outbox.iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, 32_768, 32_769, 3_000_000])
def test_a_return_of_any_size_arrives_byte_for_byte(scene: Scene, size: int) -> None:
    content = os.urandom(size)
    durable.publish(scene.outbox, [("a.xml", content)])
    deliver(scene)
    assert there(scene) == {"a.xml": content}


def test_a_return_that_is_being_written_is_left(scene: Scene) -> None:
    (scene.outbox / ".a.xml.part").write_bytes(b"half")
    assert deliver(scene) == PushReport()


def test_links_in_the_outbox_lead_nothing_out(scene: Scene) -> None:
    (scene.outbox / "a.xml").symlink_to(scene.server.host_key)
    deliver(scene)
    assert there(scene) == {}


def test_an_older_return_of_the_same_name_is_replaced_whole(scene: Scene) -> None:
    for content in (b"old", b"new"):
        durable.publish(scene.outbox, [("a.xml", content)])
        deliver(scene)
    assert there(scene) == {"a.xml": b"new"}


@pytest.mark.parametrize("there_before", [False, True])
def test_a_server_without_posix_rename_gets_the_plain_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, there_before: bool
) -> None:
    if there_before:
        (scene.into / "a.xml").write_bytes(b"old")
        shutil.chown(scene.into / "a.xml", USER)
    durable.publish(scene.outbox, [("a.xml", b"new")])
    with Session(scene.remote) as session:

        def unsupported(old: bytes, new: bytes) -> None:
            raise OSError("Operation unsupported")  # as the library tells it

        monkeypatch.setattr(session.wire.files, "posix_rename", unsupported)
        push(session, scene.partner, scene.folders)
    assert there(scene) == {"a.xml": b"new"}


def test_what_a_cut_upload_left_is_written_over(scene: Scene) -> None:
    (scene.into / ".a.xml.part").write_bytes(b"x" * 1000)
    shutil.chown(scene.into / ".a.xml.part", USER)
    durable.publish(scene.outbox, [("a.xml", b"1")])
    deliver(scene)
    assert there(scene) == {"a.xml": b"1"}


def test_a_return_put_out_again_during_its_delivery_goes_out_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    durable.publish(scene.outbox, [("a.xml", b"1")])
    write = Session.write

    def resent(self: Session, path: bytes, content: bytes) -> None:
        write(self, path, content)
        durable.publish(scene.outbox, [("a.xml", b"1")])

    monkeypatch.setattr(Session, "write", resent)
    deliver(scene)
    assert [path.name for path in scene.outbox.iterdir()] == ["a.xml"]


def test_a_death_before_the_copy_is_removed_sends_the_same_bytes_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    durable.publish(scene.outbox, [("a.xml", b"1")])
    with monkeypatch.context() as patch:
        patch.setattr(durable, "remove", lambda path: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            deliver(scene)
    assert there(scene) == {"a.xml": b"1"}
    deliver(scene)
    assert (there(scene), list(scene.outbox.iterdir())) == ({"a.xml": b"1"}, [])


@needs_root
def test_a_folder_that_may_not_be_written_to_is_told_and_keeps_the_returns(scene: Scene) -> None:
    shutil.chown(scene.into, "root")
    durable.publish(scene.outbox, [(f"{number}.xml", b"1") for number in range(5)])
    with pytest.raises(Refused, match="droits refusés"):
        deliver(scene)
    assert len(list(scene.outbox.iterdir())) == 5


@needs_root
def test_a_name_that_cannot_be_written_does_not_hinder_the_others(scene: Scene) -> None:
    (scene.into / "a.xml").mkdir()
    durable.publish(scene.outbox, [("a.xml", b"1"), ("b.xml", b"2")])
    report = deliver(scene)
    assert (report.sent, len(report.notes)) == (["b.xml"], 1)


@needs_root
def test_many_names_that_cannot_be_written_do_not_hinder_those_behind_them(scene: Scene) -> None:
    names = [f"{number}.xml" for number in range(9)]
    for name in names[:6]:
        (scene.into / name).mkdir()
    durable.publish(scene.outbox, [(name, b"1") for name in names])
    report = deliver(scene)
    assert (report.sent, len(report.notes)) == (names[6:], 6)


def test_a_long_visit_takes_on_no_further_file_and_says_what_is_left(scene: Scene) -> None:
    durable.publish(scene.outbox, [(f"{number}.xml", b"1") for number in range(5)])
    asked = iter([False, False, True])
    with Session(scene.remote) as session:
        report = push(session, scene.partner, scene.folders, Patience(enough=lambda: next(asked)))
    assert (report.sent, report.left) == (["0.xml", "1.xml"], 3)


def test_a_disk_full_over_there_is_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    durable.publish(scene.outbox, [("a.xml", b"1234")])
    with Session(scene.remote) as session:
        kept = session.wire.files.entry

        def shorter(path: bytes) -> object:
            found = kept(path)
            return type(found)(found.name, 3, found.mtime, True)

        monkeypatch.setattr(session.wire.files, "entry", shorter)
        report = push(session, scene.partner, scene.folders)
    assert (report.sent, len(report.notes)) == ([], 1)
    assert [path.name for path in scene.outbox.iterdir()] == ["a.xml"]


def test_an_upload_that_stalls_is_given_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    durable.publish(scene.outbox, [("a.xml", b"1")])
    scene.given(timeout_seconds=1.0)
    with Session(scene.remote) as session:

        def silent(*_: object) -> None:
            session.wire.files.sock.recv(1)

        monkeypatch.setattr(session.wire.files, "posix_rename", silent)
        with pytest.raises(TimedOut):
            push(session, scene.partner, scene.folders)
    assert [path.name for path in scene.outbox.iterdir()] == ["a.xml"]
