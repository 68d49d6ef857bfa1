"""Columns taken together: by what names, and when they tell series apart."""

import numpy as np
import pandas as pd
import pytest

from core.errors import SettingError
from core.reading import Choices, interpret, interpret_panel, open_table
from core.reading.joined import TOGETHER, join, take_apart


def read(text, **choices):
    return interpret(open_table(text.encode(), "upload.csv"), Choices(**choices))


def detected(reading, setting):
    return next(d for d in reading.detections if d.setting == setting)


@pytest.mark.parametrize(
    ("name", "columns", "parts"),
    [
        ("Region + Store", ["Store", "Region"], ["Region", "Store"]),
        ("Region + Store", ["Store", "Region", "Region + Store"], ["Region + Store"]),
        ("Region + Food + Drink", ["Region", "Food + Drink"], ["Region", "Food + Drink"]),
        ("A + B + C", ["A", "A + B", "B + C"], ["A", "B + C"]),
        ("C + + D", ["C +", "D"], ["C +", "D"]),
        ("Region + Shop", ["Store", "Region"], None),
        ("Region + ", ["Store", "Region"], None),
        ("A + " * 300_000 + "B", ["A", "A + A", "A + A + A"], None),
    ],
)
def test_a_joined_name_is_taken_apart_by_the_columns_there_are(name, columns, parts):
    assert take_apart(name, columns, TOGETHER) == parts


def test_columns_whose_joined_name_means_others_have_none():
    assert join(["A", "B"], ["A", "B"], TOGETHER) == "A + B"
    assert join(["A", "B"], ["A", "B", "A + B"], TOGETHER) == ""
    assert join(["A", "B + C"], ["A", "B + C", "A + B", "C"], TOGETHER) == ""


MONTHS = pd.date_range("2020-01-01", periods=12, freq="MS")
FOOD = "date,Region,Food + Drink,sales\n" + "".join(
    f"{m:%Y-%m-%d},{region},{kind},{k + 1}\n"
    for m in MONTHS
    for k, (region, kind) in enumerate((r, f) for r in ("N", "S") for f in ("Tea", "Pie"))
)


def test_column_names_may_hold_a_plus():
    reading = read(FOOD)
    assert detected(reading, "series_column").value == "Region + Food + Drink"
    assert reading.series.y.tolist() == [10] * 12
    apart = read(FOOD, series_column="Food + Drink", duplicates="keep apart")
    assert detected(apart, "series_column").value == "Food + Drink + Row of a date"
    assert apart.series.y.tolist() == [10] * 12
    with pytest.raises(SettingError, match="no column 'Kind'"):
        read(FOOD, series_column="Region + Kind")


def test_column_names_may_hold_the_marks_of_dates_and_products():
    rows = "".join(f"{2019 + m // 12},{m % 12 + 1},2,{m + 1}\n" for m in range(24))
    reading = read("Year + more,Month,quantity × sold,unit price\n" + rows)
    assert detected(reading, "date_column").value == "Year + more + Month"
    product = "quantity × sold × unit price"
    assert product in detected(reading, "value_column").options
    assert read(
        "Year + more,Month,quantity × sold,unit price\n" + rows, value_column=product
    ).series.y.tolist() == [2 * m + 2 for m in range(24)]


def order_lines(attributes, values, rows=3000, days=400):
    rng = np.random.default_rng(7)
    names = [f"attribute {k}" for k in range(attributes)]
    at = pd.Timestamp("2022-01-01") + pd.to_timedelta(np.sort(rng.integers(0, days, rows)), "D")
    frame = pd.DataFrame({"date": at.strftime("%Y-%m-%d")})
    for name in names:
        frame[name] = np.char.add("v", rng.integers(0, values, rows).astype(str))
    frame["amount"] = rng.integers(1, 100, rows)
    return frame.to_csv(index=False)


@pytest.mark.slow
@pytest.mark.parametrize(("attributes", "values"), [(16, 6), (16, 4), (16, 15), (40, 6)])
def test_attributes_of_order_lines_are_no_series(attributes, values):
    reading = read(order_lines(attributes, values))
    found = detected(reading, "series_column") if any(
        d.setting == "series_column" for d in reading.detections) else None  # fmt: skip
    assert found is None or found.value == ""
    assert found is None or len(found.options) <= attributes + 9


@pytest.mark.slow
def test_a_panel_with_many_gaps_is_told_from_order_lines():
    rng = np.random.default_rng(3)
    days = pd.date_range("2022-01-01", periods=200)
    rows = [
        f"{day:%Y-%m-%d},r{r},s{s},p{p},{rng.integers(1, 9)}"
        for day in days
        for r in range(2) for s in range(4) for p in range(5)
        if rng.random() < 0.15
    ]  # fmt: skip
    text = "date,region,store,product,sales\n" + "\n".join(rows)
    assert detected(read(text), "series_column").value == "region + store + product"
    assert len(interpret_panel(open_table(text.encode(), "panel.csv"))) == 40
