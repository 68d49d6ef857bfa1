"""Daylight saving in the local times of a file: an hour that stands twice, and one that never was.

Only hours count at which clocks changed in some zone of the time zone database
(`core.reading.zone_changes`): any other is a repeated date or a gap like any other. A file does not
name its zone, so of the hours missing those are taken that one zone has in common.
"""

from collections import Counter

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.reading import zone_changes
from core.receipt import Rows, Step, day, total
from core.wording import listed, number

_DAY = 86_400_000_000_000
_MADE = {
    "sum": "added up: both fell into that clock hour, which therefore holds two hours",
    "mean": "replaced by their mean",
    "last": "replaced by the last one",
    "first": "replaced by the first one",
}


def on_change_day(stamps: pd.DatetimeIndex) -> np.ndarray:
    """Whether clocks changed somewhere on the day of each stamp, shape (n,), bool."""
    codes, unique = pd.factorize(stamps.normalize())
    known = [stamp.date() in zone_changes.days(stamp.year) for stamp in pd.DatetimeIndex(unique)]
    return np.array(known, dtype=bool)[codes]


def _came_twice(hours: pd.DatetimeIndex) -> np.ndarray:
    """Whether clocks showed an hour twice somewhere, shape (n,), of hours rounded down."""
    codes, unique = pd.factorize(hours)
    known = [bool(_zones(hour, zone_changes.BACK)) for hour in pd.DatetimeIndex(unique)]
    return np.array(known, dtype=bool)[codes]


def _zones(hour: pd.Timestamp, kind: int) -> frozenset[str]:
    return zone_changes.zones_of(hour.date(), hour.hour, kind)


def repeated_hours(rows: Rows, again: np.ndarray) -> np.ndarray:
    """Which rows belong to an hour that clocks showed twice, shape (n,), bool.

    On such a day everything in that one clock hour stands twice, and nothing else does.

    Args:
        rows: The file's.
        again: Which of them repeat a date that was there already, shape (n,).
    """
    nothing = np.zeros(len(rows), dtype=bool)
    if not again.any() or not (pd.DatetimeIndex(rows["ds"]).asi8 % _DAY).any():
        return nothing
    repeats = np.asarray(rows.duplicated(["series", "ds"], keep=False))
    at_night = repeats.copy()
    at_night[repeats] = _came_twice(pd.DatetimeIndex(rows["ds"][repeats]).floor("h"))
    if not at_night.any():
        return nothing
    days = rows["ds"].dt.normalize()
    near = np.flatnonzero(days.isin(days[at_night].unique()))
    around = rows.iloc[near]
    of_day = [around["series"], days.iloc[near]]
    hours = around["ds"].dt.floor("h")
    count = around.groupby(["series", "ds"], observed=True)["line"].transform("size")
    of_hour = count.groupby([around["series"], hours], observed=True)
    twice = (of_hour.transform("min") == 2) & (of_hour.transform("max") == 2)
    twice &= _came_twice(pd.DatetimeIndex(hours))
    other = ((count > 1) & ~twice).groupby(of_day, observed=True).transform("any")
    one_hour = hours.where(twice).groupby(of_day, observed=True).transform("nunique") == 1
    whole_day = (count == 1).groupby(of_day, observed=True).transform("any")
    nothing[near] = twice & ~other & one_hour & whole_day
    return nothing


def merge(rows: Rows, twice: np.ndarray, rule: str) -> tuple[Rows, list[Step], str]:
    """One row for each hour that clocks showed twice, the receipt's line, and a note.

    Args:
        rows: Their index stays that of the table.
        twice: What `repeated_hours` found, shape (n,).
        rule: "sum", "mean", "last" or "first".
    """
    keys = ["series", "ds"]
    values = rows["value"].copy()
    groups = rows[twice].groupby(keys, observed=True, sort=False)["value"]
    # A sum of nothing but missing values is missing.
    least = {"min_count": 1} if rule == "sum" else {}
    values[twice] = groups.transform(rule, **least)  # type: ignore[call-overload]
    kept = rows.assign(value=values)[~(twice & np.asarray(rows.duplicated(keys)))]
    stamps = pd.DatetimeIndex(rows["ds"][twice]).unique()
    nights = listed([day(stamp) for stamp in stamps.normalize().unique().sort_values()])
    hour = f"{stamps.min():%H}:00"
    text = (
        f"Clocks went back on {nights}, so the hour from {hour} on stands there twice; "
        f"values of the same time were {_MADE[rule]}."
    )
    first = rows[twice & np.asarray(rows.duplicated(keys))].iloc[0]
    example = f"Line {number(first['line'])}: {day(first['ds'])} was there before."
    before, after = total(rows["value"]), total(kept["value"])
    count = len(rows) - len(kept)
    step = Step("Clocks went back", count, text, example, before, after, "duplicates")
    return kept, [step], text


def skipped_hours(stamps: pd.DatetimeIndex, frequency: Frequency) -> pd.DatetimeIndex:
    """Stamps of the calendar that clocks skipped: one whole hour of such a night has no date.

    Args:
        stamps: The file's dates, any order, repeats allowed.
        frequency: Spacing of the calendar.
    """
    nothing = pd.DatetimeIndex([])
    if not frequency.within_day:
        return nothing
    unique = frequency.snap(stamps).unique().sort_values()
    step = pd.Timedelta(frequency.calendar(unique[0], unique[0]).freq)  # type: ignore[arg-type]
    at = np.flatnonzero(np.diff(unique.asi8) == (step + pd.Timedelta(hours=1)).value)
    parts = range(int(pd.Timedelta(hours=1) / step))
    missing = [unique[at] + step * (part + 1) for part in parts]
    if not len(at):
        return nothing
    nights = _of_one_zone(missing[0])
    return pd.DatetimeIndex(
        np.concatenate([one[nights].to_numpy() for one in missing])
    ).sort_values()


def _of_one_zone(begins: pd.DatetimeIndex) -> np.ndarray:
    """Which hours never were in the zone that has most of them in common, shape (n,), bool."""
    zones = [
        _zones(begin, zone_changes.FORWARD) if begin.minute == 0 else frozenset[str]()
        for begin in begins
    ]
    shared = Counter(zone for some in zones for zone in some)
    if not shared:
        return np.zeros(len(begins), dtype=bool)
    zone = max(sorted(shared), key=shared.__getitem__)
    return np.array([zone in some for some in zones], dtype=bool)


def skipped_note(skipped: pd.DatetimeIndex) -> str:
    """What is said about hours that clocks skipped; "" for none."""
    if not len(skipped):
        return ""
    nights = listed([day(night) for night in skipped.normalize().unique()])
    return (
        f"Clocks went forward on {nights}, so the hour from {skipped[0]:%H}:00 on did not exist "
        "there; no value is missing."
    )
