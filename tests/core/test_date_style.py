"""Dates are written as the file writes them."""

import pandas as pd
import pytest

from core.date_style import STYLES, find_style, written
from core.reading.dates import read_dates

DAILY = pd.date_range("2021-01-05", periods=40)


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_found_in_what_it_wrote(style):
    texts = pd.Series(written(DAILY, style))
    found = find_style(texts, DAILY)
    assert written(DAILY, found) == texts.tolist()


@pytest.mark.parametrize(
    ("first", "freq", "texts", "following"),
    [
        ("2023-11-01", "MS", ["Nov-23", "Dec-23"], ["Jan-24", "Feb-24"]),
        ("2023-11-30", "ME", ["30.11.2023", "31.12.2023"], ["31.01.2024", "29.02.2024"]),
        ("2023-07-01", "QS", ["2023Q3", "2023Q4"], ["2024Q1", "2024Q2"]),
        ("2023-07-01", "QS", ["Q3 2023", "Q4 2023"], ["Q1 2024", "Q2 2024"]),
        ("2023-12-18", "W-MON", ["2023-W51", "2023-W52"], ["2024-W01", "2024-W02"]),
        ("2023-12-30", "D", ["12/30/2023", "12/31/2023"], ["01/01/2024", "01/02/2024"]),
        ("2022-01-01", "YS", ["2022", "2023"], ["2024", "2025"]),
        ("2023-12-31 22:00", "h", ["31/12/2023 22:00", "31/12/2023 23:00"],
         ["01/01/2024 00:00", "01/01/2024 01:00"]),
    ],
)  # fmt: skip
def test_what_follows_is_written_alike(first, freq, texts, following):
    stamps = pd.date_range(first, periods=4, freq=freq)
    style = find_style(pd.Series(texts), stamps[:2])
    assert written(stamps[2:], style) == following


def test_without_one_style_for_all_dates_they_are_iso_dates():
    texts = pd.Series(["2020-01-01", "2 Jan 2020"])
    stamps = read_dates(texts).stamps
    assert find_style(texts, stamps) == ""
    assert written(stamps, "") == ["2020-01-01", "2020-01-02"]
    assert written(stamps + pd.Timedelta(hours=3), "") == [
        "2020-01-01T03:00:00", "2020-01-02T03:00:00"]  # fmt: skip
