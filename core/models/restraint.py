"""Keeps a forecast within what its series has ever done: growth carried on can explode."""

import numpy as np

SLACK = 1.1
"""How much further than ever before a forecast may go."""

LEAST_PAIRS = 3
"""Changes that a largest one is taken of, and no fewer than a season of them."""


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
    season = period if len(known) >= 2 * period + LEAST_PAIRS else 1
    pairs = max(season, LEAST_PAIRS)
    if len(known) <= pairs:
        return told
    steps = np.arange(1, told.shape[1] + 1)
    lags = season * -(-steps // season)
    longest = (len(known) - pairs) // season * season
    measured = np.minimum(lags, longest)
    largest = {lag: np.abs(known[lag:] - known[:-lag]).max() for lag in np.unique(measured)}
    reach = SLACK * np.array([largest[lag] for lag in measured]) * lags / measured
    before = values[np.maximum(origins[:, None] + steps - lags, 0)]
    low, high = before - reach, before + reach
    return np.asarray(np.clip(told, low[..., None], high[..., None]))
