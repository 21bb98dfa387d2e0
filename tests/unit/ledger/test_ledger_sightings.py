"""Sightings: replaced whole, bit by bit the same."""

from __future__ import annotations

from dataclasses import replace

from edi.ledger import Ledger
from edi.model.drop import Sighting


def test_sightings_are_replaced_whole_and_keep_every_bit(ledger: Ledger) -> None:
    one = Sighting(
        partner="btp", name=b"\xff\n'", size=2**40, mtime_ns=-(2**62), inode=2**62, since=0.1 + 0.2, boot="first"
    )
    with ledger.write():
        ledger.sightings.replace_all([replace(one, name=b"old")])
        ledger.sightings.replace_all([one])
    assert ledger.sightings.all() == [one]
