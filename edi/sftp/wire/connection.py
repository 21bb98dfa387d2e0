"""One connection to a partner's server: its key is known, ours is taken, its files can be asked for.

In: a Remote.  Out: `files`; what went wrong as one of our faults.  Promise: nothing is sent to a server whose key this
partner's known_hosts does not hold; no agent and no other key is ever tried.
"""

from __future__ import annotations

import errno
import io
import logging
import socket
from typing import Any

import paramiko

from edi.config.remotes import Remote
from edi.message import Message
from edi.sftp.errors import (
    AuthFailed,
    HostKeyChanged,
    HostKeyUnknown,
    Refused,
    SecretMissing,
    TransferError,
    Unreachable,
)
from edi.sftp.secrets import read_secret
from edi.sftp.wire import sentences
from edi.sftp.wire.client import Files
from edi.words.text import printable

KEEPALIVE = 15  # seconds
ANSWERS = {errno.ENOENT: sentences.NO_SUCH_NAME, errno.EACCES: sentences.NO_RIGHTS}
logging.getLogger("paramiko").addHandler(logging.NullHandler())  # it would write stack traces on standard error


class Wire:
    """To one server; `files` once it is connected."""

    files: Files

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self.server = f"sftp {remote.known_as}"  # as sentences name it
        self._ssh = paramiko.SSHClient()
        self._connected = False

    def connect(self) -> None:
        remote, wait = self.remote, self.remote.timeout_seconds
        secret = credentials(remote)
        self._load_known_hosts()
        connection = socket.create_connection((remote.host, remote.port), wait)
        try:
            # small requests must not wait for the answers to earlier ones: measured, 28 ms for each 32 KiB written
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._ssh.connect(
                remote.host,
                remote.port,
                remote.user,
                sock=connection,
                timeout=wait,
                banner_timeout=wait,
                auth_timeout=wait,
                channel_timeout=wait,
                allow_agent=False,
                look_for_keys=False,
                **secret,
            )
        except BaseException:
            connection.close()
            raise
        self.files = self._opened(wait)
        self._connected = True

    def hang_up(self) -> None:
        """Ends the connection under whoever waits on it; from another thread."""
        transport = self._ssh.get_transport()
        if transport is not None:
            transport.close()

    def close(self) -> None:
        self._ssh.close()

    def fault(self, error: Exception, action: Message) -> TransferError:
        """What went wrong when we were to `action`. The library hands on whatever its own thread met, of any kind."""
        transport = self._ssh.get_transport()
        live = transport is not None and transport.is_active()
        if isinstance(error, paramiko.BadHostKeyException):
            return self._other_key(error)
        if isinstance(error, paramiko.SSHException) and live and not transport.is_authenticated():
            return AuthFailed(sentences.LOGIN_REFUSED.filled(server=self.server, user=self.remote.user))
        words = printable(getattr(error, "strerror", None) or str(error) or type(error).__name__)
        # a status of the server comes as an OSError; so does a closed channel
        if live and isinstance(error, OSError) and self._connected and not self.files.sock.closed:
            why = ANSWERS.get(error.errno or 0) or sentences.SERVER_SAYS.filled(words=words)
            return Refused(sentences.ANSWERED_NO.filled(server=self.server, action=action, why=why))
        return Unreachable(sentences.BROKEN.filled(server=self.server, action=action, why=words))

    def _opened(self, wait: float) -> Files:
        """The server's files, over a channel of their own."""
        transport = self._ssh.get_transport()
        if transport is None:
            raise paramiko.SSHException("no transport")
        transport.set_keepalive(KEEPALIVE)
        channel = transport.open_session(timeout=wait)
        channel.settimeout(wait)
        channel.invoke_subsystem("sftp")
        return Files(channel)

    def _load_known_hosts(self) -> None:
        file = self.remote.known_hosts
        self._ssh.set_missing_host_key_policy(_Reject(self.remote))
        try:
            self._ssh.load_system_host_keys(str(file))  # "system": never written to
        except OSError as error:
            told = sentences.NO_KNOWN_HOSTS.filled(file=file, why=error.strerror, server=self.remote.known_as)
            raise HostKeyUnknown(told) from None
        except Exception as error:  # the library lets through whatever a damaged line provokes
            told = sentences.DAMAGED_KNOWN_HOSTS.filled(file=file, why=type(error).__name__)
            raise HostKeyUnknown(told) from None

    def _other_key(self, error: paramiko.BadHostKeyException) -> HostKeyChanged:
        shown, known = error.key.fingerprint, error.expected_key.fingerprint
        file = self.remote.known_hosts
        return HostKeyChanged(sentences.OTHER_KEY.filled(server=self.server, shown=shown, known=known, file=file))


class _Reject(paramiko.MissingHostKeyPolicy):
    """As the library's own, but the sentence holds the key's fingerprint, for a person to compare."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        told = sentences.UNKNOWN_KEY.filled(
            server=hostname,
            file=self.remote.known_hosts,
            kind=key.get_name(),
            fingerprint=key.fingerprint,
            port=self.remote.port,
            host=self.remote.host,
        )
        raise HostKeyUnknown(told)


def credentials(remote: Remote) -> dict[str, Any]:
    """What says who we are, as the library takes it."""
    secret = read_secret(remote)
    if not secret.is_key:
        return {"password": secret.text}
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return {"pkey": kind.from_private_key(io.StringIO(secret.text))}
        except Exception:  # another kind, damaged, or encrypted: each says it in a way of its own
            continue
    raise SecretMissing(sentences.NO_PRIVATE_KEY.filled(place=secret.where))
