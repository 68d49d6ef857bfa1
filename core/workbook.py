"""An account as an Excel workbook: a sheet for each part, and a chart that Excel draws."""

import io

import xlsxwriter

from core.account import Account
from core.sheets import Sheets, new_book

HISTORY = 4
"""How many times the horizon of the past the chart shows."""

LEAST_HISTORY = 24
"""Values of the past it shows at least."""


def to_workbook(account: Account) -> bytes:
    """The account as .xlsx.

    Text stays text: nothing is run as a formula or made a link, whatever a file's own names say.
    Numbers are numbers and dates are dates. Forecasts shown as whole numbers are there in full.
    """
    out = io.BytesIO()
    with new_book(out) as book:
        sheets = Sheets(book)
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
