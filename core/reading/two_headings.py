"""Headings of two lines, as merged cells leave them: years over months, regions over measures."""

import re

from core.reading.column_names import is_quarter
from core.reading.date_text import is_month, read_date
from core.reading.numbers import is_missing, looks_like_number

_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")


def joined_headings(names: list[str], below: list[str]) -> list[str] | None:
    """One line of names such as "Jan 2020" or "North Units" from two; `None` if there is only one.

    Args:
        names: What was taken for the heading.
        below: The next line.
    """
    width = max(len(names), len(below))
    above = [*names, *[""] * (width - len(names))]
    under = [*below, *[""] * (width - len(below))]
    return _months_below_years(above, under) or _names_below_names(above, under)


def _months_below_years(above: list[str], under: list[str]) -> list[str] | None:
    joined: list[str] = []
    year, years, parts = "", 0, 0
    for over, text in zip(above, under, strict=True):
        if _YEAR.fullmatch(over):
            year, years = over.removesuffix(".0"), years + 1
        elif over:
            year = ""
        part = is_month(text) or is_quarter(text)
        parts += bool(part and year)
        joined.append(f"{text} {year}" if part and year else text or over)
    return joined if years and parts > 2 and 2 * parts > len(joined) else None


def _names_below_names(above: list[str], under: list[str]) -> list[str] | None:
    """Names under merged cells: each of the line above counts for the gaps after it."""
    gaps = [not over and bool(text) for over, text in zip(above, under, strict=True)]
    # Several names stand under one, so some come twice.
    filled = [text for text in under if text]
    if not any(gaps) or len(set(filled)) == len(filled) or not all(map(_is_name, filled)):
        return None
    joined, last = [], ""
    for over, text in zip(above, under, strict=True):
        last = over or last
        joined.append(" ".join(filter(None, (last, text))) if text else over)
    return joined


def _is_name(text: str) -> bool:
    return not is_missing(text) and not looks_like_number(text) and read_date(text) is None
