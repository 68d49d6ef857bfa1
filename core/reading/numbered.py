"""Tables without dates: their rows are numbered and given a calendar."""

import numpy as np
import pandas as pd

from core.errors import DataError
from core.reading.dates import LAST_YEAR, Dates
from core.wording import counted

FREQUENCIES = {
    "monthly": "MS",
    "weekly": "7D",
    "daily": "D",
    "quarterly": "QS",
    "yearly": "YS",
    "hourly": "h",
}
"""How far apart the rows may be said to be, with pandas' alias; the first until it is said."""

FIRST = pd.Timestamp("2001-01-01")
"""Stamp of the first row: a Monday that begins a year, a quarter, a month and a week."""


def stamps_of(rows: int, frequency: str) -> pd.DatetimeIndex | None:
    """A calendar for so many rows; None if it would go beyond the years that can be used."""
    years = {"yearly": 1, "quarterly": 4, "monthly": 12, "weekly": 52}.get(frequency, 365)
    if FIRST.year + rows / years > LAST_YEAR:
        return None
    return pd.date_range(FIRST, periods=rows, freq=FREQUENCIES[frequency]).as_unit("ns")


def number_rows(rows: int, frequency: str | None) -> Dates:
    """Dates for the rows of a table that has none.

    Args:
        rows: Number of rows.
        frequency: A key of `FREQUENCIES`; None or another frequency for the first that fits.

    Raises:
        DataError: If there are too many rows for a calendar.
    """
    wanted = [frequency] if frequency in FREQUENCIES else list(FREQUENCIES)
    for name in wanted:
        stamps = stamps_of(rows, str(name))
        if stamps is not None:
            remark = (
                f"The file has no dates, so its {counted(rows, 'row')} are numbered in their order "
                f"and drawn from {stamps[0]:%B} {stamps[0].year} on. Add a column of dates to see "
                "your own."
            )
            nothing = np.zeros(rows, dtype=bool)
            return Dates(stamps, nothing, "", "", None, (("Rows numbered", remark),), ())
    raise DataError(
        f"{counted(rows, 'row')} can't be {frequency} ones: that would go beyond the year "
        f"{LAST_YEAR}. Choose a finer frequency."
    )
