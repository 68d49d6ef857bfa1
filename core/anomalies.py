"""What looks odd in a series, for a person to judge: outliers, runs of zeros, shifts of the level.

Nothing here is ever applied by itself. It looks at the whole series, as the person does.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from core.decomposition import interpolated
from core.events import Event
from core.outliers import outliers
from core.shifts import Shift, shifts, stepped
from core.timeseries import TimeSeries
from core.wording import percent, rounded

READS = 5_000
"""Newest values that are looked at."""

MOST = 8
"""Most suggestions, the largest oddities first."""

RARE = 0.01
"""Expected number of runs of zeros as long as this one, below which it is odd."""

_SLIGHT = 0.1
"""Share of a typical value below which nothing is worth a person's time."""

_CLOSED = 0.5
"""Share of zeros from which on a phase of the season counts as closed, such as Sundays."""

_LEAST_LEVEL, _SHARE = 6, 20
"""Fewest values on either side of a shift, or so many-th of the series."""

SPARSE = 0.25
"""Share of zeros from which on single values are not called odd: most of them are."""


@dataclass(frozen=True)
class Suggestion:
    """Something odd, as an event that could be marked.

    Attributes:
        event: What would be marked.
        why: What was seen, and what marking it would do, in sentences.
        size: How odd it is, to keep the oddest: values it takes away or adds, in usual ones.
    """

    event: Event
    why: str
    size: float


def suggest(ts: TimeSeries) -> tuple[Suggestion, ...]:
    """What looks odd in the newest `READS` values of `ts`, earliest first, at most `MOST`.

    Runs of zeros first, then shifts of the level, then outliers, each without those before it.
    """
    newest = replace(ts, y=ts.y.iloc[-READS:])
    values, period = newest.values, ts.seasonal_period
    closed = closed_phases(values, period)
    runs = _zero_runs(newest, closed)
    found = [_of_zeros(newest, *run) for run in runs if not _yearly(newest, *run)]
    usable = np.where(closed & (values == 0), np.nan, values)
    for start, stop in runs:
        usable[start:stop] = np.nan
    known = ~np.isnan(usable)
    if known.sum() >= 3 * _LEAST_LEVEL and np.mean(usable[known] == 0) <= SPARSE:
        level = _Level.of(usable, period)
        found += _of_shifts(newest, level, ts.index[0])
        found += _of_outliers(newest, usable, level)
    oddest = sorted(found, key=lambda suggestion: -suggestion.size)[:MOST]
    return tuple(sorted(oddest, key=lambda suggestion: suggestion.event.first))


def closed_phases(values: np.ndarray, period: int) -> np.ndarray:
    """Which values lie in a phase of the season that is mostly zero, shape (n,)."""
    phases = np.arange(len(values)) % period
    zero = pd.Series(values == 0).groupby(phases).transform("mean").to_numpy()
    return np.asarray((zero >= _CLOSED) & (period > 1))


def _zero_runs(ts: TimeSeries, closed: np.ndarray) -> list[tuple[int, int]]:
    """Runs of zeros, from and to before, that chance does not explain.

    Closed phases are left out of the count. With a share p of zeros outside a run, about n p^L
    runs of L zeros are to be expected among n values (Feller 1968, chapter XIII).
    """
    values = ts.values
    places = np.flatnonzero(~closed & ~np.isnan(values))
    zero = values[places] == 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], zero, [False]]).astype(int)))
    odd = []
    for start, stop in edges.reshape(-1, 2):
        length, rest = stop - start, len(places) - (stop - start)
        share = (zero.sum() - length + 0.5) / (rest + 1)
        expected = len(places) * share**length
        if length >= 2 and expected < RARE:
            odd.append((int(places[start]), int(places[stop - 1]) + 1))
    return odd


def _yearly(ts: TimeSeries, start: int, stop: int) -> bool:
    """Whether most of these dates were zero a year before or after as well: then it's a habit."""
    if not (ts.frequency.within_day or ts.frequency.name in ("daily", "business-daily")):
        return False
    zeros = ts.y == 0
    for years in (-1, 1):
        # The same place in the week, since a day of the year falls on another weekday.
        there = ts.index[start:stop] + pd.Timedelta(days=364 * years)
        same = zeros.reindex(there).dropna()
        if len(same) and bool(same.mean() >= _CLOSED):
            return True
    return False


def _of_zeros(ts: TimeSeries, start: int, stop: int) -> Suggestion:
    event = Event(ts.index[start], ts.index[stop - 1], "stock-out", "ignore")
    zero = ts.frequency.count(stop - start)
    why = f"{_when(event, ts)}: zero for {zero}, which is unusual here."
    return Suggestion(event, why, float(stop - start))


@dataclass(frozen=True, eq=False)
class _Level:
    """Shifts of the level; in logarithms where all values are above zero."""

    steps: tuple[Shift, ...]
    multiplies: bool
    values: np.ndarray

    @classmethod
    def of(cls, usable: np.ndarray, period: int) -> "_Level":
        """Find them in values of which some are NaN, shape (n,)."""
        multiplies = bool((usable[~np.isnan(usable)] > 0).all())
        drawn = interpolated(usable, period)
        if multiplies:
            drawn = np.log(drawn)
        steps = shifts(drawn, period, max(_LEAST_LEVEL, len(usable) // _SHARE))
        level = stepped(steps, len(usable))
        return cls(steps, multiplies, np.exp(level) if multiplies else level)

    def off(self, values: np.ndarray) -> np.ndarray:
        """Values as if the level had never shifted."""
        return np.asarray(values / self.values if self.multiplies else values - self.values)

    def on(self, values: np.ndarray) -> np.ndarray:
        """The way back."""
        return np.asarray(values * self.values if self.multiplies else values + self.values)

    def words(self, shift: Shift, unit: str) -> str:
        """A shift in words: "rises by 40%", "falls by 12 EUR"."""
        verb = "rises" if shift.size > 0 else "falls"
        if self.multiplies:
            return f"{verb} by {percent(abs(np.expm1(shift.size)))}"
        return f"{verb} by {rounded(abs(shift.size), unit)}"


def _of_shifts(ts: TimeSeries, level: _Level, begin: pd.Timestamp) -> list[Suggestion]:
    """A time on another level between two shifts, and the newest shift that lasts.

    `begin` is the first stamp of the whole series, of which `ts` may be the newest part.
    """
    found, lasting = [], list(level.steps)
    for one, other in pairwise(level.steps):
        both = abs(one.size + other.size) < min(abs(one.size), abs(other.size)) / 2
        if both and one in lasting:
            lasting = [shift for shift in lasting if shift not in (one, other)]
            event = Event(ts.index[one.place], ts.index[other.place - 1], "shock", "one-off")
            why = (
                f"{_when(event, ts)}: the level {level.words(one, ts.unit)} and comes back. If "
                "that will not happen again, mark it: models then don't learn from it."
            )
            found.append(_shifted(event, why, ts))
    if lasting:
        found.append(_lasting(ts, level, lasting[-1], begin))
    return found


def _lasting(ts: TimeSeries, level: _Level, shift: Shift, begin: pd.Timestamp) -> Suggestion:
    since = ts.frequency.words(ts.index[shift.place])
    enough = max(2 * ts.seasonal_period, 2 * _LEAST_LEVEL)
    if len(ts) - shift.place >= enough:
        event = Event(begin, ts.index[shift.place - 1], "other", "one-off")
        why = (
            f"From {since} on: the level {level.words(shift, ts.unit)} and stays there. If what "
            "was before is over for good, mark that part: models then learn from what came after."
        )
    else:
        event = Event(ts.index[shift.place], ts.index[-1], "shock", "one-off")
        why = (
            f"From {since} on: the level {level.words(shift, ts.unit)} and has not come back. If "
            "it will, mark it: models then go on from what was before."
        )
    return _shifted(event, why, ts)


def _shifted(event: Event, why: str, ts: TimeSeries) -> Suggestion:
    # Above any outlier: a shift touches many dates.
    dates = float(event.on(ts.index, ts.frequency).sum())
    return Suggestion(event, why, len(ts) + dates)


def _of_outliers(ts: TimeSeries, usable: np.ndarray, level: _Level) -> list[Suggestion]:
    """Values far from what is usual; those in a row are one."""
    off, period = level.off(usable), ts.seasonal_period
    out = outliers(off, period)
    if not out.any():
        return []
    usual = level.on(interpolated(np.where(out, np.nan, off), period))
    typical = float(np.nanmedian(np.abs(usable))) or 1.0
    # Above and below usual are two things, however near to each other.
    side = np.where(out & (np.abs(usable - usual) >= _SLIGHT * typical), np.sign(usable - usual), 0)
    starts = np.flatnonzero(np.diff(side, prepend=0.0))
    found = []
    for start, stop in pairwise([*starts, len(side)]):
        if not side[start]:
            continue
        here, there = usable[start:stop].mean(), usual[start:stop].mean()
        empty = not here
        event = Event(
            ts.index[start],
            ts.index[stop - 1],
            "stock-out" if empty else "shock",
            "ignore" if empty else "one-off",
        )
        mean = " on average" if stop - start > 1 else ""
        why = (
            f"{_when(event, ts)}: {rounded(here, ts.unit)}{mean}, where about {rounded(there)} "
            "would be usual."
        )
        size = float(np.abs(usable - usual)[start:stop].sum()) / typical
        found.append(Suggestion(event, why, size))
    return found


def _when(event: Event, ts: TimeSeries) -> str:
    """Its dates, as a sentence begins."""
    span = event.span(ts.frequency)
    return span[0].upper() + span[1:]
