"""The season in values of which some may be missing, and what follows: a line with its season."""

import numpy as np

LONGEST = 5_000
"""Newest values that a season is learned from; one of long ago says little of today's."""

NEAR = 1e-9
"""Logarithms of a ratio that count as none."""

_PASSES = 3
# Rounds of STL: more change nothing that is seen, and its usual 15 robust ones take thrice as long.
_INNER, _OUTER = 3, 5


def seasonal_part(values: np.ndarray, period: int, *, robust: bool = False) -> np.ndarray:
    """The season of `values`, shape (n,), NaN where nothing was observed; shape (n,).

    By STL (Cleveland et al. 1990) with a season that stays the same. Missing values are drawn
    straight first, and then from what the decomposition says of them. With less than two seasons
    there is none: all 0.

    Args:
        values: Shape (n,).
        period: Steps in a season.
        robust: Whether wild values count for less. On few seasons that makes ordinary ones look
            wild: not for looking for those.
    """
    known = ~np.isnan(values)
    if period < 2 or len(values) < 2 * period or known.sum() < 2:
        return np.zeros(len(values))
    # Loads scipy, which takes a second: not when a page opens.
    from statsmodels.tsa.seasonal import STL

    steps, seasons = np.arange(len(values)), len(values) // period
    filled = np.interp(steps, steps[known], values[known])
    for _ in range(1 if known.all() else _PASSES):
        parts = STL(
            filled,
            period=period,
            # A window far beyond the seasons there are, without a slope: each phase's mean.
            seasonal=10 * seasons + 11,
            seasonal_deg=0,
            robust=robust,
            seasonal_jump=seasons,
            trend_jump=max(1, period // 2),
            low_pass_jump=max(1, period // 3),
        ).fit(inner_iter=_INNER, outer_iter=_OUTER if robust else 0)
        season = np.asarray(parts.seasonal)
        filled = np.where(known, values, parts.trend + season)
    return season


def interpolated(values: np.ndarray, period: int) -> np.ndarray:
    """Missing values drawn straight on the seasonally adjusted ones, season put back; (n,).

    As R's `na.interp` does it (Hyndman and Athanasopoulos, "Forecasting: Principles and
    Practice", 3rd edition, section 13.9). Where all that was observed is above zero the season
    multiplies if that leaves a smoother series than adding it. Of more than `LONGEST` values the
    older ones are drawn straight.
    """
    known = ~np.isnan(values)
    if known.all() or not known.any():
        return values.copy()
    season, factor = _newest_season(values, period), np.ones(len(values))
    if season.any() and (values[known] > 0).all():
        multiplied = np.exp(_newest_season(np.log(values), period))
        if _roughness(values / multiplied) < _roughness(values - season):
            season, factor = np.zeros(len(values)), multiplied
    steps = np.arange(len(values))
    adjusted = (values - season) / factor
    drawn = np.interp(steps, steps[known], adjusted[known]) * factor + season
    return np.where(known, values, drawn)


def multiplies(values: np.ndarray, period: int) -> bool:
    """Whether the season grows with the level: dividing by it leaves a smoother series.

    Args:
        values: Shape (n,), NaN where nothing was observed; False unless all others are above 0.
        period: Steps in a season.
    """
    if not (values[~np.isnan(values)] > 0).all():
        return False
    added = seasonal_part(values, period)
    multiplied = np.exp(seasonal_part(np.log(values), period))
    return _roughness(values / multiplied) < _roughness(values - added)


def logarithmic_mean(values: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(a - b) / (ln a - ln b), a where both are one; both above 0, same shape.

    It makes sums of products: a change from b to a by factors is the sum of their logarithms
    times this, with nothing left over (the additive LMDI of Ang 2004).
    """
    ratio = np.log(values / others)
    near = np.abs(ratio) < NEAR
    return np.asarray(np.where(near, values, (values - others) / np.where(near, 1.0, ratio)))


def _newest_season(values: np.ndarray, period: int) -> np.ndarray:
    """The season of the newest `LONGEST` values, 0 before them, shape (n,)."""
    season = np.zeros(len(values))
    season[-LONGEST:] = seasonal_part(values[-LONGEST:], period, robust=True)
    return season


def _roughness(values: np.ndarray) -> float:
    """Mean absolute change from one observed value to the next."""
    return float(np.abs(np.diff(values[~np.isnan(values)])).mean())
