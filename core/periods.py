"""Calendar periods that steps of a series can be taken together by: days, weeks, ..., years."""

import numpy as np
import pandas as pd

from core.calendar import Frequency

_PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}
_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
IN_A_YEAR = {
    "day": 364,
    "business day": 260,
    "week": 52,
    "month": 12,
    "quarter": 4,
    "year": 1,
    "hour": 24 * 364,
    "half-hour": 48 * 364,
    "quarter-hour": 96 * 364,
}
"""Periods in a year; of those within weeks in 52 weeks, so that weekdays meet weekdays."""

_COARSER: dict[str, tuple[str, ...]] = {
    "yearly": (),
    "quarterly": ("year",),
    "monthly": ("quarter", "year"),
    "weekly": ("month", "quarter", "year"),
    "daily": ("week", "month", "quarter", "year"),
    "business-daily": ("week", "month", "quarter", "year"),
}
_FISCAL = ("FY", "Fiscal", "%+")
"""What a way of writing dates holds if its years are fiscal ones."""


def units(frequency: Frequency) -> tuple[str, ...]:
    """What a series' steps can be taken together by: a step itself, then coarser periods."""
    return (frequency.noun, *_COARSER.get(frequency.name, ("day", "week", "month")))


def straddling(frequency: Frequency, unit: str) -> str:
    """How steps that lie in two periods of a unit are counted, in words; "" if none do."""
    odd = frequency.name == "quarterly" and frequency.period != "Q-DEC"
    weeks = frequency.name == "weekly" and unit != frequency.noun
    return (
        f"A {frequency.noun} counts for the {unit} that holds its middle." if odd or weeks else ""
    )


def around(
    first: pd.Timestamp, last: pd.Timestamp, frequency: Frequency, unit: str
) -> pd.DatetimeIndex:
    """Every stamp of the periods that hold `first` and `last`, those between, and a few more."""
    margin = pd.Timedelta(days=_DAYS[unit])
    ends = frequency.snap(pd.DatetimeIndex([first - margin, last + margin]))
    return frequency.calendar(ends[0], ends[1])


def numbers_of(stamps: pd.DatetimeIndex, frequency: Frequency, unit: str) -> np.ndarray:
    """Number of the coarser period that each step lies in, shape (n,), rising with time.

    Args:
        stamps: Of steps, shape (n,).
        frequency: Theirs.
        unit: "day", "week", "month", "quarter" or "year".
    """
    return np.asarray(_middles(stamps, frequency).to_period(_PERIODS[unit]).asi8)


def _middles(calendar: pd.DatetimeIndex, frequency: Frequency) -> pd.DatetimeIndex:
    """When each step is half over; a day, or less, lies in one period wholly."""
    if frequency.within_day or frequency.name in ("daily", "business-daily"):
        return calendar
    periods = calendar.to_period(frequency.period)
    begin, end = periods.to_timestamp(how="s"), (periods + 1).to_timestamp(how="s")
    return pd.DatetimeIndex(begin + (end - begin) / 2)


def names(first: pd.Timestamp, unit: str, frequency: Frequency, date_style: str) -> tuple[str, str]:
    """A period in words, and the same for an axis: "quarter 3 of 2026", "Q3 2026".

    Args:
        first: Stamp of its first step.
        unit: One of `units`.
        frequency: That of the steps.
        date_style: How the file writes its dates, which may be in fiscal years.
    """
    own, at = unit == frequency.noun, first
    if not own:
        middle = _middles(pd.DatetimeIndex([first]), frequency)[0]
        at = middle.to_period(_PERIODS[unit]).start_time
    day, brief, year = f"{at.day} {at:%B} {at.year}", f"{at.day} {at:%b} {at.year}", str(at.year)
    fiscal = any(mark in date_style for mark in _FISCAL)
    usual = {
        "day": (day, brief),
        "week": (f"the week of {day}", brief),
        "month": (f"{at:%B} {at.year}", f"{at:%b} {at.year}"),
        "quarter": (f"quarter {at.quarter} of {at.year}", f"Q{at.quarter} {at.year}"),
        "year": (f"fiscal year {year}", f"FY{year}") if fiscal else (year, year),
    }.get(unit, (day, brief))
    if not own:
        return usual
    name = frequency.words(first)
    if frequency.within_day:
        return name, f"{brief}, {at:%H:%M}"
    if frequency.name in ("quarterly", "yearly") and not frequency.period.endswith("-DEC"):
        return name, f"{at:%b} {at.year}"
    return name, usual[1]


def a_year_before(frequency: Frequency, years: int = 1) -> str:
    """How long before that is, in words: "a year before", "52 weeks before"."""
    if frequency.name in ("yearly", "quarterly", "monthly"):
        return "a year before" if years == 1 else f"{years} years before"
    return f"{52 * years} weeks before"
