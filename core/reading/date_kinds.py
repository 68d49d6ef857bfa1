"""The ways in which people write dates, each a pattern and what it says."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from core.reading import date_matches
from core.reading.date_matches import Found
from core.reading.month_names import MONTH_NUMBERS, WEEKDAY
from core.reading.zone_names import ZONE

NO_ZONE = 9_999
_TIME = (
    r"(?:(?:t|,?\s+|:|-(?=\d\d\.))(?P<H>\d{1,2})"
    r"(?:[:.h](?P<M>\d\d)(?:[:.](?P<S>\d\d)(?:[.,]\d+)?)?|h)?"
    rf"(?:\s*(?P<half>[ap])\.?m\.?)?\s*(?P<zone>{ZONE})?)?"
)
_DAY_NAME = rf"(?:{WEEKDAY}[.,]{{0,2}}\s+)?"
_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_NAME = rf"(?P<name>{_MONTH})"
_OF = r"(?:del?\s+)?"
_WEEK = r"(?:w|kw|cw|wk|week|woche|uke|uge|vecka|semaine|semana|settimana)[. ]*"
_QUARTER = r"(?:q|qtr|quarter|quartal|kvartal|trim|trimestre|trimester|t)[. ]*"
_THREE_MONTHS = rf"(?P<q>{_MONTH})\.?\s*(?:[-/–—]|to|bis)\s*(?P<last>{_MONTH})\.?"
_NTH = r"(?:\.|st|nd|rd|th|er|e|º)?\s?"
_SEP = r"(?P<sep>[-/. _])"
_SPLIT_YEAR = r"(?P<y>\d{4})[-/](?P<next>\d{4}|\d\d)"
_PERIOD = r"(?:p|per|period|periode)[. ]?(?P<m>\d\d?)"
_FISCAL = r"(?:fy|fiscal(?: year)?)[-. ]?'?(?P<y>\d{4}|\d\d)(?:[-/](?P<next>\d{4}|\d\d))?"


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
        counted: Whether the number beside its year may count weeks or quarters, as in 202013.
        short: Whether it is two numbers of which none is surely a year, as in 01/20.
        clock: Seconds since midnight, for a count of days or seconds since some day.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Found | None]
    two_orders: bool = False
    numbered: bool = False
    fiscal: bool = False
    bare_month: bool = False
    counted: bool = False
    short: bool = False
    clock: Callable[[re.Match[str]], int] | None = None


def _kind(pattern: str, read: Callable[[re.Match[str]], Found | None]) -> Kind:
    return Kind(re.compile(pattern, re.ASCII), read)


def _counted_kind(pattern: str) -> Kind:
    return Kind(
        re.compile(pattern, re.ASCII), lambda m: (1, int(m["m"]), int(m["y"])), counted=True
    )


def _fiscal_kind(pattern: str) -> Kind:
    return Kind(re.compile(pattern, re.ASCII), date_matches.fiscal, fiscal=True)


NUMBERED = Kind(
    re.compile(r"(?P<y>\d{1,2})-(?P<m>\d\d)", re.ASCII),
    lambda m: (1, int(m["m"]), 2000 + int(m["y"])),
    numbered=True,
)
SHORT = Kind(
    re.compile(r"(?P<m>\d{1,2})/(?P<y>\d\d)", re.ASCII),
    # As `NUMBERED` has them.
    lambda m: (1, int(m["y"]), 2000 + int(m["m"])),
    short=True,
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
        lambda m: (int(m["a"]), int(m["b"]), date_matches.full_year(m["y"])),
        two_orders=True,
    ),
    _kind(
        rf"{_DAY_NAME}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º)?[-/. _]?\s*{_OF}{_NAME}\.?[-/., _]?\s*"
        rf"{_OF}(?P<y>\d{{4}}|\d\d){_TIME}",
        lambda m: date_matches.by_name(m, m["d"]),
    ),
    _kind(
        rf"{_DAY_NAME}{_NAME}\.?[- ](?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|[- ])"
        rf"(?P<y>\d{{4}}){_TIME}",
        lambda m: date_matches.by_name(m, m["d"]),
    ),
    # As C and Unix write moments.
    _kind(
        rf"{_DAY_NAME}{_NAME}\s+(?P<d>\d{{1,2}})\s+(?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d)"
        rf"(?P<half>(?!))?(?:\s+(?P<zone>{ZONE}))?\s+(?P<y>\d{{4}})",
        lambda m: date_matches.by_name(m, m["d"]),
    ),
    _kind(
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:\.0)?",
        lambda m: (int(m["d"]), int(m["m"]), int(m["y"])),
    ),
    # Ten digits that begin with 1 count seconds.
    _kind(
        r"(?P<y>2\d{3}|1[789]\d\d(?=.{8}))(?P<m>\d\d)(?P<d>\d\d)t?(?P<H>\d\d)"
        rf"(?:(?P<M>\d\d)(?P<S>\d\d)?)?(?P<half>(?!))?(?P<zone>{ZONE})?",
        lambda m: (int(m["d"]), int(m["m"]), int(m["y"])),
    ),
    Kind(
        re.compile(r"(?P<y>\d{4})(?:[-/. :_]m?|m)(?!0$)(?P<m>\d{1,2})", re.ASCII),
        lambda m: (1, int(m["m"]), int(m["y"])),
        bare_month=True,
        counted=True,
    ),
    _counted_kind(r"(?P<y>\d{4})(?P<m>\d\d)(?:\.0)?"),
    _counted_kind(r"(?P<m>\d{1,2})[-/. ](?P<y>\d{4})"),
    _kind(r"m ?(?P<m>\d{1,2})[-/. ](?P<y>\d{4})", lambda m: (1, int(m["m"]), int(m["y"]))),
    _kind(rf"{_NAME}\.?[-/., _]*{_OF}'?(?P<y>\d{{4}}|\d\d)", date_matches.by_name),
    _kind(rf"(?P<y>\d{{4}})[-/ ]?{_NAME}\.?", date_matches.by_name),
    _kind(
        r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]"
        rf"(?:\s?(?P<d>\d{{1,2}})\s?[日일]{_TIME})?",
        lambda m: (int(m["d"] or 1), int(m["m"]), int(m["y"])),
    ),
    _kind(
        rf"(?P<y>\d{{4}}|\d\d(?=-?q))[-/ :,]*(?:{_QUARTER}|k)(?P<q>[1-4])(?P<p>)",
        date_matches.quarter,
    ),
    _kind(
        rf"(?:(?:{_QUARTER}|k(?=\d.*\d{{4}}))(?P<q>[1-4])|(?P<p>[1-4]){_NTH}{_QUARTER})"
        r"[-/, ]*'?(?P<y>\d{4}|\d\d)",
        date_matches.quarter,
    ),
    _kind(rf"{_THREE_MONTHS}[-/., ]*'?(?P<y>\d{{4}}|\d\d)", date_matches.three_months),
    _kind(rf"(?P<y>\d{{4}})[-/:., ]*{_THREE_MONTHS}", date_matches.three_months),
    _kind(rf"(?P<y>\d{{4}})[-/ ]?{_WEEK}(?P<w>\d\d?)(?:-?(?P<d>[1-7]))?", date_matches.week),
    _kind(
        rf"{_WEEK}(?P<w>\d\d?)(?P<d>)(?:[-/.']|,?\s+)(?P<y>\d{{4}}|(?<=['/])\d\d)",
        date_matches.week,
    ),
    _kind(rf"(?P<w>\d\d?){_NTH}{_WEEK}(?P<d>)[-/]?(?P<y>\d{{4}})", date_matches.week),
    _fiscal_kind(_FISCAL),
    _fiscal_kind(r"(?P<y>\d{4})[-/](?P<next>\d{4})"),
    _fiscal_kind(rf"{_FISCAL}[-/, ]*q(?P<q>[1-4])"),
    _fiscal_kind(rf"(?:q(?P<q>[1-4])|(?P<p>[1-4])q)[-/, ]*{_FISCAL}"),
    _fiscal_kind(rf"{_SPLIT_YEAR}[-/, ]*q(?P<q>[1-4])"),
    _fiscal_kind(rf"(?:q(?P<q>[1-4])|(?P<p>[1-4])q)[-/, ]*{_SPLIT_YEAR}"),
    _fiscal_kind(rf"{_FISCAL}[-/, ]*{_PERIOD}"),
    _fiscal_kind(rf"{_PERIOD}[-/, ]*{_FISCAL}"),
    _fiscal_kind(rf"(?P<y>\d{{4}})[-/, ]*{_PERIOD}"),
    _fiscal_kind(rf"{_PERIOD}[-/, ]*(?P<y>\d{{4}})"),
    # As SAP writes them.
    _fiscal_kind(r"(?P<m>0(?:0\d|1[012]))[./](?P<y>\d{4})"),
    # Other numbers of four digits are hardly years.
    _kind(r"(?P<y>1[7-9]\d\d|2[01]\d\d|2200)(?:\.0)?", lambda m: (1, 1, int(m["y"]))),
    NUMBERED,
    SHORT,
    # Between 1954 and 2064; other numbers of five digits are hardly days. A number stored among
    # texts ends in e0.
    Kind(
        re.compile(r"(?P<n>[2-5]\d{4})(?P<part>\.\d+)?(?:e0)?", re.ASCII),
        date_matches.serial,
        clock=date_matches.serial_clock,
    ),
    # From 2001 on these have ten digits, and three, six or nine more for parts of a second.
    Kind(
        re.compile(r"(?P<n>1\d{9})(?:\.\d+|\d{3}|\d{6}|\d{9})?", re.ASCII),
        date_matches.epoch,
        clock=date_matches.epoch_clock,
    ),
)
