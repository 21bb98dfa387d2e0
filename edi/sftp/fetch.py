"""Drops fetched from a partner's server into its inbox.

In: an open Session, the ledger.  Out: a PullReport.  Promise: a file there becomes one flow here, however often we die:
it is whole and on our disk before its name appears in the inbox, and its original is let go only at a later poll, when
the ledger holds a flow of the very same bytes.  Refuses: links, folders, temporary names, names no file can have here,
what still changes and what is larger than a drop may be.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from edi.clock import boot_id
from edi.config.partners import Partner
from edi.config.remotes import Remote
from edi.disk import durable
from edi.disk.folders import Folders
from edi.ledger import Ledger
from edi.ledger.values import Pull
from edi.model.drop import Habits, Taken
from edi.model.limits import Limits
from edi.sftp.errors import Refused
from edi.sftp.session import MOST_ENTRIES, Changed, Entry, Session, join, shown

HIDDEN = ".pull-{}.part"  # a download until it is whole: pickup never takes such a name
LONG_SECONDS = 600  # a file that is listed the same for so long should be one that can be read
RETRIES = 10  # originals that would not go are tried again, so many a poll


@dataclass(slots=True)
class PullReport:
    """What one poll did."""

    fetched: list[str] = field(default_factory=list)  # names put in the inbox
    removed: list[str] = field(default_factory=list)  # originals let go
    unsettled: int = 0  # may still change
    waiting: int = 0  # their name is still taken in the inbox, or their flow is not judged yet
    kept: int = 0  # taken long since, but the server does not let go of them
    more: bool = False  # the folder holds more than one poll considers
    notes: list[str] = field(default_factory=list)  # for the operator


def pull(
    session: Session,
    partner: Partner,
    folders: Folders,
    ledger: Ledger,
    limits: Limits,
    now: float,
    stopping: Callable[[], bool] = lambda: False,
    report: PullReport | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> PullReport:
    """One poll of the remote `out` folder; `now` is time.monotonic(), `enough` is asked between files. TransferError
    when the connection or the folder fails: what was done until then is in the ledger, and in `report` where one is
    given."""
    return Poll(session, partner, folders, ledger, limits, now, stopping, report or PullReport(), enough).run()


class _Stopped(Exception):
    """The gateway was asked to stop in the middle of a download."""


@dataclass(slots=True)
class Poll:
    """One poll at work."""

    session: Session
    partner: Partner
    folders: Folders
    ledger: Ledger
    limits: Limits
    now: float
    stopping: Callable[[], bool]
    report: PullReport
    enough: Callable[[], bool]
    boot: str = field(default_factory=boot_id)
    rows: dict[bytes, Pull] = field(default_factory=dict)
    blocked: set[bytes] = field(default_factory=set)  # fetched, whole, and their name not free yet in the inbox

    @property
    def remote(self) -> Remote:
        return self.session.remote

    @property
    def inbox(self) -> Path:
        return self.folders.inbox / self.partner.name

    @property
    def suffix(self) -> bytes:
        """Of the marker that vouches for a whole file, there as in the inbox; empty: by the quiet period."""
        return os.fsencode(self.partner.done_suffix)

    def run(self) -> PullReport:
        try:
            if os.stat(self.inbox).st_dev != os.stat(self.folders.state).st_dev:
                self._note(
                    f"inbox/{self.partner.name} : sur un autre système de fichiers que state/, rien n'y est mis."
                )
                return self.report
            self._load()
            self._tidy()
            self._let_go_all()
            for entry in self._settled():
                if self.stopping() or not self._room(entry):
                    break
                if self.enough():
                    self.report.more = True
                    break
                self._fetch(entry)
        except _Stopped:
            pass
        except OSError as error:  # ours: the inbox is missing, read-only or full. Theirs come as TransferError
            self._note(f"inbox/{self.partner.name} : rien ne peut y être déposé ({error.strerror}).")
        return self.report

    def _load(self) -> None:
        self.rows = {row.name: row for row in self.ledger.pulls.of(self.partner.name)}

    def _tidy(self) -> None:
        """Finishes what a death left: whole downloads get their name, half ones go."""
        whole = {self._hidden(row.name) for row in self.rows.values() if row.fetched}
        for path in sorted(self.inbox.glob(HIDDEN.format("*"))):
            if path not in whole and stat.S_ISREG(os.lstat(path).st_mode):
                durable.remove(path)
        for row in self.rows.values():
            if row.fetched and os.path.lexists(self._hidden(row.name)):
                self._deliver(row.name)
            elif row.fetched and self.suffix and self._is_ours(row):
                self._vouch(row.name)

    # from the listing to the inbox

    def _settled(self) -> list[Entry]:
        """The files to fetch now; what was seen is kept in the ledger for the next poll."""
        candidates, markers, gone = self._list()
        settled = []
        with self.ledger.write():
            for name in gone:
                self.ledger.pulls.forget(self.partner.name, name)
            for entry in candidates:
                row = self.rows.get(entry.name)
                known = row is not None and not row.fetched and row.state == entry.state and row.boot == self.boot
                if row is None or not known or row.since > self.now:
                    size, mtime = entry.size or 0, entry.mtime
                    self.ledger.pulls.set_seen(self.partner.name, entry.name, size, mtime, self.now, self.boot)
                if self.suffix:
                    ready = entry.name + self.suffix in markers
                else:
                    ready = known and row is not None and self.now - row.since >= self.remote.quiet_seconds
                if ready:
                    settled.append(entry)
                else:
                    self.report.unsettled += 1
        return sorted(settled, key=lambda entry: (entry.mtime, entry.name))

    def _list(self) -> tuple[list[Entry], set[bytes], list[bytes]]:
        """(files to consider, done-markers, known names that are no longer there)."""
        habits = Habits(temporary=(*self.partner.temporary, *self.remote.temporary))
        candidates: list[Entry] = []
        markers: set[bytes] = set()
        # what was fetched is forgotten with its flow: a listing may leave a name out once, and show it again
        missing = {name for name, row in self.rows.items() if not row.fetched}
        count = 0
        for entry in self.session.entries(self.remote.out):
            count += 1
            missing.discard(entry.name)
            if habits.passes_over(os.fsdecode(entry.name)):
                continue
            if self.suffix and entry.name.endswith(self.suffix):
                markers.add(entry.name)
            elif self._wanted(entry):
                if len(candidates) < self.remote.listing_limit:
                    candidates.append(entry)
                else:
                    self.report.more = True
        return candidates, markers, [] if count >= MOST_ENTRIES else sorted(missing)

    def _wanted(self, entry: Entry) -> bool:
        if not entry.regular or entry.size is None:
            return False  # folders, links, pipes
        if not entry.name or b"/" in entry.name or b"\0" in entry.name or len(entry.name + self.suffix) > 255:
            self._note(f"{self._there(entry.name)} : ce nom ne peut pas être celui d'un fichier ici, il reste là-bas.")
            return False
        if entry.size > self.limits.drop:
            self._note(f"{self._there(entry.name)} : plus de {self.limits.drop} octets, il n'est pas pris.")
            return False
        row = self.rows.get(entry.name)
        if entry.name in self.blocked:
            return False
        return row is None or not row.fetched or row.state != entry.state

    def _fetch(self, entry: Entry) -> None:
        """Whole, on our disk, known to the ledger; only then named in the inbox."""
        if os.path.lexists(self._local(entry.name)):
            self.report.waiting += 1  # an earlier file of that name is not taken yet
            return
        digest = hashlib.sha256()
        try:
            with (
                contextlib.closing(self.session.read(self._path(entry.name), entry)) as chunks,
                durable.incoming(self._hidden(entry.name)) as out,
            ):
                for chunk in chunks:
                    if self.stopping():
                        raise _Stopped
                    digest.update(chunk)
                    out.write(chunk)
        except Changed as fault:
            self.report.unsettled += 1
            row = self.rows.get(entry.name)
            if row is not None and row.state == entry.state and self.now - row.since > LONG_SECONDS:
                self._note(f"{fault} Son nom, sa taille et sa date n'y changent pourtant plus : voyez ce serveur.")
            return
        except Refused as fault:  # of this file; the others are fetched
            self._note(str(fault))
            return
        with self.ledger.write():
            self.ledger.pulls.set_fetched(self.partner.name, entry.name, digest.hexdigest())
        self._deliver(entry.name)

    def _deliver(self, name: bytes) -> None:
        """Gives a whole download its name in the inbox, over nothing that is there."""
        try:
            durable.give_back(self._hidden(name), self._local(name))
        except FileExistsError:
            self.blocked.add(name)
            self.report.waiting += 1
            return
        durable.sync_folder(self.inbox)
        if self.suffix:
            self._vouch(name)
        self.report.fetched.append(shown(name))

    def _is_ours(self, row: Pull) -> bool:
        """Whether what lies in the inbox under its name is what was fetched: its partner may be uploading there too."""
        local = self._local(row.name)
        try:
            return os.lstat(local).st_size == row.state[0] and durable.digest(local) == row.sha256
        except OSError:
            return False

    def _vouch(self, name: bytes) -> None:
        durable.publish(self.inbox, [(os.fsdecode(name + self.suffix), b"")])

    def _room(self, entry: Entry) -> bool:
        found = os.statvfs(self.inbox)
        wanted = self.limits.free + 2 * (entry.size or 0)
        if found.f_bavail * found.f_frsize >= wanted:
            return True
        self._note(f"disque presque plein (moins de {wanted >> 20} Mio libres) : rien de nouveau n'est pris.")
        return False

    # letting go of originals

    def _let_go_all(self) -> None:
        """Originals whose flow the ledger holds; those that would not go last time come last, a few a poll."""
        mine = [row for row in self.rows.values() if row.fetched and row.name not in self.blocked]
        retries = RETRIES
        for row in sorted(mine, key=lambda row: (row.told, row.since)):
            if self.stopping():
                raise _Stopped
            if row.told and retries == 0:
                self.report.kept += 1
                continue
            retries -= row.told
            if os.path.lexists(self._local(row.name)):
                self.report.waiting += 1
            elif flow := self._flow(row):
                self._let_go(row, flow)
            elif self._on_its_way(row):
                self.report.waiting += 1
            elif not self._flow(row):  # asked again: it may have gone from state/taken to the archive meanwhile
                self._note(f"{self._there(row.name)} : sa copie a quitté l'inbox sans être prise ; il est repris.")
                self._forget(row.name)
        self._load()

    def _flow(self, row: Pull) -> str | None:
        name = Taken(flow="", partner="", path=self._local(row.name)).drop_name
        return self.ledger.pulls.flow_of(row, name)

    def _on_its_way(self, row: Pull) -> bool:
        """Taken, and not read yet."""
        taken = self.folders.taken / self.partner.name
        return taken.is_dir() and any(os.path.lexists(home / os.fsdecode(row.name)) for home in taken.iterdir())

    def _let_go(self, row: Pull, flow: str) -> None:
        path = self._path(row.name)
        try:
            found = self.session.entry(path)
            if found is not None and self._is_same(found, row):  # else gone, or another file: the listing will tell
                if self.suffix:
                    self.session.remove(path + self.suffix)  # first: left alone it would vouch for a later file
                if self.remote.after == "move":
                    self.session.put_aside(path, self._resting_place(row.name, flow))
                else:
                    self.session.remove(path)
                self.report.removed.append(shown(row.name))
        except Refused as fault:
            self.report.kept += 1
            if not row.told:
                self._note(f"{fault} Son flux {flow} est pris, il n'est pas repris ; à retirer à la main.")
            with self.ledger.write():
                self.ledger.pulls.set_kept(self.partner.name, row.name, self.now, self.boot)
            return
        self._forget(row.name)

    def _is_same(self, found: Entry, row: Pull) -> bool:
        """Whether it is still the file that was fetched; of a server that tells no date, by its bytes."""
        if found.state != row.state:
            return False
        if found.mtime:
            return True
        digest = hashlib.sha256()
        try:
            with contextlib.closing(self.session.read(self._path(row.name), found)) as chunks:
                for chunk in chunks:
                    digest.update(chunk)
        except Changed:
            return False
        return digest.hexdigest() == row.sha256

    def _resting_place(self, name: bytes, flow: str) -> bytes:
        """Its own name in the done folder, or one with its flow's id where that is taken."""
        place = join(self.remote.done, name)
        return place if self.session.entry(place) is None else join(self.remote.done, name[:200] + b"." + flow.encode())

    def _forget(self, name: bytes) -> None:
        with self.ledger.write():
            self.ledger.pulls.forget(self.partner.name, name)

    # names

    def _path(self, name: bytes) -> bytes:
        return join(self.remote.out, name)

    def _local(self, name: bytes) -> Path:
        return self.inbox / os.fsdecode(name)

    def _hidden(self, name: bytes) -> Path:
        return self.inbox / HIDDEN.format(hashlib.sha256(name).hexdigest()[:32])

    def _there(self, name: bytes) -> str:
        return f"sftp {self.remote.known_as} : {shown(join(self.remote.out, name))}"

    def _note(self, note: str) -> None:
        if note not in self.report.notes:
            self.report.notes.append(note)
