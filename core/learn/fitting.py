"""A small network trained on a series, with the newest windows kept back: under- and overfit."""

from dataclasses import dataclass, field

import numpy as np

from core.forecaster import filled
from core.timeseries import TimeSeries

MOST = 30
"""Windows it learns from, the newest of those not kept back: few, so that overfitting shows."""

EPOCHS = 400
LONGEST = 24
_RATE, _DECAY, _SQUARES, _LEAST = 0.01, 0.9, 0.999, 1e-8
_CLOSE = 1.02


@dataclass(frozen=True, eq=False)
class Examples:
    """Windows with the value after each, in units of the usual change, less the last value.

    Attributes:
        inputs: Shape (n, lookback).
        answers: Shape (n,).
        kept_inputs: Of those kept back, the newest, shape (m, lookback).
        kept_answers: Shape (m,).
    """

    inputs: np.ndarray = field(repr=False)
    answers: np.ndarray = field(repr=False)
    kept_inputs: np.ndarray = field(repr=False)
    kept_answers: np.ndarray = field(repr=False)


@dataclass(frozen=True, eq=False)
class Course:
    """Losses by epoch.

    Attributes:
        training: On what it learns from, shape (epochs,).
        validation: On what was kept back, same shape.
    """

    training: np.ndarray = field(repr=False)
    validation: np.ndarray = field(repr=False)

    @property
    def best(self) -> int:
        """The epoch, from 1, after which the validation loss was least."""
        return int(np.argmin(self.validation)) + 1

    def state(self, epoch: int) -> str:
        """What a network is that stops after an epoch: "underfit", "overfit" or "about right"."""
        least = self.validation.min()
        if self.validation[epoch - 1] <= _CLOSE * least:
            return "about right"
        return "underfit" if epoch < self.best else "overfit"


def examples(ts: TimeSeries) -> Examples:
    """Windows of a season, or a few steps; the newest third is kept back."""
    values = filled(ts)[0]
    season = ts.seasonal_period if 1 < ts.seasonal_period <= LONGEST else LONGEST // 2
    lookback = max(min(season, len(values) // 3), 1)
    scale = float(np.std(np.diff(values))) or 1.0
    rows = np.lib.stride_tricks.sliding_window_view(values, lookback + 1)[-MOST * 3 // 2 :]
    inputs = (rows[:, :-1] - rows[:, -2:-1]) / scale
    answers = (rows[:, -1] - rows[:, -2]) / scale
    learned = max(len(rows) * 2 // 3, 1)
    return Examples(
        inputs[:learned], answers[:learned], inputs[learned - len(rows) :],
        answers[learned - len(rows) :],
    )  # fmt: skip


def begin(units: int, lookback: int, seed: int = 1) -> np.ndarray:
    """First weights, all in one row: hidden weights and biases, then those of the answer."""
    rng = np.random.default_rng(seed)
    limit = np.sqrt(6 / (lookback + units))
    hidden = rng.uniform(-limit, limit, lookback * units)
    answer = rng.uniform(-1, 1, units) * np.sqrt(6 / (units + 1))
    return np.concatenate([hidden, np.zeros(units), answer, [0.0]])


def loss_and_slope(
    weights: np.ndarray, units: int, inputs: np.ndarray, answers: np.ndarray
) -> tuple[float, np.ndarray]:
    """Mean squared miss of a network with one tanh layer, and its gradient, shape of `weights`."""
    kernel, bias, answer, last = _parts(weights, units)
    hidden = np.tanh(inputs @ kernel + bias)
    miss = hidden @ answer + last - answers
    back = (2 / len(miss)) * miss
    inner = back[:, None] * answer * (1 - hidden**2)
    slope = np.concatenate(
        [(inputs.T @ inner).ravel(), inner.sum(axis=0), hidden.T @ back, [back.sum()]]
    )
    return float(np.mean(miss**2)), slope


def loss(weights: np.ndarray, units: int, inputs: np.ndarray, answers: np.ndarray) -> float:
    """Mean squared miss."""
    kernel, bias, answer, last = _parts(weights, units)
    return float(np.mean((np.tanh(inputs @ kernel + bias) @ answer + last - answers) ** 2))


def course(given: Examples, units: int, epochs: int = EPOCHS) -> Course:
    """Train with Adam, all windows in one batch, and take both losses after each epoch."""
    weights = begin(units, given.inputs.shape[1])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    training, validation = np.empty(epochs), np.empty(epochs)
    for epoch in range(epochs):
        _, slope = loss_and_slope(weights, units, given.inputs, given.answers)
        mean += (1 - _DECAY) * (slope - mean)
        square += (1 - _SQUARES) * (slope**2 - square)
        size = _RATE * np.sqrt(1 - _SQUARES ** (epoch + 1)) / (1 - _DECAY ** (epoch + 1))
        weights = weights - size * mean / (np.sqrt(square) + _LEAST)
        training[epoch] = loss(weights, units, given.inputs, given.answers)
        validation[epoch] = loss(weights, units, given.kept_inputs, given.kept_answers)
    return Course(training, validation)


def _parts(
    weights: np.ndarray, units: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    lookback = (len(weights) - 1) // units - 2
    kernel = weights[: lookback * units].reshape(lookback, units)
    bias, answer = weights[lookback * units : -1].reshape(2, units)
    return kernel, bias, answer, weights[-1]
