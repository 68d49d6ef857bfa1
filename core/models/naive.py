"""The baseline that every model is measured against: the same season, last time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import ndtri

from core.forecaster import LEVELS, Forecast, Lane, need_observed, to_columns, to_table
from core.models.history import residuals, without_drivers
from core.progress import Progress, Report, silent
from core.timeseries import TimeSeries


@dataclass(frozen=True)
class SeasonalNaive:
    """Repeats the last observed value of the same season; without a season, the last value."""

    lane: Lane = field(default="statistics", init=False, repr=False)

    @property
    def name(self) -> str:
        """The model's name for people."""
        return "Seasonal naive"

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> "FittedNaive":
        """Remember the last season; see `Forecaster.fit`."""
        values = ts.values
        point, spread, period = _season(values, ts.seasonal_period, horizon)
        report(Progress(1, 1))
        errors = residuals(ts, values - _repeated(values, period))
        return FittedNaive(ts, point, spread, period, errors)

    def bare(
        self, values: np.ndarray, period: int, horizon: int, levels: Sequence[int] = LEVELS
    ) -> np.ndarray:
        """See `BareForecaster.bare`."""
        point, spread, _ = _season(values, period, horizon)
        return to_columns(point, _bounds(point, spread, levels))


def _season(values: np.ndarray, period: int, horizon: int) -> tuple[np.ndarray, np.ndarray, int]:
    """The last season repeated, how far off that may be, (horizon,) each, and its period."""
    observed = int(np.isfinite(values).sum())
    need_observed(
        observed, 2, "a change between two values shows how far off repeating them may be."
    )
    period = period if observed > period else 1
    season = np.array([_latest(values[phase::-period]) for phase in range(-period, 0)])
    season = np.where(np.isnan(season), _latest(values[::-1]), season)
    changes = values[period:] - values[:-period]
    changes = changes[~np.isnan(changes)]
    spread = float(np.sqrt(np.mean(changes**2))) if changes.size else 0.0
    steps = np.arange(horizon)
    return season[steps % period], spread * np.sqrt(steps // period + 1), period


def _bounds(
    point: np.ndarray, spread: np.ndarray, levels: Sequence[int]
) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Normal intervals by level."""
    widths = {level: ndtri(0.5 + level / 200) * spread for level in levels}
    return {level: (point - width, point + width) for level, width in widths.items()}


def _repeated(values: np.ndarray, period: int) -> np.ndarray:
    """For each value the last one observed in its phase before it, NaN without one, (n,)."""
    n = len(values)
    turns = np.full((-(-n // period), period), np.nan)
    turns.ravel()[:n] = values
    newest = np.where(np.isnan(turns), -1, np.arange(len(turns))[:, None])
    newest = np.maximum.accumulate(newest, axis=0)
    carried = np.take_along_axis(turns, np.maximum(newest, 0), axis=0)
    carried[newest < 0] = np.nan
    before = np.concatenate([np.full((1, period), np.nan), carried[:-1]])
    return np.asarray(before.ravel()[:n])


def _latest(newest_first: np.ndarray) -> float:
    """The first observed value, NaN if there is none."""
    observed = newest_first[~np.isnan(newest_first)]
    return float(observed[0]) if observed.size else float("nan")


@dataclass(frozen=True, eq=False)
class FittedNaive:
    """The last season, repeated.

    Intervals are normal; the spread grows with the root of the seasons ahead (Hyndman and
    Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition, section 5.5).
    """

    ts: TimeSeries
    point: np.ndarray
    spread: np.ndarray
    period: int
    residuals: pd.Series

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """See `FittedForecaster.predict`."""
        index = self.ts.future_index(len(self.point))
        span = self.ts.frequency.count(self.period)
        note = f"Each value repeats the one of {span} before."
        table = to_table(index, self.point, _bounds(self.point, self.spread, levels))
        notes = (note, *without_drivers(self.ts))
        return Forecast("Seasonal naive", self.ts.index[-1], table, notes, self.residuals)

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`: a random walk for each phase of the season."""
        horizon = len(self.point)
        rng = np.random.default_rng(seed)
        shocks = rng.normal(size=(n_paths, horizon)) * self.spread[0]
        for step in range(self.period, horizon):
            shocks[:, step] += shocks[:, step - self.period]
        return np.asarray(self.point + shocks)
