"""Other columns as drivers: which could be, and their values on the series' calendar."""

from collections.abc import Iterable
from dataclasses import dataclass

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
from core.reading.yes_no import begins_yes_no, read_yes_no
from core.receipt import Rows, Step, total
from core.wording import counted, listed, quoted

MOST_AHEAD = 400
"""Steps after the series for which drivers are kept: no horizon is longer."""


def offered(columns: Iterable[Column], taken: Iterable[str]) -> tuple[str, ...]:
    """Names of the columns that could move a series: numbers, but no counters, and yes or no.

    Args:
        columns: The survey of a table.
        taken: Columns of dates, values and series.
    """
    used = set(taken)
    return tuple(
        c.name
        for c in columns
        if c.name not in used
        and (c.yes_no or (c.numbers >= 0.5 and not c.counter and c.distinct > 1))
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

    Yes and no are 1 and 0, and averaged over the days of each period, so that they are a share of
    these: a day on which more was ordered has more rows, but is no more of a promotion.

    Args:
        table: The file.
        rows: Its rows that belong to the series, those without a value too.
        choices: Which columns were chosen, and which of them are known ahead.
        taken: Columns that hold dates, values and series.
        decimal: Decimal mark of the values.
        frequency: Spacing of the series.
        values: The series itself, shape (n,).

    Raises:
        SettingError: If there is no such column, it is taken, or holds neither numbers nor yes
            and no.
    """
    chosen, ahead = choices.drivers or (), choices.known_ahead or ()
    if not chosen:
        return None, []
    days = pd.DatetimeIndex(rows["ds"])
    stamps = frequency.snap(days)
    columns, kinds, said = {}, [], []
    for name in chosen:
        if name not in table.frame.columns:
            raise unknown_column(table.frame, name)
        if name in taken:
            raise SettingError(
                f"Column {quoted(name)} holds the dates, values or series, so it can't be a "
                "driver; choose another."
            )
        read = _read(table, name, rows, decimal)
        columns[name] = _by_period(read, stamps, days.normalize())
        kinds.append(Driver(name, name in ahead, read.yes_no))
        said += [f" In {quoted(name)}, {read.words}."] if read.words else []
    known = pd.DataFrame(columns, dtype=np.float64).dropna(how="all")
    # A mistyped date far ahead would make a calendar that fills the memory.
    first, last = values.index[[0, -1]]
    later = min(frequency.length(last, max(last, known.index.max())) - 1, MOST_AHEAD)
    whole = pd.date_range(first, periods=len(values) + later, freq=frequency.alias)
    inside = known.index[known.index <= whole[-1]]
    index = whole[whole <= max(inside.max(), last)]
    names = listed([quoted(name) for name in chosen])
    what = "a driver" if len(chosen) == 1 else "drivers"
    text = f"{counted(len(chosen), 'column')} taken as {what}: {names}.{''.join(said)}"
    text += _averaged(kinds, stamps, days.normalize(), frequency)
    here = total(values)
    step = Step("Drivers taken", len(chosen), text, "", here, here, "drivers")
    return Drivers(tuple(kinds), known.reindex(index)), [step]


@dataclass(frozen=True, eq=False)
class _Read:
    """A column as numbers.

    Attributes:
        values: Shape (rows,), NaN where there is no number.
        days_count: Whether each day of a period counts alike, however many rows it has.
        yes_no: Whether it is 1 for yes and 0 for no and nothing else.
        words: What was made of its words, "" if it holds numbers.
    """

    values: np.ndarray
    days_count: bool
    yes_no: bool
    words: str = ""


def _read(table: Table, name: str, rows: Rows, decimal: str) -> _Read:
    cells = table.frame[name]
    stamps = pd.DatetimeIndex(rows["ds"])
    said = read_yes_no(cells.iloc[rows.index], stamps)
    if said is not None:
        return _Read(said.values, True, True, said.words)
    found = STORED if name in table.stored else detect_decimal(cells, table.delimiter)
    # What fits both ways is read as the values are.
    mark = decimal if found.both_fit else found.mark
    numbers = read_numbers(cells, mark).values[rows.index]
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        raise SettingError(
            f"Column {quoted(name)} holds neither numbers nor yes and no, so it can't be a driver."
        )
    flags = begins_yes_no(numbers, stamps)
    return _Read(numbers, flags, flags and bool(np.isin(known, (0.0, 1.0)).all()))


def _by_period(read: _Read, stamps: pd.DatetimeIndex, days: pd.DatetimeIndex) -> pd.Series:
    values = pd.Series(read.values)
    if read.days_count:
        values = values.groupby([stamps, days]).mean()
        return values.groupby(level=0).mean()
    return values.groupby(stamps).mean()


def _averaged(
    kinds: list[Driver], stamps: pd.DatetimeIndex, days: pd.DatetimeIndex, frequency: Frequency
) -> str:
    """What was made of periods with several rows, in words; "" if each has one."""
    if not stamps.has_duplicates:
        return ""
    flags = [quoted(kind.name) for kind in kinds if kind.yes_no]
    period, text = f"a {frequency.noun} takes the", ""
    if flags:
        several = pd.MultiIndex.from_arrays([stamps, days]).nunique() > stamps.nunique()
        parts = "days" if several else "rows"
        text = f" For {listed(flags)}, {period} share of its {parts} that say yes."
    if len(flags) < len(kinds):
        text += f" {'Of the others' if flags else 'Of each'}, {period} mean of its rows."
    return text
