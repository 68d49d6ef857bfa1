"""Columns that say yes or no, as 1 and 0: TRUE and FALSE, Y and N, a cross or nothing."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.reading.numbers import is_missing
from core.reading.vocabulary import NO, YES
from core.wording import counted, quoted

_BLANK = frozenset(("", "-", "--", "–", "—"))
"""Cells that say no where the others say yes or nothing."""

_FIRST = 12
"""Filled cells, the first ones by date, that show what a column is.

What comes later decides nothing: it is the future of some test on the past.
"""

_MOSTLY = 0.9
"""Share of the sampled cells that say yes or no in a column offered as a driver."""


@dataclass(frozen=True, eq=False)
class Said:
    """A column that says yes or no.

    Attributes:
        values: Shape (rows,): 1 for yes, 0 for no, NaN where it says neither.
        words: Which of its words count as which, to stand after "In 'Promotion', ".
    """

    values: np.ndarray
    words: str


def says(text: str) -> bool | None:
    """Whether a word says yes or no; None if it says neither."""
    word = text.casefold()
    return True if word in YES else False if word in NO else None


def is_yes_no(sample: list[str], cells: pd.Series) -> bool:
    """Whether a column says yes or no, or yes or nothing.

    Args:
        sample: Some of its filled cells.
        cells: All of them, strings, shape (rows,).
    """
    told = sum(says(cell) is not None for cell in sample)
    if not sample or told < _MOSTLY * len(sample):
        return False
    words = set(cells.unique())
    found = {says(word) for word in words}
    return True in found and (False in found or bool(_BLANK & words))


def read_yes_no(cells: pd.Series, stamps: pd.DatetimeIndex) -> Said | None:
    """A column as yes and no, if its first cells by date say so.

    An empty cell says no where none of these first cells does: a cross marks the days of a
    promotion, and nobody writes on the others.

    Args:
        cells: Strings, shape (rows,).
        stamps: Their dates, shape (rows,), none missing.
    """
    codes, words = pd.factorize(cells)
    told = np.array([says(word) for word in words], dtype=np.float64)
    blank = np.array([word in _BLANK for word in words], dtype=bool)
    filled = np.array([not is_missing(word) for word in words], dtype=bool)
    first = _first(told[codes], filled[codes], stamps)
    if np.isfinite(first).sum() < max(_MOSTLY * len(first), 1):
        return None
    if (first != 0).all():
        told[blank] = 0.0
    sides = {
        int(side): " or ".join(_shown(words[told == side])) for side in (1.0, 0.0) if side in told
    }
    text = " and ".join(f"{shown} counts as {side}" for side, shown in sides.items())
    neither = int((np.isnan(told) & filled)[codes].sum())
    if neither:
        verb = "says neither and is" if neither == 1 else "say neither and are"
        text += f"; {counted(neither, 'cell')} {verb} taken as missing"
    return Said(told[codes], text)


def begins_yes_no(numbers: np.ndarray, stamps: pd.DatetimeIndex) -> bool:
    """Whether the first of a column's numbers by date, shape (rows,), are 0 and 1 only."""
    first = _first(numbers, np.isfinite(numbers), stamps)
    return bool(np.isin(first, (0.0, 1.0)).all())


def _first(values: np.ndarray, filled: np.ndarray, stamps: pd.DatetimeIndex) -> np.ndarray:
    """The first values by date, of rows that are filled."""
    by_date = np.argsort(stamps.asi8, kind="stable")
    return np.asarray(values[by_date[filled[by_date]][:_FIRST]])


def _shown(words: np.ndarray) -> list[str]:
    """Words in quotation marks, those that differ in their case only once."""
    alike = {str(word).casefold(): str(word) for word in words[::-1]}
    return [quoted(word) if word else "an empty cell" for word in [*alike.values()][::-1]]
