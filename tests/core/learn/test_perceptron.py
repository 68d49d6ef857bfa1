import numpy as np
import pytest

from core.learn.perceptron import HIGHEST, MOST, STRONGEST, Neuron, learn, points, right
from core.learn.perceptron_figures import neuron_figure
from tests.builders import seasonal


def test_a_point_has_the_value_before_and_that_of_a_season_before():
    ts = seasonal(60)
    given = points(ts)
    values = ts.y.to_numpy()
    scaled = 10 * (values - values.min()) / (values.max() - values.min())
    assert len(given.above) == 48
    np.testing.assert_allclose(given.inputs[5], [scaled[16], scaled[5]])
    assert given.above[5] == (values[17] > np.median(values))
    assert given.stamps[5] == ts.index[17]
    assert given.names == ("Value 1 month before", "Value 12 months before")


def test_points_without_all_their_values_are_left_out_and_the_newest_kept():
    ts = seasonal(60)
    ts.y.iloc[20] = np.nan
    # As an answer, as the value before and as that of a season before.
    assert len(points(ts).above) == 45
    assert len(points(seasonal(2 * MOST)).above) == MOST


def test_a_series_that_never_moves_has_points_all_the_same():
    ts = seasonal(60)
    ts.y.iloc[:] = 7.0
    given = points(ts)
    assert not given.inputs.any()
    assert not given.above.any()


def test_it_says_yes_where_its_sum_is_above_zero():
    neuron = Neuron((1.0, 1.0), -10.0)
    inputs = np.array([[4.0, 6.0], [4.0, 6.5], [0.0, 0.0]])
    np.testing.assert_allclose(neuron.sums(inputs), [0, 0.5, -10])
    assert list(neuron.answers(inputs)) == [False, True, False]


@pytest.mark.parametrize(
    ("weights", "bias", "ends"),
    [
        ((1.0, 1.0), -10.0, [[0, 10], [10, 0]]),
        ((1.0, 0.0), -4.0, [[4, 0], [4, 10]]),
        ((-1.0, 1.0), 0.0, [[0, 0], [10, 10]]),
    ],
)
def test_its_line_ends_at_the_edges_of_the_square(weights, bias, ends):
    np.testing.assert_allclose(Neuron(weights, bias).line(), ends)


@pytest.mark.parametrize(("weights", "bias"), [((1.0, 1.0), 5.0), ((0.0, 0.0), 1.0)])
def test_a_line_outside_the_square_is_none(weights, bias):
    assert Neuron(weights, bias).line() is None


def test_learning_finds_a_line_where_there_is_one():
    given = points(seasonal(96))
    # A threshold on the value of a year before parts the points of so regular a series.
    object.__setattr__(given, "above", given.inputs[:, 1] > 5)
    neuron = Neuron((0.0, 0.0), 0.0)
    for _ in range(200):
        neuron = learn(neuron, given)
    assert right(neuron, given) == len(given.above)
    assert max(map(abs, neuron.weights)) <= STRONGEST


def test_one_step_of_learning_by_hand():
    given = points(seasonal(60))
    object.__setattr__(given, "inputs", np.array([[2.0, 4.0]]))
    object.__setattr__(given, "above", np.array([True]))
    neuron = learn(Neuron((0.0, 0.0), 0.0), given, rate=0.1)
    assert neuron.weights == pytest.approx((0.2, 0.4))
    assert neuron.bias == pytest.approx(0.1 * HIGHEST)
    assert learn(neuron, given, rate=0.1) == neuron


def test_the_side_that_is_shaded_is_where_it_says_yes():
    neuron = Neuron((1.0, 1.0), -10.0)
    figure = neuron_figure(neuron, points(seasonal(60)))
    side = next(trace for trace in figure.data if trace.name == "The neuron says yes")
    corners = np.column_stack([side.x, side.y])
    assert (neuron.sums(corners) >= -1e-9).all()
    assert {tuple(corner) for corner in corners} == {(10, 0), (10, 10), (0, 10)}
