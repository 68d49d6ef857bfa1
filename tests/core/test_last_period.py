"""A last period far from its past is pointed out; ordinary ones are not."""

from dataclasses import replace

import numpy as np
import pytest

from core.events import Event
from core.last_period import odd_end
from tests.builders import seasonal, series

pytestmark = pytest.mark.slow


def times(ts, factor):
    """The same with its last value multiplied."""
    y = ts.y.copy()
    y.iloc[-1] *= factor
    return replace(ts, y=y)


@pytest.mark.parametrize("factor", [0.0, 0.2, 0.4, 2.5])
@pytest.mark.parametrize("n", [30, 41, 96, 101])
def test_far_from_what_its_season_suggests_it_is_pointed_out_with_the_figure(n, factor):
    ts = seasonal(n)
    found = odd_end(times(ts, factor))
    assert found.stamp == ts.index[-1]
    assert found.usual == pytest.approx(ts.values[-1], rel=0.25)
    assert found.share == pytest.approx(factor, rel=0.25)


def test_ordinary_ends_get_no_hint():
    honest = [seasonal(n, noise=0.1, seed=seed) for seed in range(20) for n in (30, 60, 101)]
    rng = np.random.default_rng(5)
    honest += [series(rng.lognormal(4, 0.8, 60)) for _ in range(40)]
    honest += [series(rng.poisson(3, 60)) for _ in range(40)]
    assert sum(odd_end(ts) is not None for ts in honest) <= 2


def test_a_season_as_deep_as_that_is_no_surprise():
    ts = series([100.0, 110, 120, 20] * 8, "quarterly")
    assert odd_end(ts) is None
    assert odd_end(replace(ts, y=ts.y.iloc[:-1] * [*[1.0] * 30, 0.2])) is not None


def test_closed_days_marked_dates_and_short_pasts_get_no_hint():
    week = [100.0, 103, 99, 101, 98, 97, 0]
    assert odd_end(series(week * 10, "daily", "2024-01-01")) is None
    low = times(seasonal(60), 0.2)
    marked = Event(low.index[-1], low.index[-1], "shock", "one-off")
    assert odd_end(replace(low, events=(marked,))) is None
    assert odd_end(times(seasonal(10), 0.1)) is None


def test_the_words_have_value_share_and_what_to_do():
    ts = series([100.0, 102, 98, 101, 99, 100] * 5 + [20.0])
    words = odd_end(ts).words(ts, combined=False)
    assert words.startswith("July 2012 ends the series with 20.0 EUR: 20% of the 100 or so")
    assert "does not show whether it is whole" in words
    assert "leave it out" in words
    assert "mark that" in words
    assert "keep it" in words
    assert "By its dates it is whole." in odd_end(ts).words(ts, combined=True)
