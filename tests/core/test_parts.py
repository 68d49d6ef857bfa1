import numpy as np
import pandas as pd
import pytest

from core.calendar import named
from core.parts import by_fold, by_place, by_season, by_step, tied
from core.profile.cycles import cycles
from tests.builders import past, series

MONTHLY = named("monthly", pd.DatetimeIndex(["2020-01-01"]))


def rows(folds=3, steps=12, **how):
    return past(np.zeros((folds, steps)), **how)[1].predictions


def test_steps_stand_alone_as_long_as_they_are_few():
    parts = by_step(rows(steps=4), 4, MONTHLY, 6)
    assert parts.labels == ("1", "2", "3", "4")
    assert parts.names[0] == "1 month ahead"
    assert list(parts.places[:5]) == [0, 1, 2, 3, 0]


@pytest.mark.parametrize(("horizon", "most", "labels"), [
    (12, 6, ("1 to 2", "3 to 4", "5 to 6", "7 to 8", "9 to 10", "11 to 12")),
    (28, 6, ("1 to 7", "8 to 14", "15 to 21", "22 to 28")),
    (13, 6, ("1 to 3", "4 to 5", "6 to 7", "8 to 9", "10 to 11", "12 to 13")),
    (3, 2, ("1 to 2", "3")),
])  # fmt: skip
def test_neighbouring_steps_are_put_together_evenly(horizon, most, labels):
    parts = by_step(rows(steps=horizon), horizon, MONTHLY, most)
    assert parts.labels == labels
    sizes = np.bincount(parts.places)
    assert sizes.max() - sizes.min() <= 3
    assert parts.names[0].endswith(" months ahead")


def test_folds_are_named_by_what_was_known():
    parts = by_fold(rows(), MONTHLY)
    assert parts.labels == ("Dec 2012", "Dec 2013", "Dec 2014")
    assert parts.names[0] == "The fold after December 2012"
    assert list(np.bincount(parts.places)) == [12, 12, 12]


def test_places_are_those_of_the_calendar():
    ts, backtest = past(np.zeros((3, 14)), frequency="daily", start="2020-01-06", before=28)
    week = cycles(ts)[0]
    parts = by_place(backtest.predictions, week)
    assert parts.title == "Weekday"
    for place, stamp in zip(parts.places, backtest.predictions["ds"], strict=True):
        assert parts.names[place] == f"{stamp:%A}"


def test_months_are_put_together_by_time_of_the_year_and_hours_by_time_of_the_day():
    ts, backtest = past(np.zeros((3, 12)))
    parts = by_season(backtest.predictions, cycles(ts)[0])
    months = dict(zip(backtest.predictions["ds"].dt.month, parts.places, strict=True))
    assert {month for month, place in months.items() if parts.names[place] == "March to May"} == {
        3, 4, 5}  # fmt: skip
    assert parts.names[months[12]] == parts.names[months[2]] == "December to February"
    ts, backtest = past(np.zeros((3, 24)), frequency="hourly", before=48)
    parts = by_season(backtest.predictions, cycles(ts)[0])
    assert parts.names[parts.places[7]] == "06:00 to 11:59"


@pytest.mark.parametrize(("steps", "frequency", "expected"), [
    (12, "monthly", True), (6, "monthly", False), (5, "monthly", False), (7, "daily", True),
    (14, "daily", False), (4, "quarterly", True),
])  # fmt: skip
def test_a_step_that_is_always_the_same_place_is_tied_to_it(steps, frequency, expected):
    ts, backtest = past(np.zeros((4, steps)), frequency=frequency, before=35)
    assert tied(backtest.predictions, cycles(ts)[0]) is expected


def test_yearly_values_have_no_place_in_a_year():
    assert cycles(series(np.arange(20.0), "yearly")) == ()
