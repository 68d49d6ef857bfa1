"""Whether parts that are each of the right type fit together: pages take that for granted.

A capsule with right checksums may still have been written by somebody else. What would not harm
anyone but its reader is not looked for: any number may be another than it was.
"""

import numpy as np
import pandas as pd

from core.backtest import Backtest
from core.calendar import NAMES
from core.capsule.documents import damaged
from core.capsule.weights import fitting
from core.forecaster import Forecast, Insight
from core.luck import Luck
from core.models import Recurrent
from core.scenario import SupposedForecast
from core.timeseries import TimeSeries
from core.training import Trained, Training

_PREDICTIONS = ("model", "cutoff", "ds", "step", "y", "point")
_FOLDS = ("model", "cutoff", "seconds", "failure", "scale", "root_scale")
_DATES = ("cutoff", "ds")
_TEXTS = ("model", "failure")


def check(trained: Trained) -> None:
    """Check what a training gave.

    Raises:
        DataError: Naming what does not fit.
    """
    training = trained.training
    check_training(training)
    check_backtest(trained.backtest, training)
    for model, forecast in trained.forecasts.items():
        _need(forecast.model == model, f"a forecast of {model} is of another model")
        check_forecast(forecast, training)


def check_training(training: Training) -> None:
    """Check a request; see `check`."""
    _check_series(training.ts)
    names = [model.name for model in training.forecasters]
    _need(len(set(names)) == len(names), "two of its models have one name")
    networks = [each for each in training.forecasters if isinstance(each, Recurrent)]
    _need(len(networks) == 1, "it does not train exactly one network")
    training.plan.cutoffs(training.ts)


def _check_series(ts: TimeSeries) -> None:
    index, frequency = ts.index, ts.frequency
    _need(len(ts) > 1 and ts.observed > 0, "its series is empty")
    _need(index.equals(pd.date_range(index[0], periods=len(ts), freq=frequency.alias)),
          "its series leaves out dates")  # fmt: skip
    usual = frequency.name in NAMES and frequency.seasonal_periods and frequency.horizon > 0
    _need(bool(usual) and min(frequency.seasonal_periods) > 0, "its frequency is none")
    _need(frequency.snap(index).equals(index), "its dates are not those of its frequency")
    first, last = frequency.bounds(index[0])
    _need(first <= index[0] < last or frequency.stamp == "end", "its periods are none")
    _need(bool(frequency.words(index[0])), "its periods have no names")
    _need(ts.aggregate in ("sum", "mean"), "its values are neither added up nor averaged")
    for event in ts.events:
        event.occurrences(frequency)


def check_forecast(forecast: Forecast, training: Training) -> None:
    """Check a forecast of what comes after a training's series; see `check`."""
    horizon, ts = training.plan.horizon, training.ts
    table, model = forecast.table, forecast.model
    bounds = [f"{side}-{level}" for level in forecast.levels for side in ("lo", "hi")]
    _need(list(table.columns) == ["point", *bounds], f"the forecast of {model} has other columns")
    _need(forecast.cutoff == ts.index[-1], f"the forecast of {model} begins elsewhere")
    _need(
        table.index.equals(ts.future_index(horizon)), f"the forecast of {model} is of other dates"
    )
    _need(_floats(table), f"the forecast of {model} is not of numbers")
    if forecast.paths is not None:
        _need(_paths(forecast.paths, horizon), f"the paths of {model} are of another length")
    for part in forecast.parts.values():
        _need(part.shape == (horizon,), f"a part of {model}'s forecast is of another length")
    if forecast.residuals is not None:
        dated = isinstance(forecast.residuals.index, pd.DatetimeIndex)
        _need(
            dated and forecast.residuals.dtype == float, f"the residuals of {model} are no errors"
        )
    if forecast.weights is not None:
        spec = next((each for each in training.networks if each.name == model), None)
        fits = spec is not None and fitting(forecast.weights, spec, horizon, ts.seasonal_period)
        _need(fits, f"the weights of {model} are not those of its network")
    if forecast.insight is not None:
        _need(_seen(forecast.insight, ts), f"what {model} saw is not of its series")


def _seen(insight: Insight, ts: TimeSeries) -> bool:
    moved, steps = insight.influence, len(insight.window)
    layers = [array for layer in insight.layers for array in layer.values()]
    return (
        moved.dtype == float
        and 0 < len(moved) <= len(ts)
        and moved.index.equals(ts.index[-len(moved) :])
        and insight.window.ndim == 1
        and all(array.ndim == 2 and len(array) == steps for array in layers)
    )


def check_backtest(backtest: Backtest, training: Training) -> None:
    """Check a test on the past of a training's series; see `check`."""
    ts, rows, folds = training.ts, backtest.predictions, backtest.folds
    bounds = [f"{side}-{level}" for level in sorted(backtest.levels) for side in ("lo", "hi")]
    _need(backtest.horizon == training.plan.horizon, "its test on the past has another horizon")
    _need(list(rows.columns) == [*_PREDICTIONS, *bounds], "its past forecasts have other columns")
    _need(list(folds.columns) == [*_FOLDS], "its folds have other columns")
    for table in (rows, folds):
        numbered = table.index.dtype == np.int64 and table.index.is_unique
        _need(numbered, "its tables of the past have other rows")
        if len(table):
            for name in map(str, table.columns):
                _need(
                    _as_it_should(table[name]), f"its column {name} of the past is of another kind"
                )
    _need(len(folds) > 0, "it has no folds")
    known = set(zip(folds["model"], folds["cutoff"], strict=True))
    _need(len(known) == len(folds), "a fold stands in it twice")
    _need(bool(folds["cutoff"].isin(ts.index).all()), "its cutoffs are no dates of its series")
    _need(set(zip(rows["model"], rows["cutoff"], strict=True)) <= known, "its folds are incomplete")
    if len(rows):
        _need(bool(rows["ds"].isin(ts.index).all()), "its past forecasts are of other dates")
        _need(bool(rows["step"].between(1, backtest.horizon).all()), "its steps are miscounted")
    _need(not rows.duplicated(["model", "cutoff", "step"]).any(), "a past step stands in it twice")
    for key, paths in backtest.paths.items():
        _need(key in known and _paths(paths, backtest.horizon), "its past paths fit to no fold")


def check_answer(answer: object, training: Training) -> None:
    """Check what a question about a run of a training gave; see `check`."""
    if isinstance(answer, SupposedForecast):
        check_training(answer.scenario.training)
        for forecast in answer.forecasts.values():
            check_forecast(forecast, answer.scenario.training)
    elif isinstance(answer, Luck):
        _need(len(answer.seeds) > 0, "its luck check has no seeds")
        check_backtest(answer.backtest, training)


def _as_it_should(column: pd.Series) -> bool:
    name = str(column.name)
    if name in _TEXTS:
        return column.dtype == object
    if name in _DATES:
        return column.dtype == "datetime64[ns]"
    return column.dtype == (np.int64 if name == "step" else np.float64)


def _floats(table: pd.DataFrame) -> bool:
    return all(dtype == np.float64 for dtype in table.dtypes)


def _paths(paths: np.ndarray, horizon: int) -> bool:
    known = paths.dtype in (np.float32, np.float64)
    return known and paths.ndim == 2 and paths.shape[1:] == (horizon,)


def _need(fits: object, what: str) -> None:
    if not fits:
        raise damaged(what)
