"""Counts, quotations, lists and numbers as they stand in messages, in the style in force."""

import math
from collections.abc import Sequence

from core.number_style import in_force


def number(value: float, form: str = ",") -> str:
    """A number as Python's `format` takes `form`, with the marks of the style in force."""
    return in_force().written(value, form)


def counted(many: int, noun: str, plural: str = "") -> str:
    """A count with its noun: "1 row", "4,377 rows"."""
    return f"{number(many)} {noun if many == 1 else plural or noun + 's'}"


def quoted(text: str, most: int = 40) -> str:
    """Text of a file in quotation marks, on one line, cut after `most` characters."""
    shown = text if len(text) <= most else text[: most - 1] + "…"
    printable = "".join(sign if sign.isprintable() else " " for sign in shown)
    return f"'{printable}'"


def listed(items: Sequence[str], most: int = 4) -> str:
    """Items in a row: "a", "a and b", "a, b and 3 more"; at most `most` are spelt out."""
    shown = list(items[:most])
    if len(items) > most:
        shown.append(f"{number(len(items) - most)} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def amount(value: float) -> str:
    """A number for people: "1,234.5", at most two decimals where it is large enough."""
    if value == 0 or 0.01 <= abs(value) < 1e15:
        decimals = len(f"{value:.2f}".rstrip("0").partition(".")[2])
        return number(value, f",.{decimals}f")
    return number(value, ".4g")


def rounded(value: float, unit: str = "", *, whole: bool = False) -> str:
    """A value to three significant figures, with its unit: "12.3 EUR"; "-" if there is none.

    Where `whole`, no decimals are shown. Below a millionth it is written "5.68e-14".
    """
    if not math.isfinite(value):
        return "-"
    # Of the value rounded: 9.999 is written as 10 is.
    size = abs(float(f"{value:.2e}"))
    digits = 0 if size == 0 or whole else max(0, 2 - math.floor(math.log10(size)))
    form = f",.{digits}f" if digits <= 8 else ".2e"
    words = number(round(value, digits) + 0.0, form)
    return f"{words} {unit}" if unit else words


def percent(share: float) -> str:
    """A share: 0.123 is "12%"; below a tenth with one decimal; "-" if there is none."""
    if not math.isfinite(share):
        return "-"
    return number(share, ",.0%" if abs(share) >= 0.1 else ".1%")


def percent_change(share: float) -> str:
    """A change: 0.123 is "+12%", -0.04 "-4.0%"; "-" if there is none."""
    return f"{'+' if share > 0 else ''}{percent(share)}"


def odds(share: float) -> str:
    """A chance in words: "about 7 in 10"; never none, and never certain; "-" if there is none."""
    if not math.isfinite(share):
        return "-"
    if share < 0.01:
        return "less than 1 in 100"
    if share > 0.99:
        return "more than 99 in 100"
    tenths = math.floor(share * 10 + 0.5)
    if 0.095 <= share <= 0.905:
        return f"about {tenths} in 10"
    return f"about {math.floor(share * 100 + 0.5)} in 100"


def odds_percent(share: float) -> str:
    """The same for a table: "72%", "<1%", ">99%"."""
    if not math.isfinite(share):
        return "-"
    if share < 0.01:
        return "<1%"
    return ">99%" if share > 0.99 else number(share, ".0%")


def with_unit(what: str, unit: str) -> str:
    """A heading or the title of an axis with its unit: "Sales (EUR)"."""
    return f"{what} ({unit})" if unit else what


def about(seconds: float) -> str:
    """A time to come, roughly: "about 5 s", "about 3 min"."""
    if seconds < 1:
        return "less than 1 s"
    return f"about {round(seconds)} s" if seconds < 90 else f"about {round(seconds / 60)} min"


P_MEANS = "p is how often chance alone would give as clear a sign"
"""What the p of a test means, said once where its numbers stand; begins a sentence."""


def chance(p: float) -> str:
    """The p-value of a test in a sentence: "p = 0.03"."""
    least = 0.001
    return f"p < {number(least)}" if p < least else f"p = {number(p, '.2g')}"
