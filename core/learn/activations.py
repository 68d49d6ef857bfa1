"""Activations of a neuron, with their derivatives."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.learn.lags import scaled
from core.timeseries import TimeSeries

FLAT = 0.05
"""A derivative smaller than this counts as saturated."""

LEAK = 0.1

Curve = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Activation:
    """One activation.

    Attributes:
        label: Its name for people.
        formula: The same as maths.
        value: What it makes of sums, any shape.
        slope: Its derivative there; 0 where there is none.
    """

    label: str
    formula: str
    value: Curve
    slope: Curve

    def saturated(self, sums: np.ndarray) -> np.ndarray:
        """Whether it is saturated at sums, bool."""
        return np.abs(self.slope(sums)) < FLAT


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + e^-z); written by tanh it can't overflow."""
    return 0.5 * (1 + np.tanh(z / 2))


ACTIVATIONS = {
    "step": Activation(
        "Step",
        r"a = 1 \text{ where } z > 0, \text{ else } 0",
        lambda z: (z > 0).astype(float),
        lambda z: np.zeros_like(z, dtype=float),
    ),
    "sigmoid": Activation(
        "Sigmoid",
        r"a = \frac{1}{1 + e^{-z}}",
        sigmoid,
        lambda z: sigmoid(z) * (1 - sigmoid(z)),
    ),
    "tanh": Activation(
        "tanh",
        r"a = \tanh z",
        np.tanh,
        lambda z: 1 - np.tanh(z) ** 2,
    ),
    "relu": Activation(
        "ReLU",
        r"a = \max(0, z)",
        lambda z: np.maximum(z, 0.0),
        lambda z: (z > 0).astype(float),
    ),
    "leaky-relu": Activation(
        "Leaky ReLU",
        rf"a = \max({LEAK}\,z, z)",
        lambda z: np.where(z > 0, z, LEAK * z),
        lambda z: np.where(z > 0, 1.0, LEAK),
    ),
    "elu": Activation(
        "ELU",
        r"a = z \text{ where } z > 0, \text{ else } e^{z} - 1",
        lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0.0))),
        lambda z: np.where(z > 0, 1.0, np.exp(np.minimum(z, 0.0))),
    ),
}
"""By the name that the setting on Train has for it; the step is not among those."""


def newest(ts: TimeSeries, most: int = 24) -> np.ndarray:
    """The newest observed values, at most `most`, brought to mean 0 and spread 1."""
    values = scaled(ts)
    return np.asarray(values[np.isfinite(values)][-most:])
