import numpy as np
import pytest

from core.learn.memory import CELLS, FADED, Memory, drawn, gradients, measured
from core.learn.memory import UNITS as SIZE
from core.learn.recurrent_figures import memory_figure
from core.models.gates import gates

INPUTS = np.random.default_rng(2).normal(size=9)


@pytest.mark.parametrize("cell", CELLS)
def test_gradients_are_those_that_nudges_show(cell):
    weights = drawn(cell, 0.7, 1.2, 3)
    weights["bias"] = weights["bias"] + np.random.default_rng(1).normal(size=weights["bias"].shape)

    def last(inputs):
        return gates(cell, "tanh", weights, inputs[:, None])["hidden state"][-1]

    sizes = []
    for place in range(len(INPUTS)):
        nudge = np.zeros(len(INPUTS))
        nudge[place] = 1e-6
        sizes.append(np.linalg.norm(last(INPUTS + nudge) - last(INPUTS - nudge)) / 2e-6)
    np.testing.assert_allclose(gradients(cell, weights, INPUTS), sizes, rtol=1e-5)


def test_weights_begin_as_on_train():
    from core.models.net.network import fresh
    from core.models.shapes import layer_sizes

    for cell in CELLS:
        begun = fresh(layer_sizes(cell, 0, 1, SIZE), cell, "glorot", 0)
        mine = drawn(cell, 1.0 if cell == "lstm" else 0.0, 1.0, 0)
        for name, weight in mine.items():
            assert weight.shape == begun[f"{name}_0"].shape
        np.testing.assert_allclose(mine["bias"], begun["bias_0"])
        square = mine["recurrent"][:, :SIZE]
        np.testing.assert_allclose(square @ square.T, np.eye(SIZE), atol=1e-9)
        assert np.abs(mine["kernel"]).max() <= np.sqrt(6 / (1 + mine["kernel"].shape[1]))


def test_gated_cells_remember_longer_with_the_gate_open():
    inputs = np.random.default_rng(0).normal(size=60)
    found = measured(inputs, 2.0, 1.0)
    assert found.shares["rnn"][0] == found.shares["lstm"][0] == 1
    for cell in ("lstm", "gru"):
        assert found.shares[cell][30] > 10 * found.shares["rnn"][30]
        assert found.shares[cell][30] > measured(inputs, 0.0, 1.0).shares[cell][30]


def test_a_length_is_where_the_share_falls_below_a_hundredth():
    found = Memory({"rnn": np.array([1, 0.5, 2 * FADED, FADED / 2, 0]), "gru": np.ones(5)})
    assert (found.length("rnn"), found.length("gru")) == (3, None)
    figure = memory_figure(found)
    np.testing.assert_array_equal(figure.data[1].y, found.shares["gru"])
