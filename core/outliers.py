"""Values far from what season and level explain, by a rule that seldom cries wolf."""

from collections.abc import Callable

import numpy as np

from core.decomposition import LONGEST, seasonal_part

WIDE = 3
"""Interquartile ranges beyond the quartiles from which on a remainder stands out: "far out" with
Tukey (1977), and the rule of Hyndman's `tsoutliers` in the R package forecast. Of a normal curve, 2
in a million lie there."""

STRONG = 0.6
"""Seasonal strength (Wang, Smith and Hyndman 2006) from which on a season is taken off first, as
there."""

LEAST = 12
"""Fewest values among which one can stand out."""

# The level follows so many of the nearest values, or a tenth of all.
_SPAN, _SHARE = 21, 10
_ROUNDS = 4
# A spread below this share of the largest value is one of rounding.
_NEGLIGIBLE = 1e-9


def outliers(values: np.ndarray, period: int) -> np.ndarray:
    """Which values stand out, shape (n,), bool; never one that is NaN.

    Looked for in the values as they are and in those made steadier: logarithms where all are
    above zero, roots where none is below (Anscombe 1948, for counts). The scale in which fewer
    stand out counts, so that a skewed spread is not taken for outliers. Of more than `LONGEST`
    values only the newest are looked at.
    """
    found = np.zeros(len(values), dtype=bool)
    read = values[-LONGEST:]
    scales = [_standing_out(scale(read), period) for scale in _scales(read)]
    found[-LONGEST:] = min(scales, key=lambda out: int(out.sum()))
    return found


def _scales(values: np.ndarray) -> list[Callable[[np.ndarray], np.ndarray]]:
    """The scales in which values can be looked at."""
    known = values[~np.isnan(values)]
    if known.size and (known > 0).all():
        return [np.log, np.positive]
    if known.size and (known >= 0).all():
        return [lambda counts: np.sqrt(counts + 0.375), np.positive]
    return [np.positive]


def _standing_out(values: np.ndarray, period: int) -> np.ndarray:
    """Those that stand out in this scale, found anew without them until nothing changes."""
    out = np.zeros(len(values), dtype=bool)
    known = ~np.isnan(values)
    if known.sum() < LEAST:
        return out
    for _ in range(_ROUNDS):
        ordinary = known & ~out
        season = seasonal_part(np.where(ordinary, values, np.nan), period)
        rest = _off_level(values - season, ordinary)
        if season.any():
            whole = float(np.var((rest + season)[ordinary]))
            if whole > 0 and 1 - float(np.var(rest[ordinary])) / whole < STRONG:
                rest = _off_level(values, ordinary)
        low, high = np.quantile(rest[known], (0.25, 0.75))
        reach = WIDE * (high - low)
        if reach <= _NEGLIGIBLE * float(np.abs(values[known]).max()):
            return np.zeros(len(values), dtype=bool)
        found = known & ((rest < low - reach) | (rest > high + reach))
        if bool((found == out).all()):
            break
        out = found
    return out


def _off_level(values: np.ndarray, ordinary: np.ndarray) -> np.ndarray:
    """Values less a robust local line (Cleveland 1979) through the ordinary ones, (n,)."""
    from statsmodels.nonparametric.smoothers_lowess import lowess

    steps = np.flatnonzero(ordinary)
    span = max(_SPAN, len(steps) // _SHARE)
    level = lowess(
        values[ordinary],
        steps,
        frac=min(1.0, span / len(steps)),
        it=3,
        delta=span / 20,
        return_sorted=False,
    )
    return np.asarray(values - np.interp(np.arange(len(values)), steps, level))
