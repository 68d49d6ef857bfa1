"""A series' drivers as a model takes them in one fold: complete, of one scale, none for nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.drivers import Driver
from core.errors import MissingAhead
from core.timeseries import TimeSeries
from core.wording import counted, listed, quoted

LEAST_CHANGES = 5
"""Times that a driver changes in the past at least; a promotion that came and went twice has 4."""

VALUES_PER_DRIVER = 10
"""Values of the series that each driver has to itself at least."""

LIKENESS = 0.99
"""Share of a driver's variance that season, trend and other drivers may explain."""

HARMONICS = 6
"""Pairs of sine and cosine that draw a season at most: all there are of months."""


@dataclass(frozen=True, eq=False)
class Design:
    """The drivers that a model can use, at its known stamps and at those to forecast.

    Attributes:
        names: What they are: "Price", "Temperature 12 months before".
        yes_no: Which of them are 1 for yes and 0 for no, (drivers,).
        past: Shape (n, drivers), no NaN.
        future: Shape (horizon, drivers), no NaN.
        newest: How many of the newest values decide what follows.
        notes: What was filled or left out, each a sentence.
    """

    names: tuple[str, ...]
    yes_no: tuple[bool, ...]
    past: np.ndarray
    future: np.ndarray
    newest: int
    notes: tuple[str, ...] = ()

    @property
    def place(self) -> np.ndarray:
        """Mean of the newest values, shape (drivers,)."""
        return np.asarray(self.past[-self.newest :].mean(axis=0))

    @property
    def scale(self) -> np.ndarray:
        """Standard deviation of the newest values, above 0, shape (drivers,)."""
        return np.asarray(self.past[-self.newest :].std(axis=0))

    def only(self, chosen: np.ndarray) -> "Design":
        """The drivers of these places."""
        names = tuple(self.names[place] for place in chosen)
        yes_no = tuple(self.yes_no[place] for place in chosen)
        past, future = self.past[:, chosen], self.future[:, chosen]
        return replace(self, names=names, yes_no=yes_no, past=past, future=future)

    def standardised(self) -> tuple[np.ndarray, np.ndarray]:
        """Past and future; mean 0 and standard deviation 1 in the newest values."""
        return (self.past - self.place) / self.scale, (self.future - self.place) / self.scale


def design(ts: TimeSeries, horizon: int, newest: int) -> Design:
    """What the drivers of `ts` say of its stamps and of the `horizon` after them.

    A driver known ahead enters as it is. One that is not enters `horizon` steps late, so that
    its newest value known serves the last step to forecast and none is needed that is not there
    yet. A gap takes the value before it; before a driver's first value stands the mean of those
    known. All of that, and what is left out, is decided from the part that `ts` shows.

    Args:
        ts: The series.
        horizon: Steps to forecast.
        newest: How many of its values, at most, the model learns from.

    Raises:
        MissingAhead: If a driver known ahead has no value on dates to forecast.
    """
    n = len(ts)
    newest = min(newest, n)
    kinds = () if ts.drivers is None else ts.drivers.kinds
    missing = {} if ts.drivers is None else ts.drivers.missing_ahead(ts.future_index(horizon))
    names, flags, columns, notes = [], [], [], []
    for driver in kinds:
        column, filled = _column(ts, driver, horizon)
        if not np.isfinite(column[:n]).any():
            notes.append(f"{quoted(driver.name)} was left out: nothing of it is known here.")
            continue
        changes = int(np.count_nonzero(np.diff(column[n - newest : n])))
        if changes < LEAST_CHANGES:
            notes.append(
                f"{quoted(driver.name)} was left out: it changed {counted(changes, 'time')} in "
                f"the past it can be learned from; {LEAST_CHANGES} are needed."
            )
            continue
        if driver.name in missing:
            dates = [ts.frequency.words(stamp) for stamp in missing[driver.name]]
            raise MissingAhead(quoted(driver.name), listed(dates))
        if filled:
            notes.append(
                f"{ts.frequency.count(filled)} without a value of {quoted(driver.name)}: the "
                "value before was taken, before the first one the mean."
            )
        names.append(_name(ts, driver, horizon))
        flags.append(driver.yes_no)
        columns.append(column)
    both = np.stack(columns, axis=1) if columns else np.empty((n + horizon, 0))
    found = Design(tuple(names), tuple(flags), both[:n], both[n:], newest, tuple(notes))
    return _affordable(_distinct(found, ts), int(ts.y.iloc[-newest:].notna().sum()))


def ahead(ts: TimeSeries, horizon: int, names: Sequence[str]) -> pd.DataFrame:
    """Values of some drivers on the dates to forecast, as a model takes them.

    Args:
        ts: The series.
        horizon: Steps to forecast.
        names: As a `Design` for that horizon calls them.

    Returns:
        Shape (horizon, names), by date.
    """
    kinds = () if ts.drivers is None else ts.drivers.kinds
    columns = {
        name: _column(ts, driver, horizon)[0][len(ts) :]
        for driver in kinds
        if (name := _name(ts, driver, horizon)) in names
    }
    return pd.DataFrame(columns, index=ts.future_index(horizon))


def _name(ts: TimeSeries, driver: Driver, horizon: int) -> str:
    late = "" if driver.known_ahead else f" {ts.frequency.count(horizon)} before"
    return driver.name + late


def _column(ts: TimeSeries, driver: Driver, horizon: int) -> tuple[np.ndarray, int]:
    """A driver at the stamps known and to forecast, NaN if it is nowhere known; and gaps filled."""
    assert ts.drivers is not None
    index = ts.index.append(ts.future_index(horizon))
    column = ts.drivers.table[driver.name]
    first = min(pd.Timestamp(column.index[0]), index[0])
    every = column.reindex(pd.date_range(first, index[-1], freq=ts.frequency.alias))
    if not driver.known_ahead:
        every = every.where(every.index <= ts.index[-1])
    lag = 0 if driver.known_ahead else horizon
    entering = every.ffill().shift(lag).reindex(index).to_numpy()
    gaps = int(every.reindex(ts.index if lag else index).isna().sum())
    past = entering[: len(ts)]
    if not np.isfinite(past).any():
        return entering, 0
    return np.where(np.isnan(entering), np.nanmean(past), entering), gaps


def _distinct(found: Design, ts: TimeSeries) -> Design:
    """Without drivers that season, trend or the drivers before them say already."""
    basis = season_and_trend(ts, np.arange(len(ts) - found.newest, len(ts)))
    standard = found.standardised()[0][-found.newest :]
    kept: list[int] = []
    notes = list(found.notes)
    for place, name in enumerate(found.names):
        column = standard[:, place]
        rest = column - basis @ np.linalg.lstsq(basis, column, rcond=None)[0]
        if rest @ rest <= (1 - LIKENESS) * (column @ column):
            notes.append(
                f"{quoted(name)} was left out: season, trend and the drivers before it say the "
                "same."
            )
            continue
        kept.append(place)
        basis = np.column_stack([basis, column])
    return replace(found.only(np.array(kept, dtype=int)), notes=tuple(notes))


def _affordable(found: Design, n: int) -> Design:
    """No more drivers than `n` values can carry: the first ones."""
    most = n // VALUES_PER_DRIVER
    if len(found.names) <= most:
        return found
    rest = [quoted(name) for name in found.names[most:]]
    note = (
        f"{listed(rest)} {'was' if len(rest) == 1 else 'were'} left out: {n} values carry "
        f"{counted(most, 'driver')} at most, one for every {VALUES_PER_DRIVER}."
    )
    return replace(found.only(np.arange(most)), notes=(*found.notes, note))


def season_and_trend(ts: TimeSeries, steps: np.ndarray) -> np.ndarray:
    """A constant, a straight line, and sines and cosines of the seasons of `ts` at some steps.

    Of each season that came twice there are up to `HARMONICS` pairs, no more in all than a
    quarter of the values.

    Args:
        ts: The series.
        steps: Places counted from its first stamp, shape (rows,).

    Returns:
        Shape (rows, terms).
    """
    n = len(ts)
    terms = [np.ones(len(steps)), steps / n - 0.5]
    for period in ts.frequency.seasonal_periods:
        pairs = min(period // 2, HARMONICS) if n >= 2 * period else 0
        for harmonic in range(1, pairs + 1):
            angles = 2 * np.pi * harmonic * steps / period
            waves = [np.cos(angles)] if 2 * harmonic == period else [np.cos(angles), np.sin(angles)]
            if len(terms) + len(waves) <= max(n // 4, 2):
                terms += waves
    return np.column_stack(terms)
