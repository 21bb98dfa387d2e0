"""What we could not do. What a partner did wrong is never here: that is a Finding, a value.

Each class says in its docstring what the person at the terminal should understand; `exit_code` is what the command
ends with. Raise with one complete sentence in both languages: what happened, where, what to do next.
"""

from __future__ import annotations

from edi.message import Message


class GatewayError(Exception):
    """Root of every failure of our own. Ends as *not judged*, never as a refusal."""

    exit_code = 70

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def of(self, lang: str) -> str:
        """The same in French or English."""
        return self.message.of(lang)

    def __str__(self) -> str:
        return self.of("fr")


class ConfigError(GatewayError):
    """A setting, a table or a schema is wrong or missing: nothing is started on it."""

    exit_code = 2


class SchemaError(ConfigError):
    """A schema is missing, altered, or loads with a hole: verdicts could not be trusted."""


class LedgerError(GatewayError):
    """The ledger cannot be read or written. Drops stay where they are."""


class DurabilityError(GatewayError):
    """The disk refused a sync: what it holds is uncertain, so the process stops and recovers at its next start."""


class LockHeld(GatewayError):
    """Another gateway works on this root. `holder` is what the lock says of it."""

    exit_code = 75

    def __init__(self, message: Message, holder: str = "") -> None:
        super().__init__(message)
        self.holder = holder


class JudgeDied(GatewayError):
    """The child process that judged a document was killed, hung or ran out of memory."""


class NoJudge(GatewayError):
    """The machine could not start a judging process: no document's fault, and none's verdict."""


class RuleFailed(GatewayError):
    """A business rule raised: the document is not judged, and the rule is named."""
