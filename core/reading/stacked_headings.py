"""Headings whose names go on in lines below, as in "Year", "and", "month"."""

from core.reading.date_text import read_date
from core.reading.numbers import is_missing, looks_like_number
from core.reading.records import Record

_MOST = 3
"""Lines that may follow the first one of a heading."""

_DATA = 3
"""Rows below a heading that have to be data, so that its lines of words are none."""


def lines_below(rows: list[Record]) -> int:
    """Number of lines below the first one of a heading that go on with its names.

    They hold words alone, and the rows after them a date and a number each. A last line that fills
    its first field only names a group of rows.

    Args:
        rows: Those below it, none blank.
    """
    count = 0
    while count < min(_MOST, len(rows)) and _is_words(rows[count]):
        count += 1
    while count and not any(rows[count - 1].fields[1:]):
        count -= 1
    data = rows[count : count + _DATA]
    return count if data and all(map(_is_data, data)) else 0


def joined(names: list[str], below: list[Record]) -> list[str]:
    """One name for each column, of what stands in its lines."""
    width = max(len(names), *(len(row.fields) for row in below))
    lines = [names, *(row.fields for row in below)]
    even = [[*line, *[""] * (width - len(line))] for line in lines]
    return [" ".join(filter(None, parts)) for parts in zip(*even, strict=True)]


def _is_words(row: Record) -> bool:
    return all(
        not text or not (is_missing(text) or looks_like_number(text) or read_date(text) is not None)
        for text in row.fields
    )


def _is_data(row: Record) -> bool:
    """Whether a row holds a date and a number beside it."""
    dates = sum(read_date(text) is not None for text in row.fields)
    numbers = sum(looks_like_number(text) and not is_missing(text) for text in row.fields)
    filled = sum(map(bool, row.fields))
    return dates > 0 and numbers > 0 and filled > 1
