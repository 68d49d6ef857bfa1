"""Totals that stand in a file and are not what their series come to."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.reading.labels import EMPTY, Labels
from core.reading.totals import CLOSE, called_total, sums_by_date
from core.reading.vocabulary import ALL, TOTAL, words_of
from core.wording import amount, number, percent

_NEAR = 0.2
"""How far, as a share, a series that is only called a total may usually be from the sum of others
to be held against it: one that is farther off is something else."""


@dataclass(frozen=True)
class Incoherent:
    """A total in a file that is not what its series come to.

    Attributes:
        name: What it is the total of: "North", "North / Milk"; "" for everything.
        stamp: The date on which the two are farthest apart.
        own: The total as the file has it there.
        parts: What the series come to there.
        series: How many of them have a value there.
        differing: Dates on which the two are farther apart than rounding explains.
        dates: Dates that were compared.
    """

    name: str
    stamp: pd.Timestamp
    own: float
    parts: float
    series: int
    differing: int
    dates: int

    def sentence(self, frequency: Frequency) -> str:
        """The largest difference, and on how many dates there is one."""
        when = frequency.words(self.stamp)
        # "in March 2024", but "on 3 March 2024".
        at = "on" if when[0].isdigit() and " " in when else "in"
        of = f" for {self.name}" if self.name else ""
        come = (
            "its one series has"
            if self.series == 1
            else (f"its {number(self.series)} series add up to")
        )
        said = (
            f"The file's own total{of} {at} {when} is {amount(self.own)}, {come} "
            f"{amount(self.parts)}."
        )
        if self.differing == 1:
            return said
        return (
            f"{said} That is the largest difference; they are more than {percent(CLOSE)} apart on "
            f"{number(self.differing)} of {number(self.dates)} dates."
        )


def incoherent(
    labels: Labels, stamps: pd.DatetimeIndex, values: np.ndarray, found: np.ndarray
) -> tuple[Incoherent, ...]:
    """Totals in the file that differ from the sum of their series, the largest difference first.

    Held against it are those that `total_series` found by the first dates, and series called
    nothing but "Total" or "All" that are usually near the sum. A date on which the series have no
    value is not compared.

    Args:
        labels: The series of every row.
        stamps: The dates, shape (rows,), NaT allowed.
        values: The measure, shape (rows,).
        found: Which series are totals, shape (series,), as `total_series` has it.
    """
    names = labels.names
    plain = [
        any(words_of(part) and words_of(part) <= TOTAL | ALL for part in each) for each in names
    ]
    totals = found | np.array(plain, dtype=bool)
    if not totals.any() or totals.all():
        return ()
    sums = sums_by_date(labels, stamps, values)
    place, ds = (sums.index.get_level_values(name) for name in ("place", "ds"))
    over = np.array([[called_total(part) or part == EMPTY for part in each] for each in names])
    differing: list[Incoherent] = []
    for pattern in np.unique(over[totals], axis=0):
        own = totals & (over == pattern).all(axis=1)
        kept = [np.zeros(len(names)), *names[:, ~pattern].T]
        group, _ = pd.factorize(pd.MultiIndex.from_arrays(kept))
        if not np.isin(group[own], group[~totals]).any():
            # A total of everything may have a name in a column that its series have not.
            group = np.zeros(len(names), dtype=np.int64)
        mine, parts = (sums[rows[place]] for rows in (own, ~totals))
        table = pd.concat(
            [
                mine.groupby([group[place[own[place]]], ds[own[place]]]).sum().rename("own"),
                parts.groupby([group[place[~totals[place]]], ds[~totals[place]]]).agg(
                    ["sum", "count"]
                ),
            ],
            axis=1,
            join="inner",
        ).dropna()
        for code, rows in table[table["count"] > 0].groupby(level=0):
            at = int(np.flatnonzero(own & (group == code))[0])
            title = " / ".join(names[at, ~pattern])
            differing += _apart(title, rows.droplevel(0), bool(found[at]))
    return tuple(sorted(differing, key=lambda each: (-abs(each.own - each.parts), each.name)))


def _apart(title: str, rows: pd.DataFrame, sure: bool) -> list[Incoherent]:
    """The total of `title`, if it differs from its series: one or none.

    Args:
        title: What it is the total of.
        rows: Columns `own`, `sum` and `count`, by date.
        sure: Whether it is a total beyond doubt.
    """
    own, parts = (rows[name].to_numpy(float) for name in ("own", "sum"))
    gap = np.abs(own - parts)
    share = gap / np.maximum(np.abs(own), 1.0)
    off = share > CLOSE
    if not off.any() or (not sure and float(np.median(share)) > _NEAR):
        return []
    at = int(np.where(off, gap, -1.0).argmax())
    stamp, series = pd.Timestamp(pd.DatetimeIndex(rows.index)[at]), int(rows["count"].iloc[at])
    return [Incoherent(title, stamp, own[at], parts[at], series, int(off.sum()), len(rows))]
