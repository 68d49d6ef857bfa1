"""Periods written as dates."""

import calendar
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.corpus.axes import Combination
from tests.corpus.cells import Cell

_HEADINGS = ("Date", "date", "Datum", "Period")
_MONTHS = tuple(calendar.month_name)
_SHORT = tuple(calendar.month_abbr)


@dataclass(frozen=True, eq=False)
class WrittenDates:
    """The columns that say when.

    Attributes:
        headings: Their names.
        cells: For each period, a cell for each of them.
    """

    headings: tuple[str, ...]
    cells: list[tuple[Cell, ...]]


def write_dates(
    starts: pd.DatetimeIndex, combination: Combination, rng: np.random.Generator
) -> WrittenDates:
    """Write periods, given by their first days or hours, in the style of a combination."""
    style, frequency = combination["dates"], combination["frequency"]
    heading = _HEADINGS[int(rng.integers(len(_HEADINGS)))]
    if style == "parts":
        return _parts(starts, frequency, rng)
    padded = bool(rng.random() < 0.6)
    clock = frequency == "hourly"
    zone = ("Z", "+01:00", "+00:00")[int(rng.integers(3))]
    late = frequency == "daily" or bool(rng.random() < 0.3)
    if style == "year":
        heading = ("Year", "Jahr", "year")[int(rng.integers(3))]
    if style == "serial":
        heading = ("Date", "date", "Datum")[int(rng.integers(3))]
    if style == "epoch":
        heading = ("timestamp", "time", "date")[int(rng.integers(3))]
    cells = [(_one(start, style, frequency, padded, clock, zone, late),) for start in starts]
    return WrittenDates((heading,), cells)


def _one(
    start: pd.Timestamp, style: str, frequency: str, padded: bool, clock: bool, zone: str,
    late: bool,
) -> Cell:  # fmt: skip
    time = f" {start:%H:%M}" if clock else ""
    day, month = (f"{n:02d}" if padded else str(n) for n in (start.day, start.month))
    seconds = int(start.value // 10**9)
    match style:
        case "iso":
            return Cell(f"{start:%Y-%m-%d}{time}", start.to_pydatetime())
        case "d.m.y":
            return Cell(f"{day}.{month}.{start.year}{time}")
        case "d/m/y":
            return Cell(f"{day}/{month}/{start.year}{time}")
        case "m/d/y":
            return Cell(f"{month}/{day}/{start.year}{time}")
        case "5 Jan 2024":
            return Cell(f"{start.day} {_SHORT[start.month]} {start.year}{time}")
        case "Jan-24":
            return Cell(f"{_SHORT[start.month]}-{start.year % 100:02d}")
        case "January 2024":
            return Cell(f"{_MONTHS[start.month]} {start.year}")
        case "2024Q1":
            return Cell(f"{start.year}Q{start.quarter}")
        case "Q1 2024":
            return Cell(f"Q{start.quarter} {start.year}")
        case "2024-Q1":
            return Cell(f"{start.year}-Q{start.quarter}")
        case "2024-W05":
            year, week, _ = start.isocalendar()
            return Cell(f"{year}-W{week:02d}")
        case "year":
            return Cell(str(start.year), start.year)
        case "serial":
            days = (start - pd.Timestamp(1899, 12, 30)) / pd.Timedelta(days=1)
            number = int(days) if days.is_integer() else days
            return Cell(str(number), number)
        case "epoch":
            return Cell(str(seconds), seconds)
        case "zoned":
            return Cell(f"{start:%Y-%m-%dT%H:%M:%S}{zone}")
    end = (
        start
        + {
            "daily": pd.DateOffset(days=1),
            "weekly": pd.DateOffset(days=7),
            "monthly": pd.DateOffset(months=1),
            "quarterly": pd.DateOffset(months=3),
            "yearly": pd.DateOffset(years=1),
        }[frequency]
    )
    if late:
        last = end - pd.Timedelta(seconds=1)
        return Cell(f"{last:%Y-%m-%d %H:%M:%S}", last.to_pydatetime())
    last = end - pd.Timedelta(days=1)
    return Cell(f"{last:%Y-%m-%d}", last.to_pydatetime())


def _parts(starts: pd.DatetimeIndex, frequency: str, rng: np.random.Generator) -> WrittenDates:
    years = [Cell(str(start.year), start.year) for start in starts]
    if frequency == "quarterly":
        named = rng.random() < 0.5
        quarters = [
            Cell(f"Q{start.quarter}") if named else Cell(str(start.quarter), start.quarter)
            for start in starts
        ]
        return WrittenDates(("Year", "Quarter"), list(zip(years, quarters, strict=True)))
    way = rng.integers(3)
    months = [
        (
            Cell(str(start.month), start.month),
            Cell(_SHORT[start.month]),
            Cell(_MONTHS[start.month]),
        )[way]
        for start in starts
    ]
    if frequency == "monthly":
        return WrittenDates(("Year", "Month"), list(zip(years, months, strict=True)))
    days = [Cell(str(start.day), start.day) for start in starts]
    return WrittenDates(("Year", "Month", "Day"), list(zip(years, months, days, strict=True)))


def across_a_year(frequency: str, rng: np.random.Generator) -> list[str]:
    """Headings for the months or quarters of a year."""
    if frequency == "quarterly":
        return [f"Q{n}" for n in range(1, 5)]
    return list((_SHORT, _MONTHS)[int(rng.integers(2))][1:])
