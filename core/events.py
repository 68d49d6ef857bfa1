"""What happened on some dates that the values alone don't tell: stock-outs, promotions, shocks.

A person marks them; nothing here finds or applies any by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from pandas.tseries.frequencies import to_offset

from core.calendar import Frequency
from core.errors import DataError
from core.wording import listed

Kind = Literal["stock-out", "promotion", "shock", "other"]
Effect = Literal["ignore", "one-off", "repeats"]

KINDS: dict[Kind, str] = {
    "stock-out": "Stock-out",
    "promotion": "Promotion",
    "shock": "Shock",
    "other": "Other",
}
"""What an event can be, and its name for people."""

EFFECTS: dict[Effect, str] = {
    "ignore": "Ignore",
    "one-off": "One-off",
    "repeats": "Repeats on other dates",
}
"""What models make of it, and its name for people."""

MEANINGS: dict[Effect, str] = {
    "ignore": "The values are not what they would have been. Models don't learn from them, and "
    "they are not scored.",
    "one-off": "It really happened and will not come again. Models don't learn from it, but the "
    "test on the past counts it.",
    "repeats": "It comes again. Its effect is learned from the dates known and put on the others, "
    "past and future.",
}
"""What each effect means, as sentences."""

LONGEST_NOTE = 200
"""Most characters of a note."""

MOST_EVENTS = 200
"""Most events of a series."""


@dataclass(frozen=True)
class Event:
    """Something that happened from one stamp of a series to another.

    Attributes:
        first: First stamp it touches.
        last: Last stamp it touches, the same for a single one.
        kind: What it was.
        effect: What models make of it; see `MEANINGS`.
        repeats: First stamps of its other occurrences, each as many steps long as this one,
            before, after, or in the future; rising. Only with the effect "repeats".
        note: What the person wrote about it, "" for nothing.

    Raises:
        DataError: If these contradict each other.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    kind: Kind
    effect: Effect
    repeats: tuple[pd.Timestamp, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DataError(
                f"{self.kind!r} is no kind of event; choose one of {listed(list(KINDS))}."
            )
        if self.effect not in EFFECTS:
            raise DataError(f"{self.effect!r} is no effect; choose one of {listed(list(EFFECTS))}.")
        if self.last < self.first:
            raise DataError(
                f"The event ends on {self.last:%Y-%m-%d}, before it begins on "
                f"{self.first:%Y-%m-%d}. Swap the two dates."
            )
        if (self.effect == "repeats") != bool(self.repeats):
            raise DataError(
                "An event that repeats needs at least one other date on which it repeats."
                if self.effect == "repeats"
                else "Only an event whose effect repeats has dates on which it repeats."
            )
        if len(self.note) > LONGEST_NOTE:
            raise DataError(
                f"The note has {len(self.note)} characters; at most {LONGEST_NOTE} are kept."
            )
        object.__setattr__(self, "repeats", tuple(sorted(self.repeats)))

    def occurrences(self, frequency: Frequency) -> tuple[pd.DatetimeIndex, ...]:
        """The stamps of each occurrence, earliest first, shape (steps,) each."""
        steps = frequency.length(self.first, self.last)
        starts = sorted({self.first, *self.repeats})
        return tuple(pd.date_range(start, periods=steps, freq=frequency.alias) for start in starts)

    def on(self, index: pd.DatetimeIndex, frequency: Frequency) -> np.ndarray:
        """Which stamps of `index` it touches, shape (n,)."""
        touched = np.zeros(len(index), dtype=bool)
        for stamps in self.occurrences(frequency):
            touched |= (index >= stamps[0]) & (index <= stamps[-1])
        return touched

    def span(self, frequency: Frequency) -> str:
        """Its first occurrence in words: "March 2020", "March 2020 to May 2020"."""
        first = frequency.words(self.first)
        return first if self.first == self.last else f"{first} to {frequency.words(self.last)}"

    def words(self) -> str:
        """Kind, effect and note: "promotion, repeats: Black Friday"."""
        return f"{self.kind}, {self.effect}" + (f": {self.note}" if self.note else "")


def check(
    event: Event, others: Iterable[Event], index: pd.DatetimeIndex, frequency: Frequency
) -> None:
    """Check that an event can be marked on a series.

    Args:
        event: The new event.
        others: Those marked already.
        index: The series' stamps.
        frequency: Their spacing.

    Raises:
        DataError: If it lies outside the series or off its calendar, or overlaps another
            occurrence or event; if there are `MOST_EVENTS` already.
    """
    others = tuple(others)
    if len(others) >= MOST_EVENTS:
        raise DataError(
            f"There are {MOST_EVENTS} events already, the most a series takes. Remove some first."
        )
    _check(event, [_spans(each, frequency) for each in others], index, frequency)


def fitting(
    events: Iterable[Event], index: pd.DatetimeIndex, frequency: Frequency
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Which events still have their place on a calendar, and which have not."""
    kept: list[_Spans] = []
    dropped: list[Event] = []
    for event in events:
        try:
            if len(kept) >= MOST_EVENTS:
                dropped.append(event)
            else:
                kept.append(_check(event, kept, index, frequency))
        except DataError:
            dropped.append(event)
    return tuple(each.event for each in kept), tuple(dropped)


@dataclass(frozen=True, eq=False)
class _Spans:
    """First and last stamp of each occurrence of an event, earliest first, shape (n,) each."""

    event: Event
    first: np.ndarray
    last: np.ndarray

    def meeting(self, other: "_Spans") -> pd.Timestamp | None:
        """First stamp of the earliest occurrence that shares stamps with one of `other`."""
        # Occurrences of one event are as long as each other, so their ends rise too.
        at = self.last.searchsorted(other.first)
        inside = at < len(self.first)
        met = at[inside][self.first[at[inside]] <= other.last[inside]]
        return pd.Timestamp(self.first[met.min()]) if len(met) else None


def _spans(event: Event, frequency: Frequency) -> _Spans:
    """The occurrences of an event.

    Raises:
        DataError: If one ends later than dates can be reckoned with.
    """
    steps = frequency.length(event.first, event.last)
    first = pd.DatetimeIndex(sorted({event.first, *event.repeats})).as_unit("ns")
    try:
        last = first + (steps - 1) * to_offset(frequency.alias)
    except (OverflowError, pd.errors.OutOfBoundsDatetime) as error:
        raise DataError(
            f"It repeats from {frequency.words(first[-1])} and would end after the year "
            f"{pd.Timestamp.max.year}. Choose an earlier date."
        ) from error
    return _Spans(event, first.to_numpy(), last.to_numpy())


def _check(
    event: Event, others: Iterable[_Spans], index: pd.DatetimeIndex, frequency: Frequency
) -> _Spans:
    """The occurrences of an event that can be marked beside others; errors as in `check`."""
    span = f"{frequency.words(index[0])} to {frequency.words(index[-1])}"
    for stamp in (event.first, event.last):
        if not index[0] <= stamp <= index[-1]:
            raise DataError(
                f"{frequency.words(stamp)} lies outside the series, which goes from {span}."
            )
    _on_calendar([event.first, event.last, *event.repeats], frequency)
    spans = _spans(event, frequency)
    early = np.flatnonzero(spans.first[1:] <= spans.last[:-1])
    if len(early):
        one, other = (pd.Timestamp(spans.first[early[0] + k]) for k in (0, 1))
        raise DataError(
            f"It repeats from {frequency.words(other)}, before the occurrence of "
            f"{frequency.words(one)} is over. Choose dates further apart."
        )
    for marked in others:
        met = marked.meeting(spans)
        if met is not None:
            raise DataError(
                f"It overlaps the event marked as {marked.event.kind} from "
                f"{frequency.words(met)} on. Remove that one first."
            )
    return spans


def labels(events: Iterable[Event], index: pd.DatetimeIndex, frequency: Frequency) -> list[str]:
    """For each stamp of `index` what was marked on it in words, "" where nothing was."""
    told = np.full(len(index), "", dtype=object)
    for event in events:
        told[event.on(index, frequency)] = event.words()
    return [str(each) for each in told]


def _on_calendar(stamps: list[pd.Timestamp], frequency: Frequency) -> None:
    for stamp, nearest in zip(stamps, frequency.snap(pd.DatetimeIndex(stamps)), strict=True):
        if nearest != stamp:
            raise DataError(
                f"{stamp:%Y-%m-%d %H:%M} is no date of this series; the nearest is "
                f"{nearest:%Y-%m-%d %H:%M}."
            )
