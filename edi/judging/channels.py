"""Which way a piece may go, and the advice that follows for one that EDI does not take."""

from __future__ import annotations

from edi.config.tables import Tables
from edi.config.tables.capability import ASSOCIATION, CHANNELS, INITIAL, OPERATIONS, Cell
from edi.errors import ConfigError
from edi.message import Message

# What `advice` may say. The channels' names fill {channels}.
CHANNEL_NAMES = {"edi": "l'EDI", "portail": "le portail Chorus Pro", "service": "l'API de Chorus Pro"}
CHANNEL_NAMES_EN = {"edi": "EDI", "portail": "the Chorus Pro portal", "service": "the Chorus Pro API"}
OR, OR_EN = " ou ", " or "

DEPOSIT_ELSEWHERE = "Déposez cette pièce, en PDF, par {channels}."
DEPOSIT_ELSEWHERE_EN = "Deposit this piece, as a PDF, through {channels}."
DEPOSIT_NOWHERE = "Aucun canal ne prend cette pièce en premier dépôt : vérifiez son cadre."
DEPOSIT_NOWHERE_EN = "No channel takes this piece as a first deposit: check its cadre."
ASSOCIATE_ELSEWHERE = "Associez cette pièce à la précédente, en PDF, par {channels}."
ASSOCIATE_ELSEWHERE_EN = "Associate this piece to the earlier one, as a PDF, through {channels}."
ASSOCIATE_NOWHERE = "Aucun canal ne prend cette association : vérifiez le cadre de la pièce."
ASSOCIATE_NOWHERE_EN = "No channel takes this association: check the cadre of the piece."
REMOVE_REFERENCE = "Retirez la référence à la pièce antérieure et déposez la pièce seule, par {channels}."
REMOVE_REFERENCE_EN = "Remove the reference to the earlier piece and deposit the piece alone, through {channels}."
OR_REMOVE_REFERENCE = " Si elle ne s'y rattache pas, retirez la référence et redéposez-la par {channels}."
OR_REMOVE_REFERENCE_EN = " If it does not belong to it, remove the reference and deposit it again through {channels}."
NO_ROW = Message(
    "La matrice de capacité n'a pas de ligne pour le cadre {cadre} et l'opération {operation} : ajoutez-la à "
    "capability-matrix.csv et traitez le document de nouveau.",
    "The capability matrix has no row for cadre {cadre} and operation {operation}: add it to "
    "capability-matrix.csv and process the document again.",
)


def cell_of(tables: Tables, cadre: str, operation: str) -> Cell:
    """The matrix's row. Raises ConfigError when there is none: an unknown cell never means yes."""
    if (cell := tables.matrix.get((cadre, operation))) is None:
        raise ConfigError(NO_ROW.filled(cadre=cadre, operation=operation))
    return cell


def channels(tables: Tables, cadre: str, operation: str) -> list[str]:
    """Which of edi, portail and service take this cadre for this operation; empty when none does."""
    cell = cell_of(tables, cadre, operation)
    return [channel for channel in CHANNELS if getattr(cell, channel) == "yes"]


def channel_words(names: list[str], lang: str = "fr") -> str:
    """Channels as a person says them: "a, b or c"."""
    known, word = (CHANNEL_NAMES_EN, OR_EN) if lang == "en" else (CHANNEL_NAMES, OR)
    words = [known[name] for name in names]
    return word.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def rows(tables: Tables) -> list[dict[str, str]]:
    """The whole matrix, by number of cadre then operation, as `edi matrix --json` prints it."""
    ordered = sorted(tables.matrix.values(), key=lambda cell: (int(cell.cadre[1:]), OPERATIONS.index(cell.operation)))
    return [
        {
            "cadre": cell.cadre,
            "label": tables.cadres[cell.cadre].label,
            "depositor": tables.cadres[cell.cadre].depositor,
            "operation": cell.operation,
            "edi": cell.edi,
            "portail": cell.portail,
            "service": cell.service,
            "source": cell.source,
            "certainty": cell.certainty,
        }
        for cell in ordered
    ]


def advice(tables: Tables, cadre: str, operation: str, lang: str = "fr") -> str:
    """What to do with a piece EDI refuses: the channel that takes it, or that none does."""
    english = lang == "en"
    alone, together = channels(tables, cadre, INITIAL), channels(tables, cadre, ASSOCIATION)
    alone_words, together_words = channel_words(alone, lang), channel_words(together, lang)
    associate = (ASSOCIATE_ELSEWHERE_EN if english else ASSOCIATE_ELSEWHERE).format(channels=together_words)
    if operation == INITIAL:
        if alone:
            return (DEPOSIT_ELSEWHERE_EN if english else DEPOSIT_ELSEWHERE).format(channels=alone_words)
        return associate if together else (DEPOSIT_NOWHERE_EN if english else DEPOSIT_NOWHERE)
    if together and alone:
        return associate + (OR_REMOVE_REFERENCE_EN if english else OR_REMOVE_REFERENCE).format(channels=alone_words)
    if together:
        return associate
    if alone:
        return (REMOVE_REFERENCE_EN if english else REMOVE_REFERENCE).format(channels=alone_words)
    return ASSOCIATE_NOWHERE_EN if english else ASSOCIATE_NOWHERE
