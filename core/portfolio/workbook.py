"""A portfolio as an Excel workbook: what came of it, and a sheet of forecasts for each level."""

import io
from collections.abc import Mapping, Sequence

import pandas as pd

from core.sheets import MOST_ROWS, Sheets, new_book, sheet_names
from core.wording import number


def to_workbook(
    title: str,
    sentences: Sequence[str],
    overview: pd.DataFrame,
    forecasts: Mapping[str, pd.DataFrame],
) -> bytes:
    """A portfolio as .xlsx; text in it stays text.

    Args:
        title: What was forecast.
        sentences: What came of it, in words.
        overview: See `core.portfolio.tables.overviews`.
        forecasts: By level, see `core.portfolio.tables.forecasts`; a sheet that is too long for
            Excel says so and ends.
    """
    out = io.BytesIO()
    with new_book(out) as book:
        sheets = Sheets(book)
        sheets.words("Summary", title, tuple(sentences))
        names = sheet_names(["Summary", "Overview", *forecasts])[1:]
        sheets.table(names[0], overview)
        for name, table in zip(names[1:], forecasts.values(), strict=True):
            shown = table.iloc[: MOST_ROWS - 2]
            left = len(table) - len(shown)
            below = f"{number(left)} more rows don't fit on a sheet; the CSV file has them."
            sheets.table(name, shown, below if left else "")
    return out.getvalue()
