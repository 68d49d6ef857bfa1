"""The cells against NumPy written from the formulas, and against Keras's own layers."""

import numpy as np
import pytest

pytestmark = pytest.mark.engine

MEMBERS, BATCH, STEPS, UNITS = 2, 5, 7, 4
RNG = np.random.default_rng(7)
CELLS = ["rnn", "lstm", "lstm-peephole", "gru"]
ACTIVATIONS = {
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "relu": lambda x: np.maximum(x, 0),
    "leaky-relu": lambda x: np.where(x > 0, x, 0.1 * x),
    "elu": lambda x: np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1),
}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def by_hand(cell, w, inputs, act=np.tanh):
    """Outputs of one member at every step; inputs (steps, batch, features)."""
    h = c = np.zeros((inputs.shape[1], UNITS))
    outputs = []
    for x in inputs:
        z = x @ w["kernel"] + w["bias"]
        old = w["recurrent"]
        if cell == "rnn":
            h = act(z + h @ old)
        elif cell == "gru":
            update = sigmoid(z[:, :4] + h @ old[:, :4])
            reset = sigmoid(z[:, 4:8] + h @ old[:, 4:8])
            h = update * h + (1 - update) * act(z[:, 8:] + (reset * h) @ old[:, 8:])
        else:
            i, f, g, o = np.split(z + h @ old, 4, axis=1)
            see = w.get("peepholes", np.zeros((3, UNITS)))
            i, f = sigmoid(i + see[0] * c), sigmoid(f + see[1] * c)
            c = f * c + i * act(g)
            h = sigmoid(o + see[2] * c) * act(c)
        outputs.append(h)
    return np.stack(outputs)


def weights(cell, features, members=MEMBERS):
    """Weights of every member, none of them 0."""
    gates = {"rnn": 1, "gru": 3}.get(cell, 4)
    rng = np.random.default_rng(1)
    drawn = {
        "kernel": rng.normal(0, 0.6, (members, features, gates * UNITS)),
        "recurrent": rng.normal(0, 0.4, (members, UNITS, gates * UNITS)),
        "bias": rng.normal(0, 0.3, (members, 1, gates * UNITS)),
    }
    if cell == "lstm-peephole":
        drawn["peepholes"] = rng.normal(0, 0.5, (members, 3, UNITS))
    return drawn


def of_member(drawn, member):
    return {name: value[member] for name, value in drawn.items()}


def tensors(drawn):
    import tensorflow as tf

    return {name: tf.constant(value, tf.float32) for name, value in drawn.items()}


def sequences(members=MEMBERS, batch=BATCH, features=1, steps=STEPS):
    return np.random.default_rng(3).normal(size=(members, steps, batch, features))


@pytest.mark.parametrize("features", [1, 2, 3])
@pytest.mark.parametrize(("members", "batch"), [(2, 5), (1, 5), (1, 1), (3, 4)])
@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_computes_its_formula(cell, members, batch, features):
    from core.models.net.cells import run

    drawn, inputs = weights(cell, features, members), sequences(members, batch, features)
    found = run(cell, "tanh", tensors(drawn), inputs.astype(np.float32)).numpy()
    for member in range(members):
        expected = by_hand(cell, of_member(drawn, member), inputs[member])
        np.testing.assert_allclose(found[member], expected, atol=1e-5)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("cell", CELLS)
def test_every_activation_is_its_formula(cell, activation):
    from core.models.gates import gates
    from core.models.net.cells import run

    drawn, inputs = weights(cell, 1), sequences()
    found = run(cell, activation, tensors(drawn), inputs.astype(np.float32)).numpy()
    expected = by_hand(cell, of_member(drawn, 1), inputs[1], ACTIVATIONS[activation])
    np.testing.assert_allclose(found[1], expected, atol=1e-4)
    inside = gates(cell, activation, of_member(drawn, 1), inputs[1][:, 2])
    np.testing.assert_allclose(inside["hidden state"], expected[:, 2], atol=1e-9)


@pytest.mark.parametrize("members", [1, 2])
@pytest.mark.parametrize("cell", CELLS)
def test_gradients_are_those_of_the_formula(cell, members):
    import tensorflow as tf

    from core.models.net.cells import run

    drawn, inputs, size = weights(cell, 2, members), sequences(members, features=2), 1e-5
    start = drawn | {"inputs": inputs}
    trained = tensors(start)
    rows = np.random.default_rng(5).normal(size=(STEPS, 1, 1))
    with tf.GradientTape() as tape:
        tape.watch(trained)
        inner = {name: value for name, value in trained.items() if name != "inputs"}
        outputs = run(cell, "tanh", inner, trained["inputs"])
        # Every step counts, each differently.
        total = tf.reduce_sum(outputs**2 * rows.astype(np.float32))
    slopes = tape.gradient(total, trained)

    def loss(moved):
        return sum(
            (by_hand(cell, of_member(moved, m), moved["inputs"][m]) ** 2 * rows).sum()
            for m in range(members)
        )

    for name, slope in slopes.items():
        direction = np.random.default_rng(2).normal(size=start[name].shape)
        ahead = loss(start | {name: start[name] + size * direction})
        behind = loss(start | {name: start[name] - size * direction})
        expected = (ahead - behind) / (2 * size)
        assert (slope.numpy() * direction).sum() == pytest.approx(expected, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("members", [1, 3])
@pytest.mark.parametrize("cell", ["lstm", "lstm-peephole", "gru"])
def test_the_fused_path_gives_what_the_formulas_written_out_give(cell, members):
    import tensorflow as tf

    from core.models.net import cells, fused

    assert fused.usable(cell, "tanh") == (not tf.config.list_physical_devices("GPU"))
    drawn, inputs = tensors(weights(cell, 1, members)), sequences(members).astype(np.float32)
    results = []
    for path in (fused.run, lambda *given: cells.written_out(given[0], "tanh", *given[1:])):
        with tf.GradientTape() as tape:
            tape.watch(drawn)
            outputs = path(cell, drawn, tf.constant(inputs))
            total = tf.reduce_mean(outputs**2)
        results.append([outputs, *tape.gradient(total, list(drawn.values()))])
    for mine, theirs in zip(*results, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-5)


@pytest.mark.parametrize("cell", ["lstm", "lstm-peephole", "gru"])
def test_a_single_window_has_a_gradient_whatever_memory_held_before(cell):
    """A kernel given no windows at all leaves its gradient as it finds it."""
    import tensorflow as tf

    from core.models.net import cells, fused

    drawn, inputs = tensors(weights(cell, 1, 1)), tf.constant(sequences(1, 1), tf.float32)

    def slopes(path):
        with tf.GradientTape() as tape:
            tape.watch(drawn)
            total = tf.reduce_sum(path(cell, drawn, inputs) ** 2)
        return tape.gradient(total, list(drawn.values()))

    expected = slopes(lambda *given: cells.written_out(given[0], "tanh", *given[1:]))
    for _ in range(20):
        used = [tf.fill(each.shape, np.nan) for each in drawn.values() for _ in range(20)]
        used += [tf.fill((1 + UNITS, count * UNITS), np.nan) for count in (3, 4) for _ in range(20)]
        del used
        for mine, formula in zip(slopes(fused.run), expected, strict=True):
            np.testing.assert_allclose(mine, formula, atol=1e-5)


@pytest.mark.parametrize(("cell", "activation"), [("rnn", "tanh"), ("lstm", "relu")])
def test_what_no_kernel_is_made_for_is_written_out(cell, activation):
    from core.models.net import fused

    assert not fused.usable(cell, activation)


def test_a_graphics_card_gets_the_formulas(monkeypatch):
    import tensorflow as tf

    from core.models.net import fused

    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: [kind])
    assert not fused.usable("lstm", "tanh")


@pytest.mark.parametrize("cell", CELLS)
def test_long_windows_give_what_short_ones_would(cell):
    """Beyond `UNROLLED` steps the same formulas run as a loop."""
    from core.models.net.cells import run

    drawn, inputs = weights(cell, 1), sequences(steps=70)
    found = run(cell, "sigmoid", tensors(drawn), inputs.astype(np.float32)).numpy()
    expected = by_hand(cell, of_member(drawn, 0), inputs[0], sigmoid)
    np.testing.assert_allclose(found[0], expected, atol=1e-5)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_a_cell_is_that_of_keras(cell):
    import keras

    from core.models.net.cells import run

    layer = {
        "rnn": keras.layers.SimpleRNN(UNITS, return_sequences=True),
        "lstm": keras.layers.LSTM(UNITS, return_sequences=True),
        "gru": keras.layers.GRU(UNITS, return_sequences=True, reset_after=False),
    }[cell]
    layer.build((None, STEPS, 1))
    drawn, inputs = weights(cell, 1), sequences().astype(np.float32)
    found = run(cell, "tanh", tensors(drawn), inputs).numpy()
    for member in range(MEMBERS):
        mine = of_member(drawn, member)
        layer.set_weights([mine["kernel"], mine["recurrent"], mine["bias"][0]])
        theirs = np.asarray(layer(inputs[member].transpose(1, 0, 2)))
        np.testing.assert_allclose(found[member].transpose(1, 0, 2), theirs, atol=1e-5)
