"""What a miss costs: of values by squares or sizes, of classes by the surprise of the answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.timeseries import TimeSeries

SHOWN = 12
"""Values that are shown, the newest."""

CLASSES = ("low", "middle", "high")
_LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Targets:
    """Values that are to be answered by one number.

    Attributes:
        values: Shape (n,), in the unit of the series.
        stamps: Their dates.
        edges: Below the first a value is low, above the second high: thirds of the whole series.
    """

    values: np.ndarray = field(repr=False)
    stamps: pd.DatetimeIndex = field(repr=False)
    edges: tuple[float, float]

    @property
    def classes(self) -> np.ndarray:
        """Place of each value among `CLASSES`, shape (n,), int."""
        return np.searchsorted(self.edges, self.values, side="left")

    def with_newest_wild(self) -> "Targets":
        """The same with the newest value three times as high, as a slip would have it."""
        values = self.values.copy()
        values[-1] *= 3
        return Targets(values, self.stamps, self.edges)


def targets(ts: TimeSeries) -> Targets:
    """The newest observed values of a series."""
    y = ts.y.dropna()
    low, high = (float(edge) for edge in np.quantile(y, (1 / 3, 2 / 3)))
    newest = y.iloc[-SHOWN:]
    return Targets(newest.to_numpy(float), pd.DatetimeIndex(newest.index), (low, high))


def quadratic(y: np.ndarray, answer: float) -> float:
    """Mean of (a - y)^2, in the square of the unit."""
    return float(np.mean((answer - y) ** 2))


def absolute(y: np.ndarray, answer: float) -> float:
    """Mean of |a - y|, in the unit."""
    return float(np.mean(np.abs(answer - y)))


def quadratic_slope(y: np.ndarray, answer: float) -> float:
    """Derivative of `quadratic` by the answer: 2 times the mean of a - y."""
    return float(2 * np.mean(answer - y))


def course(
    cost: Callable[[np.ndarray, float], float], y: np.ndarray, answers: np.ndarray
) -> np.ndarray:
    """A cost for each of many answers, shape (m,)."""
    return np.array([cost(y, float(answer)) for answer in answers])


def softmax(scores: np.ndarray) -> np.ndarray:
    """Chances of classes from their scores, shape (m,): positive, 1 together."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def cross_entropy(classes: np.ndarray, chances: np.ndarray) -> float:
    """Mean of -ln of the chance that was given to what came true.

    Args:
        classes: What came true, shape (n,), as places in `chances`.
        chances: Of each class, shape (m,), 1 together.
    """
    return float(np.mean(-np.log(np.maximum(chances[classes], _LEAST))))
