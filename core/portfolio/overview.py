"""A row for every series of a portfolio: its model, how good that was, and what to beware of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.panel import Panel
from core.portfolio.choosing import choose
from core.portfolio.chunk import SCORES, ChunkResult
from core.portfolio.classes import classify, seldom
from core.portfolio.means import mean_of_known
from core.portfolio.plan import PortfolioPlan

BIASED = 0.15
"""Mean miss, as a share of the mean value, from which forecasts count as too high or too low."""

NARROW = 0.6
"""Share of values within their 80% ranges below which these count as too narrow."""

CLEARLY = 1.05
"""Times the naive error above which a model counts as worse than last year's value."""

FLAGS = {
    "no forecast": "No model could forecast it; the reason stands beside it.",
    "ended": "It has sold nothing for longer than chance explains: it seems to have ended.",
    "new": "It has so short a past that its own errors say little.",
    "worse than naive": "On the folds reported, its model did worse than the simplest one: use "
    "the simplest, or nothing.",
    "too high": "Its forecasts were too high on the whole, by 15% of its mean value or more.",
    "too low": "Its forecasts were too low on the whole, by 15% of its mean value or more.",
    "narrow ranges": "Fewer than 60% of its values fell into their 80% ranges.",
    "": "Nothing to beware of was found.",
}
"""What may be said of a series, the most serious first, each with its explanation."""


@dataclass(frozen=True, eq=False)
class Overview:
    """What a portfolio came to.

    Attributes:
        table: One row for each series done, by its place in the panel: `volume, share, abc, xyz,
            pattern` (see `core.portfolio.classes`), `model`, `mase` and `naive` (MASE of model and
            baseline, means over the reported folds), `network` and `statistics` (MASE of the
            network and of the best other model by the folds to choose by), `bias` (as a share of
            its mean value), `coverage` (of 80% ranges), `failures`, `flag`, one of `FLAGS`.
        chosen: Place of its model among the plan's, -1 for none, shape (series,).
        models: Names of the plan's models.
        seconds: Time that each model took, shape (models,), all workers together.
        reasons: Why the first model that failed did so, by place in the panel.
    """

    table: pd.DataFrame = field(repr=False)
    chosen: np.ndarray = field(repr=False)
    models: tuple[str, ...]
    seconds: np.ndarray = field(repr=False)
    reasons: dict[int, str] = field(repr=False)


def overview(
    panel: Panel,
    plan: PortfolioPlan,
    results: Iterable[ChunkResult],
    year: int,
    level: np.ndarray | None = None,
) -> Overview:
    """Gather results, chunk by chunk, and choose a model for each series.

    Args:
        panel: All series.
        plan: What was asked for.
        results: Those there are.
        year: Steps in a year.
        level: Of a panel with totals, which rows are on one level, shape (series,): shares and
            classes are those within it.
    """
    gathered = _Gathered.of(results, len(plan.models))
    if gathered is None:
        nothing = np.empty(0, dtype=np.int64)
        return Overview(_nothing(), nothing, plan.names, np.zeros(len(plan.models)), {})
    at = gathered.rows
    on = np.zeros(len(at), dtype=np.int64) if level is None else level[at]
    return _told(panel, plan, gathered, year, on)


@dataclass(frozen=True, eq=False)
class _Gathered:
    """What all chunks gave, in the order of the panel.

    Attributes:
        rows: Places of the series done, shape (series,).
        scores, scales: As in `ChunkResult`.
        able: Which models have a forecast from the end on, shape (series, models).
        seconds: As in `ChunkResult`.
        failed: Fits that failed, by place in the panel.
        reasons: Why the first of them did.
    """

    rows: np.ndarray
    scores: np.ndarray
    scales: np.ndarray
    able: np.ndarray
    seconds: np.ndarray
    failed: dict[int, int]
    reasons: dict[int, str]

    @classmethod
    def of(cls, results: Iterable[ChunkResult], models: int) -> "_Gathered | None":
        """One chunk after another; None if there are none."""
        rows, scores, scales, able = [], [], [], []
        reasons: dict[int, str] = {}
        failed: dict[int, int] = {}
        seconds = np.zeros(models)
        for result in results:
            rows.append(result.rows)
            scores.append(result.scores)
            scales.append(result.scales)
            able.append(np.isfinite(result.future[..., 0]).all(axis=2))
            seconds += result.seconds
            for failure in result.failures:
                failed[failure.row] = failed.get(failure.row, 0) + 1
                reasons.setdefault(failure.row, f"{failure.model}: {failure.reason}")
        if not rows:
            return None
        at = np.concatenate(rows)
        order = np.argsort(at, kind="stable")
        measured, scaled, possible = (
            np.concatenate(each)[order] for each in (scores, scales, able)
        )
        return cls(at[order], measured, scaled, possible, seconds, failed, reasons)


def _told(
    panel: Panel, plan: PortfolioPlan, gathered: _Gathered, year: int, level: np.ndarray
) -> Overview:
    at, scores, able = gathered.rows, gathered.scores, gathered.able
    kinds = _kinds(panel, at, year, level)
    errors = scores[..., SCORES.index("mae")].astype(np.float64)
    irregular = _irregular(panel.values[at], plan)
    squared = np.sqrt(scores[..., SCORES.index("mse")].astype(np.float64))
    judged = np.where(irregular[:, None, None], squared, errors)[:, :, : plan.choosing]
    chosen = choose(judged, able, 2 * level + irregular)
    later = np.s_[:, :, plan.choosing :]
    mase = mean_of_known(errors[later] / gathered.scales[:, None, plan.choosing :])
    newest = panel.values[at][:, -max(year, 1) :]
    size = mean_of_known(np.abs(newest))
    bias = (
        mean_of_known(scores[later][..., SCORES.index("bias")])
        / np.where(size > 0, size, np.nan)[:, None]
    )
    coverage = mean_of_known(scores[later][..., SCORES.index("coverage-80")])

    def of(figures: np.ndarray, model: np.ndarray) -> np.ndarray:
        picked = figures[np.arange(len(figures)), np.maximum(model, 0)]
        return np.where(model < 0, np.nan, picked)

    table = kinds[["volume", "share", "abc", "xyz", "pattern"]].set_axis(at)
    network = plan.names.index(plan.network.name) if plan.network else -1
    rival = _best_but(chosen.expected, network)
    table = table.assign(
        model=[plan.names[model] if model >= 0 else "" for model in chosen.model],
        mase=of(mase, chosen.model),
        naive=mase[:, 0],
        network=of(mase, np.full(len(at), network)),
        statistics=of(mase, rival),
        bias=of(bias, chosen.model),
        coverage=of(coverage, chosen.model),
        failures=[gathered.failed.get(int(row), 0) for row in at],
    )
    table["flag"] = _flags(table, kinds, chosen.model)
    return Overview(table, chosen.model, plan.names, gathered.seconds, gathered.reasons)


def _kinds(panel: Panel, at: np.ndarray, year: int, level: np.ndarray) -> pd.DataFrame:
    """See `classify`; shares and classes within each level."""
    parts = []
    for one in np.unique(level):
        mine = np.flatnonzero(level == one)
        kinds = classify(panel.values[at[mine]], panel.seasonal_period, year)
        parts.append(kinds.set_axis(mine))
    return pd.concat(parts).sort_index()


def _irregular(values: np.ndarray, plan: PortfolioPlan) -> np.ndarray:
    """Whose demand is intermittent before the reported folds, shape (series,).

    These are judged by squared errors: of absolute ones a forecast of nothing makes the fewest.
    """
    n = values.shape[1]
    first = [*plan.cutoffs(n), n][plan.choosing]
    return seldom(values[:, :first])


def _flags(table: pd.DataFrame, kinds: pd.DataFrame, model: np.ndarray) -> np.ndarray:
    conditions: Sequence[np.ndarray] = [
        model < 0,
        kinds["ended"].to_numpy(bool),
        kinds["new"].to_numpy(bool),
        (table["mase"] > CLEARLY * table["naive"]).to_numpy(),
        (table["bias"] >= BIASED).to_numpy(),
        (table["bias"] <= -BIASED).to_numpy(),
        (table["coverage"] < NARROW).to_numpy(),
    ]
    return np.select(conditions, list(FLAGS)[:-1], default="")


def _best_but(expected: np.ndarray, left_out: int) -> np.ndarray:
    """The model with the least error expected, one left out; -1 where there is none."""
    rest = expected.copy()
    if left_out >= 0:
        rest[:, left_out] = np.nan
    none = np.isnan(rest).all(axis=1)
    return np.where(none, -1, np.where(np.isnan(rest), np.inf, rest).argmin(axis=1))


def _nothing() -> pd.DataFrame:
    columns = ["volume", "share", "abc", "xyz", "pattern", "model", "mase", "naive", "network",
               "statistics", "bias", "coverage", "failures", "flag"]  # fmt: skip
    return pd.DataFrame(columns=columns)
