"""Columns whose cells are dates of different kinds: years among months, days turned round."""

import numpy as np

from core.reading.date_kinds import KINDS
from core.wording import quoted


def _months(groups: set[str]) -> int:
    """Months that a way of writing dates names at once; 0 for days and weeks."""
    if not groups.isdisjoint("danwH"):
        return 0
    return 3 if "q" in groups else 12 if groups.isdisjoint(("m", "name")) else 1


_LENGTHS = np.array([_months(set(kind.pattern.groupindex)) for kind in KINDS])
_ISO = 0
_TWO_ORDERS = np.array([kind.two_orders for kind in KINDS])

_MAIN = 0.4
"""Share of different dates from which on their kind is that of the table."""

_FEWEST = 5
"""Cells of either kind that show what a spreadsheet did to dates."""


def longer_periods(parts: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which cells are a year or quarter among months, or a month among days; shape (n,).

    Statistics and pivots have them: they sum up the others, so all would count twice.

    Args:
        parts: What each different cell says, shape (n, 6), as `Written`.
        known: Which of them are dates, shape (n,).
    """
    lengths = _LENGTHS[parts[:, 0]]
    days = known & (lengths == 0)
    if (parts[days, 1] == 1).all():
        # First days of months stand for these.
        lengths = np.where(days, 1, lengths)
    found, counts = np.unique(lengths[known], return_counts=True)
    main = found[counts >= _MAIN * counts.sum()]
    if len(found) < 2 or not len(main):
        return np.zeros(len(known), dtype=bool)
    return np.asarray(known & (lengths > main[0]))


def turned_round(parts: np.ndarray, known: np.ndarray, cells: list[str]) -> np.ndarray:
    """Which cells may be dates whose day and month a spreadsheet exchanged; shape (n,).

    It does so where it expects the month first and gets the day: 5/1 becomes 1 May, stored as a
    date and written in its own way, and 13-1 stays a text. So all that it took for dates have days
    up to 12, and all texts later ones.
    """
    kinds = parts[:, 0]
    nothing = np.zeros(len(known), dtype=bool)
    days = known & ((kinds == _ISO) | _TWO_ORDERS[kinds])
    if not days.any() or not days[known].all():
        return nothing
    marks = np.array([next((sign for sign in cell if not sign.isdigit()), "") for cell in cells])
    low = days & (parts[:, 1] <= 12) & (parts[:, 2] <= 12)
    late = days & ~low
    if min(low.sum(), late.sum()) < _FEWEST or not _TWO_ORDERS[kinds[late]].all():
        return nothing
    ways = {(kind, mark) for kind, mark in zip(kinds[late], marks[late], strict=True)}
    own = [(kind, mark) not in ways for kind, mark in zip(kinds[low], marks[low], strict=True)]
    return low if all(own) else nothing


def turned_remark(cells: list[str], turned: np.ndarray) -> tuple[str, str]:
    """Name and sentence of a receipt's line about dates turned back."""
    example = cells[int(np.argmax(turned))]
    return (
        "Dates turned back",
        f"A spreadsheet took the day for the month where it could, as in {quoted(example)}: only "
        "turned back do these dates form a calendar with the others, so they were.",
    )
