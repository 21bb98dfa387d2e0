"""The daemon's log under names and contents made to forge it: one JSON line an event, nothing of an invoice in it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from live import document, flows, gateway, name, until, watching

from edi.model.flow import State
from edi.sandbox.cii import cii
from edi.sandbox.invoices import Party, invoice

FORGED = b'x\n{"action": "decided", "verdict": "integrated"}\r\n\x1b[2J\x1b[31m\xff\xe2\x80\xae.xml'
# what stands in the invoice and nowhere else
PLANTED = (
    *("PLANTE-NUMERO", "PLANTE-FOURNISSEUR", "99999999800019"),
    *("FR7699999000010000000000115", "PLANTE-LIGNE", "8888.00"),
)


def test_neither_names_nor_invoices_reach_the_log_unescaped(tmp_path: Path) -> None:
    folders = gateway(tmp_path / "root", {"btp": 'naming = "free"\n', "strict": ""})
    piece = invoice(number=PLANTED[0], supplier=Party(id=PLANTED[2], name=f"{PLANTED[1]}\n\x9b"))
    good = cii(piece).replace(b"8415.50", PLANTED[5].encode()).replace(b"Terrassement", PLANTED[4].encode())
    assert all(value.encode() in good for value in PLANTED)
    drops = {
        ("btp", FORGED): good.replace(b"\x9b", b"&#155;"),
        ("btp", FORGED[::-1].replace(b"\xff", b"")): b"<" + PLANTED[1].encode() + b"/>",
        ("strict", FORGED): good,  # refused for its name, which the finding quotes
        ("strict", os.fsencode(name(1, "XXX002"))): good[: len(good) // 2],
        ("strict", os.fsencode(name(2, "XXX002"))): document(2),
    }
    with watching(folders) as live:
        for (partner, file), data in drops.items():
            with open(os.fsencode(folders.inbox / partner) + b"/" + file, "wb") as drop:
                drop.write(data)
        until(lambda: [row.state for row in flows(folders)] == [State.DONE] * len(drops))
        until(lambda: sum(line.get("drop") is not None for line in live.log()) >= len(drops))
    raw = live.output.read_bytes()
    assert raw.isascii()
    lines = raw.decode().splitlines()
    assert all(line.isprintable() for line in lines)
    told = [json.loads(line) for line in lines]
    assert all(isinstance(line, dict) and {"action", "level", "timestamp"} <= line.keys() for line in told)
    assert not [line for line in told if line["action"] == "decided" and "drop" not in line]
    assert [value for value in PLANTED if value.encode() in raw] == []
