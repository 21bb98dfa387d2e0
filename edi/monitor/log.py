"""The daemon's log: one JSON line an event on standard error, for journald and whatever reads it.

Every line carries an `action` word, so that logs are counted and searched by action; partners' texts are escaped by
JSON itself; no invoice content is ever logged.  A reader that goes away costs log lines, never a flow.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import structlog


class _StandardError:
    """Standard error as it stands at each line; a pipe whose reader is gone or a full disk must not stop the daemon."""

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()


_STANDARD_ERROR = _StandardError()


def logger(**bound: Any) -> Any:
    """A logger that writes `action` and its facts; times are UTC."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.EventRenamer("action"),
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(_STANDARD_ERROR),  # type: ignore[arg-type]  # it only writes
        cache_logger_on_first_use=False,
    )
    return structlog.get_logger(**bound)
