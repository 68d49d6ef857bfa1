import numpy as np
import pytest

from core.models.preparation import DAMPING, Preparation
from tests.builders import seasonal

NOISE = np.random.default_rng(0).normal(100, 5, 96)


@pytest.mark.parametrize("shift", [0.0, -500.0])
@pytest.mark.parametrize("smoothing", [1.0, 0.4])
def test_what_was_prepared_comes_back(shift, smoothing):
    values = seasonal(60).values + shift
    preparation = Preparation.learn(values[:48], 12, smoothing=smoothing)
    _, labels = preparation.windows(values, 12, 6)
    known = labels[30:54]
    back = preparation.inverse(known, values[:54])
    for row, origin in enumerate(range(30, 54)):
        np.testing.assert_allclose(back[row], values[origin + 1 : origin + 7])


def test_logs_only_where_all_values_are_above_zero():
    assert Preparation.learn(np.array([1.0, 2.0, 3.0] * 20), 3).log
    assert not Preparation.learn(np.array([0.0, 2.0, 3.0] * 20), 3).log
    assert not Preparation.learn(np.array([1.0, 2.0, 3.0] * 20), 3, log=False).log


def test_a_season_is_found_and_noise_is_hardly_mistaken_for_one():
    season = Preparation.learn(seasonal(96).values, 12, log=False).profile
    assert np.ptp(season) > 0.9 * np.ptp(seasonal(96, noise=0).values[:12])
    assert np.ptp(Preparation.learn(NOISE, 12, log=False).profile) < 0.1 * np.ptp(NOISE)


def test_the_profile_of_a_pure_season_is_that_season():
    season = np.array([3.0, -1.0, -2.0, 0.0])
    profile = Preparation.learn(np.tile(season, 10) - 50, 4).profile
    np.testing.assert_allclose(profile, season, atol=1e-9)


def test_one_wild_month_does_not_bend_the_profile():
    season = np.array([3.0, -1.0, -2.0, 0.0])
    values = np.tile(season, 12) - 50
    values[21] += 400
    profile = Preparation.learn(values, 4).profile
    assert np.abs(profile - season).max() < 1


def test_less_than_two_seasons_have_no_profile():
    assert not Preparation.learn(seasonal(20).values, 12).profile.any()


def test_a_sure_drift_is_kept_and_a_doubtful_one_is_not():
    rng = np.random.default_rng(3)
    steady = 5 + 2.0 * np.arange(60) + rng.normal(0, 0.5, 60)
    assert Preparation.learn(steady, 1, log=False).drift == pytest.approx(2, rel=0.05)
    wandering = rng.normal(0, 1, 60).cumsum()
    assert abs(Preparation.learn(wandering, 1, log=False).drift) < 0.05


def test_an_answer_of_nothing_goes_on_with_season_and_fading_drift():
    season = np.array([3.0, -1.0, -2.0, 0.0])
    values = np.tile(season, 12) + 10.0 * np.arange(48)
    preparation = Preparation.learn(values, 4, log=False)
    forecast = preparation.inverse(np.zeros((1, 4)), values)[0]
    drift = 10 * np.cumsum(DAMPING ** np.arange(1, 5))
    np.testing.assert_allclose(forecast, 470 + season + drift, rtol=0.01)


def test_a_smoothed_level_does_not_lag_behind_a_drift():
    values = 3.0 * np.arange(50)
    preparation = Preparation.learn(values, 1, log=False, smoothing=0.4)
    np.testing.assert_allclose(preparation.levels(values), values, atol=1e-9)


def test_levels_know_nothing_of_what_comes_after():
    values = seasonal(60).values
    preparation = Preparation.learn(values[:48], 12, smoothing=0.4)
    prepared = preparation.forward(values)
    np.testing.assert_array_equal(
        preparation.levels(prepared)[:50], preparation.levels(prepared[:50])
    )


def test_a_constant_series_has_a_scale_of_one():
    assert Preparation.learn(np.full(40, 5.0), 12).scale == 1.0
