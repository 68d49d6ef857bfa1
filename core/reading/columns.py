"""Which column holds the dates, which the values, which tells several series apart."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import DataError, SettingError
from core.reading.date_text import is_bare, read_date
from core.reading.numbers import is_missing, looks_like_number
from core.reading.vocabulary import (
    AMOUNT,
    DATE,
    DAY,
    IDENTITY,
    MONTH,
    NOT_AMOUNT,
    QUARTER,
    SIDE,
    TIME,
    TOTAL,
    YEAR,
    words_of,
)
from core.wording import listed, quoted

_SAMPLE = 300
_JOIN = " + "


@dataclass(frozen=True)
class Column:
    """What a sample of a column's cells shows.

    Attributes:
        name: Its name.
        position: Counted from 0.
        filled: Number of sampled cells that hold something.
        dates: Share of those that read as dates.
        bare: Share of those dates that could be numbers or codes as well: 2020, 1-01.
        numbers: Share of the filled cells that read as numbers.
        distinct: Number of different sampled cells.
        flag: Whether it holds 0 and 1 only.
        counter: Whether it only counts its rows, from 0 or 1.
    """

    name: str
    position: int
    filled: int
    dates: float
    bare: float
    numbers: float
    distinct: int
    flag: bool
    counter: bool


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
    head = [cell for cell in texts.iloc[:_SAMPLE] if not is_missing(cell)]
    whole = [int(cell) for cell in head if cell.isascii() and cell.isdigit() and len(cell) < 16]
    return Column(
        name=str(texts.name),
        position=position,
        filled=len(cells),
        dates=len(dates) / max(len(cells), 1),
        bare=sum(is_bare(cell) for cell in dates) / max(len(dates), 1),
        numbers=numbers / max(len(cells), 1),
        distinct=len(set(cells)),
        flag=bool(cells) and set(cells) <= {"0", "1", "0.0", "1.0"},
        counter=len(whole) == len(head) > 2
        and whole in ([*range(len(head))], [*range(1, len(head) + 1)]),
    )


def choose_date(frame: pd.DataFrame, columns: list[Column], chosen: str | None) -> Choice:
    """The column of dates, or columns that make up dates together.

    Raises:
        DataError: If nothing in the file reads as dates.
        SettingError: If `chosen` is not in the file.
    """
    joined = _combinations(frame, columns)
    strong = [c for c in columns if c.dates >= 0.5 and c.bare < 0.5]
    strong.sort(key=lambda c: (not words_of(c.name) & DATE, -round(c.dates, 1), c.position))
    weak = [c for c in columns if c.dates >= 0.5 and c.bare >= 0.5]
    named = [c for c in weak if words_of(c.name) & DATE]
    # A first column of numbers that look like years counts only where no other reading is open.
    first = [c for c in weak if c.position == 0 and c.distinct == c.filled > 1]
    timed = [name for name in joined if name.split(_JOIN)[0] in {c.name for c in strong[:1]}]
    ranked = [*timed, *(c.name for c in strong), *joined, *(c.name for c in (*named, *first))]
    options = tuple(dict.fromkeys(ranked))
    if chosen is not None:
        parts = source_columns(frame, chosen)
        for part in parts:
            if part not in frame.columns:
                raise _unknown(frame, part)
        if len(parts) > 1 and chosen not in options:
            raise SettingError(f"The columns {quoted(chosen)} don't make up dates together.")
        return Choice(chosen, "chosen by you", tuple(dict.fromkeys((*options, chosen))))
    if not options:
        raise _no_dates(frame, columns)
    name = options[0]
    by_name = {c.name: c for c in columns}
    if name in by_name:
        share = by_name[name].dates
        reason = f"{share:.0%} of its cells read as dates"
    else:
        reason = "together these columns make up dates"
    return Choice(name, reason, options)


def source_columns(frame: pd.DataFrame, name: str) -> list[str]:
    """The columns behind a date column's name, several for "Year + Month"."""
    return [name] if name in frame.columns else name.split(_JOIN)


def date_texts(frame: pd.DataFrame, name: str) -> pd.Series:
    """The dates as text, shape (rows,); columns such as "Year + Month" are put together."""
    parts = source_columns(frame, name)
    texts = [frame[part].str.removesuffix(".0") for part in parts]
    if len(parts) == 1:
        return frame[parts[0]]
    if len(parts) == 3:
        # "5 Jan 2020" needs the name's own order; numbers go as 2020-1-5.
        year, month, day = texts
        return (year + "-" + month + "-" + day).where(
            month.str.isdigit(), day + " " + month + " " + year
        )
    first, second = texts
    if words_of(parts[1]) & QUARTER:
        return first + "-Q" + second.str.upper().str.removeprefix("Q")
    if words_of(parts[1]) & TIME:
        clock = second.where(~second.str.fullmatch(r"\d{1,2}"), second + ":00")
        return first + " " + clock
    return first + "-" + second


def _combinations(frame: pd.DataFrame, columns: list[Column]) -> list[str]:
    """Names such as "Year + Month" whose columns together read as dates, best first."""

    def called(names: frozenset[str]) -> list[Column]:
        return [c for c in columns if words_of(c.name) & names and c.filled]

    year, month, day = called(YEAR)[:1], called(MONTH)[:1], called(DAY)[:1]
    dates = [c for c in columns if c.dates >= 0.5 and c.bare < 0.5][:1]
    time = [c for c in called(TIME) if c not in dates][:1]
    candidates = [
        [*year, *month, *day] if month and day else [],
        [*year, *month],
        [*year, *called(QUARTER)[:1]],
        [*dates, *time],
    ]
    head = frame.head(_SAMPLE)
    names = []
    for parts in candidates:
        name = _JOIN.join(c.name for c in parts)
        if len(parts) < 2 or len(set(parts)) < len(parts) or name in names:
            continue
        texts = date_texts(head, name)
        if np.mean([read_date(text) is not None for text in texts]) >= 0.5:
            names.append(name)
    return names


def choose_value(
    columns: list[Column], taken: list[str], chosen: str | None, frame: pd.DataFrame
) -> Choice:
    """The column of values to forecast; `taken` are the columns of the dates.

    Raises:
        DataError: If no other column holds numbers.
        SettingError: If `chosen` is not in the file or holds the dates.
    """
    numeric = [c for c in columns if c.name not in taken and c.filled and c.numbers >= 0.5]
    numeric.sort(key=lambda c: (-_merit(c), c.position))
    options = tuple(c.name for c in numeric)
    if chosen is not None:
        if chosen not in frame.columns:
            raise _unknown(frame, chosen)
        if chosen in taken:
            raise SettingError(
                f"Column {quoted(chosen)} holds the dates, so it can't hold the values too; "
                "choose another."
            )
        return Choice(chosen, "chosen by you", tuple(dict.fromkeys((*options, chosen))))
    if not numeric:
        raise _no_numbers(frame, [c for c in columns if c.name not in taken])
    best = numeric[0]
    words = words_of(best.name)
    if len(numeric) == 1:
        reason = "it is the only other column of numbers"
    elif words & TOTAL:
        reason = "its name says that it is a total"
    elif words & AMOUNT:
        reason = "its name says that it is an amount"
    else:
        reason = "it is the first column of numbers that looks like an amount"
    return Choice(best.name, reason, options)


def _merit(column: Column) -> int:
    """How much a column of numbers looks like one that people forecast."""
    words = words_of(column.name)
    counter = column.counter and not words & (TOTAL | AMOUNT)
    return (
        5 * bool(words & TOTAL)
        + 3 * bool(words & AMOUNT)
        - 8 * bool(words & NOT_AMOUNT or "%" in column.name)
        - 2 * bool(words & SIDE)
        - 6 * (column.flag or counter)
        - 1 * (column.distinct == 1)
    )


def choose_series(
    frame: pd.DataFrame, columns: list[Column], stamps: pd.DatetimeIndex, chosen: str | None,
    taken: list[str],
) -> Choice | None:  # fmt: skip
    """The column that tells several series apart, `None` where there is none.

    It is the one whose values, together with the dates, make rows unique when the dates alone
    do not. Where several do, the one with the fewest values is taken.

    Args:
        frame: The table.
        columns: Its survey.
        stamps: The dates, shape (rows,), NaT allowed.
        chosen: What the person chose.
        taken: Columns of dates and values.

    Raises:
        SettingError: If `chosen` is not in the file.
    """
    if chosen is not None and chosen not in frame.columns:
        raise _unknown(frame, chosen)
    labels = [c for c in columns if c.name not in taken and _labels(c)]
    known = np.asarray(stamps.notna())
    dates = pd.Series(stamps.asi8)[known].reset_index(drop=True)
    repeats = int(dates.duplicated().sum())
    found = []
    for column in labels if repeats else []:
        codes, names = pd.factorize(frame[column.name][known])
        left = int(pd.DataFrame({"ds": dates, "series": codes}).duplicated().sum())
        # Nearly as many values as rows: an order number, not a series.
        if left <= 0.05 * repeats and 1 < len(names) <= len(dates) / 2:
            found.append((left, len(names), column.name))
    found.sort()
    options = tuple(dict.fromkeys([*(name for _, _, name in found), *(c.name for c in labels)]))
    if chosen is not None:
        return Choice(chosen, "chosen by you", tuple(dict.fromkeys((*options, chosen))))
    if not found:
        return None
    _, count, name = found[0]
    reason = f"dates repeat, and each of its {count:,} values has its own row for a date"
    return Choice(name, reason, options)


def _labels(column: Column) -> bool:
    """Whether a column holds names, or numbers that stand for names."""
    text = column.numbers < 0.5 and column.dates < 0.5
    return column.filled > 0 and (text or bool(words_of(column.name) & IDENTITY))


def _unknown(frame: pd.DataFrame, name: str) -> SettingError:
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


def _no_dates(frame: pd.DataFrame, columns: list[Column]) -> DataError:
    shown = max(columns, key=lambda c: (bool(words_of(c.name) & DATE), c.dates, -c.position))
    cells = [text for text in frame[shown.name] if not is_missing(text)]
    example = f"; {quoted(shown.name)} holds {quoted(cells[0])}, for example" if cells else ""
    return DataError(
        f"No column could be read as dates{example}. Write dates like 2020-01-31, "
        "31.01.2020, 2020-01 or 2020 in one column, or year and month in two."
    )
