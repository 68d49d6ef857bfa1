"""What a person wants done to gaps and outliers before any model sees a series: choices only.

`core.treated` carries them out, inside each fold.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from core.settings import setting, validate


@dataclass(frozen=True)
class Treatment:
    """Choices that travel with a series; each is carried out on a fold's own past.

    Attributes:
        gaps: What stands where nothing was observed.
        outliers: What becomes of values far from what is usual.
    """

    gaps: Literal["leave", "closed", "zero", "carry", "linear", "seasonal"] = setting(
        "leave",
        options=(
            ("leave", "Leave to each model"),
            ("closed", "Zero on closed weekdays"),
            ("zero", "Zero"),
            ("carry", "Last value again"),
            ("linear", "Straight line"),
            ("seasonal", "Line and season"),
        ),
        label="Periods without a value",
        help="What stands where the file has no value. Left to each model, some skip them and some "
        "draw a line. Zero where no row means no sale, everywhere or on weekdays on which the file "
        "has zeros otherwise. Gaps are filled from what came before each "
        "cutoff only, and are never scored.",
    )
    outliers: Literal["keep", "replace"] = setting(
        "keep",
        options=(("keep", "Keep"), ("replace", "Replace by what is usual")),
        label="Outliers",
        help="Whether models see values far from what season and level explain, or what would be "
        "usual on their dates. The test on the past scores the values as they are.",
    )

    def __post_init__(self) -> None:
        validate(self)


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
