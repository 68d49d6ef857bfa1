"""The ways in which people write dates, each a pattern and what it says."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

NO_ZONE = 9_999
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december")  # fmt: skip
MONTH_NUMBERS = {
    **{name: i for i, name in enumerate(_MONTHS, 1)},
    **{name: i for i, name in enumerate(_FULL, 1)},
    "sept": 9,
}
_TIME = (
    r"(?:(?:t|,?\s+)(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?\s*(?P<zone>z|utc|gmt|[+-]\d\d(?::?\d\d)?)?)?"
)
_DAY_NAME = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"
_NAME = r"(?P<name>(?!week|fiscal)[a-z]{3,9})"
_WEEK = r"(?:w|kw|cw|wk|week)[. ]?"
_SEP = r"(?P<sep>[-/. ])"
_SPLIT_YEAR = r"(?P<y>\d{4})[-/](?P<next>\d{4}|\d\d)"
_FISCAL = r"(?:fy|fiscal(?: year)?)[-. ]?'?(?P<y>\d{4}|\d\d)(?:[-/](?P<next>\d{4}|\d\d))?"


# What a pattern finds: (day or first number, month or second number, year).
Found = tuple[int, int, int]


class Written(NamedTuple):
    """A date as it is written; whether such a day exists is not checked.

    Attributes:
        kind: Position in `KINDS` of the way it is written.
        day: Day, or the first of two numbers whose order is open.
        month: Month, or the second of them.
        year: Four digits, except for months numbered through years: 2000 and the number.
        seconds: Since midnight.
        zone: Minutes ahead of UTC, `NO_ZONE` if it says none.
    """

    kind: int
    day: int
    month: int
    year: int
    seconds: int
    zone: int


def _year(text: str) -> int:
    if len(text) > 2:
        return int(text)
    # Two digits, as POSIX has it: 69 to 99 lie in the last century.
    return int(text) + (2000 if int(text) < 69 else 1900)


def _by_name(m: re.Match[str], day: str = "1") -> Found | None:
    month = MONTH_NUMBERS.get(m["name"])
    return (int(day), month, _year(m["y"])) if month else None


def _quarter(m: re.Match[str]) -> Found:
    return 1, 3 * int(m["q"] or m["p"]) - 2, _year(m["y"])


def _fiscal(m: re.Match[str]) -> Found | None:
    """The first year that a fiscal year or quarter names, and the month its number would have."""
    groups = m.groupdict()
    year, after = _year(m["y"]), groups.get("next")
    if after and int(after) not in (year + 1, (year + 1) % 100):
        return None
    return 1, 3 * int(groups.get("q") or groups.get("p") or 1) - 2, year


def _week(m: re.Match[str]) -> Found | None:
    try:
        found = date.fromisocalendar(int(m["y"]), int(m["w"]), int(m["d"] or 1))
    except ValueError:
        return None
    return found.day, found.month, found.year


def _serial_seconds(m: re.Match[str]) -> int:
    # Parts of a day come out a little off: to the second, before it is cut into day and clock.
    return int(m["n"]) * 86_400 + round(float(m["part"] or 0) * 86_400)


def _serial(m: re.Match[str]) -> Found:
    # Day 60 of Excel never existed; after it this is day 0.
    day = date(1899, 12, 30) + timedelta(days=_serial_seconds(m) // 86_400)
    return day.day, day.month, day.year


def _serial_clock(m: re.Match[str]) -> int:
    return _serial_seconds(m) % 86_400


def _epoch(m: re.Match[str]) -> Found:
    day = date(1970, 1, 1) + timedelta(days=int(m["n"]) // 86_400)
    return day.day, day.month, day.year


def _epoch_clock(m: re.Match[str]) -> int:
    return int(m["n"]) % 86_400


@dataclass(frozen=True)
class Kind:
    """A way of writing dates.

    Attributes:
        pattern: What matches it, in lower case.
        read: From a match to what it says; `None` if it turns out to be no date.
        two_orders: Whether day and month could stand either way round.
        numbered: Whether months are numbered through years that are numbers only, as in 1-01.
        fiscal: Whether it is a fiscal year or a quarter of one.
        bare_month: Whether it is a year and a number up to two digits, as in 2010/11.
        clock: Seconds since midnight, for a count of days or seconds since some day.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Found | None]
    two_orders: bool = False
    numbered: bool = False
    fiscal: bool = False
    bare_month: bool = False
    clock: Callable[[re.Match[str]], int] | None = None


def _kind(pattern: str, read: Callable[[re.Match[str]], Found | None]) -> Kind:
    return Kind(re.compile(pattern, re.ASCII), read)


def _fiscal_kind(pattern: str) -> Kind:
    return Kind(re.compile(pattern, re.ASCII), _fiscal, fiscal=True)


NUMBERED = Kind(
    re.compile(r"(?P<y>\d{1,2})-(?P<m>\d\d)", re.ASCII),
    lambda m: (1, int(m["m"]), 2000 + int(m["y"])),
    numbered=True,
)
# No text fits two patterns, so the order decides speed only.
KINDS = (
    _kind(
        rf"(?P<y>\d{{4}}){_SEP}(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_TIME}",
        lambda m: (int(m["d"]), int(m["m"]), int(m["y"])),
    ),
    Kind(
        re.compile(
            rf"{_DAY_NAME}(?P<a>\d{{1,2}}){_SEP}(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d\d){_TIME}",
            re.ASCII,
        ),
        lambda m: (int(m["a"]), int(m["b"]), _year(m["y"])),
        two_orders=True,
    ),
    _kind(
        rf"{_DAY_NAME}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]\s*{_NAME}\.?[-/., ]\s*"
        rf"(?P<y>\d{{4}}|\d\d){_TIME}",
        lambda m: _by_name(m, m["d"]),
    ),
    _kind(
        rf"{_DAY_NAME}{_NAME}\.?[- ](?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|[- ])"
        rf"(?P<y>\d{{4}}){_TIME}",
        lambda m: _by_name(m, m["d"]),
    ),
    _kind(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)", lambda m: (int(m["d"]), int(m["m"]), int(m["y"]))),
    Kind(
        re.compile(r"(?P<y>\d{4})(?:[-/. ]m?|m)(?P<m>\d{1,2})", re.ASCII),
        lambda m: (1, int(m["m"]), int(m["y"])),
        bare_month=True,
    ),
    _kind(r"(?P<y>\d{4})(?P<m>\d\d)", lambda m: (1, int(m["m"]), int(m["y"]))),
    _kind(r"(?P<m>\d{1,2})[-/. ](?P<y>\d{4})", lambda m: (1, int(m["m"]), int(m["y"]))),
    _kind(rf"{_NAME}\.?[-/., ]*'?(?P<y>\d{{4}}|\d\d)", _by_name),
    _kind(rf"(?P<y>\d{{4}})[-/ ]?{_NAME}", _by_name),
    _kind(r"(?P<y>\d{4})[-/ ]?q(?P<q>[1-4])", lambda m: (1, 3 * int(m["q"]) - 2, int(m["y"]))),
    _kind(r"(?:q(?P<q>[1-4])[-/ ]?'?|(?P<p>[1-4])q[-/ ]?'?)(?P<y>\d{4}|\d\d)", _quarter),
    _kind(rf"(?P<y>\d{{4}})[-/ ]?{_WEEK}(?P<w>\d\d?)(?:-?(?P<d>[1-7]))?", _week),
    _kind(rf"{_WEEK}(?P<w>\d\d?)(?P<d>)(?:[-/]|,?\s+)(?P<y>\d{{4}})", _week),
    _fiscal_kind(_FISCAL),
    _fiscal_kind(r"(?P<y>\d{4})[-/](?P<next>\d{4})"),
    _fiscal_kind(rf"{_FISCAL}[-/, ]*q(?P<q>[1-4])"),
    _fiscal_kind(rf"(?:q(?P<q>[1-4])|(?P<p>[1-4])q)[-/, ]*{_FISCAL}"),
    _fiscal_kind(rf"{_SPLIT_YEAR}[-/, ]*q(?P<q>[1-4])"),
    _fiscal_kind(rf"(?:q(?P<q>[1-4])|(?P<p>[1-4])q)[-/, ]*{_SPLIT_YEAR}"),
    # Other numbers of four digits are hardly years.
    _kind(r"(?P<y>1[7-9]\d\d|2[01]\d\d|2200)", lambda m: (1, 1, int(m["y"]))),
    NUMBERED,
    # Between 1954 and 2064; other numbers of five digits are hardly days. A number stored among
    # texts ends in e0.
    Kind(
        re.compile(r"(?P<n>[2-5]\d{4})(?P<part>\.\d+)?(?:e0)?", re.ASCII),
        _serial,
        clock=_serial_clock,
    ),
    # From 2001 on these have ten digits.
    Kind(re.compile(r"(?P<n>1\d{9})(?:\.0+|\d{3})?", re.ASCII), _epoch, clock=_epoch_clock),
)
