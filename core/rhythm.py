"""The frequency that the dates of a file keep, with the evidence for it."""

import numpy as np
import pandas as pd

from core import calendar
from core.calendar import Frequency
from core.errors import DataError
from core.wording import number


def infer(dates: pd.DatetimeIndex, *, loose: bool = False) -> tuple[Frequency, str]:
    """The frequency of a file's dates, and the evidence for it in words.

    Args:
        dates: Any order, repeats allowed.
        loose: Whether things happen when they happen, as orders do, and not once in each period.
            Then the finest of days, weeks and months is taken of which most hold a date.

    Raises:
        DataError: If there are fewer than two different dates.
    """
    unique = dates.unique().sort_values()
    if len(unique) < 2:
        raise DataError(
            "There is only one date in the file, so there is nothing to forecast from; "
            "a series needs one row for each period."
        )
    if irregular(unique):
        return _filled(unique)
    gaps = np.diff(unique.to_numpy()).astype("timedelta64[s]").astype(np.int64) / 86_400
    typical = float(np.median(gaps))
    name = _nearest(typical, unique)
    frequency = calendar.named(name, unique)
    held = len(unique) / frequency.length(*frequency.snap(unique[[0, -1]]))
    if loose and held < _MOST:
        return _filled(unique)
    if name == "business-daily":
        # Its periods are not those of pandas.
        plain = "the dates are days, and none is a Saturday or Sunday"
        return frequency, plain if held >= 0.5 else _irregularly(unique, frequency, held)
    steps = np.diff(frequency.snap(unique).to_period(frequency.period).asi8)
    close = np.mean(steps == calendar.MULTIPLES.get(name, 1))
    even = np.mean(np.abs(gaps - typical) <= 0.25 * typical)
    if min(close, even) < 0.5:
        return frequency, _irregularly(unique, frequency, held)
    return frequency, f"{close:.0%} of the dates lie {_SPACING[name]} after the one before"


def irregular(unique: pd.DatetimeIndex) -> bool:
    """Whether dates, rising and none twice, have times of day that keep no rhythm."""
    gaps = np.diff(unique.asi8)
    if len(gaps) < 10:
        return False
    common = float(np.median(gaps))
    if common >= _DAY * 0.9:
        return False
    return float(np.mean(np.abs(gaps - common) <= 0.01 * common)) < 0.5


def _filled(unique: pd.DatetimeIndex) -> tuple[Frequency, str]:
    """The finest frequency of which most periods between first and last hold a date."""
    days = unique.normalize().unique()
    plain = "business-daily" if _business(days) else "daily"
    for name in (plain, "weekly", "monthly", "quarterly", "yearly"):
        frequency = calendar.named(name, days)
        periods = frequency.snap(days).unique()
        length = frequency.length(periods[0], periods[-1])
        if length > 1 and len(periods) >= _MOST * length:
            break
    return frequency, _irregularly(unique, frequency, len(periods) / length)


def _irregularly(unique: pd.DatetimeIndex, frequency: Frequency, held: float) -> str:
    """What is seen of dates that keep no rhythm, what share holds one, and what would be better."""
    gaps = np.diff(unique.asi8)
    middle = float(np.median(gaps))
    size, unit = next((s, u) for s, u in _UNITS if middle >= s or s == _UNITS[-1][0])
    lengths, counts = np.unique(np.rint(gaps / size).astype(np.int64), return_counts=True)
    usual = f"most often {number(lengths[np.argmax(counts)])}"
    if counts.max() < 0.25 * len(gaps):
        usual = f"typically {number(middle / size, ',.0f')}"
    least = number(lengths[0]) if lengths[0] else "less than 1"
    words = (
        f"the dates come irregularly, between {least} and {number(lengths[-1])} {unit} apart, "
        f"{usual}; {held:.0%} of the {frequency.noun}s hold one"
    )
    better = fuller(unique, frequency) if held < 0.5 else None
    if better is None:
        return words
    return f"{words}, and with {better[0].name} {better[1]:.0%} of the {better[0].noun}s would"


def fuller(dates: pd.DatetimeIndex, frequency: Frequency) -> tuple[Frequency, float] | None:
    """The finest coarser frequency of which most periods hold a date, and the share that does.

    Args:
        dates: At least one, any order, repeats allowed.
        frequency: The frequency they have now.
    """
    coarser = calendar.NAMES[: calendar.NAMES.index(frequency.name)]
    ends = pd.DatetimeIndex([dates.min(), dates.max()])
    for name in reversed(coarser):
        found = calendar.named(name, dates)
        length = found.length(*found.snap(ends))
        held = found.snap(dates).nunique() / length
        # Weekends would come back where only business days count.
        if held >= _MOST and length > 2 and (name, frequency.name) != ("daily", "business-daily"):
            return found, held
    return None


_DAY = 86_400_000_000_000
_UNITS = ((_DAY, "days"), (_DAY // 24, "hours"), (_DAY // 1440, "minutes"))
_MOST = 0.8
"""Share of periods that have to hold a date."""

_SPACING = {
    "yearly": "a year",
    "quarterly": "a quarter",
    "monthly": "a month",
    "weekly": "a week",
    "daily": "a day",
    "hourly": "an hour",
    "half-hourly": "half an hour",
    "quarter-hourly": "a quarter of an hour",
}


def _business(unique: pd.DatetimeIndex) -> bool:
    """Whether days are those of offices: none on a weekend, though there was time for one."""
    days = unique.dayofweek
    if bool((days >= 5).any()):
        return False
    # The Friday or the Monday may have no row.
    gaps = np.diff(unique.asi8) / _DAY
    over_weekend = (days[:-1] + gaps >= 7) & (gaps <= 4)
    return len(unique) >= 10 or bool(over_weekend.any())


def _nearest(typical: float, unique: pd.DatetimeIndex) -> str:
    """Name of the frequency whose spacing, in days, is nearest below `typical`."""
    for name, least in (
        ("yearly", 300),
        ("quarterly", 80),
        ("monthly", 26),
        ("weekly", 6.5),
        ("daily", 0.9),
        ("hourly", 1 / 25),
        ("half-hourly", 1 / 49),
    ):
        if typical >= least:
            return "business-daily" if name == "daily" and _business(unique) else name
    return "quarter-hourly"
