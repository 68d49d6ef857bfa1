import numpy as np
import pytest

from core.models.preparation import Preparation
from core.windows import sliding_windows
from tests.builders import seasonal


@pytest.mark.parametrize("shift", [0.0, -500.0])
def test_what_was_prepared_comes_back(shift):
    values = seasonal(60).values + shift
    preparation = Preparation.learn(values[:48], 12)
    prepared = preparation.forward(values[:48])
    inputs, labels = sliding_windows(prepared, 12, 6)
    _, relative = preparation.relative(inputs, labels)
    for window in (0, 7, len(labels) - 1):
        start = window + 12
        back = preparation.inverse(relative[window], inputs[window, -1], start)
        np.testing.assert_allclose(back, values[start : start + 6])


def test_logs_only_where_all_values_are_above_zero():
    assert Preparation.learn(np.array([1.0, 2.0, 3.0] * 20), 3).log
    assert not Preparation.learn(np.array([0.0, 2.0, 3.0] * 20), 3).log


def test_a_season_is_found_and_noise_is_not_mistaken_for_one():
    assert Preparation.learn(seasonal(96).values, 12).profile.any()
    noise = np.random.default_rng(0).normal(100, 5, 96)
    assert not Preparation.learn(noise, 12).profile.any()


def test_the_profile_of_a_pure_season_is_that_season():
    season = np.array([3.0, -1.0, -2.0, 0.0])
    profile = Preparation.learn(np.tile(season, 10) - 50, 4).profile
    np.testing.assert_allclose(profile, season, atol=1e-9)


def test_a_constant_series_has_a_scale_of_one():
    assert Preparation.learn(np.full(40, 5.0), 12).scale == 1.0
