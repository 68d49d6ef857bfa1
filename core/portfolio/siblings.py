"""The season that a new product borrows from its siblings, until it has seen its own.

A series shorter than two seasons can't tell a season from a trend. Those beside it can: each long
one gives what its season adds, as a share of its level; their mean is borrowed, as far as they
agree, which is told by how well each one's season follows from the mean of all others'.
"""

from collections.abc import Hashable, Sequence

import numpy as np

from core.models.practised.season import WILD, season

SEASONS = 2
"""Seasons, and 3 values, from which on a series has its own."""

LEAST_SIBLINGS = 3
"""Long series that a season is borrowed from, and no fewer."""

LOWEST = 0.1
"""Least factor of a step: no season makes a level vanish."""


def own_season(n: int, period: int) -> bool:
    """Whether a series of `n` values, first to last, tells its season itself."""
    return period < 2 or n >= SEASONS * period + 3


def borrowed_seasons(
    pasts: Sequence[np.ndarray], groups: Sequence[Hashable], period: int
) -> dict[int, np.ndarray]:
    """Factors of the steps of a season for each short series that has siblings to borrow from.

    Args:
        pasts: Values up to one cutoff, the same for all, shape (n,) each, NaN where not observed.
        groups: The group of each; series of one group are siblings.
        period: Seasonal period.

    Returns:
        By place of the series: factors around 1, shape (period,), the first of them for the step
        after the cutoff.
    """
    shapes: dict[Hashable, list[np.ndarray]] = {}
    short: list[int] = []
    for place, past in enumerate(pasts):
        seen = np.flatnonzero(np.isfinite(past))
        if not seen.size or period < 2:
            continue
        known = past[seen[0] :]
        if not own_season(seen[-1] - seen[0] + 1, period):
            short.append(place)
        elif (shape := _shape(known, period)) is not None:
            shapes.setdefault(groups[place], []).append(shape)
    found = {
        group: _agreed(np.stack(each))
        for group, each in shapes.items()
        if len(each) >= LEAST_SIBLINGS
    }
    return {place: found[groups[place]] for place in short if groups[place] in found}


def _shape(known: np.ndarray, period: int) -> np.ndarray | None:
    """What a season adds as a share of the newest level, shape (period,); None without a level."""
    newest = known[-SEASONS * period :]
    level = newest[np.isfinite(newest)].mean() if np.isfinite(newest).any() else 0.0
    if level <= 0 or np.nanmin(known) < 0:
        return None
    seen = np.isfinite(known)
    whole = np.interp(np.arange(len(known)), np.flatnonzero(seen), known[seen])
    return np.asarray(season(whole[None], seen[None], period).lasting[0] / level)


def _agreed(shapes: np.ndarray) -> np.ndarray:
    """Factors from the seasons of siblings, shape (siblings, period), wild ones drawn in."""
    middle = np.median(shapes, axis=0)
    apart = shapes - middle
    bound = WILD * np.abs(apart).mean()
    held = middle + np.clip(apart, -bound, bound)
    mean = held.mean(axis=0)
    others = (held.sum(axis=0) - held) / (len(held) - 1)
    power = (others**2).sum()
    share = np.clip((others * held).sum() / power, 0, 1) if power > 0 else 0.0
    return np.asarray(np.maximum(1 + share * (mean - mean.mean()), LOWEST))
