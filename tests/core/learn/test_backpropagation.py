import numpy as np
import pytest

from core.learn.activations import ACTIVATIONS
from core.learn.backpropagation import FIRST, NAMES, net, numerical, run
from core.learn.backpropagation_figures import STAGES, net_figure

X, Y = np.array([0.8, -1.3]), 0.4
SMOOTH = [key for key in ACTIVATIONS if key != "step"]


@pytest.mark.parametrize("key", SMOOTH)
@pytest.mark.parametrize("seed", range(3))
def test_gradients_are_those_of_numerical_differences(key, seed):
    weights = np.random.default_rng(seed).normal(size=len(NAMES))
    found = run(weights, ACTIVATIONS[key], X, Y)
    tried = numerical(weights, ACTIVATIONS[key], X, Y)
    np.testing.assert_allclose(found.gradient, tried, atol=1e-8, rtol=1e-6)


def test_gradients_are_those_of_the_chain_rule_written_out():
    w11, w12, w21, w22, b1, b2, v1, v2, c = FIRST
    one, two = np.tanh(w11 * X[0] + w12 * X[1] + b1), np.tanh(w21 * X[0] + w22 * X[1] + b2)
    missed = 2 * (v1 * one + v2 * two + c - Y)
    first, second = missed * v1 * (1 - one**2), missed * v2 * (1 - two**2)
    by_hand = [first * X[0], first * X[1], second * X[0], second * X[1], first, second,
               missed * one, missed * two, missed]  # fmt: skip
    found = run(np.array(FIRST), ACTIVATIONS["tanh"], X, Y)
    np.testing.assert_allclose(found.gradient, by_hand)
    assert found.cost == pytest.approx((missed / 2) ** 2)


def test_trials_know_nothing_of_the_equations():
    # A cost that is off by a constant factor would be found out.
    found = run(np.array(FIRST), ACTIVATIONS["tanh"], X, Y)
    tried = numerical(np.array(FIRST), ACTIVATIONS["tanh"], X, Y)
    assert np.abs(tried - found.gradient / 2).max() > 0.1


def test_a_silent_relu_hands_nothing_back():
    weights = np.array(FIRST)
    weights[4] = -9.0
    found = run(weights, ACTIVATIONS["relu"], X, Y)
    assert found.answers[0][0] == 0
    assert not found.gradient[[0, 1, 4, 6]].any()
    assert found.gradient[[2, 3, 5]].any() == (found.sums[0][1] > 0)


def test_weights_stand_where_their_names_say():
    at = net(np.arange(9.0))
    assert at.hidden[0, 1] == NAMES.index("w¹₁₂")
    assert at.hidden[1, 0] == NAMES.index("w¹₂₁")
    assert at.output_bias[0] == NAMES.index("b²")


def test_later_numbers_are_left_out_of_the_picture():
    found = run(np.array(FIRST), ACTIVATIONS["tanh"], X, Y)

    def told(stage):
        figure = net_figure(np.array(FIRST), found, stage)
        inside = [word for trace in figure.data for word in trace.text or ()]
        return " ".join([*inside, *(note.text for note in figure.layout.annotations)])

    assert "z " not in told(0)
    assert "z " in told(1)
    assert "cost" not in told(1)
    assert "cost" in told(STAGES.index("Answer"))
    assert told(3).count("δ") == 1
    assert told(4).count("δ") == 3
    assert "∂" not in told(4)
    assert told(5).count("∂") == 9
