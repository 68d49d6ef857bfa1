"""How much of the future the past gives away: a simple rule, fitted early and tried late.

Predictability is how much smaller a forecast's error is than that of knowing less (Diebold and
Kilian 2001), measured on values the rule has not seen (Tashman 2000).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

Naive = Literal["season", "last", "drift", "mean"]
"""Rules that learn next to nothing: the value of the last season or the last value again, the last
value carried on by the mean change so far, the mean so far."""

# Examples to each number that is fitted, and fewest to try the rule on.
_EXAMPLES, _TRIED = 4, 8
# Share of the values' size below which an error is one of rounding.
_NOTHING = 1e-9
# Values whose mean is the level, where there is no season.
_LEVEL = 6


@dataclass(frozen=True)
class Predictability:
    """Mean absolute errors so many steps ahead, on the later half of a series.

    Attributes:
        ahead: Steps ahead.
        rule: Of the simple rule, in the series' unit.
        naive: Of the rules that learn nothing, in the series' unit.
        tried: Values the errors are of.
        size: Mean absolute value there, in the series' unit.
    """

    ahead: int
    rule: float
    naive: dict[Naive, float]
    tried: int
    size: float

    @property
    def easiest(self) -> Naive:
        """The best of the rules that learn nothing."""
        return min(self.naive, key=lambda name: self.naive[name])

    @property
    def best(self) -> float:
        """Error of the best rule of all, in the series' unit."""
        return min(self.rule, self.naive[self.easiest])

    @property
    def gain(self) -> float:
        """Share of the best naive error that the rule saves; 0 if it saves nothing."""
        best = self.naive[self.easiest]
        return max(0.0, 1.0 - self.rule / best) if best > 0 else 0.0

    @property
    def known(self) -> float:
        """Share of the error of the mean so far that the best rule saves, 0 to 1."""
        mean = self.naive["mean"]
        return 1.0 - self.best / mean if mean > 0 else 0.0


def predictability(values: np.ndarray, period: int, ahead: int) -> Predictability | None:
    """How well values can be told `ahead` steps before.

    The rule is a weighted sum of the newest value, the mean of the last season, the value a whole
    number of seasons before, and the usual deviation of that place in the season, all known at the
    time. Weights are fitted by least squares to the earlier half and stay.

    Args:
        values: A series without gaps, shape (n,).
        period: Steps in its season, 1 for none.
        ahead: Steps ahead.

    Returns:
        The errors, or `None` where the series is too short for that.
    """
    n, turns = len(values), -(-ahead // period)
    seasonal = period > 1 and n >= 4 * period
    back = turns * period if seasonal else ahead
    width = period if seasonal else _LEVEL
    first = max(back, ahead + width - 1)
    targets = np.arange(first, n)
    half = len(targets) // 2
    fitted, tried = targets[:half], targets[half:]
    sums = np.concatenate([[0.0], np.cumsum(values)])
    # The newest value known is `ahead` steps before each target.
    upto = targets - ahead + 1
    last, mean = values[targets - ahead], sums[upto] / upto
    columns = [
        np.ones(len(targets)),
        last,
        (sums[upto] - sums[upto - width]) / width,
    ]
    # Of equal ones the first counts as the easiest.
    naive: dict[Naive, np.ndarray] = {"season": values[targets - back]} if seasonal else {}
    drift = (last - values[0]) / np.maximum(upto - 1, 1)
    naive |= {"last": last, "drift": last + ahead * drift, "mean": mean}
    if seasonal:
        columns += [naive["season"], _profile(values[: fitted[-1] + 1], period)[targets % period]]
    if half < _EXAMPLES * len(columns) or len(tried) < _TRIED:
        return None
    known = np.column_stack(columns)
    weights, *_ = np.linalg.lstsq(known[:half], values[fitted], rcond=None)
    actual = values[tried]
    size = float(np.mean(np.abs(actual)))

    def miss(told: np.ndarray) -> float:
        error = float(np.mean(np.abs(actual - told)))
        return error if error > _NOTHING * size else 0.0

    errors = {name: miss(told[half:]) for name, told in naive.items()}
    return Predictability(ahead, miss(known[half:] @ weights), errors, len(tried), size)


def _profile(values: np.ndarray, period: int) -> np.ndarray:
    """Mean deviation of each place in the season from the mean of its season, shape (period,)."""
    whole = values[: len(values) // period * period].reshape(-1, period)
    return np.asarray((whole - whole.mean(axis=1, keepdims=True)).mean(axis=0))
