"""When a partner's server is tried again: at its pace, later after each failure, never soon after a refused login."""

from __future__ import annotations

from pathlib import Path

from edi.config.remotes import Remote
from edi.config.schedule import Schedule
from edi.sftp.errors import AuthFailed, Unreachable

REMOTE = Remote(host="h", user="u", known_hosts=Path("kh"), out="out")


def test_a_server_is_due_at_once_and_then_every_so_often() -> None:
    schedule = Schedule()
    assert schedule.due("btp", 1000)
    schedule.succeeded("btp", REMOTE, 1000)
    assert (schedule.due("btp", 1059), schedule.due("btp", 1060)) == (False, True)


def test_a_server_that_has_more_is_asked_again_after_its_quiet_period() -> None:
    schedule = Schedule()
    schedule.succeeded("btp", REMOTE, 1000, more=True)
    assert schedule.next(1000) == 10


def test_waits_double_up_to_an_hour_and_a_success_forgets_them() -> None:
    schedule, waits = Schedule(), []
    for _ in range(8):
        schedule.failed("btp", REMOTE, 0, Unreachable.wait)
        waits.append(schedule.next(0))
    assert waits == [120, 240, 480, 960, 1920, 3600, 3600, 3600]
    schedule.succeeded("btp", REMOTE, 0)
    schedule.failed("btp", REMOTE, 0, Unreachable.wait)
    assert schedule.next(0) == 120


def test_after_a_refused_login_five_minutes_pass_at_least() -> None:
    schedule = Schedule()
    schedule.failed("btp", REMOTE, 0, AuthFailed.wait)
    assert schedule.next(0) == 300


def test_one_partners_failures_do_not_delay_another() -> None:
    schedule = Schedule()
    schedule.failed("btp", REMOTE, 0, AuthFailed.wait)
    assert (schedule.due("btp", 10), schedule.due("tp", 10)) == (False, True)
