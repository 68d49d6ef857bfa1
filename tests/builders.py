"""Series that tests are made of."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from core.backtest import compared
from core.calendar import named
from core.drivers import Driver, Drivers
from core.folds import Outcome
from core.forecaster import Forecast, to_table
from core.paths import coupled
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


def past(errors, deviation=1.0, models=("Model",), drawn=None, before=36, level=100.0, **how):
    """A series, and a backtest in which every model forecast `level` and missed by `errors`.

    Args:
        errors: Actual minus forecast, shape (folds, steps); for several models shape (models,
            folds, steps), of which the first makes the actuals.
        deviation: What the models say is the standard deviation, one number or by step.
        models: Names of the models.
        drawn: How their paths go together, shape (n_paths, steps); independent if not given.
        before: Values before the first cutoff, half of them above the level and half below.
        level: What is forecast.
        how: Of the series, as in `series`.
    """
    errors = np.asarray(errors, dtype=float)
    errors = errors[None] if errors.ndim == 2 else errors
    folds, steps = errors.shape[1:]
    ts = series([*(level + np.resize([1.0, -1.0], before)), *(level + errors[0].ravel())], **how)
    if drawn is None:
        drawn = np.random.default_rng(0).normal(size=(400, steps))
    outcomes = []
    for model, missed in zip(models, errors, strict=True):
        for fold in range(folds):
            at = before + fold * steps
            point = ts.values[at : at + steps] - missed[fold]
            bounds = {}
            for each in (80, 95):
                reach = ndtri(0.5 + each / 200) * deviation * np.ones(steps)
                bounds[each] = (point - reach, point + reach)
            table = to_table(ts.index[at : at + steps], point, bounds)
            forecast = Forecast(model, ts.index[at - 1], table, paths=coupled(drawn, table))
            outcomes.append(Outcome(model, fold + 1, ts.index[at - 1], 0.1, forecast))
    return ts, compared(ts, outcomes, steps)
