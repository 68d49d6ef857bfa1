"""The test on the past in parts: by step ahead, by fold, by place in the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.profile.cycles import Cycle

_SEASONS = ("Dec to Feb", "Mar to May", "Jun to Aug", "Sep to Nov")
_SEASON_NAMES = (
    "December to February",
    "March to May",
    "June to August",
    "September to November",
)
_HOURS = ("00 to 05", "06 to 11", "12 to 17", "18 to 23")
_HOUR_NAMES = ("00:00 to 05:59", "06:00 to 11:59", "12:00 to 17:59", "18:00 to 23:59")

TIED = (
    "Here each step ahead is always the same time in the calendar, so what is special about one "
    "can't be told apart from what is special about the other."
)
"""What to say beside a part that stands out where `tied`."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Rows of past forecasts, each in one part.

    Attributes:
        title: What tells the parts apart: "Months ahead", "Known up to", "Month".
        labels: Of each part, in short, for an axis.
        names: The same in full, as a sentence begins with it.
        places: Which part each row lies in, counted from 0, shape (rows,).
    """

    title: str
    labels: tuple[str, ...]
    names: tuple[str, ...]
    places: np.ndarray


def by_step(rows: pd.DataFrame, horizon: int, frequency: Frequency, most: int) -> Parts:
    """Steps ahead, neighbours together where there are more than `most`.

    Args:
        rows: As `core.backtest.Backtest.predictions`.
        horizon: Steps in each fold.
        frequency: That of the series.
        most: Parts at most.
    """
    ends = np.cumsum(_sizes(horizon, most))
    spans = list(zip([1, *(ends[:-1] + 1)], ends, strict=True))
    labels = tuple(f"{first}" if first == last else f"{first} to {last}" for first, last in spans)
    names = tuple(
        f"{frequency.count(int(last))} ahead"
        if first == last
        else f"{first} to {frequency.count(int(last))} ahead"
        for first, last in spans
    )
    places = np.searchsorted(ends, rows["step"].to_numpy(int))
    return Parts(f"{frequency.noun.capitalize()}s ahead", labels, names, places)


def by_fold(rows: pd.DataFrame, frequency: Frequency) -> Parts:
    """Folds, oldest first."""
    cutoffs = pd.DatetimeIndex(sorted(rows["cutoff"].unique()))
    form = "%d %b %Y %H:%M" if frequency.within_day else "%d %b %Y"
    if frequency.name in ("yearly", "quarterly", "monthly"):
        form = "%b %Y"
    return Parts(
        "Known up to",
        tuple(f"{cutoff:{form}}" for cutoff in cutoffs),
        tuple(f"The fold after {frequency.words(cutoff)}" for cutoff in cutoffs),
        cutoffs.searchsorted(pd.DatetimeIndex(rows["cutoff"])),
    )


def by_place(rows: pd.DataFrame, cycle: Cycle) -> Parts:
    """Places in a turn of the calendar: months, weekdays or hours."""
    places = cycle.places(pd.DatetimeIndex(rows["ds"]))
    return Parts(cycle.place.capitalize(), cycle.labels, cycle.names, places)


def by_season(rows: pd.DataFrame, cycle: Cycle) -> Parts:
    """The same with three months or six hours together, so that each part has more values."""
    dates = pd.DatetimeIndex(rows["ds"])
    if cycle.place == "month":
        return Parts("Time of the year", _SEASONS, _SEASON_NAMES, np.asarray(dates.month % 12 // 3))
    if cycle.place == "hour":
        return Parts("Time of the day", _HOURS, _HOUR_NAMES, np.asarray(dates.hour // 6))
    return by_place(rows, cycle)


def tied(rows: pd.DataFrame, cycle: Cycle) -> bool:
    """Whether how far ahead and what time it is are the same.

    With 12 months ahead in every fold, a step is always the same month, and what is special about
    one can't be told from what is special about the other.
    """
    places = cycle.places(pd.DatetimeIndex(rows["ds"]))
    steps = rows["step"].to_numpy(int)
    pairs = len(set(zip(steps, places, strict=True)))
    return pairs == len(set(steps)) and int(steps.max()) <= cycle.steps


def _sizes(horizon: int, most: int) -> Sequence[int]:
    """How many steps each part takes: as many each if that can be, else nearly."""
    if horizon <= most:
        return [1] * horizon
    even = [parts for parts in range(most, most // 2, -1) if horizon % parts == 0]
    parts = even[0] if even else most
    return [len(part) for part in np.array_split(np.arange(horizon), parts)]
