import numpy as np
import pytest

from core.errors import SeriesTooShort
from core.learn.recursion import Linear, both, fitted, split, walk
from core.learn.recursion_figures import walk_figure
from tests.builders import seasonal, series


def test_the_walk_of_the_course():
    # Says 0.2 more than the next whole number once it sees 10: 6, 7, 8, 9 -> 10 -> 11.2.
    one = Linear(np.array([[-0.2], [0.0], [0.0], [1.2], [0.4]]), 0.0)
    walked = walk(one, np.array([[6.0, 7.0, 8.0, 9.0]]), 2)
    by_hand = [-0.2 * 6 + 1.2 * 9 + 0.4]
    by_hand.append(-0.2 * 7 + 1.2 * by_hand[0] + 0.4)
    np.testing.assert_allclose(walked, [[6, 7, 8, 9, *by_hand]])


def test_every_step_sees_the_forecasts_before_it():
    given = split(seasonal(120))
    found = both(given, 3)
    one = fitted(given, 3, 1)
    row = found.walked[4]
    for step in range(given.horizon):
        window = row[step : step + 3]
        assert row[step + 3] == pytest.approx(
            one.middle + (window - one.middle) @ one.weights[:3, 0] + one.weights[3, 0]
        )


def test_weights_are_those_of_the_normal_equations():
    given = split(seasonal(120))
    many = fitted(given, 5, given.horizon)
    past = given.values[: given.learned] - many.middle
    rows = range(5, len(past) - given.horizon + 1)
    inputs = np.array([[*past[k - 5 : k], 1.0] for k in rows])
    labels = np.array([past[k : k + given.horizon] for k in rows])
    np.testing.assert_allclose(
        many.weights, np.linalg.solve(inputs.T @ inputs, inputs.T @ labels), rtol=1e-6, atol=1e-8
    )


def test_all_steps_are_judged_on_the_same_values():
    given = split(seasonal(120))
    found = both(given, 12)
    n, horizon = len(given.values), given.horizon
    whole = found.truth[: len(given.origins)]
    np.testing.assert_array_equal(whole[-1], given.values[-horizon:])
    judged = range(given.learned - 1 + horizon, n)
    assert len(judged) == found.judged
    for errors, told in (
        (found.recursive_errors, found.recursive),
        (found.direct_errors, found.at_once),
    ):
        by_hand = [
            np.mean([
                abs(told[target - step - (given.learned - 1), step - 1] - given.values[target])
                for target in judged
            ])
            for step in range(1, horizon + 1)
        ]  # fmt: skip
        np.testing.assert_allclose(errors, by_hand)


def test_what_is_walked_into_is_not_learned_from():
    ts = seasonal(120)
    given = split(ts)
    wild = ts.values
    wild[given.learned :] = 0
    np.testing.assert_array_equal(
        fitted(split(series(wild)), 12, 6).weights, fitted(given, 12, 6).weights
    )


def test_a_series_that_goes_on_straight_is_walked_without_error():
    found = both(split(series(np.arange(60.0))), 4)
    known = np.isfinite(found.truth)
    np.testing.assert_allclose(found.recursive[known], found.truth[known], atol=1e-6)
    assert found.recursive_errors.max() < 1e-6


@pytest.mark.parametrize("frequency", ["monthly", "weekly", "yearly", "hourly"])
def test_the_shortest_series_has_a_walk(frequency):
    ts = series([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], frequency)
    given = split(ts)
    assert np.isfinite(both(given, given.longest).walked).all()
    with pytest.raises(SeriesTooShort):
        split(series(range(11), frequency))


def test_the_picture_shows_as_much_of_the_walk_as_was_walked():
    ts = seasonal(120)
    given = split(ts)
    found = both(given, 4)
    figure = walk_figure(ts, given, found, 0, 3)
    named = {trace.name: trace for trace in figure.data[:4]}
    np.testing.assert_array_equal(named["Step by step"].y, found.recursive[0, :3])
    assert named["Step by step"].x[0] == ts.index[given.learned]
    # One measured value is left in the window.
    assert list(named["Seen next"].y) == [given.values[given.learned - 1], *found.recursive[0, :3]]
