"""Series that tests are made of."""

import numpy as np
import pandas as pd

from core.calendar import named
from core.timeseries import TimeSeries


def series(values, frequency="monthly", start="2010-01-01", name="Sales", unit="EUR"):
    """A regular series of these values."""
    kind = named(frequency, pd.DatetimeIndex([start]))
    index = pd.date_range(start, periods=len(values), freq=kind.alias)
    return TimeSeries(name, pd.Series(values, index=index, dtype=float), kind, unit)


def seasonal(n=96, period=12, noise=0.03, seed=0, **how):
    """Growth, a season that grows with it, and noise; above zero."""
    steps = np.arange(n)
    rng = np.random.default_rng(seed)
    level = (100 + 0.8 * steps) * (1 + 0.2 * np.sin(2 * np.pi * steps / period))
    return series(level * np.exp(rng.normal(0, noise, n)), **how)
