"""Headings of two lines: years, each over its months or quarters, as merged cells leave them."""

import re

from core.reading.column_names import is_quarter
from core.reading.date_text import is_month

_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")


def months_below_years(names: list[str], below: list[str]) -> list[str] | None:
    """One line of names such as "Jan 2020" from two; `None` if they are no such lines.

    Args:
        names: What was taken for the heading.
        below: The next line.
    """
    joined: list[str] = []
    year, years, parts = "", 0, 0
    for place in range(max(len(names), len(below))):
        above = names[place] if place < len(names) else ""
        under = below[place] if place < len(below) else ""
        if _YEAR.fullmatch(above):
            year, years = above.removesuffix(".0"), years + 1
        elif above:
            year = ""
        part = is_month(under) or is_quarter(under)
        parts += bool(part and year)
        joined.append(f"{under} {year}" if part and year else under or above)
    return joined if years and parts > 2 and 2 * parts > len(joined) else None
