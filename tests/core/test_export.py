import csv
import io

import numpy as np
import pandas as pd
import pytest

from core.export import to_csv
from core.number_style import SEMICOLON_CSV


def parsed(table):
    return list(csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig"))))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(start):
    cell = f"{start}HYPERLINK(1)"
    rows = parsed(pd.DataFrame({cell: [cell]}))
    assert rows == [["'" + cell], ["'" + cell]]


def test_negative_numbers_stay_numbers():
    assert parsed(pd.DataFrame({"a": [-1.5]})) == [["a"], ["-1.5"]]


def test_days_are_iso_dates_and_hours_keep_their_time():
    days = pd.DataFrame({"d": pd.to_datetime(["2024-01-31"])})
    hours = pd.DataFrame({"d": pd.to_datetime(["2024-01-31 05:00"])})
    assert parsed(days)[1] == ["2024-01-31"]
    assert parsed(hours)[1] == ["2024-01-31T05:00:00"]


def test_missing_values_are_empty_cells():
    assert parsed(pd.DataFrame({"a": ["x", "y"], "v": [np.nan, 1.0]}))[1] == ["x", ""]


def test_a_spreadsheet_sees_utf8():
    assert to_csv(pd.DataFrame({"Umsätze": [1]})).startswith(b"\xef\xbb\xbfUms\xc3\xa4tze")


def test_numbers_keep_full_precision():
    assert float(parsed(pd.DataFrame({"v": [1 / 3]}))[1][0]) == 1 / 3


def test_with_semicolons_the_decimal_mark_is_a_comma_and_precision_is_kept():
    table = pd.DataFrame(
        {"a": ["x;y", "1,5", "=1;2"], "v": [1 / 3, -1234567.5, np.nan], "n": [1, 2, 3]}
    )
    text = to_csv(table, SEMICOLON_CSV).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["a", "v", "n"]
    assert [row[0] for row in rows[1:]] == ["x;y", "1,5", "'=1;2"]
    assert [row[1] for row in rows[2:]] == ["-1234567,5", ""]
    assert float(rows[1][1].replace(",", ".")) == 1 / 3
    assert [row[2] for row in rows[1:]] == ["1", "2", "3"]


def test_the_table_given_is_left_untouched():
    table = pd.DataFrame({"a": ["=1"]})
    to_csv(table)
    assert table["a"][0] == "=1"
