"""Columns that say yes or no, as drivers."""

import io

import numpy as np
import pandas as pd
import pytest

from core.errors import SettingError
from core.reading import Choices, interpret, open_table

DAYS = pd.date_range("2021-01-01", "2021-12-31")


def read(text, **choices):
    data = text if isinstance(text, bytes) else text.encode()
    return interpret(open_table(data, "upload.csv"), Choices(**choices))


def with_column(cells, name="promo"):
    return f"date,sales,{name}\n" + "".join(
        f"{day:%Y-%m-%d},{100 + k % 7},{cell}\n"
        for k, (day, cell) in enumerate(zip(DAYS, cells, strict=False))
    )


def said(reading):
    return next(step.text for step in reading.receipt if step.name == "Drivers taken")


PROMOTED = [int(day.day < 8) for day in DAYS]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("yes", "no"),
    [("yes", "no"), ("TRUE", "FALSE"), ("Y", "N"), ("ja", "nein"), ("x", ""), ("✓", "-"),
     ("1", "0"), ("Yes", "")],
)  # fmt: skip
def test_yes_is_1_and_no_is_0_however_they_are_written(yes, no):
    text = with_column([yes if promoted else no for promoted in PROMOTED])
    assert "promo" in read(text).driving
    reading = read(text, drivers=("promo",), known_ahead=("promo",))
    assert reading.series.drivers.table["promo"].tolist() == PROMOTED
    assert reading.series.drivers.kinds[0].yes_no
    if yes != "1":
        shown = f"'{no}'" if no else "an empty cell"
        assert f"In 'promo', '{yes}' counts as 1 and {shown} counts as 0." in said(reading)


def test_a_workbook_keeps_its_truth_values():
    out = io.BytesIO()
    frame = pd.DataFrame({"date": DAYS, "sales": 1.0 + np.arange(365), "promo": PROMOTED})
    frame.astype({"promo": bool}).to_excel(out, index=False)
    reading = interpret(open_table(out.getvalue(), "a.xlsx"), Choices(drivers=("promo",)))
    assert reading.series.drivers.table["promo"].tolist() == PROMOTED


@pytest.mark.parametrize("cells", [("yes", "no"), ("1", "0")])
def test_a_longer_period_has_the_share_of_its_days_that_say_yes(cells):
    """The second day of the year has nine orders more, and is no more of a day for that."""
    text = with_column([cells[0] if promoted else cells[1] for promoted in PROMOTED])
    text += f"2021-01-02,5,{cells[0]}\n" * 9
    reading = read(text, drivers=("promo",), frequency="monthly")
    shares = reading.series.drivers.table["promo"]
    assert shares.tolist() == pytest.approx([7 / month.days_in_month for month in shares.index])
    assert "For 'promo', a month takes the share of its days that say yes." in said(reading)


def test_numbers_beside_it_are_averaged_as_ever():
    rows = with_column(["yes" if promoted else "no" for promoted in PROMOTED]).splitlines()
    text = "\n".join(
        [f"{rows[0]},price", *(f"{row},{k % 5 + 1}.5" for k, row in enumerate(rows[1:]))]
    )
    reading = read(text, drivers=("promo", "price"), frequency="monthly")
    price = pd.Series([k % 5 + 1.5 for k in range(365)], DAYS).groupby(DAYS.to_period("M")).mean()
    table = reading.series.drivers.table
    assert table["price"].tolist() == pytest.approx(price.tolist())
    assert [kind.yes_no for kind in reading.series.drivers.kinds] == [True, False]
    assert "Of the others, a month takes the mean of its rows." in said(reading)


def test_empty_cells_say_nothing_where_others_say_no():
    cells = ["yes", "no", ""] * 100
    reading = read(with_column(cells), drivers=("promo",))
    values = reading.series.drivers.table["promo"].to_numpy()
    np.testing.assert_array_equal(values[:6], [1, 0, np.nan, 1, 0, np.nan])


def test_words_that_say_neither_are_counted_and_missing():
    cells = ["yes", "no"] * 50
    cells[40] = "perhaps"
    reading = read(with_column(cells), drivers=("promo",))
    assert np.isnan(reading.series.drivers.table["promo"].iloc[40])
    assert "1 cell says neither and is taken as missing" in said(reading)


@pytest.mark.parametrize("cells", [["x"] * 50, ["", "up", "down"] * 20, ["no"] * 50])
def test_what_says_one_thing_or_something_else_is_not_offered(cells):
    assert read(with_column(cells)).driving == ()


def test_a_cross_among_numbers_is_no_1():
    cells = [f"{k % 5 + 2}" for k in range(100)]
    cells[50] = "x"
    values = read(with_column(cells), drivers=("promo",)).series.drivers.table["promo"]
    assert np.isnan(values.iloc[50])
    assert values.iloc[49] == 6


def test_rows_to_come_say_what_is_planned():
    text = with_column(["x" if promoted else "" for promoted in PROMOTED])
    text += "".join(f"2022-01-{day:02},,{'x' if day in (3, 4) else ''}\n" for day in range(1, 15))
    series = read(text, drivers=("promo",), known_ahead=("promo",)).series
    future = series.future_index(14)
    assert series.drivers.table["promo"].reindex(future).tolist() == [
        float(day in (3, 4)) for day in range(1, 15)
    ]
    assert not series.drivers.missing_ahead(future)


def test_a_column_of_other_words_can_not_drive():
    with pytest.raises(SettingError, match="neither numbers nor yes and no"):
        read(with_column(["up", "down"] * 50), drivers=("promo",))


@pytest.mark.slow
def test_a_large_file_which_is_read_column_by_column_says_the_same():
    hours = pd.date_range("2015-01-01", periods=60_000, freq="h")
    text = "date,sales,promo\n" + "".join(
        f"{hour:%Y-%m-%d %H:%M},{100 + hour.hour},{'x' if hour.day == 3 else ''}\n"
        for hour in hours
    )
    assert len(text) > 1_000_000
    reading = read(text, drivers=("promo",))
    assert reading.driving == ("promo",)
    assert reading.series.drivers.table["promo"].sum() == (hours.day == 3).sum()
