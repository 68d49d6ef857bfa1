"""Sheets of an Excel workbook: tables and sentences, in which nothing is run as a formula."""

import io
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

MOST_ROWS = 1_048_575
"""Rows that a sheet takes below its heading."""

_LONGEST_NAME = 31
_NO_NAMES = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")


def new_book(out: io.BytesIO) -> xlsxwriter.Workbook:
    """A workbook that is written to `out` when it is closed; text in it stays text."""
    safe = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    return xlsxwriter.Workbook(out, safe)


def sheet_names(names: list[str]) -> list[str]:
    """Names as Excel takes them for sheets: short, without some signs, none twice."""
    found: list[str] = []
    for name in names:
        short = name.translate(_NO_NAMES).strip()[:_LONGEST_NAME] or "Sheet"
        while short.lower() in {one.lower() for one in found}:
            mark = f" {len(found) + 1}"
            short = short[: _LONGEST_NAME - len(mark)] + mark
        found.append(short)
    return found


class Sheets:
    """Writes sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.whole = book.add_format({"num_format": "#,##0"})

    def words(self, name: str, title: str, sentences: tuple[str, ...]) -> None:
        """A sheet of sentences, one to a row."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 100)
        sheet.write_string(0, 0, title, self.title)
        for row, sentence in enumerate(sentences, start=2):
            sheet.write_string(row, 0, sentence, self.wrap)

    def table(
        self, name: str, table: pd.DataFrame, below: str = "", *, whole: bool = False
    ) -> None:
        """A sheet of one table, with a sentence under it; numbers shown without decimals."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, str(column), self.heading)
            values = table[column].iloc[:MOST_ROWS]
            sheet.set_column(place, place, _width(str(column), values))
            self._column(sheet, place, values, self.whole if whole else None)
        if below:
            sheet.write_string(len(table) + 2, 0, below)

    def _column(self, sheet: Any, place: int, values: pd.Series, shown: Any) -> None:
        if pd.api.types.is_datetime64_any_dtype(values):
            midnight = bool((values.dropna() == values.dropna().dt.normalize()).all())
            form = self.date if midnight else self.time
            for row, stamp in enumerate(pd.DatetimeIndex(values).to_pydatetime(), start=1):
                sheet.write_datetime(row, place, stamp, form)
        elif pd.api.types.is_numeric_dtype(values):
            for row, value in enumerate(values.to_numpy(float), start=1):
                if np.isfinite(value):
                    sheet.write_number(row, place, value, shown)
        else:
            for row, value in enumerate(values, start=1):
                sheet.write_string(row, place, str(value), self.wrap)


def _width(heading: str, values: pd.Series) -> int:
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return min(max(len(heading), 12), 24)
    longest = max((len(str(value)) for value in values.head(200)), default=0)
    return min(max(len(heading), longest, 10), 80)
