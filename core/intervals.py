"""Prediction intervals from a model's own errors on windows it was not trained on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

SURE, SHARED = 2, 5
"""Degrees of freedom before any forecast was seen; forecasts from neighbouring origins to one."""

DOUBT = 3
"""Observations' worth of weight given to the usual growth of errors with the step."""


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
            pooled = np.abs(self.errors / scale)
        pooled = np.sort(pooled[np.isfinite(pooled)])
        if not pooled.size:
            return np.zeros_like(scale)
        rank = int(np.ceil((pooled.size + 1) * level / 100))
        beyond = 0.5 + level / 200
        doubt = float(stdtrit(self._freedom, beyond) / ndtri(beyond))
        return np.asarray(doubt * scale * pooled[min(rank, pooled.size) - 1])

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
        size = np.sqrt(self._freedom / rng.chisquare(self._freedom, size=(n_paths, 1)))
        return np.asarray(point + rows * size * rng.choice((-1.0, 1.0), size=(n_paths, 1)))

    @property
    def _freedom(self) -> float:
        """Degrees of freedom of the spread."""
        return SURE + len(self.errors) / SHARED
