"""The network of some settings in Keras, line by line."""

import math
from dataclasses import dataclass

from core.models import Recurrent
from core.models.ensemble import LEAST_KNOWN
from core.settings import AUTO
from core.timeseries import TimeSeries
from core.wording import counted, number

LAYERS = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU", "dense": "Dense"}
"""Keras's layers for the cells it has; it has no peephole LSTM, and a perceptron has none."""

_GATES = {"rnn": 1, "lstm": 4, "gru": 3, "lstm-peephole": 4}
_NORMALISED = {"batch": "BatchNormalization()", "layer": "LayerNormalization()"}
_LOSSES = {"absolute": '"mae"', "quadratic": '"mse"', "huber": '"huber"', "pinball": "pinball"}
_QUANTILES = 3


@dataclass(frozen=True)
class Line:
    """A line of the program.

    Attributes:
        kind: What it is: "stack", "input", "layer", "answer", "compile", "stop", "fit", "predict".
        code: Python.
        says: What it does, in words.
        weights: How many weights it adds.
    """

    kind: str
    code: str
    says: str
    weights: int = 0


def windows(ts: TimeSeries, network: Recurrent) -> int:
    """How many windows a series makes for a network, each with a value after it."""
    lag = {"first": 1, "seasonal": ts.seasonal_period}.get(network.differencing, 0)
    return max(len(ts) - 1 - max(LEAST_KNOWN - 1, lag), 1)


def steps(ts: TimeSeries, network: Recurrent) -> int:
    """Steps of gradient descent in an epoch over all windows."""
    return math.ceil(windows(ts, network) / network.batch_size)


def answers(network: Recurrent, horizon: int) -> int:
    """Steps that a network answers at once."""
    whole = network.label_length == AUTO
    return horizon if whole else min(int(network.label_length), horizon)


def lines(network: Recurrent, horizon: int, ts: TimeSeries) -> tuple[Line, ...]:
    """The program.

    Args:
        network: Its settings.
        horizon: Steps to forecast.
        ts: The series, whose windows are counted.
    """
    by_step = network.cell in _GATES
    shape = f"({network.lookback}, 1)" if by_step else f"({network.lookback},)"
    seen = f"A window of {counted(network.lookback, 'step')}, " + (
        "one value at each." if by_step else "all of it at once."
    )
    program = [
        Line("stack", "model = keras.Sequential()", "An empty stack of layers."),
        Line("input", f"model.add(keras.Input({shape}))", seen),
        *_hidden(network),
        _answer(network, horizon),
        _compile(network, ts),
    ]
    if network.early_stopping == "on":
        program.append(
            Line(
                "stop",
                f"stop = keras.callbacks.EarlyStopping(patience={network.patience}, "
                "restore_best_weights=True)",
                f"Ends training after {counted(network.patience, 'epoch')} in a row without a "
                "better validation loss, and takes the best epoch's weights back.",
            )
        )
    program.append(_fit(network, ts))
    program.append(
        Line(
            "predict",
            "forecast = model.predict(newest_window)",
            f"The forecast: {counted(answers(network, horizon), 'step')} at once"
            + (
                "." if answers(network, horizon) == horizon
                else f", fed back until there are {number(horizon)}."
            ),
        )
    )  # fmt: skip
    return tuple(program)


def weights(network: Recurrent, inputs: int) -> int:
    """Weights of one hidden layer, which sees `inputs` numbers (at each step, if it goes by step).

    Each gate has a weight for every input and every unit's own state, and a bias.
    """
    units = network.units
    if network.cell == "dense":
        return units * (inputs + 1)
    peepholes = 3 * units if network.cell == "lstm-peephole" else 0
    return _GATES[network.cell] * units * (inputs + units + 1) + peepholes


def _hidden(network: Recurrent) -> list[Line]:
    found: list[Line] = []
    if network.cell == "perceptron":
        return found
    inputs = 1 if network.cell in _GATES else network.lookback
    name = LAYERS.get(network.cell, "PeepholeLSTM")
    act = f'"{network.activation}"'
    if network.activation == "leaky-relu":
        act = "keras.layers.LeakyReLU(negative_slope=0.1)"
    for layer in range(network.layers):
        told = f"{network.units}, activation={act}"
        last = layer == network.layers - 1
        if network.cell in _GATES and not last:
            told += ", return_sequences=True"
        if network.cell == "gru":
            told += ", reset_after=False"
        own = "" if network.cell in LAYERS else " Keras has none with peepholes: it is your own."
        many = weights(network, inputs)
        place = "keras.layers." if network.cell in LAYERS else ""
        found.append(
            Line(
                "layer",
                f"model.add({place}{name}({told}))",
                f"A layer of {counted(network.units, 'unit')}, {counted(many, 'weight')}.{own}",
                many,
            )
        )
        if network.normalisation in _NORMALISED:
            found.append(
                Line(
                    "layer",
                    f"model.add(keras.layers.{_NORMALISED[network.normalisation]})",
                    "Brings what comes out to mean 0 and spread 1, then scales and moves it: "
                    f"{counted(2 * network.units, 'weight')}.",
                    2 * network.units,
                )
            )
        if network.dropout:
            found.append(
                Line(
                    "layer",
                    f"model.add(keras.layers.Dropout({network.dropout!r}))",
                    "Switches units off at random while it learns.",
                )
            )
        inputs = network.units
    return found


def _answer(network: Recurrent, horizon: int) -> Line:
    wide = answers(network, horizon) * (_QUANTILES if network.loss == "pinball" else 1)
    inputs = network.lookback if network.cell == "perceptron" else network.units
    many = wide * (inputs + 1)
    more = ", three quantiles for each step" if network.loss == "pinball" else ", one for each step"
    return Line(
        "answer",
        f"model.add(keras.layers.Dense({wide}))",
        f"The answer: {counted(wide, 'number')}{more}; {counted(many, 'weight')}.",
        many,
    )


def _compile(network: Recurrent, ts: TimeSeries) -> Line:
    every = network.epochs * steps(ts, network)
    rate = {
        "constant": repr(network.learning_rate),
        "cosine": f"keras.optimizers.schedules.CosineDecay({network.learning_rate!r}, {every})",
        "exponential": "keras.optimizers.schedules.ExponentialDecay("
        f"{network.learning_rate!r}, {every}, 0.1)",
    }[network.schedule]
    name, more = {
        "adam": ("Adam", []),
        "momentum": ("SGD", ["momentum=0.9"]),
        "sgd": ("SGD", []),
    }[network.optimiser]
    clip = {
        "norm": [f"global_clipnorm={network.clip_at!r}"],
        "value": [f"clipvalue={network.clip_at!r}"],
        "none": [],
    }[network.clipping]
    told = ", ".join([rate, *more, *clip])
    own = " Keras has no pinball loss: it is a function of your own." if (
        network.loss == "pinball"
    ) else ""  # fmt: skip
    return Line(
        "compile",
        f"model.compile(keras.optimizers.{name}({told}), loss={_LOSSES[network.loss]})",
        f"How it learns: which loss is made small, and by what steps.{own}",
    )


def _fit(network: Recurrent, ts: TimeSeries) -> Line:
    more = ", callbacks=[stop]" if network.early_stopping == "on" else ""
    return Line(
        "fit",
        f"history = model.fit(windows, answers, epochs={network.epochs}, "
        f"batch_size={network.batch_size}, validation_data=newest{more})",
        f"Learns: {counted(windows(ts, network), 'window')} of this series in batches of "
        f"{number(network.batch_size)} are {counted(steps(ts, network), 'step')} in each of at "
        f"most {counted(network.epochs, 'epoch')}.",
    )
