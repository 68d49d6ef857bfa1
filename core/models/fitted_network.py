"""A trained ensemble: its forecast, and what it says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.forecaster import LEVELS, Forecast, Insight, to_table
from core.intervals import Errors
from core.models.adjustment import Adjustment
from core.network_weights import NetworkWeights
from core.timeseries import TimeSeries


@dataclass(frozen=True, eq=False)
class FittedRecurrent:
    """A trained ensemble's forecast, and its errors on the windows it was not trained on.

    Attributes:
        name: The model's name.
        ts: The series it was fitted to.
        point: The median of the members, shape (horizon,).
        errors: Past errors, as shares of their forecasts if `relative`.
        relative: Whether intervals are shares of the forecast rather than amounts.
        least: What the values never fall below; bounds and paths don't either.
        residuals: See `Forecast`.
        insight: See `Forecast`.
        notes: What was decided.
        adjustment: Effects of drivers that were taken out of `ts` before.
        weights: See `Forecast`.
    """

    name: str
    ts: TimeSeries
    point: np.ndarray
    errors: Errors
    relative: bool
    least: float
    residuals: pd.Series
    insight: Insight
    notes: tuple[str, ...]
    adjustment: Adjustment
    weights: NetworkWeights | None

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """See `FittedForecaster.predict`."""
        unit = self.point if self.relative else np.ones(len(self.point))
        bounds = {
            level: (self._possible(lo * unit), self._possible(hi * unit))
            for level, (lo, hi) in self.errors.bounds(self.point / unit, levels).items()
        }
        index = self.ts.future_index(len(self.point))
        forecast = Forecast(
            self.name,
            self.ts.index[-1],
            to_table(index, self._possible(self.point), bounds),
            self.notes,
            self.residuals,
            self.insight,
            weights=self.weights,
        )
        return self.adjustment.put_back(forecast)

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`."""
        unit = self.point if self.relative else np.ones(len(self.point))
        paths = self._possible(self.errors.paths(self.point / unit, n_paths, seed) * unit)
        return self.adjustment.onto(paths)

    def _possible(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(np.maximum(values, self.least))
