"""Replaying past forecasts: every model at the same cutoffs, each knowing only what came before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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
        folds: One row per model and cutoff: `model, cutoff, seconds, failure, scale,
            root_scale`; the last two are what MASE and RMSSE divide by, from that fold's own past.
        horizon: Steps in each fold.
        levels: Levels of the intervals.
        notes: What was left out of the comparison, each a sentence.
        paths: By model and cutoff, possible futures as they were drawn there, shape (n_paths,
            horizon).
    """

    predictions: pd.DataFrame = field(repr=False)
    folds: pd.DataFrame = field(repr=False)
    horizon: int
    levels: tuple[int, ...] = LEVELS
    notes: tuple[str, ...] = ()
    paths: Mapping[tuple[str, pd.Timestamp], np.ndarray] = field(default_factory=dict, repr=False)

    @property
    def models(self) -> list[str]:
        """Names of the models, in the order they were given."""
        return list(dict.fromkeys(self.folds["model"]))

    @property
    def cutoffs(self) -> list[pd.Timestamp]:
        """The cutoffs, oldest first."""
        return sorted(self.folds["cutoff"].unique())

    def scores(self) -> pd.DataFrame:
        """One row per model and cutoff that has a forecast: `model, cutoff, scored`, its measures.

        `scored` counts the actuals compared.
        """
        return self._scores.copy()

    @cached_property
    def _scores(self) -> pd.DataFrame:
        # Kept: pages ask for it several times at every look.
        rows = []
        keys = zip(self.folds["model"], self.folds["cutoff"], strict=True)
        both = self.folds[["scale", "root_scale"]].to_numpy(float)
        scales = dict(zip(keys, both, strict=True))
        for (model, cutoff), part in self.predictions.groupby(["model", "cutoff"], sort=False):
            scale, root_scale = scales[model, cutoff]
            measured = self._measure(part) | self._measure_scaled(part, scale, root_scale)
            rows.append({"model": model, "cutoff": cutoff, "scored": part["y"].count(), **measured})
        none = self.predictions.head(0)
        measures = [*self._measure(none), *self._measure_scaled(none, 1.0, 1.0)]
        columns = ["model", "cutoff", "scored", *measures]
        return pd.DataFrame(rows, columns=columns)

    def leaderboard(self, by: str = "mae") -> pd.DataFrame:
        """One row per model, the best by one measure first, models that failed in any fold last.

        Columns: `model, folds` (forecasts made), `scored` (actuals compared), the measures of
        `core.metrics` (`rmse, mae, smape, bias, pinball, coverage-80, coverage-95`, over all
        actuals of all folds; `mase, rmsse, msis`, means of the folds'), `seconds, failure`. A
        model that failed in some folds was not compared on the same actuals as the others, so it
        has no place among them.

        Args:
            by: A measure: the lowest is best, but for `bias`, whose nearest to 0 is, and
                coverages, whose nearest to their level is.
        """
        board = self._board
        order = pd.DataFrame({"failed": board["failure"] != "", "far": distance(board[by], by)})
        order = order.sort_values(["failed", "far"], na_position="last", kind="stable")
        return board.loc[order.index].reset_index(drop=True)

    @cached_property
    def _board(self) -> pd.DataFrame:
        """The leaderboard in the order of the models."""
        scores = self._scores
        rows = []
        for model in self.models:
            part = self.predictions[self.predictions["model"] == model]
            mine = self.folds[self.folds["model"] == model]
            failures = [failure for failure in mine["failure"] if failure]
            measured = self._measure(part)
            scaled = scores.loc[scores["model"] == model, ["mase", "rmsse", "msis"]].mean()
            measured |= {str(name): float(value) for name, value in scaled.items()}
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
        return pd.DataFrame(rows)

    def _measure(self, part: pd.DataFrame) -> dict[str, float]:
        y, point = part["y"].to_numpy(float), part["point"].to_numpy(float)
        quantiles = {0.5: point}
        for level in self.levels:
            quantiles[0.5 - level / 200] = part[f"lo-{level}"].to_numpy(float)
            quantiles[0.5 + level / 200] = part[f"hi-{level}"].to_numpy(float)
        return {
            "rmse": metrics.rmse(y, point),
            "mae": metrics.mae(y, point),
            "smape": metrics.smape(y, point),
            "bias": metrics.bias(y, point),
            "pinball": metrics.pinball(y, quantiles),
        } | {
            f"coverage-{level}": metrics.coverage(
                y, part[f"lo-{level}"].to_numpy(float), part[f"hi-{level}"].to_numpy(float)
            )
            for level in self.levels
        }

    def _measure_scaled(
        self, part: pd.DataFrame, scale: float, root_scale: float
    ) -> dict[str, float]:
        y, point = part["y"].to_numpy(float), part["point"].to_numpy(float)
        widest = max(self.levels)
        lo, hi = (part[f"{side}-{widest}"].to_numpy(float) for side in ("lo", "hi"))
        return {
            "mase": metrics.mase(y, point, scale),
            "rmsse": metrics.rmsse(y, point, root_scale),
            "msis": metrics.interval_score(y, lo, hi, widest) / scale,
        }


def distance(values: pd.Series, measure: str) -> pd.Series:
    """How far values of a measure are from the best there can be."""
    if measure == "bias":
        return values.abs()
    if measure.startswith("coverage-"):
        return (values - int(measure.removeprefix("coverage-")) / 100).abs()
    return values


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
    paths: dict[tuple[str, pd.Timestamp], np.ndarray] = {}
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
                "root_scale": metrics.seasonal_root_scale(past[outcome.cutoff], ts.seasonal_period),
            }
        )
        if outcome.forecast is not None:
            if outcome.forecast.paths is not None:
                paths[outcome.model, outcome.cutoff] = outcome.forecast.paths
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
    return Backtest(predictions, pd.DataFrame(folds), horizon, levels, notes, paths)


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
