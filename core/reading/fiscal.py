"""Fiscal years, quarters and periods: FY2020, FY20 Q1, 2019/20, 2020-P01.

A file does not say in which month its fiscal years begin. They are drawn as the calendar years they
name first, which keeps their order and spacing, and that is said.
"""

import numpy as np

from core.reading.date_kinds import KINDS
from core.wording import quoted

_FISCAL = np.array([kind.fiscal for kind in KINDS])
_BARE_MONTH = np.array([kind.bare_month for kind in KINDS])
_QUARTERS = np.array(["q" in kind.pattern.groupindex for kind in KINDS])
PARTED = np.array(
    [kind.fiscal and not {"q", "m"}.isdisjoint(kind.pattern.groupindex) for kind in KINDS]
)
"""Whether a way of writing dates names a quarter or a month of a fiscal year."""


def find_fiscal(parts: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which cells are fiscal years or quarters, shape (n,).

    2010/11 is a month where any cell of the column says otherwise, or where it stands alone; a
    column in which every cell names a year and the one after it holds no months.

    Args:
        parts: What each different cell says, shape (n, 6), as `Written`.
        known: Which of them are dates, shape (n,).
    """
    kinds, months, years = parts[:, 0], parts[:, 2], parts[:, 3]
    fiscal: np.ndarray = known & _FISCAL[kinds]
    split = known & _BARE_MONTH[kinds]
    if not split.any() or not (fiscal | split)[known].all():
        return fiscal
    following = bool((months[split] == (years[split] + 1) % 100).all())
    no_month = not 1 <= months[split][0] <= 12
    alone = int(split.sum()) == 1 and not fiscal.any() and not no_month
    if following and not alone:
        fiscal |= split
    return fiscal


def remark(parts: np.ndarray, fiscal: np.ndarray, cells: list[str]) -> tuple[str, str]:
    """Name and sentence of a receipt's line for columns with fiscal years or quarters."""
    at = int(np.argmax(fiscal))
    kind, _, month, year = parts[at, :4].tolist()
    if _QUARTERS[kind]:
        drawn, covers = f"quarter {(month + 2) // 3} of {year}", "quarter"
    elif PARTED[kind]:
        drawn, covers = f"month {month} of {year}", "period"
    else:
        drawn, covers = str(year), "year"
    return (
        f"Fiscal {covers}s",
        f"The dates are fiscal {covers}s, and the file does not say when these begin: "
        f"{quoted(cells[at])} is drawn as {drawn}, whichever months it covers.",
    )
