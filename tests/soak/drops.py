"""What partners drop during the long run: good and bad, large and small, new and seen before.

In: a random source.  Out: named bytes, each with what its content deserves when it is judged alone.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import corpus

from edi.model.judgement import FlowVerdict
from edi.sandbox.archives import tar_gz, zip_
from edi.sandbox.cii import cii
from edi.sandbox.examples import CII, FACTURX, UBL, flow_name, member_name
from edi.sandbox.facturx import facturx
from edi.sandbox.invoices import invoice, size_about, works
from edi.sandbox.ubl import ubl

MIB = 1 << 20
PATTERN = "SOAK-00000000"
GOOD_WORKS = ("A4", "A6", "A7", "A10", "A13", "A14", "A22")
MOST_KNOWN = 400  # drops remembered with their bytes, to be dropped again


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Bytes to drop, and what they deserve by themselves."""

    name: str
    data: bytes = field(repr=False)
    flow_id: str  # its name where that is no flow's
    irrecevable: bool = False  # whole, whatever it holds
    good: tuple[str, ...] = ()  # numbers of the invoices that may be accepted
    bad: int = 0  # how many of its invoices are refused by themselves

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def verdict(self) -> FlowVerdict:
        """By itself."""
        if self.irrecevable:
            return FlowVerdict.IRRECEVABLE
        if not self.good:
            return FlowVerdict.REFUSED
        return FlowVerdict.PARTIAL if self.bad else FlowVerdict.INTEGRATED


@dataclass
class Maker:
    """Makes drops of one partner. Numbers and flow ids are new unless a drop is meant to use one again."""

    chance: random.Random
    code: str
    serials: Callable[[], int]  # shared by all partners: an invoice number counts across them
    numbers: list[str] = field(default_factory=list)  # shared as well: numbers of single invoices dropped before
    known: list[Content] = field(default_factory=list)

    def next(self) -> Content:
        kinds, weights = zip(*KINDS, strict=True)
        made: Content = self.chance.choices(kinds, weights)[0](self)
        self.remember(made)
        return made

    def remember(self, made: Content) -> None:
        if len(made.data) < MIB:
            self.known.append(made)
            del self.known[:-MOST_KNOWN]

    # one file

    def single(self) -> Content:
        serial = self.serials()
        self.numbers.append(number(serial))
        return self._made(CII, serial, document(serial), good=(number(serial),))

    def single_ubl(self) -> Content:
        serial = self.serials()
        return self._made(UBL, serial, ubl(invoice(number=number(serial))), good=(number(serial),))

    def single_pdf(self) -> Content:
        serial = self.serials()
        return self._made(FACTURX, serial, facturx(invoice(number=number(serial))), good=(number(serial),))

    def piece(self) -> Content:
        serial = self.serials()
        data = cii(works(self.chance.choice(GOOD_WORKS), number=number(serial)))
        return self._made(CII, serial, data, good=(number(serial),))

    def same_number(self) -> Content:
        """An invoice of an earlier one's number, maybe another partner's, in a new flow."""
        if not self.numbers:
            return self.single()
        serial, again = self.serials(), self.chance.choice(self.numbers[-300:])
        return self._made(CII, serial, cii(invoice(number=again, note=f"Renvoi {serial}")), good=(again,))

    def huge(self) -> Content:
        """Tens of megabytes: attachments as a rule, or lines without end."""
        return self.attached() if self.chance.random() < 0.8 else self.lengthy()

    def attached(self) -> Content:
        return self._large(_attached())

    def lengthy(self) -> Content:
        return self._large(_lengthy())

    def _large(self, whole: bytes) -> Content:
        serial = self.serials()
        data = whole.replace(PATTERN.encode(), number(serial).encode())
        return self._made(CII, serial, data, good=(number(serial),))

    # archives

    def archive(self) -> Content:
        return self._archive(self.chance.randint(2, 12), 0)

    def mixed(self) -> Content:
        return self._archive(self.chance.randint(2, 8), self.chance.randint(1, 3))

    def large_archive(self) -> Content:
        return self._archive(self.chance.randint(100, 200), 1)

    def _archive(self, good: int, bad: int) -> Content:
        serial = self.serials()
        numbers = [number(self.serials()) for _ in range(good)]
        pieces = [cii(invoice(number=one)) for one in numbers]
        pieces += [cii(works("A17", number=number(self.serials()))) for _ in range(bad)]
        self.chance.shuffle(pieces)
        files = {member_name(CII, self.code, serial * 1000 + at): piece for at, piece in enumerate(pieces)}
        pack = self.chance.choice((tar_gz, tar_gz, zip_))
        return self._made(CII, serial, pack(files), good=tuple(numbers), bad=bad)

    # refused

    def refused(self) -> Content:
        serial = self.serials()
        return self._made(CII, serial, cii(works("A15", number=number(serial))), bad=1)

    def against_schema(self) -> Content:
        serial = self.serials()
        return self._made(CII, serial, cii(works("A4", number=number(serial)), delivery=False), bad=1)

    def cut(self) -> Content:
        serial = self.serials()
        data = document(serial)
        return self._made(CII, serial, data[: self.chance.randrange(100, len(data) - 100)], bad=1)

    def misnamed(self) -> Content:
        serial = self.serials()
        name = f"facture-{serial}.xml"
        return Content(name=name, data=document(serial), flow_id=name, irrecevable=True)

    def empty(self) -> Content:
        return self._made(CII, self.serials(), b"", irrecevable=True)

    def hostile(self) -> Content:
        interface, verdict, data = self.chance.choice(hostile())
        irrecevable = verdict is FlowVerdict.IRRECEVABLE
        return self._made(interface, self.serials(), data, irrecevable=irrecevable, bad=0 if irrecevable else 1)

    # seen before

    def again(self) -> Content:
        return self.chance.choice(self.known) if self.known else self.single()

    def same_id(self) -> Content:
        """Other bytes under an earlier flow's name."""
        # of CII by its name: where the first was put in quarantine, the second is received in its place
        earlier = [one for one in self.known if not one.irrecevable and one.name.startswith(CII)]
        if not earlier:
            return self.single()
        first, serial = self.chance.choice(earlier), self.serials()
        data = cii(invoice(number=number(serial)))
        return Content(name=first.name, data=data, flow_id=first.flow_id, good=(number(serial),))

    def _made(
        self,
        interface: str,
        serial: int,
        data: bytes,
        good: tuple[str, ...] = (),
        bad: int = 0,
        irrecevable: bool = False,
    ) -> Content:
        name = flow_name(interface, self.code, serial)
        return Content(name=name, data=data, flow_id=name[-25:], irrecevable=irrecevable, good=good, bad=bad)


KINDS: tuple[tuple[Callable[[Maker], Content], int], ...] = (
    (Maker.single, 30),
    (Maker.single_ubl, 8),
    (Maker.single_pdf, 5),
    (Maker.piece, 6),
    (Maker.archive, 10),
    (Maker.mixed, 5),
    (Maker.refused, 5),
    (Maker.against_schema, 3),
    (Maker.cut, 3),
    (Maker.misnamed, 2),
    (Maker.empty, 1),
    (Maker.hostile, 9),
    (Maker.again, 6),
    (Maker.same_id, 4),
    (Maker.same_number, 5),
)


def number(serial: int) -> str:
    return f"SOAK-{serial:08d}"


def document(serial: int) -> bytes:
    return _plain().replace(PATTERN.encode(), number(serial).encode())


@cache
def _plain() -> bytes:
    return cii(invoice(number=PATTERN))


@cache
def _attached() -> bytes:
    """About 39 MB: four attachments of 7 MB that do not compress."""
    source = random.Random(7)
    plans = tuple((f"plan-{n}.csv", "text/csv", source.randbytes(7 * MIB)) for n in range(4))
    return cii(invoice(number=PATTERN, attachments=plans))


@cache
def _lengthy() -> bytes:
    return cii(size_about(invoice(number=PATTERN), 10 * MIB, cii))


@cache
def hostile() -> list[tuple[str, FlowVerdict, bytes]]:
    """(interface, verdict, bytes) of the attacks that are refused in a moment and whose name is no part of them."""
    found = []
    for attack in corpus.manifest():
        verdict = FlowVerdict(attack.verdict)
        apart = attack.slow or attack.broken or attack.naming != "strict"
        apart = apart or attack.seconds > 2 or attack.mebibytes > 64
        if apart or verdict not in (FlowVerdict.REFUSED, FlowVerdict.IRRECEVABLE):
            continue
        data = corpus.maker(attack.make)()
        if isinstance(data, bytes) and data and len(data) < 2 * MIB:
            found.append((attack.interface, verdict, data))
    assert len(found) > 60, "the long run no longer finds its attacks"
    return found


def old(path: str) -> None:
    """As an upload that keeps the date of the original."""
    os.utime(path, (86_400, 86_400))
