"""The practised network on many series at once: as it would be one by one, whatever they hold."""

import numpy as np
import pytest

from core.models import Practised
from core.models.practised.bands import GRID
from core.models.practised.weights import practice, usual_places
from core.portfolio.network import network_forecasts, panel_places
from tests.builders import series

KNOWN = practice("lstm")
RNG = np.random.default_rng(0)
MIXED = [
    RNG.lognormal(4, 0.2, 60),
    RNG.lognormal(4, 0.2, 60),
    np.concatenate([[np.nan] * 30, RNG.lognormal(3, 0.2, 30)]),
    np.concatenate([RNG.lognormal(3, 0.2, 57), [np.nan] * 3]),
    RNG.poisson(0.4, 60).astype(float),
    RNG.normal(0, 5, 45),
]


def told(pasts, horizon=6, period=12, levels=(80, 95), tuned=None, usual=None):
    return network_forecasts(KNOWN, tuned, pasts, horizon, period, levels, usual)


def test_many_at_once_are_as_one_by_one():
    together = told(MIXED)
    assert together.shape == (6, 6, 5)
    for place, past in enumerate(MIXED):
        np.testing.assert_allclose(together[place], told([past])[0], rtol=1e-4, atol=1e-4)


def test_the_point_is_that_of_the_model_for_one_series():
    for past in MIXED:
        alone = Practised(adaptation="off").fit(series(past), 6).predict(residuals=False)
        np.testing.assert_allclose(
            told([past])[0, :, 0], alone.table["point"].to_numpy(), rtol=1e-4, atol=1e-4
        )


def test_wider_levels_hold_narrower_ones_and_the_point():
    said = told(MIXED)
    order = said[:, :, [3, 1, 0, 2, 4]]
    assert (np.diff(order, axis=-1) >= 0).all()


def test_a_series_of_zeros_stays_at_zero():
    np.testing.assert_array_equal(told([np.zeros(40)]), 0)


def test_too_few_values_are_told_nothing():
    said = told([np.arange(3.0), np.full(20, np.nan), np.empty(0), MIXED[0]])
    assert np.isnan(said[:3]).all()
    assert np.isfinite(said[3]).all()


def test_no_series_at_all():
    assert told([]).shape == (0, 6, 5)
    np.testing.assert_allclose(panel_places(KNOWN, [], 6, 12), usual_places(KNOWN, 12), atol=0.2)


def test_a_tuned_network_counts_half():
    other = practice("gru")
    lone = told(MIXED[:2])[:, :, 0] / 2 + _gru(MIXED[:2]) / 2
    np.testing.assert_allclose(told(MIXED[:2], tuned=other)[:, :, 0], lone, rtol=1e-6)


def _gru(pasts):
    return network_forecasts(practice("gru"), None, pasts, 6, 12, ())[:, :, 0]


@pytest.mark.slow
def test_intervals_follow_the_past_of_the_panel():
    """Series whose newest values leap far off have wider intervals than calm ones."""
    calm = [100 + 10 * np.sin(np.arange(72) * np.pi / 6) + RNG.normal(0, 1, 72) for _ in range(40)]
    wild = [past.copy() for past in calm]
    for past in wild:
        past[-12:] += RNG.choice([-30, 30])
    sizes = [panel_places(KNOWN, pasts, 6, 12) for pasts in (calm, wild)]
    assert (np.diff(sizes[0]) >= 0).all()
    assert np.interp(0.8, GRID, sizes[1]) > 1.5 * np.interp(0.8, GRID, sizes[0])
    widths = [np.diff(told(calm, usual=usual)[:, :, 1:3])[..., 0] for usual in sizes]
    assert (widths[1] > widths[0]).all()


@pytest.mark.slow
def test_intervals_hold_what_they_promise_on_a_large_panel():
    rng = np.random.default_rng(5)
    steps = np.arange(66)
    whole = [
        80 + 20 * np.sin(steps * np.pi / 6 + rng.uniform(0, 6)) + rng.standard_t(3, 66) * 5
        for _ in range(150)
    ]
    pasts, actual = [each[:60] for each in whole], np.array([each[60:] for each in whole])
    said = told(pasts, usual=panel_places(KNOWN, pasts, 6, 12))
    held = (said[:, :, 1] <= actual) & (actual <= said[:, :, 2])
    assert 0.76 < held.mean() < 0.84
