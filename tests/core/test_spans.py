import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from core.periods import a_year_before, straddling, units
from core.spans import horizon_span, spans, units_within
from core.treatment import Treatment
from tests.builders import series

MONTHS = series(np.arange(1, 80), start="2018-01-01")  # to July 2024


def by_name(ts, horizon, unit, past=0):
    return {span.name: span for span in spans(ts, horizon, unit, past)}


def test_a_year_that_is_partly_past_holds_its_actuals():
    found = by_name(MONTHS, 12, "year")
    assert list(found) == ["2024", "2025"]
    this, coming = found["2024"], found["2025"]
    assert (this.known, this.actuals, this.start, this.stop) == (sum(range(73, 80)), 7, 0, 5)
    assert this.made_of(MONTHS.frequency) == "7 months known, 5 forecast"
    assert this.whole
    assert this.before == sum(range(61, 73))
    assert not coming.whole
    assert coming.made_of(MONTHS.frequency) == "incomplete, 5 months beyond the horizon"
    # Seven months of 2025 beside all of 2024 would say nothing.
    assert math.isnan(coming.before)


def test_values_add_what_is_known_to_every_path():
    paths = np.arange(24.0).reshape(2, 12)
    year = by_name(MONTHS, 12, "year")["2024"]
    np.testing.assert_allclose(year.values(paths), 532 + paths[:, :5].sum(axis=1))
    mean = by_name(replace(MONTHS, aggregate="mean"), 12, "year")["2024"]
    np.testing.assert_allclose(mean.values(paths), (532 + paths[:, :5].sum(axis=1)) / 12)
    assert mean.before == np.mean(range(61, 73))


@pytest.mark.parametrize(
    ("frequency", "steps", "horizon"),
    [("monthly", 50, 17), ("quarterly", 23, 6), ("weekly", 130, 30), ("daily", 200, 45),
     ("business-daily", 150, 33), ("hourly", 400, 60), ("quarter-hourly", 500, 96)],
)  # fmt: skip
def test_every_step_counts_once_whatever_the_unit(frequency, steps, horizon):
    ts = series(np.random.default_rng(0).normal(100, 9, steps), frequency, start="2019-04-10")
    for unit in units(ts.frequency):
        found = spans(ts, horizon, unit, past=steps)
        assert [place for span in found for place in range(span.start, span.stop)] == list(
            range(horizon)
        )
        assert sum(span.known for span in found) == pytest.approx(ts.values.sum())
        assert sum(span.actuals for span in found) == steps
        assert all(one.last < other.first for one, other in pairwise(found))
        assert all(span.lacking == 0 for span in found[1:])
        assert all(span.beyond == 0 for span in found[:-1])


def test_days_of_a_month_are_those_of_the_calendar():
    ts = series(np.ones(400), "daily", start="2019-01-01")  # to 4 February 2020
    found = by_name(ts, 28, "month", past=2)
    assert [(span.actuals, span.ahead, span.beyond) for span in found.values()] == [
        (31, 0, 0), (31, 0, 0), (4, 25, 0), (0, 3, 28),
    ]  # fmt: skip
    assert found["February 2020"].before == 28
    assert list(by_name(ts, 10, "week")) == [
        "the week of 3 February 2020", "the week of 10 February 2020",
    ]  # fmt: skip


def test_a_week_counts_for_the_month_of_its_middle():
    ts = series(np.ones(60), "weekly", start="2018-01-01")  # Mondays, to 18 February 2019
    found = by_name(ts, 13, "month")
    # The week from Monday 25 February has its middle on 28 February, that from 29 April in May.
    assert found["February 2019"].last == pd.Timestamp("2019-02-25")
    assert found["May 2019"].first == pd.Timestamp("2019-04-29")
    assert straddling(ts.frequency, "month") == "A week counts for the month that holds its middle."
    assert straddling(MONTHS.frequency, "quarter") == ""
    # Four weeks of March 2019 are not held against the five of March 2018 or the like.
    for span in spans(ts, 13, "month"):
        assert math.isnan(span.before) or span.before == span.actuals + span.ahead


def test_weekdays_meet_weekdays_a_year_before():
    ts = series(np.arange(800.0), "daily", start="2019-01-01")
    assert horizon_span(ts, 7).before == sum(800 - 364 + day for day in range(7))
    assert a_year_before(ts.frequency) == "52 weeks before"


def test_a_long_horizon_is_held_against_years_that_are_known():
    span = horizon_span(MONTHS, 18)
    assert (span.years, span.before) == (2, sum(range(56, 74)))
    assert a_year_before(MONTHS.frequency, 2) == "2 years before"
    assert math.isnan(horizon_span(series(np.ones(20)), 18).before)


def test_a_month_without_a_value_leaves_a_year_incomplete_unless_it_means_zero():
    values = MONTHS.values
    values[-3] = np.nan
    ts = series(values, start="2018-01-01")
    year = by_name(ts, 12, "year")["2024"]
    assert (year.lacking, year.actuals, year.whole) == (1, 6, False)
    assert "1 month without a value" in year.made_of(ts.frequency)
    zero = by_name(replace(ts, treatment=Treatment(gaps="zero")), 12, "year")["2024"]
    assert (zero.lacking, zero.actuals, zero.known) == (0, 7, year.known)


def test_closed_weekdays_are_zero_in_a_total():
    ts = series(np.where(np.arange(400) % 7 == 5, 0.0, 10.0), "daily", start="2019-01-01")
    values = ts.values
    values[395 - 395 % 7 + 5 - 7] = np.nan
    ts = replace(series(values, "daily", start="2019-01-01"), treatment=Treatment(gaps="closed"))
    assert all(span.lacking == 0 for span in spans(ts, 28, "month", past=3)[1:])


def test_fiscal_years_are_called_so_where_the_file_has_them():
    ts = replace(series(np.ones(20), "quarterly"), date_style="FY%Y Q%q")
    assert list(by_name(ts, 4, "year")) == ["fiscal year 2015"]


def test_only_units_of_which_a_period_ends_are_offered():
    assert units_within(MONTHS, 12) == ("quarter", "year")
    assert units_within(MONTHS, 2) == ("quarter",)
    assert units_within(series(np.ones(9), "yearly"), 4) == ()


@pytest.mark.parametrize(
    ("frequency", "start", "unit", "name", "short"),
    [
        ("monthly", "2018-01-01", "month", "March 2018", "Mar 2018"),
        ("monthly", "2018-01-01", "quarter", "quarter 1 of 2018", "Q1 2018"),
        ("quarterly", "2018-01-01", "quarter", "quarter 3 of 2018", "Q3 2018"),
        ("quarterly", "2018-02-01", "quarter", "August 2018", "Aug 2018"),
        ("yearly", "2018-01-01", "year", "2020", "2020"),
        ("weekly", "2018-01-01", "week", "the week of 15 January 2018", "15 Jan 2018"),
        ("daily", "2018-01-01", "day", "3 January 2018", "3 Jan 2018"),
        ("business-daily", "2018-01-01", "business day", "3 January 2018", "3 Jan 2018"),
        ("hourly", "2018-01-01", "hour", "1 January 2018, 02:00", "1 Jan 2018, 02:00"),
        ("hourly", "2018-01-01", "day", "1 January 2018", "1 Jan 2018"),
    ],
)
def test_periods_have_a_name_and_a_short_one(frequency, start, unit, name, short):
    span = spans(series(np.ones(2), frequency, start), 1, unit)[0]
    assert (span.name, span.short) == (name, short)
