import numpy as np
import pytest

from core.intervals import GROWTH, BandErrors, StepErrors, optimism


def even(errors):
    """Past errors that all count alike."""
    errors = np.asarray(errors, float)
    return StepErrors(errors, np.ones(len(errors)))


def test_intervals_hold_their_level_on_new_errors_of_the_same_kind():
    rng = np.random.default_rng(1)
    spread = np.sqrt(np.arange(1, 9))
    errors = even(rng.normal(size=(300, 8)) * spread)
    fresh = rng.normal(size=(4_000, 8)) * spread
    for level in (50, 80, 95):
        held = (np.abs(fresh) <= errors.half_width(level)).mean()
        assert held == pytest.approx(level / 100, abs=0.02)


def test_width_never_falls_with_the_step_and_grows_with_the_level():
    errors = even(np.random.default_rng(2).normal(size=(12, 6)))
    assert (np.diff(errors.half_width(80)) >= 0).all()
    assert (errors.half_width(95) >= errors.half_width(80)).all()


@pytest.mark.parametrize("power", [0.0, 0.5, 1.2])
def test_many_forecasts_show_how_errors_grow_and_few_leave_it_at_the_usual(power):
    rng = np.random.default_rng(3)
    spread = np.arange(1, 13) ** power

    def grown(count):
        width = even(rng.normal(size=(count, 12)) * spread).half_width(80)
        return np.log(width[-1] / width[0]) / np.log(12)

    assert grown(2_000) == pytest.approx(power, abs=0.06)
    alone = np.mean([grown(1) for _ in range(40)])
    assert abs(alone - GROWTH) < max(0.15, 0.6 * abs(power - GROWTH))


def test_one_past_forecast_is_enough_for_a_width():
    width = even([[1.0, -2.0, 3.0]]).half_width(80)
    assert np.isfinite(width).all()
    assert (width > 0).all()


def test_errors_not_scored_are_left_out():
    holed = even(np.array([[1.0, np.nan], [2.0, 3.0]]))
    assert np.isfinite(holed.half_width(95)).all()


def test_no_errors_at_all_make_a_width_of_zero():
    assert (even(np.zeros((5, 3))).half_width(95) == 0).all()


def test_paths_keep_whole_rows_together():
    errors = even(np.array([[1.0, 10.0], [2.0, 20.0]]))
    moves = errors.paths(np.array([100.0, 100.0]), 500, seed=0) - 100
    np.testing.assert_allclose(moves[:, 1], 10 * moves[:, 0])
    assert 0.4 < (moves[:, 0] > 0).mean() < 0.6


def test_the_fewer_forecasts_the_wider_the_doubt():
    rng = np.random.default_rng(4)
    few, many = (even(rng.choice((-1.0, 1.0), size=(n, 4))) for n in (4, 400))
    assert few.half_width(95)[0] > 1.4 * many.half_width(95)[0]


def test_paths_spread_as_the_intervals_say():
    errors = even(np.random.default_rng(5).normal(size=(12, 5)))
    paths = errors.paths(np.zeros(5), 20_000, seed=1)
    held = (np.abs(paths) <= errors.half_width(80)).mean()
    assert held == pytest.approx(0.8, abs=0.08)


def test_what_was_trained_on_counts_less():
    errors = np.vstack([np.full((10, 3), 2.0), np.full((10, 3), 1.0)])
    light = StepErrors(errors, np.r_[np.ones(10), np.full(10, 0.1)])
    heavy = StepErrors(errors, np.r_[np.ones(10), np.full(10, 1.0)])
    assert (light.scale > heavy.scale).all()
    apart = np.vstack([np.full((10, 3), 3.0), np.full((10, 3), 1.0)])
    paths = StepErrors(apart, np.r_[np.ones(10), np.full(10, 1e-9)]).paths(np.zeros(3), 50, 0)
    np.testing.assert_allclose(paths[:, 0], paths[:, 2])


def test_the_weight_of_a_row_is_that_of_as_many_rows():
    rng = np.random.default_rng(6)
    errors = rng.normal(size=(40, 4))
    twice = StepErrors(errors, np.full(40, 2.0))
    doubled = even(np.vstack([errors, errors]))
    np.testing.assert_allclose(twice.scale, doubled.scale)
    np.testing.assert_allclose(twice.half_width(80), doubled.half_width(80), rtol=0.1)


def test_optimism_fades_with_the_observations():
    assert optimism(20) == 1.25
    assert optimism(1_000) == pytest.approx(1.005)


def test_a_band_that_is_too_narrow_is_stretched_on_both_sides():
    rng = np.random.default_rng(7)
    # Errors of spread 1 below and 2 above; the model's band is right in shape, half as wide.
    errors = np.abs(rng.normal(size=(400, 5))) * rng.choice((-1.0, 2.0), size=(400, 5))
    reach = np.broadcast_to([0.5, 1.0], (400, 5, 2))
    told = BandErrors(errors, np.ones(400), reach, reach[0])
    for level in (50, 80, 95):
        lo, hi = told.bounds(np.zeros(5), (level,))[level]
        held = ((errors >= lo) & (errors <= hi)).mean()
        assert held == pytest.approx(level / 100, abs=0.03)
        np.testing.assert_allclose(hi, -2 * lo)


def test_a_band_that_widens_gives_intervals_that_widen():
    reach = np.ones((30, 4, 2))
    told = BandErrors(np.random.default_rng(8).normal(size=(30, 4)), np.ones(30), reach,
                      np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [4.0, 4.0]]))  # fmt: skip
    lo, hi = told.bounds(np.zeros(4), (80,))[80]
    np.testing.assert_allclose(hi / hi[0], [1, 2, 3, 4])
    paths = told.paths(np.zeros(4), 20_000, seed=1)
    assert ((paths >= lo) & (paths <= hi)).mean() == pytest.approx(0.8, abs=0.08)
