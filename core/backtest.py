"""Replaying past forecasts: every model at the same cutoffs, each knowing only what came before."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core import metrics
from core.folds import Execute, Outcome, RollingOrigin, one_by_one, planned_fits
from core.forecaster import LEVELS, Forecaster
from core.progress import Report, silent
from core.timeseries import TimeSeries
from core.treated import treated


@dataclass(frozen=True, eq=False)
class Backtest:
    """Past forecasts with what really happened beside them.

    Attributes:
        predictions: One row per model, cutoff and step: `model, cutoff, ds, step, y, point,
            lo-80, hi-80, ...`; `y` is NaN where nothing was observed or what was is to be
            ignored.
        folds: One row per model and cutoff: `model, cutoff, seconds, failure, scale`; `scale`
            is what MASE divides by, from that fold's own past.
        horizon: Steps in each fold.
        levels: Levels of the intervals.
        notes: What was left out of the comparison, each a sentence.
    """

    predictions: pd.DataFrame = field(repr=False)
    folds: pd.DataFrame = field(repr=False)
    horizon: int
    levels: tuple[int, ...] = LEVELS
    notes: tuple[str, ...] = ()

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


def compared(
    ts: TimeSeries,
    outcomes: Sequence[Outcome],
    horizon: int,
    levels: tuple[int, ...] = LEVELS,
) -> Backtest:
    """Put what happened beside what was forecast.

    What was observed counts as it was, whatever the series' treatment made of it for the models;
    only dates of events to be ignored count for nobody.

    Args:
        ts: The whole series.
        outcomes: One per model and fold, models in the order to list them.
        horizon: Steps in each fold.
        levels: Levels of the intervals.
    """
    tables, folds = [], []
    ignored = _ignored(ts)
    actual = ts.y.mask(ignored)
    cutoffs = dict.fromkeys(outcome.cutoff for outcome in outcomes)
    past = {cutoff: treated(ts.until(cutoff)).ts.values for cutoff in cutoffs}
    for outcome in outcomes:
        folds.append(
            {
                "model": outcome.model,
                "cutoff": outcome.cutoff,
                "seconds": outcome.seconds,
                "failure": outcome.failure,
                "scale": metrics.seasonal_scale(past[outcome.cutoff], ts.seasonal_period),
            }
        )
        if outcome.forecast is not None:
            table = outcome.forecast.table.reset_index()
            table.insert(0, "model", outcome.model)
            table.insert(1, "cutoff", outcome.cutoff)
            table.insert(3, "step", np.arange(1, len(table) + 1))
            table.insert(4, "y", actual.reindex(table["ds"]).to_numpy())
            tables.append(table)
    columns = ["model", "cutoff", "ds", "step", "y", "point"]
    columns += [f"{side}-{level}" for level in sorted(levels) for side in ("lo", "hi")]
    if tables:
        predictions = pd.concat(tables, ignore_index=True)[columns]
    else:
        predictions = pd.DataFrame(columns=columns)
    compared_dates = pd.DatetimeIndex(predictions["ds"].unique())
    left_out = int(ts.y[ignored].index.isin(compared_dates).sum())
    notes: tuple[str, ...] = ()
    if left_out:
        verb = "is" if left_out == 1 else "are"
        notes = (f"{ts.frequency.count(left_out)} marked to ignore {verb} not counted.",)
    return Backtest(predictions, pd.DataFrame(folds), horizon, levels, notes)


def _ignored(ts: TimeSeries) -> np.ndarray:
    """Which dates of `ts` lie in an event to be ignored, shape (n,)."""
    ignored = np.zeros(len(ts), dtype=bool)
    for event in ts.events:
        if event.effect == "ignore":
            ignored |= event.on(ts.index, ts.frequency)
    return ignored


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
