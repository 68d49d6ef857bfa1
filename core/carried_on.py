"""A forecast from newer data by a network trained before, from its weights: nothing is trained."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.folds import possible
from core.forecaster import Forecast, to_table
from core.models.kept_network import ahead
from core.timeseries import TimeSeries
from core.training import Trained
from core.treated import treated

HOW = "The network is as it was trained then; it was told what has come since."


def carried_on(trained: Trained, forecast: Forecast, now: TimeSeries) -> Forecast | None:
    """What the network of a forecast says of the steps after newer data, from its kept weights.

    Level and newest values are those of the newer data; transform, season, drift and scale those
    it was trained with. At each step ahead the range is as wide as then: in shares of the forecast
    where it was learned so, else in amounts.

    Args:
        trained: What the network came of.
        forecast: Its forecast then, with the ranges that are used.
        now: The same series, going on. What was known then counts as it was then.

    Returns:
        A forecast without paths. None where it was not made by the network trained here, where no
        weights are kept, where drivers count, whose effects are not kept, or where the newer data
        are nothing that it can go on from: they begin elsewhere, or hold what has no logarithm.
    """
    spec, then = trained.training.network, trained.training.ts
    weights = forecast.weights
    if weights is None or forecast.model != spec.name or forecast.drivers:
        return None
    joined = _joined(then, now)
    before, past = treated(then), treated(joined)
    # A season that begins elsewhere is another one.
    elsewhere = before.ts.index[0] != past.ts.index[0]
    in_powers = np.isfinite(weights.views["power"]).any()
    if elsewhere or (in_powers and not (past.ts.y.dropna() > 0).all()):
        return None
    point = ahead(spec, weights, past.ts, len(before.ts), len(forecast.table))
    if not np.isfinite(point).all():
        return None
    bare = dict.fromkeys(forecast.levels, (point, point))
    index = past.ts.future_index(len(point))
    told = Forecast(spec.name, past.ts.index[-1], to_table(index, point, bare), (HOW,))
    restored = past.restore(told)
    table = _as_wide(restored.table, forecast.table, relative=weights.relative)
    return possible(replace(restored, table=table), joined)


def may_carry_on(trained: Trained) -> bool:
    """Whether the network trained here has what `carried_on` needs, newer data apart."""
    forecast = trained.forecasts.get(trained.training.network.name)
    return forecast is not None and forecast.weights is not None and not forecast.drivers


def _joined(then: TimeSeries, now: TimeSeries) -> TimeSeries:
    """The series as it was known then, with what has come since; without drivers."""
    since = now.y[now.index > then.index[-1]]
    y = pd.concat([then.y, since]).asfreq(then.frequency.alias).rename(then.y.name)
    return replace(now, y=y, treatment=then.treatment, drivers=None)


def _as_wide(table: pd.DataFrame, then: pd.DataFrame, *, relative: bool) -> pd.DataFrame:
    """A table of points alone with bounds as far from them as those of another are from its own."""
    point, old = (each[["point"]].to_numpy() for each in (table, then))
    bounds = then.to_numpy()
    shares = relative and bool((old > 0).all() and (point > 0).all())
    moved = point * bounds / old if shares else point + bounds - old
    return pd.DataFrame(np.asarray(moved), index=table.index, columns=then.columns)
