"""First and last periods that are not whole, which would look like a collapse of sales."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.receipt import Rows, day
from core.wording import number

_PART = 0.1
"""Share of a period that has to be missing at its edge."""


@dataclass(frozen=True, eq=False)
class Unfinished:
    """A first or last period that is not whole: which rows are in it, and how we know."""

    rows: np.ndarray
    words: str
    sentence: str


def unfinished(rows: Rows, frequency: Frequency) -> list[Unfinished]:
    """The first and last period where they hold only part of their dates.

    A period is taken for unfinished if it holds fewer than four fifths of the dates that others
    usually hold and fewer than any of them, and there was time for one more at the file's edge; or
    if the file begins after its start or ends before its end by more than twice the usual time
    between two dates, and by more than in any other period. Where each period has one date there
    is no telling.
    """
    stamps = pd.DatetimeIndex(rows["ds"][rows["value"].notna()]).unique().sort_values()
    periods = frequency.snap(stamps)
    counts = periods.value_counts().sort_index()
    usual = float(counts.median())
    if len(counts) < 3 or usual <= 1:
        return []
    gaps = np.diff(stamps.asi8)
    step = max(float(np.quantile(gaps, 0.95)), float(np.median(gaps)))
    begins, ends = frequency.bounds(counts.index[0]), frequency.bounds(counts.index[-1])
    before, after = _edges(stamps, periods, frequency)
    found = []
    for place, at, bounds, missing, elsewhere in (
        ("first", 0, begins, stamps[0] - begins[0], before),
        ("last", -1, ends, ends[1] - stamps[-1], after),
    ):
        # Where orders come when they come, some whole periods hold few.
        few = usual >= 3 and counts.iloc[at] < min(0.8 * usual, float(counts.iloc[1:-1].min()))
        # At the end one step lies between the last date and the next period anyway.
        few = few and (missing.value > step or (place == "first" and missing.value == step))
        cut = missing.value > 2 * step and missing > _PART * (bounds[1] - bounds[0])
        cut = cut and missing > elsewhere
        if not few and not cut:
            continue
        period = frequency.words(pd.Timestamp(counts.index[at]))
        edge = f"begins on {day(stamps[0])}" if place == "first" else f"ends on {day(stamps[-1])}"
        holds = f"it holds {number(counts.iloc[at])} of the usual {number(usual, '.0f')} dates"
        sentence = (
            f"The {place} {frequency.noun}, {period}, is not whole: "
            f"{holds if few else f'the file {edge}'}."
        )
        inside = frequency.snap(pd.DatetimeIndex(rows["ds"])) == counts.index[at]
        found.append(Unfinished(np.asarray(inside), period, sentence))
    return found


def said_unfinished(rows: Rows, frequency: Frequency, stamp: str) -> list[Unfinished]:
    """The last period if a person said that it is not whole, though its dates don't show it.

    Args:
        rows: One row for each date.
        frequency: Spacing of the periods.
        stamp: Of the period, as `isoformat` writes it; another than the last changes nothing.
    """
    periods = frequency.snap(pd.DatetimeIndex(rows["ds"]))
    observed = periods[rows["value"].notna().to_numpy()]
    if not len(observed) or (last := observed.max()).isoformat() != stamp:
        return []
    words = frequency.words(last)
    sentence = f"The last {frequency.noun}, {words}, is not whole, as you said."
    return [Unfinished(np.asarray(periods == last), words, sentence)]


def _edges(
    stamps: pd.DatetimeIndex, periods: pd.DatetimeIndex, frequency: Frequency
) -> tuple[pd.Timedelta, pd.Timedelta]:
    """The longest time without a date at the start and at the end of an inner period."""
    by_period = pd.Series(stamps, index=periods).groupby(level=0)
    first, last = by_period.min(), by_period.max()
    bounds = [frequency.bounds(stamp) for stamp in first.index[1:-1]]
    before = [begin for begin, _ in bounds]
    after = [end for _, end in bounds]
    return (
        (first.iloc[1:-1] - pd.Series(before, first.index[1:-1])).max(),
        (pd.Series(after, last.index[1:-1]) - last.iloc[1:-1]).max(),
    )
