"""Rows of months below rows of years, as pivot tables have them."""

import re
from dataclasses import replace

from core.reading.column_names import is_quarter
from core.reading.date_text import is_month
from core.reading.numbers import is_missing
from core.reading.table import Table
from core.reading.vocabulary import TOTAL, words_of
from core.wording import counted, number, quoted

_YEAR = re.compile(r"(?:19|20)\d\d")


def unnested(table: Table) -> Table:
    """The table with the year beside each month or quarter, without the rows of years.

    Where its first column holds years and, below each, months or quarters, a year's row adds up
    those below it. Any other table comes back as it is.
    """
    name = str(table.frame.columns[0])
    cells = [str(cell) for cell in table.frame[name]]
    year, texts, kept, years, parts = "", [], [], 0, 0
    for row, cell in enumerate(cells):
        if _YEAR.fullmatch(cell):
            year, years = cell, years + 1
            continue
        part = is_month(cell) or is_quarter(cell)
        if not (year and part) and not (is_missing(cell) or words_of(cell) & TOTAL):
            return table
        parts += part
        texts.append(f"{cell} {year}" if part else cell)
        kept.append(row)
    if years < 2 or parts < 2 * years:
        return table
    frame = table.frame.iloc[kept].reset_index(drop=True).assign(**{name: texts})
    first = next(row for row, cell in enumerate(cells) if _YEAR.fullmatch(cell))
    note = (
        f"{counted(years, 'row')} of whole years left out, since the rows below add up to them; "
        f"the first is line {number(table.lines[first])}: {quoted(cells[first])}."
    )
    return replace(table, frame=frame, lines=table.lines[kept], notes=(*table.notes, note))
