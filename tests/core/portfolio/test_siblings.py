"""Seasons that new products borrow from their siblings."""

import numpy as np
import pytest

from core.models.practised.weights import practice
from core.portfolio.network import network_forecasts
from core.portfolio.siblings import borrowed_seasons, own_season

RNG = np.random.default_rng(0)
FACTORS = 1 + 0.4 * np.sin(2 * np.pi * np.arange(12) / 12)
"""Of the steps of a year, the first one of them for the step after the cutoff."""


def sold(n, height, noise=0.05):
    season = FACTORS[np.arange(-n, 0) % 12]
    return height * season * np.exp(RNG.normal(0, noise, n))


def with_new(n=8):
    """Three siblings with a past of years and a new product beside them, of one group."""
    return [sold(60, 100), sold(60, 7), sold(48, 3000), sold(n, 20)], ["shoes"] * 4


def test_a_new_product_borrows_what_its_siblings_agree_on():
    found = borrowed_seasons(*with_new(), 12)
    assert list(found) == [3]
    np.testing.assert_allclose(found[3], FACTORS, atol=0.08)


def test_siblings_that_do_not_agree_lend_little():
    noise = [100 * np.exp(RNG.normal(0, 0.3, 60)) for _ in range(6)]
    found = borrowed_seasons([*noise, sold(8, 20)], [0] * 7, 12)
    assert np.abs(found[6] - 1).max() < 0.1


def test_the_place_in_the_year_holds_where_newest_values_are_missing():
    pasts, groups = with_new()
    for past in pasts:
        past[-2:] = np.nan
    np.testing.assert_allclose(borrowed_seasons(pasts, groups, 12)[3], FACTORS, atol=0.08)


def test_nothing_is_borrowed_from_other_groups_or_from_too_few():
    pasts, _ = with_new()
    assert borrowed_seasons(pasts, ["shoes", "shoes", "toys", "shoes"], 12) == {}
    assert borrowed_seasons(pasts, ["shoes", "shoes", "shoes", "toys"], 12) == {}


def test_without_a_season_or_values_nothing_is_borrowed():
    pasts, groups = with_new()
    assert borrowed_seasons(pasts, groups, 1) == {}
    assert borrowed_seasons([np.full(9, np.nan), np.empty(0)], [0, 0], 12) == {}
    zeros = [np.zeros(60)] * 4 + [sold(8, 20)]
    assert borrowed_seasons(zeros, [0] * 5, 12) == {}


@pytest.mark.parametrize(("n", "period", "own"), [(27, 12, True), (26, 12, False), (3, 1, True)])
def test_a_series_of_two_seasons_has_its_own(n, period, own):
    assert own_season(n, period) is own


def test_the_forecast_of_a_new_product_follows_the_borrowed_season():
    pasts, groups = with_new()
    seasons = borrowed_seasons(pasts, groups, 12)
    known = practice("lstm")
    plain, borrowed = (
        network_forecasts(known, None, pasts, 12, 12, (80,), seasons=each)
        for each in (None, seasons)
    )
    np.testing.assert_array_equal(plain[:3], borrowed[:3])
    missed = [np.abs(said[3, :, 0] - 20 * FACTORS).mean() for said in (plain, borrowed)]
    assert missed[1] < 0.5 * missed[0]
    assert (borrowed[3, :, 1] < borrowed[3, :, 0]).all()
