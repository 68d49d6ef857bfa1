"""The cells against NumPy written from the formulas, and against Keras's own layers."""

import numpy as np
import pytest

pytestmark = pytest.mark.engine

MEMBERS, BATCH, LOOKBACK, UNITS, HORIZON = 2, 5, 7, 4, 3
RNG = np.random.default_rng(7)
WINDOWS = RNG.normal(size=(MEMBERS, BATCH, LOOKBACK)).astype(np.float32)
CELLS = ["rnn", "lstm", "lstm-peephole", "gru"]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def by_hand(cell, w, windows):
    """Outputs of one member at the end of its windows, step by step."""
    h = c = np.zeros((len(windows), UNITS))
    for x in windows.T[..., None]:
        z = x @ w["kernel"] + w["offset"]
        if cell == "rnn":
            h = np.tanh(z + h @ w["recurrent"])
        elif cell == "gru":
            old = h @ w["recurrent"] + w["reset"]
            update, reset = (sigmoid(z[:, k : k + UNITS] + old[:, k : k + UNITS]) for k in (0, 4))
            new = np.tanh(z[:, 8:] + reset * old[:, 8:])
            h = update * h + (1 - update) * new
        else:
            i, f, g, o = np.split(z + h @ w["recurrent"], 4, axis=1)
            see = w.get("peepholes", np.zeros((3, UNITS)))
            i, f = sigmoid(i + see[0] * c), sigmoid(f + see[1] * c)
            c = f * c + i * np.tanh(g)
            h = sigmoid(o + see[2] * c) * np.tanh(c)
    return h


def weights(cell):
    """Weights of every member, none of them 0."""
    from core.models.net.cells import draw

    drawn = [draw(cell, UNITS, LOOKBACK, HORIZON, seed) for seed in range(MEMBERS)]
    rng = np.random.default_rng(1)
    return {
        name: np.stack([each[name] + rng.normal(0, 0.3, each[name].shape) for each in drawn])
        for name in drawn[0]
    }


def variables(cell):
    import tensorflow as tf

    return {name: tf.Variable(value, dtype=tf.float32) for name, value in weights(cell).items()}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_computes_its_formula(cell):
    from core.models.net.cells import hidden

    found = hidden(cell, variables(cell), WINDOWS).numpy()
    for member in range(MEMBERS):
        mine = {name: value[member] for name, value in weights(cell).items()}
        np.testing.assert_allclose(found[member], by_hand(cell, mine, WINDOWS[member]), atol=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_gradients_are_those_of_the_formula(cell):
    import tensorflow as tf

    from core.models.net.cells import hidden

    start, size = weights(cell), 1e-5
    trained = variables(cell)
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(hidden(cell, trained, WINDOWS) ** 2)
    inner = [name for name in trained if name not in ("head", "bias")]
    slopes = tape.gradient(total, [trained[name] for name in inner])
    for name, slope in zip(inner, slopes, strict=True):
        direction = np.random.default_rng(2).normal(size=start[name].shape)

        def loss(step, name=name, direction=direction):
            moved = start | {name: start[name] + step * direction}
            return sum(
                (
                    by_hand(cell, {key: value[m] for key, value in moved.items()}, WINDOWS[m]) ** 2
                ).sum()
                for m in range(MEMBERS)
            )

        expected = (loss(size) - loss(-size)) / (2 * size)
        assert (slope.numpy() * direction).sum() == pytest.approx(expected, rel=1e-3, abs=1e-4)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_a_cell_is_that_of_keras(cell):
    import keras

    from core.models.net.cells import hidden

    layer = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}[
        cell
    ](UNITS)
    layer.build((None, LOOKBACK, 1))
    mine = variables(cell)
    found = hidden(cell, mine, WINDOWS).numpy()
    for member in range(MEMBERS):
        each = {name: value.numpy()[member] for name, value in mine.items()}
        bias = each["offset"][0]
        if cell == "gru":
            bias = np.stack([bias, each["reset"][0]])
        layer.set_weights([each["kernel"], each["recurrent"], bias])
        theirs = np.asarray(layer(WINDOWS[member][..., None]))
        np.testing.assert_allclose(found[member], theirs, atol=1e-5)


@pytest.mark.parametrize("cell", [*CELLS, "dense"])
def test_an_untrained_network_answers_nothing(cell):
    import tensorflow as tf

    from core.models.net.cells import answer, draw

    first = draw(cell, UNITS, LOOKBACK, HORIZON, 0)
    one = {name: tf.Variable(value[None], dtype=tf.float32) for name, value in first.items()}
    assert not answer(cell, one, WINDOWS[:1]).numpy().any()
