"""One neuron on two values of a series: will the next value be above the middle?"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.learn.lags import season
from core.timeseries import TimeSeries

HIGHEST = 10.0
"""Inputs run from 0, the lowest value of the series, to this, the highest."""

MOST = 400
"""Points that are shown, the newest."""

STRONGEST = 2.0
"""Weights of a neuron that learned are scaled to this: its line stays where it is."""


@dataclass(frozen=True)
class Neuron:
    """Two weights and a bias."""

    weights: tuple[float, float]
    bias: float

    def sums(self, inputs: np.ndarray) -> np.ndarray:
        """Weighted sums z, shape (n,), of inputs, shape (n, 2)."""
        return np.asarray(inputs @ np.array(self.weights) + self.bias)

    def answers(self, inputs: np.ndarray) -> np.ndarray:
        """Whether it says yes, shape (n,), bool."""
        return self.sums(inputs) > 0

    def line(self) -> np.ndarray | None:
        """Where its sum is 0 within the square of all inputs, shape (2, 2): two ends, each (x1,
        x2); None if that lies outside.
        """
        (one, two), ends = self.weights, []
        for edge in (0.0, HIGHEST):
            if two:
                ends.append((edge, -(one * edge + self.bias) / two))
            if one:
                ends.append((-(two * edge + self.bias) / one, edge))
        inside = {
            (round(x, 9), round(y, 9))
            for x, y in ends
            if -1e-9 <= x <= HIGHEST + 1e-9 and -1e-9 <= y <= HIGHEST + 1e-9
        }
        if len(inside) < 2:
            return None
        ordered = sorted(inside)
        return np.array([ordered[0], ordered[-1]])


@dataclass(frozen=True, eq=False)
class Points:
    """What the neuron is asked about: a point for each value whose inputs are known.

    Attributes:
        inputs: Shape (n, 2), from 0 to `HIGHEST`.
        above: Whether the value was above the middle, shape (n,).
        stamps: Dates of the values.
        names: What the inputs are, in words.
        middle: The median of the series, in its unit.
    """

    inputs: np.ndarray = field(repr=False)
    above: np.ndarray = field(repr=False)
    stamps: pd.DatetimeIndex = field(repr=False)
    names: tuple[str, str]
    middle: float


def points(ts: TimeSeries) -> Points:
    """The newest points of a series; each has the value before and that of a season before."""
    period = season(ts)
    values = ts.y.to_numpy(float)
    low, high = np.nanmin(values), np.nanmax(values)
    scaled = HIGHEST * (values - low) / (high - low) if high > low else np.zeros(len(values))
    inputs = np.column_stack([scaled[period - 1 : -1], scaled[:-period]])
    after = values[period:]
    known = np.isfinite(inputs).all(axis=1) & np.isfinite(after)
    middle = float(np.nanmedian(values))
    count = ts.frequency.count
    kept = np.flatnonzero(known)[-MOST:]
    return Points(
        inputs[kept],
        after[kept] > middle,
        pd.DatetimeIndex(ts.index[period:][kept]),
        (f"Value {count(1)} before", f"Value {count(period)} before"),
        middle,
    )


def right(neuron: Neuron, given: Points) -> int:
    """How many points it answers rightly."""
    return int((neuron.answers(given.inputs) == given.above).sum())


def learn(neuron: Neuron, given: Points, rate: float = 0.05) -> Neuron:
    """One pass over all points by the rule of Rosenblatt (1958): who errs, moves towards the point.

    Where a point is answered wrongly its inputs, times the rate, are added to the weights or taken
    away; the bias counts as the weight of an input that is always `HIGHEST`, so that it keeps pace.
    """
    weights, bias = np.array(neuron.weights), neuron.bias
    for inputs, above in zip(given.inputs, given.above, strict=True):
        wrong = int(above) - int(inputs @ weights + bias > 0)
        weights = weights + rate * wrong * inputs
        bias += rate * wrong * HIGHEST
    largest = float(np.abs(weights).max())
    scale = STRONGEST / largest if largest > STRONGEST else 1.0
    one, two = (float(weight) for weight in weights * scale)
    return Neuron((one, two), bias * scale)
