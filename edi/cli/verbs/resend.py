"""edi resend: the same returns again, byte for byte as the ledger keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS
from edi.cli.options import OF_PARTNER, Verbs, argument
from edi.cli.speak import all_spoken, print_json, say, warn
from edi.message import Message
from edi.words.text import legible

if TYPE_CHECKING:
    from edi.operations.resend import Sent

VERBS = Verbs()
AGAIN = (
    Message(
        "{drop} : {count} retour déposé de nouveau, version {version}",
        "{drop}: {count} return deposited again, version {version}",
    ),
    Message(
        "{drop} : {count} retours déposés de nouveau, version {version}",
        "{drop}: {count} returns deposited again, version {version}",
    ),
)


@VERBS.add(
    "resend",
    Message(
        "Dépose de nouveau les mêmes retours, à l'octet près, dans l'outbox du partenaire.",
        "Deposits the same returns again, byte for byte, in the partner's outbox.",
    ),
    example="edi resend XXX0011116000000000000001 --partner btp-nord",
)
def resend(
    call: Call,
    texts: Annotated[
        list[str],
        argument(
            "ID...",
            Message(
                "Identifiants de flux, noms de fichier, n° de facture.", "Ids of flows, file names, invoice numbers."
            ),
        ),
    ],
    partner: Annotated[str | None, OF_PARTNER] = None,
) -> int:
    """0 when every flow asked for was found and its returns of the version in force lie in the outbox; 1 otherwise."""
    from edi.config.settings import load_settings
    from edi.operations import resend as operation

    answers = operation.resend(load_settings(call.root, call.config), texts, partner)
    troubles = [answer for answer in answers if isinstance(answer, Message)]
    sent = [answer for answer in answers if not isinstance(answer, Message)]
    for trouble in troubles:
        warn(trouble, call.lang)
    if call.as_json:
        print_json({"sent": [_as_dict(one) for one in sent], "troubles": all_spoken(troubles, call.lang)})
    else:
        for one in sent:
            _show(one, call.lang)
    return PROBLEMS if troubles else DONE


def _show(sent: Sent, lang: str) -> None:
    count = len(sent.returns)
    say(AGAIN[count > 1], lang, drop=legible(sent.row.drop_name), count=count, version=sent.row.version)
    for path in sent.returns:
        print(f"  {path}")


def _as_dict(sent: Sent) -> dict[str, Any]:
    row = sent.row
    returns = [str(path) for path in sent.returns]
    return {"flow": row.id, "partner": row.partner, "drop": row.drop_name, "version": row.version, "returns": returns}
