"""Quantiles, places among them, and what becomes of both."""

import numpy as np
import pytest
from scipy.special import ndtri

from core.models.practised.bands import GRID, KNOTS, Bands, at, places
from core.models.practised.quantiles import QUANTILES

NORMAL = np.abs(ndtri(0.5 + GRID / 2))
SAID = 100 + np.outer(np.arange(1, 7), KNOTS)
"""Normal distributions whose spread grows by 1 with each step."""


def bands(places=None, independent=0.0, usual=NORMAL):
    own = np.empty((0, 6)) if places is None else places
    return Bands(SAID, own, independent, usual)


def test_a_quantile_is_at_its_own_place():
    rows = np.broadcast_to(SAID, (2, *SAID.shape))
    for knot, quantile in zip(KNOTS, SAID.T, strict=True):
        np.testing.assert_allclose(at(SAID, np.full(6, knot)), quantile)
        np.testing.assert_allclose(places(rows, np.broadcast_to(quantile, (2, 6))), knot)


def test_between_and_beyond_quantiles_places_lead_back_to_values():
    values = np.random.default_rng(0).normal(100, 12, (40, 6))
    found = places(np.broadcast_to(SAID, (40, *SAID.shape)), values)
    np.testing.assert_allclose(at(SAID, found), values)


def test_what_is_not_known_has_no_place():
    found = places(SAID[None], np.full((1, 6), np.nan))
    assert np.isnan(found).all()


def test_bounds_are_the_networks_where_it_was_right():
    low, high = bands().bounds([80])[80]
    np.testing.assert_allclose(low, SAID[:, QUANTILES.index(0.1)], rtol=2e-3)
    np.testing.assert_allclose(high, SAID[:, QUANTILES.index(0.9)], rtol=2e-3)


def test_a_series_it_was_too_sure_of_gets_wider_bounds_and_an_easy_one_narrower():
    rng = np.random.default_rng(0)
    usual = bands().bounds([80])[80]
    for spread in (0.4, 2.5):
        own = rng.normal(0, spread, (24, 6))
        low, high = bands(own, independent=20.0).bounds([80])[80]
        assert ((high - low > usual[1] - usual[0]) == (spread > 1)).all()


def test_what_others_missed_by_counts_until_there_is_enough_of_its_own():
    own = np.random.default_rng(0).normal(0, 3, (24, 6))
    little, much = (np.ptp(bands(own, worth).bounds([80])[80], axis=0)[0] for worth in (1.0, 50.0))
    assert np.ptp(bands().bounds([80])[80], axis=0)[0] < little < much


def test_wider_levels_hold_narrower_ones():
    own = np.random.default_rng(0).standard_t(3, (24, 6))
    found = bands(own, 8.0).bounds([50, 80, 95, 99])
    for inner, outer in ((50, 80), (80, 95), (95, 99)):
        assert (found[outer][0] <= found[inner][0]).all()
        assert (found[outer][1] >= found[inner][1]).all()


def test_paths_keep_to_the_bounds_and_neighbours_go_together():
    found = bands(np.random.default_rng(0).normal(0, 1.5, (24, 6)), 8.0)
    paths = found.paths(20_000, seed=1)
    for level, (low, high) in found.bounds([50, 80, 95]).items():
        inside = ((paths >= low) & (paths <= high)).mean(axis=0) * 100
        np.testing.assert_allclose(inside, level, atol=1.5)
    apart = paths - paths.mean(axis=0)
    together = np.corrcoef(apart.T)
    assert together[4, 5] > together[0, 5] > 0.2


def test_a_network_that_sees_no_doubt_gets_none():
    sure = Bands(np.full((3, len(QUANTILES)), 42.0), np.empty((0, 3)), 0.0, NORMAL)
    low, high = sure.bounds([95])[95]
    assert low == pytest.approx(42) == high
