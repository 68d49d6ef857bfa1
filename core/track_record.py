"""Whether chances of a model to meet targets were borne out, at past cutoffs where it is known.

At each cutoff, targets are set as a planner could have set them then: the last value of the same
season, moved by what such values had moved before. Five of them, from a bad year's change to a
good one's. Each gets its chance from the paths drawn there, and what happened says whether it was
met. Of one cutoff they all share one future; so what chance alone would give is found by letting
futures of each cutoff's own paths come true, one for all its targets (consistency bars: Bröcker and
Smith 2007).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from core.backtest import Backtest
from core.timeseries import TimeSeries

SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Quantiles of past changes by which targets of single steps lie off the season before."""

TOTAL_SHARES = (0.3, 0.4, 0.5, 0.6, 0.7)
"""The same for totals, which vary less."""

FEW_FOLDS = 6
"""With fewer cutoffs than this it is too few to tell."""

_CHANGES = 4
"""Past changes that have to be known for targets to be set."""

_EDGES = np.linspace(0, 1, 6)
_DRAWS = 1_000
_DOUBT = 0.05
_VAGUE = 0.5
"""Width of a range of chance from which on nothing could be told."""


@dataclass(frozen=True)
class Record:
    """Chances stated and what came of them, for some targets together.

    Attributes:
        low: Least chance of the group, 0 to 1.
        high: Highest.
        targets: How many targets.
        stated: Their mean chance.
        happened: Share of them that was met.
        chance: Between which shares that would lie 19 times in 20 if the chances were right.
    """

    low: float
    high: float
    targets: int
    stated: float
    happened: float
    chance: tuple[float, float]

    @property
    def vague(self) -> bool:
        """Whether chance alone could give nearly anything."""
        return self.chance[1] - self.chance[0] > _VAGUE


@dataclass(frozen=True, eq=False)
class TrackRecord:
    """How chances of one model fared.

    Attributes:
        groups: Targets of single steps, by the chance they were given.
        steps: All of them together.
        totals: Targets for the whole horizon together; None where none could be compared.
        folds: Cutoffs that had targets.
        surprise: How often chances that are right would fare as badly, 0 to 1.
        tilted: Whether the mean chance is what stands out most, and not the groups apart from it.
        sure: Whether chances were too near to 0 and 1 rather than too far from them.
        brier: Mean squared difference of chance and outcome; 0.25 is always saying one half.
    """

    groups: tuple[Record, ...]
    steps: Record
    totals: Record | None
    folds: int
    surprise: float
    tilted: bool
    sure: bool
    brier: float

    @property
    def few(self) -> bool:
        """Whether there are too few cutoffs to tell."""
        return self.folds < FEW_FOLDS or self.steps.vague

    @property
    def doubtful(self) -> bool:
        """Whether the chances were not borne out."""
        return not self.few and self.surprise < _DOUBT

    def table(self) -> pd.DataFrame:
        """`what, low, high, targets, stated, happened, by-chance-from, by-chance-to`."""
        rows = [("single", each) for each in self.groups] + [("single, all", self.steps)]
        if self.totals is not None:
            rows.append(("whole horizon", self.totals))
        return pd.DataFrame(
            {
                "what": what,
                "low": each.low,
                "high": each.high,
                "targets": each.targets,
                "stated": each.stated,
                "happened": each.happened,
                "by-chance-from": each.chance[0],
                "by-chance-to": each.chance[1],
            }
            for what, each in rows
        )


@dataclass(frozen=True, eq=False)
class _Fold:
    """Targets of one cutoff: their chances, whether they were met, and if other futures were.

    Shapes (k,), (k,) and (draws, k).
    """

    stated: np.ndarray
    met: np.ndarray
    drawn: np.ndarray


def track_record(
    backtest: Backtest, model: str, ts: TimeSeries, seed: int = 0
) -> TrackRecord | None:
    """How chances of a model to meet targets fared at the cutoffs of a backtest.

    Args:
        backtest: With the paths drawn at each cutoff.
        model: The model's name.
        ts: The series; of each fold, targets see only its past.
        seed: Of the futures that are let come true.

    Returns:
        None if no target could be set and compared.
    """
    rng = np.random.default_rng(seed)
    single, whole = [], []
    for paths, actual, past in _folds(backtest, model, ts):
        futures = paths[rng.integers(len(paths), size=_DRAWS)]
        plans = plans_known(past, backtest.horizon, SHARES)
        single.append(_fold(paths, futures, actual, plans))
        plans = plans_known(past, backtest.horizon, TOTAL_SHARES)
        whole.append(_fold(*map(_sum, (paths, futures, actual, plans))))
    single = [fold for fold in single if len(fold.stated)]
    whole = [fold for fold in whole if len(fold.stated)]
    if not single:
        return None
    stated, met, drawn = _joined(single)
    # The outcome stands as one more row beside those that chance would give.
    every = np.vstack([met, drawn])  # (1 + draws, k)
    place = np.clip(np.digitize(stated, _EDGES) - 1, 0, len(_EDGES) - 2)
    groups, apart = [], np.zeros(len(every))
    for at, between in enumerate(pairwise(_EDGES)):
        mine = place == at
        if mine.any():
            groups.append(_record(stated[mine], met[mine], drawn[:, mine], between))
            apart += mine.sum() * (every[:, mine].mean(axis=1) - stated[mine].mean()) ** 2
    groups_p, mean_p = _rarity(apart), _rarity(np.abs(every.mean(axis=1) - stated.mean()))
    return TrackRecord(
        tuple(groups),
        _record(stated, met, drawn),
        _record(*_joined(whole)) if whole else None,
        len(single),
        # The clearer of two looks at one record, and so at twice its p (Bonferroni).
        min(1.0, 2 * min(groups_p, mean_p)),
        mean_p <= groups_p,
        float(np.sum((met - stated) * (stated - 0.5))) < 0,
        float(np.mean((met - stated) ** 2)),
    )


def _rarity(apart: np.ndarray) -> float:
    """Share of distances that are as large as the first, itself among them."""
    # Those that are equal but for rounding are equal.
    return float((apart >= apart[0] * (1 - 1e-9)).mean())


def _sum(steps: np.ndarray) -> np.ndarray:
    """Over the last axis, which stays."""
    return np.asarray(steps.sum(axis=-1, keepdims=True))


def _folds(
    backtest: Backtest, model: str, ts: TimeSeries
) -> Iterator[tuple[np.ndarray, np.ndarray, TimeSeries]]:
    """Paths, actual values and the past of each cutoff at which the model has paths."""
    mine = backtest.predictions[backtest.predictions["model"] == model]
    for cutoff in backtest.cutoffs:
        paths = backtest.paths.get((model, cutoff))
        if paths is not None:
            part = mine[mine["cutoff"] == cutoff].sort_values("step")
            yield paths.astype(np.float64), part["y"].to_numpy(float), ts.until(cutoff)


def plans_known(past: TimeSeries, horizon: int, shares: tuple[float, ...]) -> np.ndarray:
    """Targets that could be set at the end of `past`.

    Each is the last value of the same season, moved by a quantile of what values had moved over as
    many seasons before.

    Returns:
        Shape (shares, horizon); NaN where the value or enough changes are not known.
    """
    values, season = past.values, past.seasonal_period
    plans = np.full((len(shares), horizon), np.nan)
    for begin in range(0, horizon, season):
        lag = begin + season
        if len(values) <= lag:
            break
        changes = values[lag:] - values[:-lag]
        changes = changes[~np.isnan(changes)]
        if len(changes) < _CHANGES:
            break
        stop = min(begin + season, horizon)
        # The last season known, for the season that begins `begin` steps ahead.
        base = values[len(values) - season :][: stop - begin]
        plans[:, begin:stop] = base + np.quantile(changes, shares)[:, None]
    return plans


def _fold(paths: np.ndarray, futures: np.ndarray, actual: np.ndarray, plans: np.ndarray) -> _Fold:
    """Targets of a cutoff held against what was drawn, what happened, and futures come true.

    Args:
        paths: Shape (n_paths, steps).
        futures: Some of them, shape (draws, steps).
        actual: Shape (steps,), NaN where nothing is scored.
        plans: Shape (k, steps), NaN where there is no target.
    """
    known = ~np.isnan(plans) & ~np.isnan(actual)
    _, step = np.nonzero(known)
    aims = plans[known]
    stated = (paths[:, step] >= aims).mean(axis=0)
    return _Fold(stated, actual[step] >= aims, futures[:, step] >= aims)


def _joined(folds: list[_Fold]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        np.concatenate([fold.stated for fold in folds]),
        np.concatenate([fold.met for fold in folds]),
        np.concatenate([fold.drawn for fold in folds], axis=1),
    )


def _record(
    stated: np.ndarray,
    met: np.ndarray,
    drawn: np.ndarray,
    between: tuple[float, float] = (0.0, 1.0),
) -> Record:
    low, high = np.quantile(drawn.mean(axis=1), [0.025, 0.975])
    return Record(
        float(between[0]),
        float(between[1]),
        len(stated),
        float(stated.mean()),
        float(met.mean()),
        (float(low), float(high)),
    )
