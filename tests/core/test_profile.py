"""Facts about a series, the words for them, and the settings recommended."""

import numpy as np
import pandas as pd
import pytest

from core import calendar, rhythm
from core.models import Recurrent
from core.profile import facts, plain, recommend
from core.reading import interpret, open_table
from core.timeseries import TimeSeries

MONTHS = pd.date_range("1949-01-01", periods=144, freq="MS")


def reading(dates, values, form="%Y-%m-%d"):
    lines = (
        f"{d},{'' if v is None else f'{v:.6f}'}\n"
        for d, v in zip(dates.strftime(form), values, strict=True)
    )
    return interpret(open_table(("date,sales\n" + "".join(lines)).encode(), "x.csv"))


def seasonal(n, period, trend=0.0, noise=0.0):
    steps = np.arange(n)
    random = np.random.default_rng(1).normal(size=n)
    return 100 + 10 * np.sin(2 * np.pi * steps / period) + trend * steps + noise * random


def series(n, freq):
    dates = pd.date_range("2000-01-03", periods=n, freq=freq)
    # Eight business days could be a week of days with a gap.
    business = calendar.named("business-daily", dates)
    frequency = business if freq == "B" else rhythm.infer(dates)[0]
    return TimeSeries("x", pd.Series(np.arange(float(n)), dates), frequency)


def test_a_rising_seasonal_series_in_words():
    known = facts(reading(MONTHS, seasonal(144, 12, trend=1.0, noise=0.5)))
    assert known.seasonal_strength > 0.9
    assert known.trend_strength > 0.9
    assert plain(known) == (
        "144 months from January 1949 to December 1960, none missing. A strong yearly pattern. "
        "The level rises over time."
    )


def test_noise_has_no_pattern():
    known = facts(reading(MONTHS, 100 + np.random.default_rng(2).normal(size=144)))
    assert known.seasonal_strength < 0.64
    assert known.direction == ""


@pytest.mark.parametrize(
    ("dates", "period", "words"),
    [
        (pd.date_range("2020-01-01", periods=100), 7, "A strong weekly pattern."),
        (pd.date_range("2020-01-06", periods=120, freq="W-MON"), 52, "A strong yearly pattern."),
        (pd.date_range("2020-01-01", periods=32, freq="QS"), 4, "A strong yearly pattern."),
        (pd.date_range("2020-01-01", periods=96, freq="h"), 24, "A strong daily pattern."),
    ],
)
def test_the_pattern_has_the_name_of_its_season(dates, period, words):
    assert words in plain(facts(reading(dates, seasonal(len(dates), period), "%Y-%m-%d %H:%M")))


def test_counts_are_those_of_the_values():
    values = [5, 0, None, -2, 0, 7, 3, 4, 1, 2, 1, 5]
    known = facts(reading(pd.date_range("2020-01-01", periods=12), values))
    assert (known.n, known.missing, known.negatives, known.zeros) == (12, 1, 1, 2)
    assert (known.minimum, known.maximum) == (-2, 7)
    assert known.mean == pytest.approx(26 / 11)
    assert known.missing_examples == ("3 January 2020",)
    assert "1 missing (3 January 2020)" in plain(known)
    assert "1 value is below zero." in plain(known)


def test_only_the_first_gaps_are_spelt_out():
    values = [1.0 if i % 2 == 0 else None for i in range(21)]
    words = plain(facts(reading(pd.date_range("2020-01-01", periods=21), values)))
    assert "10 missing (2 January 2020, 4 January 2020, 6 January 2020 and 7 more)" in words


def test_merged_rows_are_counted():
    dates = pd.DatetimeIndex(["2020-01-01", "2020-01-02", "2020-01-02", "2020-01-03"])
    assert facts(reading(dates, [1, 2, 3, 4])).duplicates == 1


def test_a_constant_series_is_called_that():
    assert plain(facts(reading(MONTHS, [5] * 144))).endswith("All values are the same.")


def test_two_values_are_enough_for_facts():
    known = facts(reading(MONTHS[:2], [1, 2]))
    assert known.seasonal_strength is None
    assert "Too short to tell whether there is a yearly pattern." in plain(known)


def test_seasons_too_long_to_measure_are_passed_over_quickly():
    dates = pd.date_range("2020-01-01", periods=3_000, freq="15min")
    known = facts(reading(dates, seasonal(3_000, 96), "%Y-%m-%d %H:%M"))
    assert known.seasonal_strength is None
    assert "Too short" not in plain(known)


def test_three_years_of_months():
    advice = recommend(series(36, "MS"))
    assert (advice.lookback, advice.horizon) == (12, 6)
    assert advice.reasons["lookback"] == "The window covers 1 full year."


@pytest.mark.parametrize(
    ("freq", "n", "lookback", "horizon", "folds"),
    [
        ("MS", 144, 24, 12, 6),
        ("MS", 60, 12, 10, 3),
        ("W-MON", 200, 52, 13, 6),
        ("W-MON", 110, 18, 13, 4),
        ("D", 478, 28, 28, 8),
        ("D", 60, 7, 10, 3),
        ("B", 500, 20, 20, 8),
        ("h", 1_000, 48, 48, 5),
        ("QS", 60, 8, 8, 3),
        ("YS", 40, 6, 4, 5),
    ],
)
def test_recommendations_fit_the_frequency(freq, n, lookback, horizon, folds):
    advice = recommend(series(n, freq))
    assert (advice.lookback, advice.horizon, advice.folds) == (lookback, horizon, folds)


@pytest.mark.parametrize("freq", ["YS", "QS", "MS", "W-SUN", "D", "B", "h", "30min", "15min"])
def test_recommendations_can_be_trained_from_eight_values_up(freq):
    for n in (8, 9, 11, 13, 17, 24, 30, 47, 60, 100, 150, 180):
        advice = recommend(series(n, freq))
        assert 1 <= advice.horizon <= max(1, n // 6)
        assert 1 <= advice.folds <= 8
        # More than three only where the oldest still knows half.
        assert advice.folds <= 3 or 2 * advice.folds * advice.horizon <= n
        assert advice.lookback >= 2
        oldest = n - advice.folds * advice.horizon
        assert oldest >= advice.lookback + advice.horizon + 3, (n, advice)
        assert set(advice.reasons) == {"lookback", "horizon", "folds", "epochs"}
        assert all(reason.endswith(".") for reason in advice.reasons.values())


@pytest.mark.parametrize(
    ("n", "horizon", "lookback", "folds"),
    [(60, 6, None, 4), (60, 3, None, 8), (60, 6, 6, 5), (60, 3, 40, 3), (60, 10, 40, 1),
     (60, 30, None, 1), (144, 24, None, 3), (144, 6, None, 8)],
)  # fmt: skip
def test_folds_follow_a_horizon_and_a_window_that_are_decided(n, horizon, lookback, folds):
    advice = recommend(series(n, "MS"), horizon, lookback)
    assert (advice.horizon, advice.folds) == (horizon, folds)
    assert lookback in (None, advice.lookback)


def test_no_folds_of_a_horizon_longer_than_the_series_are_one():
    assert recommend(series(60, "MS"), 100).folds == 1
    assert recommend(series(60, "MS"), 100, 24).folds == 1


def test_missing_values_count_against_the_window():
    full = series(40, "MS")
    holes = full.y.copy()
    holes.iloc[1:20] = np.nan
    sparse = TimeSeries("x", holes, full.frequency)
    assert recommend(sparse).lookback < recommend(full).lookback


def test_epochs_make_about_as_many_steps_of_gradient_descent_on_any_series():
    for n in (40, 60, 150, 400):
        advice = recommend(series(n, "MS"))
        in_one = np.ceil((n - advice.folds * advice.horizon) / Recurrent(2).batch_size)
        assert 40 <= advice.epochs * in_one <= 40 + 10 * in_one
