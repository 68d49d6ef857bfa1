"""Frequencies found in dates, and the regular calendars made from them."""

import numpy as np
import pandas as pd
import pytest

from core import calendar
from core.errors import DataError

START = "2018-01-01"


@pytest.mark.parametrize(
    ("dates", "name", "alias"),
    [
        (pd.date_range(START, periods=8, freq="YS"), "yearly", "YS-JAN"),
        (pd.date_range(START, periods=8, freq="YE"), "yearly", "YE-DEC"),
        (pd.date_range(START, periods=8, freq="YS-APR"), "yearly", "YS-APR"),
        (pd.date_range(START, periods=8, freq="YE-JUN"), "yearly", "YE-JUN"),
        (pd.date_range(START, periods=9, freq="QS"), "quarterly", "QS-JAN"),
        (pd.date_range(START, periods=9, freq="QE"), "quarterly", "QE-DEC"),
        (pd.date_range(START, periods=9, freq="QS-FEB"), "quarterly", "QS-FEB"),
        (pd.date_range(START, periods=30, freq="MS"), "monthly", "MS"),
        (pd.date_range(START, periods=30, freq="ME"), "monthly", "ME"),
        (pd.date_range(START, periods=30, freq="MS") + pd.Timedelta(days=14), "monthly", "MS"),
        (pd.date_range(START, periods=30, freq="BME"), "monthly", "MS"),
        *(
            (pd.date_range(START, periods=60, freq=f"W-{day}"), "weekly", f"W-{day}")
            for day in ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
        ),
        (pd.date_range(START, periods=60, freq="D"), "daily", "D"),
        (pd.date_range(START, periods=60, freq="B"), "business-daily", "B"),
        (pd.date_range(START, periods=60, freq="h"), "hourly", "h"),
        (pd.date_range(START, periods=60, freq="30min"), "half-hourly", "30min"),
        (pd.date_range(START, periods=60, freq="15min"), "quarter-hourly", "15min"),
    ],
)
def test_the_frequency_is_found_and_gives_a_regular_calendar(dates, name, alias):
    frequency, reason = calendar.infer(dates)
    assert (frequency.name, frequency.alias) == (name, alias)
    assert reason
    stamps = frequency.snap(dates)
    regular = frequency.calendar(stamps[0], stamps[-1])
    assert regular.freqstr == alias
    assert regular.equals(pd.DatetimeIndex(stamps, freq=None))
    assert frequency.length(stamps[0], stamps[-1]) == len(dates)


@pytest.mark.parametrize(
    ("freq", "name"),
    [("D", "daily"), ("B", "business-daily"), ("W-WED", "weekly"), ("MS", "monthly"),
     ("h", "hourly"), ("30min", "half-hourly")],
)  # fmt: skip
def test_gaps_order_and_repeats_do_not_mislead(freq, name):
    dates = pd.date_range(START, periods=100, freq=freq)
    some = np.random.default_rng(1).permutation(np.delete(np.arange(100), [3, 20, 21, 60]))
    assert calendar.infer(dates[some].append(dates[:5]))[0].name == name


def test_the_reason_counts_what_fits():
    dates = pd.DatetimeIndex(["2020-01-01", "2020-02-01", "2020-03-01", "2020-06-01", "2020-07-01"])
    assert calendar.infer(dates)[1] == "75% of the dates lie a month after the one before"


def test_one_date_is_refused():
    with pytest.raises(DataError, match="only one date"):
        calendar.infer(pd.DatetimeIndex([START, START]))


def test_an_unknown_name_is_refused():
    with pytest.raises(DataError, match="fortnightly"):
        calendar.named("fortnightly", pd.DatetimeIndex([START]))


def test_weeks_of_mixed_days_begin_on_monday():
    dates = pd.DatetimeIndex(["2020-01-06", "2020-01-14", "2020-01-26"])
    frequency = calendar.named("weekly", dates)
    assert frequency.snap(dates).strftime("%a %d").tolist() == ["Mon 06", "Mon 13", "Mon 20"]


def test_weekends_belong_to_the_friday_before():
    frequency = calendar.named("business-daily", pd.DatetimeIndex([START]))
    days = pd.date_range("2020-01-03", periods=4)
    assert frequency.snap(days).day.tolist() == [3, 3, 3, 6]


@pytest.mark.parametrize("name", calendar.NAMES)
def test_every_frequency_can_be_asked_of_any_dates(name):
    dates = pd.date_range("2020-01-04 10:20", periods=500, freq="7h")
    frequency = calendar.named(name, dates)
    stamps = frequency.snap(dates)
    regular = frequency.calendar(stamps[0], stamps[-1])
    assert stamps.isin(regular).all()
    assert frequency.length(stamps[0], stamps[-1]) == len(regular)


@pytest.mark.parametrize(
    ("freq", "words"),
    [
        ("YS", "2018"),
        ("YE-JUN", "June 2018"),
        ("QS", "quarter 1 of 2018"),
        ("QS-FEB", "February 2018"),
        ("MS", "January 2018"),
        ("W-MON", "1 January 2018"),
        ("D", "1 January 2018"),
        ("30min", "1 January 2018, 00:00"),
    ],
)
def test_periods_have_words(freq, words):
    dates = pd.date_range(START, periods=5, freq=freq)
    assert calendar.infer(dates)[0].words(dates[0]) == words


def test_spans_have_words():
    monthly = calendar.named("monthly", pd.DatetimeIndex([START]))
    assert [monthly.count(1), monthly.count(1200)] == ["1 month", "1,200 months"]
