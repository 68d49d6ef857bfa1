"""Whether one model's lead over another is more than luck, from its losses fold by fold."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import bdtr, stdtr

ENOUGH = 6
"""Fewest folds without common dates from which anything is told: 6 of 6 have p = 0.03."""

DOUBT = 0.05
"""Below this p a lead counts as more than luck."""


@dataclass(frozen=True)
class Significance:
    """What a test of loss differences gave.

    Attributes:
        test: Which one was made.
        statistic: Student's t; of a sign test how many differences are above 0.
        p: Chance of a lead at least as clear, for either model, if both are equally good, 0 to 1.
        freedom: Degrees of freedom; of a sign test how many differences are not 0.
        error: Standard error of the mean difference, in its unit; NaN of a sign test.
    """

    test: Literal["Diebold-Mariano", "sign"]
    statistic: float
    p: float
    freedom: int
    error: float

    @property
    def found(self) -> bool:
        """Whether luck alone would seldom look like this."""
        return self.p < DOUBT


def significance(differences: np.ndarray, overlap: int = 0) -> Significance | None:
    """Test whether the mean of loss differences is 0.

    Args:
        differences: One model's loss less the other's in each fold, oldest first, shape (n,).
        overlap: How many later folds a fold shares dates with; 0 where folds don't overlap.

    Returns:
        The Diebold-Mariano test, or, where all differences are the same and so have no spread, the
        sign test. `None` with fewer than `ENOUGH` folds without common dates.
    """
    if len(differences) < ENOUGH + (ENOUGH - 1) * overlap:
        return None
    if np.ptp(differences) <= 1e-12 * np.abs(differences).max():
        # Folds that share dates say the same thing twice.
        return sign_test(differences[:: overlap + 1])
    return diebold_mariano(differences, overlap)


def diebold_mariano(differences: np.ndarray, overlap: int = 0) -> Significance:
    """The Diebold-Mariano test with the correction of Harvey, Leybourne and Newbold (1997).

    The variance of the mean counts autocovariances up to `overlap` folds apart, all alike. Where
    that gives no positive number, nearer ones count more (Bartlett's weights), which always does.
    Without overlap it is Student's paired t-test.

    Args:
        differences: As in `significance`, not all the same, shape (n,).
        overlap: As in `significance`.
    """
    n, steps = len(differences), overlap + 1
    centred = differences - differences.mean()
    covariances = np.array([centred[lag:] @ centred[: n - lag] / n for lag in range(steps)])
    twice = np.where(np.arange(steps) > 0, 2.0, 1.0)
    variance = twice @ covariances / n
    if variance <= 0:
        variance = (twice * (1 - np.arange(steps) / steps)) @ covariances / n
    correction = (n + 1 - 2 * steps + steps * (steps - 1) / n) / n
    error = float(np.sqrt(variance / correction))
    t = float(differences.mean()) / error
    return Significance("Diebold-Mariano", t, float(2 * stdtr(n - 1, -abs(t))), n - 1, error)


def sign_test(differences: np.ndarray) -> Significance:
    """How often one model was better, beside a fair coin; differences of 0 don't count.

    Args:
        differences: As in `significance`, independent of each other, shape (n,).
    """
    above, below = int((differences > 0).sum()), int((differences < 0).sum())
    thrown = above + below
    p = min(1.0, float(2 * bdtr(min(above, below), thrown, 0.5))) if thrown else 1.0
    return Significance("sign", above, p, thrown, float("nan"))
