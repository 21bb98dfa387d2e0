"""The example flows of `make demo`: works and plain, good and bad, single and archived, in every syntax.

In: the partner's application code and a date.  Out: named bytes, each with its story and the verdict the gateway
owes it under strict naming and an empty ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from edi.message import Message
from edi.model.judgement import FlowVerdict
from edi.sandbox.archives import tar_gz
from edi.sandbox.cii import cii
from edi.sandbox.facturx import facturx
from edi.sandbox.invoices import Invoice, invoice, works
from edi.sandbox.ubl import ubl

UBL = "FSO1110A"
CII = "FSO1116A"
FACTURX = "FSO1117A"
WITHDRAWN = "FSO1102A"  # PES, closed by AIFE on 1 March 2019


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One drop. `sweep` 2: to be dropped once the flows of sweep 1 have their answer (it repeats one of them)."""

    name: str
    data: bytes
    story: Message
    expected: FlowVerdict
    sweep: int = 1


def flow_name(interface: str, code: str, serial: int) -> str:
    """A flow's name: interface, application code, then the 25 characters of the flow id. No extension."""
    return f"{interface}_{code}_{code}{interface[3:7]}{serial:015d}"


def member_name(interface: str, code: str, serial: int) -> str:
    """A file's name inside an archive, as AIFE's own example archive has them: shorter than a flow's."""
    return f"{interface}_{code}_{code}{interface[3:7]}{serial:09d}.xml"


def examples(code: str, today: date) -> list[Example]:
    """Every example, in the order to drop them. `code` is the partner's six-character application code."""
    makers = (_plain, _pieces, _archives, _refused, _broken, _misnamed, _again)
    return [example for maker in makers for example in maker(code, today)]


def _plain(code: str, today: date) -> Iterable[Example]:
    yield Example(
        name=flow_name(UBL, code, 1),
        data=ubl(_first(today)),
        story=Message(
            "Une facture simple (A1) en UBL.",
            "A plain invoice (A1) in UBL.",
        ),
        expected=FlowVerdict.INTEGRATED,
    )
    yield Example(
        name=flow_name(FACTURX, code, 2),
        data=facturx(_dated(invoice(number="EX-A1-PDF"), today)),
        story=Message(
            "Une facture simple (A1) en Factur-X, dans un PDF.", "A plain invoice (A1) as Factur-X, inside a PDF."
        ),
        expected=FlowVerdict.INTEGRATED,
    )


def _pieces(code: str, today: date) -> Iterable[Example]:
    def piece(interface: str, serial: int, cadre: str, story: Message) -> Example:
        write = ubl if interface == UBL else cii
        data = write(_dated(works(cadre, number=f"EX-{cadre}-SEUL"), today))
        name = flow_name(interface, code, serial)
        return Example(name=name, data=data, story=story, expected=FlowVerdict.INTEGRATED)

    yield piece(
        CII,
        3,
        "A4",
        Message(
            "Un projet de décompte mensuel (A4) adressé à la MOE.",
            "A monthly draft account (A4) for the MOE.",
        ),
    )
    yield piece(
        UBL,
        4,
        "A7",
        Message(
            "Un projet de décompte final (A7) en UBL.",
            "A final draft account (A7) in UBL.",
        ),
    )
    yield piece(
        CII,
        5,
        "A10",
        Message(
            "Une demande de paiement de sous-traitant (A10), que le titulaire doit valider.",
            "A sub-contractor's payment request (A10), for the titulaire to approve.",
        ),
    )
    yield piece(
        CII,
        6,
        "A22",
        Message(
            "Un projet de décompte général (A22) : l'entreprise ouvre la procédure tacite.",
            "A draft general account (A22): the company opens the tacit procedure.",
        ),
    )


def _archives(code: str, today: date) -> Iterable[Example]:
    good = [_dated(works(cadre, number=f"EX-{cadre}-LOT1"), today) for cadre in ("A4", "A6", "A7", "A10", "A13", "A22")]
    yield Example(
        name=flow_name(CII, code, 7),
        data=_archive(code, 700, good),
        story=Message(
            "Une archive de six pièces de travaux, toutes bonnes.", "An archive of six works pieces, all good."
        ),
        expected=FlowVerdict.INTEGRATED,
    )
    mixed = [_dated(works(cadre, number=f"EX-{cadre}-LOT2"), today) for cadre in ("A4", "A7", "A17", "A10", "A14")]
    yield Example(
        name=flow_name(CII, code, 8),
        data=_archive(code, 800, mixed),
        story=Message(
            "Une archive de cinq pièces dont une (A17, réservée à la MOE) ne peut pas venir en EDI.",
            "An archive of five pieces, one of which (A17, the MOE's) may not come by EDI.",
        ),
        expected=FlowVerdict.PARTIAL,
    )


def _archive(code: str, serial: int, pieces: Iterable[Invoice]) -> bytes:
    return tar_gz({member_name(CII, code, serial + place): cii(piece) for place, piece in enumerate(pieces)})


def _refused(code: str, today: date) -> Iterable[Example]:
    yield Example(
        name=flow_name(CII, code, 9),
        data=cii(_dated(works("A15", number="EX-A15-SEUL"), today)),
        story=Message(
            "Un état d'acompte de la MOE (A15) : il se dépose sur le portail ou par API.",
            "A MOE's interim account (A15): it goes through the portal or the API.",
        ),
        expected=FlowVerdict.REFUSED,
    )
    yield Example(
        name=flow_name(UBL, code, 10),
        data=ubl(_dated(works("A20", number="EX-A20-SEUL"), today)),
        story=Message(
            "Un décompte général de la MOA (A20) : il se dépose sur le portail ou par API.",
            "A MOA's general account (A20): it goes through the portal or the API.",
        ),
        expected=FlowVerdict.REFUSED,
    )
    yield Example(
        name=flow_name(CII, code, 11),
        data=cii(_dated(works("A8", number="EX-A8-SUITE", origin="EX-A20-2026-01"), today)),
        story=Message(
            "Un décompte général et définitif (A8) qui se rattache à une pièce antérieure : impossible en EDI.",
            "A final general account (A8) tied to an earlier piece: not possible by EDI.",
        ),
        expected=FlowVerdict.REFUSED,
    )


def _broken(code: str, today: date) -> Iterable[Example]:
    yield Example(
        name=flow_name(CII, code, 12),
        data=cii(_dated(works("A4", number="EX-A4-XSD"), today), delivery=False),
        story=Message(
            "Un projet de décompte (A4) sans le bloc de livraison que le schéma exige.",
            "A draft account (A4) without the delivery block the schema demands.",
        ),
        expected=FlowVerdict.REFUSED,
    )
    whole = cii(_dated(works("A4", number="EX-A4-COUPE"), today))
    yield Example(
        name=flow_name(CII, code, 13),
        data=whole[: len(whole) * 2 // 3],
        story=Message(
            "Un fichier XML coupé aux deux tiers.",
            "An XML file cut at two thirds.",
        ),
        expected=FlowVerdict.REFUSED,
    )
    yield Example(
        name=flow_name(CII, code, 14),
        data=_PAGE.encode(),
        story=Message(
            "Une page HTML enregistrée à la place de la facture.", "An HTML page saved in place of the invoice."
        ),
        expected=FlowVerdict.REFUSED,
    )


_PAGE = """<!DOCTYPE html>
<html lang="fr"><head><title>Session expirée</title></head>
<body><p>Votre session a expiré, reconnectez-vous.<br></body></html>
"""


def _misnamed(code: str, today: date) -> Iterable[Example]:
    yield Example(
        name="facture-mars.xml",
        data=ubl(_dated(invoice(number="EX-A1-NOM"), today)),
        story=Message(
            "Une bonne facture sous un nom qui n'est pas celui d'un flux.",
            "A good invoice under a name that is no flow's.",
        ),
        expected=FlowVerdict.IRRECEVABLE,
    )
    yield Example(
        name=flow_name(WITHDRAWN, code, 15),
        data=ubl(_dated(invoice(number="EX-A1-PES"), today)),
        story=Message(
            "Un flux déposé sur une interface que Chorus Pro a fermée.",
            "A flow dropped on an interface Chorus Pro has closed.",
        ),
        expected=FlowVerdict.IRRECEVABLE,
    )


def _again(code: str, today: date) -> Iterable[Example]:
    first = _first(today)
    yield Example(
        name=flow_name(UBL, code, 16),
        data=ubl(replace(first, note="Renvoi de la même facture dans un autre flux")),
        story=Message(
            "La première facture, renvoyée dans un nouveau flux : son numéro est déjà pris.",
            "The first invoice sent again in a new flow: its number is taken.",
        ),
        expected=FlowVerdict.REFUSED,
        sweep=2,
    )
    yield Example(
        name=flow_name(UBL, code, 1),
        data=ubl(first),
        story=Message(
            "Le premier flux, déposé une seconde fois à l'identique : même réponse.",
            "The first flow, dropped again unchanged: the same answer.",
        ),
        expected=FlowVerdict.REPEAT,
        sweep=2,
    )


def _first(today: date) -> Invoice:
    return _dated(invoice(number="EX-A1-PREMIERE"), today)


def _dated(piece: Invoice, today: date) -> Invoice:
    """Issued the day before, due a month later."""
    issued = today - timedelta(days=1)
    return replace(piece, issue_date=issued, due_date=issued + timedelta(days=30))
