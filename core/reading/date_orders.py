"""Whether the day or the month comes first in dates of two numbers and a year.

Numbers beyond 12 prove it. Where they prove both, dates of one separator may keep the one order and
dates of another the other; dates of the same separator that do not are refused, since those that
fit both ways could be either.
"""

import re

import numpy as np

from core.errors import DataError
from core.wording import quoted

_MARK = re.compile(r"\d([-/. _])\d")

_STRAYS = 1
"""Dates in the order of the fewer that may be mistyped; more are a second order."""

Remarks = tuple[tuple[str, str], ...]


def usual_order(parts: np.ndarray, mask: np.ndarray, cells: list[str]) -> tuple[str, str, bool]:
    """The order most dates show, the evidence, and whether both orders fit all of them.

    Args:
        parts: What each different cell says, shape (n, 6), as `Written`.
        mask: Which of them have an order that is open, shape (n,).
        cells: The cells.
    """
    day_first = mask & (parts[:, 1] > 12)
    month_first = mask & (parts[:, 2] > 12)
    if not day_first.any() and not month_first.any():
        same = bool((parts[mask, 1] == parts[mask, 2]).all())
        return "day-first", "the dates are the same either way", not same
    order, proof = "day-first", day_first
    if month_first.sum() > day_first.sum():
        order, proof = "month-first", month_first
    example = cells[int(np.argmax(proof))]
    place = "first" if order == "day-first" else "second"
    return order, f"in {quoted(example)} the {place} number can't be a month", False


def by_separator(
    parts: np.ndarray, mask: np.ndarray, cells: list[str], usual: str
) -> tuple[np.ndarray, Remarks]:
    """Which dates have the month first, shape (n,), and the receipt's line if only some do.

    Args:
        parts: What each different cell says, shape (n, 6), as `Written`.
        mask: Which of them have an order that is open, shape (n,).
        cells: The cells.
        usual: The order of separators that prove none.

    Raises:
        DataError: If dates of one separator prove both orders, and others of it fit both.
    """
    first = np.full(len(parts), usual == "month-first")
    day, month = mask & (parts[:, 1] > 12), mask & (parts[:, 2] > 12)
    if not (day.any() and month.any()):
        return first, ()
    marks = np.array([found[1] if (found := _MARK.search(cell)) else "" for cell in cells])
    shown = {}
    for mark in np.unique(marks[mask]):
        own = mask & (marks == mark)
        days, months = own & day, own & month
        either = own & ~day & ~month & (parts[:, 1] != parts[:, 2])
        if min(days.sum(), months.sum()) > _STRAYS and either.any():
            raise _two_orders(cells, days, months, either)
        if days.any() or months.any():
            first[own] = months.sum() > days.sum()
            proof = months if months.sum() > days.sum() else days
            shown[bool(first[own][0])] = cells[int(np.argmax(proof))]
    if len(shown) < 2:
        return first, ()
    text = (
        "Day and month stand in two orders, each with a separator of its own: "
        f"{quoted(shown[False])} has the day first, {quoted(shown[True])} the month; each date was "
        "read like those with its separator."
    )
    return first, (("Two date orders", text),)


def _two_orders(
    cells: list[str], days: np.ndarray, months: np.ndarray, either: np.ndarray
) -> DataError:
    one, other, open_ = (quoted(cells[int(np.argmax(some))]) for some in (days, months, either))
    return DataError(
        f"Day and month stand in two orders: {one} has the day first, {other} the month, and "
        f"{open_} could be either. Write all dates in one way, such as 2020-01-31, and upload the "
        "file again."
    )
