"""What one press of Train asks for: a backtest, and the final fits on all data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

import pandas as pd

from core import environment
from core.backtest import Backtest, compared
from core.blend import blended
from core.errors import LimitError
from core.folds import Execute, Fit, RollingOrigin, one_by_one, planned_fits
from core.forecaster import Forecast, Forecaster, together
from core.models import Pace, Practised, Recurrent
from core.number_style import using
from core.progress import Progress, Report, silent
from core.settings import setting, validate
from core.timeseries import TimeSeries
from core.treated import treated
from core.wording import number

PASSES = 2
"""A fit trains twice: with the newest values held out, and on all."""

TimeEpoch = Callable[[Recurrent, TimeSeries, int], Pace]
"""Anything that times an epoch of a network on a series, for a horizon."""


class Request(Protocol):
    """Work for the engine: which models it fits, and how; picklable."""

    @property
    def title(self) -> str:
        """What it is, for people: "Training"."""
        ...

    @property
    def ts(self) -> TimeSeries:
        """The series."""
        ...

    @property
    def forecasters(self) -> Sequence[Forecaster]:
        """The models that are fitted; their lanes and names tell how far it is."""
        ...

    @property
    def networks(self) -> Sequence[Recurrent | Practised]:
        """Those of them whose epochs are worth watching."""
        ...

    @property
    def fits_each(self) -> int:
        """How often each model is fitted: its folds, and the final fit if there is one."""
        ...

    @property
    def in_parts(self) -> bool:
        """Whether its result, once cancelled, holds the parts done by then."""
        ...

    def check(self) -> None:
        """Refuse what this server does not take.

        Raises:
            LookbackError: Naming the limit or the setting.
        """
        ...

    def carry_out(self, report: Report, execute: Execute, time_epoch: TimeEpoch) -> object:
        """Do it, fits by `execute`; what it gave.

        Raises:
            LookbackError: If nothing came of it.
            Cancelled: If it was stopped before anything came of it.
        """
        ...


def check_size(ts: TimeSeries, network: Recurrent) -> None:
    """Refuse a series or epochs beyond what this server takes.

    Raises:
        LimitError: Naming the limit.
    """
    longest = environment.number("LOOKBACK_MAX_OBSERVATIONS")
    if len(ts) > longest:
        raise LimitError(
            f"The series has {number(len(ts))} observations; this server trains on at most "
            f"{number(longest)}. Use a coarser frequency or a shorter file."
        )
    epochs = environment.number("LOOKBACK_MAX_EPOCHS")
    if network.epochs > epochs:
        raise LimitError(
            f"{number(network.epochs)} epochs are more than the {number(epochs)} this server "
            "allows."
        )


@dataclass(frozen=True)
class Budget:
    """How long the network may be trained.

    Attributes:
        budget_s: Seconds for all folds and the final fit together; 0 for no such bound.
    """

    budget_s: int = setting(
        0,
        options=(
            (0, "None"),
            (10, "10 seconds"),
            (30, "30 seconds"),
            (60, "1 minute"),
            (300, "5 minutes"),
            (900, "15 minutes"),
        ),
        label="Time budget",
        help="The most time for the network trained here, all folds together; other models are not "
        "bound by it. An epoch is timed first, and as many are trained as fit; never more than "
        "chosen. The number is kept with the run, so that the same settings give the same forecast "
        "again.",
        advanced=True,
        group="The test on the past",
    )

    def __post_init__(self) -> None:
        validate(self)

    def epochs(self, pace: Pace, fits: int, most: int) -> int:
        """How many epochs fit into it, at least 1 and no more than `most`.

        Args:
            pace: How quickly the network trains.
            fits: How often it is fitted.
            most: Epochs asked for.
        """
        if not self.budget_s:
            return most
        left = max(self.budget_s - pace.start, 0.0)
        return min(max(int(left / (fits * PASSES * pace.epoch)), 1), most)


@dataclass(frozen=True, eq=False)
class Training:
    """A request: which series, which models, which cutoffs.

    Attributes:
        ts: The series.
        forecasters: The models, the network trained here first.
        plan: Where the past is cut.
        budget: How long the network may take.
    """

    ts: TimeSeries
    forecasters: tuple[Forecaster, ...]
    plan: RollingOrigin
    budget: Budget = field(default_factory=Budget)

    title = "Training"
    in_parts = False

    @property
    def network(self) -> Recurrent:
        """The network trained here, whose settings the person chose."""
        return next(f for f in self.forecasters if isinstance(f, Recurrent))

    @property
    def networks(self) -> tuple[Recurrent | Practised, ...]:
        """The network trained here, and the practised one where it takes part."""
        return tuple(f for f in self.forecasters if isinstance(f, Recurrent | Practised))

    @property
    def recommended(self) -> str:
        """Name of the network held against ARIMA: the practised one where it takes part."""
        names = [network.name for network in self.networks if isinstance(network, Practised)]
        return names[0] if names else self.network.name

    @property
    def fits_each(self) -> int:
        """How often each model is fitted."""
        return self.plan.folds + 1

    def epochs(self, pace: Pace) -> int:
        """How many epochs the network is trained at this pace."""
        return self.budget.epochs(pace, self.fits_each, self.network.epochs)

    def seconds(self, pace: Pace) -> float:
        """How long the network takes at most at this pace."""
        return pace.start + self.fits_each * PASSES * self.epochs(pace) * pace.epoch

    def within_budget(self, time_epoch: TimeEpoch) -> "Training":
        """The same with as many epochs as its budget holds, timed with `time_epoch`."""
        if not self.budget.budget_s:
            return self
        network = self.network
        epochs = self.epochs(time_epoch(network, treated(self.ts).ts, self.plan.horizon))
        fitting = replace(network, epochs=epochs)
        models = tuple(fitting if model is network else model for model in self.forecasters)
        return replace(self, forecasters=models)

    def check(self) -> None:
        """Refuse what this server does not take.

        Raises:
            LimitError: Naming the limit.
            SeriesTooShort: If the folds don't fit, or the first is too short for the network.
        """
        check_size(self.ts, self.network)
        first = self.ts.until(self.plan.cutoffs(self.ts)[0])
        self.network.check_length(treated(first).ts)

    def carry_out(self, report: Report, execute: Execute, time_epoch: TimeEpoch) -> "Trained":
        """See `train`."""
        return train(self, report, execute, time_epoch)

    def fits(self) -> list[Fit]:
        """Every fit, the backtest's first, then one on all data for each model."""
        horizon, folds = self.plan.horizon, self.plan.folds
        final = [Fit(model, self.ts, horizon, 0, folds) for model in self.forecasters]
        return [*planned_fits(self.forecasters, self.ts, self.plan), *final]


@dataclass(frozen=True, eq=False)
class Trained:
    """What a training gave.

    Attributes:
        training: What was carried out; a budget may have left it fewer epochs than asked for.
        backtest: The past, replayed.
        forecasts: By model name, the future as the final fits see it.
        failures: By model name, why a final fit has no forecast.
        finished: When it was done.
    """

    training: Training
    backtest: Backtest
    forecasts: dict[str, Forecast]
    failures: dict[str, str]
    finished: datetime = field(default_factory=lambda: datetime.now(UTC))

    def future(self) -> pd.DataFrame:
        """All final forecasts in one table: `model, ds, point, lo-80, ...`."""
        return together(self.forecasts)


def timed(network: Recurrent, ts: TimeSeries, horizon: int, report: Report) -> Pace:
    """`Recurrent.time_epoch` as a task of a worker, which hands a report to every task."""
    report(Progress(0, 1, "epoch"))
    return network.time_epoch(ts, horizon)


def train(
    training: Training,
    report: Report = silent,
    execute: Execute = one_by_one,
    time_epoch: TimeEpoch = Recurrent.time_epoch,
) -> Trained:
    """Carry out a training; the blend of its models comes with it, if its parts are there.

    Raises:
        LimitError, SeriesTooShort: See `Training.check`.
        Cancelled: If the report asks to stop.
    """
    with using(training.ts.numbers):
        return _trained(training, report, execute, time_epoch)


def _trained(
    training: Training, report: Report, execute: Execute, time_epoch: TimeEpoch
) -> Trained:
    training.check()
    training = training.within_budget(time_epoch)
    outcomes = execute(training.fits(), report)
    outcomes = [*outcomes, *blended(outcomes, training.recommended)]
    past = [outcome for outcome in outcomes if outcome.fold]
    final = [outcome for outcome in outcomes if not outcome.fold]
    return Trained(
        training=training,
        backtest=compared(training.ts, past, training.plan.horizon),
        forecasts={o.model: o.forecast for o in final if o.forecast is not None},
        failures={o.model: o.failure for o in final if o.failure},
    )
