"""Frequencies found in dates, and the regular calendars made from them."""

import numpy as np
import pandas as pd
import pytest

from core import calendar, rhythm
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
    frequency, reason = rhythm.infer(dates)
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
    assert rhythm.infer(dates[some].append(dates[:5]))[0].name == name


def test_the_reason_counts_what_fits():
    dates = pd.DatetimeIndex(["2020-01-01", "2020-02-01", "2020-03-01", "2020-06-01", "2020-07-01"])
    assert rhythm.infer(dates)[1] == "75% of the dates lie a month after the one before"


def test_one_date_is_refused():
    with pytest.raises(DataError, match="only one date"):
        rhythm.infer(pd.DatetimeIndex([START, START]))


def test_an_unknown_name_is_refused():
    with pytest.raises(DataError, match="fortnightly"):
        calendar.named("fortnightly", pd.DatetimeIndex([START]))


def test_weeks_of_mixed_days_begin_on_monday():
    dates = pd.DatetimeIndex(["2020-01-06", "2020-01-14", "2020-01-26"])
    frequency = calendar.named("weekly", dates)
    assert frequency.snap(dates).strftime("%a %d").tolist() == ["Mon 06", "Mon 13", "Mon 20"]


@pytest.mark.parametrize("weekday", ["SUN", "FRI", "MON"])
@pytest.mark.parametrize("moved", [-2, -1, 1, 2])
def test_a_holiday_moves_a_date_into_no_other_week(weekday, moved):
    dates = pd.date_range(START, periods=40, freq=f"W-{weekday}")
    some = dates.where(dates != dates[20], dates[20] + pd.Timedelta(days=moved))
    frequency, _ = rhythm.infer(some)
    assert frequency.snap(some).equals(pd.DatetimeIndex(dates, freq=None))


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
        ("W-MON", "the week of 1 January 2018"),
        ("W-FRI", "5 January 2018"),
        ("D", "1 January 2018"),
        ("30min", "1 January 2018, 00:00"),
    ],
)
def test_periods_have_words(freq, words):
    dates = pd.date_range(START, periods=5, freq=freq)
    assert rhythm.infer(dates)[0].words(dates[0]) == words


def test_spans_have_words():
    monthly = calendar.named("monthly", pd.DatetimeIndex([START]))
    assert [monthly.count(1), monthly.count(1200)] == ["1 month", "1,200 months"]


@pytest.mark.parametrize(
    ("dates", "frequency", "periods"),
    [
        (pd.date_range(START, periods=30, freq="BME"), "monthly", "M"),
        (pd.date_range(START, periods=30, freq="ME"), "monthly", "M"),
        (pd.date_range(START, periods=30, freq="SMS")[1::2], "monthly", "M"),
        (pd.date_range(START, periods=30, freq="WOM-3FRI"), "monthly", "M"),
        (pd.date_range(START, periods=12, freq="QE"), "quarterly", "Q-DEC"),
        (pd.date_range(START, periods=12, freq="BQE"), "quarterly", "Q-DEC"),
        (pd.date_range(START, periods=12, freq="BQS"), "quarterly", "Q-DEC"),
        (pd.date_range(START, periods=12, freq="BQE-JAN"), "quarterly", "Q-JAN"),
        (pd.date_range(START, periods=12, freq="QS-FEB") + pd.Timedelta(days=14), "quarterly",
         "Q-DEC"),
        (pd.date_range(START, periods=8, freq="YE"), "yearly", "Y-DEC"),
        (pd.date_range(START, periods=8, freq="BYE"), "yearly", "Y-DEC"),
        (pd.date_range(START, periods=8, freq="BYE-JUN"), "yearly", "Y-JUN"),
        (pd.date_range(START, periods=8, freq="BYS"), "yearly", "Y-DEC"),
        (pd.date_range(START, periods=60, freq="W-SUN"), "weekly", "W-SUN"),
        (pd.date_range(START, periods=60, freq="W-FRI"), "weekly", "W-SUN"),
    ],
)  # fmt: skip
def test_first_last_and_middle_days_lie_in_the_period_they_stand_for(dates, frequency, periods):
    """Held against pandas: each date's stamp lies in the period that pandas puts the date in."""
    found, _ = rhythm.infer(dates)
    assert found.name == frequency
    stamps = found.snap(dates)
    assert (stamps.to_period(periods) == dates.to_period(periods)).all()
    bounds = [found.bounds(stamp) for stamp in stamps]
    assert all(begins <= date < ends for (begins, ends), date in zip(bounds, dates, strict=True))
    if frequency in ("quarterly", "yearly"):
        assert [begins for begins, _ in bounds] == [
            period.start_time for period in dates.to_period(periods)]  # fmt: skip


def every(days):
    return pd.Timestamp(START) + pd.to_timedelta(np.cumsum(days), unit="D")


def test_dates_without_a_rhythm_say_what_is_seen_and_what_would_be_fuller():
    frequency, evidence = rhythm.infer(every([1, 3, 9, 3, 2, 3, 5, 3, 6, 3] * 8))
    assert frequency.name == "daily"
    assert evidence == (
        "the dates come irregularly, between 1 and 9 days apart, most often 3; 26% of the days "
        "hold one, and with weekly 95% of the weeks would"
    )


def test_dates_of_which_none_is_usual_give_their_middle():
    _, evidence = rhythm.infer(every(np.random.default_rng(1).permutation(np.arange(1, 13))))
    assert "between 1 and 12 days apart, typically" in evidence


def test_one_date_a_month_is_no_rhythm_where_the_days_lie_anywhere():
    frequency, evidence = rhythm.infer(every(np.random.default_rng(3).integers(8, 60, 60)))
    assert frequency.name == "monthly"
    assert evidence.startswith("the dates come irregularly, between 8 and 58 days apart")


def test_moments_without_a_rhythm_are_counted_in_hours():
    minutes = np.cumsum(np.random.default_rng(2).integers(20, 600, 300))
    frequency, evidence = rhythm.infer(pd.Timestamp(START) + pd.to_timedelta(minutes, unit="min"))
    assert frequency.name == "daily"
    assert "hours apart" in evidence
    assert evidence.endswith("100% of the days hold one")


@pytest.mark.parametrize("weekdays", [(0, 1, 2, 3, 4), (0, 1, 3)])
def test_business_days_stay_business_days_without_their_holidays(weekdays):
    days = pd.bdate_range(START, periods=200)
    some = days[days.dayofweek.isin(weekdays)].drop(["2018-04-02", "2018-05-01"], errors="ignore")
    frequency, _ = rhythm.infer(some)
    assert frequency.name == "business-daily"
    assert (frequency.snap(some) == some).all()


@pytest.mark.parametrize("freq", ["YS", "QS", "MS"])
def test_nothing_fuller_is_named_where_nothing_is(freq):
    dates = pd.DatetimeIndex(["2000-01-01", "2000-01-02", "2019-01-01"])
    assert rhythm.fuller(dates, rhythm.infer(pd.date_range(START, periods=8, freq=freq))[0]) is None


@pytest.mark.parametrize(("name", "steps"), [("half-hourly", 2), ("hourly", 4)])
def test_times_within_a_step_are_moved_to_its_start(name, steps):
    dates = pd.date_range(START, periods=8, freq="15min")
    stamps = calendar.named(name, dates).snap(dates)
    assert stamps.equals(pd.DatetimeIndex(np.repeat(dates[::steps], steps)))


@pytest.mark.parametrize("freq", ["-1YS", "-1MS", "-1D"])
def test_falling_dates_can_be_grouped_by_their_periods(freq):
    dates = pd.date_range("2020-01-01", periods=6, freq=freq)
    frequency, _ = rhythm.infer(dates)
    means = pd.Series(np.arange(6.0), index=frequency.snap(dates)).groupby(level=0).mean()
    assert means.tolist() == [5, 4, 3, 2, 1, 0]


def test_business_days_are_seen_in_a_short_file_whose_friday_has_no_row():
    days = pd.bdate_range("2015-03-02", periods=9).delete(4)
    assert rhythm.infer(days)[0].name == "business-daily"
    assert rhythm.infer(pd.date_range("2015-03-02", periods=5))[0].name == "daily"
