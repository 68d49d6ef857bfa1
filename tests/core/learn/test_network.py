from dataclasses import replace

import numpy as np
import pytest
from scipy import interpolate

from core.errors import DataError
from core.learn.activations import ACTIVATIONS
from core.learn.network import SHOWN, curve, fit, layers, misses
from core.learn.network_figures import curve_figure, layers_figure
from core.models import Recurrent
from tests.builders import seasonal, series


@pytest.fixture(scope="module")
def given():
    return curve(seasonal(96))


def test_layers_of_a_dense_network_by_hand():
    network = Recurrent(cell="dense", lookback=12, layers=2, units=5)
    window, first, second, answer = layers(network, 6)
    assert (window.size, window.weights, window.hidden) == (12, 0, False)
    assert (first.size, first.weights) == (5, 12 * 5 + 5)
    assert (second.size, second.weights) == (5, 5 * 5 + 5)
    assert (answer.size, answer.weights) == (6, 5 * 6 + 6)
    assert [layer.hidden for layer in (first, second, answer)] == [True, True, False]


def test_a_perceptron_has_no_hidden_layer_and_a_single_label_one_answer():
    _, answer = layers(Recurrent(cell="perceptron", lookback=7, label_length=1), 6)
    assert (answer.size, answer.weights) == (1, 7 + 1)


@pytest.mark.slow
@pytest.mark.parametrize("loss", ["absolute", "pinball"])
@pytest.mark.parametrize("normalisation", ["none", "batch"])
@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn", "lstm-peephole", "dense", "perceptron"])
def test_weights_are_as_many_as_are_trained(cell, normalisation, loss):
    from core.models.net.network import Architecture
    from core.models.shapes import outputs

    spec = Recurrent(
        cell=cell, lookback=9, layers=3, units=7, normalisation=normalisation, loss=loss
    )
    built = Architecture(
        cell, spec.layers, spec.units, spec.activation, normalisation, 0.0, 9, 5, outputs(loss), 1
    )
    found = layers(spec, 5)
    assert sum(layer.weights for layer in found) == sum(
        int(np.prod(size)) for size in built.sizes.values()
    )
    assert sum(layer.hidden for layer in found) == built.depth
    assert found[-1].size == 5 * outputs(loss)


def test_the_fitted_part_runs_from_minus_one_to_one():
    ts = seasonal(200)
    ts.y.iloc[-40] = np.nan
    given = curve(ts)
    assert len(given.values) == SHOWN - 1
    assert given.places[0] == -1
    assert given.places[given.fitted - 1] == pytest.approx(1)
    assert given.places[-1] > 1
    # Places follow the calendar: a missing value leaves a gap.
    assert np.diff(given.places).max() == pytest.approx(2 * np.diff(given.places).min())


def test_evenly_spread_relus_are_a_linear_spline(given):
    neurons = 6
    network = fit(given, neurons, "relu")
    seen = slice(given.fitted)
    knots = np.linspace(-1, 1, neurons + 1)[1:-1]
    spline = interpolate.make_lsq_spline(
        given.places[seen], given.values[seen], np.r_[[-1] * 2, knots, [1 + 1e-9] * 2], k=1
    )
    np.testing.assert_allclose(
        network.answers(given.places[seen]), spline(given.places[seen]), rtol=1e-6
    )


@pytest.mark.parametrize("spread", ["even", "random"])
@pytest.mark.parametrize("key", ACTIVATIONS)
def test_output_weights_are_the_best_there_are(given, key, spread):
    network = fit(given, 7, key, spread)
    best, _ = misses(given, network)
    rng = np.random.default_rng(0)
    for _ in range(20):
        moved = replace(network, output=network.output + rng.normal(size=7))
        assert misses(given, moved)[0] >= best - 1e-9


def test_more_neurons_come_closer_to_a_smooth_curve():
    wave = curve(series(np.sin(np.arange(100) / 6)))
    close = [misses(wave, fit(wave, neurons, "tanh"))[0] for neurons in (2, 8, 32)]
    assert close[0] > 5 * close[1] > 5 * close[2]
    assert close[2] < 1e-2


def test_what_neurons_add_is_the_answer(given):
    network = fit(given, 4, "sigmoid")
    total = network.parts(given.places).sum(axis=1) + network.output_bias
    np.testing.assert_allclose(network.answers(given.places), total)


def test_too_few_values_are_told():
    with pytest.raises(DataError, match="it has 5"):
        curve(series([1, 2, 3, 4, 5]))


def test_a_series_that_never_moves_is_fitted():
    ts = series([5.0] * 40)
    given = curve(ts)
    network = fit(given, 10, "relu")
    np.testing.assert_allclose(misses(given, network), 0, atol=1e-6)
    curve_figure(given, network, ts)


def test_large_layers_are_drawn_by_a_few_neurons_and_told_in_full():
    figure = layers_figure(layers(Recurrent(units=200, lookback=24), 3))
    columns = [trace for trace in figure.data if trace.mode == "markers"]
    assert [len(column.y) for column in columns] == [1, 7, 3]
    words = " ".join(note.text for note in figure.layout.annotations)
    assert "Window of 24<br>one at a time" in words
    assert "<b>200</b>" in words
    assert words.count("⋮") == 1
