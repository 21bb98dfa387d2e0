"""Who is visited next, and what is told of a visit; nothing here loads the SSH library."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from edi.config.partners import Partner
from edi.config.remotes import Remote
from edi.message import Message
from edi.sftp.errors import Unreachable
from edi.sftp.loop import Rota, Stop, serve
from edi.sftp.reports import Exchange

REMOTE = Remote(host="sftp.example.org", user="edi", known_hosts=Path("known_hosts"), key=Path("key"), out="OUT")
FAR = Partner(name="far", app_code="XXX001", sftp=REMOTE)
NEAR = Partner(name="near", app_code="XXX002")
DOWN = Unreachable(Message("injoignable", "out of reach"))


def test_a_trouble_is_news_when_it_begins_and_when_it_is_over() -> None:
    rota = Rota()
    visits = [Exchange(), Exchange(fault=DOWN), Exchange(fault=DOWN), Exchange(), Exchange()]
    assert [rota.is_news("far", done) for done in visits] == [False, True, False, True, False]


def test_what_was_moved_is_news_each_time() -> None:
    rota, done = Rota(), Exchange()
    done.pushed.sent.append("a.xml")
    assert [rota.is_news("far", done), rota.is_news("far", done)] == [True, True]


def test_one_that_was_visited_is_due_again_only_after_its_time() -> None:
    rota = Rota()
    assert rota.due("far")
    rota.visited("far", REMOTE, Exchange())
    assert not rota.due("far")


def test_only_partners_with_a_server_are_visited_and_the_trouble_is_told() -> None:
    stop, told = Stop(), []

    def visit(partner: Partner, over: Callable[[], bool]) -> Exchange:
        stop.event.set()
        return Exchange(fault=DOWN)

    serve([NEAR, FAR], visit, lambda name, done: told.append((name, done.fault)), stop)
    assert told == [("far", DOWN)]


def test_the_loop_loads_no_ssh_library() -> None:
    """The daemon knows the loop by the name it gives its courier; only the courier needs the library."""
    code = "import sys, edi.sftp.loop, edi.daemon.courier; sys.exit('paramiko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
