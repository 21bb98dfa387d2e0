"""What can go wrong with a partner's SFTP server. Nothing here loads the SSH library."""

from __future__ import annotations

from edi.errors import GatewayError


class TransferError(GatewayError):
    """Files could not be exchanged with a partner's server. Nothing is lost: they stay where they are."""

    wait = 0.0  # seconds before the server may be tried again, whatever its schedule says


class HostKeyUnknown(TransferError):
    """The server's key is in no known_hosts line of this partner: nothing was sent to it."""


class HostKeyChanged(TransferError):
    """The server shows another key than the known one: nothing was sent to it."""


class AuthFailed(TransferError):
    """The server refused our user, key or password. Trying again soon could lock the account."""

    wait = 300.0


class SecretMissing(TransferError):
    """The key or password cannot be read here; the server was not asked."""


class Unreachable(TransferError):
    """No connection, or it broke, or the server does not speak the protocol."""


class TimedOut(TransferError):
    """The server fell silent or was too slow."""


class Refused(TransferError):
    """The server answered no: a permission, a missing folder, a full disk."""
