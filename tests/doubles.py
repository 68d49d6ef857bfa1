"""Quick stand-ins for slow models."""

from dataclasses import dataclass

from core.forecaster import Forecast
from core.models import Recurrent, SeasonalNaive
from core.progress import Progress, silent


@dataclass(frozen=True)
class Renamed:
    """A fitted model under another name, its point moved by a share."""

    fitted: object
    name: str
    shift: float

    def predict(self, levels=(80, 95)):
        forecast = self.fitted.predict(levels)
        table = forecast.table * (1 + self.shift)
        return Forecast(self.name, forecast.cutoff, table, ("A note.",), forecast.residuals)


@dataclass(frozen=True)
class Sketch(Recurrent):
    """A network's settings without a network."""

    def fit(self, ts, horizon, report=silent):
        self.check_length(ts)
        for epoch in range(1, 4):
            report(Progress(epoch, 6, "epoch", 1 / epoch, 1.5 / epoch))
        report(Progress(6, 6, "epoch", 0.3))
        return Renamed(SeasonalNaive().fit(ts, horizon), self.name, 0.02)


@dataclass(frozen=True)
class SketchedArima:
    """ARIMA's name without its search."""

    name: str = "ARIMA"
    lane: str = "statistics"

    def fit(self, ts, horizon, report=silent):
        report(Progress(1, 1, "search"))
        return Renamed(SeasonalNaive().fit(ts, horizon), "ARIMA", 0.01)


@dataclass(frozen=True)
class Sketched:
    """Another statistical model's name, the naive forecast moved by a share."""

    name: str
    shift: float
    lane: str = "statistics"

    def fit(self, ts, horizon, report=silent):
        report(Progress(1, 1, "search"))
        return Renamed(SeasonalNaive().fit(ts, horizon), self.name, self.shift)
