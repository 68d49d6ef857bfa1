"""Demand that is zero in many periods, once its chances are known: forecasts and paths."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.forecaster import LEVELS, Forecast, from_columns, to_columns
from core.timeseries import TimeSeries


@dataclass(frozen=True, eq=False)
class Chances:
    """What may come in a period.

    Attributes:
        rate: Chance of demand.
        periods: Periods it was learned from, as many as say as much when all count alike.
        sizes: Sizes that were seen, shape (m,), above 0; empty if there were none.
        weights: Chance of each when there is demand, shape (m,).
    """

    rate: float
    periods: float
    sizes: np.ndarray
    weights: np.ndarray

    @property
    def mean(self) -> float:
        """Mean demand of a period."""
        return self.rate * float(self.sizes @ self.weights)

    def quantile(self, share: float) -> float:
        """The least size, or 0, that demand stays within with a chance of `share`."""
        if share <= 1 - self.rate or not len(self.sizes):
            return 0.0
        order = np.argsort(self.sizes)
        within = 1 - self.rate + self.rate * np.cumsum(self.weights[order])
        place = int(np.searchsorted(within, share - 1e-12))
        return float(self.sizes[order[min(place, len(order) - 1)]])

    def columns(self, horizon: int, levels: Sequence[int]) -> np.ndarray:
        """Mean and bounds, the same at each step, shape (horizon, 1 + 2 * levels)."""
        mean, same = self.mean, np.ones(horizon)
        bounds = {}
        for level in levels:
            low, high = (self.quantile(0.5 + side * level / 200) for side in (-1, 1))
            # Where demand is rare, most periods see less than the mean.
            bounds[level] = min(low, mean) * same, max(high, mean) * same
        return to_columns(mean * same, bounds)

    def drawn(self, shape: tuple[int, int], seed: int) -> np.ndarray:
        """Possible futures, one row each; each has a chance of demand of its own.

        That chance is drawn from a beta distribution about the rate, since the rate is an
        estimate: without it, ranges of totals are too narrow.
        """
        if not self.rate or not len(self.sizes):
            return np.zeros(shape)
        rng = np.random.default_rng(seed)
        rates = np.full((shape[0], 1), self.rate)
        if self.rate < 1:
            often = self.rate * self.periods
            rates = rng.beta(often, self.periods - often, size=(shape[0], 1))
        sizes = rng.choice(self.sizes, size=shape, p=self.weights)
        return np.where(rng.random(shape) < rates, sizes, 0.0)


@dataclass(frozen=True, eq=False)
class FittedIntermittent:
    """Chances that stay as they are over the horizon.

    The point is the mean: the median of such demand is mostly 0, and nothing can be stocked by
    that. Intervals are quantiles of a period's demand: 0 as often as there is none, else a size
    that was seen, newer ones more often, as in the smoothing (a bootstrap as that of Willemain,
    Smart and Schwarz 2004, without its jitter and its chains).

    Attributes:
        name: The model's name.
        ts: The series it was fitted to.
        horizon: Steps to forecast.
        chances: What may come in a period.
        residuals: See `Forecast`.
        notes: What was decided.
    """

    name: str
    ts: TimeSeries
    horizon: int
    chances: Chances
    residuals: pd.Series
    notes: tuple[str, ...]

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """See `FittedForecaster.predict`."""
        columns = self.chances.columns(self.horizon, levels)
        table = from_columns(self.ts.future_index(self.horizon), columns, levels)
        noun = self.ts.frequency.noun
        note = f"The forecast is the mean demand of a {noun}, not what a typical {noun} sees."
        notes = (note, *self.notes)
        return Forecast(self.name, self.ts.index[-1], table, notes, self.residuals, center="mean")

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`; the mean of all paths is the point."""
        return self.chances.drawn((n_paths, self.horizon), seed)
