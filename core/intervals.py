"""Prediction intervals from a model's own errors on windows it was not trained on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import ndtri, stdtrit

SURE, SHARED = 3, 10
"""Degrees of freedom before any forecast was seen; forecasts from neighbouring origins to one."""

GROWTH, USUAL = 0.6, 20
"""Power of the step with which errors usually grow, one half being that of a random walk; and how
many forecasts' worth of weight is given to it beside the power that fits the errors."""

FASTEST = 1.5
"""Largest power of growth."""

DOUBT = 8
"""Observations' worth of weight given to that growth in the size of each step."""

TRAINED = 0.25
"""Weight of an error on what a model was trained on, where one on what it was not counts 1."""


def optimism(observations: int) -> float:
    """How much smaller errors are on what a model was trained on, as a factor above 1.

    The fewer observations, the more closely its parts follow them.
    """
    return 1 + 5 / observations


class Errors(Protocol):
    """What past forecasts missed by, and the intervals and joint paths that follow from it."""

    def bounds(
        self, point: np.ndarray, levels: Sequence[int]
    ) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """Lower and upper bound for each level around `point`, shape (horizon,) each."""
        ...

    def paths(self, point: np.ndarray, n_paths: int, seed: int) -> np.ndarray:
        """Possible futures around `point`, shape (n_paths, horizon)."""
        ...


@dataclass(frozen=True, eq=False)
class StepErrors:
    """Errors of past forecasts, and the intervals and joint paths that follow from them.

    The typical size of an error is taken per step, drawn to a power of the step that fits all of
    them, and never falls with the step. Errors divided by it are pooled over all steps, and a
    level's half-width is their absolute quantile with the finite-sample correction of split
    conformal prediction (Vovk et al., 2005), weighted as Tibshirani et al. (2019) do. Few forecasts
    say little of the spread of the next one, so widths grow from the normal distribution's to
    Student's t (Student 1908). Forecasts from neighbouring origins share most of their steps:
    `SHARED` of them count as one degree of freedom. The constants of this module were chosen on
    the M1 competition's series.

    Attributes:
        errors: Actual minus forecast, shape (forecasts, horizon), NaN where not scored; at
            least one row.
        weights: How much each forecast counts, shape (forecasts,), above 0.
    """

    errors: np.ndarray
    weights: np.ndarray

    @property
    def scale(self) -> np.ndarray:
        """Typical absolute error at each step, shape (horizon,), rising."""
        size = np.abs(self.errors)
        weights = np.where(np.isnan(size), 0.0, self.weights[:, None])
        seen, counts = (weights * np.nan_to_num(size)).sum(axis=0), weights.sum(axis=0)
        growth = np.arange(1, size.shape[1] + 1) ** _power(seen, counts)
        total = counts.sum()
        unit = (seen / growth).sum() / total if total else 0.0
        # A step's mean is drawn towards that as if it had been seen a few times: with a handful
        # of forecasts, single steps would otherwise look exact by luck.
        per_step = (seen + DOUBT * unit * growth) / (counts + DOUBT)
        return np.asarray(np.maximum.accumulate(per_step))

    def half_width(self, level: int) -> np.ndarray:
        """Half the width of the interval at `level` per cent, shape (horizon,)."""
        scale = self.scale
        with np.errstate(invalid="ignore", divide="ignore"):
            relative = np.abs(self.errors / scale)
        return np.asarray(scale * _conformal(relative, self.weights, level))

    def bounds(
        self, point: np.ndarray, levels: Sequence[int]
    ) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """Lower and upper bound for each level around `point`, shape (horizon,) each."""
        widths = {level: self.half_width(level) for level in levels}
        return {level: (point - width, point + width) for level, width in widths.items()}

    def paths(self, point: np.ndarray, n_paths: int, seed: int) -> np.ndarray:
        """Possible futures: whole past error rows, put onto `point` with a random sign.

        Rows stay whole, so that neighbouring steps err together as they did in the past; their
        size varies as Student's t does about the normal distribution.

        Returns:
            Shape (n_paths, horizon).
        """
        return np.asarray(point + _rows(self.errors, self.weights, n_paths, seed))


@dataclass(frozen=True, eq=False)
class BandErrors:
    """The same for a model that answers a band itself: how far its bands must be stretched.

    Errors are divided by how far the band reached on their side, pooled over all steps, and a
    level's stretch is their conformal quantile (Romano, Patterson and Candes 2019, with one
    stretch for both sides).

    Attributes:
        errors: Actual minus forecast, shape (forecasts, horizon), NaN where not scored.
        weights: How much each forecast counts, shape (forecasts,), above 0.
        reach: How far the past bands lay below and above the forecast, shape (forecasts,
            horizon, 2).
        ahead: The same for the forecast whose intervals are wanted, shape (horizon, 2).
    """

    errors: np.ndarray
    weights: np.ndarray
    reach: np.ndarray
    ahead: np.ndarray

    def bounds(
        self, point: np.ndarray, levels: Sequence[int]
    ) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """Lower and upper bound for each level around `point`, shape (horizon,) each."""
        relative = np.abs(self._relative)
        stretch = {level: _conformal(relative, self.weights, level) for level in levels}
        below, above = self._least(self.ahead).T
        return {
            level: (point - factor * below, point + factor * above)
            for level, factor in stretch.items()
        }

    def paths(self, point: np.ndarray, n_paths: int, seed: int) -> np.ndarray:
        """Possible futures: whole past rows of stretches, put onto the band; (n_paths, horizon)."""
        rows = _rows(self._relative, self.weights, n_paths, seed)
        below, above = self._least(self.ahead).T
        return np.asarray(point + np.where(rows < 0, rows * below, rows * above))

    @property
    def _relative(self) -> np.ndarray:
        """Errors in units of the band's reach on their side."""
        below, above = np.moveaxis(self._least(self.reach), -1, 0)
        return np.asarray(np.where(self.errors < 0, self.errors / below, self.errors / above))

    def _least(self, reach: np.ndarray) -> np.ndarray:
        """No side of a band is thinner than a tenth of the usual reach."""
        floor = max(float(np.mean(self.reach)) / 10, np.finfo(float).tiny)
        return np.asarray(np.maximum(reach, floor))


def _power(seen: np.ndarray, counts: np.ndarray) -> float:
    """Power of the step with which errors grow, between the usual one and the one that fits.

    The latter is the slope of the logarithm of the mean error on that of the step.

    Args:
        seen: Sum of the absolute errors at each step by weight, shape (horizon,).
        counts: Sum of those weights, shape (horizon,).
    """
    some = seen > 0
    if some.sum() < 2:
        return GROWTH
    step, size = np.log1p(np.flatnonzero(some)), np.log(seen[some] / counts[some])
    slope = np.polyfit(step, size, 1, w=np.sqrt(counts[some]))[0]
    trust = counts.mean() / (counts.mean() + USUAL)
    return float(np.clip(trust * slope + (1 - trust) * GROWTH, 0, FASTEST))


def _conformal(relative: np.ndarray, weights: np.ndarray, level: int) -> float:
    """Quantile of relative errors (forecasts, horizon) that holds `level` per cent of them."""
    scored = np.isfinite(relative)
    if not scored.any():
        return 0.0
    pooled, mine = relative[scored], np.broadcast_to(weights[:, None], relative.shape)[scored]
    order = np.argsort(pooled)
    # The forecast to come counts like the weightiest of the past, and lies beyond them all.
    reached = np.cumsum(mine[order]) / (mine.sum() + mine.max())
    rank = min(int(np.searchsorted(reached, level / 100)), pooled.size - 1)
    beyond = 0.5 + level / 200
    doubt = stdtrit(_freedom(weights), beyond) / ndtri(beyond)
    return float(doubt * pooled[order][rank])


def _rows(errors: np.ndarray, weights: np.ndarray, n_paths: int, seed: int) -> np.ndarray:
    """Rows of past errors, of random sign and size, shape (n_paths, horizon)."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(errors), n_paths, p=weights / weights.sum())
    freedom = _freedom(weights)
    size = np.sqrt(freedom / rng.chisquare(freedom, size=(n_paths, 1)))
    signs = rng.choice((-1.0, 1.0), size=(n_paths, 1))
    return np.asarray(np.nan_to_num(errors)[chosen] * size * signs)


def _freedom(weights: np.ndarray) -> float:
    """Degrees of freedom of the spread."""
    return float(SURE + weights.sum() / SHARED)
