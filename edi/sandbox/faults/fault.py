"""The smallest fault of a rule: a sound document, and the one thing that is spoiled in it.

In: an Invoice of the sandbox.  Out: the bytes of the sound document and of the spoiled one, which one rule refuses or
tells of. Spoiling is pure: a change of the invoice before it is written, or of the text of the XML after.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from edi.sandbox.cii import cii
from edi.sandbox.faults.circumstances import AS_SHIPPED, Circumstances
from edi.sandbox.faults.sound import SOUND
from edi.sandbox.invoices import Invoice


def _as_it_is(thing: Any) -> Any:
    return thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoil:
    """What is done to a sound document: to the invoice, or to the text it is written as."""

    invoice: Callable[[Invoice], Invoice] = _as_it_is
    xml: Callable[[str], str] = _as_it_is


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault. `code` is that of the rule whose business it is; `companions` are the codes of other findings that
    refuse the document and cannot be had without."""

    code: str
    name: str
    spoil: Spoil
    sound: str = "plain"  # the key of the sound document in SOUND
    write: Callable[[Invoice], bytes] = cii
    write_spoiled: Callable[[Invoice], bytes] | None = None  # where the fault is in the writing: of a PDF
    wrap: Callable[[bytes], bytes] = _as_it_is  # around the text: a PDF
    circumstances: Circumstances = AS_SHIPPED
    companions: frozenset[str] = frozenset()

    def sound_document(self) -> bytes:
        return self.wrap(self.write(SOUND[self.sound]))

    def spoiled_document(self) -> bytes:
        if self.write_spoiled is not None:
            return self.write_spoiled(SOUND[self.sound])
        written = self.write(self.spoil.invoice(SOUND[self.sound]))
        return self.wrap(self.spoil.xml(written.decode()).encode())


def fault(code: str, name: str, spoil: Spoil, **more: Any) -> Fault:
    """One row of the table."""
    return Fault(code=code, name=name, spoil=spoil, **more)


def changed(**fields: Any) -> Spoil:
    """Other fields of the invoice."""
    return Spoil(invoice=lambda invoice: replace(invoice, **fields))


def party(role: str, **fields: Any) -> Spoil:
    """Other fields of the supplier, the debtor or the valideur."""
    return Spoil(invoice=lambda invoice: replace(invoice, **{role: replace(getattr(invoice, role), **fields)}))


def written(old: str, new: str) -> Spoil:
    """Another text at the first place where `old` stands."""

    def edit(xml: str) -> str:
        head, found, tail = xml.partition(old)
        if not found:
            raise ValueError(f"the sound document does not hold {old!r}")
        return head + new + tail

    return Spoil(xml=edit)


def _element(name: str) -> str:
    return rf"<{name}\b[^>]*>(.*?)</{name}>"


def _edited(name: str, make: Callable[[re.Match[str]], str]) -> Spoil:
    def edit(xml: str) -> str:
        edited, count = re.subn(_element(name), make, xml, count=1, flags=re.DOTALL)
        if not count:
            raise ValueError(f"the sound document has no {name}")
        return edited

    return Spoil(xml=edit)


def inside(name: str, text: str) -> Spoil:
    """Another content of the first element of this name."""
    return _edited(name, lambda match: match[0].replace(f">{match[1]}</", f">{text}</", 1))


def without(name: str) -> Spoil:
    """The first element of this name gone."""
    return _edited(name, lambda match: "")


def twice(name: str) -> Spoil:
    """The first element of this name written once more."""
    return _edited(name, lambda match: match[0] * 2)


def before(mark: str, text: str) -> Spoil:
    """A text put in front of another."""
    return written(mark, text + mark)


def content(data: bytes) -> Spoil:
    """Another content of the attached file, as it is, in no ZIP."""
    return inside("ram:AttachmentBinaryObject", b64encode(data).decode())


def both(first: Spoil, second: Spoil) -> Spoil:
    """One after the other."""
    return Spoil(
        invoice=lambda invoice: second.invoice(first.invoice(invoice)),
        xml=lambda xml: second.xml(first.xml(xml)),
    )
