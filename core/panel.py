"""Many series on one calendar: a file of stores or products, each with its own name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.errors import DataError
from core.number_style import DEFAULT, NumberStyle
from core.timeseries import TimeSeries
from core.treatment import Treatment

Key = tuple[str, ...]
"""What a series is called: one value of each column, "" for all of its values together."""

ALL = "All together"
"""What all series together are called."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Many series of one measure, as one array: a million of them take no more than their values.

    Attributes:
        name: What the values are, in the person's words ("Sales").
        columns: Columns that say which series is which, coarse to fine where they lie in one
            another.
        keys: The name of each series, a value of each column, in the order of the file.
        telling: Those of `columns` that tell the series apart; the others say more of them.
        values: Shape (series, n), float64; NaN where not observed, before a series began, and
            after it ended. Each series holds two values or more.
        index: The calendar, shape (n,).
        frequency: Spacing of the calendar.
        unit, numbers, date_style, aggregate, treatment: As of a `TimeSeries`, for all of them.
        notes: What should be known of the file, each a sentence.
        left_out: By name, why there is no series of it, each a sentence.

    Raises:
        DataError: If the parts don't fit together.
    """

    name: str
    columns: tuple[str, ...]
    keys: tuple[Key, ...]
    values: np.ndarray = field(repr=False)
    index: pd.DatetimeIndex = field(repr=False)
    frequency: Frequency
    unit: str = ""
    numbers: NumberStyle = DEFAULT
    date_style: str = ""
    aggregate: str = "sum"
    treatment: Treatment = field(default_factory=Treatment)
    telling: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: Mapping[Key, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.keys), len(self.index)):
            raise DataError("The series of the file don't fit the calendar that was found for it.")
        if self.index.freqstr != self.frequency.alias:
            raise DataError("The dates of the file don't form a regular calendar.")

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def seasonal_period(self) -> int:
        """Observations in the main season; 1 where the frequency has none."""
        return self.frequency.seasonal_periods[0]

    @cached_property
    def spans(self) -> np.ndarray:
        """First and last step at which each series was observed, shape (series, 2)."""
        seen = ~np.isnan(self.values)
        n = seen.shape[1]
        return np.column_stack([seen.argmax(axis=1), n - 1 - seen[:, ::-1].argmax(axis=1)])

    def title(self, row: int) -> str:
        """The name of a series in one piece: "North / Tea"; "" if it is the only one."""
        return " / ".join(filter(None, self.keys[row])) or (ALL if self.telling else "")

    def told(self, row: int) -> Key:
        """The values by which a series is chosen in its file."""
        named = dict(zip(self.columns, self.keys[row], strict=True))
        return tuple(named[column] for column in self.telling)

    def series(self, row: int) -> TimeSeries:
        """One of them, from its first value to the end of the calendar."""
        first = int(self.spans[row, 0])
        index = self.index[first:]
        title = ", ".join(filter(None, [self.name, self.title(row)]))
        return TimeSeries(
            title,
            pd.Series(self.values[row, first:].copy(), index=index, name=title),
            self.frequency,
            unit=self.unit,
            numbers=self.numbers,
            date_style=self.date_style,
            aggregate=self.aggregate,
            treatment=self.treatment,
        )

    def part(self, rows: Sequence[int] | np.ndarray) -> "Panel":
        """Some of them, in the order of `rows`."""
        return replace(
            self,
            keys=tuple(self.keys[int(row)] for row in rows),
            values=self.values[np.asarray(rows, dtype=np.int64)],
            left_out={},
        )


def least_values(values: np.ndarray, treatment: Treatment) -> np.ndarray:
    """What forecasts of series, shape (series, n), may not fall below; shape (series,).

    Zero where no value did, unless the treatment says that they may; see `TimeSeries.least`.
    """
    below = (values < 0).any(axis=1) | (treatment.negatives == "possible")
    return np.where(below, -np.inf, 0.0)
