"""The daemon's log: one JSON line an event on standard error, for journald and whatever reads it.

Every line carries an `action` word, so that logs are counted and searched by action; partners' texts are escaped by
JSON itself; no invoice content is ever logged.
"""

from __future__ import annotations

import sys
from typing import Any

import structlog


def logger(**bound: Any) -> Any:
    """A logger that writes `action` and its facts; times are UTC."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.EventRenamer("action"),
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    return structlog.get_logger(**bound)
