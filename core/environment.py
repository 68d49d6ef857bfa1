"""Every `LOOKBACK_*` environment variable: its name, default and meaning, declared once.

The table in docs/architecture.md is checked against `VARIABLES` by a test.
"""

import os
from dataclasses import dataclass

from core.errors import SettingError


@dataclass(frozen=True)
class Variable:
    """One environment variable.

    Attributes:
        name: Its full name.
        default: Value when it is not set; its type is the variable's type.
        help: What it does, with the unit.
    """

    name: str
    default: str | int
    help: str


VARIABLES = (
    Variable("LOOKBACK_SCHEDULER", "", "Address of an existing Dask scheduler, such as "
             "tls://host:8786; empty: an engine of its own, started as a child process."),
    Variable("LOOKBACK_WORKERS", "", "Workers of an engine of its own, which share portfolios; "
             "empty: one for each core, 4 at most."),
    Variable("LOOKBACK_WORKSPACE", "", "Folder in which people may keep sessions, for all who can "
             "open this Lookback; empty: none are kept."),
    Variable("LOOKBACK_MAX_UPLOAD_MB", 100, "Largest file taken, in megabytes."),
    Variable("LOOKBACK_MAX_UNPACKED_MB", 200, "Most that a compressed file may unpack to, in "
             "megabytes."),
    Variable("LOOKBACK_MAX_ROWS", 1_000_000, "Most rows read from a file."),
    Variable("LOOKBACK_MAX_COLUMNS", 500, "Most columns read from a file."),
    Variable("LOOKBACK_MAX_OBSERVATIONS", 20_000, "Longest series a model is trained on."),
    Variable("LOOKBACK_MAX_EPOCHS", 500, "Most epochs a training may be set to."),
    Variable("LOOKBACK_MAX_JOBS", 20, "Jobs the server takes at once, waiting ones included."),
    Variable("LOOKBACK_MAX_RUNS", 20, "Finished runs kept for one person; the oldest goes first."),
    Variable("LOOKBACK_SESSION_MB", 250, "Memory that one person's file may take once read, "
             "in megabytes."),
    Variable("LOOKBACK_STORE_MB", 1000, "Memory all people's data and runs may take together, "
             "in megabytes; who was away longest is forgotten first."),
    Variable("LOOKBACK_MAX_SESSIONS", 100, "People remembered at once; who was away longest "
             "is forgotten first."),
    Variable("LOOKBACK_SESSION_HOURS", 12, "Hours after a person's last visit until their data "
             "and runs are forgotten."),
    Variable("LOOKBACK_JOB_GRACE_MINUTES", 15, "Minutes a job goes on after its person's last "
             "sign of life."),
    Variable("LOOKBACK_LOG_LEVEL", "INFO", "Least severity that is logged."),
)  # fmt: skip

_MOST_WORKERS = 4
"""Workers where nobody says how many: each takes some 200 MB once a portfolio runs."""

_BY_NAME = {variable.name: variable for variable in VARIABLES}


def text(name: str) -> str:
    """Value of the text variable `name`."""
    return os.environ.get(name, "").strip() or str(_BY_NAME[name].default)


def number(name: str) -> int:
    """Value of the whole-number variable `name`.

    Raises:
        SettingError: If it is set to something that is not a positive whole number.
    """
    value = text(name)
    if not value.isdigit() or int(value) < 1:
        raise SettingError(f"{name} must be a whole number of at least 1, not {value!r}.")
    return int(value)


def workers() -> int:
    """Workers of an embedded engine.

    Raises:
        SettingError: If `LOOKBACK_WORKERS` is no positive whole number.
    """
    if text("LOOKBACK_WORKERS"):
        return number("LOOKBACK_WORKERS")
    return min(os.cpu_count() or 1, _MOST_WORKERS)
