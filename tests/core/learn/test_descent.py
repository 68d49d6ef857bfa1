import numpy as np
import pytest
from scipy import optimize

from core.learn.descent import REACH, STEPS, WAYS, adam, inside, momentum, plain, valley, walk
from core.learn.descent_figures import (
    race_figure,
    race_lines,
    surface_figure,
    surface_lines,
    valley_figure,
)
from tests.builders import seasonal, series


@pytest.fixture
def surface():
    return valley(seasonal(120), 2)


def test_slopes_are_those_of_finite_differences(surface):
    at = np.array([0.3, -0.8])
    measured = optimize.approx_fprime(at, lambda w: float(surface.cost(w)), 1e-7)
    np.testing.assert_allclose(surface.gradient(at), measured, rtol=1e-5)


def test_the_bottom_is_where_an_independent_search_ends(surface):
    found = optimize.minimize(lambda w: float(surface.cost(w)), np.zeros(2))
    np.testing.assert_allclose(surface.best, found.x, atol=1e-4)


def test_plain_descent_follows_its_closed_form(surface):
    # On a quadratic cost each step multiplies the way to the bottom by I - rate * H.
    bend = 2 * surface.inputs.T @ surface.inputs / len(surface.values)
    shrink = np.linalg.matrix_power(np.eye(2) - 0.2 * bend, STEPS)
    end = surface.best + shrink @ (surface.start - surface.best)
    np.testing.assert_allclose(plain(surface, 0.2)[-1], end)


@pytest.mark.parametrize("weights", [1, 2])
def test_the_largest_rate_parts_walks_that_come_down_from_those_that_leave(weights):
    where = valley(seasonal(120), weights)
    limit = where.largest_rate
    costs = [where.cost(plain(where, share * limit, 400)) for share in (0.98, 1.02)]
    assert costs[0][-1] < costs[0][0] < costs[1][-1]


def test_momentum_is_a_second_order_recursion(surface):
    walked = momentum(surface, 0.1, 0.7)
    for before, here, after in zip(walked, walked[1:], walked[2:], strict=False):
        expected = here + 0.7 * (here - before) - 0.1 * surface.gradient(here)
        np.testing.assert_allclose(after, expected, atol=1e-12)


def test_adam_is_that_of_its_paper_written_out_as_sums(surface):
    walked = adam(surface, 0.05)
    slopes = np.array([surface.gradient(weights) for weights in walked[:-1]])
    for step in (1, 2, 17, STEPS):
        ago = np.arange(step)[::-1][:, None]
        mean = (0.9**ago * slopes[:step]).sum(0) / (0.9**ago).sum(0)
        square = (0.999**ago * slopes[:step] ** 2).sum(0) / (0.999**ago).sum(0)
        moved = walked[step] - walked[step - 1]
        np.testing.assert_allclose(moved, -0.05 * mean / np.sqrt(square), rtol=1e-5)
    # However steep it is, the first step is the learning rate.
    np.testing.assert_allclose(np.abs(walked[1] - walked[0]), 0.05, rtol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_walks_are_those_of_keras(surface, way):
    keras = pytest.importorskip("keras")
    optimiser = {
        "Gradient descent": lambda: keras.optimizers.SGD(0.1),
        "Momentum": lambda: keras.optimizers.SGD(0.1, momentum=0.8),
        "Adaptive steps": lambda: keras.optimizers.RMSprop(0.1, rho=0.9),
        "Adam": lambda: keras.optimizers.Adam(0.1),
    }[way]()
    weights = keras.Variable(surface.start.astype("float32"))
    for _ in range(10):
        slope = surface.gradient(keras.ops.convert_to_numpy(weights).astype(float)).astype(
            "float32"
        )
        optimiser.apply([keras.ops.convert_to_tensor(slope)], [weights])
    np.testing.assert_allclose(
        walk(way, surface, 0.1, 0.8)[10], keras.ops.convert_to_numpy(weights), atol=1e-4
    )


def test_a_series_that_never_moves_has_no_slope():
    where = valley(series([3.0] * 40), 2)
    assert np.isinf(where.largest_rate)
    assert (plain(where, 1.0) == where.start).all()
    for draw, lines in ((surface_figure, surface_lines), (race_figure, race_lines)):
        draw(where, WAYS)
        lines(where, {way: walk(way, where, 0.1, 0.9) for way in WAYS})


def test_what_leaves_the_picture_is_told_and_not_drawn(surface):
    walked = plain(surface, 2 * surface.largest_rate)
    assert list(inside(surface, walked[[0, -1]])) == [True, False]
    path, _ = race_lines(surface, {"Gradient descent": walked})
    assert path.points["x"][-1] is None
    drawn = np.array([x for x in path.points["x"] if x is not None])
    assert np.abs(drawn - surface.best[0]).max() <= REACH


def test_every_step_is_a_frame_that_ends_where_the_walk_is():
    where = valley(seasonal(120), 1)
    walked = plain(where, 0.1)
    figure = valley_figure(where, {"Gradient descent": walked})
    assert [frame.name for frame in figure.frames] == [str(step) for step in range(STEPS + 1)]
    tangent, path = figure.frames[7].data
    assert path.x[-1] == pytest.approx(walked[7, 0])
    rise = (tangent.y[1] - tangent.y[0]) / (tangent.x[1] - tangent.x[0])
    assert rise == pytest.approx(where.gradient(walked[7])[0])


@pytest.mark.parametrize(
    ("draw", "lines", "each"), [(surface_figure, surface_lines, 1), (race_figure, race_lines, 2)]
)
def test_lines_grow_into_traces_of_their_ways_from_where_these_begin(surface, draw, lines, each):
    walks = {way: walk(way, surface, 0.1, 0.8) for way in WAYS}
    figure, grown = draw(surface, WAYS), lines(surface, walks)
    assert [figure.data[line.trace].name for line in grown[::each]] == list(WAYS)
    assert len({line.trace for line in grown}) == each * len(WAYS)
    for line in grown:
        for axis, points in line.points.items():
            assert len(points) == STEPS + 1
            assert figure.data[line.trace][axis][0] == pytest.approx(points[0])


def test_a_race_is_drawn_where_each_way_is_and_what_it_costs_there(surface):
    walks = {way: walk(way, surface, 0.1, 0.8) for way in WAYS}
    lines = race_lines(surface, walks)
    for step in (0, 1, STEPS):
        for place, way in enumerate(WAYS):
            path, cost = (line.points for line in lines[2 * place : 2 * place + 2])
            assert path["x"][step] == pytest.approx(walks[way][step, 0], abs=1e-5)
            assert cost["x"][step] == step
            assert cost["y"][step] == pytest.approx(surface.cost(walks[way][step]), abs=1e-5)
