"""Structured logs: one JSON object a line on standard error, without data values."""

import json
import logging
from datetime import UTC, datetime
from typing import TextIO

from core import environment

_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        entry |= {key: value for key, value in vars(record).items() if key not in _PLAIN}
        if record.exc_info and record.exc_info[0] is not None:
            entry["error"] = record.exc_info[0].__name__
            entry["where"] = _frames(record)
        return json.dumps(entry, default=str)


def _frames(record: logging.LogRecord) -> list[str]:
    """Files and lines only: an exception's own text may quote data."""
    frames = []
    traceback = record.exc_info[2] if record.exc_info else None
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return frames


def configure(stream: TextIO | None = None) -> None:
    """Send the log of `core` and `ui` to `stream`; calling it again changes nothing.

    Args:
        stream: Where to; standard error if `None`.
    """
    for name in ("core", "ui"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            handler = logging.StreamHandler(stream)
            handler.setFormatter(_JsonLines())
            logger.addHandler(handler)
            logger.setLevel(environment.text("LOOKBACK_LOG_LEVEL").upper())
            logger.propagate = False
