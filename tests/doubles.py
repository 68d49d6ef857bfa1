"""Quick stand-ins for slow models."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.arima_numbers import ArimaNumbers, Coefficient
from core.forecaster import Insight
from core.models import Recurrent, SeasonalNaive
from core.progress import Progress, silent


@dataclass(frozen=True)
class Renamed:
    """A fitted model under another name, its point moved by a share."""

    fitted: object
    name: str
    shift: float
    insight: object = None
    details: object = None

    def predict(self, levels=(80, 95)):
        forecast = self.fitted.predict(levels)
        table = forecast.table * (1 + self.shift)
        return replace(
            forecast,
            model=self.name,
            table=table,
            notes=("A note.",),
            insight=self.insight,
            details=self.details,
        )

    def simulate(self, n_paths, seed):
        return self.fitted.simulate(n_paths, seed) * (1 + self.shift)


@dataclass(frozen=True)
class Sketch(Recurrent):
    """A network's settings without a network."""

    def fit(self, ts, horizon, report=silent):
        self.check_length(ts)
        spread = np.linspace(0.9, 1.1, self.members)
        for epoch in range(1, 4):
            every = tuple((each / epoch, 1.5 * each / epoch) for each in spread)
            report(Progress(epoch, 6, "epoch", 1 / epoch, 1.5 / epoch, members=every))
        every = tuple((0.3 * each, None) for each in spread)
        report(Progress(6, 6, "epoch", 0.3, members=every))
        # The newest value moves it most, upwards, and the one before a third of that downwards.
        moved = pd.Series(0.0, index=ts.index[-self.lookback :])
        moved.iloc[-2:] = [-4.0, 12.0]
        insight = Insight(moved, np.zeros(self.lookback), ())
        # Each seed misses a little more than the one before.
        shift = 0.02 + 0.002 * (self.seed - 1)
        return Renamed(SeasonalNaive().fit(ts, horizon), self.name, shift, insight)


@dataclass(frozen=True)
class SketchedArima:
    """ARIMA's name without its search."""

    name: str = "ARIMA"
    lane: str = "statistics"

    def fit(self, ts, horizon, report=silent):
        report(Progress(1, 1, "search"))
        terms = Coefficient("ar", 1, -0.31, 0.08), Coefficient("sma", 1, -0.1, 0.2)
        numbers = ArimaNumbers((1, 1, 0), (0, 1, 1), 12, terms, 11.8)
        return Renamed(SeasonalNaive().fit(ts, horizon), "ARIMA", 0.01, details=numbers)


@dataclass(frozen=True)
class Sketched:
    """Another statistical model's name, the naive forecast moved by a share."""

    name: str
    shift: float
    lane: str = "statistics"

    def fit(self, ts, horizon, report=silent):
        report(Progress(1, 1, "search"))
        return Renamed(SeasonalNaive().fit(ts, horizon), self.name, self.shift)
