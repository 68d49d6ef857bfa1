import numpy as np
import pytest

from core.intervals import StepErrors


def test_intervals_hold_their_level_on_new_errors_of_the_same_kind():
    rng = np.random.default_rng(1)
    spread = np.sqrt(np.arange(1, 9))
    errors = StepErrors(rng.normal(size=(300, 8)) * spread)
    fresh = rng.normal(size=(4_000, 8)) * spread
    for level in (50, 80, 95):
        held = (np.abs(fresh) <= errors.half_width(level)).mean()
        assert held == pytest.approx(level / 100, abs=0.02)


def test_width_never_falls_with_the_step_and_grows_with_the_level():
    errors = StepErrors(np.random.default_rng(2).normal(size=(12, 6)))
    assert (np.diff(errors.half_width(80)) >= 0).all()
    assert (errors.half_width(95) >= errors.half_width(80)).all()


def test_one_past_forecast_is_enough_for_a_width():
    width = StepErrors(np.array([[1.0, -2.0, 3.0]])).half_width(80)
    assert np.isfinite(width).all()
    assert (width > 0).all()


def test_errors_not_scored_are_left_out():
    holed = StepErrors(np.array([[1.0, np.nan], [2.0, 3.0]]))
    assert np.isfinite(holed.half_width(95)).all()


def test_no_errors_at_all_make_a_width_of_zero():
    assert (StepErrors(np.zeros((5, 3))).half_width(95) == 0).all()


def test_paths_keep_whole_rows_together():
    errors = StepErrors(np.array([[1.0, 10.0], [2.0, 20.0]]))
    moves = errors.paths(np.array([100.0, 100.0]), 500, seed=0) - 100
    np.testing.assert_allclose(moves[:, 1], 10 * moves[:, 0])
    assert 0.4 < (moves[:, 0] > 0).mean() < 0.6


def test_the_fewer_forecasts_the_wider_the_doubt():
    rng = np.random.default_rng(4)
    few, many = (StepErrors(rng.choice((-1.0, 1.0), size=(n, 4))) for n in (4, 400))
    assert few.half_width(95)[0] > 1.5 * many.half_width(95)[0]


def test_paths_spread_as_the_intervals_say():
    errors = StepErrors(np.random.default_rng(5).normal(size=(12, 5)))
    paths = errors.paths(np.zeros(5), 20_000, seed=1)
    held = (np.abs(paths) <= errors.half_width(80)).mean()
    assert held == pytest.approx(0.8, abs=0.08)
