"""Steps of a series taken together: months of days, years of months, the whole horizon.

What a span comes to is the sum of its values, or their mean where the series says so: values that
are known already count as they were, and the rest comes from a forecast's joint paths.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.timeseries import TimeSeries
from core.treatment import on_closed_days
from core.wording import listed

_PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}
_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
_IN_A_YEAR = {
    **{"day": 364, "business day": 260, "week": 52, "month": 12, "quarter": 4, "year": 1},
    **{"hour": 24 * 364, "half-hour": 48 * 364, "quarter-hour": 96 * 364},
}
"""Periods in a year; of those within weeks in 52 weeks, so that weekdays meet weekdays."""

_COARSER: dict[str, tuple[str, ...]] = {
    "yearly": (),
    "quarterly": ("year",),
    "monthly": ("quarter", "year"),
    "weekly": ("month", "quarter", "year"),
    "daily": ("week", "month", "quarter", "year"),
    "business-daily": ("week", "month", "quarter", "year"),
}
_FISCAL = ("FY", "Fiscal", "%+")
"""What a way of writing dates holds if its years are fiscal ones."""


@dataclass(frozen=True)
class Span:
    """Some steps in a row, past and future ones, and what is known of them.

    Attributes:
        name: In words: "2026", "quarter 3 of 2026", "12 months to June 2027".
        first: Stamp of its first step.
        last: Stamp of its last step.
        known: What its known values come to, added up.
        actuals: How many those are.
        start: Place of its first future step in the horizon, from 0.
        stop: Place after its last one; as `start` where all of it is past.
        lacking: Past steps in it without a value.
        beyond: Steps in it that lie beyond the horizon.
        mean: Whether it comes to the mean of its values and not to their sum.
        before: What the same span came to a year before; NaN unless all of both is there.
        years: How many years before that is: more than one where a year before is forecast too.
    """

    name: str
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
            parts.append(f"incomplete: {frequency.count(self.beyond)} beyond the horizon")
        return ", ".join(parts)


def units(frequency: Frequency) -> tuple[str, ...]:
    """What a series' steps can be taken together by: a step itself, then coarser periods."""
    return (frequency.noun, *_COARSER.get(frequency.name, ("day", "week", "month")))


def units_within(ts: TimeSeries, horizon: int) -> tuple[str, ...]:
    """Those units coarser than a step of which a whole period ends within the horizon."""
    return tuple(
        unit
        for unit in units(ts.frequency)[1:]
        if any(span.whole for span in spans(ts, horizon, unit))
    )


def straddling(frequency: Frequency, unit: str) -> str:
    """How steps that lie in two periods of a unit are counted, in words; "" if none do."""
    odd = frequency.name == "quarterly" and frequency.period != "Q-DEC"
    weeks = frequency.name == "weekly" and unit != frequency.noun
    return f"A {frequency.noun} counts for the {unit} that holds its middle." if odd or weeks else ""


def horizon_span(ts: TimeSeries, horizon: int) -> Span:
    """All steps to forecast."""
    future = ts.future_index(horizon)
    known, a_year = _known(ts), _IN_A_YEAR[ts.frequency.noun]
    years = math.ceil(horizon / a_year)
    begin = len(ts) - years * a_year
    before = known[begin : begin + horizon] if begin >= 0 else np.array([math.nan])
    mean = ts.aggregate == "mean"
    last = ts.frequency.words(future[-1])
    return Span(
        last if horizon == 1 else f"{ts.frequency.count(horizon)} to {last}",
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
        unit: One of `units`.
        past: How many periods that are all past come first, at most.
    """
    rows = _rows(ts, horizon, unit)
    mean = ts.aggregate == "mean"
    whole = (rows["lacking"] == 0) & (rows["beyond"] == 0)
    came = rows["known"] / rows["actuals"] if mean else rows["known"]
    earlier = rows.index - _IN_A_YEAR[unit]
    rows["before"] = came.where(whole & (rows["ahead"] == 0)).reindex(earlier).to_numpy()
    alike = whole
    if ts.frequency.name == "weekly":
        # A month of five weeks beside one of four would say nothing.
        alike &= rows["steps"] == rows["steps"].reindex(earlier).to_numpy()
    rows.loc[~alike, "before"] = math.nan
    rows["stop"] = rows["ahead"].cumsum()
    over = rows[(rows["ahead"] == 0) & (rows["actuals"] > 0)].iloc[-past:] if past else rows[:0]
    kept = pd.concat([over, rows[rows["ahead"] > 0]])
    return tuple(
        Span(
            _name(row.first, unit, ts),
            row.first,
            row.last,
            row.known,
            row.actuals,
            row.stop - row.ahead,
            row.stop,
            row.lacking,
            row.beyond,
            mean,
            row.before,
        )
        for row in kept.itertuples()
    )


def _rows(ts: TimeSeries, horizon: int, unit: str) -> pd.DataFrame:
    """One row for each period, by its number: what of it is known, forecast or neither."""
    frequency, future = ts.frequency, ts.future_index(horizon)
    calendar = ts.index.append(future)
    if unit != frequency.noun:
        # Whole periods at both ends, to know how many steps they should have.
        margin = pd.Timedelta(days=_DAYS[unit])
        ends = frequency.snap(pd.DatetimeIndex([ts.index[0] - margin, future[-1] + margin]))
        calendar = frequency.calendar(ends[0], ends[1])
        numbers = _middles(calendar, frequency).to_period(_PERIODS[unit]).asi8
    else:
        numbers = np.arange(len(calendar))
    ahead = np.asarray((calendar > ts.index[-1]) & (calendar <= future[-1]))
    steps = pd.DataFrame(
        {
            "first": calendar,
            "last": calendar,
            "known": pd.Series(_known(ts), ts.index).reindex(calendar).to_numpy(),
            "steps": 1,
            "ahead": ahead.astype(int),
            "beyond": np.asarray(calendar > future[-1]).astype(int),
        }
    )
    steps["actuals"] = steps["known"].notna().astype(int)
    how = dict.fromkeys(("known", "steps", "ahead", "beyond", "actuals"), "sum")
    rows = steps.groupby(numbers).agg({"first": "first", "last": "last", **how})
    rows["lacking"] = rows["steps"] - rows["ahead"] - rows["beyond"] - rows["actuals"]
    return rows


def _middles(calendar: pd.DatetimeIndex, frequency: Frequency) -> pd.DatetimeIndex:
    """When each step is half over; a day, or less, lies in one period wholly."""
    if frequency.within_day or frequency.name in ("daily", "business-daily"):
        return calendar
    periods = calendar.to_period(frequency.period)
    begin, end = periods.to_timestamp(how="s"), (periods + 1).to_timestamp(how="s")
    return begin + (end - begin) / 2


def _known(ts: TimeSeries) -> np.ndarray:
    """Values as they count in a total, shape (n,): zero where the receipt takes gaps for zero."""
    values = ts.values
    if ts.treatment.gaps == "zero":
        return np.nan_to_num(values)
    if ts.treatment.gaps == "closed":
        values[on_closed_days(values, ts.index)] = 0.0
    return values


def _name(first: pd.Timestamp, unit: str, ts: TimeSeries) -> str:
    """A period in words, by the stamp of its first step."""
    if unit == ts.frequency.noun:
        return ts.frequency.words(first)
    middle = _middles(pd.DatetimeIndex([first]), ts.frequency)[0]
    period = middle.to_period(_PERIODS[unit])
    if unit == "year":
        fiscal = any(mark in ts.date_style for mark in _FISCAL)
        return f"fiscal year {period.year}" if fiscal else str(period.year)
    if unit == "quarter":
        return f"quarter {period.quarter} of {period.year}"
    begin = period.start_time
    day = f"{begin.day} {begin:%B} {begin.year}"
    return f"{begin:%B} {begin.year}" if unit == "month" else (
        f"the week of {day}" if unit == "week" else day)  # fmt: skip


def a_year_before(frequency: Frequency, years: int = 1) -> str:
    """How long before that is, in words: "a year before", "52 weeks before"."""
    if frequency.name in ("yearly", "quarterly", "monthly"):
        return "a year before" if years == 1 else f"{years} years before"
    return f"{52 * years} weeks before"
