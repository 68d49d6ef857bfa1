"""What ETS and Theta share: the season they can draw, and forecasts from the form found."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import pandas as pd
from scipy.special import ndtri

from core.errors import ForecastError
from core.forecaster import LEVELS, Forecast, from_columns, to_columns
from core.models.history import known_season, season_within
from core.timeseries import TimeSeries

LONGEST_SEASON = 24
"""Longest season drawn: statsforecast's ETS takes no longer one."""

PATHS = 5_000
"""Paths that intervals are read from, half of them mirror images of the other half."""


class Form(Protocol):
    """A model found, at the end of what it knew: where it goes from there."""

    @property
    def linear(self) -> bool:
        """Whether shocks add up in it: twice a shock does twice as much."""
        ...

    def paths(self, shocks: np.ndarray) -> np.ndarray:
        """The future that standard normal shocks would make, one row each.

        Args:
            shocks: Shape (n_paths, horizon).

        Returns:
            Values in the series' own unit, same shape.
        """
        ...


def short_season(ts: TimeSeries, n: int) -> tuple[int, tuple[str, ...]]:
    """The season to draw, as `known_season`; 1 also where it is longer than `LONGEST_SEASON`."""
    if ts.seasonal_period > LONGEST_SEASON:
        span = ts.frequency.count(ts.seasonal_period)
        return 1, (f"No season: one of {span} is longer than the {LONGEST_SEASON} it can draw.",)
    return known_season(ts, n)


def short_season_within(period: int, n: int) -> int:
    """The season of `short_season`, from bare numbers."""
    return 1 if period > LONGEST_SEASON else season_within(period, n)


def forecast_columns(name: str, form: Form, horizon: int, levels: Sequence[int]) -> np.ndarray:
    """Where a form goes, as `BareForecaster.bare` has it.

    Raises:
        ForecastError: If it leads to what is not finite.
    """
    shares = [share for level in levels for share in (0.5 - level / 200, 0.5 + level / 200)]
    # What does not stay finite is refused below, and needs no warning.
    with np.errstate(over="ignore", invalid="ignore"):
        point = form.paths(np.zeros((1, horizon)))[0]
        if form.linear:
            # Each shock by itself; together they are normal with the root of the squares' sum.
            spread = np.sqrt(((form.paths(np.eye(horizon)) - point) ** 2).sum(axis=0))
            read = point + ndtri(shares)[:, None] * spread
        else:
            read = np.quantile(form.paths(_shocks(horizon)), shares, axis=0)
    if not (np.isfinite(point).all() and np.isfinite(read).all()):
        raise ForecastError(f"The {name} found gives no finite forecast for this series.")
    # Multiplied shocks pull the middle of the paths off the way without any.
    bounds = {
        level: (np.minimum(lo, point), np.maximum(hi, point))
        for level, (lo, hi) in zip(levels, read.reshape(len(levels), 2, horizon), strict=True)
    }
    return to_columns(point, bounds)


@lru_cache(maxsize=2)
def _shocks(horizon: int) -> np.ndarray:
    half = np.random.default_rng(0).normal(size=(PATHS // 2, horizon))
    shocks = np.concatenate([half, -half])
    shocks.setflags(write=False)
    return shocks


@dataclass(frozen=True, eq=False)
class FittedSmoothing:
    """A fitted form, going on without shocks for the point and with them for all else.

    Intervals are those of its future under normal shocks: exact where shocks add up, else
    quantiles of simulated paths (Hyndman, Koehler, Ord and Snyder 2008, section 6.1). Only the fit
    is statsforecast's. Release 2.1 goes on from there with errors: a damped trend is damped a step
    late; intervals of a multiplicative season have the width of one phase at all of them; paths
    leave out a trend that isn't damped; and intervals of Theta count an additive season as error.

    Attributes:
        name: The model's name.
        ts: The series it was fitted to.
        horizon: Steps to forecast.
        form: The model found.
        residuals: See `Forecast`.
        notes: What was decided.
    """

    name: str
    ts: TimeSeries
    horizon: int
    form: Form
    residuals: pd.Series
    notes: tuple[str, ...]

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """See `FittedForecaster.predict`."""
        columns = forecast_columns(self.name, self.form, self.horizon, levels)
        table = from_columns(self.ts.future_index(self.horizon), columns, levels)
        return Forecast(self.name, self.ts.index[-1], table, self.notes, self.residuals)

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`."""
        shocks = np.random.default_rng(seed).normal(size=(n_paths, self.horizon))
        return self.form.paths(shocks)
