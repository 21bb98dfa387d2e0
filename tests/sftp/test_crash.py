"""A death before any step of a poll that changes something, then polls as usual: one flow, whole, nothing left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from loopback import Scene, flows, poll, take

from edi.disk import durable
from edi.ledger.database import Database
from edi.sftp.session import Session

CONTENT = b"<a>" + b"x" * 100_000 + b"</a>"


class Death(BaseException):
    """kill -9, as far as this process can tell."""


class Countdown:
    """Lets n - 1 steps through and dies before the n-th."""

    def __init__(self, n: int) -> None:
        self.left = n

    def before(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                raise Death
            return step(*args, **kwargs)

        return counted


def armed(patch: pytest.MonkeyPatch, n: int) -> Countdown:
    countdown = Countdown(n)
    for name in ("sync", "sync_folder", "give_back", "remove", "publish", "_fresh"):
        patch.setattr(durable, name, countdown.before(getattr(durable, name)))
    for name in ("entry", "remove", "put_aside", "write", "put_over"):
        patch.setattr(Session, name, countdown.before(getattr(Session, name)))
    patch.setattr(Database, "run", countdown.before(Database.run))
    read = Session.read

    def reading(*args: Any) -> Iterator[bytes]:
        for chunk in read(*args):
            countdown.before(lambda: None)()
            yield chunk

    patch.setattr(Session, "read", reading)
    return countdown


@pytest.mark.parametrize(
    ("after", "suffix"),
    [("remove", ""), *(pytest.param(*case, marks=pytest.mark.slow) for case in (("move", ""), ("move", ".ok")))],
)
def test_wherever_a_poll_dies_the_file_becomes_one_flow(scene: Scene, after: str, suffix: str) -> None:
    done = scene.there.parent / "done"
    scene.given(after=after, done=str(done) if after == "move" else "")
    object.__setattr__(scene.partner, "done_suffix", suffix)
    points = 0
    with Session(scene.remote) as session:
        while True:
            points += 1
            name = f"{points}.xml"
            scene.put(name, CONTENT)
            if suffix:
                scene.put(name + suffix)
            before = flows(scene)
            survived = lived(scene, session, points)
            for _ in range(5):
                poll(scene, session)
                assert {content for name, content in scene.arrived().items() if name.endswith(".xml")} <= {CONTENT}
                take(scene)
            assert flows(scene) == before + 1, points
            assert list(scene.there.iterdir()) == []
            assert list(scene.inbox.iterdir()) == []
            if survived:
                break
    assert points > 20
    with scene.ledger() as ledger:
        assert ledger.pulls.of("btp") == []
    if after == "move":
        assert len(list(done.iterdir())) == points


def lived(scene: Scene, session: Session, n: int) -> bool:
    """Three polls with a take before the last, and a death before the n-th step of them all."""
    with pytest.MonkeyPatch.context() as patch:
        countdown = armed(patch, n)
        try:
            for turn in range(3):
                poll(scene, session)
                if turn == 1:
                    left, countdown.left = countdown.left, 0  # the take is the gateway's; its deaths are tested there
                    take(scene)
                    countdown.left = left
        except Death:
            return False
        return True
