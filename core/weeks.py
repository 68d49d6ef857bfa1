"""Calendars made of whole weeks: months of 4, 4 and 5, quarters of 13, years of 52 or 53.

Such periods begin and end near those of the ordinary calendar, never quite on them. Two may begin
in one month and none in the next, so a stamp alone does not say which month its period is. Here
periods are counted in their order instead, and the count is laid over the calendar where it fits
best: none is lost, no two meet, and each lies mostly in the month, quarter or year it is drawn as.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.errors import DataError
from core.wording import counted

_SPACINGS = {1: (28, 35, 42), 3: (91, 98), 12: (364, 371)}
"""Days between two dates of such calendars, by months in a period; leap weeks make the last."""

_LEAST = 4
"""Dates from which on a rhythm is one."""

_SINGLE = 0.5
"""Share of dates that have to have the next period's after them."""

_NEAR, _FAR = 9, 20
"""Days that a period may begin, or end, from where a month does: usually, and ever."""

_NAMES = {1: "month", 3: "quarter", 12: "year"}


@dataclass(frozen=True, eq=False)
class Weeks:
    """Dates of a calendar made of weeks, and what they are drawn as.

    Attributes:
        dates: Shape (n,), rising, as in the file.
        stamps: Shape (n,): first days of months, or first or last days of quarters or years.
        at_end: Whether a date is the last day of its period.
        name: Frequency of the stamps, "monthly".
        evidence: What shows it, in words.
        sentence: What was done, in words.
    """

    dates: pd.DatetimeIndex = field(repr=False)
    stamps: pd.DatetimeIndex = field(repr=False)
    at_end: bool
    name: str
    evidence: str
    sentence: str

    def place(self, dates: pd.DatetimeIndex) -> pd.DatetimeIndex:
        """What some of `dates`, any order, repeats allowed, are drawn as."""
        return pd.DatetimeIndex(self.stamps[self.dates.get_indexer(dates)])


def find_weeks(dates: pd.DatetimeIndex, at_end: bool | None = None) -> Weeks | None:
    """The calendar of weeks that dates form; `None` if they form none.

    Args:
        dates: Any order, repeats allowed.
        at_end: Whether they are the last days of their periods; `None` for yes on Fridays,
            Saturdays and Sundays.

    Raises:
        DataError: If the periods drift away from the months, or one is a week alone.
    """
    unique = dates.unique().sort_values()
    # Midnights of a place may stand as hours that change with its clocks.
    days = unique.to_numpy().astype("datetime64[D]")
    if len(unique) < _LEAST or unique.dayofweek.nunique() > 1:
        return None
    gaps = np.diff(days).astype(np.int64)
    months = next((step for step, usual in _SPACINGS.items() if np.median(gaps) <= usual[-1]), 0)
    if not months or np.median(gaps) < _SPACINGS[1][0]:
        return None
    alone = gaps == 7
    if months != 1 or alone.sum() > len(gaps) / 10:
        alone[:] = False
    steps = _steps(gaps[~alone], months)
    if steps is None:
        return None
    count = np.concatenate([[0], np.cumsum(steps)])
    if months == 1 and not _in_turn(gaps[~alone], count):
        return None
    if alone.any():
        raise _alone(unique[1:][alone][0])
    if at_end is None:
        at_end = bool(unique.dayofweek[0] >= 4)
    boundary = _nearest_boundary(unique)
    first = int(np.median(boundary - months * count))
    boundaries = first + months * count
    begins = boundaries.astype("datetime64[M]").astype("datetime64[D]")
    off = np.abs(days - begins).astype(np.int64)
    if np.median(off) > _NEAR and not unique.to_period("M").has_duplicates:
        return None
    if off.max() > _FAR:
        raise _drifting(unique[int(np.argmax(off))], _NAMES[months])
    if months == 1:
        stamps = (boundaries - at_end).astype("datetime64[M]").astype("datetime64[D]")
    else:
        stamps = begins - np.timedelta64(int(at_end), "D")
    drawn = pd.DatetimeIndex(stamps.astype("datetime64[ns]"))
    return Weeks(unique, drawn, at_end, *_words(months, at_end))


def _steps(gaps: np.ndarray, months: int) -> np.ndarray | None:
    """Periods from each date to the next, shape (n - 1,); `None` if weeks don't fit."""
    usual = _SPACINGS[months]
    steps = np.round(gaps / (months * 365.25 / 12)).astype(np.int64)
    single = np.isin(gaps, usual)
    # Where periods have no row, only whole weeks are left to go by.
    fits = np.where(single, steps == 1, (steps > 1) & (gaps % 7 == 0))
    if not fits.all() or single.mean() < _SINGLE:
        return None
    return steps


def _nearest_boundary(dates: pd.DatetimeIndex) -> np.ndarray:
    """Months since 1970 of the month that begins nearest to each date, shape (n,)."""
    days = dates.to_numpy().astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    since = (days - month.astype("datetime64[D]")).astype(np.int64)
    length = ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(np.int64)
    return np.asarray(month.astype(np.int64) + (since > length / 2))


def _in_turn(gaps: np.ndarray, count: np.ndarray) -> bool:
    """Whether every third month has five weeks, as a calendar has it and "first Mondays" do not.

    Args:
        gaps: Days, shape (n - 1,).
        count: Periods before each date, shape (n,).
    """
    wrong = []
    for phase in range(3):
        # Of the periods before one, every third is the longer.
        longer = (count - phase + 2) // 3
        wrong.append(int((gaps != 28 * np.diff(count) + 7 * np.diff(longer)).sum()))
    # A leap week makes a period longer, once in five or six years.
    return min(wrong) <= (0 if len(gaps) < 6 else 1 + len(gaps) // 50)


def _words(months: int, at_end: bool) -> tuple[str, str, str]:
    noun = _NAMES[months]
    weeks = "4, 4 and 5 weeks apart in turn" if months == 1 else f"{13 * months // 3} weeks apart"
    kind = "a 4-4-5 calendar" if months == 1 else f"{noun}s made of whole weeks"
    place = "ends" if at_end else "begins"
    drawn = f"each period is drawn as the {noun} it mostly lies in"
    return (
        {1: "monthly", 3: "quarterly", 12: "yearly"}[months],
        f"the dates lie {weeks}: {kind}; {drawn}",
        f"The dates lie {weeks}: {kind}. A date is taken for the day on which its period {place}, "
        f"and {drawn}.",
    )


def check_thirteen(dates: pd.DatetimeIndex) -> None:
    """Refuse periods of four weeks: 13 a year, two of which would meet in one month.

    Args:
        dates: Any order, repeats allowed.

    Raises:
        DataError: If all dates lie four weeks apart and there are enough to tell.
    """
    unique = dates.unique().sort_values()
    gaps = np.diff(unique.to_numpy().astype("datetime64[D]")).astype(np.int64)
    # Six such steps are shorter than any six months, whatever day of them is meant.
    if len(gaps) < 6 or np.median(gaps) != _SPACINGS[1][0] or bool((gaps % 28 != 0).any()):
        return
    raise DataError(
        f"The {counted(len(unique), 'date')} lie 4 weeks apart, which makes 13 periods a year. "
        "They can't be drawn as months without adding two of them up. Upload weeks or months, or "
        "add the periods up to quarters or years."
    )


def _alone(at: pd.Timestamp) -> DataError:
    return DataError(
        "The dates lie 4 and 5 weeks apart, as in a 4-4-5 calendar, but "
        f"{at.day} {at:%B} {at.year} only one. A week alone can't be drawn as a month; add it to "
        "the period beside it."
    )


def _drifting(at: pd.Timestamp, noun: str) -> DataError:
    return DataError(
        f"The dates lie whole weeks apart, and by {at.day} {at:%B} {at.year} they have moved so "
        f"far from where a {noun} begins that it is open which {noun} each period is. Write the "
        f"{noun} itself, such as 2020-01, instead of a date."
    )
