"""How much of a file is read: its size, rows, columns and cells."""

from collections.abc import Iterable

from core import environment
from core.errors import LimitError
from core.reading.records import Record
from core.wording import number

# Cells cost memory even when they are empty, so rows times columns has a limit of its own.
_MOST_CELLS = 10_000_000

_MOST_BLANK = 4
"""Rows in all, empty ones too, as a multiple of the most rows."""


def check_size(data: bytes, filename: str) -> None:
    """Refuse a file that is too large.

    Raises:
        LimitError: Saying how much is taken.
    """
    megabytes = environment.number("LOOKBACK_MAX_UPLOAD_MB")
    if len(data) > megabytes * 1_000_000:
        raise LimitError(
            f"{filename} has {number(len(data) / 1e6, ',.1f')} MB; this server takes at most "
            f"{number(megabytes)} MB. Leave out columns or rows that are not needed."
        )


def within(rows: int, columns: int) -> bool:
    """Whether a table of so many rows and columns is taken."""
    most = min(environment.number("LOOKBACK_MAX_ROWS"), _MOST_CELLS // columns)
    return columns <= environment.number("LOOKBACK_MAX_COLUMNS") and rows <= most


def read_within(records: Iterable[Record], filename: str) -> list[Record]:
    """All rows that are not blank, read only as far as the limits allow.

    Raises:
        LimitError: If there is more.
    """
    most_rows = environment.number("LOOKBACK_MAX_ROWS")
    most_columns = environment.number("LOOKBACK_MAX_COLUMNS")
    rows: list[Record] = []
    widest = 0
    for count, record in enumerate(records, start=1):
        if len(record.fields) > most_columns:
            raise LimitError(
                f"Line {number(record.line)} of {filename} has {number(len(record.fields))} "
                f"columns; this server takes at most {number(most_columns)}. Leave out columns "
                "that are not needed."
            )
        if count > _MOST_BLANK * most_rows:
            raise LimitError(f"{filename} has too many empty rows. Leave them out.")
        if not any(record.fields):
            continue
        rows.append(record)
        widest = max(widest, len(record.fields))
        if len(rows) > most_rows + 1:
            raise LimitError(
                f"{filename} has more than {number(most_rows)} rows, the most this server takes. "
                "Leave out the oldest rows, or add rows up by day before you upload."
            )
        if len(rows) * widest > _MOST_CELLS:
            raise LimitError(
                f"{filename} has more than {number(_MOST_CELLS)} cells, the most this server "
                "takes. Leave out columns or rows that are not needed."
            )
    return rows
