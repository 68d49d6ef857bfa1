"""Whether a file truly has two readings, by trying both.

Day and month. Each date is two numbers of which either could be the day. A file has two readings
if under both orders every date exists, the dates differ, and under both they form a calendar: all
on the hours, days, business days, one weekday, one day of each month (or its last), with at least
two thirds of its steps there, or on one weekday in months, quarters or years of whole weeks; or if
they form one under neither. Dates that form a calendar under one order only have one reading:
nobody keeps five years of figures on the first twelve days of January alone. Order of rows is no
evidence, since files are sorted either way. Points between the numbers are none either.

Decimal mark. A file has two readings if under both conventions every number can be read, the
numbers differ, and each convention is kept throughout a column: a thousands mark stands in every
number of four digits or more, and as decimals no number of three digits or more lacks them. So
1,234 beside 5,678 has two readings; beside 812 it has one, for what writes three decimals writes
812,000, and no series falls from 812 to 1.2. Beside 5 alone it has two: short numbers are typed by
hand. The mark is the file's, so that one column tells it for all.

What the files themselves leave open is said where they are made: how far apart rows without dates
are (`files`), and which day of a period a Sunday is (`calendars`).
"""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

_TWO_NUMBERS = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})(?: (\d\d):(\d\d))?")
_FEWEST = 2 / 3
"""Share of a calendar's steps that have a date."""


def two_orders(dates: Iterable[str]) -> bool:
    """Whether dates can be read day-first and month-first."""
    matches = [_TWO_NUMBERS.fullmatch(text) for text in dict.fromkeys(dates)]
    if not matches or not all(matches):
        return False
    day_first = [_stamp(match, 1, 3) for match in matches if match]
    month_first = [_stamp(match, 3, 1) for match in matches if match]
    if None in day_first or None in month_first or day_first == month_first:
        return False
    return _calendar(day_first) == _calendar(month_first)


def _stamp(match: re.Match[str], day: int, month: int) -> pd.Timestamp | None:
    try:
        return pd.Timestamp(
            int(match[4]), int(match[month]), int(match[day]), int(match[5] or 0),
            int(match[6] or 0),
        )  # fmt: skip
    except ValueError:
        return None


def _calendar(dates: Iterable[pd.Timestamp | None]) -> bool:
    stamps = pd.DatetimeIndex(sorted(set(dates)))
    hours = (stamps - stamps[0]) // pd.Timedelta(hours=1)
    if len(stamps) / (hours[-1] + 1) >= _FEWEST:
        return True
    if len(set(stamps.time)) > 1:
        return False
    days = stamps.to_numpy().astype("datetime64[D]")
    if _full(days.astype(int)):
        return True
    first, last = days[0], days[-1] + np.timedelta64(1, "D")
    if np.is_busday(days).all() and len(days) / np.busday_count(first, last) >= _FEWEST:
        return True
    if len(set(stamps.weekday)) == 1 and (_full(days.astype(int) // 7) or _of_weeks(days)):
        return True
    if len(set(stamps.day)) > 1 and not stamps.is_month_end.all():
        return False
    months = np.asarray(stamps.year * 12 + stamps.month)
    return any(len(set(months % step)) == 1 and _full(months // step) for step in (1, 3, 12))


def _of_weeks(days: np.ndarray) -> bool:
    """Whether days of one weekday begin months, quarters or years of whole weeks."""
    months = (days[-1] - days[0]).astype(int) / 30.4375
    full = any(len(days) / (months / step + 1) >= _FEWEST for step in (1, 3, 12))
    return full and int(np.diff(days).astype(int).min()) >= 28


def _full(steps: np.ndarray) -> bool:
    """Whether most whole numbers between the first and the last are there."""
    return len(steps) / (steps[-1] - steps[0] + 1) >= _FEWEST


def two_decimal_marks(*columns: Iterable[str]) -> bool:
    """Whether columns of numbers can be read with a decimal point and with a decimal comma."""
    differ = False
    for numbers in columns:
        cores = [re.sub(r"[^\d.,'’\s]", "", text).strip() for text in numbers]
        readings = [_read(cores, mark) for mark in ".,"]
        if None in readings:
            return False
        differ |= readings[0] != readings[1]
    return differ


def _read(cores: list[str], mark: str) -> list[float] | None:
    """Numbers under one decimal mark; `None` if the convention is not kept throughout."""
    number = re.compile(
        rf"(?P<whole>0|[1-9]\d*|[1-9]\d{{0,2}}(?:(?P<group>[{'.,'.replace(mark, '')}'’\s])\d{{3}})"
        rf"(?:(?P=group)\d{{3}})*)(?:\{mark}(?P<part>\d+))?"
    )
    found = [number.fullmatch(core) for core in cores]
    if not all(found):
        return None
    matches = [match for match in found if match]
    groups = {match["group"] for match in matches if match["group"]}
    ungrouped = any(len(match["whole"]) > 3 and not match["group"] for match in matches)
    if len(groups) > 1 or (groups and ungrouped):
        return None
    with_decimals = any(match["part"] for match in matches)
    if with_decimals and any(not m["part"] and len(m["whole"]) > 2 for m in matches):
        return None
    return [
        float(re.sub(r"\D", "", match["whole"]) + "." + (match["part"] or "0")) for match in matches
    ]
