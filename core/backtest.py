"""Replaying past forecasts: every model at the same cutoffs, each knowing only what came before.

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

import numpy as np
import pandas as pd

from core import metrics
from core.errors import Cancelled, LookbackError, SeriesTooShort, SettingError
from core.forecaster import LEVELS, Forecast, Forecaster
from core.progress import Progress, Report, silent
from core.settings import setting, validate
from core.timeseries import TimeSeries

logger = logging.getLogger(__name__)


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
    """

    forecaster: Forecaster
    ts: TimeSeries = field(repr=False)
    horizon: int
    fold: int
    folds: int
    levels: tuple[int, ...] = LEVELS


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of a `Fit`: a forecast, or the reason why there is none.

    Attributes:
        model: Name of the model.
        fold: As in the fit.
        cutoff: Last stamp the model knew.
        seconds: Time the fit and the forecast took.
        forecast: The forecast, `None` after a failure.
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
    """Do one fit. A failure is part of the outcome; only `Cancelled` is raised."""

    def scoped(progress: Progress) -> None:
        report(replace(progress, model=fit.forecaster.name, fold=fit.fold, folds=fit.folds))

    started = time.perf_counter()
    forecast, failure = None, ""
    try:
        fitted = fit.forecaster.fit(fit.ts, fit.horizon, scoped)
        forecast = fitted.predict(fit.levels)
    except Cancelled:
        raise
    except LookbackError as error:
        failure = str(error)
    except Exception as error:
        identity = uuid.uuid4().hex[:8]
        logger.exception("fit failed", extra={"error_id": identity})
        failure = f"An unforeseen error ({type(error).__name__}, id {identity} in the log)."
    return Outcome(
        fit.forecaster.name,
        fit.fold,
        fit.ts.index[-1],
        time.perf_counter() - started,
        forecast,
        failure,
    )


def one_by_one(fits: Sequence[Fit], report: Report = silent) -> list[Outcome]:
    """The plainest `Execute`: here, in order."""
    return [carry_out(fit, report) for fit in fits]


@dataclass(frozen=True, eq=False)
class Backtest:
    """Past forecasts with what really happened beside them.

    Attributes:
        predictions: One row per model, cutoff and step: `model, cutoff, ds, step, y, point,
            lo-80, hi-80, ...`; `y` is NaN where nothing was observed.
        folds: One row per model and cutoff: `model, cutoff, seconds, failure, scale`; `scale`
            is what MASE divides by, from that fold's own past.
        horizon: Steps in each fold.
        levels: Levels of the intervals.
    """

    predictions: pd.DataFrame = field(repr=False)
    folds: pd.DataFrame = field(repr=False)
    horizon: int
    levels: tuple[int, ...] = LEVELS

    @property
    def models(self) -> list[str]:
        """Names of the models, in the order they were given."""
        return list(dict.fromkeys(self.folds["model"]))

    @property
    def cutoffs(self) -> list[pd.Timestamp]:
        """The cutoffs, oldest first."""
        return sorted(self.folds["cutoff"].unique())

    def scores(self) -> pd.DataFrame:
        """One row per model and cutoff that has a forecast: RMSE, MAE, MASE, sMAPE, coverage."""
        rows = []
        keys = zip(self.folds["model"], self.folds["cutoff"], strict=True)
        scales = dict(zip(keys, self.folds["scale"].astype(float), strict=True))
        for (model, cutoff), part in self.predictions.groupby(["model", "cutoff"], sort=False):
            measured = self._measure(part, scales[model, cutoff])
            rows.append({"model": model, "cutoff": cutoff, **measured})
        columns = ["model", "cutoff", *self._measure(self.predictions.head(0), 1.0)]
        return pd.DataFrame(rows, columns=columns)

    def leaderboard(self) -> pd.DataFrame:
        """One row per model, the lowest MAE first, models that failed in any fold last.

        Columns: `model, folds` (forecasts made), `scored` (actuals compared), `rmse, mae, mase,
        smape, coverage-80, coverage-95, seconds, failure`. Errors are taken over all actuals of
        all folds; MASE is the mean of the folds' MASEs. A model that failed in some folds was
        not compared on the same actuals as the others, so it has no place among them.
        """
        scores = self.scores()
        rows = []
        for model in self.models:
            part = self.predictions[self.predictions["model"] == model]
            mine = self.folds[self.folds["model"] == model]
            failures = [failure for failure in mine["failure"] if failure]
            measured = self._measure(part, float("nan"))
            measured["mase"] = float(scores.loc[scores["model"] == model, "mase"].mean())
            rows.append(
                {
                    "model": model,
                    "folds": len(mine) - len(failures),
                    "scored": int(part["y"].notna().sum()),
                    **measured,
                    "seconds": float(mine["seconds"].sum()),
                    "failure": failures[0] if failures else "",
                }
            )
        board = pd.DataFrame(rows)
        board["failed"] = board["failure"] != ""
        board = board.sort_values(["failed", "mae"], na_position="last", kind="stable")
        return board.drop(columns="failed").reset_index(drop=True)

    def _measure(self, part: pd.DataFrame, scale: float) -> dict[str, float]:
        y, point = part["y"].to_numpy(float), part["point"].to_numpy(float)
        return {
            "rmse": metrics.rmse(y, point),
            "mae": metrics.mae(y, point),
            "mase": metrics.mase(y, point, scale),
            "smape": metrics.smape(y, point),
        } | {
            f"coverage-{level}": metrics.coverage(
                y, part[f"lo-{level}"].to_numpy(float), part[f"hi-{level}"].to_numpy(float)
            )
            for level in self.levels
        }


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


def compared(
    ts: TimeSeries,
    outcomes: Sequence[Outcome],
    horizon: int,
    levels: tuple[int, ...] = LEVELS,
) -> Backtest:
    """Put what happened beside what was forecast.

    Args:
        ts: The whole series.
        outcomes: One per model and fold, models in the order to list them.
        horizon: Steps in each fold.
        levels: Levels of the intervals.
    """
    tables, folds = [], []
    for outcome in outcomes:
        known = ts.until(outcome.cutoff).values
        folds.append(
            {
                "model": outcome.model,
                "cutoff": outcome.cutoff,
                "seconds": outcome.seconds,
                "failure": outcome.failure,
                "scale": metrics.seasonal_scale(known, ts.seasonal_period),
            }
        )
        if outcome.forecast is not None:
            table = outcome.forecast.table.reset_index()
            table.insert(0, "model", outcome.model)
            table.insert(1, "cutoff", outcome.cutoff)
            table.insert(3, "step", np.arange(1, len(table) + 1))
            table.insert(4, "y", ts.y.reindex(table["ds"]).to_numpy())
            tables.append(table)
    columns = ["model", "cutoff", "ds", "step", "y", "point"]
    columns += [f"{side}-{level}" for level in sorted(levels) for side in ("lo", "hi")]
    if tables:
        predictions = pd.concat(tables, ignore_index=True)[columns]
    else:
        predictions = pd.DataFrame(columns=columns)
    return Backtest(predictions, pd.DataFrame(folds), horizon, levels)


def backtest(
    forecasters: Sequence[Forecaster],
    ts: TimeSeries,
    plan: RollingOrigin,
    *,
    levels: tuple[int, ...] = LEVELS,
    report: Report = silent,
    execute: Execute = one_by_one,
) -> Backtest:
    """Fit every model at every cutoff of `plan` and compare with what happened.

    Raises:
        SeriesTooShort: If the folds don't fit into the series.
        Cancelled: If the report asks to stop.
    """
    outcomes = execute(planned_fits(forecasters, ts, plan, levels), report)
    return compared(ts, outcomes, plan.horizon, levels)
