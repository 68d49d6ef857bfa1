"""Error measures: tiny pure functions over arrays. A missing actual is not scored.

In each, `y` are actuals and `point`, `lo`, `hi` forecasts, all of shape (n,) and in one unit.
The result is NaN where nothing can be scored, never 0.
"""

from collections.abc import Mapping

import numpy as np


def _mean(values: np.ndarray) -> float:
    scored = values[~np.isnan(values)]
    return float(scored.mean()) if scored.size else float("nan")


def rmse(y: np.ndarray, point: np.ndarray) -> float:
    """Root mean squared error, in the unit of `y`."""
    return float(np.sqrt(_mean((y - point) ** 2)))


def mae(y: np.ndarray, point: np.ndarray) -> float:
    """Mean absolute error, in the unit of `y`."""
    return _mean(np.abs(y - point))


def smape(y: np.ndarray, point: np.ndarray) -> float:
    """Symmetric mean absolute percentage error, 0 to 200 (Makridakis 1993, as in M4).

    Where actual and forecast are both 0 the error is 0.
    """
    size = np.abs(y) + np.abs(point)
    miss = 200 * np.abs(y - point)
    return _mean(np.where(size == 0, size, miss / np.where(size == 0, 1, size)))


def bias(y: np.ndarray, point: np.ndarray) -> float:
    """Mean of forecast minus actual, in the unit of `y`: above 0, forecasts are too high."""
    return _mean(point - y)


def seasonal_scale(train: np.ndarray, seasonal_period: int) -> float:
    """Mean absolute change against one season earlier, in-sample: what MASE divides by.

    Source: Hyndman and Koehler, "Another look at measures of forecast accuracy", 2006.

    Args:
        train: The values known at the cutoff, shape (n,), NaN where missing.
        seasonal_period: Steps in a season; 1 for the change against the step before. Where
            `train` is not longer than a season, 1 is taken.

    Returns:
        The scale in the unit of `train`; NaN if it can't be computed or is 0.
    """
    scale = _mean(np.abs(_changes(train, seasonal_period)))
    return scale if scale > 0 else float("nan")


def seasonal_root_scale(train: np.ndarray, seasonal_period: int) -> float:
    """Root mean squared change against one season earlier: what RMSSE divides by.

    As `seasonal_scale`, with squares in place of absolute values.
    """
    scale = float(np.sqrt(_mean(_changes(train, seasonal_period) ** 2)))
    return scale if scale > 0 else float("nan")


def _changes(train: np.ndarray, seasonal_period: int) -> np.ndarray:
    lag = seasonal_period if len(train) > seasonal_period else 1
    return np.asarray(train[lag:] - train[:-lag])


def mase(y: np.ndarray, point: np.ndarray, scale: float) -> float:
    """Mean absolute scaled error; `scale` from `seasonal_scale`. Below 1 beats that yardstick."""
    return mae(y, point) / scale


def rmsse(y: np.ndarray, point: np.ndarray, scale: float) -> float:
    """Root mean squared scaled error; `scale` from `seasonal_root_scale`.

    Source: Makridakis, Spiliotis and Assimakopoulos, "The M5 competition", 2022, there with the
    change against the step before.
    """
    return rmse(y, point) / scale


def coverage(y: np.ndarray, lo: np.ndarray, hi: np.ndarray) -> float:
    """Share of actuals that lie within the interval, 0 to 1."""
    inside = ((y >= lo) & (y <= hi)).astype(float)
    return _mean(np.where(np.isnan(y), np.nan, inside))


def pinball(y: np.ndarray, quantiles: Mapping[float, np.ndarray]) -> float:
    """Mean pinball loss over quantiles, in the unit of `y` (Koenker and Bassett 1978).

    For the median alone it is half the mean absolute error.

    Args:
        y: Actuals, shape (n,).
        quantiles: By share, 0 to 1, what was forecast, shape (n,) each.
    """
    losses = [
        np.where(y >= said, share * (y - said), (1 - share) * (said - y))
        for share, said in quantiles.items()
    ]
    missing = np.isnan(y)
    return _mean(np.where(missing, np.nan, np.mean(losses, axis=0)))


def interval_score(y: np.ndarray, lo: np.ndarray, hi: np.ndarray, level: int) -> float:
    """Mean interval score at `level` per cent, in the unit of `y`.

    The width, and for each miss its size times 2 / (1 - level / 100): narrow intervals that hold
    score lowest (Gneiting and Raftery 2007). Divided by `seasonal_scale` it is the MSIS of the M4
    competition.
    """
    penalty = 2 / (1 - level / 100)
    return _mean((hi - lo) + penalty * (np.maximum(lo - y, 0) + np.maximum(y - hi, 0)))
