"""Frequencies, the regular calendars that they make, and what follows from them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import DataError
from core.wording import number

_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True)
class Frequency:
    """A spacing of dates.

    Attributes:
        name: "monthly"; one of `NAMES`.
        noun: One step of it, "month".
        alias: The pandas offset alias of the stamps, "MS".
        period: The pandas period that each stamp stands for, "M".
        stamp: Whether the stamps are the first or the last day of their period.
        seasonal_periods: Steps in each season, the main one first; (1,) for none.
        horizon: Steps that are usually forecast.
    """

    name: str
    noun: str
    alias: str
    period: str
    stamp: str
    seasonal_periods: tuple[int, ...]
    horizon: int

    def snap(self, dates: pd.DatetimeIndex) -> pd.DatetimeIndex:
        """Each date moved to the stamp of the period it lies in; same length.

        Saturdays and Sundays belong to the Friday before where only business days count.
        """
        if self.name == "business-daily":
            days = dates.to_numpy().astype("datetime64[D]")
            return pd.DatetimeIndex(np.busday_offset(days, 0, roll="backward")).as_unit("ns")
        if self.within_day:
            # Sub-daily periods of pandas begin wherever a date lies.
            return dates.floor(self.alias)
        stamps = dates.to_period(self.period).to_timestamp(how="e" if self.stamp == "end" else "s")
        # pandas sees a frequency in falling dates too, and can't group by what it sees there.
        return pd.DatetimeIndex(stamps.normalize().to_numpy())

    @property
    def within_day(self) -> bool:
        """Whether a day holds more than one step."""
        return self.name in ("hourly", "half-hourly", "quarter-hourly")

    def bounds(self, stamp: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
        """When the period of a stamp begins, and when the next one does."""
        if self.name == "business-daily":
            return stamp.normalize(), stamp.normalize() + pd.Timedelta(days=1)
        period = stamp.to_period(self.period)
        return period.start_time, (period + 1).start_time

    def calendar(self, first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
        """Every stamp from `first` to `last`, both snapped already."""
        return pd.date_range(first, last, freq=self.alias)

    def length(self, first: pd.Timestamp, last: pd.Timestamp) -> int:
        """Number of stamps in `calendar(first, last)`, without making them."""
        if self.name == "business-daily":
            ends = first.to_datetime64(), last.to_datetime64() + np.timedelta64(1, "D")
            start, stop = (end.astype("datetime64[D]") for end in ends)
            return int(np.busday_count(start, stop))
        ordinals = pd.DatetimeIndex([first, last]).to_period(self.period).asi8
        # Sub-daily periods of pandas count whole hours or minutes, whatever the multiple.
        return int((ordinals[1] - ordinals[0]) // MULTIPLES.get(self.name, 1)) + 1

    def count(self, steps: int) -> str:
        """A span in words: "1 month", "1,200 months"."""
        return f"{number(steps)} {self.noun}" if steps == 1 else f"{number(steps)} {self.noun}s"

    def words(self, stamp: pd.Timestamp) -> str:
        """The period of a stamp in words: "January 1949", "the week of 5 January 2020"."""
        day = f"{stamp.day} {stamp:%B} {stamp.year}"
        if self.within_day:
            return f"{day}, {stamp:%H:%M}"
        if self.name == "weekly":
            return f"the week of {day}" if self.stamp == "start" else day
        if self.name == "yearly" and self.period == "Y-DEC":
            return str(stamp.year)
        if self.name == "quarterly" and self.period == "Q-DEC":
            return f"quarter {stamp.quarter} of {stamp.year}"
        return day if self.name in ("daily", "business-daily") else f"{stamp:%B} {stamp.year}"


def _frequency(name: str, alias: str = "", period: str = "", stamp: str = "start") -> Frequency:
    noun, default_alias, default_period, seasons, horizon = _KINDS[name]
    return Frequency(
        name, noun, alias or default_alias, period or default_period, stamp, seasons, horizon
    )


_KINDS: dict[str, tuple[str, str, str, tuple[int, ...], int]] = {
    "yearly": ("year", "YS-JAN", "Y-DEC", (1,), 4),
    "quarterly": ("quarter", "QS-JAN", "Q-DEC", (4,), 8),
    "monthly": ("month", "MS", "M", (12,), 12),
    "weekly": ("week", "W-MON", "W-MON", (52,), 13),
    "daily": ("day", "D", "D", (7,), 28),
    "business-daily": ("business day", "B", "B", (5,), 20),
    "hourly": ("hour", "h", "h", (24, 168), 48),
    "half-hourly": ("half-hour", "30min", "30min", (48, 336), 48),
    "quarter-hourly": ("quarter-hour", "15min", "15min", (96, 672), 96),
}

NAMES = tuple(_KINDS)
_USUAL = 0.8
"""Share of weekly dates that have to fall on one weekday."""

MULTIPLES = {"half-hourly": 30, "quarter-hourly": 15}
"""Minutes in a step, where pandas counts its periods in minutes."""


def named(name: str, dates: pd.DatetimeIndex, at_end: bool | None = None) -> Frequency:
    """The frequency called `name`, anchored as `dates` are.

    Args:
        name: One of `NAMES`.
        dates: The file's dates, any order, repeats allowed, at least one.
        at_end: Whether dates of weeks are their last days; `None` to go by the weekday.

    Returns:
        A frequency whose stamps fall on the file's own days where those are regular: month
        ends stay month ends, weeks stamped on Sundays stay on Sundays.

    Raises:
        DataError: If `name` is not a frequency.
    """
    if name not in _KINDS:
        raise DataError(f"{name!r} is not a frequency; choose one of: {', '.join(NAMES)}.")
    # With a frequency of its own, pandas would mean that frequency's month ends.
    dates = pd.DatetimeIndex(dates.to_numpy())
    if name == "weekly":
        return _weekly(dates, at_end)
    if name == "monthly":
        ends = bool(dates.is_month_end.all())
        return _frequency(name, "ME", "M", "end") if ends else _frequency(name)
    if name in ("quarterly", "yearly"):
        return _anchored(name, dates)
    return _frequency(name)


def _weekly(dates: pd.DatetimeIndex, at_end: bool | None) -> Frequency:
    """Weeks stamped with the day that most dates fall on.

    A holiday moves a date by a day or two, back or ahead: of the weeks that end and those that
    begin on the usual day, those are taken in which no two dates meet. Dates of all weekdays make
    weeks from Monday to Sunday, stamped with their Monday.
    """
    counts = np.bincount(dates.dayofweek, minlength=7)
    usual = int(np.argmax(counts))
    if counts[usual] >= _USUAL * len(dates):
        day, before = _WEEKDAYS[usual], _WEEKDAYS[usual - 1]
        ending = _frequency("weekly", f"W-{day}", f"W-{day}", "end")
        beginning = _frequency("weekly", f"W-{day}", f"W-{before}", "start")
        unique = dates.unique()
        if at_end is None:
            # Where either would do, a day from Friday to Sunday ends its week, others begin it.
            at_end = day in _WEEKDAYS[4:]
        both = (ending, beginning) if at_end else (beginning, ending)
        for frequency in both:
            if not frequency.snap(unique).has_duplicates:
                return frequency
    return _frequency("weekly", "W-MON", "W-SUN", "start")


def _anchored(name: str, dates: pd.DatetimeIndex) -> Frequency:
    """Quarters or years that begin, or end, in the month the stamps name.

    Days that end quarters or years may be the last on which offices were open, or the last Friday.
    A day in the middle of a month says neither, so it lies in its quarter or year of the calendar.
    """
    step = 3 if name == "quarterly" else 12
    phases = set((dates.month - 1) % step)
    in_middle = bool(((dates.day >= 10) & (dates.day <= 20)).all())
    if len(phases) > 1 or in_middle:
        return _frequency(name)
    phase = phases.pop()
    letter = "Q" if name == "quarterly" else "Y"
    if bool((dates.day > dates.days_in_month - 7).all()):
        last = _MONTHS[phase + 12 - step]
        return _frequency(name, f"{letter}E-{last}", f"{letter}-{last}", "end")
    return _frequency(name, f"{letter}S-{_MONTHS[phase]}", f"{letter}-{_MONTHS[phase - 1]}")
