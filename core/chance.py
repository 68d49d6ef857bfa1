"""How many values an interval holds by chance alone, where values that go together are counted.

A fold is one look at the future: if its level was misjudged, most of its values are missed
together. So 96 values of 8 folds say less than 96 independent ones, and chance alone moves the
share that is held further than a binomial distribution says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

NEAR, DECAY = 0.5, 0.8
"""Usual correlation of whether two values of a fold are held: `NEAR * DECAY ** steps apart`, as on
the M1 competition's monthly series."""

DOUBT = 8
"""Folds' worth of weight given to what is expected of it beside what the folds show."""

_MOST = 0.95
_TAIL = 0.025


@dataclass(frozen=True, eq=False)
class Fold:
    """Values of one fold, held or not.

    Attributes:
        steps: Their steps ahead, shape (n,).
        held: Whether each lay in the interval, shape (n,), bool.
        drawn: Whether those of the fold's paths did, shape (n_paths, n), bool.
    """

    steps: np.ndarray
    held: np.ndarray
    drawn: np.ndarray

    def of(self, chosen: np.ndarray) -> "Fold":
        """Those of its values that are chosen, shape (n,), bool."""
        return Fold(self.steps[chosen], self.held[chosen], self.drawn[:, chosen])


@dataclass(frozen=True)
class Chance:
    """How many of some values an interval would hold if it were right.

    Attributes:
        low: With a chance of 95% no fewer are held than this,
        high: and no more than this.
        p: Chance of a number as far from the expected one as what was held, or further.
        worth: Independent values that would tell as much.
    """

    low: int
    high: int
    p: float
    worth: float


def chance(folds: Sequence[Fold], level: int, stretch: float = 1.0) -> Chance:
    """What chance alone gives at a level, for folds that are independent of each other.

    Within a fold the number held follows a beta-binomial distribution (Skellam 1948; Williams
    1975) with the level as its mean and `together` as the correlation of its values.

    Args:
        folds: What was held; some may be empty, but not all.
        level: In per cent.
        stretch: By how much values go together more than is expected; see `stretch`.
    """
    share = level / 100
    correlation = min(max(stretch * together(folds, level), 0.0), _MOST)
    sizes = [len(fold.held) for fold in folds]
    one = {size: _held(size, share, correlation) for size in set(sizes)}
    total = np.ones(1)
    for size in sizes:
        total = np.convolve(total, one[size])
    below = np.minimum(np.cumsum(total), 1.0)
    held = sum(int(fold.held.sum()) for fold in folds)
    p = 2 * min(below[held], 1 - below[held] + total[held])
    return Chance(
        low=int(np.searchsorted(below, _TAIL)),
        high=int(np.searchsorted(below, 1 - _TAIL)),
        p=float(min(p, 1.0)),
        worth=_worth(sizes, correlation),
    )


def together(folds: Sequence[Fold], level: int) -> float:
    """Expected correlation of whether two values of a fold are held.

    The larger of what is usual for values so many steps apart and what the model itself says by
    its paths, since those of some models go together too little.
    """
    share = level / 100
    pairs = sum(len(fold.held) * (len(fold.held) - 1) for fold in folds)
    if not pairs:
        return 0.0
    usual = said = 0.0
    for fold in folds:
        apart = np.abs(fold.steps[:, None] - fold.steps[None, :])
        usual += float((NEAR * DECAY**apart).sum()) - NEAR * len(fold.held)
        alone = len(fold.held) * share * (1 - share)
        said += float(fold.drawn.sum(axis=1).var()) - alone
    return max(usual / pairs, said / (share * (1 - share) * pairs))


def stretch(folds: Sequence[Fold], level: int) -> float:
    """By how much values of a fold go together more, or less, than is expected, as a factor.

    The intra-fold correlation found by analysis of variance (Ridout, Demetrio and Firth 1999) is
    drawn towards the expected one as if that had been seen in `DOUBT` folds, since a handful of
    folds tells little of it.
    """
    expected = together(folds, level)
    found = _correlation([fold.held for fold in folds if len(fold.held)])
    if found is None or expected <= 0:
        return 1.0
    seen = sum(len(fold.held) > 0 for fold in folds) - 1
    return max((seen * found + DOUBT * expected) / (seen + DOUBT), 0.0) / expected


def _correlation(folds: Sequence[np.ndarray]) -> float | None:
    """Intra-fold correlation by analysis of variance; None where it can't be had."""
    sizes = np.array([len(held) for held in folds])
    shares = np.array([held.mean() for held in folds])
    many, values = len(folds), int(sizes.sum())
    if many < 2 or values == many:
        return None
    mean = (sizes * shares).sum() / values
    between = (sizes * (shares - mean) ** 2).sum() / (many - 1)
    within = (sizes * shares * (1 - shares)).sum() / (values - many)
    size = (values - (sizes**2).sum() / values) / (many - 1)
    spread = between + (size - 1) * within
    return float((between - within) / spread) if spread > 0 else None


def _held(size: int, share: float, correlation: float) -> np.ndarray:
    """Chance of each number held among `size` values, shape (size + 1,)."""
    counts = np.arange(size + 1)
    if size < 2 or correlation < 1e-6:
        return np.asarray(stats.binom.pmf(counts, size, share))
    weight = (1 - correlation) / correlation
    return np.asarray(stats.betabinom.pmf(counts, size, share * weight, (1 - share) * weight))


def _worth(sizes: Sequence[int], correlation: float) -> float:
    """Independent values whose share varies as much as that of these."""
    variance = sum(size * (1 + (size - 1) * correlation) for size in sizes if size)
    return float(sum(sizes) ** 2 / variance)
