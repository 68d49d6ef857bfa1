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
            parts.append(f"incomplete: {frequency.count(self.beyond)} beyond the horizon")
        return ", ".join(parts)


def units_within(ts: TimeSeries, horizon: int) -> tuple[str, ...]:
    """Those units coarser than a step of which a whole period ends within the horizon."""
    return tuple(
        unit
        for unit in units(ts.frequency)[1:]
        if any(span.whole for span in spans(ts, horizon, unit))
    )


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
    rows = _rows(ts, horizon, unit)
    mean = ts.aggregate == "mean"
    whole = (rows["lacking"] == 0) & (rows["beyond"] == 0)
    came = rows["known"] / rows["actuals"] if mean else rows["known"]
    over = (rows["ahead"] == 0) & (rows["beyond"] == 0)
    left = rows.index - (rows.index[over][-1] if over.any() else rows.index[0] - 1)
    rows["years"] = np.maximum(1, -(-left // IN_A_YEAR[unit]))
    earlier = rows.index - rows["years"] * IN_A_YEAR[unit]
    rows["before"] = came.where(whole & over).reindex(earlier).to_numpy()
    alike = whole
    if ts.frequency.name == "weekly":
        # A month of five weeks beside one of four would say nothing.
        alike &= rows["steps"] == rows["steps"].reindex(earlier).to_numpy()
    rows.loc[~alike, "before"] = math.nan
    rows["stop"] = rows["ahead"].cumsum()
    ended = rows[over & (rows["actuals"] > 0)].iloc[-past:] if past else rows[:0]
    kept = pd.concat([ended, rows[rows["ahead"] > 0]])
    return tuple(
        Span(
            *names(row["first"], unit, ts.frequency, ts.date_style),
            row["first"],
            row["last"],
            row["known"],
            row["actuals"],
            row["stop"] - row["ahead"],
            row["stop"],
            row["lacking"],
            row["beyond"],
            mean,
            row["before"],
            row["years"],
        )
        for row in kept.to_dict("records")
    )


def _rows(ts: TimeSeries, horizon: int, unit: str) -> pd.DataFrame:
    """One row for each period, by its number: what of it is known, forecast or neither."""
    frequency, future = ts.frequency, ts.future_index(horizon)
    calendar = ts.index.append(future)
    if unit != frequency.noun:
        # Whole periods at both ends, to know how many steps they should have.
        calendar = around(ts.index[0], future[-1], frequency, unit)
        numbers = numbers_of(calendar, frequency, unit)
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


def _known(ts: TimeSeries) -> np.ndarray:
    """Values as they count in a total, shape (n,): zero where the receipt takes gaps for zero."""
    values = ts.values
    if ts.treatment.gaps == "zero":
        values[np.isnan(values)] = 0.0
    if ts.treatment.gaps == "closed":
        values[on_closed_days(values, ts.index)] = 0.0
    return values
