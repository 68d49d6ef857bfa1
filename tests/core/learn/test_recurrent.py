import numpy as np
import pytest
from scipy import optimize

from core.learn.recurrent import (
    AHEAD,
    KNOWN,
    UNITS,
    WAVE,
    Neuron,
    Wave,
    connected,
    layer,
    scaled,
    sine,
    sine_ahead,
    sine_network,
)
from core.learn.recurrent_figures import COPIES, neuron_figure, sine_figure, states_figure
from core.learn.training import LessonTraining
from tests.builders import seasonal

NEURON = Neuron(0.6, -0.8, 0.1)
INPUTS = scaled(seasonal(60), 24)


def test_a_state_follows_from_the_one_before():
    states, old = NEURON.states(INPUTS), 0.0
    for x, state in zip(INPUTS, states, strict=True):
        old = np.tanh(0.6 * x - 0.8 * old + 0.1)
        assert state == pytest.approx(old)


def test_without_its_state_a_neuron_follows_the_input_alone():
    np.testing.assert_allclose(Neuron(0.6, 0, 0.1).states(INPUTS), np.tanh(0.6 * INPUTS + 0.1))


@pytest.mark.parametrize("many", [1, 2, 24])
def test_what_is_left_of_each_input_is_what_a_nudge_shows(many):
    inputs = INPUTS[:many]
    measured = optimize.approx_fprime(inputs, lambda x: NEURON.states(x)[-1], 1e-7)
    np.testing.assert_allclose(NEURON.left(inputs), measured, atol=1e-6)


@pytest.mark.slow
def test_a_layer_is_a_simple_rnn_of_keras_and_its_first_neuron_the_one_of_the_sliders():
    import keras

    states, weights = connected(NEURON, INPUTS), layer(NEURON)
    np.testing.assert_allclose(states[:, 0], NEURON.states(INPUTS))
    other = keras.layers.SimpleRNN(UNITS, return_sequences=True)
    seen = INPUTS.reshape(1, -1, 1).astype(np.float32)
    other.build(seen.shape)
    other.set_weights([weights["kernel"], weights["recurrent"], weights["bias"][0]])
    np.testing.assert_allclose(states, other(seen)[0], atol=1e-5)


def test_inputs_are_brought_to_mean_0_and_spread_1():
    assert (INPUTS.mean(), INPUTS.std()) == (pytest.approx(0), pytest.approx(1))
    flat = seasonal(30)
    flat.y.iloc[:] = 5.0
    assert not scaled(flat, 24).any()


def test_the_wave_goes_on_where_it_ends():
    whole = np.concatenate([sine().values, sine_ahead()])
    np.testing.assert_allclose(whole, np.sin(2 * np.pi * np.arange(KNOWN + AHEAD) / WAVE))
    assert Wave(sine_ahead() + 0.5, np.zeros((2, 2))).error == pytest.approx(0.5)


def test_the_folded_neuron_has_a_loop_and_the_unrolled_one_copies():
    states = NEURON.states(INPUTS)
    unrolled = neuron_figure(NEURON, INPUTS, states, False)
    assert unrolled.data[1].text == tuple(f"{state:.2f}" for state in states[-COPIES:])
    assert not unrolled.layout.shapes
    folded = neuron_figure(NEURON, INPUTS, states, True)
    assert folded.data[1].text == (f"{states[-1]:.2f}",)
    assert len(folded.layout.shapes) == 1


def test_pictures_show_the_states():
    ts = seasonal(60)
    one = states_figure(ts, INPUTS, NEURON.states(INPUTS)[:, None])
    np.testing.assert_array_equal(one.data[1].y, NEURON.states(INPUTS))
    many = connected(NEURON, INPUTS)
    np.testing.assert_array_equal(states_figure(ts, INPUTS, many).data[1].z, many.T)
    assert len(sine_figure(None).data) == 2
    assert len(sine_figure(Wave(sine_ahead(), many)).data) == 4


@pytest.mark.slow
def test_a_simple_rnn_learns_the_wave():
    from core.folds import one_by_one
    from core.progress import silent

    def error(epochs):
        request = LessonTraining(sine(), sine_network(WAVE, 16, epochs), AHEAD)
        forecast = request.carry_out(silent, one_by_one, None)
        states = forecast.insight.layers[0]["hidden state"]
        assert states.shape == (WAVE, 16)
        return Wave(forecast.table["point"].to_numpy(), states).error

    assert error(25) < 0.1 < error(1)
