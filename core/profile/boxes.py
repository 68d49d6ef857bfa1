"""Places of the calendar beside each other: a box for each month, weekday or hour."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.profile.cycles import Cycle
from core.profile.deviations import Deviations, deviations
from core.timeseries import TimeSeries
from core.wording import counted, percent, with_unit

# Shares of the variance that places explain, from which they differ, and differ clearly.
_DIFFER, _CLEARLY = 0.1, 0.3
# Whiskers reach to the furthest value within so many lengths of the box (Tukey 1977).
_WHISKER = 1.5


@dataclass(frozen=True, eq=False)
class Boxes:
    """How far values of each place lie from the level around them.

    Attributes:
        deviations: Values beside the level around them.
        places: One row for each place: `n, low, quarter, median, three_quarters, high, beyond`,
            where `low` and `high` are the ends of the whiskers and `beyond` counts values further
            out.
        explained: Share of the variance that the place explains, 0 to 1, adjusted for chance.
    """

    deviations: Deviations
    places: pd.DataFrame = field(repr=False)
    explained: float

    @property
    def ts(self) -> TimeSeries:
        """The series."""
        return self.deviations.ts

    @property
    def cycle(self) -> Cycle:
        """The kind of turn."""
        return self.deviations.cycle

    @property
    def finding(self) -> str:
        """What the picture shows, as its title."""
        if self.explained < _DIFFER:
            return f"{self.cycle.place.capitalize()}s hardly differ from each other"
        middle, names = self.places["median"].to_numpy(), self.cycle.names
        top, bottom = int(np.nanargmax(middle)), int(np.nanargmin(middle))
        high, low = self.deviations.size(middle[top]), self.deviations.size(middle[bottom])
        said = f"{names[top]} is typically {high} above the level around it, "
        said += f"{names[bottom]} {low} below"
        return said if self.explained >= _CLEARLY else f"{said}, with much overlap"

    @property
    def aid(self) -> str:
        """How to read the picture."""
        return (
            f"Each box holds the middle half of the values of a {self.cycle.place}, the line in it "
            "is the median; 0 is the level around each date. Boxes that do not overlap differ "
            "reliably; a tall one differs from time to time."
        )

    @property
    def alt(self) -> str:
        """The picture in words."""
        return (
            f"One box for each {self.cycle.place}: how far its values lie from the level. "
            f"{self.finding}."
        )

    @property
    def computed(self) -> str:
        """How it was computed, with the numbers of this case."""
        place, beyond = self.cycle.place, int(self.places["beyond"].sum())
        lie, are = ("lies", "is") if beyond == 1 else ("lie", "are")
        return (
            f"{self.deviations.computed} The {place} explains {percent(self.explained)} of the "
            f"variance (adjusted for chance); from {percent(_DIFFER)} on, {place}s are said to "
            f"differ. Whiskers reach to the furthest value within {_WHISKER} lengths of the box; "
            f"{counted(beyond, 'value')} {lie} further out and {are} not drawn."
        )

    def table(self) -> pd.DataFrame:
        """One row for each place; shares in per cent."""
        factor, unit = (100, "%") if self.deviations.relative else (1, self.deviations.ts.unit)
        table = self.places.copy()
        limits = ["low", "quarter", "median", "three_quarters", "high"]
        table[limits] *= factor
        words = ("Whisker from", "Box from", "Median", "Box to", "Whisker to")
        names = ["Values", *(with_unit(word, unit) for word in words), "Beyond"]
        named = table.set_axis(names, axis=1).rename_axis(self.cycle.place.capitalize())
        return named.reset_index()


def boxes(ts: TimeSeries, cycle: Cycle) -> Boxes:
    """Compare the places of the calendar.

    Args:
        ts: The series; all of it is used.
        cycle: One of `cycles(ts)`.

    Raises:
        SeriesTooShort: If two turns are not observed.
        DataError: If gaps leave no turn with a mean, or all values are the same.
    """
    beside = deviations(ts, cycle)
    values, places = beside.values.to_numpy(), cycle.places(ts.index)
    known = np.isfinite(values)
    groups = [values[known & (places == place)] for place in range(len(cycle.labels))]
    columns = ["n", "low", "quarter", "median", "three_quarters", "high", "beyond"]
    rows = pd.DataFrame([_box(group) for group in groups], list(cycle.labels), columns)
    return Boxes(beside, rows, _explained([group for group in groups if len(group)]))


def _explained(groups: list[np.ndarray]) -> float:
    """Share of the variance between groups, with degrees of freedom taken off."""
    every = np.concatenate(groups)
    n, whole = len(every), float(np.var(every)) * len(every)
    if whole == 0 or n <= len(groups):
        return 0.0
    rest = sum(float(np.var(group)) * len(group) for group in groups)
    return max(0.0, 1.0 - rest / (n - len(groups)) / (whole / (n - 1)))


def _box(values: np.ndarray) -> tuple[float, ...]:
    if not len(values):
        return (0, *[np.nan] * 5, 0)
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    reach = _WHISKER * (high - low)
    within = values[(values >= low - reach) & (values <= high + reach)]
    return (len(values), within.min(), low, middle, high, within.max(), len(values) - len(within))
