"""A series taken apart, and the stretch of it that is looked at."""

import numpy as np
import pytest

from core.errors import DataError, SeriesTooShort
from core.profile.decomposition import decompose
from core.profile.stretch import MOST
from core.profile.thinning import MOST_POINTS, drawn_with, thinned
from tests.builders import series

pytestmark = pytest.mark.slow


def wave(n, period, size):
    return size * np.sin(2 * np.pi * np.arange(n) / period)


def noise(n, size=1.0, seed=0):
    return np.random.default_rng(seed).normal(0, size, n)


def test_trend_season_and_remainder_are_those_the_series_was_made_of():
    n = 144
    trend, season = 200 + 1.5 * np.arange(n), wave(n, 12, 20)
    parts = decompose(series(trend + season + noise(n)))
    assert np.abs(parts.trend - trend).mean() < 1
    assert np.abs(parts.seasons[12] - season).mean() < 1
    assert parts.finding == "A strong yearly pattern, a rising level and little noise"
    assert parts.pace == pytest.approx(18 / (200 + 0.75 * n), rel=0.1)


def test_the_parts_add_up_to_the_series():
    y = 500 + wave(1200, 7, 50) + wave(1200, 365, 80) + noise(1200, 10)
    for ts in (series(y, "daily"), series(y[:144]), series(y[:40], "yearly")):
        parts = decompose(ts)
        total = parts.trend + parts.rest + sum(parts.seasons.values())
        np.testing.assert_allclose(total, ts.y)


def test_days_have_a_season_for_the_week_and_one_for_the_year():
    n = 1200
    week, year = wave(n, 7, 50), wave(n, 365, 80)
    parts = decompose(series(500 + week + year + noise(n, 10), "daily"))
    assert list(parts.seasons) == [7, 365]
    assert np.corrcoef(parts.seasons[7], week)[0, 1] > 0.98
    assert np.corrcoef(parts.seasons[365], year)[0, 1] > 0.95
    assert parts.patterns == "a strong weekly and yearly pattern"
    assert "Weekly season (EUR)" in parts.table()
    assert "Yearly season (EUR)" in parts.table()


def test_a_year_of_days_seen_once_is_no_season():
    assert list(decompose(series(100 + wave(500, 7, 5) + noise(500), "daily")).seasons) == [7]


@pytest.mark.parametrize(
    ("turns", "period", "frequency"), [(2, 12, "monthly"), (3, 12, "monthly"), (2.1, 365, "daily")]
)
def test_few_turns_do_not_hide_the_noise(turns, period, frequency):
    n = int(turns * period)
    spreads = [
        decompose(series(100 + wave(n, period, 10) + noise(n, 5, seed), frequency)).spread
        for seed in range(8)
    ]
    assert 3 < np.median(spreads) < 6.5


@pytest.mark.parametrize("seed", range(5))
def test_noise_and_a_wandering_level_have_no_pattern(seed):
    for y in (noise(200, 1, seed), noise(200, 1, seed).cumsum()):
        assert decompose(series(100 + y)).patterns == "no clear yearly pattern"


def test_without_a_season_there_is_a_trend():
    parts = decompose(series(100 + 5.0 * np.arange(30) + noise(30), "yearly"))
    assert parts.patterns == ""
    assert parts.finding == "A rising level and little noise"
    assert "LOWESS" in parts.computed


def test_noise_is_measured_by_the_spread_where_there_is_no_level():
    parts = decompose(series(wave(144, 12, 10) + noise(144)))
    assert parts.level is None
    assert parts.pace is None
    assert parts.noise == "little noise"


def test_gaps_are_bridged_and_that_is_said():
    ts = series(100 + wave(144, 12, 10))
    ts.y.iloc[[0, 30, 31]] = np.nan
    parts = decompose(ts)
    assert len(parts.seen) == 143
    assert not parts.rest.isna().any()
    assert "2 gaps were bridged by straight lines, for this picture only" in parts.seen.first_steps


def test_a_long_series_is_looked_at_where_it_is_newest_and_that_is_said():
    parts = decompose(series(100 + wave(20_000, 24, 10) + noise(20_000), "hourly"))
    assert len(parts.seen) == MOST
    assert "Only the newest 5,000 hours are examined" in parts.seen.first_steps
    assert "15,000 older" in parts.seen.first_steps


def test_too_short_or_all_the_same_is_said():
    with pytest.raises(SeriesTooShort, match="6 observations are needed, 3 are there"):
        decompose(series([1, 2, 3]))
    with pytest.raises(DataError, match="All values are the same"):
        decompose(series(np.ones(50)))


def test_a_thinned_line_keeps_its_peaks_and_says_so():
    y = series(noise(100_000), "hourly").y
    line = thinned(y)
    assert len(line) <= MOST_POINTS
    assert (line.min(), line.max()) == (y.min(), y.max())
    assert line.index.is_monotonic_increasing
    assert "of every 100 values" in drawn_with(len(y))
    assert thinned(y.iloc[:100]) is not line
    assert len(thinned(y.iloc[:100])) == 100
    assert drawn_with(100) == ""


def test_a_line_with_holes_can_be_thinned():
    y = series(noise(10_000), "hourly").y
    y.iloc[2_000:6_000] = np.nan
    assert 0 < len(thinned(y)) <= MOST_POINTS
