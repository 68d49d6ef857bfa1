"""Names of what several columns make together, such as "Region + Store", and the way back."""

from collections.abc import Collection, Sequence

import pandas as pd

from core.reading.columns import unknown_column

TOGETHER = " + "
TIMES = " × "
_MOST = 4
"""Columns in a name: three that tell series apart, and the one that numbers rows."""


def take_apart(name: str, columns: Collection[str], mark: str) -> list[str] | None:
    """The columns whose names, joined by `mark`, are `name`; longer names are tried first.

    Columns may hold the mark in their own names. `None` if there are no such columns.
    """
    return _from(name, sorted(columns, key=len, reverse=True), mark, _MOST)


def _from(name: str, columns: Sequence[str], mark: str, most: int) -> list[str] | None:
    for column in columns:
        if name == column:
            return [column]
        if most > 1 and name.startswith(column + mark):
            rest = _from(name[len(column + mark) :], columns, mark, most - 1)
            if rest is not None:
                return [column, *rest]
    return None


def join(names: Sequence[str], columns: Collection[str], mark: str) -> str:
    """Columns as one name; "" if that name would be taken for other columns."""
    name = mark.join(names)
    return name if take_apart(name, columns, mark) == list(names) else ""


def source_columns(frame: pd.DataFrame, name: str, mark: str) -> list[str]:
    """The columns behind a name.

    Raises:
        SettingError: If the table has no such columns.
    """
    found = take_apart(name, list(frame.columns), mark)
    if found is None:
        missing = [part for part in name.split(mark) if part not in frame.columns]
        raise unknown_column(frame, missing[0] if missing else name)
    return found
