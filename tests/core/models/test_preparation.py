import numpy as np
import pytest

from core.models.preparation import DAMPING, Preparation, Recipe
from tests.builders import seasonal

NOISE = np.random.default_rng(0).normal(100, 5, 96)


def learn(values, period, **recipe):
    return Preparation.learn(values, period, Recipe(**recipe))


@pytest.mark.parametrize("shift", [0.0, -500.0])
@pytest.mark.parametrize("smoothing", [1.0, 0.4])
@pytest.mark.parametrize("differencing", ["none", "first", "seasonal"])
@pytest.mark.parametrize("scaling", ["level", "standard", "minmax"])
@pytest.mark.parametrize("transform", ["none", "log", "box-cox"])
@pytest.mark.parametrize("seasonal_part", ["auto", "none"])
def test_what_was_prepared_comes_back(
    shift, smoothing, differencing, scaling, transform, seasonal_part
):
    values = seasonal(60).values + shift
    preparation = learn(
        values[:48],
        12,
        transform=transform,
        seasonal=seasonal_part,
        differencing=differencing,
        scaling=scaling,
        smoothing=smoothing,
    )
    _, labels = preparation.windows(values, 12, 14)
    origins = np.arange(30, 46)
    level = preparation.levels(preparation.forward(values))[origins - preparation.lag]
    known = labels[origins] * preparation.scale + level[:, None] + preparation.drifted(0, 14)
    back = preparation.inverse(known, values[:46], origins)
    for row, origin in enumerate(origins):
        np.testing.assert_allclose(back[row], values[origin + 1 : origin + 15])


def test_logs_only_where_all_values_are_above_zero():
    assert learn(np.array([1.0, 2.0, 3.0] * 20), 3).power == 0
    assert learn(np.array([0.0, 2.0, 3.0] * 20), 3).power is None
    assert learn(np.array([1.0, 2.0, 3.0] * 20), 3, transform="none").power is None


def test_the_power_follows_how_the_season_grows_with_the_level():
    season = np.tile([3.0, -1.0, -2.0, 0.0], 20)
    level = np.linspace(10, 100, 80)
    steady, growing = level + season, level * (1 + season / 10)
    assert learn(steady, 4, transform="box-cox").power > 0.8
    assert learn(growing, 4, transform="box-cox").power < 0.2


def test_a_window_lies_between_0_and_1_or_has_mean_0_and_spread_1():
    values = seasonal(96).values
    inputs, _ = learn(values, 12, scaling="minmax", seasonal="none").windows(values, 12, 1)
    assert inputs.min() == pytest.approx(0)
    assert inputs.max() == pytest.approx(1)
    last = learn(values, 12, scaling="standard", seasonal="none").windows(values, 12, 1)[0][:, -1]
    assert last.mean() == pytest.approx(0, abs=1e-9)
    assert last.std() == pytest.approx(1)


@pytest.mark.parametrize(("differencing", "lag"), [("first", 1), ("seasonal", 12)])
def test_labels_that_reach_before_the_start_are_not_taught(differencing, lag):
    values = seasonal(60).values
    preparation = learn(values, 12, differencing=differencing, transform="none", seasonal="none")
    inputs, labels = preparation.windows(values, 5, 2)
    assert np.isnan(labels[:lag]).all()
    change = values[40 + lag] - values[40]
    place, scale = preparation.place, preparation.scale
    assert labels[39 + lag, 0] * scale + place == pytest.approx(change)
    assert np.sinh(inputs[40 + lag, -1]) * scale + place == pytest.approx(change)


def test_a_season_is_found_and_noise_is_hardly_mistaken_for_one():
    season = learn(seasonal(96).values, 12, transform="none").profile
    assert np.ptp(season) > 0.9 * np.ptp(seasonal(96, noise=0).values[:12])
    assert np.ptp(learn(NOISE, 12, transform="none").profile) < 0.1 * np.ptp(NOISE)


def test_the_profile_of_a_pure_season_is_that_season():
    season = np.array([3.0, -1.0, -2.0, 0.0])
    profile = learn(np.tile(season, 10) - 50, 4).profile
    np.testing.assert_allclose(profile, season, atol=1e-9)


def test_one_wild_month_does_not_bend_the_profile():
    season = np.array([3.0, -1.0, -2.0, 0.0])
    values = np.tile(season, 12) - 50
    values[21] += 400
    profile = learn(values, 4).profile
    assert np.abs(profile - season).max() < 1


def test_less_than_two_seasons_have_no_profile():
    assert not learn(seasonal(20).values, 12).profile.any()


def test_a_sure_drift_is_kept_and_a_doubtful_one_is_not():
    rng = np.random.default_rng(3)
    steady = 5 + 2.0 * np.arange(60) + rng.normal(0, 0.5, 60)
    assert learn(steady, 1, transform="none").drift == pytest.approx(2, rel=0.05)
    wandering = rng.normal(0, 1, 60).cumsum()
    assert abs(learn(wandering, 1, transform="none").drift) < 0.05


def test_an_answer_of_nothing_goes_on_with_season_and_fading_drift():
    season = np.array([3.0, -1.0, -2.0, 0.0])
    values = np.tile(season, 12) + 10.0 * np.arange(48)
    preparation = learn(values, 4, transform="none")
    level = preparation.levels(preparation.forward(values))[-1]
    ahead = level + preparation.drifted(0, 4)
    forecast = preparation.inverse(ahead[None], values, np.array([47]))[0]
    drift = 10 * np.cumsum(DAMPING ** np.arange(1, 5))
    np.testing.assert_allclose(forecast, 470 + season + drift, rtol=0.01)


def test_a_smoothed_level_does_not_lag_behind_a_drift():
    values = 3.0 * np.arange(50)
    preparation = learn(values, 1, transform="none", smoothing=0.4)
    np.testing.assert_allclose(preparation.levels(values), values, atol=1e-9)


def test_levels_know_nothing_of_what_comes_after():
    values = seasonal(60).values
    preparation = learn(values[:48], 12, smoothing=0.4)
    prepared = preparation.forward(values)
    np.testing.assert_array_equal(
        preparation.levels(prepared)[:50], preparation.levels(prepared[:50])
    )


def test_a_level_follows_what_was_forecast_as_it_would_what_came():
    values = seasonal(60).values
    preparation = learn(values, 12, smoothing=0.4)
    level = preparation.levels(preparation.forward(values))[-1:]
    ahead = level[:, None] + preparation.drifted(0, 5)
    np.testing.assert_allclose(preparation.follow(level, ahead, 0), ahead[:, -1])
    surprise = ahead.copy()
    surprise[0, -1] += 1
    after = ahead[0, -1] + preparation.smoothing
    assert preparation.follow(level, surprise, 0)[0] == pytest.approx(after)


def test_long_series_choose_how_far_back_their_level_looks():
    rng = np.random.default_rng(3)
    noise, walk = rng.normal(100, 5, 700), 100 + rng.normal(0, 1, 700).cumsum()

    def weight(values, wish):
        recipe = Recipe("none", "none", smoothing=wish)
        return Preparation.learn(values, 1, recipe, horizon=14).smoothing

    assert weight(noise, 1.0) < 0.15
    assert weight(walk, 0.4) > 0.6
    # A short one may look like either by chance.
    assert weight(noise[:20], 1.0) > 0.5
    assert weight(noise[:6], 1.0) == 1.0


@pytest.mark.parametrize(("wish", "found"), [("none", False), ("full", True), ("auto", True)])
def test_the_season_is_taken_off_as_asked(wish, found):
    assert learn(seasonal(96).values, 12, seasonal=wish).profile.any() == found


def test_a_constant_series_has_a_scale_of_one():
    assert learn(np.full(40, 5.0), 12).scale == 1.0


def peaks(*months, years=8, noise=0.3, seed=0):
    """Years in which these months stand out, in turn for `years` each."""
    rng = np.random.default_rng(seed)
    season = [100 + 30 * (np.arange(12 * years) % 12 == month) for month in months]
    return np.concatenate(season) + rng.normal(0, noise, 12 * years * len(months))


def learned(values):
    return Preparation.learn(values, 12, Recipe("none")).profile


def test_a_season_that_has_changed_is_learned_from_the_newest_ones():
    profile = learned(peaks(3, 9))
    assert profile[9] > 20
    assert abs(profile[3]) < 5


def test_a_season_that_stays_is_learned_from_all_of_them():
    """Fewer would be noisier: the profile of all is the one that comes out."""
    values = peaks(3, years=16, noise=8)
    errors = [
        np.abs(learned(part) - learned(peaks(3, years=16, noise=0))).mean()
        for part in (values, values[-48:])
    ]
    assert errors[0] < errors[1]


def test_a_change_of_season_in_the_newest_year_alone_is_not_believed():
    values = np.concatenate([peaks(3, years=12), peaks(9, years=1)])
    profile = learned(values)
    assert profile[3] > 20
    assert abs(profile[9]) < 5


def test_one_strong_month_of_every_year_is_taken_off_whole():
    profile = learned(peaks(11, years=10))
    assert profile[11] == pytest.approx(30 * 11 / 12, rel=0.02)
