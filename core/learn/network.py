"""Layers: those of the network set on Train, and how a hidden one fits a curve."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.errors import DataError
from core.learn.activations import ACTIVATIONS
from core.models import Recurrent
from core.settings import AUTO
from core.timeseries import TimeSeries
from core.wording import number

SHOWN = 72
"""Values that the curve is fitted to and tried on, the newest."""

HELD = 0.15
"""Share of them, the newest, that the fit doesn't see."""

LEAST = 12
_BAND = 3
_GATES = {"dense": 1, "rnn": 1, "gru": 3, "lstm": 4, "lstm-peephole": 4}
_SMALLEST = 1e-8


@dataclass(frozen=True)
class Layer:
    """One layer of a network.

    Attributes:
        label: What it is.
        size: How many numbers it hands on at once.
        weights: How many weights and biases it learns; 0 for the window.
        hidden: Whether it stands between window and answer.
    """

    label: str
    size: int
    weights: int
    hidden: bool


def layers(network: Recurrent, horizon: int) -> tuple[Layer, ...]:
    """The layers of one of the networks that a training would train, from window to answer."""
    recurrent = network.cell not in ("dense", "perceptron")
    features = 1 if recurrent else network.lookback
    window = f"Window of {number(network.lookback)}, one at a time" if recurrent else "Window"
    found = [Layer(window, features, 0, False)]
    for _ in range(0 if network.cell == "perceptron" else network.layers):
        found.append(Layer(network.name, network.units, _weights(network, features), True))
        features = network.units
    steps = horizon if network.label_length == AUTO else min(int(network.label_length), horizon)
    # By the quantile loss it answers a band and its middle.
    answers = steps * (_BAND if network.loss == "pinball" else 1)
    return (*found, Layer("Answer", answers, (features + 1) * answers, False))


def _weights(network: Recurrent, features: int) -> int:
    """Weights and biases of a hidden layer."""
    units = network.units
    inputs = features + 1 + (0 if network.cell == "dense" else units)
    peepholes = 3 * units if network.cell == "lstm-peephole" else 0
    gain_and_shift = 0 if network.normalisation == "none" else 2 * units
    return _GATES[network.cell] * inputs * units + peepholes + gain_and_shift


@dataclass(frozen=True, eq=False)
class Curve:
    """Values along their place in time.

    Attributes:
        places: Shape (n,); from -1 to 1 in the part that is fitted, beyond 1 after it.
        values: Shape (n,), in the unit of the series.
        stamps: Their dates.
        fitted: How many are fitted, from the first.
    """

    places: np.ndarray = field(repr=False)
    values: np.ndarray = field(repr=False)
    stamps: pd.DatetimeIndex = field(repr=False)
    fitted: int


def curve(ts: TimeSeries) -> Curve:
    """The newest values of a series.

    Raises:
        DataError: If it has fewer than `LEAST`.
    """
    y = ts.y.iloc[-SHOWN:].dropna()
    if len(y) < LEAST:
        raise DataError(
            f"This picture needs {LEAST} values among the newest {SHOWN} of {ts.name}; it has "
            f"{len(y)}. Load a longer series."
        )
    fitted = len(y) - max(int(HELD * len(y)), 1)
    at = ts.index.get_indexer(pd.DatetimeIndex(y.index)).astype(float)
    places = 2 * (at - at[0]) / (at[fitted - 1] - at[0]) - 1
    return Curve(places, y.to_numpy(float), pd.DatetimeIndex(y.index), fitted)


@dataclass(frozen=True, eq=False)
class Hidden:
    """A network of one input, one hidden layer and one answer.

    Attributes:
        activation: A key of `ACTIVATIONS`.
        weights: Of the hidden neurons, shape (neurons,).
        biases: Theirs, shape (neurons,).
        output: Of the answer, shape (neurons,).
        output_bias: Its bias.
    """

    activation: str
    weights: np.ndarray = field(repr=False)
    biases: np.ndarray = field(repr=False)
    output: np.ndarray = field(repr=False)
    output_bias: float

    def parts(self, places: np.ndarray) -> np.ndarray:
        """What each neuron adds to the answer, shape (n, neurons)."""
        sums = places[:, None] * self.weights + self.biases
        return np.asarray(ACTIVATIONS[self.activation].value(sums) * self.output)

    def answers(self, places: np.ndarray) -> np.ndarray:
        """What it answers, shape (n,)."""
        return np.asarray(self.parts(places).sum(axis=1) + self.output_bias)


def fit(given: Curve, neurons: int, activation: str, spread: str = "even") -> Hidden:
    """Hidden neurons put along time, and the output weights that fit best by squares.

    Hidden weights are set and not learned, so that the best output weights can be solved for at
    once: no descent, no luck.

    Args:
        given: What to fit.
        neurons: Hidden neurons, at least 1.
        activation: A key of `ACTIVATIONS`.
        spread: "even" for bends at equal distances, "random" for bends drawn at random.
    """
    if spread == "even":
        bends = np.linspace(-1, 1, neurons + 1)[:-1] if neurons > 1 else np.array([-1.0])
    else:
        bends = np.random.default_rng(0).uniform(-1, 1, neurons)
    # The more neurons, the shorter the stretch over which each of them turns.
    weights = np.full(neurons, 1.0 + neurons)
    biases = -weights * bends
    seen = slice(given.fitted)
    blank = Hidden(activation, weights, biases, np.ones(neurons), 0.0)
    columns = np.column_stack([blank.parts(given.places[seen]), np.ones(given.fitted)])
    solved = np.linalg.lstsq(columns, given.values[seen], rcond=_SMALLEST)[0]
    return Hidden(activation, weights, biases, solved[:-1], float(solved[-1]))


def misses(given: Curve, network: Hidden) -> tuple[float, float]:
    """Root mean squared miss where it was fitted, and beyond; in the unit of the series."""
    missed = network.answers(given.places) - given.values
    within, beyond = missed[: given.fitted], missed[given.fitted :]
    return float(np.sqrt(np.mean(within**2))), float(np.sqrt(np.mean(beyond**2)))
