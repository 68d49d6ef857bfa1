"""Several networks trained for a lesson, one after the other, to be held against each other."""

from dataclasses import dataclass, field, replace

from core.errors import ForecastError
from core.folds import Execute, Fit
from core.forecaster import FittedForecaster, Forecast, Lane
from core.models import Recurrent
from core.number_style import using
from core.progress import Report, silent
from core.timeseries import TimeSeries
from core.training import TimeEpoch, check_size
from core.treated import treated


@dataclass(frozen=True, eq=False)
class Trial:
    """One network, fitted to all of a series, under a name that no other trial has.

    Attributes:
        name: For people: "LSTM, 8 steps back".
        ts: The series.
        network: How it is trained.
        horizon: Steps it forecasts.
    """

    name: str
    ts: TimeSeries = field(repr=False)
    network: Recurrent
    horizon: int
    lane: Lane = field(default="network", init=False, repr=False)

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> FittedForecaster:
        """See `Forecaster.fit`."""
        return self.network.fit(ts, horizon, report)


@dataclass(frozen=True, eq=False)
class Trials:
    """A request: its result is the `Forecast` of each trial, by name.

    Attributes:
        title: What it is, for people.
        forecasters: The trials, in order; at least one.
    """

    title: str
    forecasters: tuple[Trial, ...]

    in_parts = False
    fits_each = 1

    @property
    def ts(self) -> TimeSeries:
        """The series of the first."""
        return self.forecasters[0].ts

    @property
    def networks(self) -> tuple[Recurrent, ...]:
        """None whose epochs are worth watching: their number is, and not their course."""
        return ()

    def check(self) -> None:
        """Refuse what this server does not take.

        Raises:
            LimitError: Naming the limit.
            SeriesTooShort: If a series is too short for its network.
        """
        for trial in self.forecasters:
            check_size(trial.ts, trial.network)
            trial.network.check_length(treated(trial.ts).ts)

    def carry_out(
        self, report: Report, execute: Execute, time_epoch: TimeEpoch
    ) -> dict[str, Forecast]:
        """Train one by one, and forecast; without joint paths, which no lesson draws.

        Raises:
            ForecastError: If a network could not be fitted.
            Cancelled: If it was stopped.
        """
        del time_epoch  # The epochs are settled.
        found: dict[str, Forecast] = {}
        for trial in self.forecasters:
            with using(trial.ts.numbers):
                (outcome,) = execute([Fit(trial, trial.ts, trial.horizon, 0, 0)], report)
            if outcome.forecast is None:
                raise ForecastError(outcome.failure)
            found[trial.name] = replace(outcome.forecast, paths=None)
        return found
