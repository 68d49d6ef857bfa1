"""How strong a season or a trend is, and what it is called."""

import numpy as np

from core.calendar import Frequency

STRONG, SOME = 0.64, 0.3
"""Strengths from which a part is called strong, or moderate."""

# Correlation of one turn of a season with the others from which its shape comes back; two turns are
# alike by chance far more easily than many.
_ALIKE, _ALIKE_OF_TWO = 0.3, 0.6
# A season is compared at no more places than this: single days of a year are mostly noise.
_PLACES = 60
# Correlation of a trend with time below which it is a swing rather than a direction.
_SWING = 0.7

# Seasons of a frequency in steps, the main one first. Those of `Frequency` are what models use;
# a year of days is too long for them and worth seeing all the same.
_SEASONS: dict[str, dict[int, str]] = {
    "yearly": {},
    "quarterly": {4: "yearly"},
    "monthly": {12: "yearly"},
    "weekly": {52: "yearly"},
    "daily": {7: "weekly", 365: "yearly"},
    "business-daily": {5: "weekly", 261: "yearly"},
    "hourly": {24: "daily", 168: "weekly"},
    "half-hourly": {48: "daily", 336: "weekly"},
    "quarter-hourly": {96: "daily", 672: "weekly"},
}


def seasons(frequency: Frequency) -> dict[int, str]:
    """Seasons by their length in steps, the main one first: `{7: "weekly", 365: "yearly"}`."""
    return _SEASONS[frequency.name]


def main_season(frequency: Frequency) -> str:
    """What the main season is called, "" where there is none."""
    return next(iter(seasons(frequency).values()), "")


def share(part: np.ndarray, rest: np.ndarray) -> float:
    """Strength of a part of a series: from 0, none, to 1, all.

    One minus the variance of the remainder over that of the remainder and the part together
    (Wang, Smith and Hyndman 2006).

    Args:
        part: The trend or a season, shape (n,).
        rest: The remainder, shape (n,).
    """
    whole = float(np.var(part + rest))
    return max(0.0, 1.0 - float(np.var(rest)) / whole) if whole > 0 else 0.0


def alike(values: np.ndarray, period: int) -> bool:
    """Whether the shape of a season comes back.

    A strength alone does not tell: a season is fitted, and finds something in pure noise too.

    Args:
        values: Season and remainder, shape (n,).
        period: Steps in the season.
    """
    turns = len(values) // period
    if turns < 2:
        return False
    whole = values[-turns * period :].reshape(turns, period)
    wide = -(-period // _PLACES)
    shapes = np.add.reduceat(whole, np.arange(0, period, wide), axis=1)
    found = likeness(shapes)
    return found >= (_ALIKE_OF_TWO if turns == 2 else _ALIKE)


def likeness(shapes: np.ndarray) -> float:
    """Median correlation of one shape with the mean of the others; 0 where all are flat.

    Args:
        shapes: One row for each, at least 2, shape (shapes, places).
    """
    others = shapes.sum(axis=0) - shapes
    mine = shapes - shapes.mean(axis=1, keepdims=True)
    theirs = others - others.mean(axis=1, keepdims=True)
    size = np.sqrt((mine**2).sum(axis=1) * (theirs**2).sum(axis=1))
    steep = size > 0
    found = (mine * theirs).sum(axis=1)[steep] / size[steep]
    return float(np.median(found)) if len(found) else 0.0


def pattern(strength: float, season: str) -> str:
    """A season in words: "a strong yearly pattern", "no clear weekly pattern"."""
    if strength < SOME:
        return f"no clear {season} pattern"
    return f"a {'strong' if strength >= STRONG else 'moderate'} {season} pattern"


def direction(trend: np.ndarray, strength: float) -> str:
    """Where a trend leads: "rises", "falls", or "" where it is weak or leads nowhere.

    Args:
        trend: Shape (n,).
        strength: That of the trend, as `share` gives it.
    """
    change = float(trend[-1] - trend[0])
    # A level that swings, or ends where it began, went nowhere, however smoothly.
    along = abs(float(np.corrcoef(trend, np.arange(len(trend)))[0, 1])) if np.ptp(trend) else 0.0
    steady = strength >= STRONG and along > _SWING and abs(change) > 0.5 * float(np.ptp(trend))
    return ("rises" if change > 0 else "falls") if steady else ""
