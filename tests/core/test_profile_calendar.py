"""A series by its place in the calendar."""

import re

import numpy as np
import pandas as pd
import pytest

from core import calendar
from core.errors import DataError, SeriesTooShort
from core.profile.boxes import boxes
from core.profile.cycles import cycles
from core.profile.overlay import overlay
from core.timeseries import TimeSeries
from tests.builders import series

MONTHS = np.array([0, -2, 1, 0, 2, 6, 9, 8, 1, -4, -12, -9]) * 2.0


def noise(n, size=1.0, seed=0):
    return np.random.default_rng(seed).normal(0, size, n)


def by(ts, place):
    return next(cycle for cycle in cycles(ts) if cycle.place == place)


def days(values, start="2024-01-01"):
    return series(values, "daily", start)


@pytest.mark.parametrize(
    ("frequency", "n", "places"),
    [
        ("yearly", 60, []),
        ("quarterly", 12, ["quarter"]),
        ("monthly", 36, ["month"]),
        ("monthly", 20, []),
        ("weekly", 120, ["month", "week"]),
        ("daily", 500, ["weekday"]),
        ("daily", 800, ["weekday", "month"]),
        ("business-daily", 600, ["weekday", "month"]),
        ("hourly", 400, ["hour", "weekday"]),
        ("quarter-hourly", 400, ["hour"]),
    ],
)
def test_turns_are_those_the_series_spans_twice(frequency, n, places):
    assert [cycle.place for cycle in cycles(series(np.arange(float(n)), frequency))] == places


def test_a_weekday_stands_out_by_as_much_as_it_was_raised():
    y = np.full(700, 100.0) + noise(700)
    ts = days(y)
    ts.y[ts.index.dayofweek == 5] += 70
    found = boxes(ts, by(ts, "weekday"))
    # The level of a week is 110, and 170 lies 55% above it.
    assert found.places.loc["Sat", "median"] == pytest.approx(170 / 110 - 1, abs=0.01)
    assert re.match("Saturday is typically 5[45]% above the level around it", found.finding)


def test_growth_does_not_hide_the_months():
    level = 100 * 1.01 ** np.arange(120)
    ts = series(level * (1 + np.tile(MONTHS, 10) / 100) + noise(120, 0.2))
    found = boxes(ts, by(ts, "month"))
    np.testing.assert_allclose(found.places["median"], MONTHS / 100, atol=0.015)
    assert found.finding == ("July is typically 18% above the level around it, November 24% below")


def test_values_on_both_sides_of_0_are_measured_in_their_unit():
    ts = series(np.tile(MONTHS, 10) + noise(120, 0.2))
    found = boxes(ts, by(ts, "month"))
    assert not found.deviations.relative
    assert "EUR above the level around it, November 24." in found.finding
    assert "Median (EUR)" in found.table()


def test_places_of_noise_hardly_differ():
    said = [boxes(ts, by(ts, "month")).finding for ts in (series(50 + noise(144, 5, seed)) for seed
            in range(12))]  # fmt: skip
    assert said.count("Months hardly differ from each other") >= 11


def test_boxes_are_quartiles_and_count_what_lies_beyond():
    ts = days(100 + noise(700))
    ts.y.iloc[350] = 1_000
    found = boxes(ts, by(ts, "weekday"))
    place = ts.index[350].dayofweek
    mine = found.deviations.values[ts.index.dayofweek == place].dropna()
    row = found.places.iloc[place]
    expected = np.quantile(mine, [0.25, 0.5, 0.75])
    np.testing.assert_allclose(row[["quarter", "median", "three_quarters"]], expected)
    assert row["beyond"] >= 1
    assert row["high"] < 1
    assert found.places["n"].sum() == 700


def test_years_of_one_shape_are_found_alike_and_of_none_not():
    alike = overlay(*_laid_out(np.tile(MONTHS, 8) + noise(96)))
    assert alike.likeness > 0.9
    assert alike.finding.startswith("The years have nearly the same shape")
    other = overlay(*_laid_out(noise(96)))
    assert other.finding == "No shape comes back from year to year"


def _laid_out(y):
    ts = series(200 + y)
    return ts, by(ts, "month")


@pytest.mark.parametrize(("first", "weekday"), [("2014-12-29", 1), ("2015-01-04", 7)])
def test_a_week_of_the_year_stands_out_by_as_much_as_it_was_raised(first, weekday):
    """2015 and 2020 have 53 of them."""
    weeks = pd.date_range(first, periods=7 * 52 + 2, freq="7D")
    y = pd.Series(100.0 + noise(len(weeks), 0.5), weeks)
    y[[pd.Timestamp.fromisocalendar(year, 47, weekday) for year in range(2015, 2022)]] += 50
    frequency = calendar.named("weekly", weeks)
    ts = TimeSeries("Sales", y.asfreq(frequency.alias), frequency, "EUR")
    found = boxes(ts, by(ts, "week"))
    assert found.finding.startswith("Week 47 is typically 4")
    assert found.places.loc["47", "n"] == 7
    assert found.places.loc["52", "n"] == 9
    assert "week 53 counts as week 52" in found.computed
    laid = overlay(ts, by(ts, "week"))
    assert laid.compared >= 6
    assert laid.finding.startswith("The years have nearly the same shape")
    assert laid.table()["Year"].iloc[0] == "2021"


def test_two_years_are_too_few_to_compare():
    found = overlay(*_laid_out(np.tile(MONTHS, 2) + noise(24)))
    assert found.likeness is None
    assert found.finding == "Too few whole years to tell whether their shape comes back"


def test_cells_hold_the_value_of_each_month_and_year():
    ts = series(np.arange(30.0), start="2020-03-01")
    found = overlay(ts, by(ts, "month"))
    table = found.table()
    assert list(table["Year"]) == ["2022", "2021", "2020"]
    assert table.loc[2, "Mar (EUR)"] == 0
    assert np.isnan(table.loc[2, "Jan (EUR)"])
    assert table.loc[1, "Jan (EUR)"] == 10


def test_weeks_begin_on_monday():
    ts = days(np.arange(28.0), "2024-01-03")
    found = overlay(ts, by(ts, "weekday"))
    assert found.table()["Week"].iloc[-1] == "week of 1 January 2024"
    assert found.cells.iloc[0].isna().sum() == 2


def test_quarters_of_another_year_are_named_by_their_months():
    kind = calendar.named("quarterly", pd.DatetimeIndex(["2015-01-31", "2015-04-30"]))
    dates = pd.date_range("2015-01-31", periods=20, freq=kind.alias)
    ts = TimeSeries("x", pd.Series(np.arange(20.0), dates), kind)
    assert by(ts, "quarter").labels == ("Jan", "Apr", "Jul", "Oct")
    assert by(series(np.arange(20.0), "quarterly"), "quarter").labels == ("Q1", "Q2", "Q3", "Q4")


def test_hours_have_the_mean_of_their_quarters():
    y = np.repeat(np.tile(np.arange(24.0), 5), 4) + np.tile([0.0, 1, 2, 3], 120)
    ts = series(y, "quarter-hourly")
    assert list(overlay(ts, by(ts, "hour")).cells.iloc[0]) == [hour + 1.5 for hour in range(24)]


def test_gaps_are_left_out_and_that_is_said():
    ts = days(100 + noise(700))
    ts.y.iloc[100:120] = np.nan
    found = boxes(ts, by(ts, "weekday"))
    assert found.places["n"].sum() == 680
    assert "Gaps are left out." in found.computed


def test_too_many_gaps_and_values_all_alike_are_sentences():
    ts = days(100 + noise(70))
    cycle = by(ts, "weekday")
    half = days(np.where(np.arange(70) % 2, np.nan, ts.y))
    with pytest.raises(DataError, match="Gaps are too many"):
        boxes(half, cycle)
    few = days(np.where(np.arange(70) % 20, np.nan, ts.y))
    with pytest.raises(SeriesTooShort, match="two weeks have to be there"):
        overlay(few, cycle)
    with pytest.raises(DataError, match="All values are the same"):
        boxes(days(np.ones(70)), cycle)
