"""The names of return files, as Chorus Pro forms them.

In: codes and numbers.  Out: CSO1116A_GWY001_GWY0011116000000000000007.  Refuses (GatewayError) what has not its length.
"""

from __future__ import annotations

import re

from edi.errors import GatewayError
from edi.message import Message

INTERFACE_NAME = re.compile(r"[A-Z]{3}([0-9]{4})[A-Z]")
NO_INTERFACE = "0000"  # a flow whose interface is not known
ID_LENGTH = 25  # characters of a flow id: application code 6, interface digits 4, number 15

NO_NAME = Message(
    "Aucun retour ne peut s'appeler {name} : un identifiant de flux a {length} caractères, le code de la passerelle "
    "six.",
    "No return can be named {name}: a flow id has {length} characters, the code of the gateway six.",
)


def digits_of(interface: str | None) -> str:
    """The four digits that name an interface."""
    named = INTERFACE_NAME.fullmatch(interface or "")
    return named[1] if named else NO_INTERFACE


def return_id(code: str, digits: str, number: int) -> str:
    made = f"{code}{digits}{number:015d}"
    if len(made) != ID_LENGTH or number < 0:
        raise GatewayError(NO_NAME.filled(name=made, length=ID_LENGTH))
    return made


def file_name(letters: str, digits: str, code: str, identifier: str) -> str:
    """The name of a CPPStatut file, without its extension."""
    return f"{letters}{digits}A_{code}_{identifier}"
