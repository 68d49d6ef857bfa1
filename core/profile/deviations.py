"""How far values lie from the level around them, by their place in the calendar."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.errors import DataError, SeriesTooShort
from core.profile.cycles import Cycle
from core.timeseries import TimeSeries
from core.wording import number, percent, rounded

# Share of a turn's values that must be observed for its mean to count.
_ENOUGH = 0.7
# A level that sinks below this share of its median is too near 0 to be measured by.
_NEAR_ZERO = 0.05


@dataclass(frozen=True, eq=False)
class Deviations:
    """Values beside the level around them. Gaps are left out, not filled.

    Attributes:
        ts: The series.
        cycle: The kind of turn whose mean is the level.
        values: Shape (n,), NaN where a value is missing: a share of the level where `relative`,
            else a difference from it in the unit.
        relative: Whether they are shares.
    """

    ts: TimeSeries
    cycle: Cycle
    values: pd.Series = field(repr=False)
    relative: bool

    def size(self, deviation: float) -> str:
        """A deviation in words, without its side: "24%", "12.3 EUR"."""
        return percent(abs(deviation)) if self.relative else rounded(abs(deviation), self.ts.unit)

    @property
    def computed(self) -> str:
        """How they were computed, in sentences."""
        what = "a share of it" if self.relative else "a difference from it"
        gaps = " Gaps are left out." if self.ts.observed < len(self.ts) else ""
        if self.cycle.place == "week":
            gaps += " A week has the number of its date in ISO 8601; week 53 counts as week 52."
        return (
            f"The level at a date is the mean of {self.ts.frequency.count(self.cycle.steps)} "
            f"around it, drawn on straight at both ends; a value counts as {what}.{gaps}"
        )


def deviations(ts: TimeSeries, cycle: Cycle) -> Deviations:
    """Measure values by the mean of one turn around them, as classical decomposition does.

    See Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition, section
    3.4. All values are used.

    Args:
        ts: The series.
        cycle: One of `cycles(ts)`.

    Raises:
        SeriesTooShort: If two turns are not observed.
        DataError: If gaps leave no turn with a mean, or all values are the same.
    """
    least = 2 * max(1, round(_ENOUGH * cycle.steps))
    if ts.observed < least:
        raise SeriesTooShort(least, ts.observed, f"two {cycle.turn}s have to be there.")
    if float(ts.y.min()) == float(ts.y.max()):
        raise DataError("All values are the same: there is no pattern to look for.")
    level = _level(ts.y, cycle.steps)
    # Shares mean something only where values can't be negative and the level is not near 0.
    relative = bool(ts.y.min() >= 0 and level.min() > _NEAR_ZERO * level.median())
    return Deviations(ts, cycle, ts.y / level - 1 if relative else ts.y - level, relative)


def by_place(y: pd.Series, cycle: Cycle) -> pd.DataFrame:
    """Mean of each place in each turn, shape (turns, places), NaN where there is none."""
    index = pd.DatetimeIndex(y.index)
    keys = [cycle.turns(index), cycle.places(index)]
    table = pd.Series(y.to_numpy()).groupby(keys).mean().unstack()
    return table.reindex(columns=range(len(cycle.labels)))


def _level(y: pd.Series, steps: int) -> pd.Series:
    """Mean of one turn around each date; at the ends drawn on by the slope next to them."""
    enough = max(1, round(_ENOUGH * steps))
    mean = y.rolling(steps, min_periods=enough).mean()
    if steps % 2 == 0:
        # Two turns half a step either side of the date, so that it lies in their middle.
        mean = (mean + mean.shift(1)) / 2
    level = mean.shift(-(steps // 2))
    # The first turns are not whole: they would lie where their season does.
    level.iloc[: steps // 2] = np.nan
    if level.isna().all():
        raise DataError(
            f"Gaps are too many: no {number(steps)} values in a row have {percent(_ENOUGH)} of "
            "them."
        )
    return _drawn_on(level.interpolate(limit_area="inside"), steps)


def _drawn_on(level: pd.Series, steps: int) -> pd.Series:
    values = level.to_numpy(copy=True)
    known = np.flatnonzero(np.isfinite(values))
    at = np.arange(len(values))
    for ends, near in ((at < known[0], known[:steps]), (at > known[-1], known[-steps:])):
        slope = np.polyfit(near, values[near], 1)[0] if len(near) > 2 else 0.0
        edge = near[0] if ends[0] else near[-1]
        values[ends] = values[edge] + slope * (at[ends] - edge)
    return pd.Series(values, level.index)
