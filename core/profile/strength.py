"""How strong a season or a trend is, and what it is called."""

import numpy as np

from core.calendar import Frequency

STRONG, SOME = 0.64, 0.3
"""Strengths from which a part is called strong, or moderate."""

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
