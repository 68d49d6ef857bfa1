"""Forecasts of totals and series before and after they are made to add up, beside what came."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.errors import ForecastError
from core.portfolio.chunk import ChunkResult
from core.portfolio.levels import Levelled
from core.portfolio.means import mean_of_known
from core.portfolio.overview import Overview
from core.portfolio.plan import PortfolioPlan
from core.portfolio.reconciliation import Method, moved, reconcile

METHODS: dict[str, str] = {
    "none": "As forecast",
    "bottom-up": "Sums of the series",
    "top-down": "The total, shared out",
    "mint": "The smallest change (MinT)",
}
"""Ways to settle totals that are not the sums of their series."""


@dataclass(frozen=True, eq=False)
class AddedUp:
    """What each way comes to.

    Attributes:
        errors: Sum of absolute errors on the reported folds as a share of the sum of values, by
            level (rows) and method (columns of `METHODS`); NaN where a method can't be used.
        apart: By how much totals differ from the sums of their series as forecast from the end
            on, as a share of these, the mean over totals and steps.
        future: By method, forecasts from the end on, shape (rows, horizon, columns).
        reasons: By method, why it can't be used.
    """

    errors: pd.DataFrame
    apart: float
    future: dict[str, np.ndarray] = field(repr=False)
    reasons: dict[str, str]


def added_up(
    levelled: Levelled, plan: PortfolioPlan, found: Overview, results: Iterable[ChunkResult]
) -> AddedUp:
    """Make the forecasts of every row's own model add up, at the reported folds and at the end.

    How much each forecast can be believed is told at a fold by the errors of those before it, at
    the end by those of all folds.

    Args:
        levelled: Totals and series.
        plan: What was asked for.
        found: The model of each row; all rows have to be done.
        results: What came of the chunks.
    """
    rows, horizon = len(levelled.panel), plan.horizon
    past = np.full((rows, plan.folds, horizon), np.nan)
    future = np.full((rows, horizon, 5), np.nan)
    place = {int(row): at for at, row in enumerate(found.table.index)}
    for result in results:
        for at, row in enumerate(result.rows):
            model = found.chosen[place[int(row)]]
            if model >= 0:
                past[row], future[row] = result.past[at, model], result.future[at, model]
    known = plan.cutoffs(len(levelled.panel.index))
    actual = np.stack([levelled.panel.values[:, k : k + horizon] for k in known], axis=1)
    sums = levelled.hierarchy.summing @ future[levelled.hierarchy.aggregates :, :, 0]
    totals = np.s_[: levelled.hierarchy.aggregates]
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = float(mean_of_known(np.abs(future[totals, :, 0] / sums[totals] - 1).ravel()))
    errors, after, reasons = {}, {"none": future}, {}
    errors["none"] = _missed(past[:, plan.choosing :], actual[:, plan.choosing :], levelled)
    for method in ("bottom-up", "top-down", "mint"):
        try:
            folds = [
                _settled(levelled, past, actual, fold, method)
                for fold in range(plan.choosing, plan.folds)
            ]
            after[method] = _settled_end(levelled, future, past, actual, method)
        except ForecastError as error:
            reasons[method] = str(error)
            continue
        errors[method] = _missed(np.stack(folds, axis=1), actual[:, plan.choosing :], levelled)
    table = pd.DataFrame(errors, index=list(levelled.names)).reindex(columns=list(METHODS))
    return AddedUp(table, apart, after, reasons)


def _settled(
    levelled: Levelled, past: np.ndarray, actual: np.ndarray, fold: int, method: Method
) -> np.ndarray:
    before = (actual - past)[:, :fold].reshape(len(past), -1)
    return reconcile(levelled.hierarchy, past[:, fold], method, before)


def _settled_end(
    levelled: Levelled,
    future: np.ndarray,
    past: np.ndarray,
    actual: np.ndarray,
    method: Method,
) -> np.ndarray:
    residuals = (actual - past).reshape(len(past), -1)
    point = reconcile(levelled.hierarchy, future[:, :, 0], method, residuals)
    bounds = [
        moved(future[:, :, column], future[:, :, 0], point) for column in range(1, future.shape[2])
    ]
    least = 0.0 if (future[:, :, 0] >= 0).all() else -np.inf
    return np.asarray(np.maximum(np.stack([point, *bounds], axis=2), least))


def _missed(said: np.ndarray, actual: np.ndarray, levelled: Levelled) -> list[float]:
    """Sum of absolute errors over the sum of values, by level."""
    shares = []
    for level in np.unique(levelled.level):
        mine = levelled.level == level
        seen = np.isfinite(said[mine]) & np.isfinite(actual[mine])
        size = np.abs(actual[mine][seen]).sum()
        miss = np.abs(said[mine][seen] - actual[mine][seen]).sum()
        shares.append(float(miss / size) if size > 0 else float("nan"))
    return shares
