"""Some series of a portfolio, all models at all cutoffs: what one task of a worker does."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from core import metrics
from core.folds import Fit, attempted, carry_out
from core.forecaster import LEVELS, BareForecaster, Forecaster
from core.models import Practised
from core.models.practised.weights import practice
from core.panel import Panel, least_values
from core.portfolio.learned import Learned
from core.portfolio.means import mean_of_known
from core.portfolio.network import network_forecasts
from core.portfolio.pasts import past_of
from core.portfolio.plan import PortfolioPlan
from core.progress import Progress, Report, silent

COLUMNS = 1 + 2 * len(LEVELS)
"""Point, then lower and upper bound of each level, as in a forecast's table."""

SCORES = ("mae", "mse", "bias", *(f"coverage-{level}" for level in LEVELS))
"""What is measured of each model at each fold: as `core.metrics` has it, and squared errors."""


@dataclass(frozen=True, eq=False)
class Chunk:
    """A piece of the work.

    Attributes:
        rows: Places of its series in the whole panel, shape (series,).
        panel: Those series alone.
        plan: What is done for each.
        learned: What the network learned from the whole panel; None where it has no part.
    """

    rows: np.ndarray
    panel: Panel = field(repr=False)
    plan: PortfolioPlan
    learned: Learned | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Failure:
    """Why a model has no forecast of a series.

    Attributes:
        row: Place of the series in the whole panel.
        model: Name of the model.
        fold: 1-based fold; 0 for the forecast from the end on.
        reason: In words.
    """

    row: int
    model: str
    fold: int
    reason: str


@dataclass(frozen=True, eq=False)
class ChunkResult:
    """What came of a chunk: arrays, so that a million series take no more than their numbers.

    Attributes:
        rows: As in the chunk, shape (series,).
        past: Points forecast at each fold, shape (series, models, folds, horizon), float32, NaN
            where there are none.
        scores: `SCORES` of each fold, shape (series, models, folds, len(SCORES)), float32, NaN
            where nothing could be scored.
        scales: What MASE divides by at each fold, shape (series, folds), float32.
        future: Forecasts from the end on, shape (series, models, horizon, COLUMNS), float32, NaN
            where there are none.
        failures: Why there are none.
        seconds: Time that each model took, shape (models,).
    """

    rows: np.ndarray
    past: np.ndarray = field(repr=False)
    scores: np.ndarray = field(repr=False)
    scales: np.ndarray = field(repr=False)
    future: np.ndarray = field(repr=False)
    failures: tuple[Failure, ...] = field(repr=False)
    seconds: np.ndarray = field(repr=False)


def forecast_chunk(chunk: Chunk, report: Report = silent) -> ChunkResult:
    """Forecast every series of a chunk by every model, at every cutoff and from the end on.

    A model that fails on a series leaves NaN and a reason; nothing else suffers.

    Raises:
        SeriesTooShort: If the folds don't fit the calendar.
        Cancelled: If the report asks to stop.
    """
    panel, plan = chunk.panel, chunk.plan
    n = len(panel.index)
    known = [*plan.cutoffs(n), n]
    shape = len(panel), len(plan.models), len(known)
    tables = np.full((*shape, plan.horizon, COLUMNS), np.nan, dtype=np.float32)
    failures: list[Failure] = []
    seconds = np.zeros(len(plan.models))
    done, steps = 0, len(plan.models) * len(known)
    for place, model in enumerate(plan.models):
        began = time.perf_counter()
        for fold, until in enumerate(known):
            # Folds count from 1, and the forecast from the end on is fold 0.
            number = fold + 1 if until < n else 0
            said = tables[:, place, fold]
            if isinstance(model, Practised):
                missing = _all_at_once(chunk, model, until, number, said)
            elif isinstance(model, BareForecaster):
                missing = _bare(chunk, model, until, said)
            else:
                missing = _one_by_one(chunk, model, until, number, said)
            for row, reason in missing:
                failures.append(Failure(int(chunk.rows[row]), model.name, number, reason))
            done += 1
            report(Progress(done, steps, "series", model=model.name))
        seconds[place] = time.perf_counter() - began
    past = tables[:, :, :-1]
    return ChunkResult(
        chunk.rows,
        past[..., 0],
        _scored(panel, past, known[:-1]),
        _scales(panel, known[:-1]),
        tables[:, :, -1],
        tuple(failures),
        seconds,
    )


def _bare(
    chunk: Chunk, model: BareForecaster, until: int, tables: np.ndarray
) -> list[tuple[int, str]]:
    """Fill in what a model says of the bare values of each series; who has none, and why.

    The same as `_one_by_one`: dates, notes and tables of each series take longer than its fit.
    """
    panel, failures = chunk.panel, []
    horizon, period = chunk.plan.horizon, panel.seasonal_period
    for row in range(len(panel)):
        reason = too_little(panel, row, until)
        if not reason:
            past = past_of(panel, row, until)
            said, reason = attempted(partial(model.bare, past, period, horizon))
            if said is not None:
                tables[row] = said
        if reason:
            failures.append((row, reason))
    np.maximum(tables, _least(panel, until), out=tables)
    return failures


def _least(panel: Panel, until: int) -> np.ndarray:
    """What no forecast may fall below after the first `until` steps, shape (series, 1, 1)."""
    return least_values(panel.values[:, :until], panel.treatment)[:, None, None]


def _one_by_one(
    chunk: Chunk, model: Forecaster, until: int, fold: int, tables: np.ndarray
) -> list[tuple[int, str]]:
    """Fill in what a model says of each series; who has none, and why."""
    panel, failures = chunk.panel, []
    for row in range(len(panel)):
        reason = too_little(panel, row, until)
        if not reason:
            ts = panel.series(row)
            fit = Fit(
                model, ts.until(panel.index[until - 1]), chunk.plan.horizon, fold,
                chunk.plan.folds, drawn=False,
            )  # fmt: skip
            outcome = carry_out(fit)
            reason = outcome.failure
            if outcome.forecast is not None:
                tables[row] = outcome.forecast.table.to_numpy()
        if reason:
            failures.append((row, reason))
    return failures


def _all_at_once(
    chunk: Chunk, model: Practised, until: int, fold: int, tables: np.ndarray
) -> list[tuple[int, str]]:
    """The same for the practised network."""
    panel = chunk.panel
    reasons = [too_little(panel, row, until) for row in range(len(panel))]
    rows = [row for row, reason in enumerate(reasons) if not reason]
    tuned, usual, seasons = None, None, {}
    if chunk.learned is not None:
        # Fold 1 comes first, and the end, which is fold 0, last.
        tuned, usual = chunk.learned.tuned(fold), chunk.learned.usual[fold - 1]
        borrowed = chunk.learned.seasons[fold - 1]
        known = {int(chunk.rows[row]): place for place, row in enumerate(rows)}
        seasons = {known[row]: each for row, each in borrowed.items() if row in known}
    if rows:
        pasts = [past_of(panel, row, until) for row in rows]
        said = network_forecasts(
            practice(model.cell), tuned, pasts, chunk.plan.horizon, panel.seasonal_period, LEVELS,
            usual, seasons,
        )  # fmt: skip
        tables[rows] = np.maximum(said, _least(panel, until)[rows])
    return [(row, reason) for row, reason in enumerate(reasons) if reason]


LEAST_KNOWN = 4
"""Values of a series that any model is shown at least."""


def too_little(panel: Panel, row: int, until: int) -> str:
    """Why a series can't be forecast from its first `until` steps; "" if it can."""
    values = int(np.isfinite(panel.values[row, :until]).sum())
    if values >= LEAST_KNOWN:
        return ""
    if not values:
        return "It had not begun by then."
    return f"It had only {panel.frequency.count(values)} by then."


def _scored(panel: Panel, past: np.ndarray, known: Sequence[int]) -> np.ndarray:
    """See `ChunkResult.scores`."""
    scores = np.full((*past.shape[:3], len(SCORES)), np.nan, dtype=np.float32)
    for fold, until in enumerate(known):
        y = panel.values[:, None, until : until + past.shape[3]]
        said = past[:, :, fold].astype(np.float64)
        seen = np.isfinite(y) & np.isfinite(said[..., 0])
        miss = said[..., 0] - y
        inside = [
            (said[..., low] <= y) & (y <= said[..., low + 1])
            for low in range(1, COLUMNS, 2)
        ]  # fmt: skip
        for place, each in enumerate((np.abs(miss), miss**2, miss, *inside)):
            scores[:, :, fold, place] = mean_of_known(np.where(seen, each, np.nan))
    return scores


def _scales(panel: Panel, known: Sequence[int]) -> np.ndarray:
    """See `ChunkResult.scales`."""
    scales = np.full((len(panel), len(known)), np.nan, dtype=np.float32)
    for row in range(len(panel)):
        first = panel.spans[row, 0]
        for fold, until in enumerate(known):
            if until - first > 1:
                scales[row, fold] = metrics.seasonal_scale(
                    panel.values[row, first:until], panel.seasonal_period
                )
    return scales


def halves(chunk: Chunk) -> tuple[Chunk, Chunk]:
    """A chunk of two series or more as two chunks."""
    middle = len(chunk.rows) // 2
    parts = (np.arange(middle), np.arange(middle, len(chunk.rows)))
    first, second = (
        replace(chunk, rows=chunk.rows[part], panel=chunk.panel.part(part)) for part in parts
    )
    return first, second


def joined(first: ChunkResult, second: ChunkResult) -> ChunkResult:
    """The results of two halves as that of the whole."""
    arrays = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])
        for name in ("rows", "past", "scores", "scales", "future")
    }
    return ChunkResult(
        **arrays,
        failures=(*first.failures, *second.failures),
        seconds=first.seconds + second.seconds,
    )


def failed(chunk: Chunk, reason: str) -> ChunkResult:
    """The result of a chunk of which nothing came."""
    series, models, folds = len(chunk.rows), len(chunk.plan.models), chunk.plan.folds
    horizon = chunk.plan.horizon

    def nothing(*shape: int) -> np.ndarray:
        return np.full(shape, np.nan, dtype=np.float32)

    return ChunkResult(
        chunk.rows,
        nothing(series, models, folds, horizon),
        nothing(series, models, folds, len(SCORES)),
        nothing(series, folds),
        nothing(series, models, horizon, COLUMNS),
        tuple(
            Failure(int(row), name, fold, reason)
            for row in chunk.rows
            for name in chunk.plan.names
            for fold in range(folds + 1)
        ),
        np.zeros(models),
    )
