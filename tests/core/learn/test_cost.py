import numpy as np
import pytest
from scipy import optimize, special, stats

from core.learn.cost import (
    CLASSES,
    SHOWN,
    absolute,
    cross_entropy,
    quadratic,
    quadratic_slope,
    softmax,
    targets,
)
from core.learn.cost_figures import answers, misses_figure, surprise_figure
from tests.builders import seasonal

Y = np.array([3.0, 4.0, 8.0, 5.0, 40.0])


def test_costs_by_hand():
    assert quadratic(np.array([1.0, 4.0]), 2.0) == pytest.approx((1 + 4) / 2)
    assert absolute(np.array([1.0, 4.0]), 2.0) == pytest.approx((1 + 2) / 2)


def test_squares_are_least_at_the_mean_and_sizes_at_the_median():
    for cost, best in ((quadratic, Y.mean()), (absolute, np.median(Y))):
        found = optimize.minimize_scalar(
            lambda a, c=cost: c(Y, a), bounds=(0, 50), method="bounded"
        )
        assert found.x == pytest.approx(best, abs=1e-3)


def test_the_slope_carries_its_two():
    measured = optimize.approx_fprime([7.0], lambda a: quadratic(Y, float(a[0])), 1e-6)
    assert quadratic_slope(Y, 7.0) == pytest.approx(measured[0], rel=1e-5)


def test_cross_entropy_is_that_of_an_independent_library():
    chances = np.array([0.2, 0.5, 0.3])
    came = np.array([0, 1, 1, 2])
    shares = np.array([0.25, 0.5, 0.25])
    # Cross-entropy is entropy and divergence together.
    assert cross_entropy(came, chances) == pytest.approx(
        stats.entropy(shares) + stats.entropy(shares, chances)
    )
    assert np.isfinite(cross_entropy(np.array([0]), np.array([0.0, 1.0])))


def test_softmax_is_that_of_an_independent_library():
    scores = np.array([-3.0, 0.5, 800.0])
    np.testing.assert_allclose(softmax(scores), special.softmax(scores))


def test_the_newest_values_and_the_thirds_of_the_series():
    ts = seasonal(60)
    ts.y.iloc[-2] = np.nan
    given = targets(ts)
    y = ts.y.dropna()
    np.testing.assert_array_equal(given.values, y.iloc[-SHOWN:])
    low, high = np.quantile(y, (1 / 3, 2 / 3))
    right = ["low" if v <= low else "middle" if v <= high else "high" for v in given.values]
    assert [CLASSES[place] for place in given.classes] == right


def test_a_wild_value_moves_the_mean_and_hardly_the_median():
    given = targets(seasonal(60))
    wild = given.with_newest_wild()
    assert wild.values[-1] == 3 * given.values[-1]
    moved = wild.values.mean() - given.values.mean()
    assert moved == pytest.approx(2 * given.values[-1] / SHOWN)
    assert abs(np.median(wild.values) - np.median(given.values)) < moved / 2


def test_figures_show_the_answer_on_both_curves():
    ts = seasonal(60)
    given = targets(ts)
    low, high = answers(given)
    assert low < given.values.min() < given.values.max() < high
    figure = misses_figure(given, 150.0, ts)
    diamonds = [trace for trace in figure.data if trace.marker.symbol == "diamond"]
    assert [trace.y[0] for trace in diamonds] == [
        quadratic(given.values, 150.0), absolute(given.values, 150.0)
    ]  # fmt: skip
    drawn = surprise_figure(CLASSES, np.array([0.5, 0.25, 0.25]), np.array([6, 4, 2]))
    np.testing.assert_allclose(drawn.data[1].y, -np.log([0.5, 0.25, 0.25]))


def test_a_series_that_never_moves_has_room_for_answers():
    ts = seasonal(60)
    ts.y.iloc[:] = 5.0
    low, high = answers(targets(ts))
    assert low < 5.0 < high
