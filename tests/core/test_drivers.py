from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.drivers import MOST, Driver, Drivers
from core.errors import DataError
from tests.builders import driven, seasonal

INDEX = pd.date_range("2020-01-01", periods=6, freq="MS")


def drivers(columns, ahead=(), index=INDEX):
    table = pd.DataFrame(columns, index=index[: len(next(iter(columns.values())))], dtype=float)
    table.index.freq = "MS"
    return Drivers(tuple(Driver(name, name in ahead) for name in columns), table)


def test_at_a_cutoff_only_drivers_known_ahead_keep_what_comes_later():
    both = drivers({"Price": range(6), "Weather": range(6)}, ahead=("Price",))
    table = both.until(INDEX[3]).table
    assert table["Price"].tolist() == [0, 1, 2, 3, 4, 5]
    assert table["Weather"].iloc[:4].tolist() == [0, 1, 2, 3]
    assert table["Weather"].iloc[4:].isna().all()
    assert both.table["Weather"].notna().all()


def test_a_series_cut_at_a_cutoff_cuts_its_drivers():
    ts = driven(seasonal(24), {"Price": range(30)}, {"Weather": range(30)})
    past = ts.until(ts.index[9])
    assert len(past) == 10
    assert past.drivers.table["Weather"].count() == 10
    assert past.drivers.table["Price"].count() == 30


def test_drivers_joined_stand_on_all_dates_of_both():
    price = drivers({"Price": [1, 2, 3]})
    later = drivers({"Promotion": [0, 1]}, index=INDEX[4:])
    table = price.joined(later).table
    assert list(table.columns) == ["Price", "Promotion"]
    assert list(table.index) == list(INDEX)
    assert table.index.freqstr == "MS"
    assert np.isnan(table.loc[INDEX[3], "Price"])


def test_dates_without_a_value_ahead_are_told_for_drivers_known_ahead_only():
    both = drivers({"Price": [1, 2, np.nan, 4], "Weather": [1, 2, 3, np.nan]}, ahead=("Price",))
    missing = both.missing_ahead(INDEX[2:])
    assert list(missing) == ["Price"]
    assert list(missing["Price"]) == list(INDEX[4:])
    assert both.missing_ahead(INDEX[2:4]) == {}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"Price": [1, np.inf]}, "'Price' holds values that are not finite"),
        ({" ": [1, 2]}, "has no name"),
        ({str(place): [1, 2] for place in range(MOST + 1)}, "too many"),
    ],
)
def test_drivers_that_cannot_be_used_are_refused_with_the_reason(columns, said):
    with pytest.raises(DataError, match=said):
        drivers(columns)


def test_two_drivers_of_one_name_are_refused():
    with pytest.raises(DataError, match="Two drivers are called 'Price'"):
        drivers({"Price": [1, 2]}).joined(drivers({"Price": [1, 2]}))


def test_drivers_of_different_calendars_are_not_joined():
    weekly = pd.date_range("2020-01-05", periods=3, freq="W-SUN")
    other = Drivers((Driver("Rain", True),), pd.DataFrame({"Rain": np.arange(3.0)}, index=weekly))
    with pytest.raises(DataError, match="different calendars"):
        drivers({"Price": [1, 2]}).joined(other)


def test_drivers_of_another_calendar_are_refused():
    weekly = pd.date_range("2010-01-03", periods=9, freq="W-SUN")
    table = pd.DataFrame({"Price": np.arange(9.0)}, index=weekly)
    ts = seasonal(24)
    with pytest.raises(DataError, match="another calendar"):
        replace(ts, drivers=Drivers((Driver("Price", True),), table))
