"""The part of a series that is looked at: without gaps, and no longer than can be quickly seen."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.errors import DataError, SeriesTooShort
from core.timeseries import TimeSeries
from core.wording import counted, number, percent

MOST = 5_000
"""Newest values that are examined where the time grows faster than the series."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """The newest values of a series, gaps bridged.

    Attributes:
        ts: The whole series.
        y: The values, shape (n,), float64, no NaN, on a regular calendar.
        filled: How many of them were not observed.
        left_out: Older values that are not examined.
    """

    ts: TimeSeries
    y: pd.Series = field(repr=False)
    filled: int
    left_out: int

    def __len__(self) -> int:
        return len(self.y)

    @property
    def frequency(self) -> Frequency:
        """Spacing of the stamps."""
        return self.ts.frequency

    @property
    def unit(self) -> str:
        """Unit of the values, "" if none is known."""
        return self.ts.unit

    @property
    def values(self) -> np.ndarray:
        """The values as a fresh array, shape (n,)."""
        return np.array(self.y, dtype=np.float64)

    @property
    def first_steps(self) -> str:
        """What was done to the series before looking, in sentences; "" if nothing."""
        said = []
        if self.left_out:
            said.append(
                f"Only the newest {self.frequency.count(len(self))} are examined, from "
                f"{self.frequency.words(self.y.index[0])} on; {number(self.left_out)} older are "
                "left out, to stay quick."
            )
        if self.filled:
            gaps = "gap was" if self.filled == 1 else "gaps were"
            said.append(
                f"{counted(self.filled, gaps, gaps)} bridged by straight lines, for this picture "
                f"only ({percent(self.filled / len(self))} of its values)."
            )
        return " ".join(said)


def stretch(ts: TimeSeries, least: int, why: str, most: int = MOST) -> Stretch:
    """The newest values of a series, gaps between them bridged by straight lines.

    This looks at the whole series, later values included, so nothing that follows from it may
    decide anything in a fold.

    Args:
        ts: The series.
        least: Observed values needed.
        why: What asks for that many, as the end of a sentence.
        most: Values to keep.

    Raises:
        SeriesTooShort: If fewer than `least` values are observed.
        DataError: If all are the same, which leaves nothing to look at.
    """
    known = ts.y.loc[ts.y.first_valid_index() : ts.y.last_valid_index()]
    newest = known.iloc[-most:]
    newest = newest.loc[newest.first_valid_index() :]
    observed = int(newest.notna().sum())
    if observed < least:
        raise SeriesTooShort(least, observed, why)
    if float(newest.min()) == float(newest.max()):
        raise DataError("All values are the same: there is no pattern to look for.")
    filled = len(newest) - observed
    bridged = newest.interpolate() if filled else newest
    return Stretch(ts, bridged, filled, len(known) - len(newest))
