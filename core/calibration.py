"""Intervals made wider or narrower by how far past forecasts missed, and how that would have done.

What is shown of a past fold after recalibration was learned from other folds only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core import metrics, paths
from core.backtest import Backtest
from core.errors import DataError
from core.forecaster import Forecast
from core.timeseries import TimeSeries
from core.wording import counted, number

FOLDS = 5
"""Fewest folds to recalibrate on."""

DOUBT = 4
"""Folds' worth of weight given to the intervals being right as they are."""

# Misses this many times the reach, and factors so many times smaller than 1, are the largest and
# the smallest that count; no side of an interval counts as thinner than this share of its usual
# reach; how many squared standard errors growth has to exceed.
_FARTHEST, _THINNEST, _SURE = 8.0, 0.1, 4


@dataclass(frozen=True)
class Recalibration:
    """By how much the intervals of a model are widened.

    Attributes:
        model: Name of the model.
        factors: By level, what the distance of a bound from the point is multiplied by, on
            (geometric) average over the steps.
        growth: Power of the step with which that grows; 0 where it is the same for all steps.
        folds: Past folds it was learned from.
    """

    model: str
    factors: Mapping[int, float]
    growth: float
    folds: int

    def stretch(self, level: int, horizon: int) -> np.ndarray:
        """The factor of each step at a level, shape (horizon,)."""
        return self.factors[level] * _shape(self.growth, horizon)

    def apply(self, forecast: Forecast) -> Forecast:
        """The forecast with its intervals recalibrated; its paths agree with them again."""
        table = self.widened(forecast.table, forecast.least)
        joint = forecast.paths
        if joint is not None:
            joint = paths.coupled(joint, table, forecast.least)
        return replace(forecast, table=table, paths=joint, notes=(*forecast.notes, self.note))

    def widened(self, table: pd.DataFrame, least: float) -> pd.DataFrame:
        """A forecast's table with its bounds moved, none of them below `least`.

        Args:
            table: As `core.forecaster.Forecast.table`; may have columns beside those.
            least: What no bound falls below.
        """
        moved, point = table.copy(), table["point"].to_numpy(float)
        below = above = np.zeros(len(table))
        for level in sorted(self.factors):
            stretch = self.stretch(level, len(table))
            # A wider level holds all that a narrower one does, whatever the factors.
            below = np.maximum(below, stretch * (point - table[f"lo-{level}"].to_numpy(float)))
            above = np.maximum(above, stretch * (table[f"hi-{level}"].to_numpy(float) - point))
            moved[f"lo-{level}"] = np.maximum(point - below, least)
            moved[f"hi-{level}"] = point + above
        return moved

    @property
    def note(self) -> str:
        """What was done, as a sentence."""
        widths = " and ".join(
            f"{number(factor, '.2f')} times as wide at {level}%"
            for level, factor in sorted(self.factors.items())
        )
        grows = ", more so the further ahead" if self.growth else ""
        past = counted(self.folds, "past fold")
        return f"The ranges of {self.model} were recalibrated on {past}: {widths}{grows}."


def recalibration(backtest: Backtest, model: str) -> Recalibration:
    """What past folds ask of a model's intervals.

    Misses are divided by how far the interval reached on their side, and a level's factor is
    their conformal quantile over all folds and steps (Romano, Patterson and Candes 2019, with
    one factor for both sides, which multiplies). Folds are few and values of one go together, so
    the factor's logarithm is drawn towards 0 as if `DOUBT` more folds had been seen in which the
    intervals were right. It grows with the step as far as that stands out from chance; see
    `_growth`.

    Raises:
        DataError: With fewer than `FOLDS` folds in which something could be compared.
    """
    rows = _rows(backtest, model)
    seen = rows["cutoff"].nunique()
    if seen < FOLDS:
        raise DataError(
            f"To recalibrate, at least {FOLDS} past folds are needed; {model} has {seen}. Set more "
            "Folds on Train, under Advanced, or a shorter horizon."
        )
    return _learned(rows, model, backtest.levels, backtest.horizon)


def left_out(
    backtest: Backtest, model: str, ts: TimeSeries, *, earlier: bool = False
) -> Backtest | None:
    """The past of one model, the intervals of each fold recalibrated on its other folds.

    Args:
        backtest: Past forecasts.
        model: Name of the model.
        ts: The series.
        earlier: Whether to learn from earlier folds alone, as one would have had to; then only
            folds with `FOLDS` before them are left.

    Returns:
        Forecasts, folds and paths of this model; None where no fold has enough others.
    """
    rows = _rows(backtest, model)
    least = FOLDS if earlier else FOLDS - 1
    tables, drawn = [], {}
    mine = backtest.predictions[backtest.predictions["model"] == model]
    for cutoff, fold in mine.groupby("cutoff"):
        stamp = pd.Timestamp(str(cutoff))
        others = rows[rows["cutoff"] < stamp] if earlier else rows[rows["cutoff"] != stamp]
        if others["cutoff"].nunique() < least:
            continue
        learned = _learned(others, model, backtest.levels, backtest.horizon)
        lowest = ts.until(stamp).least
        tables.append(learned.widened(fold.sort_values("step"), lowest))
        drawn[model, stamp] = paths.coupled(backtest.paths[model, stamp], tables[-1], lowest)
    if not tables:
        return None
    kept = backtest.folds["cutoff"].isin([cutoff for _, cutoff in drawn])
    return replace(
        backtest,
        predictions=pd.concat(tables, ignore_index=True),
        folds=backtest.folds[kept & (backtest.folds["model"] == model)],
        paths=drawn,
    )


def width_and_score(backtest: Backtest, model: str) -> pd.DataFrame:
    """How wide a model's intervals are and how they score: `level, width, score`, by level.

    Both in the unit of the values, means over those observed; see
    `core.metrics.interval_score`.
    """
    rows = _rows(backtest, model)
    y = rows["y"].to_numpy(float)
    table = []
    for level in backtest.levels:
        lo, hi = (rows[f"{side}-{level}"].to_numpy(float) for side in ("lo", "hi"))
        score = metrics.interval_score(y, lo, hi, level)
        table.append({"level": level, "width": float((hi - lo).mean()), "score": score})
    return pd.DataFrame(table)


def _rows(backtest: Backtest, model: str) -> pd.DataFrame:
    """Forecasts of a model beside which something was observed."""
    rows = backtest.predictions
    return rows[(rows["model"] == model) & rows["y"].notna()]


def _learned(rows: pd.DataFrame, model: str, levels: Sequence[int], horizon: int) -> Recalibration:
    relative = {level: _relative(rows, level) for level in levels}
    steps, folds = rows["step"].to_numpy(int), rows["cutoff"].factorize()[0]
    many = int(folds.max()) + 1
    growth = _growth(relative[min(levels)], steps, folds)
    shape = _shape(growth, horizon)[steps - 1]
    trust = many / (many + DOUBT)
    factors = {level: _quantile(relative[level] / shape, level) ** trust for level in levels}
    return Recalibration(model, factors, growth, many)


def _relative(rows: pd.DataFrame, level: int) -> np.ndarray:
    """How far each actual lay from the point, by the interval's reach on its side; shape (rows,).

    No side counts as thinner than a tenth of its usual reach, and no miss as more than
    `_FARTHEST`.
    """
    y, point = rows["y"].to_numpy(float), rows["point"].to_numpy(float)
    sides = [
        point - rows[f"lo-{level}"].to_numpy(float),
        rows[f"hi-{level}"].to_numpy(float) - point,
    ]
    below, above = (np.maximum(side, _THINNEST * side.mean()) for side in sides)
    miss, reach = np.abs(y - point), np.where(y < point, below, above)
    farthest = _FARTHEST * reach
    # An interval without any width is missed by as much as counts, whatever the miss.
    counted = np.where(miss > 0, _FARTHEST, 0.0)
    return np.asarray(np.divide(miss, reach, out=counted, where=miss < farthest))


def _quantile(relative: np.ndarray, level: int) -> float:
    """The quantile that holds `level` per cent, the miss to come counted among them."""
    rank = int(np.ceil((relative.size + 1) * level / 100)) - 1
    found = float(np.sort(relative)[min(rank, relative.size - 1)])
    return max(found, 1 / _FARTHEST)


def _growth(relative: np.ndarray, steps: np.ndarray, folds: np.ndarray) -> float:
    """Power of the step with which relative misses grow, as far as it stands out from chance.

    The slope of the logarithm of the mean miss at each step on that of the step, multiplied by
    1 - 4 se^2 / slope^2, at least 0 (as James and Stein 1961, who take off less), with its error
    from leaving out one fold at a time (the jackknife: Efron and Stein 1981). Where bands grow
    rightly already, as on the M1 competition's series, this costs nothing; where they don't, it
    finds most of it.
    """
    slope = _slope(relative, steps)
    many = int(folds.max()) + 1
    without = [_slope(relative[folds != fold], steps[folds != fold]) for fold in range(many)]
    variance = (many - 1) * float(np.var(without))
    if slope <= 0 or _SURE * variance >= slope**2:
        return 0.0
    return min(slope * (1 - _SURE * variance / slope**2), 1.0)


def _slope(relative: np.ndarray, steps: np.ndarray) -> float:
    counts = np.bincount(steps)
    sums = np.bincount(steps, weights=relative)
    known = np.flatnonzero(sums > 0)
    if len(known) < 2:
        return 0.0
    size = np.log(sums[known] / counts[known])
    return float(np.polyfit(np.log(known), size, 1, w=np.sqrt(counts[known]))[0])


def _shape(growth: float, horizon: int) -> np.ndarray:
    """How a factor changes with the step, its geometric mean 1, shape (horizon,)."""
    steps = np.log(np.arange(1, horizon + 1))
    return np.asarray(np.exp(growth * (steps - steps.mean())))
