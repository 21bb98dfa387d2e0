"""edi verify: proof that nothing is lost, doubled or altered."""

from __future__ import annotations

import json
from pathlib import Path

from edi.config.settings import load_settings
from edi.operations.lookup import open_ledger
from edi.operations.verify import (
    conservation_problems,
    flow_counts,
    ledger_problems,
    original_problems,
    return_problems,
)

SOUND, PROBLEMS = 0, 1
WORDS = {
    "accepted": "intégrés",
    "partial": "en partie",
    "refused": "refusés ou irrecevables",
    "quarantined": "en quarantaine",
    "duplicate": "répétitions",
    "in progress": "en cours",
}


def verify(as_json: bool, root: Path, config: Path | None) -> int:
    """0 when all holds, 1 with the list of what does not."""
    settings = load_settings(root, config)
    with open_ledger(settings) as ledger:
        counts = flow_counts(ledger)
        problems = [
            *conservation_problems(counts, settings, ledger),
            *ledger_problems(ledger),
            *original_problems(settings, ledger),
        ]
        returns, wrong = return_problems(ledger, settings)
        problems += wrong
    if as_json:
        said = {"ok": not problems, "counts": counts, "returns": returns, "problems": problems}
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        told = ", ".join(f"{WORDS[name]} {count}" for name, count in counts.items() if name != "received")
        print(f"flux reçus : {counts['received']} = {told}")
        print(f"retours relus, validés et comparés à leur empreinte : {returns}")
        for problem in problems:
            print(f"PROBLÈME : {problem}")
        print("Tout se tient." if not problems else f"Problèmes : {len(problems)}.")
    return PROBLEMS if problems else SOUND
