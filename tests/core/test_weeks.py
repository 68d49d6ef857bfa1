"""Calendars made of whole weeks are laid over months, quarters and years."""

import numpy as np
import pandas as pd
import pytest

from core.errors import DataError
from core.weeks import check_thirteen, find_weeks

PATTERNS = ((4, 4, 5), (4, 5, 4), (5, 4, 4))


def retail(pattern, weekday, years, month=1):
    """First days of periods in years that begin on the weekday nearest to a month's first day."""
    starts = []
    for year in range(2015, 2015 + years):
        first = pd.Timestamp(year, month, 1)
        begins = min((first + pd.Timedelta(days=k) for k in range(-3, 4)),
                     key=lambda d: d.dayofweek != weekday)  # fmt: skip
        weeks = np.cumsum([0, *pattern * 4])[:12]
        starts += [begins + pd.Timedelta(weeks=int(week)) for week in weeks]
    return pd.DatetimeIndex(starts)


@pytest.mark.slow
@pytest.mark.parametrize("month", [1, 2, 7])
@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(("weekday", "at_end"), [(0, False), (6, True), (5, True), (4, True)])
def test_each_period_is_drawn_as_the_month_that_holds_most_of_it(pattern, weekday, at_end, month):
    """Eight years hold a leap week or two; the months are counted day by day."""
    starts = retail(pattern, (weekday + at_end) % 7, 8, month)
    dates = starts[1:] - pd.Timedelta(days=1) if at_end else starts[:-1]
    found = find_weeks(dates)
    assert found.stamps.equals(pd.date_range(found.stamps[0], periods=len(dates), freq="MS"))
    for start, end, stamp in zip(starts[:-1], starts[1:], found.stamps, strict=True):
        days = pd.date_range(start, end - pd.Timedelta(days=1)).to_period("M")
        assert days.value_counts().idxmax() == stamp.to_period("M")


def test_months_of_one_calendar_are_no_months_of_weeks():
    for freq in ("MS", "ME", "WOM-1MON", "WOM-3FRI", "WOM-4SUN", "28D"):
        assert find_weeks(pd.date_range("2018-01-01", periods=40, freq=freq)) is None


def test_periods_without_a_row_keep_the_others_in_place():
    dates = retail((4, 4, 5), 0, 4)
    whole, some = find_weeks(dates), np.delete(np.arange(48), [5, 6, 20])
    found = find_weeks(dates[some])
    assert found.stamps.equals(whole.stamps[some])
    assert found.place(dates[[7, 0, 7]]).equals(whole.stamps[[7, 0, 7]])


def test_quarters_of_thirteen_weeks_never_meet():
    """Quarters that end on the Saturday nearest to the end of March, June, September, December."""
    dates = retail((13,), 6, 1).union(retail((4, 4, 5), 6, 7)[::3]) - pd.Timedelta(days=1)
    dates = dates[dates > "2015-01-01"]
    assert dates.to_period("Q").has_duplicates
    found = find_weeks(dates)
    assert found.name == "quarterly"
    assert not found.stamps.to_period("Q").has_duplicates
    assert abs(found.stamps - dates).max() <= pd.Timedelta(days=7)


def test_years_of_52_and_53_weeks():
    dates = retail((4, 4, 5), 6, 12, month=10)[::12] - pd.Timedelta(days=1)
    found = find_weeks(dates)
    assert found.name == "yearly"
    assert found.stamps.equals(pd.date_range("2015-09-30", periods=12, freq="YE-SEP"))


def test_without_leap_weeks_periods_drift_away_and_are_refused():
    weeks = np.cumsum([0, *(4, 4, 5) * 160])
    dates = pd.Timestamp("1980-01-01") + pd.to_timedelta(weeks * 7, unit="D")
    with pytest.raises(DataError, match="it is open which month each period is"):
        find_weeks(dates)


def test_a_week_alone_is_refused_by_its_date():
    weeks = np.cumsum([0, *(4, 4, 5) * 4, 1, *(4, 4, 5) * 4])
    dates = pd.Timestamp("2018-12-31") + pd.to_timedelta(weeks * 7, unit="D")
    with pytest.raises(DataError, match="6 January 2020 only one"):
        find_weeks(dates)


def test_it_can_be_said_whether_dates_end_or_begin_periods():
    dates = retail((4, 5, 4), 6, 3, month=2)
    begun = find_weeks(dates, at_end=False)
    assert begun.stamps[0] == pd.Timestamp("2015-02-01")
    assert find_weeks(dates).stamps[0] == pd.Timestamp("2015-01-01")


def test_thirteen_periods_a_year_are_refused():
    with pytest.raises(DataError, match="13 periods a year"):
        check_thirteen(pd.date_range("2020-01-06", periods=20, freq="28D"))
    check_thirteen(pd.date_range("2020-01-06", periods=20, freq="MS"))
    check_thirteen(pd.DatetimeIndex(["2021-01-07", "2021-02-04", "2021-03-04", "2021-04-01"]))
