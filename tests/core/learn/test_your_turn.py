import numpy as np
import pytest

from core.learn.your_turn import exercise
from core.learn.your_turn_figures import NAIVE, YOURS, exercise_figure
from core.profile import recommend
from tests.builders import seasonal, series


def test_the_end_is_hidden():
    ts = seasonal(96)
    given = exercise(ts)
    assert len(given.known) == 96 - given.steps
    np.testing.assert_array_equal(given.truth, ts.values[-given.steps :])
    assert given.known.index[-1] < ts.index[-given.steps]


def test_nothing_hidden_decides_about_the_solution():
    ts, other = seasonal(96), seasonal(96)
    other.y.iloc[-12:] *= 50
    assert exercise(ts).solution() == exercise(other).solution()
    assert exercise(ts).solution().lookback == recommend(exercise(ts).known).lookback


def test_scores_by_hand():
    ts = seasonal(96)
    given = exercise(ts)
    found = given.scores(given.truth + np.resize([3.0, -1.0], given.steps))
    assert found["mae"] == pytest.approx(2)
    assert found["rmse"] == pytest.approx(np.sqrt(5))
    usual = np.abs(given.known.values[12:] - given.known.values[:-12]).mean()
    assert found["mase"] == pytest.approx(2 / usual)
    np.testing.assert_array_equal(given.naive(), given.known.values[-12:][: given.steps])


def test_what_came_is_drawn_only_once_revealed():
    given = exercise(seasonal(96))
    ahead = given.known.future_index(given.steps)
    hidden = exercise_figure(given, {YOURS: given.naive()})
    assert max(hidden.data[0].x) < ahead[0].to_datetime64()
    shown = exercise_figure(given, {YOURS: given.naive(), NAIVE: given.naive()}, revealed=True)
    np.testing.assert_array_equal(shown.data[0].y[-given.steps :], given.truth)


@pytest.mark.parametrize("ts", [series([7.0] * 20), series([1.0, 2.0, 4.0])])
def test_short_series_have_an_exercise(ts):
    given = exercise(ts)
    assert given.longest >= 2
    exercise_figure(given, {})
