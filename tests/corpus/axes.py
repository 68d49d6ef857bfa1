"""The ways a file can differ, and which of them can't meet in one file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Combination = Mapping[str, str]
"""A level for each axis, or for some of them."""

AXES: dict[str, tuple[str, ...]] = {
    "frequency": (
        "daily", "business-daily", "weekly", "monthly", "quarterly", "yearly", "hourly",
    ),
    "dates": (
        "iso", "d.m.y", "d/m/y", "m/d/y", "5 Jan 2024", "Jan-24", "January 2024", "2024Q1",
        "Q1 2024", "2024-Q1", "2024-W05", "year", "parts", "serial", "epoch", "zoned", "ends",
    ),
    "layout": ("one", "wide", "long", "across", "grid"),
    "kind": ("csv", "gz", "zip", "xlsx", "parquet"),
    "delimiter": ("comma", "semicolon", "tab", "bar", "none"),
    "encoding": ("utf-8", "utf-8-sig", "cp1252", "utf-16", "none"),
    "quoting": ("bare", "minimal", "all", "none"),
    "line ends": ("lf", "crlf", "unended", "none"),
    "marks": ("1234.5", "1,234.5", "1.234,5", "1 234,5", "1'234.5", "1234,5"),
    "values": ("whole", "decimal", "large", "thousandths", "fractions"),
    "sign": ("positive", "minus", "parentheses", "trailing"),
    "unit": ("bare", "$", "€", "EUR", "%"),
    "missing": ("whole", "empty", "NA", "-", "n/a", "null", "#N/A", "no row"),
    "junk": ("none", "titles", "blank lines", "total", "source", "index"),
    "order": ("rising", "falling", "shuffled"),
    "length": ("short", "medium", "long"),
}  # fmt: skip
"""Levels of each axis. "none" is what a workbook has of a delimiter.

layout: one series; a column for each of several; rows of several under a column of names; a
column for each date; years down and months or quarters across.
dates: "parts" are columns such as Year and Month; "serial" counts days as Excel does, "epoch"
seconds since 1970; "ends" are the last days of periods.
"""

_TEXT = ("csv", "gz", "zip")
_WITHOUT_DELIMITER = ("delimiter", "encoding", "quoting", "line ends")
_QUARTERS = ("2024Q1", "Q1 2024", "2024-Q1")
_FITTING = {
    "Jan-24": ("monthly", "quarterly"),
    "January 2024": ("monthly", "quarterly"),
    **dict.fromkeys(_QUARTERS, ("quarterly",)),
    "2024-W05": ("weekly",),
    "year": ("yearly",),
    "parts": ("daily", "business-daily", "weekly", "monthly", "quarterly"),
    "ends": ("daily", "weekly", "monthly", "quarterly", "yearly"),
}
_COMMAS = ("1,234.5", "1.234,5", "1 234,5", "1234,5")


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
        lambda dates, frequency: frequency in _FITTING.get(dates, AXES["frequency"]),
        "months can't be written as quarters, hours not as days, and so on",
    ),
    Constraint(
        ("layout", "dates"),
        lambda layout, dates: layout != "across" or dates not in ("parts", "serial", "epoch"),
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
        ("delimiter", "quoting", "marks"),
        lambda delimiter, quoting, marks: (
            not (delimiter == "comma" and quoting == "bare" and marks in _COMMAS)
        ),
        "a comma inside a number would cut it in two",
    ),
    Constraint(
        ("dates", "frequency", "marks"),
        lambda dates, frequency, marks: (
            not (dates == "serial" and frequency == "hourly" and marks not in ("1234.5", "1,234.5"))
        ),
        "parts of a day are written with the decimal mark of the numbers",
    ),
    Constraint(
        ("dates", "frequency", "length"),
        lambda dates, frequency, length: (
            not (dates == "epoch" and frequency == "yearly" and length == "long")
        ),
        "seconds are written from 2002 on",
    ),
    Constraint(
        ("sign", "unit"),
        lambda sign, unit: sign != "trailing" or unit == "bare",
        "systems that put the minus last write no units",
    ),
    Constraint(
        ("values", "unit"),
        lambda values, unit: values != "large" or unit != "%",
        "there are no millions of per cent",
    ),
    Constraint(
        ("kind", "junk"),
        lambda kind, junk: kind != "parquet" or junk in ("none", "index"),
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
