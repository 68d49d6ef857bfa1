"""Periods of every frequency: when each begins, and the period of the calendar it is drawn as."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from tests.corpus.axes import WEEKS, Combination

_STEPS = {"hourly": "h", "half-hourly": "30min", "quarter-hourly": "15min", "daily": "D",
          "business-daily": "B", "weekly": "W-MON", "monthly": "MS", "quarterly": "QS",
          "yearly": "YS", "fiscal quarters": "QS", "fiscal years": "YS"}  # fmt: skip
_DRAWN = {"4-4-5": "monthly", "13 weeks": "quarterly", "52 weeks": "yearly",
          "fiscal quarters": "quarterly", "fiscal years": "yearly"}  # fmt: skip
"""What periods are drawn as where they are none of the ordinary calendar."""

_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
_LENGTHS = {"short": (10, 12), "medium": (24, 40), "long": (60, 90)}
_YEARS = {"short": (10, 12), "medium": (16, 20), "long": (36, 40)}
_NUMBERED_FROM = pd.Timestamp(2001, 1, 1)
_PATTERNS = ((4, 4, 5), (4, 5, 4), (5, 4, 4))
_MONDAY, _FRIDAY, _SATURDAY, _SUNDAY = 0, 4, 5, 6


@dataclass(frozen=True, eq=False)
class Periods:
    """Periods one after another, and how they are to be told apart from others.

    Attributes:
        frequency: What they are drawn as.
        starts: First day, or moment, of what each is drawn as; shape (n,).
        edges: When each begins, and when the last one ends; shape (n + 1,).
        heading: What the heading of dates says of them, "beginning" or "ending"; "" for nothing.
        open_day: Which day of its period each date is, if that is open: Sundays begin weeks in
            America and end them elsewhere, so months of weeks dated by them have two readings
            where no heading says which.
    """

    frequency: str
    starts: pd.DatetimeIndex = field(repr=False)
    edges: pd.DatetimeIndex = field(repr=False)
    heading: str = ""
    open_day: str = ""


def periods(combination: Combination, rng: np.random.Generator) -> Periods:
    """As many as the combination has, somewhere in time."""
    frequency, length, dates = (combination[axis] for axis in ("frequency", "length", "dates"))
    drawn = _DRAWN.get(frequency, frequency)
    fewest, most = (_YEARS if drawn == "yearly" else _LENGTHS)[length]
    if frequency == "business-daily" and length == "short":
        most = fewest
    count = int(rng.integers(fewest, most + 1))
    if frequency in WEEKS:
        return _of_weeks(combination, drawn, count, rng)
    first = _first(combination, drawn, count, rng)
    if dates == "none":
        # Where nothing says when, rows are drawn from here on.
        first = _NUMBERED_FROM
    if dates == "1-01":
        first = first.replace(year=_NUMBERED_FROM.year)
    edges = pd.date_range(first, periods=count + 1, freq=_STEPS[frequency])
    return Periods(drawn, edges[:-1], edges)


def _first(
    combination: Combination, drawn: str, count: int, rng: np.random.Generator
) -> pd.Timestamp:
    # Ten digits of seconds begin in 2001, and days of quarters and years take long.
    early = 1982 if drawn in ("quarterly", "yearly") else 2015
    if combination["dates"] == "epoch":
        early = 2002
    span = {"yearly": count, "quarterly": count // 4 + 1, "monthly": count // 12 + 1}
    late = 2025 - span.get(drawn, 1)
    first = pd.Timestamp(int(rng.integers(early, max(late, early) + 1)), 1, 1)
    if rng.random() < 0.5 and drawn in ("monthly", "quarterly"):
        first += pd.DateOffset(months=3 * int(rng.integers(4)))
    elif drawn not in _MONTHS:
        # Half of them begin with a month, where the order of day and month is least clear.
        first += pd.DateOffset(months=int(rng.integers(12)))
        first += pd.Timedelta(days=int(rng.choice([0, rng.integers(28)])))
    return first


def _of_weeks(
    combination: Combination, drawn: str, count: int, rng: np.random.Generator
) -> Periods:
    """Months, quarters or years of whole weeks, as retailers have them.

    Their years begin on one day of the week: the one nearest to the first of a month, or the
    one after the last such day of the month before. A week too many goes to the last period.
    """
    months = _MONTHS[drawn]
    headed = combination["dates"] != "parts" and combination["layout"] != "across"
    named = headed and rng.random() < 0.5
    if combination["dates"] == "ends":
        dated = int(rng.choice([_FRIDAY, _SATURDAY, _SUNDAY]))
        weekday, heading, day = (dated + 1) % 7, "ending", "last day"
    else:
        dated = int(rng.choice([_MONDAY, _SUNDAY, _SATURDAY] if named else [_MONDAY, _SUNDAY]))
        weekday, heading, day = dated, "beginning", "first day"
    month, nearest = int(rng.integers(1, 13)), bool(rng.random() < 0.5)
    weeks = np.cumsum([0, *(_PATTERNS[int(rng.integers(3))] * 4)[:-1]])[::months]
    skipped = int(rng.integers(len(weeks)))
    first = _first(combination, drawn, count, rng).year
    years = range(first, first + (count + skipped) // len(weeks) + 2)
    edges = [
        _year_begins(year, month, weekday, nearest) + pd.Timedelta(weeks=int(week))
        for year in years
        for week in weeks
    ]
    starts = pd.date_range(
        pd.Timestamp(first, month, 1), periods=len(edges), freq=pd.DateOffset(months=months)
    )
    some = slice(skipped, skipped + count)
    return Periods(
        drawn,
        starts[some],
        pd.DatetimeIndex(edges[skipped : skipped + count + 1]),
        heading if named else "",
        day if dated == _SUNDAY and not named else "",
    )


def _year_begins(year: int, month: int, weekday: int, nearest: bool) -> pd.Timestamp:
    first = pd.Timestamp(year, month, 1)
    since = (first.weekday() - weekday) % 7
    return first - pd.Timedelta(days=since - 7 * (nearest and since > 3))
