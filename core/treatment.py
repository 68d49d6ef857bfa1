"""What a person wants done to gaps and outliers before any model sees a series: choices only.

`core.treated` carries them out, inside each fold.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.settings import check_choice

GAPS = ("closed", "leave", "zero", "carry", "linear", "seasonal")
"""What may stand where nothing was observed: zero on weekdays that are zero otherwise, what each
model makes of it, zero, the value before, a straight line, a line with its season."""

OUTLIERS = ("keep", "replace")
"""What may become of values far from what season and level explain: replaced by what is usual."""

NEGATIVES = ("as-seen", "possible")
"""Whether a forecast may fall below zero: only where the past did, or anyhow."""


@dataclass(frozen=True)
class Treatment:
    """Choices that travel with a series; each is carried out on a fold's own past.

    Attributes:
        gaps: What stands where nothing was observed, one of `GAPS`.
        outliers: What becomes of values far from what is usual, one of `OUTLIERS`.
        negatives: Whether forecasts may be negative, one of `NEGATIVES`.

    Raises:
        SettingError: If a choice is not one of these.
    """

    gaps: str = "leave"
    outliers: str = "keep"
    negatives: str = "as-seen"

    def __post_init__(self) -> None:
        check_choice("Gaps", self.gaps, GAPS)
        check_choice("Outliers", self.outliers, OUTLIERS)
        check_choice("Negative values", self.negatives, NEGATIVES)

    def leaves(self, values: np.ndarray) -> bool:
        """Whether models see values, shape (n,), as they are."""
        whole = self.gaps == "leave" or not np.isnan(values).any()
        return whole and self.outliers == "keep"


_ZEROS = 3
"""Zeros on a weekday from which on it may be a closed one."""

_MOSTLY = 0.8
"""Share of a weekday's values that have to be zero for it to be a closed one."""


def on_closed_days(values: np.ndarray, index: pd.DatetimeIndex) -> np.ndarray:
    """Which days without a value lie on weekdays that are zero otherwise, shape (n,), bool.

    Args:
        values: Shape (n,), NaN where not observed.
        index: Their stamps, a day apart; with any other spacing no day is a closed one.
    """
    if index.freqstr not in ("D", "B"):
        return np.zeros(len(values), dtype=bool)
    weekday = np.asarray(index.dayofweek)
    known = ~np.isnan(values)
    zeros = np.bincount(weekday[values == 0], minlength=7)
    closed = (zeros >= _ZEROS) & (zeros >= _MOSTLY * np.bincount(weekday[known], minlength=7))
    return np.asarray(closed[weekday] & ~known)
