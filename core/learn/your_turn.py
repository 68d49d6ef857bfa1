"""The course's exercise: forecast what is hidden, then compare with a computed solution."""

from dataclasses import dataclass, field, replace

import numpy as np

from core import environment
from core.metrics import mae, mase, rmse, seasonal_scale
from core.models import Recurrent, SeasonalNaive
from core.models.ensemble import LEAST_KNOWN
from core.profile import recommend
from core.timeseries import TimeSeries

LONGEST = 48
MOST_EPOCHS = 100


@dataclass(frozen=True, eq=False)
class Exercise:
    """What is known, and what is to be forecast.

    Attributes:
        known: The series up to where it is hidden.
        truth: What came, shape (steps,); NaN where nothing was observed.
    """

    known: TimeSeries = field(repr=False)
    truth: np.ndarray = field(repr=False)

    @property
    def steps(self) -> int:
        """How many steps are hidden."""
        return len(self.truth)

    @property
    def longest(self) -> int:
        """The longest window that leaves examples enough to learn from."""
        return max(min(LONGEST, self.known.observed - LEAST_KNOWN - 1, len(self.known) // 3), 2)

    def naive(self) -> np.ndarray:
        """The seasonal naive's forecast, shape (steps,)."""
        fitted = SeasonalNaive().fit(self.known, self.steps)
        return fitted.predict().table["point"].to_numpy()

    def scores(self, point: np.ndarray) -> dict[str, float]:
        """MAE, RMSE and MASE of a forecast, shape (steps,)."""
        scale = seasonal_scale(self.known.values, self.known.seasonal_period)
        return {
            "mae": mae(self.truth, point),
            "rmse": rmse(self.truth, point),
            "mase": mase(self.truth, point, scale),
        }

    def solution(self) -> Recurrent:
        """The network of Train's defaults for what is known."""
        suits = recommend(self.known)
        epochs = min(suits.epochs, environment.number("LOOKBACK_MAX_EPOCHS"))
        return replace(Recurrent(), lookback=suits.lookback, epochs=epochs)


def exercise(ts: TimeSeries) -> Exercise:
    """The series with its end hidden: as many steps as are usually forecast, a quarter at most."""
    steps = max(min(ts.frequency.horizon, len(ts) // 4), 1)
    return Exercise(ts.until(ts.index[-steps - 1]), ts.values[-steps:])
