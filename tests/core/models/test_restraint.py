"""A forecast goes no further than its series has ever gone."""

import numpy as np
import pytest

from core.models import Recurrent
from core.models.restraint import LEAST_PAIRS, SLACK, restrained
from tests.builders import seasonal, series

pytestmark = pytest.mark.slow


def one(told, values, period=1, until=None):
    """Of a single forecast from the newest value."""
    values = np.array(values, float)
    until = len(values) if until is None else until
    told = np.array(told, float)[None, :, None]
    return restrained(told, values, np.array([len(values) - 1]), period, until)[0, :, 0]


def test_an_explosion_is_held_back_at_the_largest_change_over_that_time():
    values = [0, 1, 3, 4, 5, 6, 7, 8, 9, 10]
    # Over one step at most 2, over two at most 3, over three at most 4.
    held = one([1e9, 1e9, -1e9], values)
    assert held == pytest.approx([10 + 2 * SLACK, 10 + 3 * SLACK, 10 - 4 * SLACK])


def test_what_the_series_did_before_it_may_do_again():
    values = np.cumsum(np.random.default_rng(0).normal(size=60))
    ahead = values[-1] + np.array([values[k + 5] - values[5] for k in range(1, 7)])
    assert one(ahead, values) == pytest.approx(ahead)


def test_a_season_is_compared_with_the_season_before():
    season = np.tile([0.0, 0.0, 50.0, 0.0], 6) + np.repeat(np.arange(6), 4)
    expected = np.array([6, 6, 56, 6, 7, 7], float)
    assert one(expected, season, period=4) == pytest.approx(expected)
    # Without the season, a step to the peak is nothing new at any phase.
    assert one([56], season)[0] == pytest.approx(56)
    assert one([56], season, period=4)[0] == pytest.approx(5 + SLACK)


def test_further_ahead_than_the_past_is_long_the_reach_grows_in_proportion():
    values = [0.0, 1, 2, 3, 4, 5]
    assert len(values) - LEAST_PAIRS < 12
    held = one(np.full(12, 1e9), values)
    assert held == pytest.approx(5 + SLACK * np.arange(1, 13))


def test_nothing_after_the_cutoff_counts():
    quiet, wild = np.arange(20.0), np.arange(20.0)
    wild[15:] *= 100
    told = [1e9, 1e9]
    rows = [restrained(np.array(told)[None, :, None], each, np.array([9]), 1, 10)
            for each in (quiet, wild)]  # fmt: skip
    assert np.array_equal(*rows)


def test_too_few_values_to_know_restrain_nothing():
    assert one([1e9], [1, 2, 3]) == pytest.approx([1e9])


def test_bands_are_held_back_in_their_order():
    told = np.array([[[-1e9, 9.5, 1e9]]])
    values = np.arange(10.0)
    low, middle, high = restrained(told, values, np.array([9]), 1, 10)[0, 0]
    assert low < middle < high
    assert high == pytest.approx(9 + SLACK)


def test_a_network_that_would_explode_is_held_back_and_says_so():
    values = 100 * 1.5 ** np.arange(14)
    told = Recurrent(lookback=3, epochs=2, transform="log").fit(series(values, "yearly"), 4)
    said = told.predict()
    reach = SLACK * (values[-1] - values[-1 - 1])
    assert said.table["point"].iloc[0] <= values[-1] + reach + 1e-6
    assert any("held back" in note for note in said.notes)


def test_an_ordinary_forecast_is_left_alone():
    said = Recurrent(lookback=12, epochs=2).fit(seasonal(96), 12).predict()
    assert not any("held back" in note for note in said.notes)
