"""Whether dates of weeks, or of periods made of them, are the first or the last days of these.

Fridays and Saturdays end weeks and Mondays begin them. Sundays do either, here or there, and a
month lies between the two readings: where the heading does not say, the person is asked.
"""

import re

import pandas as pd

from core import calendar
from core.calendar import Frequency
from core.reading.choices import PERIOD_DAYS, Answer, Detection, Question
from core.reading.vocabulary import BEGINS, ENDS, words_of
from core.receipt import day
from core.weeks import Weeks, find_weeks
from core.wording import quoted

_FIRST, _LAST = PERIOD_DAYS
_SUNDAY = 6
_SHORT = re.compile(r"\bw(?:ee)?k?\s*[/.]\s*(?P<day>[ecb])\b")
"""Week ending, commencing and beginning, as in "w/e"."""


def weeks_of(
    dates: pd.DatetimeIndex, column: str, chosen: str | None
) -> tuple[Weeks | None, list[Detection], list[Question]]:
    """The calendar of weeks that dates form, which days of its periods they are, and what is open.

    Args:
        dates: Any order, repeats allowed.
        column: Name of their column.
        chosen: One of `PERIOD_DAYS`; found out if None.

    Raises:
        DataError: As `find_weeks`.
    """
    told = _told(column) if chosen is None else chosen
    weeks = find_weeks(dates, None if told is None else told == _LAST)
    if weeks is None:
        return None, [], []
    weekday = f"{weeks.dates[0]:%A}s"
    reason = f"they are {weekday}, which {'end' if weeks.at_end else 'begin'} weeks"
    questions = []
    if chosen is not None:
        reason = "chosen by you"
    elif told is not None:
        reason = f"the column is called {quoted(column)}"
    elif weeks.dates[0].dayofweek == _SUNDAY:
        reason = f"they are {weekday}, which begin weeks or end them"
        questions = [_question(dates, weeks)]
    value = _LAST if weeks.at_end else _FIRST
    return weeks, [Detection("period_day", "Dates are", value, reason, PERIOD_DAYS)], questions


def at_end(column: str) -> bool | None:
    """Whether dates are last days by their column's name; `None` if it says nothing."""
    begins, ends = (bool(words_of(column) & words) for words in (BEGINS, ENDS))
    short = _SHORT.search(column.lower())
    if short and begins == ends:
        return short["day"] == "e"
    return None if begins == ends else ends


def of_week(frequency: Frequency, dates: pd.DatetimeIndex, column: str) -> str:
    """Which days of their weeks dates are and why, in words; "" where they are of several weekdays.

    Args:
        frequency: Their frequency.
        dates: Any order, repeats allowed.
        column: Name of their column.
    """
    if frequency.name != "weekly" or dates.dayofweek.nunique() > 1:
        return ""
    place = "last" if frequency.stamp == "end" else "first"
    told = at_end(column) is not None
    why = f"since the column is called {quoted(column)}" if told else "as most such dates are"
    return f"; they are {dates[0]:%A}s, taken for the {place} days of their weeks {why}"


def _told(column: str) -> str | None:
    """Which days dates are by their column's name; `None` if it says nothing."""
    said = at_end(column)
    return None if said is None else PERIOD_DAYS[said]


def _question(dates: pd.DatetimeIndex, weeks: Weeks) -> Question:
    answers = []
    for at_end, value in enumerate(PERIOD_DAYS):
        read = find_weeks(dates, bool(at_end))
        assert read is not None
        period = calendar.named(read.name, read.stamps).words(read.stamps[0])
        answers.append(Answer(value, f"The {value}: {day(read.dates[0])} counts as {period}."))
    return Question(
        "period_day",
        "Are the dates the first or the last days of their periods? They are Sundays, which begin "
        "weeks in some places and end them in others.",
        tuple(answers),
        _LAST if weeks.at_end else _FIRST,
    )
