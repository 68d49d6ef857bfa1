"""Where the past is cut, and what one fit at one cutoff is and gives.

With 3 folds and a horizon of 4 (= known, o forecast and compared)::

    fold 1  ============oooo
    fold 2  ================oooo
    fold 3  ====================oooo
"""

import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import pandas as pd

from core import paths
from core.errors import Cancelled, LookbackError, SeriesTooShort, SettingError
from core.forecaster import LEVELS, Forecast, Forecaster
from core.number_style import using
from core.progress import Progress, Report, silent
from core.settings import setting, validate
from core.timeseries import TimeSeries
from core.treated import treated

logger = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True)
class RollingOrigin:
    """Where the past is cut.

    Attributes:
        horizon: Steps forecast at each cutoff.
        folds: Number of cutoffs; the last one leaves exactly `horizon` values to compare with.
        stride: Steps between cutoffs; `None` for the horizon, so that folds don't overlap.
    """

    horizon: int = setting(
        12,
        ge=1,
        le=400,
        label="Horizon",
        help="How many steps ahead to forecast, and to test on the past.",
    )
    folds: int = setting(
        3,
        ge=1,
        le=12,
        label="Folds",
        help="How many past cutoffs to replay: at each, every model sees only what came before "
        "and is compared with what happened. More folds say more and take longer.",
        advanced=True,
        group="The test on the past",
    )
    stride: int | None = None

    def __post_init__(self) -> None:
        validate(self)
        if self.stride is not None and self.stride < 1:
            raise SettingError(f"Stride must be at least 1, not {self.stride}.")

    def cutoffs(self, ts: TimeSeries) -> list[pd.Timestamp]:
        """The last stamp known in each fold, oldest first.

        Raises:
            SeriesTooShort: If the first fold would know fewer than two values.
        """
        stride = self.stride or self.horizon
        reach = self.horizon + stride * (self.folds - 1)
        if len(ts) < reach + 2:
            raise SeriesTooShort(
                reach + 2,
                len(ts),
                f"{self.folds} folds of {self.horizon} steps take {reach}. "
                "Choose a shorter horizon or fewer folds.",
            )
        last = len(ts) - self.horizon - 1
        return [ts.index[last - stride * back] for back in range(self.folds - 1, -1, -1)]


@dataclass(frozen=True, eq=False)
class Fit:
    """One fit to do: a model, what it may know, and how far it looks.

    Attributes:
        forecaster: The model.
        ts: The series up to the cutoff and nothing after it.
        horizon: Steps to forecast.
        fold: 1-based fold; 0 for the final fit on all data.
        folds: Folds in the backtest.
        levels: Levels of the intervals.
        drawn: Whether joint paths are drawn, too.
    """

    forecaster: Forecaster
    ts: TimeSeries = field(repr=False)
    horizon: int
    fold: int
    folds: int
    levels: tuple[int, ...] = LEVELS
    drawn: bool = True


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of a `Fit`: a forecast, or the reason why there is none.

    Attributes:
        model: Name of the model.
        fold: As in the fit.
        cutoff: Last stamp the model knew.
        seconds: Time the fit and the forecast took.
        forecast: The forecast, `None` after a failure; residuals, insight, details and weights
            in the final fit only.
        failure: The reason in words, "" if there is a forecast.
    """

    model: str
    fold: int
    cutoff: pd.Timestamp
    seconds: float
    forecast: Forecast | None
    failure: str = ""


Execute = Callable[[Sequence[Fit], Report], list[Outcome]]
"""Anything that carries out fits and gives their outcomes in the same order."""


def carry_out(fit: Fit, report: Report = silent) -> Outcome:
    """Do one fit to the past as `core.treated` makes it, and put back what was taken out.

    A failure is part of the outcome; only `Cancelled` is raised.
    """

    def scoped(progress: Progress) -> None:
        report(replace(progress, model=fit.forecaster.name, fold=fit.fold, folds=fit.folds))

    started = time.perf_counter()
    forecast, failure = attempted(lambda: _forecast(fit, scoped))
    return Outcome(
        fit.forecaster.name,
        fit.fold,
        fit.ts.index[-1],
        time.perf_counter() - started,
        forecast,
        failure,
    )


def attempted(work: Callable[[], T]) -> tuple[T | None, str]:
    """What came of a piece of work, or None and why nothing did; only `Cancelled` is raised."""
    try:
        return work(), ""
    except Cancelled:
        raise
    except LookbackError as error:
        return None, str(error)
    except Exception as error:
        identity = uuid.uuid4().hex[:8]
        logger.exception("fit failed", extra={"error_id": identity})
        return None, f"An unforeseen error ({type(error).__name__}, id {identity} in the log)."


def _forecast(fit: Fit, report: Report) -> Forecast:
    # What a model says about itself is written here, and read on a page.
    with using(fit.ts.numbers):
        past = treated(fit.ts)
        fitted = fit.forecaster.fit(past.ts, fit.horizon, report)
        forecast = possible(past.restore(fitted.predict(fit.levels)), fit.ts)
    if fit.drawn:
        drawn = fitted.simulate(paths.count(fit.horizon, fold=fit.fold > 0), seed=0)
        if forecast.center == "median":
            together = paths.coupled(drawn, forecast.table, forecast.least)
        else:
            # Between a mean and its bounds a table does not say where most values lie.
            together = np.maximum(past.restore_paths(drawn), forecast.least).astype(np.float32)
        forecast = replace(forecast, paths=together)
    if fit.fold:
        # Of the past only what was said is looked at; the rest would travel for nothing.
        forecast = replace(forecast, residuals=None, insight=None, details=None, weights=None)
    return forecast


def possible(forecast: Forecast, past: TimeSeries) -> Forecast:
    """The forecast without values below what a series with this `past` can be; its notes say so."""
    forecast = replace(forecast, least=past.least)
    if not (forecast.table.to_numpy() < past.least).any():
        return forecast
    note = (
        "It went below zero, where no value has ever been; zero stands there instead. If values "
        "may be negative, say so in the receipt on Data."
    )
    return replace(
        forecast, table=forecast.table.clip(lower=past.least), notes=(*forecast.notes, note)
    )


def one_by_one(fits: Sequence[Fit], report: Report = silent) -> list[Outcome]:
    """The plainest `Execute`: here, in order."""
    return [carry_out(fit, report) for fit in fits]


def planned_fits(
    forecasters: Sequence[Forecaster],
    ts: TimeSeries,
    plan: RollingOrigin,
    levels: tuple[int, ...] = LEVELS,
) -> list[Fit]:
    """Every fit of a backtest, model by model, oldest fold first."""
    return [
        Fit(forecaster, ts.until(cutoff), plan.horizon, fold, plan.folds, levels)
        for forecaster in forecasters
        for fold, cutoff in enumerate(plan.cutoffs(ts), start=1)
    ]
