"""What a date says that was matched by its way of writing: day, month, year and time of day."""

import re
from datetime import date, timedelta

from core.reading.month_names import MONTH_NUMBERS

# Day or first number, month or second number, year.
Found = tuple[int, int, int]


def full_year(text: str) -> int:
    """A year of two or four digits."""
    if len(text) > 2:
        return int(text)
    # Two digits, as POSIX has it: 69 to 99 lie in the last century.
    return int(text) + (2000 if int(text) < 69 else 1900)


def by_name(m: re.Match[str], day: str = "1") -> Found:
    """A month by its name, with a year."""
    return int(day), MONTH_NUMBERS[m["name"]], full_year(m["y"])


def quarter(m: re.Match[str]) -> Found:
    """The first month of a quarter."""
    return 1, 3 * int(m["q"] or m["p"]) - 2, full_year(m["y"])


def three_months(m: re.Match[str]) -> Found | None:
    """The first of three months of one year; over the turn of a year it is open which is meant."""
    first, last = MONTH_NUMBERS[m["q"]], MONTH_NUMBERS[m["last"]]
    return (1, first, full_year(m["y"])) if last - first == 2 else None


def fiscal(m: re.Match[str]) -> Found | None:
    """The first year that a fiscal year or quarter names, and the month its number would have."""
    groups = m.groupdict()
    year, after = full_year(m["y"]), groups.get("next")
    if after and int(after) not in (year + 1, (year + 1) % 100):
        return None
    if "m" in groups:
        return 1, int(m["m"]), year
    return 1, 3 * int(groups.get("q") or groups.get("p") or 1) - 2, year


def week(m: re.Match[str]) -> Found | None:
    """The Monday of an ISO week, or the day of it that is named; None where there is none."""
    try:
        found = date.fromisocalendar(full_year(m["y"]), int(m["w"]), int(m["d"] or 1))
    except ValueError:
        return None
    return found.day, found.month, found.year


def _serial_seconds(m: re.Match[str]) -> int:
    # Parts of a day come out a little off: to the second, before it is cut into day and clock.
    return int(m["n"]) * 86_400 + round(float(m["part"] or 0) * 86_400)


def serial(m: re.Match[str]) -> Found:
    """The day of a date as Excel counts days."""
    # Day 60 of Excel never existed; after it this is day 0.
    day = date(1899, 12, 30) + timedelta(days=_serial_seconds(m) // 86_400)
    return day.day, day.month, day.year


def serial_clock(m: re.Match[str]) -> int:
    """Its seconds since midnight."""
    return _serial_seconds(m) % 86_400


def epoch(m: re.Match[str]) -> Found:
    """The day of a moment as Unix counts seconds."""
    day = date(1970, 1, 1) + timedelta(days=int(m["n"]) // 86_400)
    return day.day, day.month, day.year


def epoch_clock(m: re.Match[str]) -> int:
    """Its seconds since midnight."""
    return int(m["n"]) % 86_400
