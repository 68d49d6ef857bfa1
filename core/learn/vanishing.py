"""How large the gradients are in each layer of a deep network, measured before it learns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from core.learn.activations import ACTIVATIONS, Activation
from core.learn.lags import examples, season
from core.timeseries import TimeSeries

WIDTH = 24
"""Neurons in each hidden layer."""

DRAWS = 20
"""Networks that are measured; they differ in their first weights."""

CLIP_AT = 1.0
"""Longest gradient that clipping lets through, as on Train unless set otherwise."""

_WINDOWS, _LONGEST = 64, 24
_EPSILON = 1e-3

Draw = Callable[[np.random.Generator, int, int], np.ndarray]


def _normal(spread: float) -> Draw:
    return lambda rng, rows, columns: rng.normal(0, spread, (DRAWS, rows, columns))


def _glorot(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    limit = np.sqrt(6 / (rows + columns))
    return rng.uniform(-limit, limit, (DRAWS, rows, columns))


def _he(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    return rng.normal(0, np.sqrt(2 / rows), (DRAWS, rows, columns))


FIRST: dict[str, tuple[str, Draw]] = {
    "small": ("Small (0.05)", _normal(0.05)),
    "large": ("Large (1)", _normal(1.0)),
    "glorot": ("Glorot", _glorot),
    "he": ("He", _he),
}
"""Ways to draw first weights, each with its name; Glorot and He look at the size of the layer."""


@dataclass(frozen=True)
class Deep:
    """What is measured.

    Attributes:
        depth: Hidden layers.
        activation: A key of `ACTIVATIONS`.
        first: A key of `FIRST`.
        normalised: Whether sums are brought to mean 0 and spread 1 over the windows.
    """

    depth: int
    activation: str
    first: str
    normalised: bool


@dataclass(frozen=True, eq=False)
class Measured:
    """What was measured, for each of the networks.

    Attributes:
        spreads: Of what each hidden layer answers, shape (DRAWS, depth).
        sizes: Root mean square of the gradient of each layer's weights, the answer's last; shape
            (DRAWS, depth + 1).
        lengths: Of the whole gradient, shape (DRAWS,).
    """

    spreads: np.ndarray = field(repr=False)
    sizes: np.ndarray = field(repr=False)
    lengths: np.ndarray = field(repr=False)

    @property
    def clipping(self) -> np.ndarray:
        """What clipping by norm multiplies each gradient with, shape (DRAWS,)."""
        return np.asarray(CLIP_AT / np.maximum(self.lengths, CLIP_AT))

    @property
    def first(self) -> float:
        """Size of the first layer's gradients, the median of all networks."""
        return float(np.median(self.sizes[:, 0]))


def windows(ts: TimeSeries) -> tuple[np.ndarray, np.ndarray]:
    """The newest windows of a season, shape (n, length), and the values after them, shape (n,).

    Raises:
        DataError: If the series is too short.
    """
    length = min(season(ts), _LONGEST)
    given = examples(ts, tuple(range(1, length + 1)), _WINDOWS)
    return given.inputs, given.values


def draw(deep: Deep, features: int, seed: int = 0) -> list[np.ndarray]:
    """First weights of every layer, each (DRAWS, from, to); biases begin at 0 and are left out."""
    rng = np.random.default_rng(seed)
    _, drawn = FIRST[deep.first]
    sizes = [features, *[WIDTH] * deep.depth, 1]
    return [drawn(rng, *pair) for pair in pairwise(sizes)]


def gradients(
    weights: list[np.ndarray],
    activation: Activation,
    normalised: bool,
    inputs: np.ndarray,
    values: np.ndarray,
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Forward and backward once, for all networks at the same time.

    Args:
        weights: Of every layer, each (networks, from, to).
        activation: Of hidden layers; the answer is a plain sum.
        normalised: Batch normalisation of the sums (Ioffe and Szegedy 2015), gain 1 and shift 0.
        inputs: Shape (n, features).
        values: What is right, shape (n,); the cost is the mean of squared misses.

    Returns:
        What each hidden layer answers, each (networks, n, WIDTH), and the gradient of the cost by
        each of `weights`.
    """
    seen = [np.broadcast_to(inputs, (len(weights[0]), *inputs.shape))]
    sums, spreads = [], []
    for layer in weights[:-1]:
        z = seen[-1] @ layer
        spread = np.sqrt(z.var(axis=1, keepdims=True) + _EPSILON)
        if normalised:
            z = (z - z.mean(axis=1, keepdims=True)) / spread
        sums.append(z)
        spreads.append(spread)
        seen.append(activation.value(z))
    answers = seen[-1] @ weights[-1]
    error = 2 * (answers - values[:, None]) / len(values)
    found = [seen[-1].swapaxes(1, 2) @ error]
    for at in reversed(range(len(sums))):
        error = (error @ weights[at + 1].swapaxes(1, 2)) * activation.slope(sums[at])
        if normalised:
            # Mean and spread move with every window, which is part of the slope.
            z = sums[at]
            along = z * (error * z).mean(axis=1, keepdims=True)
            error = (error - error.mean(axis=1, keepdims=True) - along) / spreads[at]
        found.append(seen[at].swapaxes(1, 2) @ error)
    return seen[1:], found[::-1]


def shallow(activation: str, inputs: np.ndarray, values: np.ndarray) -> float:
    """Size of the first layer's gradients where it is the only hidden one, begun with Glorot."""
    return measure(Deep(1, activation, "glorot", False), inputs, values).first


def measure(deep: Deep, inputs: np.ndarray, values: np.ndarray) -> Measured:
    """How large gradients are in `DRAWS` networks that have not learned yet."""
    weights = draw(deep, inputs.shape[1])
    answers, found = gradients(
        weights, ACTIVATIONS[deep.activation], deep.normalised, inputs, values
    )
    squares = [(each**2).reshape(DRAWS, -1) for each in found]
    return Measured(
        np.stack([each.reshape(DRAWS, -1).std(axis=1) for each in answers], axis=1),
        np.stack([np.sqrt(each.mean(axis=1)) for each in squares], axis=1),
        np.sqrt(np.sum([each.sum(axis=1) for each in squares], axis=0)),
    )
