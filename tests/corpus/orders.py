"""Order lines that add up to known series."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from tests.corpus.axes import Combination
from tests.corpus.known import Known

QUANTITY, PRICE = "Quantity", "Unit price"
_DAYS = {"weekly": (1, 4), "monthly": (2, 4)}
"""Days of a period that have orders: so few that most days, or weeks, have none."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Order lines, the earliest first.

    Attributes:
        known: The series that they add up to: one for each name of something ordered.
        at: When each line was ordered; shape (lines,).
        orders: Number of the order it belongs to; shape (lines,).
        series: Which series it belongs to; shape (lines,).
        units: What it comes to, or the price of one, in units of the last decimal; shape (lines,).
        quantities: How many; `None` where `units` are what lines come to.
        there: Whether it has its value; shape (lines,).
        timed: Whether they have times of day.
    """

    known: Known
    at: pd.DatetimeIndex = field(repr=False)
    orders: np.ndarray = field(repr=False)
    series: np.ndarray = field(repr=False)
    units: np.ndarray = field(repr=False)
    quantities: np.ndarray | None = field(repr=False)
    there: np.ndarray = field(repr=False)
    timed: bool


def order_lines(table: Known, combination: Combination, rng: np.random.Generator) -> Lines:
    """Orders on some days of a table's periods, with values of about its sizes.

    The first and the last day of all have orders, so that no period is cut off. Many orders hold
    a name twice, so that no columns tell series apart.
    """
    days, of_period = _days(table, combination, rng)
    # Two to four orders a day, of one to three lines each.
    of_day = np.repeat(np.arange(len(days)), rng.integers(2, 5, len(days)))
    of_order = np.repeat(np.arange(len(of_day)), rng.integers(1, 4, len(of_day)))
    clock = rng.integers(7 * 60, 20 * 60, len(of_day))
    timed = combination["dates"] != "parts" and rng.random() < 0.4
    moments = days[of_day] + pd.to_timedelta(clock if timed else 0 * clock, unit="min")
    order = np.lexsort([clock, of_day])
    series = rng.integers(len(table.names), size=len(of_order))
    again = (np.diff(of_order, prepend=-1) == 0) & (rng.random(len(series)) < 0.4)
    for line in np.flatnonzero(again):
        series[line] = series[line - 1]
    period = of_period[of_day[order]][of_order]
    units = table.units[rng.integers(len(table.units), size=len(series)), series]
    counted = combination["unit"] not in ("heading", "%") and combination["sign"] == "positive"
    quantities = rng.integers(1, 9, len(series)) if counted and rng.random() < 0.5 else None
    there = np.ones(len(series), dtype=bool)
    if combination["missing"] not in ("whole", "no row"):
        there = (rng.random(len(series)) > 0.08) | np.isin(period, period[[0, -1]])
        there[len(there) // 2] = False
    worth = units if quantities is None else units * quantities
    sums, held = np.zeros_like(table.units), np.zeros_like(table.there)
    np.add.at(sums, (period[there], series[there]), worth[there])
    held[period[there], series[there]] = True
    known = replace(table, units=sums, there=held)
    if quantities is not None:
        known = replace(known, measure=f"{QUANTITY} × {PRICE}")
    numbers = int(rng.choice([1, 1_000, 536_365])) + np.arange(len(of_day))
    return Lines(
        known, moments[order][of_order], numbers[of_order], series, units, quantities, there, timed
    )


def _days(
    table: Known, combination: Combination, rng: np.random.Generator
) -> tuple[pd.DatetimeIndex, np.ndarray]:
    """Days that have orders, rising, and the period each lies in."""
    edges, days, of_period = table.periods.edges, [], []
    # One period may have none; with more it would be one of a coarser frequency.
    hole = len(edges) // 2 if combination["missing"] == "no row" else -1
    for place in range(len(edges) - 1):
        if place == hole:
            continue
        inside = pd.date_range(edges[place], edges[place + 1], inclusive="left")
        if combination["frequency"] in _DAYS:
            fewest, most = _DAYS[combination["frequency"]]
            some = set(rng.choice(len(inside), int(rng.integers(fewest, most)), replace=False))
            some |= {0} if place == 0 else set()
            some |= {len(inside) - 1} if place == len(edges) - 2 else set()
            inside = inside[sorted(some)]
        else:
            # A business day may be followed by a weekend.
            inside = inside[:1]
        days += list(inside)
        of_period += [place] * len(inside)
    return pd.DatetimeIndex(days), np.array(of_period)
