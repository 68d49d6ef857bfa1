"""Made-up panels of shops and products."""

import numpy as np
import pandas as pd

from core.calendar import named
from core.panel import Panel


def panel(series=6, n=72, seed=0, values=None):
    """Monthly sales of `series` products, or given values, shape (series, n)."""
    rng = np.random.default_rng(seed)
    index = pd.date_range("2018-01-01", periods=n, freq="MS")
    if values is None:
        level = rng.lognormal(4, 1, series)[:, None]
        turn = rng.integers(0, 12, series)[:, None]
        season = 1 + 0.3 * np.sin(2 * np.pi * (np.arange(n) + turn) / 12)
        values = rng.poisson(level * season).astype(float)
    keys = tuple((f"Shop {row % 3}", f"Product {row}") for row in range(len(values)))
    columns = ("shop", "product")
    frequency = named("monthly", index)
    return Panel("units", columns, keys, values, index, frequency, telling=columns)
