"""Periods written as dates."""

import calendar
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.corpus.axes import FISCAL, WITHIN_DAY, Combination
from tests.corpus.cells import Cell

_HEADINGS = {
    "year": ("Year", "Jahr", "year"),
    "serial": ("Date", "date", "Datum"),
    "epoch": ("timestamp", "time", "date"),
    "1-01": ("Month", "month", "Date"),
    "beginning": ("Period start", "Week beginning", "Start date", "period_starts"),
    "ending": ("Period end", "Week ending", "End date", "period_ends"),
    "": ("Date", "date", "Datum", "Period"),
}
_MONTHS = tuple(calendar.month_name)
_SHORT = tuple(calendar.month_abbr)
_ZONES = ("Z", "+01:00", "+00:00")
_PLACES = ("Europe/Berlin", "America/New_York")
_FISCAL_YEARS = {
    "FY2024": ("FY{y}", "FY{yy}", "Fiscal Year {y}", "FY {y}"),
    "2023/24": ("{y}/{next}", "{y}-{next}", "{y}/{following}", "FY{y}/{next}"),
}
_FISCAL_QUARTERS = {
    "FY2024": ("FY{y} Q{q}", "FY{yy} Q{q}", "Q{q} FY{yy}", "FY{yy}-Q{q}", "FY{y}Q{q}"),
    "2023/24": ("{y}/{next} Q{q}", "Q{q} {y}/{next}", "FY{y}/{next} Q{q}"),
}


@dataclass(frozen=True, eq=False)
class WrittenDates:
    """The columns that say when.

    Attributes:
        headings: Their names.
        cells: For each date, a cell for each of them.
    """

    headings: tuple[str, ...]
    cells: list[tuple[Cell, ...]]


def write_dates(
    starts: pd.DatetimeIndex, ends: pd.DatetimeIndex, combination: Combination,
    rng: np.random.Generator, *, heading: str = "", clock: bool = False,
) -> WrittenDates:  # fmt: skip
    """Write dates in the style of a combination.

    Args:
        starts: What is written, or when the periods begin that are; shape (n,).
        ends: When these end, shape (n,).
        combination: How.
        rng: For what it leaves open.
        heading: "beginning" or "ending" if the heading has to say so.
        clock: Whether there are times of day.
    """
    style, frequency = combination["dates"], combination["frequency"]
    clock = clock or frequency in WITHIN_DAY
    if style == "parts":
        return _parts(starts, frequency, rng)
    if style == "none":
        return WrittenDates((), [()] * len(starts))
    pool = _HEADINGS[heading or (style if style in _HEADINGS else "")]
    name = pool[int(rng.integers(len(pool)))]
    if style == "daylight":
        cells = [Cell(text) for text in _daylight(starts, clock, rng)]
    elif frequency in FISCAL:
        pool = (_FISCAL_QUARTERS if frequency == "fiscal quarters" else _FISCAL_YEARS)[style]
        template = pool[int(rng.integers(len(pool)))]
        cells = [Cell(_fiscal(start, template)) for start in starts]
    elif style == "ends":
        late = frequency == "daily" or bool(rng.random() < 0.3)
        cells = [_end(end, late) for end in ends]
    else:
        padded, zone = bool(rng.random() < 0.6), _ZONES[int(rng.integers(3))]
        finer = 1_000 if rng.random() < 0.3 else 1
        cells = [_date(start, style, padded, clock, zone, finer) for start in starts]
    return WrittenDates((name,), [(cell,) for cell in cells])


def _date(
    start: pd.Timestamp, style: str, padded: bool, clock: bool, zone: str, finer: int
) -> Cell:
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
        case "1-01":
            return Cell(f"{start.year - 2000}-{start.month:02d}")
        case "serial":
            days = (start - pd.Timestamp(1899, 12, 30)) / pd.Timedelta(days=1)
            number = int(days) if days.is_integer() else days
            return Cell(str(number), number)
        case "epoch":
            return Cell(str(seconds * finer), seconds * finer)
    assert style == "zoned"
    return Cell(f"{start:%Y-%m-%dT%H:%M:%S}{zone}")


def _end(end: pd.Timestamp, late: bool) -> Cell:
    if late:
        last = end - pd.Timedelta(seconds=1)
        return Cell(f"{last:%Y-%m-%d %H:%M:%S}", last.to_pydatetime())
    last = end - pd.Timedelta(days=1)
    return Cell(f"{last:%Y-%m-%d}", last.to_pydatetime())


def _daylight(starts: pd.DatetimeIndex, clock: bool, rng: np.random.Generator) -> list[str]:
    """Times at one place, summer and winter; as midnights there in UTC if both occur."""
    local = starts.tz_localize(_PLACES[int(rng.integers(2))])
    offsets = [stamp.strftime("%z") for stamp in local]
    if not clock and len(set(offsets)) > 1 and rng.random() < 0.4:
        return [f"{stamp:%Y-%m-%dT%H:%M:%SZ}" for stamp in local.tz_convert("UTC")]
    return [
        f"{stamp:%Y-%m-%dT%H:%M:%S}{offset[:3]}:{offset[3:]}"
        for stamp, offset in zip(local, offsets, strict=True)
    ]


def _fiscal(start: pd.Timestamp, template: str) -> str:
    """A fiscal year or quarter, drawn as the calendar year that it names first."""
    after = start.year + 1
    return template.format(
        y=start.year, yy=f"{start.year % 100:02d}", next=f"{after % 100:02d}", following=after,
        q=start.quarter,
    )  # fmt: skip


def _parts(starts: pd.DatetimeIndex, frequency: str, rng: np.random.Generator) -> WrittenDates:
    way = int(rng.integers(3))
    if frequency in WITHIN_DAY:
        days = [Cell(f"{start:%Y-%m-%d}", start.normalize().to_pydatetime()) for start in starts]
        if frequency == "hourly" and way == 0:
            hours = [Cell(str(start.hour), start.hour) for start in starts]
            return WrittenDates(("Date", "Hour"), list(zip(days, hours, strict=True)))
        times = [Cell(f"{start:%H:%M}") for start in starts]
        return WrittenDates(("Date", "Time"), list(zip(days, times, strict=True)))
    years = [Cell(str(start.year), start.year) for start in starts]
    if frequency in ("quarterly", "fiscal quarters"):
        called = "Year" if frequency == "quarterly" else "Fiscal Year"
        if frequency == "fiscal quarters" and rng.random() < 0.5:
            years = [Cell(f"FY{start.year}") for start in starts]
        named = rng.random() < 0.5
        quarters = [
            Cell(f"Q{start.quarter}") if named else Cell(str(start.quarter), start.quarter)
            for start in starts
        ]
        return WrittenDates((called, "Quarter"), list(zip(years, quarters, strict=True)))
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
