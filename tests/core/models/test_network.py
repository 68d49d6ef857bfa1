"""The whole network: its parts between the cells, its first weights, its losses."""

from dataclasses import replace

import numpy as np
import pytest

pytestmark = pytest.mark.engine

MEMBERS, LOOKBACK, UNITS, STEPS = 2, 6, 4, 3
WINDOWS = np.random.default_rng(7).normal(size=(MEMBERS, 5, LOOKBACK)).astype(np.float32)
CELLS = ["perceptron", "dense", "rnn", "lstm", "lstm-peephole", "gru"]


def architecture(cell="lstm", **changes):
    from core.models.net.network import Architecture

    plain = Architecture(cell, 1, UNITS, "tanh", "none", 0.0, LOOKBACK, STEPS, 1, MEMBERS)
    return replace(plain, **changes)


def weights(network, spread=0.3):
    """Weights of every member, none of them 0."""
    import tensorflow as tf

    drawn = [network.draw("glorot", seed) for seed in range(MEMBERS)]
    rng = np.random.default_rng(1)
    return {
        name: tf.constant(
            np.stack([each[name] + rng.normal(0, spread, each[name].shape) for each in drawn]),
            tf.float32,
        )
        for name in drawn[0]
    }


def answered(network, given, noise=None, moments=None):
    if moments is None:
        moments = np.zeros((MEMBERS, max(network.depth, 1), 2, UNITS), np.float32)
        moments[:, :, 1] = 1
    said, kept = network.answer(given, moments, WINDOWS, noise)
    return said.numpy(), np.asarray(kept)


@pytest.mark.parametrize("layers", [1, 4])
@pytest.mark.parametrize("cell", CELLS)
def test_an_untrained_network_answers_nothing(cell, layers):
    network = architecture(cell, layers=layers)
    said, _ = answered(network, weights(network, spread=0.0))
    assert said.shape == (MEMBERS, 5, STEPS)
    assert not said.any()


def test_a_perceptron_is_a_weighted_sum():
    network = architecture("perceptron")
    given = weights(network)
    expected = WINDOWS @ given["head"].numpy() + given["head_bias"].numpy()
    np.testing.assert_allclose(answered(network, given)[0], expected, atol=1e-6)


def test_layers_stand_on_top_of_each_other():
    import keras

    network = architecture("lstm", layers=2)
    given = weights(network)
    layers = [keras.layers.LSTM(UNITS, return_sequences=True), keras.layers.LSTM(UNITS)]
    seen = WINDOWS[1][..., None]
    for place, layer in enumerate(layers):
        layer.build((None, LOOKBACK, seen.shape[-1]))
        mine = [given[f"{name}_{place}"][1].numpy() for name in ("kernel", "recurrent", "bias")]
        layer.set_weights([*mine[:2], mine[2][0]])
        seen = np.asarray(layer(seen))
    expected = seen @ given["head"][1].numpy() + given["head_bias"][1].numpy()
    np.testing.assert_allclose(answered(network, given)[0][1], expected, atol=1e-5)


@pytest.mark.parametrize("cell", ["dense", "lstm"])
def test_layer_normalisation_is_that_of_keras(cell):
    import keras

    network = architecture(cell, normalisation="layer")
    given = weights(network)
    hidden = _before_the_head(architecture(cell), given)
    layer = keras.layers.LayerNormalization(epsilon=1e-3)
    layer.build(hidden[0].shape)
    layer.set_weights([given["gain_0"][0, 0].numpy(), given["shift_0"][0, 0].numpy()])
    normalised = np.asarray(layer(hidden[0]))
    expected = normalised @ given["head"][0].numpy() + given["head_bias"][0].numpy()
    np.testing.assert_allclose(answered(network, given)[0][0], expected, atol=1e-4)


@pytest.mark.parametrize("cell", ["dense", "lstm"])
def test_batch_normalisation_learns_its_moments_and_uses_them(cell):
    import tensorflow as tf

    network = architecture(cell, normalisation="batch")
    given = weights(network)
    hidden = _before_the_head(architecture(cell), given)
    mean, variance = hidden.mean(axis=1), hidden.var(axis=1)
    said, kept = answered(network, given, noise=tf.constant([1, 1]))
    np.testing.assert_allclose(kept[:, 0, 0], 0.1 * mean, atol=1e-5)
    np.testing.assert_allclose(kept[:, 0, 1], 0.9 + 0.1 * variance, atol=1e-5)
    # In use, learned moments that equal the batch's give what training gave.
    moments = np.stack([mean, variance], axis=1)[:, None].astype(np.float32)
    np.testing.assert_allclose(answered(network, given, moments=moments)[0], said, atol=1e-4)


def _before_the_head(network, given):
    """Outputs of the hidden layer (members, batch, units), by a head that lets them through."""
    import tensorflow as tf

    network = replace(network, steps=UNITS)
    through = {
        name: value for name, value in given.items() if not name.startswith(("gain", "shift"))
    } | {
        "head": tf.eye(UNITS, batch_shape=[MEMBERS]),
        "head_bias": tf.zeros((MEMBERS, 1, UNITS)),
    }
    return answered(network, through)[0]


def test_dropout_leaves_out_its_share_in_training_only():
    import tensorflow as tf

    from core.models.net.network import _dropped

    network = architecture("dense", dropout=0.5)
    given = weights(network)
    still = answered(network, given)[0]
    np.testing.assert_array_equal(still, answered(replace(network, dropout=0.0), given)[0])
    first = answered(network, given, noise=tf.constant([1, 1]))[0]
    assert not np.allclose(first, still)
    np.testing.assert_array_equal(first, answered(network, given, noise=tf.constant([1, 1]))[0])
    assert not np.allclose(first, answered(network, given, noise=tf.constant([1, 2]))[0])
    many = _dropped(tf.ones((100, 100)), 0.3, tf.constant([1, 1])).numpy()
    assert (many == 0).mean() == pytest.approx(0.3, abs=0.02)
    assert many.mean() == pytest.approx(1, abs=0.03)


def test_first_weights_have_the_spread_their_names_promise():
    network = architecture("dense", units=200, lookback=100)
    kernel = {kind: network.draw(kind, 0)["kernel_0"] for kind in ("glorot", "he", "orthogonal")}
    assert np.abs(kernel["glorot"]).max() <= np.sqrt(6 / 300)
    assert kernel["glorot"].std() == pytest.approx(np.sqrt(2 / 300), rel=0.02)
    assert kernel["he"].std() == pytest.approx(np.sqrt(2 / 100), rel=0.02)
    np.testing.assert_allclose(
        kernel["orthogonal"] @ kernel["orthogonal"].T, np.eye(100), atol=1e-9
    )


def test_recurrent_weights_are_orthogonal_and_the_forget_gate_begins_open():
    drawn = architecture("lstm").draw("glorot", 0)
    for gate in np.split(drawn["recurrent_0"], 4, axis=1):
        np.testing.assert_allclose(gate @ gate.T, np.eye(UNITS), atol=1e-9)
    np.testing.assert_array_equal(drawn["bias_0"][0], np.repeat([0, 1, 0, 0], UNITS))


LABELS = np.array([[[1.0, np.nan], [2.0, 4.0]]], np.float32)
SAID = np.array([[[1.5, 9.0], [2.0, 1.0]]], np.float32)


@pytest.mark.parametrize(
    ("loss", "expected"), [("absolute", 3.5), ("quadratic", 9.25), ("huber", 0.125 + 2.5)]
)
def test_losses_count_what_is_known(loss, expected):
    from core.models.net.losses import losses

    total, scored = losses(loss, SAID, LABELS)
    assert total.numpy()[0] == pytest.approx(expected)
    assert scored.numpy()[0] == 3


def test_pinball_is_least_at_the_quantiles():
    from core.models.net.losses import losses
    from core.models.shapes import BAND

    labels = np.random.default_rng(0).normal(size=(1, 4_000, 1)).astype(np.float32)
    at = np.quantile(labels, BAND).astype(np.float32)

    def mean(said):
        return losses("pinball", np.tile(said, (1, 4_000, 1)), labels)[0].numpy()[0]

    for place in range(3):
        for step in (-0.1, 0.1):
            moved = at.copy()
            moved[place] += step
            assert mean(moved) > mean(at)


def test_an_unknown_label_gives_no_gradient():
    import tensorflow as tf

    from core.models.net.losses import losses

    said = tf.constant(SAID)
    for loss in ("absolute", "quadratic", "huber"):
        with tf.GradientTape() as tape:
            tape.watch(said)
            total = losses(loss, said, LABELS)[0]
        slope = tape.gradient(total, said).numpy()
        assert slope[0, 0, 1] == 0
        assert np.isfinite(slope).all()
