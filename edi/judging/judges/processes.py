"""Judging processes: a document that kills, hangs or bloats its judge kills one child, not the gateway.

In: members of one flow, lazily.  Out: their judgements, in the same order.  Small documents travel in chunks; a chunk
that kills its judge is tried again one document at a time, and the document that kills alone raises JudgeDied.
Children (edi/judging/judges/child.py) are forked with schemas and tables already loaded. One that is worn is replaced
between two chunks.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from edi.errors import JudgeDied, NoJudge
from edi.judging.judge import judge_for_decision
from edi.judging.judges import Judge
from edi.judging.judges.child import Answer, Reply, serve
from edi.judging.judges.sentences import DEAD, DIED_OF, LATE, NO_PROCESS
from edi.judging.reference import ReferenceData
from edi.message import Message
from edi.model.judgement import Judgement, Member

CHUNK_DOCUMENTS = 16
CHUNK_BYTES = 1 << 20


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    chunk: int = -1  # the chunk in hand, -1 when idle
    due: float = 0.0  # monotonic second by which it must have answered


@dataclass
class Pool:
    """A few judging processes. Not for use by two threads at once."""

    judge: Judge
    size: int
    seconds: float  # wall clock for one document
    memory: int  # bytes of address space a judge may add to what it started with
    _workers: list[_Worker] = field(default_factory=list)

    def start(self) -> None:
        """Starts all the judges at once; without it each starts when first needed."""
        while len(self._workers) < self.size:
            self._workers.append(_start(self.judge, self.memory, self.seconds))

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def judge_all(self, members: Iterable[Member]) -> Iterator[Judgement]:
        """Judgements in the order of `members`; JudgeDied when one document kills its judge alone."""
        chunks = _chunks(members)
        waiting: dict[int, list[Member]] = {}  # sent, not yet answered
        answers: dict[int, list[Judgement]] = {}
        sent, given, more = 0, 0, True
        try:
            while more or waiting or answers:
                while more and len(waiting) + len(answers) < 2 * self.size and (worker := self._idle()) is not None:
                    if (chunk := next(chunks, None)) is None:
                        more = False
                        break
                    waiting[sent] = chunk
                    self._send(worker, sent, chunk)
                    sent += 1
                if waiting:
                    for number, reply in self._collect():
                        answers[number] = self._settled(waiting.pop(number), reply)
                while given in answers:
                    yield from answers.pop(given)
                    given += 1
        finally:
            self._drop_busy()

    def _idle(self) -> _Worker | None:
        for worker in [worker for worker in self._workers if worker.chunk < 0]:
            if worker.process.is_alive():
                return worker
            # killed while it waited, by nothing a document did: the next document must not be blamed for it
            self._workers.remove(worker)
            _end(worker)
        if len(self._workers) < self.size:
            self._workers.append(_start(self.judge, self.memory, self.seconds))
            return self._workers[-1]
        return None

    def _send(self, worker: _Worker, number: int, chunk: list[Member]) -> None:
        worker.chunk, worker.due = number, time.monotonic() + self.seconds
        with contextlib.suppress(OSError):  # it died idle: _collect sees its pipe closed and answers for the chunk
            worker.pipe.send(chunk)

    def _collect(self) -> Iterator[tuple[int, Reply]]:
        """Waits for at least one busy worker to answer, die or run out of time."""
        busy = {worker.pipe: worker for worker in self._workers if worker.chunk >= 0}
        patience = max(0.0, min(worker.due for worker in busy.values()) - time.monotonic())
        ready = wait(list(busy), timeout=patience)
        for pipe, worker in busy.items():
            if pipe in ready:
                reply, worn = _answer(worker, self.seconds)
            elif time.monotonic() >= worker.due:
                reply, worn = LATE.filled(seconds=self.seconds), True
            else:
                continue
            number, worker.chunk = worker.chunk, -1
            if worn or isinstance(reply, Message):
                self._workers.remove(worker)
                _end(worker)
            yield number, reply

    def _settled(self, chunk: list[Member], reply: Reply) -> list[Judgement]:
        """The chunk's judgements; after a death, each document is judged alone to find which one kills."""
        if not isinstance(reply, Message):
            return reply
        if len(chunk) == 1:
            raise JudgeDied(DIED_OF.filled(member=chunk[0].name, what=reply))
        alone: list[Judgement] = []
        for member in chunk:
            worker = _start(self.judge, self.memory, self.seconds)
            try:
                alone += _ask(worker, member, self.seconds)
            finally:
                _end(worker)
        return alone

    def _drop_busy(self) -> None:
        """After an early end nobody waits for the chunks in hand: their judges are replaced."""
        for worker in [worker for worker in self._workers if worker.chunk >= 0]:
            self._workers.remove(worker)
            _end(worker)


def judging_processes(reference: ReferenceData, count: int) -> Pool:
    """So many processes that judge by this reference data, within its limits."""
    limits = reference.limits
    return Pool(
        judge=partial(judge_for_decision, reference=reference),
        size=count,
        seconds=limits.judge_seconds,
        memory=limits.judge_memory,
    )


def _fate(worker: _Worker) -> str:
    worker.process.join(1)
    code = worker.process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"code {code}"


def _ask(worker: _Worker, member: Member, seconds: float) -> list[Judgement]:
    try:
        worker.pipe.send([member])
        in_time = worker.pipe.poll(seconds)
    except OSError as error:  # it hangs, or it is dead: its answer says so
        in_time = not isinstance(error, BlockingIOError)
    reply = _answer(worker, seconds)[0] if in_time else LATE.filled(seconds=seconds)
    if isinstance(reply, Message):
        raise JudgeDied(DIED_OF.filled(member=member.name, what=reply))
    return reply


def _answer(worker: _Worker, seconds: float) -> Answer:
    """What it says, or what became of it."""
    try:
        answer: Answer = worker.pipe.recv()
        return answer
    except BlockingIOError:
        return LATE.filled(seconds=seconds), True
    except (EOFError, OSError):
        return DEAD.filled(fate=_fate(worker)), True


def _chunks(members: Iterable[Member]) -> Iterator[list[Member]]:
    chunk: list[Member] = []
    size = 0
    for member in members:
        if chunk and (len(chunk) == CHUNK_DOCUMENTS or size + len(member.data) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(member)
        size += len(member.data)
    if chunk:
        yield chunk


def _start(judge: Judge, memory: int, seconds: float) -> _Worker:
    ours, theirs = multiprocessing.Pipe()
    _bound(ours, seconds)
    # fork, so that a judge starts in milliseconds with the schemas its parent loaded; the parent has one thread here
    process = multiprocessing.get_context("fork").Process(
        target=serve, args=(theirs, ours, judge, memory, os.getpid()), daemon=True, name="edi-judge"
    )
    try:
        process.start()
    except OSError as error:  # no memory, or too many processes
        ours.close()
        raise NoJudge(NO_PROCESS.filled(reason=error.strerror)) from error
    finally:
        theirs.close()
    return _Worker(process, ours)


def _bound(pipe: Connection, seconds: float) -> None:
    """A document larger than the pipe holds is handed over only as its judge reads: one that hangs before or amid that
    must not hold us. Past the time, sending and receiving fail with BlockingIOError."""
    whole, rest = divmod(max(seconds, 0.001), 1)
    limit = struct.pack("@ll", int(whole), int(rest * 1e6))  # struct timeval
    with socket.socket(fileno=os.dup(pipe.fileno())) as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)


def _end(worker: _Worker) -> None:
    worker.process.kill()  # before its pipe closes, or it could complain of that on the terminal
    worker.process.join()
    worker.process.close()
    worker.pipe.close()
