"""The names of return files."""

from __future__ import annotations

import re

from edi.errors import GatewayError

INTERFACE_NAME = re.compile(r"[A-Z]{3}([0-9]{4})[A-Z]")
NO_INTERFACE = "0000"  # a flow whose interface is not known
_ID = 25  # characters of a flow id: application code 6, interface digits 4, number 15


def return_id(code: str, digits: str, number: int) -> str:
    made = f"{code}{digits}{number:015d}"
    if len(made) != _ID or number < 0:
        raise GatewayError(
            f"No return can be named {made}: a flow id has {_ID} characters, the code of the gateway six."
        )
    return made
