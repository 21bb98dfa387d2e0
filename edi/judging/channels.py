"""Which way a piece may go, and the advice that follows for one that EDI does not take."""

from __future__ import annotations

from edi.config.tables import Tables
from edi.config.tables.capability import ASSOCIATION, CHANNELS, INITIAL, OPERATIONS, Cell
from edi.errors import ConfigError
from edi.message import Message

# What `advice` may say. The channels' names fill {channels}.
_NAMES = {
    "edi": Message("l'EDI", "EDI"),
    "portail": Message("le portail Chorus Pro", "the Chorus Pro portal"),
    "service": Message("l'API de Chorus Pro", "the Chorus Pro API"),
}
_OR = Message(" ou ", " or ")
_DEPOSIT_ELSEWHERE = Message(
    "Déposez cette pièce, en PDF, par {channels}.", "Deposit this piece, as a PDF, through {channels}."
)
_DEPOSIT_NOWHERE = Message(
    "Aucun canal ne prend cette pièce en premier dépôt : vérifiez son cadre.",
    "No channel takes this piece as a first deposit: check its cadre.",
)
_ASSOCIATE_ELSEWHERE = Message(
    "Associez cette pièce à la précédente, en PDF, par {channels}.",
    "Associate this piece to the earlier one, as a PDF, through {channels}.",
)
_ASSOCIATE_NOWHERE = Message(
    "Aucun canal ne prend cette association : vérifiez le cadre de la pièce.",
    "No channel takes this association: check the cadre of the piece.",
)
_REMOVE_REFERENCE = Message(
    "Retirez la référence à la pièce antérieure et déposez la pièce seule, par {channels}.",
    "Remove the reference to the earlier piece and deposit the piece alone, through {channels}.",
)
_OR_REMOVE_REFERENCE = Message(
    " Si elle ne s'y rattache pas, retirez la référence et redéposez-la par {channels}.",
    " If it does not belong to it, remove the reference and deposit it again through {channels}.",
)
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
    words = [_NAMES[name].of(lang) for name in names]
    return _OR.of(lang).join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


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
    alone = channel_words(channels(tables, cadre, INITIAL), lang)
    together = channel_words(channels(tables, cadre, ASSOCIATION), lang)
    associate = _ASSOCIATE_ELSEWHERE.of(lang, channels=together)
    if operation == INITIAL:
        if alone:
            return _DEPOSIT_ELSEWHERE.of(lang, channels=alone)
        return associate if together else _DEPOSIT_NOWHERE.of(lang)
    if together and alone:
        return associate + _OR_REMOVE_REFERENCE.of(lang, channels=alone)
    if together:
        return associate
    return _REMOVE_REFERENCE.of(lang, channels=alone) if alone else _ASSOCIATE_NOWHERE.of(lang)
