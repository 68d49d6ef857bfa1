"""Other columns of numbers as drivers: which could be, and their values on the series' calendar."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.drivers import Driver, Drivers
from core.errors import SettingError
from core.reading.choices import Choices
from core.reading.columns import Column, unknown_column
from core.reading.numbers import STORED, detect_decimal, read_numbers
from core.reading.table import Table
from core.reading.vocabulary import PLANNED, words_of
from core.receipt import Rows, Step, total
from core.wording import counted, listed, quoted

MOST_AHEAD = 400
"""Steps after the series for which drivers are kept: no horizon is longer."""


def offered(columns: Iterable[Column], taken: Iterable[str]) -> tuple[str, ...]:
    """Names of the columns that could move a series: numbers, but no counters.

    Args:
        columns: The survey of a table.
        taken: Columns of dates, values and series.
    """
    used = set(taken)
    return tuple(
        c.name
        for c in columns
        if c.name not in used and c.numbers >= 0.5 and not c.counter and c.distinct > 1
    )


def known_ahead(name: str) -> bool:
    """Whether a column's name sounds like something that is planned: a price, a promotion."""
    return bool(words_of(name) & PLANNED)


def drivers(
    table: Table,
    rows: Rows,
    choices: Choices,
    taken: tuple[str, ...],
    decimal: str,
    frequency: Frequency,
    values: pd.Series,
) -> tuple[Drivers | None, list[Step]]:
    """The columns chosen, averaged over the rows of each period, and the line about them.

    Args:
        table: The file.
        rows: Its rows that belong to the series, those without a value too.
        choices: Which columns were chosen, and which of them are known ahead.
        taken: Columns that hold dates, values and series.
        decimal: Decimal mark of the values.
        frequency: Spacing of the series.
        values: The series itself, shape (n,).

    Raises:
        SettingError: If there is no such column, it is taken, or it holds no number.
    """
    chosen, ahead = choices.drivers or (), choices.known_ahead or ()
    if not chosen:
        return None, []
    stamps = frequency.snap(pd.DatetimeIndex(rows["ds"]))
    columns = {}
    for name in chosen:
        if name not in table.frame.columns:
            raise unknown_column(table.frame, name)
        if name in taken:
            raise SettingError(
                f"Column {quoted(name)} holds the dates, values or series, so it can't be a "
                "driver; choose another."
            )
        cells = table.frame[name]
        found = STORED if name in table.stored else detect_decimal(cells, table.delimiter)
        # What fits both ways is read as the values are.
        mark = decimal if found.both_fit else found.mark
        numbers = read_numbers(cells, mark).values[rows.index]
        if not np.isfinite(numbers).any():
            raise SettingError(f"Column {quoted(name)} holds no numbers, so it can't be a driver.")
        columns[name] = pd.Series(numbers, index=stamps).groupby(level=0).mean()
    known = pd.DataFrame(columns, dtype=np.float64).dropna(how="all")
    # A mistyped date far ahead would make a calendar that fills the memory.
    whole = pd.date_range(values.index[0], periods=len(values) + MOST_AHEAD, freq=frequency.alias)
    inside = known.index[known.index <= whole[-1]]
    index = whole[whole <= max(inside.max(), values.index[-1])]
    kinds = tuple(Driver(name, name in ahead) for name in chosen)
    text = (
        f"{counted(len(chosen), 'column')} taken as drivers: "
        f"{listed([quoted(name) for name in chosen])}; the mean of each period's rows."
    )
    here = total(values)
    step = Step("Drivers taken", len(chosen), text, "", here, here, "drivers")
    return Drivers(kinds, known.reindex(index)), [step]
