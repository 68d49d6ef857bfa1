"""A trained ensemble: its forecast, and what it says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.forecaster import LEVELS, Forecast, Insight, to_table
from core.intervals import Errors
from core.timeseries import TimeSeries


@dataclass(frozen=True, eq=False)
class FittedRecurrent:
    """A trained ensemble's forecast, and its errors on the windows it was not trained on.

    Attributes:
        name: The model's name.
        ts: The series it was fitted to.
        point: The median of the members, shape (horizon,).
        errors: Past errors, of logarithms if `log`.
        log: Whether intervals are shares of the forecast rather than amounts.
        residuals: See `Forecast`.
        insight: See `Forecast`.
        notes: What was decided.
    """

    name: str
    ts: TimeSeries
    point: np.ndarray
    errors: Errors
    log: bool
    residuals: pd.Series
    insight: Insight
    notes: tuple[str, ...]

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """See `FittedForecaster.predict`."""
        bounds = {
            level: (self._restored(lo), self._restored(hi))
            for level, (lo, hi) in self.errors.bounds(self._centre(), levels).items()
        }
        index = self.ts.future_index(len(self.point))
        return Forecast(
            self.name,
            self.ts.index[-1],
            to_table(index, self.point, bounds),
            self.notes,
            self.residuals,
            self.insight,
        )

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`."""
        return self._restored(self.errors.paths(self._centre(), n_paths, seed))

    def _centre(self) -> np.ndarray:
        return np.asarray(np.log(self.point) if self.log else self.point)

    def _restored(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(values) if self.log else values)
