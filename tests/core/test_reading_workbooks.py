"""Excel workbooks and Parquet files: what they store comes out as it was put in."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import DataError, LimitError, LookbackError, SettingError
from core.reading import Choices, interpret, open_table
from tests.fuzz.damage import damaged_copies

pytestmark = pytest.mark.slow

MONTHS = pd.date_range("2018-01-01", periods=36, freq="MS")
VALUES = [1000 + 7.125 * place for place in range(36)]
ROWS = list(zip(MONTHS.to_pydatetime(), VALUES, strict=True))


def workbook(hidden=(), **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        if name in hidden:
            sheet.sheet_state = "hidden"
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def parquet(frame, **how):
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, **how)
    return buffer.getvalue()


def sheet_of(table):
    return next(each for each in table.detections if each.setting == "sheet")


def test_a_workbook_becomes_the_series_it_holds():
    table = open_table(workbook(Sales=[("Month", "Sales"), *ROWS]), "sales.xlsx")
    reading = interpret(table)
    assert reading.series.y.tolist() == VALUES
    assert list(reading.series.index) == list(MONTHS)
    assert reading.questions == ()
    assert sheet_of(table).reason == "it is the only sheet"


def test_numbers_with_three_decimals_raise_no_question_where_the_file_stores_numbers():
    rows = [(month, 1.125 + place) for place, month in enumerate(MONTHS)]
    reading = interpret(open_table(workbook(A=[("Month", "Sales"), *rows]), "x.xlsx"))
    assert reading.questions == ()
    assert reading.series.y.iloc[0] == 1.125
    # As text they could be thousands.
    rows = [(month, f"{1.125 + place:.3f}") for place, month in enumerate(MONTHS)]
    typed = interpret(open_table(workbook(A=[("Month", "Sales"), *rows]), "x.xlsx"))
    assert [question.setting for question in typed.questions] == ["decimal"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (5, "5"),
        (5.0, "5"),
        (0.1, "0.1"),
        (1e-7, "1e-07"),
        (True, "TRUE"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29, 13, 15), "2024-02-29 13:15:00"),
        (time(13, 15), "13:15:00"),
        ("  1,5 € ", "1,5 €"),
    ],
)
def test_cells_as_text(cell, text):
    table = open_table(workbook(A=[("a", "b"), ("x", cell), ("y", 2)]), "x.xlsx")
    assert table.frame["b"].tolist() == [text, "2"]


def test_the_first_sheet_with_a_table_is_taken_and_another_can_be():
    data = workbook(
        Cover=[("Sales report",), ("for 2020",)],
        North=[("Month", "Sales"), *ROWS],
        South=[("Month", "Sales"), (MONTHS[0], 7), (MONTHS[1], 8)],
        Secret=[("Month", "Sales"), (MONTHS[0], 9)],
        hidden=["Secret"],
    )
    found = sheet_of(open_table(data, "x.xlsx"))
    assert found.value == "North"
    assert found.options == ("Cover", "North", "South")
    table = open_table(data, "x.xlsx", Choices(sheet="South"))
    assert table.frame["Sales"].tolist() == ["7", "8"]
    with pytest.raises(SettingError, match="no sheet 'Secret'"):
        open_table(data, "x.xlsx", Choices(sheet="Secret"))


def test_titles_and_empty_rows_keep_the_row_numbers_of_the_sheet():
    rows = [("Report",), (), ("Month", "Sales"), ROWS[0], (), ROWS[1]]
    table = open_table(workbook(A=rows), "x.xlsx")
    assert table.lines.tolist() == [4, 6]


def test_a_cell_far_out_does_not_fill_the_memory():
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(LimitError, match=r"16,384 columns"):
        open_table(buffer.getvalue(), "x.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_UNPACKED_MB", "1")
    rows = [(f"text {place}" * 20, place) for place in range(10_000)]
    with pytest.raises(LimitError, match="more than 1 MB"):
        open_table(workbook(A=rows), "x.xlsx")


def test_a_damaged_workbook_is_refused_with_words():
    data = bytearray(workbook(Sales=[("Month", "Sales"), *ROWS]))
    place = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[place : place + 40] = b"x" * 40
    with pytest.raises(DataError, match="damaged"):
        open_table(bytes(data), "x.xlsx")


def test_parquet_becomes_the_series_it_holds():
    frame = pd.DataFrame({"shop": "North", "day": MONTHS, "sales": VALUES})
    table = open_table(parquet(frame), "x.parquet")
    reading = interpret(table)
    assert reading.series.y.tolist() == VALUES
    assert list(reading.series.index) == list(MONTHS)
    assert reading.questions == ()


def test_parquet_without_values_in_some_rows():
    frame = pd.DataFrame({"day": MONTHS, "sales": [None, *VALUES[1:]], "kind": ["a", None] * 18})
    table = open_table(parquet(frame), "x.parquet")
    assert table.frame["sales"].iloc[:2].tolist() == ["", "1007.125"]
    assert table.frame["kind"].iloc[:3].tolist() == ["a", "", "a"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PAR1" + b"x" * 100, "is a Parquet file that can't be read"),
        (parquet(pd.DataFrame({"a": [[1], [2]]})), "Column 'a' of x.parquet holds lists"),
        (parquet(pd.DataFrame({"a": [1.0]}))[:-20], "can't be read"),
    ],
)
def test_parquet_that_is_no_table_is_refused_with_words(data, words):
    with pytest.raises(DataError, match=words):
        open_table(data, "x.parquet")


def test_a_long_text_repeated_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_UNPACKED_MB", "1")
    # As long as the texts stay a dictionary there is one of it.
    column = pa.array(["x" * 2_000_000] * 100)
    buffer = io.BytesIO()
    pq.write_table(pa.table({"a": column}), buffer)
    with pytest.raises(LimitError, match="more than 1 MB"):
        open_table(buffer.getvalue(), "x.parquet")


def test_a_workbook_inside_a_zip_is_read():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("sales.xlsx", workbook(A=[("Month", "Sales"), *ROWS]))
    assert len(open_table(buffer.getvalue(), "sales.zip").frame) == len(ROWS)


def test_an_empty_sheet_is_told_in_words_whatever_was_chosen():
    data = workbook(A=[("Month", "Sales"), *ROWS], B=[])
    for header in (None, "none", "line 3"):
        with pytest.raises(DataError, match="is empty"):
            open_table(data, "x.xlsx", Choices(sheet="B", header=header))


def test_numbers_stored_among_texts_are_never_read_with_the_mark_of_the_texts():
    rows = [(month, f"{place},5") for place, month in enumerate(MONTHS[:30])]
    rows += [(month, 1.125) for month in MONTHS[30:]]
    reading = interpret(open_table(workbook(A=[("Month", "Sales"), *rows]), "x.xlsx"))
    assert 1125 not in reading.series.values
    assert reading.series.y.iloc[1] == 1.5


def test_parquet_with_zones_keeps_its_hours():
    hours = pd.date_range("2024-01-10", periods=72, freq="h", tz="Europe/Berlin")
    frame = pd.DataFrame({"time": hours, "load": np.arange(72.0)})
    assert interpret(open_table(parquet(frame), "x.parquet")).series.y.tolist() == list(range(72))


def test_parquet_decimals_are_numbers():
    values = [Decimal(f"{place}.125") for place in range(36)]
    frame = pd.DataFrame({"day": MONTHS, "sales": values})
    reading = interpret(open_table(parquet(frame), "x.parquet"))
    assert reading.questions == ()
    assert reading.series.y.iloc[1] == 1.125


def test_parquet_of_bytes_is_refused():
    with pytest.raises(DataError, match="or bytes"):
        open_table(parquet(pd.DataFrame({"a": [b"x", b"y"]})), "x.parquet")


def test_damage_anywhere_in_parquet_is_told_in_words():
    whole = parquet(pd.DataFrame({"day": MONTHS.strftime("%Y-%m"), "sales": VALUES}))
    for data in damaged_copies(whole):
        with suppress(LookbackError):
            open_table(data, "x.parquet")


def test_parquet_with_more_columns_than_the_server_takes_is_refused(monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_COLUMNS", "2")
    with pytest.raises(LimitError, match="has 3 columns"):
        open_table(parquet(pd.DataFrame({"a": [1], "b": [2], "c": [3]})), "x.parquet")


def test_a_decimal_comma_chosen_for_another_file_does_not_change_stored_numbers():
    frame = pd.DataFrame({"date": pd.date_range("2020-01-01", periods=3), "sales": [1.125, 2.5, 3]})
    out = io.BytesIO()
    frame.to_parquet(out)
    reading = interpret(open_table(out.getvalue(), "x.parquet"), Choices(decimal=","))
    assert reading.series.y.tolist() == [1.125, 2.5, 3.0]
