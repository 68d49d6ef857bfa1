"""Keeps a forecast within what its series has ever done: growth carried on can explode."""

import numpy as np

SLACK = 1.1
"""How much further than ever before a forecast may go."""

LEAST_PAIRS = 3
"""Changes that a largest one is taken of, and no fewer than a season of them."""

HELD_BACK = (
    "The forecast was held back where it would have gone much further in that time than the series "
    "ever did."
)
"""What is said of a forecast that was."""


def restrained(
    told: np.ndarray, values: np.ndarray, origins: np.ndarray, period: int, until: int
) -> np.ndarray:
    """Forecasts no further from the value some seasons before than the series ever went.

    A step up to a season ahead is compared with one season before, the next with two, and so
    on; without a season, with the last known value. The reach is the largest change over that
    time among the first `until` values, and `SLACK` on top. Where they hold too few changes over
    it, that of the longest time they do hold is drawn on in proportion.

    Args:
        told: Forecasts, shape (rows, horizon, outputs).
        values: The series without gaps, shape (n,).
        origins: Places in it of the last value that each row knows, shape (rows,).
        period: Seasonal period, 1 for none.
        until: How many values the reach is learned from.

    Returns:
        Shape as `told`.
    """
    known = values[:until]
    season, longest = measurable(len(known), period)
    if not longest:
        return told
    steps = np.arange(1, told.shape[1] + 1)
    lags = season * -(-steps // season)
    measured = np.minimum(lags, longest)
    largest = {lag: np.abs(known[lag:] - known[:-lag]).max() for lag in np.unique(measured)}
    reach = SLACK * np.array([largest[lag] for lag in measured]) * lags / measured
    before = values[np.maximum(origins[:, None] + steps - lags, 0)]
    low, high = before - reach, before + reach
    return np.asarray(np.clip(told, low[..., None], high[..., None]))


def measurable(n: int, period: int) -> tuple[int, int]:
    """The season that is counted in, and the longest time over which `n` values hold changes.

    Args:
        n: Number of values.
        period: Seasonal period; it counts where two of it are known.

    Returns:
        Both in steps; 0 for the time where there are too few.
    """
    season = period if n >= 2 * period + LEAST_PAIRS else 1
    pairs = max(season, LEAST_PAIRS)
    return season, max(n - pairs, 0) // season * season
