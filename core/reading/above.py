"""What stands above a heading: titles, and names with values such as "Created; 12 March 2024"."""

from core.reading.date_text import is_date, read_date
from core.reading.numbers import is_missing, looks_like_number
from core.reading.records import Record
from core.reading.vocabulary import DATE, words_of

_LOOKED_AT = 200
"""First rows that show what a table is."""

_PAIR = 2
"""Fields of a name and its value."""


def count_above(rows: list[Record]) -> int:
    """Number of lines above the heading, all of them if there is nothing else.

    Titles have text in their first field only. Names with values fill two fields: in a wider table
    they are what comes before the first full row, in a table of two columns what comes before the
    last row above the data, or before the first that names a date.

    Args:
        rows: The first rows of a file, or all of them, none blank.
    """
    if all(len(row.fields) == 1 for row in rows):
        return 0
    titles = next((i for i, row in enumerate(rows) if not _is_title(row)), len(rows))
    below = [_filled(row) for row in rows[titles : titles + _LOOKED_AT]]
    return titles + (_before_wide(below) or _before_two(below))


def _filled(row: Record) -> list[str]:
    """The fields that hold something; none of what stands over merged cells, which is no pair."""
    filled = [text for text in row.fields if text]
    return filled if row.fields[0] or len(filled) > _PAIR else []


def _is_title(row: Record) -> bool:
    return bool(row.fields[0]) and not any(row.fields[1:])


def _before_wide(rows: list[list[str]]) -> int:
    """Pairs above the first row that is wider than they, if that names columns."""
    first = next((i for i, row in enumerate(rows) if len(row) > _PAIR), 0)
    if not first:
        return 0
    names = rows[first]
    # Dates may head columns, but not all of a row of data is one.
    named = all(map(_is_name, names)) or (
        _is_name(names[0]) and any(map(_is_year_or_date, names[1:]))
    )
    return first if named and all(map(_is_pair, rows[:first])) else 0


def _before_two(rows: list[list[str]]) -> int:
    """Pairs above the heading of a table with two columns."""
    begin = next((i for i, row in enumerate(rows) if _is_data(row)), 0)
    headings = [i for i, row in enumerate(rows[:begin]) if all(map(_is_name, row))]
    dated = [i for i in headings if any(words_of(text) & DATE for text in rows[i])]
    first = dated[0] if dated else begin - 1
    if first not in headings or not all(map(_is_pair, rows[:first])):
        return 0
    return first


def _is_pair(row: list[str]) -> bool:
    return 0 < len(row) <= _PAIR and _is_text(row[0])


def _is_data(row: list[str]) -> bool:
    return len(row) == _PAIR and not _is_text(row[0]) and _is_value(row[1])


def _is_text(text: str) -> bool:
    return not _is_value(text) and read_date(text) is None


def _is_value(text: str) -> bool:
    return is_missing(text) or looks_like_number(text)


def _is_name(text: str) -> bool:
    """Whether a text may name a column; what ends in a colon names a value beside it."""
    return _is_text(text) and not text.endswith(":") and any(map(str.isalpha, text))


def _is_year_or_date(text: str) -> bool:
    return is_date(text) or (len(text) == 4 and read_date(text) is not None)
