"""The walk ahead on one's own forecasts, beside answering all steps at once."""

from dataclasses import dataclass, field

import numpy as np

from core.learn.windows import known, longest
from core.timeseries import TimeSeries
from core.windows import sliding_windows


@dataclass(frozen=True, eq=False)
class Split:
    """Values that are learned from, and values that are walked into.

    Attributes:
        values: The newest of the series, gaps drawn straight, shape (n,).
        first: Place of the first of them in the series.
        learned: How many of them are learned from.
        horizon: Steps walked.
        longest: Longest window that leaves twice as many examples as it has weights.
    """

    values: np.ndarray = field(repr=False)
    first: int
    learned: int
    horizon: int
    longest: int

    @property
    def origins(self) -> np.ndarray:
        """Places of last known values from which all steps are known afterwards, oldest first."""
        return np.arange(self.learned - 1, len(self.values) - self.horizon)


def split(ts: TimeSeries) -> Split:
    """The newest quarter is walked into, the rest learned from.

    Raises:
        SeriesTooShort: See `core.learn.windows.known`.
    """
    values = known(ts)
    n, period = len(values), ts.seasonal_period
    horizon = max(min(ts.frequency.horizon, n // 6), 2)
    learned = n - max(n // 4, horizon)
    most = min(longest(n, period), (learned - horizon - 1) // 3)
    return Split(values, len(ts) - n, learned, horizon, most)


@dataclass(frozen=True, eq=False)
class Linear:
    """Weighted sums of a window: one layer, without a hidden one.

    Attributes:
        weights: Shape (lookback + 1, steps), the last row the biases.
        middle: What is taken off values before and put back after.
    """

    weights: np.ndarray = field(repr=False)
    middle: float

    @property
    def lookback(self) -> int:
        """Values it sees."""
        return len(self.weights) - 1

    def answers(self, windows: np.ndarray) -> np.ndarray:
        """What follows windows (rows, lookback), shape (rows, steps)."""
        return np.asarray(
            (windows - self.middle) @ self.weights[:-1] + self.weights[-1] + self.middle
        )


def fitted(given: Split, lookback: int, steps: int) -> Linear:
    """Weights with the least squared error on what is learned from."""
    past = given.values[: given.learned]
    middle = float(past.mean())
    windows, labels = sliding_windows(past - middle, lookback, steps)
    inputs = np.column_stack([windows, np.ones(len(windows))])
    return Linear(np.linalg.lstsq(inputs, labels, rcond=None)[0], middle)


def windows_before(given: Split, lookback: int, origins: np.ndarray) -> np.ndarray:
    """The window that ends at each origin, shape (origins, lookback)."""
    back = np.arange(1 - lookback, 1)
    return np.asarray(given.values[origins[:, None] + back])


def walk(one: Linear, windows: np.ndarray, horizon: int) -> np.ndarray:
    """Step by step, each forecast becoming the newest value of the next window.

    Args:
        one: Answers one step.
        windows: Known values, shape (rows, lookback).
        horizon: Steps.

    Returns:
        Windows with their forecasts behind them, shape (rows, lookback + horizon): the window of
        step k, from 0, is [k : k + lookback], its answer comes next.
    """
    seen = windows
    for _ in range(horizon):
        seen = np.concatenate([seen, one.answers(seen[:, -one.lookback :])], axis=1)
    return seen


@dataclass(frozen=True, eq=False)
class Both:
    """Both ways of going several steps ahead, from every origin.

    Attributes:
        walked: As `walk` has it, shape (origins, lookback + horizon).
        at_once: Answers of all steps at once, shape (origins, horizon).
        truth: What came, shape (origins, horizon), NaN where that isn't known yet.
        lookback: Values seen.
    """

    walked: np.ndarray = field(repr=False)
    at_once: np.ndarray = field(repr=False)
    truth: np.ndarray = field(repr=False)
    lookback: int

    @property
    def recursive(self) -> np.ndarray:
        """Forecasts of the walk alone, shape (origins, horizon)."""
        return self.walked[:, self.lookback :]

    @property
    def recursive_errors(self) -> np.ndarray:
        """Mean absolute error at each step ahead, of the same values for all, shape (horizon,).

        From a single origin they can't be the same: there it is the one error at each step.
        """
        return self._errors(self.recursive)

    @property
    def direct_errors(self) -> np.ndarray:
        """The same of answering at once."""
        return self._errors(self.at_once)

    @property
    def judged(self) -> int:
        """How many values those are."""
        starts, horizon = self.truth.shape
        return int(max(starts - horizon, 0) + 1)

    def _errors(self, told: np.ndarray) -> np.ndarray:
        missed, horizon = np.abs(told - self.truth), self.truth.shape[1]
        if len(missed) == 1:
            return np.asarray(missed[0])
        # The value k steps after an origin is k + 1 steps after the one before.
        return np.array(
            [missed[horizon - 1 - k : len(missed) - k, k].mean() for k in range(horizon)]
        )


def both(given: Split, lookback: int) -> Both:
    """Fit both ways on what is learned from, and go ahead from every origin after it."""
    n, horizon = len(given.values), given.horizon
    origins = np.arange(given.learned - 1, n - 1)
    windows = windows_before(given, lookback, origins)
    beyond = np.concatenate([given.values, np.full(horizon, np.nan)])
    return Both(
        walk(fitted(given, lookback, 1), windows, horizon),
        fitted(given, lookback, horizon).answers(windows),
        beyond[origins[:, None] + np.arange(1, horizon + 1)],
        lookback,
    )
