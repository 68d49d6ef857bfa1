"""One date as people write it.

Read are: 2020-01-31, 31.01.2020 and 1/31/2020 (also with two-digit years, times and zones), 31 Jan
2020, January 31, 2020, 20200131, 2020-01, 202001, 01/2020, Jan-20, January 2020, 2020Q1, Q1 2020,
1Q20, Jan-Mar 2020, 2020-W05, Week 5 2020, 2020, Tue Mar 05 07:30:00 2019, fiscal years, quarters
and periods as in `core.reading.fiscal`, months numbered through years as in 1-01, Excel's count of
days since 1899, and seconds or parts of them since 1970. Months may be named in a dozen languages.
Around a date may stand a weekday, a flag such as (p), words such as "week ending", and the other
end of a range.
"""

import re

from core.reading.cell_text import plain
from core.reading.date_kinds import KINDS, NO_ZONE, NUMBERED, SHORT, Written
from core.reading.date_matches import Found
from core.reading.month_names import MONTH_NUMBERS, WEEKDAY
from core.reading.zone_names import minutes_ahead

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[+-]?[\d.,]+", re.ASCII)
_BEFORE = re.compile(
    r"(?:\d+ )?(?:w/?e|w/?c|as (?:of|at)|(?:week|wk|month|quarter|year|period)"
    r"(?: (?:of|end|ending|ended|commencing|beginning|starting|from|to))?)[:. ]+(?=.*\d)"
)
_AFTER = re.compile(
    r"\s*(?:\((?:[a-z]{1,2}|est\.?|prelim[a-z]*\.?|provisional|revised|forecast|[a-z ]+ time|"
    rf"{WEEKDAY}\.?)\)|\*+|\[[^\]]*\]|(?<=\d) ?[pre]|(?<=\d)[, ]+{WEEKDAY}\.?)$"
)
_RANGE = re.compile(
    r"(?P<first>.*\d.*?)\s*(?: - | to | bis | au | al | until |–|—)\s*(?P<last>.*\d.*)"
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?", re.ASCII)

_LONGEST = 200
"""Characters of a cell that may be a date with words around it."""

_WEEKS, _YEARS = 53, range(1990, 2060)

# A number has no 0 in front.
_MONTH_FIRST = re.compile(r"0\d\.(?:19|20)\d\d", re.ASCII)


def read_date(text: str, likely: int = 0) -> Written | None:
    """One text as a date, `None` if it is none.

    Args:
        text: The cell.
        likely: Kind to try first, for speed.
    """
    cell = text.strip().lower()
    # Patterns of what may stand around a date take long to fail on a page of text.
    if len(cell) > _LONGEST or not _DIGIT.search(cell):
        return None
    found = _read(cell, likely)
    return found if found or _NUMBER.fullmatch(cell) else _read_inside(plain(cell))


def _read(cell: str, likely: int = 0) -> Written | None:
    match = KINDS[likely].pattern.fullmatch(cell)
    if match is None:
        matches = ((i, kind.pattern.fullmatch(cell)) for i, kind in enumerate(KINDS))
        likely, match = next(((i, found) for i, found in matches if found), (likely, None))
    found = KINDS[likely].read(match) if match else None
    if match is None or found is None or not _has_month(likely, found):
        return None
    clock = KINDS[likely].clock
    if clock is not None:
        return Written(likely, *found, clock(match), NO_ZONE)
    if match.re.groupindex.get("H") is None or match["H"] is None:
        return Written(likely, *found, 0, NO_ZONE)
    seconds = _seconds(match)
    ahead = minutes_ahead(match["zone"]) if match["zone"] else NO_ZONE
    return None if seconds is None else Written(likely, *found, seconds, ahead)


def _read_inside(cell: str) -> Written | None:
    """A date with something around it; of a range the first end."""
    before, after = _BEFORE.match(cell), _AFTER.search(cell)
    bare = cell[before.end() if before else 0 : after.start() if after else None]
    found = _read(bare)
    if found:
        return found
    ends = _RANGE.fullmatch(bare)
    halves = (ends["first"], ends["last"]) if ends else _halves(bare)
    first, last = map(_read, halves)
    # In "Dec 30 - Jan 5, 2020" the first is no month of 2030.
    same = first and last and first.kind == last.kind
    return first if same or (first and _CLOCK.fullmatch(halves[1])) else None


def _halves(cell: str) -> tuple[str, str]:
    """What stands before and after a hyphen in the middle of a text."""
    middle = len(cell) // 2
    return (cell[:middle], cell[middle + 1 :]) if cell[middle : middle + 1] == "-" else ("", "")


def _has_month(kind: int, found: Found) -> bool:
    """Whether a month has its number, so that 0.0419 and 1300.0 are numbers.

    Where day and month could change places either may stand there, and so may the year after that
    ends a fiscal year.
    """
    _, month, year = found
    way = KINDS[kind]
    after = way.bare_month and month == (year + 1) % 100
    # Weeks beside a year, and years of two digits, which the whole column tells apart.
    other = (way.counted and month <= _WEEKS and year in _YEARS) or way.short or way.numbered
    return 1 <= month <= 12 or way.two_orders or after or (month > 0 and other)


def _seconds(match: re.Match[str]) -> int | None:
    hour, minute, second = int(match["H"]), int(match["M"] or 0), int(match["S"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    seconds = hour * 3600 + minute * 60 + second
    # 24:00 is the midnight that ends a day.
    return None if minute > 59 or second > 59 or seconds > 86_400 else seconds


def is_date(text: str) -> bool:
    """Whether one text is a date on its own, and not just a number or a code."""
    return read_date(text) is not None and not is_bare(text)


def is_month(text: str) -> bool:
    """Whether a text is the name of a month alone."""
    return text.strip().lower().rstrip(".") in MONTH_NUMBERS


def is_count(text: str) -> bool:
    """Whether a text is a date only as a count of days or seconds since some day."""
    written = read_date(text)
    return written is not None and KINDS[written.kind].clock is not None


def is_fiscal(text: str) -> bool:
    """Whether a text can be a fiscal year, or a quarter of one: FY2020, 2010/11."""
    written = read_date(text)
    if written is None:
        return False
    kind = KINDS[written.kind]
    return kind.fiscal or (kind.bare_month and written.month == (written.year + 1) % 100)


def is_bare(text: str) -> bool:
    """Whether a text could be a date but also a number or a code: 2020, 202001, 43831, 1-01."""
    cell = text.strip().removesuffix("e0")
    if _MONTH_FIRST.fullmatch(cell):
        return False
    digits = cell.replace(".", "", 1).isdigit()
    return digits or any(kind.pattern.fullmatch(cell) for kind in (NUMBERED, SHORT))
