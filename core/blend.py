"""A combination of the network and the statistical models, made of their forecasts: no fit."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from core.folds import Outcome
from core.forecaster import Forecast
from core.paths import coupled
from core.wording import listed

BLEND = "Blend"
"""Name of the combination, for people."""

STATISTICAL = ("ARIMA", "ETS", "Theta")
"""Names of the models that make up the other half."""


def recipe(network: str) -> str:
    """What it is made of, in words, as part of a sentence."""
    return f"half the {network}, half the mean of {listed(STATISTICAL)}"


def blended(outcomes: Sequence[Outcome], network: str) -> list[Outcome]:
    """What half the network and half the mean of the statistical models would have forecast.

    The weights are fixed, not learned: learned ones are often worse than equal ones
    (Claeskens et al. 2016). Each bound is the same mean of the parts' bounds, that is, their
    quantiles are averaged (Lichtendahl, Grushka-Cockayne and Winkler 2013). Its paths go
    together over the steps as the network's do.

    Args:
        outcomes: Those of a training, any order.
        network: Name of the network.

    Returns:
        One outcome for each fold (0 is the final fit), in the order in which the network's
        come; its seconds are the sum of its parts'. A fold in which a part has no forecast is a
        failure that names it. Empty where a part was not asked for at all.
    """
    weights = {network: 0.5} | dict.fromkeys(STATISTICAL, 0.5 / len(STATISTICAL))
    parts = {(outcome.model, outcome.fold): outcome for outcome in outcomes}
    if not set(weights) <= {model for model, _ in parts}:
        return []
    return [
        _of_one_fold({name: parts[name, fold] for name in weights}, weights, network)
        for model, fold in parts
        if model == network
    ]


def _of_one_fold(
    parts: Mapping[str, Outcome], weights: Mapping[str, float], network: str
) -> Outcome:
    first = parts[network]
    seconds = sum(part.seconds for part in parts.values())
    forecasts = {name: part.forecast for name, part in parts.items() if part.forecast is not None}
    missing = [name for name in parts if name not in forecasts]
    if missing:
        failure = f"It needs {listed(missing)}, which gave no forecast here."
        return Outcome(BLEND, first.fold, first.cutoff, seconds, None, failure)
    table = _mean({name: forecast.table for name, forecast in forecasts.items()}, weights)
    words = recipe(network)
    notes = (f"{words[0].upper()}{words[1:]}.", "Its bounds are the same mean of theirs.")
    errors = _mean_error(forecasts, weights)
    leading = forecasts[network]
    drivers = tuple(dict.fromkeys(name for part in forecasts.values() for name in part.drivers))
    together = None if leading.paths is None else coupled(leading.paths, table, leading.least)
    forecast = Forecast(
        BLEND,
        first.cutoff,
        table,
        notes,
        errors,
        effects=leading.effects,
        drivers=drivers,
        paths=together,
        least=leading.least,
        parts=_mean_parts(forecasts, weights),
    )
    return Outcome(BLEND, first.fold, first.cutoff, seconds, forecast)


def _mean(tables: Mapping[str, pd.DataFrame], weights: Mapping[str, float]) -> pd.DataFrame:
    """The weighted mean of tables of one shape, cell by cell."""
    first, *rest = (table * weights[name] for name, table in tables.items())
    for table in rest:
        first = first + table
    return first


def _mean_parts(
    forecasts: Mapping[str, Forecast], weights: Mapping[str, float]
) -> dict[str, np.ndarray]:
    """The same mean of what drivers and events make up; nothing where a model knows none."""
    found: dict[str, np.ndarray] = {}
    for model, forecast in forecasts.items():
        for name, part in forecast.parts.items():
            found[name] = found.get(name, 0.0) + weights[model] * part
    return found


def _mean_error(
    forecasts: Mapping[str, Forecast], weights: Mapping[str, float]
) -> pd.Series | None:
    """The same mean of the parts' errors, on dates on which all have one; None without any.

    An actual less a mean of forecasts is that mean of the actual less each of them.
    """
    errors = {name: forecast.residuals for name, forecast in forecasts.items()}
    known = {name: series for name, series in errors.items() if series is not None}
    if len(known) < len(errors):
        return None
    shared = pd.DataFrame(known).dropna()
    return shared.mul(pd.Series(weights)).sum(axis="columns") if len(shared) else None
