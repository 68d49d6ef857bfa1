"""Gradient descent on the cost of a weighted sum: a valley of one weight, a surface of two."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from core.learn.lags import examples, season
from core.timeseries import TimeSeries

STEPS = 40
"""Steps that are walked."""

REACH = 2.0
"""How far from the best weights a picture goes, to each side."""

MOST = 400
"""Values that the cost is measured on, the newest."""

_AWAY = np.array([-1.6, 0.9])
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-7


@dataclass(frozen=True, eq=False)
class Valley:
    """The quadratic cost of a weighted sum of values before: C(w) = mean of (Xw - y)^2.

    Attributes:
        inputs: X, shape (n, k): one weight for each column.
        values: y, shape (n,).
        names: What the inputs are, in words.
    """

    inputs: np.ndarray = field(repr=False)
    values: np.ndarray = field(repr=False)
    names: tuple[str, ...]

    def cost(self, weights: np.ndarray) -> np.ndarray:
        """C for each of many weights, shape (m, k) -> (m,)."""
        return np.asarray(np.mean((weights @ self.inputs.T - self.values) ** 2, axis=-1))

    def gradient(self, weights: np.ndarray) -> np.ndarray:
        """Slope of C by each weight, shape (k,)."""
        missed = self.inputs @ weights - self.values
        return np.asarray(2 * self.inputs.T @ missed / len(missed))

    @cached_property
    def best(self) -> np.ndarray:
        """The weights at the bottom, shape (k,), found by solving and not by walking."""
        solved: np.ndarray = np.linalg.lstsq(self.inputs, self.values, rcond=None)[0]
        return solved

    @property
    def start(self) -> np.ndarray:
        """Where walks begin: off the bottom, on its slope; shape (k,)."""
        return np.asarray(self.best + _AWAY[: self.inputs.shape[1]])

    @property
    def curvatures(self) -> np.ndarray:
        """How steep it gets along its main directions, steepest first, shape (k,)."""
        bends = np.linalg.eigvalsh(2 * self.inputs.T @ self.inputs / len(self.inputs))
        return np.asarray(bends[::-1])

    @property
    def largest_rate(self) -> float:
        """The learning rate above which plain descent leaves it; infinite where it is flat."""
        steepest = float(self.curvatures[0])
        return 2 / steepest if steepest > 1e-12 else np.inf


def valley(ts: TimeSeries, weights: int) -> Valley:
    """The cost of forecasting a series from one or two values before.

    Args:
        ts: The series.
        weights: 1 for the value before; 2 for that of a season before, too.

    Raises:
        DataError: If the series is too short.
    """
    given = examples(ts, (1, season(ts))[:weights], MOST)
    return Valley(given.inputs, given.values, given.names)


def plain(where: Valley, rate: float, steps: int = STEPS) -> np.ndarray:
    """Gradient descent: w <- w - rate * slope; shape (steps + 1, k)."""
    return momentum(where, rate, 0.0, steps)


def momentum(where: Valley, rate: float, keep: float, steps: int = STEPS) -> np.ndarray:
    """A ball that rolls on (Polyak 1964): v <- keep * v - rate * slope, w <- w + v."""
    weights, speed = where.start, np.zeros(len(where.start))
    walked = [weights]
    for _ in range(steps):
        speed = keep * speed - rate * where.gradient(weights)
        weights = weights + speed
        walked.append(weights)
    return np.array(walked)


def adaptive(where: Valley, rate: float, steps: int = STEPS) -> np.ndarray:
    """Each slope over the root of a running mean of its squares: RMSProp (Hinton 2012)."""
    weights = where.start
    square = np.zeros(len(weights))
    walked = [weights]
    for _ in range(steps):
        slope = where.gradient(weights)
        square = _FIRST * square + (1 - _FIRST) * slope**2
        weights = weights - rate * slope / (np.sqrt(square) + _TINY)
        walked.append(weights)
    return np.array(walked)


def adam(where: Valley, rate: float, steps: int = STEPS) -> np.ndarray:
    """A running mean of slopes over the root of that of their squares (Kingma and Ba 2015)."""
    weights = where.start
    mean, square = np.zeros(len(weights)), np.zeros(len(weights))
    walked = [weights]
    for step in range(1, steps + 1):
        slope = where.gradient(weights)
        mean = _FIRST * mean + (1 - _FIRST) * slope
        square = _SECOND * square + (1 - _SECOND) * slope**2
        # Both began at 0, which is made good.
        usual = np.sqrt(square / (1 - _SECOND**step)) + _TINY
        weights = weights - rate * mean / (1 - _FIRST**step) / usual
        walked.append(weights)
    return np.array(walked)


WAYS = ("Gradient descent", "Momentum", "Adaptive steps", "Adam")
"""The ways down; Train has all but the third, which is half of Adam."""


def walk(way: str, where: Valley, rate: float, keep: float) -> np.ndarray:
    """One of `WAYS` down, shape (STEPS + 1, k); `keep` is for momentum."""
    if way == "Momentum":
        return momentum(where, rate, keep)
    return {"Adaptive steps": adaptive, "Adam": adam}.get(way, plain)(where, rate)


def inside(where: Valley, weights: np.ndarray) -> np.ndarray:
    """Whether weights lie within the picture, shape (m, k) -> (m,), bool."""
    return np.asarray((np.abs(weights - where.best) <= REACH + 1e-9).all(axis=-1))
