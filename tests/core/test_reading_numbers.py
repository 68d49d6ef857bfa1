"""Numbers with what systems write around them: currencies, units, powers of ten, flags, quotes."""

import pandas as pd
import pytest

from core.errors import DataError
from core.reading import interpret, open_table
from core.reading.numbers import detect_decimal, is_missing, read_number, unit_of


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("US$ 1,234.50", ".", 1234.5),
        ("R$ 1.234,50", ",", 1234.5),
        ("A$5", ".", 5),
        ("R 1 234,50", ",", 1234.5),
        ("1 234,50 zł", ",", 1234.5),
        ("1 234,50 Kč", ",", 1234.5),
        ("₺1.234,50", ",", 1234.5),
        ("￥1,234", ".", 1234),
        ("Rs. 1,23,456.00", ".", 123456),
        ("1,234.00 CAD", ".", 1234),
        ("Fr. 1'234.50", ".", 1234.5),
        ("$ (1,234)", ".", -1234),
        ("($ 1,234)", ".", -1234),
        ("$(1,234)", ".", -1234),
        ("- 5", ".", -5),
        ("–5", ".", -5),
        ("-$ 5", ".", -5),
        ("1.234,00- €", ",", -1234),
        ("1234,-", ",", 1234),
        ("kr 1234,-", ",", 1234),
        ("1.2k", ".", 1200),
        ("$1.2K", ".", 1200),
        ("3.45M", ".", 3_450_000),
        ("3.4m", ".", 3_400_000),
        ("3,4 Mio. €", ",", 3_400_000),
        ("2 Mrd", ".", 2e9),
        ("$1.2B", ".", 1.2e9),
        ("1.2bn", ".", 1.2e9),
        ("1,5 Tsd.", ",", 1500),
        ("2 lakh", ".", 200_000),
        ("-1.2k", ".", -1200),
        ("531 units", ".", 531),
        ("531.5 kWh", ".", 531.5),
        ("12 Stk.", ".", 12),
        ("123.4 b", ".", 123.4),
        ("123.4 bp", ".", 123.4),
        ("123p", ".", 123),
        ("123*", ".", 123),
        ("123(r)", ".", 123),
        ("123[1]", ".", 123),
        ("~120", ".", 120),
        ("'120", ".", 120),
        ("'120'", ".", 120),
        ('="120.5"', ".", 120.5),
        ("１２３", ".", 123),
        ("5,31E+05", ",", 531000),
        # What could be metres, credit or hours and minutes is left alone.
        ("12 m", ".", None),
        ("1.2 cr", ".", None),
        ("1.2 dr", ".", None),
        ("1.2e3k", ".", None),
        ("12:30", ".", None),
        ("12 Main Street", ".", None),
        ("Gen 10", ".", None),
    ],
)
def test_numbers_are_read_as_systems_write_them(text, decimal, value):
    assert read_number(text, decimal) == value


@pytest.mark.parametrize("text", [":", "…", "#NAME?", "#N/A N/A", "(blank)", "k.A.", "\\N", "n.d."])
def test_more_words_for_missing(text):
    assert is_missing(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("1,234.00 usd", "USD"), ("531 kWh", "kWh"), ("5 kr.", "kr"), ("1.2k €", "€"), ("1.2k", "")],
)
def test_the_unit_is_as_it_is_written(text, unit):
    assert unit_of(text) == unit


def test_decimal_commas_are_seen_before_exponents():
    found = detect_decimal(pd.Series(["5,312835E+05"]), ";")
    assert found.mark == ","
    assert not found.both_fit


def test_flags_are_counted_in_the_receipt():
    rows = "".join(f"2020-{m:02},{100 + m}{' p' if m > 9 else ''}\n" for m in range(1, 13))
    reading = interpret(open_table(f"Month,Sales\n{rows}".encode(), "x.csv"))
    assert reading.series.values.tolist() == list(range(101, 113))
    step = next(step for step in reading.receipt if step.name == "Flags left out")
    assert step.count == 3
    assert "'110 p'" in step.example


def test_sizes_tell_series_apart_and_are_no_values():
    rows = "".join(f"2020-{m:02},{size} kg,{m * size}\n" for m in range(1, 13) for size in (1, 5))
    reading = interpret(open_table(f"Month,Size,Amount\n{rows}".encode(), "x.csv"))
    assert reading.series.name == "Amount"
    assert next(d for d in reading.detections if d.setting == "series_column").value == "Size"


def test_debit_and_credit_are_not_guessed():
    rows = "".join(f"2020-{m:02},{m}.50 {'CR' if m % 2 else 'DR'}\n" for m in range(1, 13))
    with pytest.raises(DataError, match=r"'1\.50 CR'"):
        interpret(open_table(f"Month,Amount\n{rows}".encode(), "x.csv"))
