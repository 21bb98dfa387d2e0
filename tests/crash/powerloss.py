"""A simulated power loss: from the trace of one run, what the disk may hold if the current fails at any moment.

The model is harsher than a journalling file system: any of the changes that no sync has made lasting may be missing, in
any combination: pieces of a file, its length, names in a folder. One thing is granted, which ext4, XFS and Btrfs keep:
a rename happens wholly or not at all. But where the folder a file left was synced, and the one it entered was not, the
file may be in neither.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from traces import OPENS, SYNCS, Call

Tree = dict[str, bytes | None]  # path below the root -> content; None for a folder
IGNORED = ("-shm",)  # SQLite makes the index of its log anew


@dataclass(frozen=True, eq=False)
class Change:
    """Something that may be missing. `node` is the file or folder whose sync makes it last."""

    call: int
    node: int
    data: tuple[int, bytes] | None = None  # offset, bytes
    length: int | None = None
    name: str = ""
    target: int | None = None  # with a name: what it leads to from now on; None: nothing
    mate: Change | None = None  # of the name removed by a rename: the one it added

    def __str__(self) -> str:
        return f"call {self.call}: {self.name or self.length or (self.data and self.data[0])}"


@dataclass
class Disk:
    """Nodes by number; the root is 0. A folder is a dictionary of names, a file its bytes."""

    nodes: dict[int, dict[str, int] | bytearray] = field(default_factory=lambda: {0: {}})
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def of(cls, root: Path) -> Disk:
        disk = cls()
        for path in sorted(root.rglob("*")):
            disk.add(str(path.relative_to(root)), {} if path.is_dir() else bytearray(path.read_bytes()))
        return disk

    def add(self, path: str, content: dict[str, int] | bytearray) -> int:
        folder, name = self.place(path)
        number = next(self.numbers)
        self.nodes[number] = content
        self.names(folder)[name] = number
        return number

    def names(self, number: int) -> dict[str, int]:
        found = self.nodes[number]
        assert isinstance(found, dict)
        return found

    def place(self, path: str) -> tuple[int, str]:
        """The folder that holds it, and its name there."""
        *folders, name = path.split("/")
        at = 0
        for folder in folders:
            at = self.names(at)[folder]
        return at, name

    def find(self, path: str) -> int | None:
        if path in ("", "."):
            return 0
        folder, name = self.place(path)
        return self.names(folder).get(name)

    def apply(self, change: Change) -> None:
        if change.name:
            names = self.names(change.node)
            if change.target is None:
                names.pop(change.name, None)
            else:
                names[change.name] = change.target
            return
        content = self.nodes[change.node]
        assert isinstance(content, bytearray)
        if change.length is not None:
            del content[change.length :]
            content.extend(bytes(change.length - len(content)))
        elif change.data is not None:
            at, data = change.data
            content.extend(bytes(max(0, at - len(content))))
            content[at : at + len(data)] = data

    def copy(self) -> Disk:
        return Disk({number: one.copy() for number, one in self.nodes.items()}, self.numbers)

    def tree(self, number: int = 0, above: str = "") -> Tree:
        found: Tree = {}
        for name, inner in sorted(self.names(number).items()):
            content = self.nodes[inner]
            if isinstance(content, dict):
                found[above + name] = None
                found |= self.tree(inner, f"{above}{name}/")
            elif not name.endswith(IGNORED):
                found[above + name] = bytes(content)
        return found


@dataclass
class Model:
    """One run, call by call: what it changed, and when each change became lasting."""

    root: Path
    live: Disk
    first: Disk = field(init=False)
    changes: list[Change] = field(default_factory=list)
    lasting: dict[Change, int] = field(default_factory=dict)  # the call after which it cannot be missing any more
    handles: dict[int, list[int]] = field(default_factory=dict)  # descriptor -> [node, position]
    calls: int = 0

    def __post_init__(self) -> None:
        self.first = self.live.copy()

    def run(self, trace: Iterable[Call]) -> Model:
        for call in trace:
            if call.result >= 0 and call.within(self.root):
                self.calls += 1
                self._meet(call)
        return self

    def _meet(self, call: Call) -> None:
        handle, path = call.held
        if call.kind in OPENS:
            self._open(call)
        elif call.kind in SYNCS:
            node = self._node(call)
            for change in self.changes:
                if change.node == node:
                    self.lasting.setdefault(change, self.calls)
        elif call.kind == "pwrite64":
            self._change(node=self._node(call), data=(int(call.args.rsplit(",", 1)[1]), call.texts[0]))
        elif call.kind == "write":
            written = self.handles[handle]
            self._change(node=written[0], data=(written[1], call.texts[0]))
            written[1] += call.result
        elif call.kind == "ftruncate":
            self._change(node=self._node(call), length=int(call.args.rsplit(",", 1)[1]))
        elif call.kind in ("rename", "renameat2"):
            self._rename(*map(self._below, call.paths))
        elif call.kind == "mkdir":
            self._named(self._below(call.paths[0]), self._made({}))
        elif call.kind in ("unlink", "rmdir"):
            self._named(self._below(call.paths[0]), None)
        elif call.kind not in ("fchown", "fchmod", "fallocate"):
            raise AssertionError(f"the model does not know {call} {path}")

    def _open(self, call: Call) -> None:
        path = self._below(call.paths[-1])
        node = self.live.find(path)
        if node is None:
            node = self._made(bytearray())
            self._named(path, node)
        elif "O_TRUNC" in call.args:
            self._change(node=node, length=0)
        self.handles[call.result] = [node, 0]

    def _made(self, content: dict[str, int] | bytearray) -> int:
        """A node that no name leads to yet."""
        number = next(self.live.numbers)
        self.live.nodes[number], self.first.nodes[number] = content, content.copy()
        return number

    def _node(self, call: Call) -> int:
        return self.handles[call.held[0]][0]

    def _below(self, path: str) -> str:
        return str(Path(path).relative_to(self.root))

    def _change(self, **what: object) -> Change:
        change = Change(call=self.calls, **what)  # type: ignore[arg-type]
        self.changes.append(change)
        self.live.apply(change)
        return change

    def _named(self, path: str, target: int | None, mate: Change | None = None) -> Change:
        folder, name = self.live.place(path)
        return self._change(node=folder, name=name, target=target, mate=mate)

    def _rename(self, old: str, new: str) -> None:
        target = self.live.find(old)
        assert target is not None
        added = self._named(new, target)
        self._named(old, None, mate=added)

    # what may be left

    def pending(self, call: int) -> list[Change]:
        """After so many calls: what may be missing."""
        return [one for one in self.changes if one.call <= call and self.lasting.get(one, call + 1) > call]

    def after(self, call: int, missing: Iterable[Change]) -> Tree:
        gone = set(missing)
        pending = set(self.pending(call))
        for change in self.changes:
            if change.mate is not None and change in pending:  # the name a rename removed goes with the one it added
                gone.discard(change)
                if change.mate in gone:
                    gone.add(change)
        disk = self.first.copy()
        for change in self.changes:
            if change.call <= call and change not in gone:
                disk.apply(change)
        return disk.tree()

    def states(self, seed: int, most: int) -> list[tuple[str, Tree]]:
        """What the disk may hold: everything unsynced missing, after each call; then each piece of a file that is not
        the ledger's; then the other single changes, tails and random choices, shuffled. `most` in all, none twice."""
        chance = random.Random(seed)
        surely = [(call, tuple(self.pending(call)), "all of") for call in range(self.calls + 1)]
        maybe: list[tuple[int, tuple[Change, ...], str]] = []
        for call in range(self.calls + 1):
            pending = self.pending(call)
            maybe += [(call, (one,), "one of") for one in pending]
            maybe += [(call, tuple(pending[at:]), "the last of") for at in range(1, len(pending))]
            maybe += [(call, tuple(one for one in pending if chance.random() < 0.5), "some of") for _ in range(2)]
        chance.shuffle(maybe)
        ledger = {self.live.find(f"state/ledger.db{end}") for end in ("", "-wal")}
        maybe.sort(key=lambda one: one[2] != "one of" or one[1][0].data is None or one[1][0].node in ledger)
        found: dict[frozenset[tuple[str, bytes | None]], tuple[str, Tree]] = {}
        for call, missing, which in [*surely, *maybe]:
            if len(found) == most:
                break
            tree = self.after(call, missing)
            lost = ", ".join(map(str, missing[:4]))
            found.setdefault(frozenset(tree.items()), (f"after call {call} without {which} the unsynced: {lost}", tree))
        return list(found.values())


def laid_out(tree: Tree, root: Path) -> None:
    """The state as files and folders."""
    for path, content in tree.items():
        if content is None:
            (root / path).mkdir(parents=True)
        else:
            (root / path).write_bytes(content)
