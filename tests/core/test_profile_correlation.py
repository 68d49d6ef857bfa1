"""Autocorrelation and stationarity of a series."""

import numpy as np
import pytest

from core.errors import DataError, SeriesTooShort
from core.profile.autocorrelation import correlate
from core.profile.stationarity import stationarity
from tests.builders import series


def noise(n, seed=0):
    return np.random.default_rng(seed).normal(size=n)


def persistent(n, share, seed=0):
    """A process that keeps `share` of its last value."""
    values = np.zeros(n)
    for step, shock in enumerate(noise(n, seed)):
        values[step] = share * values[step - 1] + shock
    return values


def wave(n, period, size):
    return size * np.sin(2 * np.pi * np.arange(n) / period)


def test_autocorrelations_are_those_of_the_formula():
    y = 10 + persistent(200, 0.6)
    found = correlate(series(y))
    centred = y - y.mean()
    for lag in (1, 5, 24):
        expected = centred[lag:] @ centred[:-lag] / (centred @ centred)
        assert found.acf[lag - 1] == pytest.approx(expected)
    assert found.limit == pytest.approx(1.96 / np.sqrt(200))


def test_partial_ones_are_not_passed_on():
    found = correlate(series(persistent(4_000, 0.7), "daily"))
    assert found.pacf[0] == pytest.approx(0.7, abs=0.05)
    assert np.abs(found.pacf[1:]).max() < 0.07
    assert found.acf[1] == pytest.approx(0.49, abs=0.07)


def test_a_season_is_named_by_its_length():
    found = correlate(series(100 + wave(144, 12, 10) + noise(144)))
    assert found.seasonal == 12
    assert found.finding.startswith("Values 12 months apart move together (correlation 0.")


def test_a_trend_hides_a_season_that_changes_show():
    ts = series(100 + 3.0 * np.arange(144) + wave(144, 12, 15) + noise(144))
    assert "stay near those just before them" in correlate(ts).finding
    changes = correlate(ts, changes=True)
    assert changes.n == 143
    assert "Changes 12 months apart move together" in changes.finding


def test_hours_show_the_week_as_well_as_the_day():
    found = correlate(series(wave(3_000, 24, 5) + wave(3_000, 168, 10) + noise(3_000), "hourly"))
    assert len(found.acf) >= 168
    assert found.seasonal == 168


def test_noise_is_called_no_more_than_chance():
    said = [correlate(series(noise(300, seed))).finding for seed in range(20)]
    assert sum("not tied to earlier ones" in one for one in said) >= 16


def test_a_random_walk_has_changes_without_ties():
    said = [
        correlate(series(noise(300, seed).cumsum()), changes=True).finding for seed in range(20)
    ]
    assert sum("Changes are not tied to earlier ones" in one for one in said) >= 16


def test_the_table_has_every_lag_and_the_limit():
    table = correlate(series(noise(100))).table()
    assert list(table["Months apart"]) == list(range(1, 25))
    assert (table["Chance, either side"] == 0.196).all()


def test_few_values_are_a_sentence():
    with pytest.raises(SeriesTooShort, match="10 observations are needed, 5 are there"):
        correlate(series(noise(5)))
    with pytest.raises(DataError, match="All values are the same"):
        correlate(series(np.arange(50.0)), changes=True)
    assert len(correlate(series(noise(10))).acf) == 4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "verdict"),
    [
        (lambda seed: 50 + persistent(400, 0.4, seed), "level"),
        (lambda seed: noise(400, seed).cumsum(), "wanders"),
        (lambda seed: 0.5 * np.arange(400) + 5 * noise(400, seed), "line"),
    ],
)
def test_what_the_pair_of_tests_says_is_true_of_made_up_series(make, verdict):
    verdicts = [stationarity(series(make(seed))).verdict for seed in range(12)]
    assert verdicts.count(verdict) >= 9, verdicts


def test_both_tests_are_said_in_words_with_their_p():
    found = stationarity(series(noise(400).cumsum()))
    assert "ADF does not find that values return to a level (p = 0." in found.said
    assert "KPSS finds that the level moves (p at most 0.01)" in found.said
    assert found.finding == "The level wanders: it does not return to where it was"
    assert "Neither looks at the season" in found.computed
    assert list(found.table()["Found"]) == ["no", "yes", "no", "yes"]


def test_too_little_leaves_it_open():
    verdicts = [stationarity(series(noise(20, seed).cumsum())).verdict for seed in range(12)]
    assert "open" in verdicts


def test_the_moving_mean_spans_a_season():
    found = stationarity(series(100 + wave(144, 12, 10) + noise(144)))
    assert found.window == 12
    assert found.moving()["mean"].iloc[12:-12].std() < 1


def test_a_straight_line_and_a_short_series_are_sentences():
    with pytest.raises(DataError, match="one straight line"):
        stationarity(series(np.arange(60.0)))
    with pytest.raises(SeriesTooShort, match="20 observations are needed, 8 are there"):
        stationarity(series(noise(8)))


@pytest.mark.filterwarnings("error")
def test_a_season_without_any_noise_passes_without_warnings():
    assert stationarity(series(wave(144, 12, 10))).verdict == "level"
