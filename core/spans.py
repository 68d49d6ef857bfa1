"""Steps of a series taken together: months of days, years of months, the whole horizon.

What a span comes to is the sum of its values, or their mean where the series says so: values that
are known already count as they were, and the rest comes from a forecast's joint paths.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.periods import IN_A_YEAR, around, names, numbers_of, units
from core.timeseries import TimeSeries
from core.treatment import on_closed_days


@dataclass(frozen=True)
class Span:
    """Some steps in a row, past and future ones, and what is known of them.

    Attributes:
        name: In words: "2026", "quarter 3 of 2026", "12 months to June 2027".
        short: The same for an axis: "2026", "Q3 2026".
        first: Stamp of its first step.
        last: Stamp of its last step.
        known: What its known values come to, added up.
        actuals: How many those are.
        start: Place of its first future step in the horizon, from 0.
        stop: Place after its last one; as `start` where all of it is past.
        lacking: Past steps in it without a value.
        beyond: Steps in it that lie beyond the horizon.
        mean: Whether it comes to the mean of its values and not to their sum.
        before: What the same span came to in the last year known; NaN unless all of both is
            there.
        years: How many years before that was; more than one where the year before is not over.
    """

    name: str
    short: str
    first: pd.Timestamp
    last: pd.Timestamp
    known: float
    actuals: int
    start: int
    stop: int
    lacking: int = 0
    beyond: int = 0
    mean: bool = False
    before: float = math.nan
    years: int = 1

    @property
    def ahead(self) -> int:
        """How many of its steps are forecast."""
        return self.stop - self.start

    @property
    def whole(self) -> bool:
        """Whether every step in it is known or forecast."""
        return not self.lacking and not self.beyond

    @property
    def actual(self) -> float:
        """What its known values come to; NaN if there are none."""
        if not self.actuals:
            return math.nan
        return self.known / self.actuals if self.mean else self.known

    def values(self, paths: np.ndarray) -> np.ndarray:
        """What it comes to in each possible future.

        Args:
            paths: Shape (n_paths, horizon).

        Returns:
            Shape (n_paths,), float64.
        """
        ahead = paths[:, self.start : self.stop].sum(axis=1, dtype=np.float64)
        total = self.known + ahead
        return np.asarray(total / (self.actuals + self.ahead) if self.mean else total)

    def made_of(self, frequency: Frequency) -> str:
        """What it holds, in words, where that is not simply all of it from the forecast."""
        parts = []
        if self.actuals and self.ahead:
            parts += [f"{frequency.count(self.actuals)} known", f"{self.ahead} forecast"]
        if self.lacking:
            parts.append(f"{frequency.count(self.lacking)} without a value")
        if self.beyond:
            parts.append(f"incomplete, {frequency.count(self.beyond)} beyond the horizon")
        return ", ".join(parts)


def units_within(ts: TimeSeries, horizon: int) -> tuple[str, ...]:
    """Those units coarser than a step of which a period ends within the horizon."""
    ends = ts.future_index(horizon + 1)[[0, -1]]
    found = []
    for unit in units(ts.frequency)[1:]:
        first, after = numbers_of(ends, ts.frequency, unit)
        if first != after:
            found.append(unit)
    return tuple(found)


def horizon_span(ts: TimeSeries, horizon: int) -> Span:
    """All steps to forecast."""
    future = ts.future_index(horizon)
    known, a_year = _known(ts), IN_A_YEAR[ts.frequency.noun]
    years = math.ceil(horizon / a_year)
    begin = len(ts) - years * a_year
    before = known[begin : begin + horizon] if begin >= 0 else np.array([math.nan])
    mean = ts.aggregate == "mean"
    last = ts.frequency.words(future[-1])
    return Span(
        last if horizon == 1 else f"{ts.frequency.count(horizon)} to {last}",
        ts.frequency.count(horizon),
        future[0],
        future[-1],
        0.0,
        0,
        0,
        horizon,
        mean=mean,
        before=float(before.mean() if mean else before.sum()),
        years=years,
    )


def spans(ts: TimeSeries, horizon: int, unit: str, past: int = 0) -> tuple[Span, ...]:
    """Periods of one unit in which steps are forecast, and the last ones before them.

    Args:
        ts: The series, up to the forecast's cutoff.
        horizon: Steps forecast.
        unit: One of `core.periods.units`.
        past: How many periods that are all past come first, at most.
    """
    calendar, numbers, begin = _calendar(ts, horizon, unit)
    end = begin + len(ts)
    values = np.full(len(calendar), np.nan)
    values[begin:end] = _known(ts)
    step = np.arange(len(calendar))
    at = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))  # where each period begins
    steps = np.diff(at, append=len(calendar))
    actuals = np.add.reduceat(~np.isnan(values), at, dtype=int)
    known = np.add.reduceat(np.nan_to_num(values), at)
    ahead = np.add.reduceat((step >= end) & (step < end + horizon), at, dtype=int)
    beyond = np.add.reduceat(step >= end + horizon, at, dtype=int)
    lacking = steps - actuals - ahead - beyond
    stop = np.cumsum(ahead)
    mean = ts.aggregate == "mean"
    over = (ahead == 0) & (beyond == 0) & (actuals > 0)
    came = np.where(
        over & (lacking == 0), known / np.maximum(actuals, 1) if mean else known, np.nan
    )
    years, earlier = _last_year(numbers[at], over, IN_A_YEAR[unit])
    before = np.where((lacking == 0) & (beyond == 0), came[earlier], np.nan)
    before[earlier < 0] = np.nan
    if ts.frequency.name == "weekly":
        # A month of five weeks beside one of four would say nothing.
        before[steps != steps[earlier]] = np.nan
    ended = np.flatnonzero(over)[-past:] if past else np.flatnonzero([])
    return tuple(
        Span(
            *names(calendar[at[k]], unit, ts.frequency, ts.date_style),
            calendar[at[k]],
            calendar[at[k] + steps[k] - 1],
            float(known[k]),
            int(actuals[k]),
            int(stop[k] - ahead[k]),
            int(stop[k]),
            int(lacking[k]),
            int(beyond[k]),
            mean,
            float(before[k]),
            int(years[k]),
        )
        for k in (*ended, *np.flatnonzero(ahead))
    )


def _calendar(ts: TimeSeries, horizon: int, unit: str) -> tuple[pd.DatetimeIndex, np.ndarray, int]:
    """Steps of whole periods around series and horizon, their periods' numbers, and its start."""
    future = ts.future_index(horizon)
    if unit == ts.frequency.noun:
        steps = pd.DatetimeIndex(ts.index.append(future))
        return steps, np.arange(len(steps)), 0
    # Whole periods at both ends, to know how many steps they should have.
    steps = around(ts.index[0], future[-1], ts.frequency, unit)
    return steps, numbers_of(steps, ts.frequency, unit), int(steps.searchsorted(ts.index[0]))


def _last_year(numbers: np.ndarray, over: np.ndarray, a_year: int) -> tuple[np.ndarray, np.ndarray]:
    """How many years before each period the same one was over, and its place; -1 if nowhere.

    Args:
        numbers: Of periods in a row, shape (k,).
        over: Which of them are past, shape (k,).
        a_year: Periods in a year.
    """
    place = np.arange(len(numbers))
    last = place[over][-1] if over.any() else -1
    years = np.maximum(1, -(-(place - last) // a_year))
    return years, np.maximum(place - years * a_year, -1)


def _known(ts: TimeSeries) -> np.ndarray:
    """Values as they count in a total, shape (n,): zero where the receipt takes gaps for zero."""
    values = ts.values
    if ts.treatment.gaps == "zero":
        values[np.isnan(values)] = 0.0
    if ts.treatment.gaps == "closed":
        values[on_closed_days(values, ts.index)] = 0.0
    return values
