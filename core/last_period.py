"""A last period far from its own past, though nothing in its dates says that it is not whole.

It is said to the person and never acted on: whether a month is over, only they know.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.anomalies import SPARSE, closed_phases
from core.decomposition import LONGEST, seasonal_part
from core.outliers import LEAST, STRONG, WIDE
from core.timeseries import TimeSeries
from core.wording import percent, rounded

FAR = 2.0
"""How many times below or above its past a last value has to be: half, or twice as much."""

_BEFORE = 6
"""Values before that say what the level is."""


@dataclass(frozen=True)
class LastPeriod:
    """A last value that its past does not lead one to expect.

    Attributes:
        stamp: Its stamp.
        value: What stands there.
        usual: What season and level before it suggest.
    """

    stamp: pd.Timestamp
    value: float
    usual: float

    @property
    def share(self) -> float:
        """The value as a share of what is usual."""
        return self.value / self.usual

    @property
    def key(self) -> str:
        """As `core.reading.Choices` names the period."""
        return self.stamp.isoformat()

    def words(self, ts: TimeSeries, combined: bool) -> str:
        """What was seen, what it may be, and what could be done, in sentences.

        Args:
            ts: The series it ends.
            combined: Whether a period of it is made of several dates.
        """
        noun, period = ts.frequency.noun, ts.frequency.words(self.stamp)
        low = self.value < self.usual
        whole = (
            "By its dates it is whole."
            if combined
            else f"The file has one date for each {noun}, which does not show whether it is whole."
        )
        unfinished = "it is not over yet, or not all of it is in the file"
        wrong = unfinished if low else f"it holds what belongs to another {noun}"
        return (
            f"{period[0].upper()}{period[1:]} ends the series with {rounded(self.value, ts.unit)}: "
            f"{percent(self.share)} of the {rounded(self.usual)} or so that its past suggests. "
            f"{whole} If {wrong}, leave it out: the forecast then begins with it. If something "
            "happened, mark that. If it is as it should be, keep it. Until you say, it counts."
        )


def odd_end(ts: TimeSeries) -> LastPeriod | None:
    """The last period of `ts`, if its value is far from what the past suggests.

    That is the median of the newest values, with the season of all. Far is half of it or less,
    twice as much or more, and further than `WIDE` interquartile ranges beyond the quartiles of
    what the same rule missed by before, as with `core.outliers`: a series that jumps about gives
    no hint. None where an event is marked on it, and for one that is mostly zero.
    """
    values, period = ts.values[-LONGEST:], ts.seasonal_period
    closed = closed_phases(values, period) & (values == 0)
    marked = np.zeros(len(values), dtype=bool)
    for event in ts.events:
        marked |= event.on(ts.index[-LONGEST:], ts.frequency)
    if marked[-1] or closed[-1] or np.isnan(values[-1]):
        return None
    past = np.where(closed | marked, np.nan, values)[:-1]
    known = past[~np.isnan(past)]
    if len(known) < LEAST or np.mean(known == 0) > SPARSE:
        return None
    usual = _usual(past, values[-1], period)
    if usual is None or usual <= 0 or 1 / FAR < values[-1] / usual < FAR:
        return None
    return LastPeriod(ts.index[-1], float(values[-1]), usual)


def _usual(past: np.ndarray, last: float, period: int) -> float | None:
    """What the past suggests instead of `last`; None if that is near enough.

    Looked at as they are and, where all before are above zero, in logarithms: far in both counts,
    so that a skewed spread is not taken for oddity.
    """
    suggested = _far(past, last, period)
    if suggested is None or last < 0 or not (past[~np.isnan(past)] > 0).all():
        return suggested
    with np.errstate(divide="ignore"):
        in_logarithms = _far(np.log(past), float(np.log(last)), period)
    return None if in_logarithms is None else float(np.exp(in_logarithms))


def _far(past: np.ndarray, last: float, period: int) -> float | None:
    """What the past, shape (n,), suggests instead of `last`; None if `last` is near enough."""
    season = seasonal_part(past, period)
    missed, suggested = _missed(past - season)
    if season.any():
        plain, without = _missed(past)
        if 1 - np.nanvar(missed) / (np.nanvar(plain) or 1.0) < STRONG:
            missed, suggested = plain, without
        else:
            suggested += season[-period]
    low, high = np.nanquantile(missed, (0.25, 0.75))
    reach = WIDE * (high - low)
    return None if low - reach <= last - suggested <= high + reach else suggested


def _missed(values: np.ndarray) -> tuple[np.ndarray, float]:
    """How far each value is from the median of those before it, and that median for the next."""
    medians = pd.Series(values).rolling(_BEFORE, min_periods=1).median().to_numpy()
    return values[1:] - medians[:-1], float(medians[-1])
