"""What kind each of many series is: how much it weighs, how steady it is, whether it goes on.

All of it is worked out for all series at once, from values on one calendar, shape (series, n), NaN
where nothing was observed.
"""

import numpy as np
import pandas as pd

from core.anomalies import RARE

A_SHARE, B_SHARE = 0.80, 0.95
"""Class A: the largest series that make up 80% of the volume; B: those up to 95%; C: the rest."""

X_BELOW, Y_BELOW = 0.5, 1.0
"""Class X: a coefficient of variation below 0.5; Y: below 1; Z: above. Limits are a convention."""

ADI_LIMIT, CV2_LIMIT = 1.32, 0.49
"""Periods from one demand to the next, and squared variation of sizes, from which demand is called
intermittent, erratic, or both: lumpy (Syntetos, Boylan and Croston 2005)."""

ENDED_LEAST = 4
"""Fewest periods without demand at the end of a series that has ended: fewer may be a stock-out."""

_DOUBT = 3
"""Seasons that all phases of a series together count for beside one phase's own."""

NEW_SEASONS, NEW_LEAST = 2, 12
"""A series is new with fewer than two seasons behind it, or fewer than 12 values."""


def classify(values: np.ndarray, period: int, year: int) -> pd.DataFrame:
    """All classes of each series, one row each, in their order.

    Columns: `volume` (of the newest year), `share`, `abc`, `cv`, `xyz`, `adi`, `cv2`, `pattern`,
    `ended`, `new`.

    Args:
        values: Shape (series, n), NaN where nothing was observed.
        period: Steps in a season; 1 for none.
        year: Steps in a year.
    """
    volume = np.nansum(values[:, -year:], axis=1)
    total = float(np.maximum(volume, 0).sum())
    cv = variation(values, period)
    adi, cv2 = demand_figures(values)
    return pd.DataFrame(
        {
            "volume": volume,
            "share": np.maximum(volume, 0) / total if total > 0 else np.nan,
            "abc": abc(volume),
            "cv": cv,
            "xyz": xyz(cv),
            "adi": adi,
            "cv2": cv2,
            "pattern": pattern(adi, cv2),
            "ended": ended(values, period),
            "new": new(values, period),
        }
    )


def abc(volume: np.ndarray) -> np.ndarray:
    """Class of each series by its share of the volume, "A", "B" or "C", shape (series,).

    From the largest down, a series is in A as long as those before it hold less than `A_SHARE`
    of the whole; so there always is one, unless there is no volume at all.

    Args:
        volume: Shape (series,); below zero counts as nothing.
    """
    counted = np.maximum(volume, 0.0)
    order = np.argsort(-counted, kind="stable")
    before = np.empty(len(counted))
    before[order] = np.cumsum(counted[order]) - counted[order]
    total = counted.sum()
    classes = np.where(before < A_SHARE * total, "A", np.where(before < B_SHARE * total, "B", "C"))
    return np.where(counted > 0, classes, "C")


def variation(values: np.ndarray, period: int) -> np.ndarray:
    """Coefficient of variation of the seasonally adjusted demand, shape (series,).

    The standard deviation about the mean over the mean, after the season of classical
    decomposition was taken off where two seasons are known; each of its phases costs a degree of
    freedom. NaN without demand, or with too few values.

    Args:
        values: Shape (series, n), NaN where nothing was observed.
        period: Steps in a season.
    """
    known = ~np.isnan(values)
    seen = known.sum(axis=1)
    mean = np.nansum(values, axis=1) / np.maximum(seen, 1)
    off = np.where(known, values - mean[:, None], 0.0)
    season, seasonal = _season(values, period), seen >= 2 * period
    off -= np.where(known & seasonal[:, None], season, 0.0)
    free = seen - np.where(seasonal & (period > 1), period, 1)
    spread = np.sqrt((off**2).sum(axis=1) / np.maximum(free, 1))
    told = (mean > 0) & (free > 0)
    return np.where(told, spread / np.where(told, mean, 1.0), np.nan)


def xyz(cv: np.ndarray) -> np.ndarray:
    """Class of each series by its variation, "X", "Y" or "Z"; Z where it is not known."""
    return np.where(cv < X_BELOW, "X", np.where(cv < Y_BELOW, "Y", "Z"))


def demand_figures(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean interval between demands, in periods, and squared variation of their sizes.

    Periods after the last demand are in no interval, so that a series that has ended keeps its
    kind; where there was only one demand, those since then stand for the interval.

    Args:
        values: Shape (series, n), NaN where nothing was observed.

    Returns:
        Shape (series,) each, NaN without demand.
    """
    demand = np.nan_to_num(values) > 0
    many = demand.sum(axis=1)
    known = ~np.isnan(values)
    since = np.logical_or.accumulate(demand, axis=1) & known
    until = np.logical_or.accumulate(demand[:, ::-1], axis=1)[:, ::-1]
    some = np.maximum(many, 1)
    between = ((since & until).sum(axis=1) - 1) / np.maximum(many - 1, 1)
    adi = np.where(many > 1, between, np.where(many > 0, since.sum(axis=1), np.nan))
    sizes = np.where(demand, values, 0.0)
    mean = sizes.sum(axis=1) / some
    off = np.where(demand, sizes - mean[:, None], 0.0)
    variance = (off**2).sum(axis=1) / np.maximum(many - 1, 1)
    return adi, np.where(many > 0, variance / np.where(many > 0, mean, 1.0) ** 2, np.nan)


def pattern(adi: np.ndarray, cv2: np.ndarray) -> np.ndarray:
    """Kind of demand: "smooth", "erratic", "intermittent", "lumpy", or "none"; shape (series,)."""
    often, even = adi < ADI_LIMIT, cv2 < CV2_LIMIT
    kinds = np.where(
        often, np.where(even, "smooth", "erratic"), np.where(even, "intermittent", "lumpy")
    )
    return np.where(np.isnan(adi), "none", kinds)


def seldom(values: np.ndarray) -> np.ndarray:
    """Whose demand does not come in every period, intermittent or lumpy, shape (series,)."""
    return np.isin(pattern(*demand_figures(values)), ("intermittent", "lumpy"))


def ended(values: np.ndarray, period: int) -> np.ndarray:
    """Whether a series has had no demand for longer than its own past explains, shape (series,).

    Among n periods, about n times the chance of its length are to be expected of such a run; it
    is an end where that is below `RARE`, as for runs of zeros in `core.anomalies` (Feller 1968,
    chapter XIII). The chance is that of no demand in each of its periods, taken from the periods
    before it in the same phase of the season, drawn towards that of all with the weight of
    `_DOUBT` seasons: what is sold in December only has not ended by November. Values that stop
    before the calendar does are no demand.

    Args:
        values: Shape (series, n), NaN where nothing was observed.
        period: Steps in a season.
    """
    demand = np.nan_to_num(values) > 0
    n = values.shape[1]
    ever = demand.any(axis=1)
    last = np.where(ever, n - 1 - demand[:, ::-1].argmax(axis=1), n - 1)
    steps = np.arange(n)
    run = steps > last[:, None]
    # Zeros before the first demand are those of a product not yet on sale.
    before = ~np.isnan(values) & ~run & np.logical_or.accumulate(demand, axis=1)
    seen, sold = before.sum(axis=1), (demand & before).sum(axis=1)
    # Half a period without demand, so that what always sold may have been lucky; as there.
    none = (seen - sold + 0.5) / (seen + 1)
    chance = np.zeros(len(values))
    for phase in range(max(period, 1)):
        here = slice(phase, None, max(period, 1))
        times = before[:, here].sum(axis=1)
        empty = times - (demand & before)[:, here].sum(axis=1)
        own = (empty + _DOUBT * none) / (times + _DOUBT) if period > 1 else none
        chance += run[:, here].sum(axis=1) * np.log(own)
    length = run.sum(axis=1)
    expected = (seen + length) * np.exp(chance)
    return np.asarray(ever & (length >= ENDED_LEAST) & (expected < RARE))


def new(values: np.ndarray, period: int) -> np.ndarray:
    """Whether too little is known of a series for a model of its own, shape (series,).

    What came before its first demand is not counted; without any demand it is not new.
    """
    demand = np.nan_to_num(values) != 0
    since = np.logical_or.accumulate(demand, axis=1) & ~np.isnan(values)
    few = since.sum(axis=1) < max(NEW_SEASONS * period, NEW_LEAST)
    return np.asarray(demand.any(axis=1) & few)


def _season(values: np.ndarray, period: int) -> np.ndarray:
    """The season of classical decomposition, added; shape (series, n), 0 without one."""
    n = values.shape[1]
    if period < 2 or n < 2 * period:
        return np.zeros(values.shape)
    # Of an even period the outer two count by half, so that the mean lies on a step.
    weights = np.ones(period + 1 - period % 2)
    if period % 2 == 0:
        weights[[0, -1]] = 0.5
    half, inside = len(weights) // 2, n - 2 * (len(weights) // 2)
    # One step of the window after the other: all windows at once would be too much to hold.
    level = sum(weight * values[:, at : at + inside] for at, weight in enumerate(weights)) / period
    off = np.full(values.shape, np.nan)
    off[:, half : half + inside] = values[:, half : half + inside] - level
    phases = np.arange(n) % period
    means = np.zeros((len(values), period))
    for phase in range(period):
        own = off[:, phases == phase]
        times = (~np.isnan(own)).sum(axis=1)
        means[:, phase] = np.nansum(own, axis=1) / np.maximum(times, 1)
    return np.asarray((means - means.mean(axis=1, keepdims=True))[:, phases])
