"""What a judging process does: chunks of members in, judgements out, within bounds, until its pipe closes.

It takes a bound on its memory, lets go of all its parent held open, and dies with its parent. It tells when it is worn:
libxml2 keeps every name it ever met, and glibc what a large document freed.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
import signal
from multiprocessing.connection import Connection

from edi.judging.judges import Judge, judged_or_told
from edi.judging.judges.sentences import OUT_OF_MEMORY
from edi.message import Message
from edi.model.judgement import Judgement, Member

_PR_SET_PDEATHSIG = 1
_ADDRESSES, _RESIDENT = 0, 1  # columns of /proc/self/statm
GROWN = 16 << 20  # resident bytes more than when last looked at closely: gives back what is free ...
_WORN = 128 << 20  # ... and so many more than at its start, after that: is replaced

Reply = list[Judgement] | Message  # a message is the judge's own failure
Answer = tuple[Reply, bool]  # the second: the judge is worn


def serve(pipe: Connection, parents_end: Connection, judge: Judge, memory: int, parent: int) -> None:
    """The child's whole life: chunks in, judgements out, until the pipe closes."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    parents_end.close()
    _close_inherited(keep=pipe.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, _memory_bound(memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()
    waist = _Waist()
    while True:
        try:
            reply = _judge_chunk(pipe.recv(), judge)
            pipe.send((reply, waist.worn()))
        except (EOFError, OSError):
            return
        except MemoryError:
            with contextlib.suppress(MemoryError, OSError):
                pipe.send((OUT_OF_MEMORY, True))
            os._exit(1)  # what the pipe still holds is out of step, and a way out with words needs memory


def _judge_chunk(chunk: list[Member], judge: Judge) -> Reply:
    try:
        return [judged_or_told(judge, member) for member in chunk]
    except MemoryError:
        return OUT_OF_MEMORY


def _close_inherited(keep: int) -> None:
    """The gateway's lock and the other judges' pipes are not this child's: held here they would outlive their owner."""
    for descriptor in [int(name) for name in os.listdir("/proc/self/fd")]:
        if descriptor > 2 and descriptor != keep:
            try:
                os.close(descriptor)
            except OSError:
                continue


def _memory_bound(memory: int) -> tuple[int, int]:
    """What the child holds now and `memory` more, never above a bound it inherited (ulimit -v)."""
    bound = _bytes(_ADDRESSES) + memory
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        bound = min(bound, hard)
    return bound, bound


class _Waist:
    """How much a judge has grown since it began."""

    def __init__(self) -> None:
        self._began = self._level = _bytes(_RESIDENT)
        self._trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own

    def worn(self) -> bool:
        """Whether it has grown for good; gives back what is free, where that may be much."""
        if _bytes(_RESIDENT) - self._level <= GROWN:
            return False
        if self._trim is not None:
            self._trim(0)
        self._level = _bytes(_RESIDENT)
        return self._level - self._began > _WORN


def _bytes(column: int) -> int:
    """Bytes of this process: its address space, or what of it is in memory."""
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[column]) * resource.getpagesize()
