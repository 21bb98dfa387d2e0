"""The wire to a partner's SFTP server: one connection, and what is asked over it.

In: a Remote.  Out: names as bytes, sizes, contents; every failure a TransferError with one sentence.  Promise: nothing
is sent to a server whose key this partner's known_hosts does not hold; no agent and no other key is ever tried; every
wait has an end.  The only module that knows the SSH library, whose exceptions stay in it.
"""

from __future__ import annotations

import contextlib
import errno
import io
import logging
import socket
import stat
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import paramiko
from paramiko.message import Message
from paramiko.sftp import (
    CMD_CLOSE,
    CMD_DATA,
    CMD_FSTAT,
    CMD_OPEN,
    CMD_OPENDIR,
    CMD_READ,
    CMD_READDIR,
    CMD_RENAME,
    CMD_STATUS,
    SFTP_FLAG_READ,
    SFTPError,
    int64,
)

from edi.config.remotes import Remote
from edi.sftp.errors import (
    AuthFailed,
    HostKeyChanged,
    HostKeyUnknown,
    Refused,
    SecretMissing,
    TimedOut,
    TransferError,
    Unreachable,
)
from edi.sftp.secrets import read_secret
from edi.words.text import printable

CHUNK = 32_768  # bytes a request: what every server must take
FLIGHT = 64  # read requests under way at once, 2 MiB
KEEPALIVE = 15  # seconds
SLOWEST = 16_384  # bytes a second below which a transfer is given up
MOST_ENTRIES = 100_000  # of one folder that are looked at
logging.getLogger("paramiko").addHandler(logging.NullHandler())  # it would write stack traces on standard error


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in a remote folder, with the bytes it is made of."""

    name: bytes
    size: int | None  # None: the server does not say
    mtime: int
    regular: bool

    @classmethod
    def of(cls, name: bytes, found: paramiko.SFTPAttributes) -> Entry:
        regular = not found.st_mode or stat.S_ISREG(found.st_mode)  # a server that tells no mode is asked to open it
        return cls(name, found.st_size, found.st_mtime or 0, regular)

    @property
    def state(self) -> tuple[int | None, int]:
        return self.size, self.mtime


class _Client(paramiko.SFTPClient):
    """The library decodes names as UTF-8 and fails on others, reads ahead in a thread that outlives its file, and has
    no reply to a server that answers out of turn: what is asked here is asked by hand."""

    def entries(self, folder: bytes) -> Iterator[Entry]:
        _, message = self._request(CMD_OPENDIR, folder)
        with self._closing(message.get_binary()) as handle:
            while True:
                try:
                    _, message = self._request(CMD_READDIR, handle)
                except EOFError:
                    return
                for _ in range(message.get_int()):
                    name = message.get_binary()
                    message.get_binary()  # the line `ls -l` would show
                    yield Entry.of(name, paramiko.SFTPAttributes._from_msg(message))

    def entry(self, path: bytes) -> Entry:
        return Entry.of(path, self.lstat(path))

    @contextlib.contextmanager
    def reading(self, path: bytes) -> Iterator[bytes]:
        _, message = self._request(CMD_OPEN, path, SFTP_FLAG_READ, paramiko.SFTPAttributes())
        with self._closing(message.get_binary()) as handle:
            yield handle

    def entry_of(self, handle: bytes) -> Entry:
        _, message = self._request(CMD_FSTAT, handle)
        return Entry.of(b"", paramiko.SFTPAttributes._from_msg(message))

    def chunks(self, handle: bytes, limit: int) -> Iterator[bytes]:
        """The bytes in order to the end of the file, or `limit` of them; several requests are under way at once."""
        flying: deque[tuple[int, int, int]] = deque()
        early: dict[int, tuple[int, Message]] = {}
        asked = 0
        while True:
            while asked < limit and len(flying) < FLIGHT:
                length = min(CHUNK, limit - asked)
                flying.append((self._ask(handle, asked, length), asked, length))
                asked += length
            if not flying:
                return
            number, offset, length = flying.popleft()
            data = self._data(number, early)
            if not data:
                return
            yield data
            if len(data) < length:  # fewer than asked for is no end: the rest comes before what was asked after it
                offset, length = offset + len(data), length - len(data)
                flying.appendleft((self._ask(handle, offset, length), offset, length))

    def rename_only(self, old: bytes, new: bytes) -> None:
        """The protocol's own rename, which overwrites nothing."""
        self._request(CMD_RENAME, old, new)

    def _ask(self, handle: bytes, offset: int, length: int) -> int:
        return int(self._async_request(type(None), CMD_READ, handle, int64(offset), length))

    def _data(self, number: int, early: dict[int, tuple[int, Message]]) -> bytes:
        while number not in early:
            kind, packet = self._read_packet()
            message = Message(packet)
            early[message.get_int()] = kind, message
        kind, message = early.pop(number)
        self._expecting.pop(number, None)
        if kind == CMD_STATUS:
            with contextlib.suppress(EOFError):  # the end of the file
                self._convert_status(message)
            return b""
        if kind != CMD_DATA:
            raise SFTPError("neither data nor a status")
        return bytes(message.get_binary())

    @contextlib.contextmanager
    def _closing(self, handle: bytes) -> Iterator[bytes]:
        try:
            yield handle
        except BaseException:
            with contextlib.suppress(Exception):  # nobody waits for an answer: the connection may be the trouble
                self._async_request(type(None), CMD_CLOSE, handle)
            raise
        self._request(CMD_CLOSE, handle)


class Session:
    """One connection to one partner's server: `with Session(remote) as session`. Paths are bytes, as the server's."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self._ssh = paramiko.SSHClient()
        self._client: Any = None  # a _Client, once connected
        self._late = False

    def __enter__(self) -> Session:
        try:
            with self._told("se connecter", self.remote.timeout_seconds):
                self._connect()
        except BaseException:
            self._ssh.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._ssh.close()

    # what is asked

    def entries(self, folder: str) -> Iterator[Entry]:
        """What the folder holds, MOST_ENTRIES at most, as the server hands it out."""
        with self._told(f"lire le dossier « {folder} »", 10 * self.remote.timeout_seconds):
            for count, entry in enumerate(self._client.entries(folder.encode())):
                if count == MOST_ENTRIES:
                    return
                yield entry

    def entry(self, path: bytes) -> Entry | None:
        """The file as it stands, links not followed; None when there is none."""
        with self._told(f"regarder {shown(path)}", self.remote.timeout_seconds):
            try:
                return self._client.entry(path)
            except FileNotFoundError:
                return None

    def read(self, path: bytes, expected: Entry) -> Generator[bytes, None, None]:
        """The bytes of a file in order. Refused when it is not, or no longer, the file that was expected."""
        assert expected.size is not None
        bound = self.remote.timeout_seconds + expected.size / SLOWEST
        with self._told(f"lire {shown(path)}", bound):
            with self._client.reading(path) as handle:
                if self._client.entry_of(handle).state != expected.state:
                    raise Changed(f"{shown(path)} : changé depuis qu'il a été vu ; il sera relu plus tard.")
                count = 0
                for chunk in self._client.chunks(handle, expected.size + 1):
                    count += len(chunk)
                    yield chunk
            if count != expected.size or self._client.entry(path).state != expected.state:
                raise Changed(f"{shown(path)} : changé pendant sa lecture ; il sera relu plus tard.")

    def write(self, path: bytes, content: bytes) -> None:
        """A new file, or the same replaced; its size is asked for afterwards. Each piece is acknowledged: the library's
        faster way loses what the server answers to the last of them."""
        bound = self.remote.timeout_seconds + len(content) / SLOWEST
        with self._told(f"écrire {shown(path)}", bound):
            with self._client.open(path, "wb") as out:
                for start in range(0, len(content), CHUNK):
                    out.write(content[start : start + CHUNK])
            if self._client.entry(path).size != len(content):
                raise Refused(f"{self._who()} n'a gardé qu'une partie de {shown(path)} ; il sera livré de nouveau.")

    def put_over(self, old: bytes, new: bytes) -> None:
        """Renames, whatever stands under the new name."""
        with self._told(f"renommer {shown(old)}", self.remote.timeout_seconds):
            try:
                self._client.posix_rename(old, new)
                return
            except OSError as error:
                if error.errno is not None:  # a plain no, not "I have no such command"
                    raise
            with contextlib.suppress(FileNotFoundError):
                self._client.remove(new)
            self._client.rename_only(old, new)

    def put_aside(self, old: bytes, new: bytes) -> None:
        """Renames where nothing has the new name; Refused otherwise."""
        with self._told(f"renommer {shown(old)}", self.remote.timeout_seconds):
            self._client.rename_only(old, new)

    def remove(self, path: bytes) -> None:
        """Removes a file; gone already is fine."""
        with self._told(f"effacer {shown(path)}", self.remote.timeout_seconds), contextlib.suppress(FileNotFoundError):
            self._client.remove(path)

    # how it is reached

    def _connect(self) -> None:
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
        transport = self._ssh.get_transport()
        assert transport is not None
        transport.set_keepalive(KEEPALIVE)
        channel = transport.open_session(timeout=wait)
        channel.settimeout(wait)
        channel.invoke_subsystem("sftp")
        self._client = _Client(channel)

    def _load_known_hosts(self) -> None:
        file = self.remote.known_hosts
        self._ssh.set_missing_host_key_policy(_Reject(self.remote))
        try:
            self._ssh.load_system_host_keys(str(file))  # "system": never written to
        except OSError as error:
            raise HostKeyUnknown(
                f"{file} : le fichier des clés connues manque ou ne se lit pas ({error.strerror}) ; pas de connexion. "
                f"Demandez au partenaire l'empreinte de {self.remote.known_as}, puis remplissez-le avec ssh-keyscan."
            ) from None
        except Exception as error:  # the library lets through whatever a damaged line provokes
            raise HostKeyUnknown(
                f"{file} : le fichier des clés connues est abîmé ({type(error).__name__}) ; pas de connexion."
            ) from None

    @contextlib.contextmanager
    def _told(self, what: str, seconds: float) -> Iterator[None]:
        """Whatever goes wrong becomes one of our faults, and nothing lasts longer than `seconds`: then the connection
        is closed under whoever waits on it."""
        bound = threading.Timer(seconds, self._give_up)
        bound.daemon = True
        started = time.monotonic()
        bound.start()
        try:
            yield
        except TransferError:
            raise
        except Exception as error:  # the library hands on whatever its own thread met, of any kind
            raise self._fault(error, what, time.monotonic() - started) from None
        finally:
            bound.cancel()

    def _give_up(self) -> None:
        self._late = True
        transport = self._ssh.get_transport()
        if transport is not None:
            transport.close()

    def _fault(self, error: Exception, what: str, spent: float) -> TransferError:
        who, transport = self._who(), self._ssh.get_transport()
        live = transport is not None and transport.is_active()
        if self._late or isinstance(error, TimeoutError) or spent >= self.remote.timeout_seconds:
            return TimedOut(f"{who} ne répond plus : {what} n'a pas abouti en {spent:.0f} s ; nouvel essai plus tard.")
        if isinstance(error, paramiko.BadHostKeyException):
            return HostKeyChanged(
                f"{who} montre une autre clé que la clé connue : {error.key.fingerprint} au lieu de "
                f"{error.expected_key.fingerprint} ; pas de connexion. Si le partenaire confirme ce changement, "
                f"corrigez {self.remote.known_hosts} ; sinon, quelqu'un se fait peut-être passer pour lui."
            )
        if isinstance(error, paramiko.SSHException) and live and not transport.is_authenticated():
            return AuthFailed(
                f"{who} refuse l'utilisateur {self.remote.user}, sa clé ou son mot de passe ; nouvel essai dans cinq "
                "minutes au plus tôt. Vérifiez [sftp] et, chez le partenaire, la clé déposée."
            )
        reason = printable(getattr(error, "strerror", None) or str(error) or type(error).__name__)
        # a status of the server comes as an OSError; so does a closed channel
        if live and isinstance(error, OSError) and self._client is not None and not self._client.sock.closed:
            known = {errno.ENOENT: "ce nom n'y existe pas", errno.EACCES: "droits refusés"}
            reason = known.get(error.errno or 0, f"le serveur répond « {reason} »")
            return Refused(f"{who} : impossible de {what} : {reason}.")
        return Unreachable(f"{who} : impossible de {what} : la connexion a échoué ({reason}) ; nouvel essai plus tard.")

    def _who(self) -> str:
        return f"sftp {self.remote.known_as}"


class Changed(Refused):
    """The file is no longer the one that was seen."""


class _Reject(paramiko.MissingHostKeyPolicy):
    """As the library's own, but the sentence holds the key's fingerprint, for a person to compare."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        file = self.remote.known_hosts
        raise HostKeyUnknown(
            f"sftp {hostname} : serveur inconnu de {file} (il montre {key.get_name()} {key.fingerprint}, aucune clé "
            "n'est connue pour lui) ; pas de connexion. Comparez cette empreinte à celle que le partenaire vous "
            f"donne, puis ajoutez sa clé : ssh-keyscan -p {self.remote.port} {self.remote.host} >> {file}"
        )


def shown(path: bytes) -> str:
    """A remote name as a sentence can carry it."""
    return f"« {printable(path.decode('utf-8', 'backslashreplace'))} »"


def join(folder: str, name: bytes) -> bytes:
    """The path of a name in a folder of the server's."""
    return folder.rstrip("/").encode() + b"/" + name


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
    raise SecretMissing(
        f"{secret.where} : ce n'est pas une clé privée lisible sans phrase secrète (ed25519, ecdsa ou rsa)."
    )
