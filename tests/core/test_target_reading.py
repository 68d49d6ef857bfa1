import io
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest

from core.errors import DataError, SettingError
from core.target_reading import read_budget
from tests.builders import series

MONTHS = series(np.full(79, 100.0), start="2018-01-01")  # to July 2024


def read(text, ts=MONTHS, horizon=12, column=None, name="budget.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return read_budget(data, name, ts, horizon, column)


def months(first, count, amount=lambda place: 100 + place, heading="Month,Budget", form="%Y-%m-%d"):
    dates = pd.date_range(first, periods=count, freq="MS")
    rows = [f"{date.strftime(form)},{amount(place)}" for place, date in enumerate(dates)]
    return "\n".join([heading, *rows])


def test_a_budget_for_each_month_is_put_on_the_forecasts_months():
    found = read(months("2024-08-01", 12))
    assert found.target.unit == "month"
    stamps = MONTHS.future_index(12)
    assert found.target.amounts == {stamp: 100 + place for place, stamp in enumerate(stamps)}
    assert found.said == ("Budget for each month from column 'Budget', August 2024 to July 2025.",)


def test_what_matches_nothing_and_what_has_no_budget_is_named():
    found = read(months("2024-06-01", 5))
    assert [stamp.month for stamp in found.target.amounts] == [8, 9, 10]
    text = " ".join(found.said)
    assert "they belong to no whole period of the forecast: June 2024 and July 2024." in text
    assert (
        "Without a budget: November 2024, December 2024, January 2025, February 2025 and 5" in text
    )


def test_quarters_and_years_are_held_against_quarters_and_years():
    found = read("Quarter,Target\n2024-Q3,300\n2024-Q4,310\n2025-Q1,290\n2025-Q2,305\n2025-Q3,1\n")
    assert found.target.unit == "quarter"
    assert list(found.target.amounts.values()) == [300, 310, 290, 305]
    text = " ".join(found.said)
    # The forecast ends in July 2025.
    assert "quarter 3 of 2025" in text.split("Not whole in this forecast: ")[1]
    found = read("Year,Plan\n2023,1100\n2024,1200\n")
    assert (found.target.unit, list(found.target.amounts.values())) == ("year", [1200])
    assert "no whole period of the forecast: 2023." in " ".join(found.said)


def test_a_finer_budget_is_added_up_or_averaged():
    days = pd.date_range("2024-08-01", "2024-10-31")
    text = "\n".join(["Day,Budget", *(f"{day:%Y-%m-%d},2" for day in days)])
    assert list(read(text).target.amounts.values()) == [62, 60, 62]
    prices = replace(MONTHS, aggregate="mean")
    assert list(read(text, prices).target.amounts.values()) == [2, 2, 2]


def test_a_few_months_far_apart_are_no_quarters():
    found = read("Month,Budget\n2024-08-01,100\n2024-09-01,110\n2023-08-01,9\n")
    assert found.target.unit == "month"
    assert [stamp.month for stamp in found.target.amounts] == [8, 9]
    found = read("Month,Budget\n2024-08-01,100\n2025-01-01,110\n")
    assert [stamp.month for stamp in found.target.amounts] == [8, 1]


def test_the_forecast_says_which_order_dates_have():
    # Both orders give a calendar: August to October, or three days of January.
    text = "Date,Budget\n01/08/2024,5\n01/09/2024,6\n01/10/2024,7\n"
    assert [stamp.month for stamp in read(text).target.amounts] == [8, 9, 10]
    days = series(np.full(60, 100.0), "daily", start="2023-11-09")  # to 7 January 2024
    found = read("Date,Budget\n01/08/2024,5\n01/09/2024,6\n01/10/2024,7\n", days, 5)
    assert [stamp.day for stamp in found.target.amounts] == [8, 9, 10]


def test_weeks_meet_whatever_day_they_are_dated_on():
    weeks = series(np.full(60, 100.0), "weekly", start="2023-01-01")  # Sundays, to 18 Feb 2024
    text = "Week,Budget\n" + "\n".join(
        f"{monday:%Y-%m-%d},{place}" for place, monday in enumerate(
            pd.date_range("2024-02-19", periods=6, freq="7D"))
    )  # fmt: skip
    found = read(text, weeks, 6)
    assert list(found.target.amounts) == list(weeks.future_index(6))


def test_a_column_called_budget_is_taken_unless_another_is_chosen():
    rows = [f"2024-{month:02}-01,{month},{10 * month}" for month in range(8, 13)]
    text = "\n".join(["Month,Actual,Budget 2024", *rows])
    found = read(text)
    assert found.column == "Budget 2024"
    assert {"Actual", "Budget 2024"} <= set(found.columns)
    assert list(found.target.amounts.values()) == [80, 90, 100, 110, 120]
    assert list(read(text, column="Actual").target.amounts.values()) == [8, 9, 10, 11, 12]
    with pytest.raises(SettingError):
        read(text, column="Nothing")


def test_budgets_of_several_shops_are_added_up_and_that_is_said():
    rows = [
        f"2024-{month:02}-01,{shop},50" for month in range(8, 13) for shop in ("North", "South")
    ]
    found = read("\n".join(["Month,Shop,Budget", *rows]))
    assert list(found.target.amounts.values()) == [100] * 5
    assert "2 series of column 'Shop' were added up" in " ".join(found.said)


def test_a_workbook_and_european_numbers_are_read():
    book = openpyxl.Workbook()
    book.active.append(["Month", "Budget"])
    for stamp in MONTHS.future_index(4):
        book.active.append([stamp.to_pydatetime(), 1200.5])
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), name="budget.xlsx")
    assert list(found.target.amounts.values()) == [1200.5] * 4
    text = "Monat;Budget\n08.2024;1.200,50\n09.2024;1.300,75\n10.2024;1.250,25\n"
    assert list(read(text).target.amounts.values()) == [1200.5, 1300.75, 1250.25]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (months("2021-01-01", 12), "No date of the budget belongs to the forecast: it has January"),
        ("Month,Budget\n2024-08-01,5\n", "The file has a single row. Enter its amount as one"),
        ("Month,Budget\n2024-08-01,high\n2024-09-01,low\n2024-10-01,low\n", "not numbers|numbers"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG image"),
    ],
)
def test_what_can_not_be_used_is_explained(text, message):
    with pytest.raises(DataError, match=message):
        read(text)


def test_a_budget_too_coarse_for_the_forecast_says_which_will_do():
    hours = series(np.full(100, 5.0), "hourly", start="2024-01-01")
    with pytest.raises(DataError, match="Give a budget by hour, day, week and month"):
        read("Year,Budget\n2024,5\n2025,6\n", hours, 24)
