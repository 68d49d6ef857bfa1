"""Series that tests are made of."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.calendar import named
from core.drivers import Driver, Drivers
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


def driven(ts, known=(), unknown=()):
    """The series with drivers: columns by name, each with values from its first stamp on."""
    every = {**dict(known), **dict(unknown)}
    longest = max(len(values) for values in every.values())
    index = pd.date_range(ts.index[0], periods=longest, freq=ts.frequency.alias)
    columns = {
        name: pd.Series(values, index=index[: len(values)], dtype=float).reindex(index)
        for name, values in every.items()
    }
    kinds = tuple(Driver(name, name in dict(known)) for name in every)
    return replace(ts, drivers=Drivers(kinds, pd.DataFrame(columns, index=index)))


def promoted(n=96, horizon=6, effect=40.0, seed=3):
    """A seasonal series that a promotion known ahead lifts, and weather that does nothing."""
    rng = np.random.default_rng(seed)
    promotion = (rng.random(n + horizon) < 0.2).astype(float)
    promotion[-1] = 0.0
    ts = seasonal(n, seed=seed)
    moved = series(ts.values + effect * promotion[:n])
    weather = rng.normal(size=n + horizon)
    return driven(moved, {"Promotion": promotion}, {"Weather": weather})


def with_another_promotion(ts):
    """The same with a promotion at the last step to forecast."""
    table = ts.drivers.table.copy()
    table.iloc[-1, table.columns.get_loc("Promotion")] = 1.0
    return replace(ts, drivers=replace(ts.drivers, table=table))
