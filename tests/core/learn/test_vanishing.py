import numpy as np
import pytest

from core.learn.activations import ACTIVATIONS
from core.learn.vanishing import (
    CLIP_AT,
    DRAWS,
    WIDTH,
    Deep,
    draw,
    gradients,
    measure,
    shallow,
    windows,
)
from core.learn.vanishing_figures import vanishing_figure
from tests.builders import seasonal, series


@pytest.fixture(scope="module")
def given():
    return windows(seasonal(120))


def cost(weights, activation, normalised, inputs, values):
    """Of one network, written as a loop over its layers."""
    seen = inputs
    for layer in weights[:-1]:
        z = seen @ layer
        if normalised:
            z = (z - z.mean(0)) / np.sqrt(z.var(0) + 1e-3)
        seen = activation.value(z)
    return float(np.mean(((seen @ weights[-1])[:, 0] - values) ** 2))


@pytest.mark.parametrize("normalised", [False, True])
@pytest.mark.parametrize("key", ["sigmoid", "tanh", "leaky-relu", "elu"])
def test_gradients_are_those_of_numerical_differences(given, key, normalised):
    inputs, values = given
    activation = ACTIVATIONS[key]
    weights = draw(Deep(3, key, "glorot", normalised), inputs.shape[1])
    _, found = gradients(weights, activation, normalised, inputs, values)
    rng, net, step = np.random.default_rng(1), 4, 1e-6
    for layer, slopes in enumerate(found):
        for _ in range(3):
            row, column = (int(rng.integers(size)) for size in slopes.shape[1:])
            costs = []
            for side in (step, -step):
                moved = [each[net].copy() for each in weights]
                moved[layer][row, column] += side
                costs.append(cost(moved, activation, normalised, inputs, values))
            tried = (costs[0] - costs[1]) / (2 * step)
            assert slopes[net, row, column] == pytest.approx(tried, rel=1e-3, abs=1e-7)


def test_windows_are_a_season_with_the_value_after_each():
    ts = seasonal(60)
    y = (ts.values - ts.values.mean()) / ts.values.std()
    inputs, values = windows(ts)
    assert inputs.shape == (48, 12)
    np.testing.assert_allclose(values, y[12:])
    # The newest first.
    np.testing.assert_allclose(inputs[0], y[:12][::-1])


def test_first_weights_have_the_spread_they_are_known_for():
    deep = Deep(2, "tanh", "glorot", False)
    spreads = {
        first: draw(Deep(2, "tanh", first, False), 12)[1].std() for first in
        ("small", "large", "glorot", "he")
    }  # fmt: skip
    assert spreads["small"] == pytest.approx(0.05, rel=0.05)
    assert spreads["large"] == pytest.approx(1, rel=0.05)
    assert spreads["glorot"] == pytest.approx(np.sqrt(2 / (WIDTH + WIDTH)), rel=0.05)
    assert spreads["he"] == pytest.approx(np.sqrt(2 / WIDTH), rel=0.05)
    np.testing.assert_array_equal(draw(deep, 12)[0], draw(deep, 12)[0])


def test_what_the_lesson_says_is_what_is_measured(given):
    def share(activation, first, normalised=False, depth=12):
        deep = Deep(depth, activation, first, normalised)
        return measure(deep, *given).first / shallow(activation, *given)

    assert share("sigmoid", "glorot") < 1e-4
    assert 0.01 < share("tanh", "glorot") < 100
    assert 0.01 < share("relu", "he") < 100
    assert share("relu", "small") < 1e-4
    assert share("relu", "large") > 1e4
    assert share("relu", "large", normalised=True) < 1e-2 * share("relu", "large")
    # The deeper, the less comes back.
    assert share("sigmoid", "glorot", depth=20) < share("sigmoid", "glorot", depth=4)


def test_clipping_makes_long_gradients_as_long_as_allowed(given):
    measured = measure(Deep(8, "relu", "large", False), *given)
    np.testing.assert_allclose(measured.lengths * measured.clipping, CLIP_AT)
    short = measure(Deep(8, "sigmoid", "small", False), *given)
    assert (short.clipping[short.lengths <= CLIP_AT] == 1).all()


def test_sizes_and_lengths_are_of_the_same_gradient(given):
    measured = measure(Deep(3, "tanh", "glorot", False), *given)
    counts = np.array([given[0].shape[1] * WIDTH, WIDTH**2, WIDTH**2, WIDTH])
    np.testing.assert_allclose(measured.lengths**2, (measured.sizes**2 * counts).sum(axis=1))
    assert measured.spreads.shape == (DRAWS, 3)


def test_a_series_that_never_moves_has_a_picture_and_no_gradient():
    measured = measure(Deep(5, "relu", "he", True), *windows(series([2.0] * 40)))
    assert measured.first == 0
    vanishing_figure(measured, clipped=True)
