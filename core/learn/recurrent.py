"""A neuron that sees its own last answer, a layer of them, and the sine wave of the course."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from core.calendar import named
from core.models import Recurrent
from core.models.gates import gates
from core.timeseries import TimeSeries

UNITS = 8
"""Neurons of the layer that is shown."""

WAVE, KNOWN, AHEAD = 25, 200, 50
"""Steps of a wave, steps of the sine that are known, and steps to forecast."""

_BEGIN = "1700-01-01"


@dataclass(frozen=True)
class Neuron:
    """One recurrent neuron: h = tanh(weight x + back h + bias)."""

    weight: float
    back: float
    bias: float

    def states(self, inputs: np.ndarray) -> np.ndarray:
        """Its answer after each input, shape (n,), the first after a state of 0."""
        weights = {
            "kernel": np.array([[self.weight]]),
            "recurrent": np.array([[self.back]]),
            "bias": np.array([[self.bias]]),
        }
        return gates("rnn", "tanh", weights, inputs[:, None])["hidden state"][:, 0]

    def left(self, inputs: np.ndarray) -> np.ndarray:
        """How much the last answer moves with each input, shape (n,): dh_n / dx_t.

        By the chain rule: the slope at t times the weight, then slope times `back` at each step
        after it.
        """
        slopes = 1 - self.states(inputs) ** 2
        after = np.concatenate([np.cumprod((self.back * slopes)[::-1])[-2::-1], [1.0]])
        return np.asarray(after * slopes * self.weight)


def scaled(ts: TimeSeries, most: int) -> np.ndarray:
    """The newest observed values, at most `most`, with mean 0 and spread 1 among themselves."""
    values = ts.y.dropna().to_numpy(float)[-most:]
    spread = values.std()
    return np.asarray((values - values.mean()) / spread if spread else np.zeros(len(values)))


def layer(first: Neuron, seed: int = 0) -> dict[str, np.ndarray]:
    """Weights of a layer in which each neuron sees all answers; the first stays as it is.

    The others are drawn at random: what comes in and biases evenly between -1 and 1, what goes
    between neurons with spread 1 / sqrt(`UNITS`).
    """
    rng = np.random.default_rng(seed)
    kernel, bias = rng.uniform(-1, 1, (1, UNITS)), rng.uniform(-1, 1, (1, UNITS))
    recurrent = rng.normal(0, 1 / np.sqrt(UNITS), (UNITS, UNITS))
    kernel[0, 0], bias[0, 0] = first.weight, first.bias
    recurrent[:, 0] = 0
    recurrent[0, 0] = first.back
    return {"kernel": kernel, "recurrent": recurrent, "bias": bias}


def connected(first: Neuron, inputs: np.ndarray) -> np.ndarray:
    """Answers of that layer, shape (n, `UNITS`)."""
    return gates("rnn", "tanh", layer(first), inputs[:, None])["hidden state"]


def _sine(since: int, steps: int) -> np.ndarray:
    return np.sin(2 * np.pi * np.arange(since, since + steps) / WAVE)


def sine() -> TimeSeries:
    """The course's sine wave, `KNOWN` steps of it; its years stand for mere steps."""
    kind = named("yearly", pd.DatetimeIndex([_BEGIN]))
    index = pd.date_range(_BEGIN, periods=KNOWN, freq=kind.alias)
    return TimeSeries("Sine wave", pd.Series(_sine(0, KNOWN), index=index), kind)


def sine_ahead() -> np.ndarray:
    """How the wave goes on, shape (`AHEAD`,)."""
    return _sine(KNOWN, AHEAD)


def plain_network(cell: Any, lookback: int, units: int, epochs: int) -> Recurrent:
    """A network of one cell that answers one step from values between 0 and 1, and no more."""
    return Recurrent(
        lookback=lookback,
        cell=cell,
        epochs=epochs,
        units=units,
        members=1,
        label_length=1,
        loss="quadratic",
        learning_rate=0.01,
        transform="none",
        seasonal="none",
        scaling="minmax",
        early_stopping="off",
    )


def sine_network(lookback: int, units: int, epochs: int) -> Recurrent:
    """A plain SimpleRNN that answers one step, as the course trains it."""
    return plain_network("rnn", lookback, units, epochs)


@dataclass(frozen=True, eq=False)
class Wave:
    """A forecast of the sine wave beside how it goes on.

    Attributes:
        point: The forecast, shape (`AHEAD`,).
        states: Answers of the network's units along its last window, shape (lookback, units).
    """

    point: np.ndarray = field(repr=False)
    states: np.ndarray = field(repr=False)

    @property
    def error(self) -> float:
        """Mean absolute error over all steps."""
        return float(np.abs(self.point - sine_ahead()).mean())
