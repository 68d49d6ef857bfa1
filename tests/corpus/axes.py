"""The ways a file can differ, and which of them can't meet in one file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Combination = Mapping[str, str]
"""A level for each axis, or for some of them."""

AXES: dict[str, tuple[str, ...]] = {
    "frequency": (
        "daily", "business-daily", "weekly", "monthly", "quarterly", "yearly", "hourly",
        "half-hourly", "quarter-hourly", "4-4-5", "13 weeks", "52 weeks", "fiscal quarters",
        "fiscal years",
    ),
    "dates": (
        "iso", "d.m.y", "d/m/y", "m/d/y", "5 Jan 2024", "Jan-24", "January 2024", "2024Q1",
        "Q1 2024", "2024-Q1", "2024-W05", "year", "parts", "serial", "epoch", "zoned", "daylight",
        "ends", "1-01", "FY2024", "2023/24", "none",
    ),
    "layout": ("one", "wide", "long", "across", "grid", "orders"),
    "ids": ("none", "one", "two", "three", "code"),
    "beside": ("nothing", "price", "flag", "remark"),
    "kind": ("csv", "gz", "zip", "xlsx", "parquet"),
    "delimiter": ("comma", "semicolon", "tab", "bar", "none"),
    "encoding": ("utf-8", "utf-8-sig", "cp1252", "utf-16", "none"),
    "quoting": ("bare", "minimal", "all", "none"),
    "line ends": ("lf", "crlf", "unended", "none"),
    "marks": ("1234.5", "1,234.5", "1.234,5", "1 234,5", "1'234.5", "1234,5"),
    "values": ("whole", "decimal", "large", "thousandths", "fractions"),
    "sign": ("positive", "minus", "parentheses", "trailing"),
    "unit": ("bare", "$", "€", "EUR", "%", "heading"),
    "missing": ("whole", "empty", "NA", "-", "n/a", "null", "#N/A", "no row"),
    "junk": (
        "none", "titles", "metadata", "blank lines", "total", "source", "index", "margin", "sums",
    ),
    "order": ("rising", "falling", "shuffled"),
    "length": ("short", "medium", "long"),
}  # fmt: skip
"""Levels of each axis. "none" is what a workbook has of a delimiter.

frequency: "4-4-5" are months of whole weeks, "13 weeks" quarters and "52 weeks" years of them.
dates: "parts" are columns such as Year and Month; "serial" counts days as Excel does, "epoch"
seconds since 1970; "zoned" names one zone and "daylight" the two of a place, or midnights there as
UTC has them; "ends" are the last days of periods; "1-01" numbers years; "FY2024" and "2023/24" are
fiscal.
layout: one series; a column for each of several; rows of several under columns of names; a
column for each date; years down and months or quarters across; order lines.
ids: columns of names, "code" for one of numbers that are names.
beside: another column.
unit: "heading" names it there.
junk: "metadata" are names and values above the heading; "margin" is an empty column first and empty
lines above; "sums" are a series or column that adds up the others.
"""

_TEXT = ("csv", "gz", "zip")
_WITHOUT_DELIMITER = ("delimiter", "encoding", "quoting", "line ends")
_QUARTERS = ("2024Q1", "Q1 2024", "2024-Q1")
WITHIN_DAY = ("hourly", "half-hourly", "quarter-hourly")
WEEKS = ("4-4-5", "13 weeks", "52 weeks")
FISCAL = ("fiscal quarters", "fiscal years")
_DAYS = ("daily", "business-daily", "weekly", "monthly", "quarterly", "yearly", *WEEKS)
"""Frequencies whose periods may be dated by a day."""

_FITTING = {
    **dict.fromkeys(
        ("iso", "d.m.y", "d/m/y", "m/d/y", "5 Jan 2024", "serial", "epoch", "zoned"),
        (*_DAYS, *WITHIN_DAY),
    ),
    "daylight": _DAYS,
    "Jan-24": ("monthly", "quarterly"),
    "January 2024": ("monthly", "quarterly"),
    **dict.fromkeys(_QUARTERS, ("quarterly",)),
    "2024-W05": ("weekly",),
    "year": ("yearly",),
    "parts": (
        *_DAYS, *WITHIN_DAY, "fiscal quarters",
    ),
    "ends": ("daily", "weekly", "monthly", "quarterly", "yearly", *WEEKS),
    "1-01": ("monthly",),
    "FY2024": FISCAL,
    "2023/24": FISCAL,
    "none": ("daily", "weekly", "monthly", "quarterly", "yearly", "hourly"),
}  # fmt: skip
"""Frequencies that a style of dates can write."""

_OF_ORDERS = (
    "iso", "d.m.y", "d/m/y", "m/d/y", "5 Jan 2024", "parts", "serial", "epoch", "zoned", "daylight",
)  # fmt: skip
_POINTS = ("1234.5", "1,234.5", "1'234.5")
_WITHOUT_COMMAS = ("1234.5", "1'234.5")


@dataclass(frozen=True)
class Constraint:
    """Levels that can't meet, judged on some of the axes alone, and why."""

    axes: tuple[str, ...]
    allowed: Callable[..., bool]
    why: str


CONSTRAINTS = (
    *(
        Constraint(
            ("kind", axis),
            lambda kind, level: (kind in _TEXT) == (level != "none"),
            f"text files alone have a choice of {axis}",
        )
        for axis in _WITHOUT_DELIMITER
    ),
    Constraint(
        ("dates", "frequency"),
        lambda dates, frequency: frequency in _FITTING[dates],
        "months can't be written as quarters, hours not as days, and so on",
    ),
    Constraint(
        ("layout", "dates"),
        lambda layout, dates: (
            layout != "across" or dates not in ("parts", "serial", "epoch", "1-01", "none")
        ),
        "nobody heads columns with counts of days, and one heading can't be several columns",
    ),
    Constraint(
        ("layout", "dates"),
        lambda layout, dates: layout != "grid" or dates == "parts",
        "years down and months across are parts of dates",
    ),
    Constraint(
        ("layout", "frequency"),
        lambda layout, frequency: layout != "grid" or frequency in ("monthly", "quarterly"),
        "a year down and its months or quarters across",
    ),
    Constraint(
        ("layout", "missing"),
        lambda layout, missing: layout != "grid" or missing != "no row",
        "a year's months stand in one row",
    ),
    Constraint(
        ("layout", "dates"),
        lambda layout, dates: layout != "orders" or dates in _OF_ORDERS,
        "an order has a day of its own",
    ),
    Constraint(
        ("layout", "frequency"),
        lambda layout, frequency: (
            layout != "orders" or frequency in ("daily", "business-daily", "weekly", "monthly")
        ),
        "orders are added up by day, week or month",
    ),
    Constraint(
        ("layout", "ids"),
        lambda layout, ids: (layout in ("long", "across", "orders")) == (ids != "none"),
        "names stand in columns where a series has rows of its own",
    ),
    Constraint(
        ("layout", "beside"),
        lambda layout, beside: layout in ("one", "long") or beside == "nothing",
        "beside several columns of values, one more would be a series",
    ),
    Constraint(
        ("dates", "layout"),
        lambda dates, layout: dates != "none" or layout in ("one", "wide"),
        "without dates nothing tells which rows belong together",
    ),
    Constraint(
        ("dates", "order"),
        lambda dates, order: dates != "none" or order == "rising",
        "without dates the order is all there is",
    ),
    Constraint(
        ("dates", "missing"),
        lambda dates, missing: dates != "none" or missing not in ("no row", "empty"),
        "without dates nothing tells of a row that is not there, or holds nothing",
    ),
    Constraint(
        ("dates", "beside"),
        lambda dates, beside: dates != "none" or beside != "remark",
        "words beside numbers, and no dates: that is no series",
    ),
    Constraint(
        ("dates", "junk"),
        lambda dates, junk: dates != "none" or junk not in ("total", "source"),
        "without dates no column has room for words below the table",
    ),
    Constraint(
        ("dates", "layout", "marks"),
        lambda dates, layout, marks: (
            not (dates == "none" and layout == "one" and marks not in _WITHOUT_COMMAS)
        ),
        "one column of numbers with commas is as well two columns without",
    ),
    Constraint(
        ("layout", "junk"),
        lambda layout, junk: layout not in ("one", "orders") or junk != "sums",
        "one series has no others to add up",
    ),
    Constraint(
        ("delimiter", "quoting", "marks"),
        lambda delimiter, quoting, marks: (
            not (delimiter == "comma" and quoting == "bare" and marks not in _WITHOUT_COMMAS)
        ),
        "a comma inside a number would cut it in two",
    ),
    Constraint(
        ("dates", "frequency", "marks"),
        lambda dates, frequency, marks: (
            not (dates == "serial" and frequency in WITHIN_DAY and marks not in _POINTS)
        ),
        "parts of a day are written with the decimal mark of the numbers",
    ),
    Constraint(
        ("dates", "frequency", "length"),
        lambda dates, frequency, length: (
            not (dates == "epoch" and frequency in ("yearly", "52 weeks") and length == "long")
        ),
        "seconds are written from 2002 on",
    ),
    Constraint(
        ("sign", "unit"),
        lambda sign, unit: sign != "trailing" or unit in ("bare", "heading"),
        "systems that put the minus last write no units",
    ),
    Constraint(
        ("layout", "unit"),
        lambda layout, unit: layout not in ("across", "grid") or unit != "heading",
        "where dates head the columns, no heading names the values",
    ),
    Constraint(
        ("values", "unit"),
        lambda values, unit: values != "large" or unit != "%",
        "there are no millions of per cent",
    ),
    Constraint(
        ("kind", "junk"),
        lambda kind, junk: kind != "parquet" or junk in ("none", "index", "sums"),
        "Parquet holds columns and nothing around them",
    ),
)


def allowed(some: Combination) -> bool:
    """Whether levels can meet; constraints on axes that have no level yet are left out."""
    return all(
        constraint.allowed(*(some[axis] for axis in constraint.axes))
        for constraint in CONSTRAINTS
        if all(axis in some for axis in constraint.axes)
    )
