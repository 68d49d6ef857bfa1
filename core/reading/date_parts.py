"""Columns that make up dates together: year and month, year and week, date and hour."""

import re
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from core.reading import fiscal_months, joined
from core.reading.columns import Column
from core.reading.date_text import is_month, read_date
from core.reading.numbers import is_missing
from core.reading.vocabulary import (
    CLOCK,
    DAY,
    FISCAL,
    MONTH,
    PERIOD,
    QUARTER,
    TIME,
    TOTAL,
    WEEK,
    YEAR,
    words_of,
)

_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")
_UNNAMED = re.compile(r"Column \d+")
_NUMBER = r"\D*(\d{1,2})(?:\.0)?\D*"
_SAMPLE = 300
_MOSTLY = 0.9
"""Share of cells that have to be years, or months, where no name says that a column holds them."""


def combinations(frame: pd.DataFrame, columns: list[Column]) -> list[str]:
    """Names such as "Year + Month" whose columns together read as dates, best first."""
    head = frame.head(_SAMPLE)

    def called(names: frozenset[str], but: frozenset[str] = frozenset()) -> list[Column]:
        return [
            c
            for c in columns
            if c.filled and words_of(c.name) & names and not words_of(c.name) & but
        ][:1]

    def holding(fits: Callable[[str], bool], not_in: Iterable[Column]) -> list[Column]:
        free = [c for c in columns if c not in not_in and c.filled]
        return [c for c in free if _share(head[c.name], fits) >= _MOSTLY][:1]

    fiscal = called(FISCAL, WEEK | MONTH | QUARTER | PERIOD)
    # Beside fiscal years one that is called after years has to hold some: "Sales of the year".
    year = [
        c
        for c in called(YEAR, WEEK | MONTH | FISCAL)
        if not fiscal or _share(head[c.name], _is_year) >= _MOSTLY
    ]
    year = year or fiscal or holding(_is_year, [])
    month = called(MONTH, YEAR) or holding(is_month, year) or _numbered_months(columns, head)
    day, week = called(DAY, WEEK), called(WEEK, DAY | YEAR)
    dates = [c for c in columns if c.dates >= 0.5 and c.bare < 0.5][:1]
    time = [c for c in columns if c not in dates and c.filled and _is_clock(c, head[c.name])][:1]
    candidates = [
        [*year, *month, *day, *time] if month and day and time else [],
        [*year, *month, *day] if month and day else [],
        [*year, *week] if week and week[0].numbers >= 0.5 else [],
        [*year, *month],
        [*year, *called(QUARTER, YEAR)],
        [*year, *called(PERIOD, YEAR)],
        [*dates, *time],
    ]
    names = []
    for parts in candidates:
        name = joined.join([c.name for c in parts], frame.columns, joined.TOGETHER)
        if len(parts) < 2 or len(set(parts)) < len(parts) or not name or name in names:
            continue
        texts = put_together([head[c.name] for c in parts])
        if np.mean([read_date(text) is not None for text in texts]) >= 0.5:
            names.append(name)
    return names


def _is_year(text: str) -> bool:
    return bool(_YEAR.fullmatch(text))


def _numbered_months(columns: list[Column], head: pd.DataFrame) -> list[Column]:
    """A column without a name that holds the numbers from 1 to 12 in turn."""
    for column in columns:
        cells = [text.removesuffix(".0").removeprefix("0") for text in head[column.name]]
        turn = [str(number) for number in range(1, 13)]
        begin = turn.index(cells[0]) if cells[0] in turn else 0
        expected = [turn[(begin + place) % 12] for place in range(len(cells))]
        if _UNNAMED.fullmatch(column.name) and len(cells) >= len(turn) and cells == expected:
            return [column]
    return []


def _share(cells: pd.Series, fits: Callable[[str], bool]) -> float:
    filled = [text for text in cells if not is_missing(text) and not words_of(text) & TOTAL]
    return sum(map(fits, filled)) / max(len(filled), 1)


def _is_clock(column: Column, cells: pd.Series) -> bool:
    """Whether a column says at what time of its day something was, and not how long it took."""
    words = words_of(column.name)
    if not words & TIME or not words <= CLOCK:
        return False
    hours = _hours(cells).dropna()
    return len(hours) >= column.filled * 0.5 and bool((hours <= 24).all())


def put_together(columns: list[pd.Series], fiscal_start: int = 1) -> pd.Series:
    """Dates as text, shape (rows,), of the columns of their parts, named as in the file.

    Args:
        columns: Shape (rows,) each.
        fiscal_start: Month in which fiscal years beside months begin.
    """
    if fiscal_months.are_fiscal(columns):
        return fiscal_months.texts(columns, fiscal_start)
    texts = [column.astype(object).str.removesuffix(".0") for column in columns]
    first, second = texts[:2]
    if len(texts) == 2 and _hours(second).notna().any() and words_of(str(columns[1].name)) & TIME:
        return first + " " + _clock(second)
    # In merged cells the year stands in the first row only.
    first = first.where(first != "").ffill().fillna("")
    if len(texts) > 2:
        # "5 Jan 2020" needs the name's own order; numbers go as 2020-1-5.
        day = texts[2]
        dates = (first + "-" + second + "-" + day).where(
            second.str.isdigit(), day + " " + second + " " + first
        )
        return dates if len(texts) == 3 else dates + " " + _clock(texts[3])
    words = words_of(str(columns[1].name))
    number = second.str.extract(f"^{_NUMBER}$", expand=False)
    last = pd.to_numeric(number).max()
    if words & QUARTER or (words & PERIOD and last <= 4):
        return first + "-Q" + number.fillna("")
    if words & WEEK or (words & PERIOD and 13 < last <= 53):
        return first + "-W" + number.fillna("")
    if words & PERIOD:
        return first + "-P" + number.fillna("")
    return first + "-" + second


def _hours(cells: pd.Series) -> pd.Series:
    """Hours of times of day such as 7, 07:30 or 7-8; NaN for what is none."""
    return pd.to_numeric(cells.astype(object).str.extract(r"^[Hh]?(\d{1,2})(?!\d)", expand=False))


def _clock(cells: pd.Series) -> pd.Series:
    """Times of day as 7:00 or 07:30."""
    bare = cells.str.fullmatch(r"[Hh]?\d{1,2}(\D.*\d{1,2})?") & ~cells.str.contains(":")
    hours = _hours(cells)
    # Hours of electricity markets are named by their end: 1 to 24.
    late = int(bool(bare.any()) and hours[bare].max() == 24 and hours[bare].min() >= 1)
    whole = (hours - late).astype("Int64").astype(str) + ":00"
    begin = cells.str.extract(r"^(\d{1,2}:\d\d.*?)(?:\s*[-–]\s*\d{1,2}:\d\d.*)?$", expand=False)
    return whole.where(bare, begin.fillna(""))
