"""Means over what is known."""

import numpy as np


def mean_of_known(values: np.ndarray, axis: int = -1) -> np.ndarray:
    """Mean of the finite values along an axis, NaN where there are none."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
