"""The command line's own words in French: what typer says of a wrong line, and the headings of its help.

In: a text typer made.  Out: the same in French; what no line of the lists knows is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# both wordings where typer's releases differ
ERRORS = (
    (r"^Usage: ", "Usage : "),
    (r"^Try '(.+)' for help\.", r"« \1 » montre l'aide."),
    (r"^Error: ", "Erreur : "),
    (r"Missing argument ('.+?')\.", r"il manque l'argument \1."),
    (r"Missing option ('.+?')\.", r"il manque l'option \1."),
    (r"Missing command\.", "il manque une commande."),
    (r"No such command ('.+?')\.", r"il n'y a pas de commande \1."),
    (r"No such option: (\S+)", r"il n'y a pas d'option \1"),
    (r"Did you mean (.+?)\?", r"Vouliez-vous dire \1 ?"),
    (r"\(Possible options: (.+?)\)", r"(options possibles : \1)"),
    (r"Option '(.+?)' requires an argument\.", r"l'option '\1' demande une valeur."),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"argument de trop : \1"),
    (r"Invalid value for ('.+?'): ", r"\1 : "),
    (r"Input should be a valid integer.*", "un nombre entier est attendu."),
    (r"Input should be a valid number.*", "un nombre est attendu."),
    (r"Input should be greater than or equal to (\S+)", r"un nombre d'au moins \1 est attendu."),
    (r"'(.+?)' is not a valid integer\.", r"'\1' n'est pas un nombre entier."),
    (r"'(.+?)' is not a valid float\.", r"'\1' n'est pas un nombre."),
    (r"(\S+) is not in the range x>=(\S+?)\.", r"\1 est moins que \2."),
    (r"[Pp]ath '(.+?)' is not readable\.", r"'\1' ne peut pas être lu ; donnez-vous le droit de le lire."),
    (r"[Pp]ath '(.+?)' does not exist\.", r"'\1' n'existe pas."),
)
HELP = (
    (r"^Usage: ", "Usage : "),
    (r"^Options:$", "Options :"),
    (r"^Commands:$", "Commandes :"),
    (r"^Arguments:$", "Arguments :"),
    (r"Show this message and exit\.", "Montre cette aide."),
    (r"\[required\]", "[obligatoire]"),
    (r"; required\]", " ; obligatoire]"),
    (r"\[default: ", "[défaut : "),
)


def french(text: str, words: Sequence[tuple[str, str]] = ERRORS) -> str:
    """A text of typer's with every sentence that `words` knows in French."""
    for pattern, said in words:
        text = re.sub(pattern, said, text, flags=re.MULTILINE)
    return text
