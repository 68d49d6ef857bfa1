"""Season and interpolation, against closed forms."""

import numpy as np
import pytest

from core.decomposition import LONGEST, interpolated, seasonal_part

STEPS = np.arange(96)
WAVE = np.tile([5.0, -2.0, -7.0, 4.0], 24)


@pytest.mark.parametrize("robust", [False, True])
def test_a_season_on_a_straight_line_is_found_exactly(robust):
    season = seasonal_part(50 + 0.5 * STEPS + WAVE, 4, robust=robust)
    np.testing.assert_allclose(season, WAVE, atol=0.05)


def test_missing_values_do_not_bend_the_season():
    values = 50 + 0.5 * STEPS + WAVE
    values[10:20] = np.nan
    np.testing.assert_allclose(seasonal_part(values, 4), WAVE, atol=0.15)


def test_less_than_two_seasons_have_none():
    assert not seasonal_part(WAVE[:7], 4).any()
    assert not seasonal_part(WAVE, 1).any()


def test_what_is_missing_is_drawn_with_its_season():
    values = 50 + 0.5 * STEPS + WAVE
    holes = values.copy()
    holes[[13, 14, 40, 41, 42]] = np.nan
    np.testing.assert_allclose(interpolated(holes, 4), values, rtol=0.01)


def test_a_season_that_grows_with_the_level_is_drawn_as_large_as_it_is_there():
    values = np.exp(0.02 * STEPS + WAVE / 20)
    holes = values.copy()
    holes[[2, 80, 81]] = np.nan
    np.testing.assert_allclose(interpolated(holes, 4), values, rtol=0.01)


def test_without_a_season_it_is_a_straight_line():
    values = np.array([-1.0, np.nan, np.nan, 5.0])
    np.testing.assert_allclose(interpolated(values, 1), [-1, 1, 3, 5])


def test_nothing_known_stays_unknown_and_nothing_missing_stays_as_it_is():
    assert np.isnan(interpolated(np.full(5, np.nan), 4)).all()
    np.testing.assert_array_equal(interpolated(WAVE, 4), WAVE)


def test_of_an_endless_series_the_old_part_is_drawn_straight():
    values = np.tile(WAVE[:4], (LONGEST + 400) // 4)
    values[[50, LONGEST]] = np.nan
    drawn = interpolated(values, 4)
    assert drawn[50] == pytest.approx((values[49] + values[51]) / 2)
    assert drawn[LONGEST] == pytest.approx(WAVE[0], abs=0.1)
