"""Months of whole weeks: whether a date is the first day of its period or the last."""

import numpy as np
import pandas as pd
import pytest

from core.reading import Choices, interpret, open_table

# From the Sunday nearest to 1 February on, as American retailers have them.
WEEKS = np.cumsum([0, *(4, 5, 4) * 8])[:24]


def read(first, column="Date", rows=None, **choices):
    dates = pd.Timestamp(first) + pd.to_timedelta(WEEKS * 7, unit="D")
    lines = [f"{date:%Y-%m-%d},{value}\n" for value, date in enumerate(dates, start=1)]
    text = f"{column},Sales\n" + "".join(np.array(lines)[rows if rows is not None else slice(24)])
    return interpret(open_table(text.encode(), "upload.csv"), Choices(**choices))


def found(reading):
    return next(d for d in reading.detections if d.setting == "period_day")


def test_sundays_are_asked_about_and_each_answer_moves_the_months():
    reading = read("2019-02-03")
    (question,) = reading.questions
    assert question.setting == "period_day"
    assert [answer.value for answer in question.answers] == ["first day", "last day"]
    assert "3 February 2019 counts as February 2019" in question.answers[0].text
    assert "3 February 2019 counts as January 2019" in question.answers[1].text
    for day, month in (("first day", "2019-02-01"), ("last day", "2019-01-01")):
        answered = read("2019-02-03", period_day=day)
        assert answered.questions == ()
        assert answered.series.index[0] == pd.Timestamp(month)
        assert answered.series.y.tolist() == list(range(1, 25))
        assert found(answered).reason == "chosen by you"


@pytest.mark.parametrize(
    ("first", "column", "month", "reason"),
    [
        ("2019-02-03", "Week beginning", "2019-02-01", "called 'Week beginning'"),
        ("2019-02-03", "Week ending", "2019-01-01", "called 'Week ending'"),
        ("2019-02-04", "Date", "2019-02-01", "Mondays, which begin weeks"),
        ("2019-02-02", "Date", "2019-01-01", "Saturdays, which end weeks"),
    ],
)
def test_where_the_heading_or_the_weekday_says_it_nothing_is_asked(first, column, month, reason):
    reading = read(first, column)
    assert reading.questions == ()
    assert reading.series.index[0] == pd.Timestamp(month)
    assert reason in found(reading).reason
    assert found(reading).options == ("first day", "last day")


def test_dates_that_are_no_calendar_of_weeks_have_no_such_choice():
    days = pd.date_range("2019-02-03", periods=30, freq="7D")
    text = "Date,Sales\n" + "".join(f"{day:%Y-%m-%d},{day.day}\n" for day in days)
    reading = interpret(open_table(text.encode(), "upload.csv"))
    assert reading.series.frequency.name == "weekly"
    assert all(d.setting != "period_day" for d in reading.detections)


def test_a_short_file_with_periods_missing_keeps_each_in_its_month():
    rows = [0, 1, 2, 4, 5, 7, 8, 9, 10]
    reading = read("2019-02-04", rows=rows)
    assert reading.series.frequency.name == "monthly"
    expected = pd.Series(range(1, 25), pd.date_range("2019-02-01", periods=24, freq="MS"))
    assert reading.series.y.dropna().tolist() == expected.iloc[rows].tolist()
    assert (reading.series.y.dropna().index == expected.index[rows]).all()


def test_midnights_of_another_place_are_the_days_that_began_there():
    weeks = pd.Timestamp("2019-02-04") + pd.to_timedelta(WEEKS * 7, unit="D")
    stamps = weeks.tz_localize("America/New_York").tz_convert("UTC")
    text = "Date,Sales\n" + "".join(f"{at:%Y-%m-%dT%H:%M:%SZ},{at.day}\n" for at in stamps)
    reading = interpret(open_table(text.encode(), "upload.csv"))
    assert reading.series.frequency.name == "monthly"
    assert len(reading.series) == 24
    assert reading.series.y.notna().all()


@pytest.mark.parametrize(
    ("first", "column", "alias", "words"),
    [
        ("2020-01-04", "Week", "end", "Saturdays, taken for the last days of their weeks as most"),
        ("2020-01-06", "Week", "start", "Mondays, taken for the first days of their weeks as most"),
        ("2020-01-08", "Week ending", "end", "last days of their weeks since the column is called"),
        ("2020-01-06", "W/E", "end", "Mondays, taken for the last days"),
        ("2020-01-05", "w/c", "start", "Sundays, taken for the first days"),
        ("2020-01-05", "Week commencing", "start", "Sundays, taken for the first days"),
    ],
)
def test_the_heading_or_else_the_weekday_says_which_day_of_its_week_a_date_is(
    first, column, alias, words
):
    dates = pd.date_range(first, periods=20, freq="7D")
    text = f"{column},Sales\n" + "".join(f"{d:%Y-%m-%d},{n}\n" for n, d in enumerate(dates))
    reading = interpret(open_table(text.encode(), "x.csv"))
    assert reading.series.frequency.stamp == alias
    assert list(reading.series.index) == list(dates)
    assert words in next(d.reason for d in reading.detections if d.setting == "frequency")
