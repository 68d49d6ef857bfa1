"""What one press of Train asks for: a backtest, and the final fits on all data."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pandas as pd

from core import environment
from core.backtest import Backtest, compared
from core.blend import blended
from core.errors import LimitError
from core.folds import Execute, Fit, RollingOrigin, one_by_one, planned_fits
from core.forecaster import Forecast, Forecaster
from core.models import Recurrent
from core.progress import Report, silent
from core.timeseries import TimeSeries


@dataclass(frozen=True, eq=False)
class Training:
    """A request: which series, which models, which cutoffs.

    Attributes:
        ts: The series.
        forecasters: The models, the network first.
        plan: Where the past is cut.
    """

    ts: TimeSeries
    forecasters: tuple[Forecaster, ...]
    plan: RollingOrigin

    @property
    def network(self) -> Recurrent:
        """The network in it, whose settings the person chose."""
        return next(f for f in self.forecasters if isinstance(f, Recurrent))

    def check(self) -> None:
        """Refuse what this server does not take.

        Raises:
            LimitError: Naming the limit.
            SeriesTooShort: If the folds don't fit, or the first is too short for the network.
        """
        longest = environment.number("LOOKBACK_MAX_OBSERVATIONS")
        if len(self.ts) > longest:
            raise LimitError(
                f"The series has {len(self.ts):,} observations; this server trains on at most "
                f"{longest:,}. Use a coarser frequency or a shorter file."
            )
        epochs = environment.number("LOOKBACK_MAX_EPOCHS")
        if self.network.epochs > epochs:
            raise LimitError(
                f"{self.network.epochs:,} epochs are more than the {epochs:,} this server allows."
            )
        first = self.ts.until(self.plan.cutoffs(self.ts)[0])
        self.network.check_length(first)

    def fits(self) -> list[Fit]:
        """Every fit, the backtest's first, then one on all data for each model."""
        horizon, folds = self.plan.horizon, self.plan.folds
        final = [Fit(model, self.ts, horizon, 0, folds) for model in self.forecasters]
        return [*planned_fits(self.forecasters, self.ts, self.plan), *final]


@dataclass(frozen=True, eq=False)
class Trained:
    """What a training gave.

    Attributes:
        backtest: The past, replayed.
        forecasts: By model name, the future as the final fits see it.
        failures: By model name, why a final fit has no forecast.
        finished: When it was done.
    """

    backtest: Backtest
    forecasts: dict[str, Forecast]
    failures: dict[str, str]
    finished: datetime = field(default_factory=lambda: datetime.now(UTC))

    def future(self) -> pd.DataFrame:
        """All final forecasts in one table: `model, ds, point, lo-80, ...`."""
        tables = [
            forecast.table.reset_index().assign(model=name)
            for name, forecast in self.forecasts.items()
        ]
        table = pd.concat(tables, ignore_index=True)
        return table[["model", *(column for column in table if column != "model")]]


def train(training: Training, report: Report = silent, execute: Execute = one_by_one) -> Trained:
    """Carry out a training; the blend of its models comes with it, if its parts are there.

    Raises:
        LimitError, SeriesTooShort: See `Training.check`.
        Cancelled: If the report asks to stop.
    """
    training.check()
    outcomes = execute(training.fits(), report)
    outcomes = [*outcomes, *blended(outcomes, training.network.name)]
    past = [outcome for outcome in outcomes if outcome.fold]
    final = [outcome for outcome in outcomes if not outcome.fold]
    return Trained(
        backtest=compared(training.ts, past, training.plan.horizon),
        forecasts={o.model: o.forecast for o in final if o.forecast is not None},
        failures={o.model: o.failure for o in final if o.failure},
    )
