"""Tables with a column for each date: read as if each date had a row."""

from calendar import month_abbr

import numpy as np
import pandas as pd
import pytest

from core.errors import DataError, LimitError
from core.reading import Choices, interpret, open_table

MONTHS = pd.date_range("2018-01-01", periods=36, freq="MS")
VALUES = [100.0 + place * 3 % 17 for place in range(36)]


def read(rows, **choices):
    text = "\n".join(";".join(str(cell) for cell in row) for row in rows)
    return interpret(open_table(text.encode(), "x.csv"), Choices(**choices))


def found(reading, setting):
    return next(each for each in reading.detections if each.setting == setting)


@pytest.mark.parametrize("style", ["%Y-%m", "%b %Y", "%B %Y", "%Y-%m-%d", "%m/%Y"])
def test_columns_named_by_months(style):
    names = [month.strftime(style) for month in MONTHS]
    reading = read([["Shop", *names], ["North", *VALUES], ["South", *VALUES]])
    assert list(reading.series.index) == list(MONTHS)
    assert reading.series.y.tolist() == [2 * value for value in VALUES]
    assert found(reading, "series_column").value == "Shop"
    assert f"'{names[0]}' to '{names[-1]}'" in found(reading, "layout").reason


def test_one_of_the_rows_can_be_chosen():
    names = [month.strftime("%Y-%m") for month in MONTHS]
    rows = [["Shop", *names], ["North", *VALUES], ["South", *reversed(VALUES)]]
    reading = read(rows, series_column="Shop", series=("South",))
    assert reading.series.y.tolist() == VALUES[::-1]


def test_a_year_in_each_row_and_its_months_in_columns_the_last_one_unfinished():
    table = np.array(VALUES).reshape(3, 12).astype(object)
    table[2, 7:] = ""
    rows = [["Year", *month_abbr[1:]], *([2018 + year, *table[year]] for year in range(3))]
    reading = read(rows)
    assert reading.series.y.tolist() == VALUES[:31]
    assert reading.series.index[-1] == pd.Timestamp("2020-07-01")


def test_a_month_in_each_row_and_years_in_columns():
    table = np.array(VALUES).reshape(3, 12)
    rows = [["Month", 2018, 2019, 2020]]
    rows += [[month_abbr[month + 1], *table[:, month]] for month in range(12)]
    reading = read(rows)
    assert reading.series.y.tolist() == VALUES
    assert reading.series.index[0] == pd.Timestamp("2018-01-01")


def test_quarters_in_columns():
    table = np.array(VALUES).reshape(9, 4)
    rows = [["Year", "Q1", "Q2", "Q3", "Q4"]]
    rows += [[2010 + place, *line] for place, line in enumerate(table)]
    assert read(rows).series.y.tolist() == VALUES


def test_years_in_columns():
    rows = [["Country", *range(1985, 2021)], ["Norway", *VALUES]]
    reading = read(rows)
    assert reading.series.frequency.name == "yearly"
    assert reading.series.y.tolist() == VALUES


def test_an_empty_cell_between_values_is_a_gap_and_none_is_lost():
    cells = [*VALUES[:5], "", *VALUES[6:]]
    reading = read([["Shop", *(month.strftime("%Y-%m") for month in MONTHS)], ["North", *cells]])
    assert np.flatnonzero(np.isnan(reading.series.values)).tolist() == [5]
    assert reading.receipt.steps[-1].total_after == pytest.approx(sum(VALUES) - VALUES[5])


def test_a_row_for_each_date_is_left_as_it_is():
    rows = [
        ["Month", "North", "South"],
        *zip(MONTHS.strftime("%Y-%m"), VALUES, VALUES, strict=True),
    ]
    reading = read(rows)
    assert not [each for each in reading.detections if each.setting == "layout"]
    assert reading.series.y.tolist() == VALUES


def test_the_layout_can_be_chosen_otherwise():
    rows = [["Day", 2018, 2019, 2020], *([f"2024-01-{day:02d}", day, 7, 9] for day in range(1, 15))]
    reading = read(rows)
    assert found(reading, "layout").value == "a row for each date"
    assert "'Day' holds whole dates" in found(reading, "layout").reason
    assert reading.series.frequency.name == "daily"
    other = read(rows, layout="a column for each date")
    assert found(other, "layout").reason == "chosen by you"
    assert other.series.name == "Value"
    with pytest.raises(DataError, match="No columns are named like dates"):
        read([["Day", "x"], ["2024-01-01", 5]], layout="a column for each date")


def test_more_values_than_the_server_takes_are_refused_with_the_limit(monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_ROWS", "50")
    names = [month.strftime("%Y-%m") for month in MONTHS]
    with pytest.raises(LimitError, match="more than 50 values"):
        read([["Shop", *names], ["North", *VALUES], ["South", *VALUES]])


@pytest.mark.parametrize(
    "extra", [{"Total": 999}, {"Units per pack": 5}, {"Sales target": 70, "note": "x"}]
)
def test_other_numbers_in_the_rows_are_not_taken_for_the_values(extra):
    names = [month.strftime("%Y-%m") for month in MONTHS]
    rows = [["Shop", *extra, *names], ["North", *extra.values(), *VALUES]]
    assert read(rows).series.y.tolist() == VALUES


def test_a_row_that_adds_up_the_others_is_left_out():
    names = [month.strftime("%Y-%m") for month in MONTHS]
    sums = [2 * value for value in VALUES]
    rows = [["Shop", *names], ["North", *VALUES], ["South", *VALUES], ["Total", *sums]]
    reading = read(rows)
    assert reading.series.y.tolist() == sums
    assert any(step.name == "Totals left out" for step in reading.receipt)


@pytest.mark.parametrize("date", [["Year", "Month"], ["Month"], ["Date"]])
def test_columns_of_flags_named_by_months_do_not_multiply_the_values(date):
    keys = {"Year": "%Y", "Month": "%m" if len(date) > 1 else "%Y%m", "Date": "%Y%m%d"}
    rows = [[*date, "Sales", *month_abbr[1:]]]
    for month, value in zip(MONTHS, VALUES, strict=True):
        flags = [int(month.month == place) for place in range(1, 13)]
        rows.append([*(month.strftime(keys[part]) for part in date), value, *flags])
    reading = read(rows)
    assert reading.series.y.tolist() == VALUES
    assert reading.series.name == "Sales"


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("Week", [2021, 2022, 2023]),
        ("Day", [2021, 2022, 2023]),
        ("Monat", [2021, 2022, 2023]),
        ("Week", ["Jan 2021", "Feb 2021", "Mar 2021"]),
        ("Day", ["Jan 2021", "Feb 2021", "Mar 2021"]),
    ],
)
def test_dates_by_something_finer_are_not_added_up_unseen(key, names):
    rows = [[key, *names], *([place, 5, 6, 7] for place in range(1, 29))]
    with pytest.raises(DataError):
        read(rows)


def test_a_source_below_a_column_for_each_date_is_no_series():
    names = [month.strftime("%Y-%m") for month in MONTHS]
    rows = [["Shop", *names], ["North", *VALUES], ["South", *VALUES],
            ["Source: the tills", *[""] * len(names)]]  # fmt: skip
    reading = read(rows)
    assert found(reading, "series").options == ("", "North", "South")
    assert any("line 4: 'Source: the tills'" in note for note in reading.notes)


@pytest.mark.parametrize(("name", "mark"), [("Total", "."), ("Summe", ","), ("Annual", ".")])
def test_a_total_beside_the_months_of_a_year_is_no_other_value(name, mark):
    rows = [["Year", *month_abbr[1:], name]]
    for year, begin in ((2018, 0), (2019, 12), (2020, 24)):
        values = [value + 0.5 for value in VALUES[begin : begin + 12]]
        cells = [*values, sum(values)]
        rows.append([year, *(f'"{cell}"'.replace(".", mark) for cell in cells)])
    reading = read(rows)
    assert reading.series.frequency.name == "monthly"
    assert reading.series.y.tolist() == [value + 0.5 for value in VALUES]


def test_a_total_named_in_another_column_is_left_out():
    names = [month.strftime("%Y-%m") for month in MONTHS]
    rows = [["Channel", "Shop", *names], ["Online", "North", *VALUES], ["Street", "South", *VALUES],
            ["Total", "", *(2 * value for value in VALUES)]]  # fmt: skip
    reading = read(rows)
    assert reading.series.y.tolist() == [2 * value for value in VALUES]
    assert any(step.name == "Totals left out" for step in reading.receipt)
