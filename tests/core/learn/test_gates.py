import re

import numpy as np
import pandas as pd
import pytest

from core.forecaster import Insight
from core.learn.gate_equations import equations
from core.learn.gate_figures import gates_figure
from core.learn.gates import SHOWN, from_forecast, from_practice
from core.models.gates import gates
from core.models.practised.forward import LAYERS
from core.models.practised.inputs import show
from core.models.practised.weights import practice
from tests.builders import seasonal

UNITS = 3


class Told:
    """A forecast, as far as its gates are looked at."""

    def __init__(self, cell, lookback, ts, layers=1):
        rng = np.random.default_rng(4)
        wide = {"gru": 3}.get(cell, 4) * UNITS
        self.weights = {
            "kernel": rng.normal(size=(1, wide)),
            "recurrent": rng.normal(size=(UNITS, wide)) / 2,
            "bias": rng.normal(size=(1, wide)),
        }
        if cell == "lstm-peephole":
            self.weights["peepholes"] = rng.normal(size=(3, UNITS))
        window = rng.normal(size=lookback)
        states = gates(cell, "tanh", self.weights, window[:, None])
        self.insight = Insight(pd.Series(dtype=float), window, (states,) * layers)


def values(line):
    return [float(found) for found in re.findall(r"-?\d+\.\d\d", line)]


@pytest.mark.parametrize("cell", ["lstm", "lstm-peephole", "gru"])
def test_what_is_kept_and_written_is_the_memory(cell):
    ts = seasonal(60)
    (layer,) = from_forecast(Told(cell, 12, ts), ts, cell, "tanh")
    assert layer.memory.shape == (12, UNITS)
    np.testing.assert_allclose(layer.kept + layer.written, layer.memory)
    np.testing.assert_array_equal(layer.held[0], 0)
    np.testing.assert_array_equal(layer.values, ts.values[-12:])
    assert list(layer.stamps) == list(ts.index[-12:])


def test_what_is_left_of_a_memory_is_what_was_kept_time_and_again():
    ts = seasonal(60)
    (layer,) = from_forecast(Told("lstm", 12, ts), ts, "lstm", "tanh")
    by_hand = 1.0
    for step in range(5, 12):
        by_hand *= layer.states["forget gate"][step, 1]
    assert layer.left(4, 1) == pytest.approx(by_hand)
    assert layer.left(11, 1) == 1


def test_a_window_longer_than_the_series_or_the_picture_ends_with_the_newest_values():
    ts = seasonal(30)
    (layer,) = from_forecast(Told("gru", 40, ts), ts, "gru", "tanh")
    assert list(layer.stamps) == list(ts.index)
    long = seasonal(200)
    (layer,) = from_forecast(Told("gru", 100, long), long, "gru", "tanh")
    assert len(layer.stamps) == SHOWN
    assert layer.before.any()
    np.testing.assert_allclose(layer.kept + layer.written, layer.memory)


def test_cells_without_gates_have_none():
    ts = seasonal(60)
    assert from_forecast(Told("lstm", 12, ts), ts, "rnn", "tanh") == []
    assert from_forecast(Told("lstm", 12, ts, layers=0), ts, "lstm", "tanh") == []


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_the_practised_network_is_read_as_it_forecasts(cell):
    ts = seasonal(90)
    first, second = from_practice(ts, cell)
    known = practice(cell).weights
    seen = show(ts.values[None], 1, 12, logs=False).inputs.swapaxes(0, 1)
    for layer, found in enumerate((first, second)):
        fed = seen @ known[f"kernel_{layer}"] + known[f"bias_{layer}"]
        seen = LAYERS[cell](fed, known[f"recurrent_{layer}"], None)
        np.testing.assert_allclose(
            found.states["hidden state"], seen[-SHOWN - 1 : -1, 0], atol=1e-4
        )


@pytest.mark.slow
def test_an_lstm_of_keras_shows_the_same_outputs_and_memory():
    import keras

    ts = seasonal(60)
    told = Told("lstm", 12, ts)
    (found,) = from_forecast(told, ts, "lstm", "tanh")
    layer = keras.layers.LSTM(UNITS, return_sequences=True, return_state=True)
    window = told.insight.window.reshape(1, 12, 1).astype(np.float32)
    layer.build(window.shape)
    weights = told.weights
    layer.set_weights([weights["kernel"], weights["recurrent"], weights["bias"][0]])
    outputs, _, memory = layer(window)
    np.testing.assert_allclose(found.states["hidden state"], outputs[0], atol=1e-5)
    np.testing.assert_allclose(found.memory[-1], memory[0], atol=1e-5)


@pytest.mark.parametrize("cell", ["lstm", "lstm-peephole", "gru"])
def test_equations_hold_with_the_numbers_that_stand_in_them(cell):
    ts = seasonal(60)
    (layer,) = from_forecast(Told(cell, 12, ts), ts, cell, "tanh")
    lines = [line for part in equations(layer, 2, 6) for line in part]
    share, held, other, new, memory = values(next(line for line in lines if line.startswith("&=")))
    assert share * held + other * new == pytest.approx(memory, abs=0.03)
    assert ("p_f" in "".join(lines)) == (cell == "lstm-peephole")
    assert memory == pytest.approx(layer.memory[6, 2], abs=0.005)


def test_the_picture_stacks_what_was_kept_and_written():
    ts = seasonal(60)
    (layer,) = from_forecast(Told("gru", 12, ts), ts, "gru", "tanh")
    figure = gates_figure(ts, layer, 1, 3)
    named = {trace.name: trace.y for trace in figure.data if trace.name}
    np.testing.assert_allclose(named["h: kept"] + named["h: written"], named["h, together"])
    np.testing.assert_array_equal(named["z, what is kept"], layer.states["update gate"][:, 1])
