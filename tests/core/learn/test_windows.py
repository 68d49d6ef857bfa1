import numpy as np
import pytest
from scipy import optimize

from core.errors import SeriesTooShort
from core.learn.windows import cut, lengths_tried, longest, tried
from core.learn.windows_figures import lengths_figure, window_figure
from tests.builders import seasonal, series


def test_the_examples_of_the_course():
    ts = series(range(20))
    found = cut(ts, 4, 1)
    assert (found.inputs[0].tolist(), found.labels[0].tolist()) == ([0, 1, 2, 3], [4])
    assert (found.inputs[1].tolist(), found.labels[1].tolist()) == ([1, 2, 3, 4], [5])
    longer = cut(ts, 5, 5)
    assert longer.labels[0].tolist() == [5, 6, 7, 8, 9]
    assert len(longer) == 20 - 10 + 1


def test_kinds_go_by_how_many_lead_to_how_many():
    ts = series(range(20))
    kinds = [cut(ts, *sizes).kind for sizes in ((4, 1), (4, 3), (1, 3), (1, 1))]
    assert kinds == ["many-to-one", "many-to-many", "one-to-many", "one-to-one"]


def test_a_window_of_a_season_errs_less_and_its_error_is_that_of_another_solver():
    ts = seasonal(120)
    found = tried(ts)
    assert found.error(12) < 0.7 * found.error(1)
    values, most = ts.values, longest(120, 12)
    held = found.tested
    assert found.trained + held == 120 - most

    def rows(places, length):
        return np.array([values[place - length : place] for place in places])

    for length in (1, 12):
        old, new = np.arange(most, 120 - held), np.arange(120 - held, 120)
        first = np.append(np.full(length, 1 / length), 0.0)
        fitted = optimize.least_squares(
            lambda w, at=old, k=length: rows(at, k) @ w[:-1] + w[-1] - values[at], first
        ).x
        missed = rows(new, length) @ fitted[:-1] + fitted[-1] - values[new]
        assert found.error(length) == pytest.approx(np.abs(missed).mean(), rel=1e-4)
    assert found.naive == pytest.approx(np.abs(np.diff(values[-held - 1 :])).mean())


def test_values_held_out_are_not_learned_from():
    ts = seasonal(120)
    found, held = tried(ts), tried(ts).tested
    wild = ts.values
    wild[-1] += 1000
    other = tried(series(wild))
    # The last label alone is another: it is in no window.
    assert (other.errors - found.errors) * held == pytest.approx(1000, rel=0.1)


def test_lengths_around_the_season_are_tried_however_long_it_is():
    assert {51, 52, 53} <= set(lengths_tried(78, 52))
    assert lengths_tried(12, 1).tolist() == list(range(1, 13))
    assert longest(40, 52) == 10


def test_too_short_a_series_is_told_what_is_needed():
    with pytest.raises(SeriesTooShort):
        tried(series(range(11)))
    assert np.isfinite(tried(series(range(12))).errors).all()


def test_gaps_are_drawn_straight_for_windows_and_left_open_in_the_picture():
    ts = series([*range(10), np.nan, *range(11, 20)])
    assert cut(ts, 4, 1).labels[6] == 10
    figure = window_figure(ts, cut(ts, 4, 2), 3)
    whole, window, label = figure.data
    assert np.isnan(whole.y[10])
    assert (list(window.y), list(label.y)) == ([3, 4, 5, 6], [7, 8])
    assert label.x[0] == ts.index[7]


def test_the_chosen_length_is_marked_on_its_error():
    ts = seasonal(120)
    found = tried(ts)
    figure = lengths_figure(found, ts, 5)
    assert (figure.data[1].x[0], figure.data[1].y[0]) == (5, found.error(5))
