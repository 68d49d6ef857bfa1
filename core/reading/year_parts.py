"""Bare numbers beside a year: months, weeks or quarters; and 01-20, which has no century.

One cell does not say what 202013 or 2012-4 counts; the column does.
"""

import re
from datetime import date

import numpy as np

from core.reading.date_kinds import KINDS
from core.wording import quoted

_COUNTED = np.array([kind.counted for kind in KINDS])
_NUMBERED = np.array([kind.numbered for kind in KINDS])
_NAMED = np.array([set(kind.pattern.groupindex) == {"name", "y"} for kind in KINDS])
_SHORT = np.array([kind.short for kind in KINDS])

_LONG_YEAR = re.compile(r"\d{4}")

_WEEKS = 0.3
"""Share of numbers beyond 12 from which on they count weeks: fewer are mistyped months."""

_IN_TURN = 0.8
"""Share of cells, in the order of the file, that have to name the month after, or before, the
last one for 01-20 to be January 2020."""

Remarks = tuple[tuple[str, str], ...]


def settle(
    parts: np.ndarray, known: np.ndarray, cells: list[str], weekly: bool
) -> tuple[np.ndarray, np.ndarray, Remarks]:
    """What the cells of a column say once it is clear what their numbers count.

    Args:
        parts: What each different cell says, shape (n, 6), as `Written`.
        known: Which of them are dates, shape (n,).
        cells: The cells, in the order of the file.
        weekly: Whether the column's name speaks of weeks.

    Returns:
        Parts and known, changed; name and sentence of the receipt's line about it.
    """
    parts, known = parts.copy(), known.copy()
    kinds = parts[:, 0]
    short = known & (_SHORT | _NUMBERED)[kinds]
    if short.any() and short[known].all() and _months_then_years(parts[known]):
        first = parts[short, 3] - 2000
        years = parts[short, 2]
        parts[short, 2], parts[short, 3] = first, years + np.where(years < 69, 2000, 1900)
        # They are months like any others now.
        parts[short, 0] = _MONTH
        return parts, known, ()
    known &= ~_SHORT[kinds]
    named = known & _NAMED[kinds] & np.array([not _LONG_YEAR.search(cell) for cell in cells])
    if _days_without_year(parts[named]):
        return parts, known & ~named, ()
    counted = known & _COUNTED[kinds]
    if not counted.any() or not counted[known].all():
        return parts, known, ()
    numbers = parts[counted, 2]
    # Thirteen may be the last of thirteen periods, but never the last week.
    beyond = numbers.max() > 13 and np.mean(numbers > 12) >= _WEEKS
    if numbers.min() >= 1 and numbers.max() <= 53 and (beyond or weekly):
        return _as_weeks(parts, known, counted, cells)
    if _quarters(parts[counted], [cells[at] for at in np.flatnonzero(counted)]):
        example = cells[int(np.argmax(counted))]
        parts[counted, 2] = 3 * numbers - 2
        text = f"The numbers beside the years go from 1 to 4, as in {quoted(example)}: quarters."
        return parts, known, (("Quarters numbered", text),)
    return parts, known, ()


_MONTH = next(at for at, kind in enumerate(KINDS) if kind.counted)


def _months_then_years(parts: np.ndarray) -> bool:
    """Whether 01-20, 02-20 are months in turn, shape (n, 6) in the order of the file."""
    month, year = parts[:, 3] - 2000, parts[:, 2]
    if len(parts) < 3 or month.min() < 1 or month.max() > 12:
        return False
    steps = np.abs(np.diff((year + np.where(year < 69, 100, 0)) * 12 + month))
    return float(np.mean(steps == 1)) >= _IN_TURN


def _days_without_year(parts: np.ndarray) -> bool:
    """Whether Jan-14, Jan-15 are days of no year, shape (n, 6) in the order of the file.

    Month after month they would name a year each time, and the same month of the next one.
    """
    if len(parts) < 3 or np.ptp(parts[:, 2]) == 0:
        return False
    same_month, next_year = np.diff(parts[:, 2]) == 0, np.abs(np.diff(parts[:, 3])) == 1
    return float(np.mean(same_month & next_year)) >= 0.5


def _as_weeks(
    parts: np.ndarray, known: np.ndarray, counted: np.ndarray, cells: list[str]
) -> tuple[np.ndarray, np.ndarray, Remarks]:
    for at in np.flatnonzero(counted):
        try:
            monday = date.fromisocalendar(int(parts[at, 3]), int(parts[at, 2]), 1)
        except ValueError:
            known[at] = False
            continue
        parts[at, 1:4] = monday.day, monday.month, monday.year
    first = int(np.argmax(counted))
    day, month, year = parts[first, 1:4].tolist()
    text = (
        "The numbers beside the years are taken for ISO weeks, which begin on Mondays: "
        f"{quoted(cells[first])} is the week of {date(year, month, day):%-d %B %Y}."
    )
    return parts, known, (("Weeks numbered", text),)


def _quarters(parts: np.ndarray, cells: list[str]) -> bool:
    """Whether numbers of one digit count quarters: every year but the outer ones has 1 to 4."""
    numbers, years = parts[:, 2], parts[:, 3]
    if numbers.max() != 4 or any(cell[-2:-1].isdigit() for cell in cells):
        return False
    inner = np.unique(years)[1:-1]
    return len(inner) > 0 and all(np.ptp(numbers[years == year]) == 3 for year in inner)
