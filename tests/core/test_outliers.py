"""Values that stand out: found where they were put, and seldom where none were."""

import numpy as np
import pytest

from core.decomposition import LONGEST
from core.outliers import outliers

pytestmark = pytest.mark.slow

STEPS = np.arange(120)
SEASON = 1 + 0.2 * np.sin(2 * np.pi * STEPS / 12)


def noisy(seed, n=120, spread=4.0):
    rng = np.random.default_rng(seed)
    return (100 + 0.5 * STEPS[:n]) * SEASON[:n] + rng.normal(0, spread, n)


def test_ordinary_noise_with_season_and_trend_seldom_stands_out():
    assert np.mean([outliers(noisy(seed), 12).any() for seed in range(60)]) <= 0.05


def test_skewed_and_counted_values_seldom_stand_out():
    rng = np.random.default_rng(0)
    skewed = [outliers(100 * np.exp(rng.normal(0, 0.5, 120)), 12).any() for _ in range(40)]
    counts = [outliers(rng.poisson(3, 120).astype(float), 7).any() for _ in range(40)]
    assert np.mean(skewed) <= 0.05
    assert np.mean(counts) <= 0.05


@pytest.mark.parametrize("place", [0, 17, 60, 119])
@pytest.mark.parametrize("factor", [0.5, 1.6])
def test_a_wild_value_is_found_and_nothing_beside_it(place, factor):
    values = noisy(1)
    values[place] *= factor
    assert list(np.flatnonzero(outliers(values, 12))) == [place]


def test_on_few_seasons_the_wild_one_does_not_drag_others_of_its_phase_along():
    values = noisy(3, 36)
    values[15] *= 2
    assert list(np.flatnonzero(outliers(values, 12))) == [15]


def test_what_is_missing_is_none_and_too_few_values_have_none():
    values = noisy(2)
    values[[5, 50]] = np.nan
    assert not outliers(values, 12)[[5, 50]].any()
    assert not outliers(np.array([1.0, 1.0, 99.0]), 1).any()
    assert not outliers(np.full(40, 7.0), 12).any()


def test_of_an_endless_series_the_newest_part_is_looked_at():
    values = 100 + np.random.default_rng(0).normal(0, 1, LONGEST + 300)
    values[[100, 400]] = 500
    assert list(np.flatnonzero(outliers(values, 1))) == [400]
