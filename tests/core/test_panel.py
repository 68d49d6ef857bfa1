"""Files of many series as one panel."""

import numpy as np
import pandas as pd
import pytest

from core.errors import DataError
from core.panel import least_values
from core.reading import Choices, interpret, interpret_panel, open_table
from core.treatment import Treatment


def read(text, **choices):
    return interpret_panel(open_table(text.encode(), "file.csv"), Choices(**choices))


def long_file(rows):
    return "month,shop,sales\n" + "\n".join(f"{m},{s},{v}" for m, s, v in rows) + "\n"


MONTHS = [f"2021-{m:02}" for m in range(1, 13)]
FILE = long_file(
    [(month, "Oslo", 100 + i) for i, month in enumerate(MONTHS)]
    + [(month, "Bergen", 10 * i) for i, month in enumerate(MONTHS) if i >= 3 and i != 6]
    + [(month, "Voss", i) for i, month in enumerate(MONTHS) if i < 8]
    + [("2021-05", "Moss", 3)]
)


def test_every_series_lies_on_the_calendar_of_all():
    panel = read(FILE)
    assert panel.keys == (("Oslo",), ("Bergen",), ("Voss",))
    assert panel.frequency.name == "monthly"
    assert len(panel.index) == 12
    bergen = [np.nan] * 3 + [30, 40, 50, np.nan, 70, 80, 90, 100, 110]
    np.testing.assert_array_equal(panel.values[1], bergen)
    np.testing.assert_array_equal(panel.spans, [[0, 11], [3, 11], [0, 7]])


def test_a_series_with_one_value_is_named_as_left_out():
    assert read(FILE).left_out == {("Moss",): "It has fewer than two values."}


def test_one_of_them_is_what_reading_it_alone_gives():
    panel = read(FILE)
    alone = interpret(
        open_table(FILE.encode(), "file.csv"), Choices(series_column="shop", series=("Bergen",))
    ).series
    one = panel.series(1)
    assert one.name == alone.name
    pd.testing.assert_series_equal(one.y, alone.y)


def test_dates_of_one_period_are_added_up():
    daily = "\n".join(
        f"{day:%Y-%m-%d},{shop},{1}"
        for day in pd.date_range("2021-01-01", "2021-03-31")
        for shop in "AB"
    )
    panel = read("day,shop,sales\n" + daily, frequency="monthly")
    assert panel.values.tolist() == [[31, 28, 31], [31, 28, 31]]


def test_order_lines_that_are_not_there_are_sales_that_were_not_made():
    rng = np.random.default_rng(5)
    days = np.sort(rng.integers(0, 300, 900))
    lines = [
        f"{1000 + i // 2},{pd.Timestamp('2022-01-01') + pd.Timedelta(int(d), 'D'):%Y-%m-%d},"
        f"{'Lamp' if d < 100 else 'Mug'},{rng.integers(1, 5)},2.50"
        for i, d in enumerate(days)
    ]
    text = "order,date,product,quantity,unit_price\n" + "\n".join(lines)
    panel = read(text, series_column="product", frequency="monthly", value_column="quantity")
    lamp = panel.keys.index(("Lamp",))
    assert panel.values[lamp, 4:].tolist() == [0.0] * (len(panel.index) - 4)
    mug = panel.keys.index(("Mug",))
    assert np.isnan(panel.values[mug, :3]).all()


def test_a_file_of_one_series_is_a_panel_of_one():
    panel = read("month,sales\n" + "\n".join(f"{m},{i}" for i, m in enumerate(MONTHS)))
    assert len(panel) == 1
    assert panel.keys == (("",),)
    assert panel.series(0).name == "sales"


def test_a_column_that_lies_above_another_names_series_too():
    shops = {"Oslo": ("East", "big"), "Moss": ("East", "small"), "Bergen": ("West", "big")}
    rows = [
        f"{month},{region},{shop},{size},{good},{i}"
        for i, month in enumerate(MONTHS)
        for shop, (region, size) in shops.items()
        for good in ("Tea", "Rice")
    ]
    panel = read("month,region,shop,size,product,units\n" + "\n".join(rows))
    assert panel.columns == ("region", "size", "shop", "product")
    assert panel.keys[0] == ("East", "big", "Oslo", "Tea")
    assert panel.telling == ("shop", "product")
    assert panel.told(0) == ("Oslo", "Tea")


def test_totals_of_the_file_that_do_not_add_up_are_said():
    rows = [(month, "Oslo", 100 + i) for i, month in enumerate(MONTHS)]
    rows += [(month, "Bergen", 50 + i) for i, month in enumerate(MONTHS)]
    rows += [(month, "Total", 150 + 2 * i + 40 * (i == 11)) for i, month in enumerate(MONTHS)]
    panel = read(long_file(rows))
    assert panel.keys == (("Oslo",), ("Bergen",))
    assert panel.notes == (
        "The file's own total in December 2021 is 212, its 2 series add up to 172.",
    )
    assert read(FILE).notes == ()


def test_a_part_keeps_the_calendar():
    part = read(FILE).part([2, 0])
    assert part.keys == (("Voss",), ("Oslo",))
    assert part.index.equals(read(FILE).index)


def test_a_calendar_that_would_be_almost_empty_is_refused():
    days = ["2021-01-01", "2021-01-02", "2021-01-03", "2025-06-01"]
    text = "day,shop,sales\n" + "\n".join(f"{day},{shop},1" for day in days for shop in "AB")
    with pytest.raises(DataError, match="mistyped"):
        read(text, frequency="daily", series_column="shop")


def test_forecasts_may_fall_below_zero_where_values_did():
    values = np.array([[1.0, np.nan, 2.0], [1.0, -1.0, 2.0]])
    assert least_values(values, Treatment()).tolist() == [0.0, -np.inf]
    assert least_values(values, Treatment(negatives="possible")).tolist() == [-np.inf, -np.inf]
