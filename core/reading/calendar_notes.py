"""Notes on a calendar that may not be what was meant: closed days, gaps, dates of one period."""

import pandas as pd

from core import rhythm
from core.calendar import Frequency
from core.wording import listed, number, quoted

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FEW_WEEKS = 4


def closed(values: pd.Series, gaps: str) -> list[str]:
    """A note if some weekdays never have a value, which only the person can explain.

    Args:
        values: The series, shape (n,).
        gaps: What is done to periods without a value.
    """
    index = pd.DatetimeIndex(values.index)
    if index.freqstr != "D" or gaps not in ("closed", "leave"):
        return []
    known = values.notna().to_numpy()
    never = [day for day in range(7) if not known[index.dayofweek == day].any()]
    if not never or len(index) < _FEW_WEEKS * 7:
        return []
    days = listed([f"{_WEEKDAYS[day]}s" for day in never])
    return [
        f"The file never has a value on {days}. If nothing is sold then, choose zero for periods "
        "without a value, under the receipt: else forecasts are made for these days too."
    ]


def sparse(values: pd.Series, gaps: int, found: Frequency) -> list[str]:
    """A note if so many periods have no row that the frequency may be wrong.

    Args:
        values: The series, shape (n,).
        gaps: Number of its periods without a row.
        found: Its frequency.
    """
    if gaps <= len(values) / 3:
        return []
    text = f"{number(gaps)} of {found.count(len(values))} have no row."
    better = rhythm.fuller(pd.DatetimeIndex(values.dropna().index), found)
    if better is None:
        return [f"{text} No coarser frequency fills most of its periods either."]
    return [
        f"{text} With {quoted(better[0].name)} as frequency, {better[1]:.0%} of the "
        f"{better[0].noun}s would have one."
    ]


def doubled(stamps: pd.DatetimeIndex, found: Frequency, aggregate: str) -> list[str]:
    """A note if a few periods hold more than one date, so that they stand out.

    Args:
        stamps: Dates of one series, none twice.
        found: Its frequency, as detected.
        aggregate: What becomes of dates of one period, "sum" or "mean".
    """
    counts = found.snap(stamps).value_counts().sort_index()
    several = counts.index[counts > 1]
    if not len(several) or counts.median() > 1:
        return []
    shown = listed([found.words(pd.Timestamp(stamp)) for stamp in several])
    made = "added up, so they stand out" if aggregate == "sum" else "averaged"
    return [
        f"Most {found.noun}s hold one date, but more fall into {shown}; their values were {made}. "
        "Check the dates there."
    ]
