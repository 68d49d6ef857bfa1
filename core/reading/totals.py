"""Series that add up others: regions with a total, products with a total in each region.

Their rows are left out, or they would count twice; `core.reading.incoherent` holds them against
what they add up.
"""

import numpy as np
import pandas as pd

from core.reading.labels import Labels
from core.reading.vocabulary import ALL, TOTAL, words_of
from core.wording import listed, quoted

CLOSE = 0.005
"""By how much, as a share, a printed total may differ from the sum: totals are rounded."""

_FIRST_DATES = 12
"""Dates, the first ones, on which a series has to be the sum of others to be their total.

What comes later decides nothing: it is the future of some test on the past.
"""

_MOST_NAMED = 10
"""Names of totals in one column that are held against its values."""


def total_series(
    labels: Labels, stamps: pd.DatetimeIndex, values: np.ndarray
) -> tuple[np.ndarray, str]:
    """Which series are sums of others, and a note on those that only seem to be.

    A value of a column is a total if it is called so and, whatever the other columns hold, is the
    sum of the column's other values on the first dates. What is left may hold one grand total.

    Args:
        labels: The series of every row.
        stamps: The dates, shape (rows,), NaT allowed.
        values: The measure, shape (rows,).

    Returns:
        Shape (series,), whether each is a total; a sentence or "".
    """
    names = labels.names
    found = np.zeros(len(names), dtype=bool)
    called = np.array([[called_total(part) for part in parts] for parts in names], dtype=bool)
    if not called.any():
        return found, ""
    sums = sums_by_date(labels, stamps, values)
    for place in range(len(labels.columns)):
        mine = names[:, place]
        marked = called[:, place]
        rest, _ = pd.factorize(
            pd.MultiIndex.from_arrays([np.zeros(len(names)), *np.delete(names, place, axis=1).T])
        )
        for value in pd.unique(mine[marked])[:_MOST_NAMED]:
            own = mine == value
            # Two totals in a column add up the same values, or one is the name of something.
            for others in (~marked, ~own):
                if _adds_up(sums, own, others, rest):
                    found |= own & np.isin(rest, rest[others])
                    break
    alone = np.flatnonzero(called.any(axis=1) & ~found)
    others = ~found
    others[alone] = False
    if len(alone) == 1 and others.sum() > 1:
        own = np.zeros(len(names), dtype=bool)
        own[alone] = True
        if _adds_up(sums, own, others, np.zeros(len(names), dtype=np.int64)):
            return found | own, ""
    return found, _seems(labels, found)


def called_total(name: str) -> bool:
    """Whether a name may be that of a total: "Total", "Grand total", "All", "All regions"."""
    first = name.split(maxsplit=1)[:1]
    return bool(words_of(name) & TOTAL) or bool(first and words_of(first[0]) & ALL)


def sums_by_date(labels: Labels, stamps: pd.DatetimeIndex, values: np.ndarray) -> pd.Series:
    """What each series comes to on each date, by place of the series and date."""
    known = np.asarray(stamps.notna())
    return (
        pd.Series(values[known])
        .groupby([labels.codes[known], stamps[known]])
        .sum(min_count=1)
        .rename_axis(["place", "ds"])
    )


def _adds_up(sums: pd.Series, own: np.ndarray, others: np.ndarray, rest: np.ndarray) -> bool:
    """Whether some series are the sums of others on the first dates.

    Args:
        sums: As `sums_by_date` gives them.
        own: Which series, shape (series,).
        others: Of which others.
        rest: What both have to have in common, a code for each series.
    """
    if not others.any():
        return False
    place = sums.index.get_level_values("place").to_numpy()
    ds = sums.index.get_level_values("ds")
    both = [
        sums[rows[place]].groupby([rest[place[rows[place]]], ds[rows[place]]]).sum(min_count=least)
        for rows, least in ((own, 1), (others, 0))
    ]
    table = pd.concat(both, axis=1, keys=["own", "others"], join="inner").dropna(subset="own")
    dates = table.index.get_level_values(1)
    first = np.sort(dates.unique())[:_FIRST_DATES]
    table = table[dates.isin(first)]
    gap = (table["own"] - table["others"]).abs()
    # Nothing is the sum of nothing before sales begin.
    return bool(table["own"].any()) and bool(
        (gap <= CLOSE * table["own"].abs().clip(lower=1.0)).all()
    )


def _seems(labels: Labels, found: np.ndarray) -> str:
    """A note on the series that are called totals and were kept."""
    if len(labels.names) < 2:
        return ""
    titles = [
        quoted(" / ".join(parts))
        for parts in labels.names[~found]
        if any(words_of(part) & TOTAL or words_of(part) <= ALL for part in parts)
    ]
    if not titles:
        return ""
    if len(titles) == 1:
        return (
            f"A series is called {titles[0]}: if it is the sum of others, they count twice unless "
            "you choose one series."
        )
    return (
        f"Series are called {listed(titles, most=10)}: if they are sums of others, these count "
        "twice unless you choose one series."
    )
