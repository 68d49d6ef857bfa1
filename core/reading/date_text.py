"""One date as people write it.

Read are: 2020-01-31, 31.01.2020 and 1/31/2020 (also with two-digit years and times), 31 Jan 2020,
January 31, 2020, 20200131, 2020-01, 202001, 01/2020, Jan-20, January 2020, 2020Q1, Q1 2020, 1Q20,
2020-W05, Week 5 2020, 2020, fiscal years and quarters as in `core.reading.fiscal`, months numbered
through years as in 1-01, Excel's count of days since 1899, and seconds or milliseconds since 1970.
"""

import re

from core.reading.date_kinds import KINDS, MONTH_NUMBERS, NO_ZONE, NUMBERED, Written


def read_date(text: str, likely: int = 0) -> Written | None:
    """One text as a date, `None` if it is none.

    Args:
        text: The cell.
        likely: Kind to try first, for speed.
    """
    cell = text.strip().lower()
    match = KINDS[likely].pattern.fullmatch(cell)
    if match is None:
        matches = ((i, kind.pattern.fullmatch(cell)) for i, kind in enumerate(KINDS))
        likely, match = next(((i, found) for i, found in matches if found), (likely, None))
    found = KINDS[likely].read(match) if match else None
    if match is None or found is None:
        return None
    clock = KINDS[likely].clock
    if clock is not None:
        return Written(likely, *found, clock(match), NO_ZONE)
    if match.re.groupindex.get("H") is None or match["H"] is None:
        return Written(likely, *found, 0, NO_ZONE)
    seconds = _seconds(match)
    return None if seconds is None else Written(likely, *found, seconds, _zone(match["zone"]))


def _seconds(match: re.Match[str]) -> int | None:
    hour, minute, second = int(match["H"]), int(match["M"]), int(match["S"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second


def _zone(text: str | None) -> int:
    if not text:
        return NO_ZONE
    if text[0] not in "+-":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    return (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if text[0] == "-" else 1)


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
    return cell.replace(".", "", 1).isdigit() or NUMBERED.pattern.fullmatch(cell) is not None
