import numpy as np
import pandas as pd
import pytest

from core.calendar import named
from core.errors import SettingError
from core.holiday_calendar import (
    ALL,
    COUNT,
    countries,
    holiday_drivers,
    holiday_effect,
    holidays_of,
    regions,
)
from core.timeseries import TimeSeries


def flat(frequency, n, start, alias):
    index = pd.date_range(start, periods=n, freq=alias)
    noise = np.random.default_rng(0).normal(0, 2, n)
    return TimeSeries("Sales", pd.Series(100 + noise, index=index), named(frequency, index), "EUR")


def test_countries_and_regions_have_plain_names():
    named_countries = countries()
    assert named_countries["US"] == "United States"
    assert named_countries["BA"] == "Bosnia and Herzegovina"
    assert list(named_countries.values()) == sorted(named_countries.values())
    assert regions("DE")["BY"] == "Bayern (BY)"
    assert regions("GB")["SCT"] == "Scotland (SCT)"
    # English before French, short forms before a name and after it, a code of figures.
    assert regions("CA")["BC"] == "British Columbia (BC)"
    assert regions("CA")["NS"] == "Nova Scotia (NS)"
    assert regions("CA")["PE"] == "Prince Edward Island (PE)"
    assert regions("CH")["GR"] == "Graubünden (GR)"
    assert regions("AT")["3"] == "Niederösterreich"
    assert regions("FR")["974"] == "La Réunion"
    assert regions("BE")["French"] == "French"


def test_no_region_has_a_code_for_its_name():
    for country in countries():
        for code, name in regions(country).items():
            assert name != code or len(code) > 3, (country, code)


def test_a_region_has_holidays_of_its_own():
    days = pd.Timestamp("2021-01-01"), pd.Timestamp("2021-12-31")
    bavaria = holidays_of("DE", "BY", *days)
    assert bavaria[pd.Timestamp("2021-01-06")] == "Epiphany"
    assert pd.Timestamp("2021-01-06") not in holidays_of("DE", "", *days)
    assert bavaria[pd.Timestamp("2021-04-05")] == "Easter Monday"


def test_an_observed_day_goes_by_the_name_of_its_holiday():
    days = holidays_of("US", "", pd.Timestamp("2022-12-24"), pd.Timestamp("2022-12-31"))
    assert set(days) == {"Christmas Day"}


@pytest.mark.parametrize(("country", "region"), [("XX", ""), ("DE", "ZZ")])
def test_places_without_a_calendar_are_refused(country, region):
    with pytest.raises(SettingError, match=region or country):
        holidays_of(country, region, pd.Timestamp("2021-01-01"), pd.Timestamp("2021-12-31"))


def test_days_are_flagged_and_each_holiday_that_recurs_has_a_column():
    drivers = holiday_drivers(flat("daily", 1_200, "2018-01-01", "D"), "DE", "", 30)
    table = drivers.table
    assert len(table) == 1_230
    assert all(driver.known_ahead for driver in drivers.kinds)
    assert table.loc["2020-12-25", ALL] == table.loc["2020-12-25", "Christmas Day"] == 1
    assert table.loc["2020-12-24", ALL] == 0
    assert table["Labor Day"].sum() == 4


def test_a_short_past_has_one_column_for_all_holidays():
    table = holiday_drivers(flat("daily", 500, "2018-01-01", "D"), "DE", "", 30).table
    assert list(table) == [ALL]


def test_every_hour_of_a_holiday_is_flagged():
    table = holiday_drivers(flat("hourly", 24 * 10, "2020-12-20", "h"), "DE", "", 24).table
    assert table.loc["2020-12-25", ALL].tolist() == [1.0] * 24
    assert table[ALL].sum() == 48


@pytest.mark.parametrize(
    ("frequency", "alias", "stamp", "expected"),
    [
        # Good Friday on 10 and Easter Monday on 13 April; 1, 8 and 21 May; 1 June.
        ("monthly", "MS", "2020-05-01", 3),
        ("monthly", "ME", "2020-04-30", 2),
        ("quarterly", "QS", "2020-04-01", 6),
        ("weekly", "W-SUN", "2020-04-12", 1),
        ("weekly", "W-SUN", "2020-04-19", 1),
        # The week that begins on Easter Monday, and the one that Good Friday is in.
        ("weekly", "W-MON", "2020-04-13", 1),
        ("weekly", "W-MON", "2020-04-06", 1),
        ("yearly", "YS", "2020-01-01", 8),
    ],
)
def test_longer_steps_have_the_number_of_holidays_on_weekdays(frequency, alias, stamp, expected):
    table = holiday_drivers(flat(frequency, 80, "2019-01-01", alias), "DE", "BE", 4).table
    assert list(table) == [COUNT]
    assert table.loc[stamp, COUNT] == expected


def test_years_before_the_calendar_begins_have_no_value():
    table = holiday_drivers(flat("monthly", 300, "1975-01-01", "MS"), "DE", "", 4).table
    assert table.loc["1985", COUNT].isna().all()
    assert table.loc["1995", COUNT].notna().all()


def test_the_effect_of_holidays_is_told_with_its_range():
    ts = flat("daily", 1_200, "2018-01-01", "D")
    flags = holiday_drivers(ts, "DE", "BY", 1).table[ALL].iloc[:-1]
    closed = TimeSeries("Sales", ts.y - 30 * flags, ts.frequency, "EUR")
    effect = holiday_effect(closed, "DE", "BY")
    first = effect.table.iloc[0]
    assert first["holiday"] == ALL
    assert first["times"] == flags.sum()
    assert first["lo"] <= -30 <= first["hi"]
    assert "EUR less on average, 3" in effect.sentence
    each = effect.table.iloc[1:]
    assert "Easter Monday" in set(each["holiday"])
    assert ((each["lo"] - 3 <= -30) & (each["hi"] + 3 >= -30)).all()


def test_no_effect_is_called_none():
    effect = holiday_effect(flat("daily", 1_200, "2018-01-01", "D"), "DE", "BY")
    assert "no effect stands out from chance" in effect.sentence


def test_too_few_holidays_are_said_to_be_too_few():
    effect = holiday_effect(flat("daily", 40, "2021-07-01", "D"), "DE", "")
    assert "too few" in effect.sentence
    assert effect.table.empty
