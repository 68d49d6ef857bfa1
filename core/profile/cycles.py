"""Turns of the calendar: which place of which day, week or year a stamp lies in."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.timeseries import TimeSeries

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FULL_MONTHS = tuple(f"{pd.Timestamp(2000, month, 1):%B}" for month in range(1, 13))
# Steps in a turn, by frequency and kind of turn.
_STEPS = {
    "quarterly": {"quarter": 4},
    "monthly": {"month": 12},
    "weekly": {"month": 52, "week": 52},
    "daily": {"weekday": 7, "month": 365},
    "business-daily": {"weekday": 5, "month": 261},
    "hourly": {"hour": 24, "weekday": 168, "month": 8_766},
    "half-hourly": {"hour": 48, "weekday": 336, "month": 17_532},
    "quarter-hourly": {"hour": 96, "weekday": 672, "month": 35_064},
}
_TURNS = {"quarter": "year", "month": "year", "week": "year", "weekday": "week", "hour": "day"}


@dataclass(frozen=True)
class Cycle:
    """One kind of turn.

    Attributes:
        place: What a place in it is called: "quarter", "month", "week", "weekday" or "hour".
        turn: What a whole one is called: "year", "week" or "day".
        steps: Steps of the series in a whole one.
        frequency: That of the series.
    """

    place: str
    turn: str
    steps: int
    frequency: Frequency

    @property
    def labels(self) -> tuple[str, ...]:
        """The places in short: "Jan", "Mon", "13"."""
        return self._names(_MONTHS, _DAYS)

    @property
    def names(self) -> tuple[str, ...]:
        """The places in full: "January", "Monday", "13:00"."""
        full = self._names(_FULL_MONTHS, _FULL_DAYS)
        if self.place == "week":
            return tuple(f"Week {name}" for name in full)
        return tuple(f"{name}:00" for name in full) if self.place == "hour" else full

    def _names(self, months: tuple[str, ...], days: tuple[str, ...]) -> tuple[str, ...]:
        if self.place == "quarter":
            if self.frequency.period == "Q-DEC":
                return ("Q1", "Q2", "Q3", "Q4")
            # The stamps of other quarters are named by their month.
            phase = pd.date_range("2000-01-01", periods=1, freq=self.frequency.alias)[0].month
            return tuple(months[(phase - 1) % 3 + 3 * number] for number in range(4))
        if self.place == "month":
            return months
        if self.place == "week":
            return tuple(str(week) for week in range(1, 53))
        if self.place == "weekday":
            return days[:5] if self.frequency.name == "business-daily" else days
        return tuple(f"{hour:02d}" for hour in range(24))

    def places(self, index: pd.DatetimeIndex) -> np.ndarray:
        """Place of each stamp in its turn, counted from 0, shape (n,)."""
        if self.place == "week":
            # A week 53, which one year in five or six has, is laid upon week 52.
            weeks = index.isocalendar()["week"].to_numpy(np.int64)
            return np.asarray(np.minimum(weeks, 52) - 1)
        found = {
            "quarter": (index.month - 1) // 3,
            "month": index.month - 1,
            "weekday": index.dayofweek,
            "hour": index.hour,
        }[self.place]
        return np.asarray(found)

    def turns(self, index: pd.DatetimeIndex) -> pd.DatetimeIndex:
        """First day of the turn that each stamp lies in, shape (n,); of years 1 January."""
        days = index.normalize()
        if self.turn == "day":
            return pd.DatetimeIndex(days)
        if self.turn == "week":
            return pd.DatetimeIndex(days - pd.to_timedelta(index.dayofweek, unit="D"))
        year = index.isocalendar()["year"].to_numpy() if self.place == "week" else index.year
        return pd.DatetimeIndex(pd.to_datetime({"year": year, "month": 1, "day": 1}))

    def words(self, turn: pd.Timestamp) -> str:
        """A turn in words: "1959", "week of 5 January 2020", "5 January 2020"."""
        if self.turn == "year":
            return str(turn.year)
        day = f"{turn.day} {turn:%B} {turn.year}"
        return f"week of {day}" if self.turn == "week" else day


def cycles(ts: TimeSeries) -> tuple[Cycle, ...]:
    """The turns of which the series spans at least two, the shortest first."""
    return tuple(
        Cycle(place, _TURNS[place], steps, ts.frequency)
        for place, steps in _STEPS.get(ts.frequency.name, {}).items()
        if len(ts) >= 2 * steps
    )
