"""What a sample of each column shows, and which column holds the values."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import DataError, SettingError
from core.reading.date_text import is_bare, is_count, is_fiscal, read_date
from core.reading.numbers import is_missing, looks_like_number
from core.reading.vocabulary import (
    AMOUNT,
    BESIDE,
    CLOSING,
    IDENTITY,
    NOT_AMOUNT,
    PRICES_OF_A_DAY,
    SIDE,
    TOTAL,
    WHEN,
    names_document,
    words_of,
)
from core.reading.yes_no import is_yes_no
from core.wording import listed, quoted

_SAMPLE = 300

_YEAR_AND_PART = re.compile(r"(?:1[89]|20)\d\d(?:\.\d+)?", re.ASCII)

_NO_MEASURE = -8
"""Merit up to which a column of numbers measures nothing: numbers of orders, coordinates."""

_FEW = 12
"""Different cells up to which numbers with a unit behind them are taken for names."""


@dataclass(frozen=True)
class Column:
    """What a sample of a column's cells shows.

    Attributes:
        name: Its name.
        position: Counted from 0.
        filled: Number of sampled cells that hold something.
        dates: Share of those that read as dates.
        bare: Share of those dates that could be numbers or codes as well: 2020, 1-01.
        counts: Share of those dates that only count days or seconds: 43831.
        fiscal: Share of those dates that can be fiscal years or quarters: FY2020, 2010/11.
        numbers: Share of the filled cells that read as numbers.
        distinct: Number of different sampled cells.
        flag: Whether it holds 0 and 1 only.
        counter: Whether it only counts its rows, from 0 or 1.
        yes_no: Whether it says yes or no, or yes or nothing.
    """

    name: str
    position: int
    filled: int
    dates: float
    bare: float
    counts: float
    fiscal: float
    numbers: float
    distinct: int
    flag: bool
    counter: bool
    yes_no: bool


@dataclass(frozen=True)
class Choice:
    """A column, or columns joined for a date, with the reason and what else could be chosen."""

    name: str
    reason: str
    options: tuple[str, ...]


def survey(frame: pd.DataFrame) -> list[Column]:
    """Look at a sample of every column of a frame of strings, shape (rows, columns)."""
    rows = np.unique(np.linspace(0, len(frame) - 1, _SAMPLE).astype(np.int64))
    return [_look(frame[name], position, rows) for position, name in enumerate(frame.columns)]


def _look(texts: pd.Series, position: int, rows: np.ndarray) -> Column:
    cells = [text for text in texts.iloc[rows] if not is_missing(text)]
    if not cells:
        cells = [text for text in texts.unique() if not is_missing(text)][:_SAMPLE]
    likely = 0
    read = []
    for cell in cells:
        date = read_date(cell, likely)
        likely = date.kind if date else likely
        read.append(date is not None)
    dates = [cell for cell, good in zip(cells, read, strict=True) if good]
    numbers = sum(looks_like_number(cell) for cell in cells)
    if len(set(cells)) <= _FEW < len(cells) and all(cell[-1:].isalpha() for cell in cells):
        # Sizes such as "5 kg".
        numbers = 0
    head = [cell for cell in texts.iloc[:_SAMPLE] if not is_missing(cell)]
    whole = [int(cell) for cell in head if cell.isascii() and cell.isdigit() and len(cell) < 16]
    return Column(
        name=str(texts.name),
        position=position,
        filled=len(cells),
        dates=len(dates) / max(len(cells), 1),
        bare=sum(is_bare(cell) for cell in dates) / max(len(dates), 1),
        counts=sum(is_count(cell) for cell in dates) / max(len(dates), 1),
        fiscal=sum(is_fiscal(cell) for cell in dates) / max(len(dates), 1),
        numbers=numbers / max(len(cells), 1),
        distinct=len(set(cells)),
        flag=bool(cells) and set(cells) <= {"0", "1", "0.0", "1.0"},
        counter=(
            len(whole) == len(head) > 2
            and whole in ([*range(len(head))], [*range(1, len(head) + 1)])
        )
        or _are_years_with_parts(head),
        yes_no=is_yes_no(cells, texts),
    )


def _are_years_with_parts(cells: list[str]) -> bool:
    """Whether cells are times such as 1974.38, the day within the year as its fraction."""
    if len(cells) < 3 or not all(_YEAR_AND_PART.fullmatch(cell) for cell in cells):
        return False
    steps = np.diff([float(cell) for cell in cells])
    return bool((steps > 0).all() or (steps < 0).all())


def choose_value(
    columns: list[Column],
    taken: list[str],
    chosen: str | None,
    frame: pd.DataFrame,
    computed: tuple[str, ...] = (),
    events: str = "",
) -> Choice:
    """The column of values to forecast; `taken` are the columns of the dates.

    `computed` are measures that may be chosen although no column is called so; `events` is the one
    of them that counts rows, where each is something that happened.

    Raises:
        DataError: If no other column holds numbers.
        SettingError: If `chosen` is not in the file or holds the dates.
    """
    numeric = [c for c in columns if c.name not in taken and c.filled and c.numbers >= 0.5]
    words = [words_of(c.name) for c in numeric]
    prices = all(any(word in each for each in words) for word in PRICES_OF_A_DAY)
    numeric.sort(key=lambda c: (-_merit(c, prices), c.position))
    options = (*(c.name for c in numeric), *computed)
    if chosen is not None:
        if chosen not in frame.columns and chosen not in computed:
            raise unknown_column(frame, chosen)
        if chosen in taken:
            raise SettingError(
                f"Column {quoted(chosen)} holds the dates, so it can't hold the values too; "
                "choose another."
            )
        return Choice(chosen, "chosen by you", tuple(dict.fromkeys((*options, chosen))))
    if events and not (numeric and _merit(numeric[0], prices) > _NO_MEASURE):
        reason = "each row is something that happened, and no column says how much of it"
        return Choice(events, reason, options)
    if not numeric:
        raise _no_numbers(frame, [c for c in columns if c.name not in taken])
    best = numeric[0]
    named = words_of(best.name)
    if len(numeric) == 1:
        reason = "it is the only other column of numbers"
    elif named & TOTAL:
        reason = "its name says that it is a total"
    elif named & AMOUNT:
        reason = "its name says that it is an amount"
    elif prices:
        reason = "it is the price at the end of a day"
    else:
        reason = "it is the first column of numbers that looks like an amount"
    return Choice(best.name, reason, options)


def _merit(column: Column, prices: bool) -> int:
    """How much a column of numbers looks like one that people forecast.

    `prices` says whether there are those of a day's opening, its highest and its lowest.
    """
    words = words_of(column.name)
    counter = column.counter and not words & (TOTAL | AMOUNT)
    # "Store" holds numbers of stores, "Store 7" what one of them sells.
    names = words & IDENTITY and not words & (TOTAL | AMOUNT) and not any(map(str.isdigit, words))
    return (
        5 * bool(words & TOTAL)
        + 3 * bool(words & AMOUNT)
        - 8 * bool(words & NOT_AMOUNT or names_document(words) or "%" in column.name)
        - 4 * bool(names)
        - 2 * bool(words & SIDE)
        - 4 * bool(words & BESIDE)
        - 8 * bool(words & WHEN and not words & (TOTAL | AMOUNT))
        + 9 * bool(prices and words & CLOSING)
        - 6 * (column.flag or counter)
        - 1 * (column.distinct == 1)
    )


def unknown_column(frame: pd.DataFrame, name: str) -> SettingError:
    """The error for a column that the file does not have."""
    names = listed([quoted(str(column)) for column in frame.columns], most=20)
    return SettingError(f"There is no column {quoted(name)}; the columns are {names}.")


def _no_numbers(frame: pd.DataFrame, columns: list[Column]) -> DataError:
    seen = []
    for column in columns[:3]:
        cells = [text for text in frame[column.name] if not is_missing(text)]
        holds = f"holds {quoted(cells[0])}" if cells else "holds no values"
        seen.append(f"column {quoted(column.name)} {holds}")
    found = f"{listed(seen)}. " if seen else "there is no column beside the dates. "
    return DataError(
        f"No column has mostly numbers in it: {found}Correct the values, or add a column with one "
        "number in each row."
    )
