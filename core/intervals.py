"""Prediction intervals from a model's own errors on windows it was not trained on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import ndtri, stdtrit

SURE, SHARED = 2, 5
"""Degrees of freedom before any forecast was seen; forecasts from neighbouring origins to one."""

DOUBT = 3
"""Observations' worth of weight given to the usual growth of errors with the step."""


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

    The typical size of an error is taken per step and never falls with the step; errors divided
    by it are pooled over all steps, and a level's half-width is their absolute quantile with
    the finite-sample correction of split conformal prediction (Vovk et al., 2005). Few
    forecasts say little of the spread of the next one, so widths grow from the normal
    distribution's to Student's t (Student 1908). Forecasts from neighbouring origins share most
    of their steps: `SHARED` of them count as one degree of freedom. That and `SURE` were chosen
    on the M1 competition's series.

    Attributes:
        errors: Actual minus forecast, shape (forecasts, horizon), NaN where not scored; at
            least one row.
    """

    errors: np.ndarray

    @property
    def scale(self) -> np.ndarray:
        """Typical absolute error at each step, shape (horizon,), rising."""
        size = np.abs(self.errors)
        scored = ~np.isnan(size)
        # What errors do where each step adds its own: they grow with the root of the step.
        growth = np.sqrt(np.arange(1, size.shape[1] + 1))
        unit = (size / growth)[scored].mean() if scored.any() else 0.0
        count = scored.sum(axis=0)
        total = np.where(scored, size, 0).sum(axis=0)
        # A step's mean is drawn towards that as if it had been seen a few times: with a handful
        # of forecasts, single steps would otherwise look exact by luck.
        per_step = (total + DOUBT * unit * growth) / (count + DOUBT)
        return np.asarray(np.maximum.accumulate(per_step))

    def half_width(self, level: int) -> np.ndarray:
        """Half the width of the interval at `level` per cent, shape (horizon,)."""
        scale = self.scale
        with np.errstate(invalid="ignore", divide="ignore"):
            relative = np.abs(self.errors / scale)
        return np.asarray(scale * _conformal(relative, level))

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
        rng = np.random.default_rng(seed)
        rows = np.nan_to_num(self.errors)[rng.integers(len(self.errors), size=n_paths)]
        size = _sizes(rng, len(self.errors), n_paths)
        return np.asarray(point + rows * size * rng.choice((-1.0, 1.0), size=(n_paths, 1)))


@dataclass(frozen=True, eq=False)
class BandErrors:
    """The same for a model that answers a band itself: how far its bands must be stretched.

    Errors are divided by how far the band reached on their side, pooled over all steps, and a
    level's stretch is their conformal quantile (Romano, Patterson and Candes 2019, with one
    stretch for both sides).

    Attributes:
        errors: Actual minus forecast, shape (forecasts, horizon), NaN where not scored.
        reach: How far the past bands lay below and above the forecast, shape (forecasts,
            horizon, 2).
        ahead: The same for the forecast whose intervals are wanted, shape (horizon, 2).
    """

    errors: np.ndarray
    reach: np.ndarray
    ahead: np.ndarray

    def bounds(
        self, point: np.ndarray, levels: Sequence[int]
    ) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """Lower and upper bound for each level around `point`, shape (horizon,) each."""
        stretch = {level: _conformal(np.abs(self._relative), level) for level in levels}
        below, above = self._least(self.ahead).T
        return {
            level: (point - factor * below, point + factor * above)
            for level, factor in stretch.items()
        }

    def paths(self, point: np.ndarray, n_paths: int, seed: int) -> np.ndarray:
        """Possible futures: whole past rows of stretches, put onto the band; (n_paths, horizon)."""
        rng = np.random.default_rng(seed)
        rows = np.nan_to_num(self._relative)[rng.integers(len(self.errors), size=n_paths)]
        rows = rows * _sizes(rng, len(self.errors), n_paths)
        rows = rows * rng.choice((-1.0, 1.0), size=(n_paths, 1))
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


def _conformal(relative: np.ndarray, level: int) -> float:
    """Quantile of relative errors (forecasts, horizon) that holds `level` per cent of them."""
    pooled = np.sort(relative[np.isfinite(relative)])
    if not pooled.size:
        return 0.0
    rank = int(np.ceil((pooled.size + 1) * level / 100))
    beyond = 0.5 + level / 200
    doubt = stdtrit(_freedom(len(relative)), beyond) / ndtri(beyond)
    return float(doubt * pooled[min(rank, pooled.size) - 1])


def _sizes(rng: np.random.Generator, rows: int, n_paths: int) -> np.ndarray:
    """How much larger or smaller than the past ones the errors of each path are."""
    freedom = _freedom(rows)
    return np.asarray(np.sqrt(freedom / rng.chisquare(freedom, size=(n_paths, 1))))


def _freedom(rows: int) -> float:
    """Degrees of freedom of the spread."""
    return SURE + rows / SHARED
