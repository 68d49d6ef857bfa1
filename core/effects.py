"""What repeating events did on the dates that are known, learned from a fold's past alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.decomposition import interpolated
from core.events import KINDS, Event
from core.wording import counted, percent, rounded


@dataclass(frozen=True)
class Learned:
    """The effect of one repeating event.

    Attributes:
        event: The event.
        size: What it multiplies values by, or adds to them; none if no date is known.
        multiplies: Which of the two.
        known: Occurrences it was learned from.
    """

    event: Event
    size: float
    multiplies: bool
    known: int

    def put_on(self, values: np.ndarray, index: pd.DatetimeIndex, at: Frequency) -> np.ndarray:
        """Values (n, ...) with the effect on those dates of `index`, (n,), it touches."""
        on = self.event.on(index, at).reshape(-1, *[1] * (values.ndim - 1))
        changed = values * self.size if self.multiplies else values + self.size
        return np.where(on, changed, values)

    def taken_off(self, values: np.ndarray, index: pd.DatetimeIndex, at: Frequency) -> np.ndarray:
        """Values (n,) as they would have been without it."""
        on = self.event.on(index, at)
        changed = values / self.size if self.multiplies else values - self.size
        return np.where(on, changed, values)

    @property
    def name(self) -> str:
        """Its kind, with the note it was given: "Promotion (spring)"."""
        return KINDS[self.event.kind] + (f" ({self.event.note})" if self.event.note else "")

    def sentence(self, dates: int, unit: str) -> str:
        """What was put on `dates` dates of a forecast, and from how many occurrences."""
        name = self.name
        if not self.known:
            return (
                f"{name}: none is known before the cutoff, so nothing was put on "
                f"{counted(dates, 'date')}."
            )
        change = self.size - 1 if self.multiplies else self.size
        amount = percent(abs(change)) if self.multiplies else rounded(abs(change), unit)
        size = f"{'+' if change >= 0 else '-'}{amount}"
        earlier = counted(self.known, "earlier one")
        if not dates:
            return f"{name}: {size}, from {earlier}, taken out of the past; none lies ahead."
        return f"{name}: {size} on {counted(dates, 'date')}, from {earlier}."


def learn(
    values: np.ndarray,
    index: pd.DatetimeIndex,
    events: Sequence[Event],
    at: Frequency,
) -> tuple[Learned, ...]:
    """The effects of those of `events` that repeat.

    An effect is the mean difference, over all known dates of the event, between what was
    observed and the seasonal interpolation through the dates without any event: as a share where
    all values are above zero, in their unit where they are not. This is the event's column of
    ones in a regression on season, level and event (Hyndman and Athanasopoulos, "Forecasting:
    Principles and Practice", 3rd edition, section 7.4), with a level that may move.

    Args:
        values: The past, shape (n,), NaN where not observed or not to be learned from.
        index: Its stamps.
        events: What was marked.
        at: Their spacing.
    """
    repeating = [event for event in events if event.effect == "repeats"]
    if not repeating:
        return ()
    touched = np.any([event.on(index, at) for event in repeating], axis=0)
    known = ~np.isnan(values)
    multiplies = bool((values[known] > 0).all())
    usual = interpolated(np.where(touched, np.nan, values), at.seasonal_periods[0])
    return tuple(_one(event, values, usual, index, at, multiplies) for event in repeating)


def _one(
    event: Event,
    values: np.ndarray,
    usual: np.ndarray,
    index: pd.DatetimeIndex,
    at: Frequency,
    multiplies: bool,
) -> Learned:
    dates = index[event.on(index, at) & ~np.isnan(values) & ~np.isnan(usual)]
    known = sum(bool(stamps.isin(dates).any()) for stamps in event.occurrences(at))
    if not known:
        return Learned(event, 1.0 if multiplies else 0.0, multiplies, 0)
    there = index.isin(dates)
    if multiplies:
        # The mean of logarithms: half as much and twice as much make no effect together.
        size = float(np.exp(np.mean(np.log(values[there] / usual[there]))))
    else:
        size = float(np.mean(values[there] - usual[there]))
    return Learned(event, size, multiplies, known)
