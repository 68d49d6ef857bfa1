"""A network trained for a lesson: once, on one series, without a test on the past."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.errors import ForecastError
from core.folds import Execute, Fit
from core.forecaster import Forecast
from core.models import Recurrent
from core.number_style import using
from core.progress import Report
from core.timeseries import TimeSeries
from core.training import TimeEpoch, check_size
from core.treated import treated


@dataclass(frozen=True, eq=False)
class LessonTraining:
    """A request: one network, fitted to all of a series; its result is a `Forecast`.

    Attributes:
        ts: The series.
        network: How it is trained.
        horizon: Steps it forecasts.
    """

    ts: TimeSeries = field(repr=False)
    network: Recurrent
    horizon: int

    title = "Training for a lesson"
    in_parts = False
    fits_each = 1

    @property
    def forecasters(self) -> Sequence[Recurrent]:
        """The network."""
        return (self.network,)

    @property
    def networks(self) -> Sequence[Recurrent]:
        """The network: its epochs are worth watching."""
        return (self.network,)

    def check(self) -> None:
        """Refuse what this server does not take.

        Raises:
            LimitError: Naming the limit.
            SeriesTooShort: If the series is too short for the network.
        """
        check_size(self.ts, self.network)
        self.network.check_length(treated(self.ts).ts)

    def carry_out(self, report: Report, execute: Execute, time_epoch: TimeEpoch) -> Forecast:
        """Train, and forecast; without joint paths, which no lesson draws.

        Raises:
            ForecastError: If the network could not be fitted.
            Cancelled: If it was stopped.
        """
        del time_epoch  # The epochs are settled.
        with using(self.ts.numbers):
            (outcome,) = execute([Fit(self.network, self.ts, self.horizon, 0, 0)], report)
        if outcome.forecast is None:
            raise ForecastError(outcome.failure)
        return replace(outcome.forecast, paths=None)
