"""Drivers: other columns that move a series, and until when each of them is known."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.errors import DataError
from core.wording import quoted

MOST = 40
"""Drivers that a series takes at most, the columns of a holiday calendar among them."""


@dataclass(frozen=True)
class Driver:
    """A column that moves a series.

    Attributes:
        name: The column's name, in the person's words ("Price").
        known_ahead: Whether its values are known before they come to pass: a price or a
            promotion is planned, a temperature is not.
        yes_no: Whether it is 1 for yes and 0 for no, or a share of both.
        holiday: Whether it is a public holiday, which nobody can move.
    """

    name: str
    known_ahead: bool
    yes_no: bool = False
    holiday: bool = False


@dataclass(frozen=True, eq=False)
class Drivers:
    """The drivers of one series, on its calendar.

    Attributes:
        kinds: The drivers, in the order in which they count.
        table: Shape (rows, drivers), float64, NaN where not known; one column for each driver
            by its name, stamps of the series' calendar without one left out. It may begin
            before the series and go on after it, as far as drivers are known ahead.

    Raises:
        DataError: If names are empty or come twice, there are more than `MOST`, columns and
            kinds differ, or a value is infinite.
    """

    kinds: tuple[Driver, ...]
    table: pd.DataFrame = field(repr=False)

    def __post_init__(self) -> None:
        names = self.names
        if len(names) > MOST:
            raise DataError(f"{len(names)} drivers are too many; choose at most {MOST}.")
        for place, name in enumerate(names):
            if not name.strip():
                raise DataError("A driver has no name; give its column a heading.")
            if name in names[:place]:
                raise DataError(f"Two drivers are called {quoted(name)}; rename one.")
        if list(self.table.columns) != list(names):
            raise DataError("The drivers' columns are not those that were chosen.")
        if not isinstance(self.table.index, pd.DatetimeIndex) or self.table.index.freq is None:
            raise DataError("The dates of the drivers don't form a regular calendar.")
        for name in names:
            column = self.table[name]
            if column.dtype != np.float64 or bool(np.isinf(column.to_numpy()).any()):
                raise DataError(f"Driver {quoted(name)} holds values that are not finite numbers.")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the drivers."""
        return tuple(driver.name for driver in self.kinds)

    def until(self, cutoff: pd.Timestamp) -> "Drivers":
        """What is known at `cutoff`: all of those known ahead, of the others nothing later."""
        if all(driver.known_ahead for driver in self.kinds):
            return self
        table = self.table.copy()
        hidden = [driver.name for driver in self.kinds if not driver.known_ahead]
        table.loc[table.index > cutoff, hidden] = np.nan
        return replace(self, table=table)

    def joined(self, other: "Drivers") -> "Drivers":
        """These and the others, on all dates that one of them has.

        Raises:
            DataError: If a name comes twice, there are too many together, or calendars differ.
        """
        mine, theirs = pd.DatetimeIndex(self.table.index), pd.DatetimeIndex(other.table.index)
        if mine.freqstr != theirs.freqstr:
            raise DataError("Drivers of different calendars can't be used together.")
        first, last = min(mine[0], theirs[0]), max(mine[-1], theirs[-1])
        index = pd.date_range(first, last, freq=mine.freq)
        table = pd.concat([self.table.reindex(index), other.table.reindex(index)], axis="columns")
        return Drivers((*self.kinds, *other.kinds), table)

    def missing_ahead(self, future: pd.DatetimeIndex) -> dict[str, pd.DatetimeIndex]:
        """What is still to be given: dates without a value, for each driver known ahead.

        A gap with a later value behind it is no lack: the value before is carried on. Drivers
        that are nowhere known are left out, since no model can take them.

        Args:
            future: The dates to forecast, in order.
        """
        missing = {}
        for driver in self.kinds:
            last = self.table[driver.name].last_valid_index()
            if driver.known_ahead and last is not None:
                late = future[future > pd.Timestamp(str(last))]
                if len(late):
                    missing[driver.name] = late
        return missing
