"""An account as an Excel workbook: a sheet for each part, and a chart that Excel draws."""

import io
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from core.account import Account

HISTORY = 4
"""How many times the horizon of the past the chart shows."""

LEAST_HISTORY = 24
"""Values of the past it shows at least."""

MOST_ROWS = 1_048_575
"""Rows that a sheet takes below its heading."""


def to_workbook(account: Account) -> bytes:
    """The account as .xlsx.

    Text stays text: nothing is run as a formula or made a link, whatever a file's own names say.
    Numbers are numbers and dates are dates. Forecasts shown as whole numbers are there in full.
    """
    out = io.BytesIO()
    safe = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(out, safe) as book:
        sheets = _Sheets(book)
        sheets.words("Summary", account.title, account.sentences)
        sheets.table("Forecast", account.forecast, whole=account.whole)
        if len(account.drivers):
            sheets.table("Drivers to come", account.drivers)
        sheets.table("Actuals", account.actuals)
        sheets.table("Backtest", account.backtest)
        sheets.table("Scores", account.scores)
        sheets.table("Settings", account.settings)
        sheets.table("Decisions", account.notes)
        if len(account.receipt):
            sheets.table("Receipt", account.receipt, below=account.control)
        _chart(book, account)
    return out.getvalue()


class _Sheets:
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


def _chart(book: xlsxwriter.Workbook, account: Account) -> None:
    """Past, forecast of the chosen model and its bounds, on the sheet of forecasts."""
    rows = int((account.forecast["Model"] == account.chosen).sum())
    past = len(account.actuals)
    shown = min(past, max(HISTORY * rows, LEAST_HISTORY))
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    chart.add_series(
        {
            "name": ["Actuals", 0, 1],
            "categories": ["Actuals", past - shown + 1, 0, past, 0],
            "values": ["Actuals", past - shown + 1, 1, past, 1],
            "line": {"color": "#1b1f24", "width": 1.5},
        }
    )
    lines = [(2, "#0072b2", 2.0, "solid")]
    lines += [(column, "#0072b2", 1.0, "dash") for column in (3, 4)]
    lines += [(column, "#0072b2", 0.75, "round_dot") for column in (5, 6)]
    for column, colour, width, dash in lines:
        chart.add_series(
            {
                "name": ["Forecast", 0, column],
                "categories": ["Forecast", 1, 1, rows, 1],
                "values": ["Forecast", 1, column, rows, column],
                "line": {"color": colour, "width": width, "dash_type": dash},
            }
        )
    chart.set_title({"name": f"{account.title} ({account.chosen})", "name_font": {"size": 12}})
    chart.set_x_axis({"date_axis": True, "num_format": "yyyy-mm-dd", "num_font": {"rotation": -45}})
    chart.set_y_axis({"name": account.unit, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 860, "height": 420})
    sheet = book.get_worksheet_by_name("Forecast")
    assert sheet is not None
    sheet.insert_chart(1, len(account.forecast.columns) + 1, chart, {"description": account.title})
