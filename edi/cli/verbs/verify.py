"""edi verify: proof that nothing is lost, doubled or altered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi.cli.call import Call
from edi.cli.exits import DONE, PROBLEMS
from edi.cli.options import Verbs
from edi.cli.speak import all_spoken, print_json, say
from edi.message import Message

if TYPE_CHECKING:
    from edi.operations.verify import Proof

VERBS = Verbs()
WORDS = {
    "accepted": Message("intégrés", "integrated"),
    "partial": Message("en partie", "in part"),
    "refused": Message("refusés ou irrecevables", "refused or irrecevable"),
    "quarantined": Message("en quarantaine", "in quarantine"),
    "duplicate": Message("répétitions", "repeats"),
    "in progress": Message("en cours", "in progress"),
}
RECEIVED = Message("flux reçus : {count} = {parts}", "flows received: {count} = {parts}")
RETURNS = Message(
    "retours relus, validés et comparés à leur empreinte : {count}",
    "returns read again, validated and compared with their fingerprint: {count}",
)
PROBLEM = Message("PROBLÈME : {what}", "PROBLEM: {what}")
SOUND = Message("Tout se tient.", "All holds.")
UNSOUND = Message("Problèmes : {count}.", "Problems: {count}.")


@VERBS.add(
    "verify",
    Message(
        "Prouve que rien n'est perdu : conservation des flux, registre, originaux, chaque retour relu et comparé.",
        "Proves that nothing is lost: conservation of flows, ledger, originals, each return read again and compared.",
    ),
    example="edi verify --root /srv/edi",
)
def verify(call: Call) -> int:
    """0 when all holds, 1 with the list of what does not."""
    from edi.config.settings import load_settings
    from edi.operations.verify import prove

    proof = prove(load_settings(call.root, call.config))
    if call.as_json:
        problems = all_spoken(proof.problems, call.lang)
        print_json(
            {"ok": not problems, "counts": proof.counts, "returns": proof.returns, "problems": problems},
        )
    else:
        _show(proof, call.lang)
    return PROBLEMS if proof.problems else DONE


def _show(proof: Proof, lang: str) -> None:
    parts = ", ".join(f"{WORDS[name].of(lang)} {count}" for name, count in proof.counts.items() if name != "received")
    say(RECEIVED, lang, count=proof.counts["received"], parts=parts)
    say(RETURNS, lang, count=proof.returns)
    for problem in proof.problems:
        say(PROBLEM, lang, what=problem)
    if proof.problems:
        say(UNSOUND, lang, count=len(proof.problems))
    else:
        say(SOUND, lang)
