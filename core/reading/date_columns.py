"""Which column holds the dates, or which columns make them up together."""

import re

import pandas as pd

from core.errors import DataError, SettingError
from core.reading import date_parts, joined
from core.reading.columns import Choice, Column
from core.reading.date_text import is_date
from core.reading.numbers import is_missing
from core.reading.vocabulary import BEGINS, DATE, ENDS, STAMP, TIME, WEEK, words_of
from core.wording import quoted

NUMBERED = "(rows in their order)"
"""The dates of a table that has none."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = r"(?:\d{4}|\d\d)"
_HALF = re.compile(
    rf"(?:h|s|sem\.?|semest(?:er|re))\s?[12][-/ ,']*{_YEARS}|{_YEARS}[-/ ]*[hs][12]|"
    rf"[12]\.?\s?(?:h|s|half|halbjahr)[-/ ,']*{_YEARS}",
    re.IGNORECASE,
)


def choose_date(frame: pd.DataFrame, columns: list[Column], chosen: str | None) -> Choice:
    """The column of dates, or columns that make up dates together.

    Raises:
        DataError: If nothing in the file reads as dates.
        SettingError: If `chosen` is not in the file.
    """
    together = date_parts.combinations(frame, columns)
    strong = [c for c in columns if c.dates >= 0.5 and c.bare < 0.5]
    strong.sort(key=lambda c: (not words_of(c.name) & DATE, -round(c.dates, 1), c.position))
    # Beside dates, or a column of months, these say less.
    fiscal = [c.name for c in strong if c.fiscal >= 0.5]
    strong = [c for c in strong if c.fiscal < 0.5]
    weak = [c for c in columns if c.dates >= 0.5 and c.bare >= 0.5]
    # A count of days could be any number: only a plain name makes dates of it.
    plain = [c for c in weak if c.counts < 0.5]
    named = [c for c in weak if (words_of(c.name) & DATE if c in plain else _is_stamp(c.name))]
    named.sort(key=lambda c: c not in plain)
    # A first column of numbers that look like years counts only where no other reading is open.
    first = [c for c in plain if c.position == 0 and c.distinct == c.filled > 1]
    best = {c.name for c in strong[:1]}
    timed = [name for name in together if source_columns(frame, name)[0] in best]
    certain = [*timed, *(c.name for c in strong), *together, *fiscal]
    ranked = [*certain, *(c.name for c in (*named, *first))]
    options = tuple(dict.fromkeys(ranked))
    if chosen == NUMBERED:
        return Choice(NUMBERED, "chosen by you", (*options, NUMBERED))
    if chosen is not None:
        parts = source_columns(frame, chosen)
        if len(parts) > 1 and chosen not in options:
            raise SettingError(f"The columns {quoted(chosen)} don't make up dates together.")
        return Choice(chosen, "chosen by you", tuple(dict.fromkeys((*options, chosen))))
    if not options:
        if not _only_numbers(columns):
            raise _no_dates(frame, columns)
        return Choice(NUMBERED, "no column could be dates, and all hold numbers", (NUMBERED,))
    name = options[0]
    by_name = {c.name: c for c in columns}
    if name in by_name:
        share = by_name[name].dates
        reason = f"{share:.0%} of its cells read as dates"
    else:
        reason = "together these columns make up dates"
    return Choice(name, reason, options)


def _is_stamp(name: str) -> bool:
    """Whether a column's name says that it holds days or moments: "Date", "Week ending"."""
    words = words_of(name)
    return bool(words & STAMP) or bool(words & DATE and words & (BEGINS | ENDS))


def source_columns(frame: pd.DataFrame, name: str) -> list[str]:
    """The columns behind a date column's name, several for "Year + Month".

    Raises:
        SettingError: If the table has no such columns.
    """
    if name == NUMBERED:
        return []
    return joined.source_columns(frame, name, joined.TOGETHER)


def date_texts(frame: pd.DataFrame, name: str, fiscal_start: int = 1) -> pd.Series:
    """The dates as text, shape (rows,); columns such as "Year + Month" are put together.

    Args:
        frame: The table.
        name: A date column's name.
        fiscal_start: Month in which fiscal years beside months begin.
    """
    parts = source_columns(frame, name)
    if not parts:
        return pd.Series([str(number) for number in range(1, len(frame) + 1)], dtype=object)
    if len(parts) == 1:
        return frame[parts[0]]
    return date_parts.put_together([frame[part] for part in parts], fiscal_start)


def _only_numbers(columns: list[Column]) -> bool:
    """Whether a table holds numbers, and nothing that might be meant as dates or names."""
    filled = [c for c in columns if c.filled]
    return bool(filled) and all(
        c.numbers == 1
        and (c.counter or not words_of(c.name) & (DATE | WEEK | TIME))
        and not is_date(c.name)
        and not _YEAR.fullmatch(c.name)
        for c in filled
    )


def _no_dates(frame: pd.DataFrame, columns: list[Column]) -> DataError:
    shown = max(columns, key=lambda c: (bool(words_of(c.name) & DATE), c.dates, -c.position))
    cells = [text for text in frame[shown.name] if not is_missing(text)]
    if cells and _HALF.fullmatch(cells[0].strip()):
        return DataError(
            f"Column {quoted(shown.name)} holds half-years, such as {quoted(cells[0])}, which are "
            "not read here. Upload quarters or months, or add the halves up to years."
        )
    example = f"; {quoted(shown.name)} holds {quoted(cells[0])}, for example" if cells else ""
    return DataError(
        f"No column could be read as dates{example}. Write dates like 2020-01-31, "
        "31.01.2020, 2020-01 or 2020 in one column, or year and month in two."
    )
