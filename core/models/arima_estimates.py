"""What statsforecast found for an ARIMA, in our own terms, with standard errors."""

import re
from typing import Any

import numpy as np
from scipy.signal import lfilter

from core.arima_numbers import ArimaNumbers, Coefficient, Kind
from core.design import Design

_NUDGE = 1e-5
"""By how much a coefficient is moved to see what its shocks do."""

Order = tuple[int, int, int, int, int]
"""p, q, P, Q and m."""


def one_step_errors(fitted: dict[str, Any]) -> np.ndarray:
    """Errors one step ahead of the newest values, from what statsforecast found.

    Values that differencing uses up have none: the filter starts with no idea of them, and its
    errors there are next to 0. Those soon after are divided by how much less sure the filter
    was than at the end, as R's `arima` gives them.
    """
    *_, m, d, sd = fitted["arma"]
    return np.asarray(fitted["residuals"][max(d + m * sd, fitted["n_cond"]) :], dtype=np.float64)


def arima_numbers(fitted: dict[str, Any], drivers: Design, waves: int) -> ArimaNumbers:
    """The order, and the coefficients with their standard errors.

    Args:
        fitted: What statsforecast found, its regressors being the drivers of mean 0 and standard
            deviation 1, then sines, then cosines.
        drivers: Those drivers.
        waves: Steps in the season that sines and cosines draw.
    """
    p, q, sp, sq, m, d, sd = fitted["arma"]
    values = np.array(list(fitted["coef"].values()), dtype=np.float64)
    errors = _standard_errors(fitted, values)
    rest = [name for name in fitted["coef"] if name.startswith("ex_")]
    pairs = (len(rest) - len(drivers.names)) // 2
    found = [
        _coefficient(name, value, error, drivers, pairs)
        for name, value, error in zip(fitted["coef"], values, errors, strict=True)
    ]
    spread = float(np.sqrt(fitted["sigma2"]))
    return ArimaNumbers((p, d, q), (sp, sd, sq), m, tuple(found), spread, waves if pairs else 1)


def _coefficient(name: str, value: float, error: float, drivers: Design, pairs: int) -> Coefficient:
    """One of statsforecast's coefficients ("ma1", "intercept", "ex_3") in our terms."""
    if name in ("intercept", "drift"):
        return Coefficient("drift" if name == "drift" else "level", 1, float(value), float(error))
    said = re.fullmatch(r"(ar|ma|sar|sma|ex_)(\d+)", name)
    assert said is not None
    word, place = said[1], int(said[2])
    kinds: dict[str, Kind] = {"ar": "ar", "ma": "ma", "sar": "sar", "sma": "sma"}
    if word in kinds:
        return Coefficient(kinds[word], place, float(value), float(error))
    known = len(drivers.names)
    if place <= known:
        scale, usual = float(drivers.scale[place - 1]), float(drivers.place[place - 1])
        name, yes_no = drivers.names[place - 1], drivers.yes_no[place - 1]
        return Coefficient("driver", place, value / scale, error / scale, name, usual, yes_no)
    wave = place - known
    kind: Kind = "sine" if wave <= pairs else "cosine"
    return Coefficient(kind, wave - pairs * (kind == "cosine"), float(value), float(error))


def _standard_errors(fitted: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Standard error of each coefficient, shape (coefficients,); NaN where nothing can be told.

    Those of nonlinear least squares on the shocks (Box et al. 2015, chapter 7): the shocks'
    variance times the inverse of J'J, where J says how each shock moves with each coefficient.
    For regressors that is generalised least squares. statsforecast's own come from the search's
    last guess at the curvature, which is far off.
    """
    p, q, sp, sq, m, _, _ = fitted["arma"]
    order = p, q, sp, sq, m
    arma, weights = np.split(values, [p + q + sp + sq])
    y = np.asarray(fitted["x"], dtype=np.float64)
    regressors = _regressors(fitted, len(y))
    errors = y - regressors @ weights
    delta = fitted["model"]["delta"]
    moved = [
        _shocks(errors, delta, arma + nudge, order) - _shocks(errors, delta, arma - nudge, order)
        for nudge in _NUDGE * np.eye(len(arma))
    ]
    jacobian = np.column_stack(
        [
            *(each / (2 * _NUDGE) for each in moved),
            *(_shocks(column, delta, arma, order) for column in regressors.T),
            np.empty((len(y) - len(delta), 0)),
        ]
    )
    try:
        inverse = np.linalg.inv(jacobian.T @ jacobian)
    except np.linalg.LinAlgError:
        return np.full(len(values), np.nan)
    variance = fitted["sigma2"] * np.diag(inverse)
    return np.asarray(np.sqrt(np.where(variance < 0, np.nan, variance)))


def _regressors(fitted: dict[str, Any], n: int) -> np.ndarray:
    """Columns that the coefficients after the ARMA's weigh, shape (n, columns)."""
    level = [np.ones((n, 1))] if "intercept" in fitted["coef"] else []
    known = [] if fitted["xreg"] is None else [np.asarray(fitted["xreg"], dtype=np.float64)]
    return np.hstack([*level, *known, np.empty((n, 0))])


def _shocks(column: np.ndarray, delta: np.ndarray, arma: np.ndarray, order: Order) -> np.ndarray:
    """What differences and an ARMA's filter leave of a column, shape (n - differences,)."""
    p, q, sp, _, m = order
    ar, ma, sar, sma = np.split(arma, np.cumsum([p, q, sp]))
    left = np.convolve(np.append(1.0, -ar), _spread_out(-sar, m))
    right = np.convolve(np.append(1.0, ma), _spread_out(sma, m))
    differenced = np.convolve(column, np.append(1.0, -delta), mode="valid")
    return np.asarray(lfilter(left, right, differenced))


def _spread_out(weights: np.ndarray, m: int) -> np.ndarray:
    """Coefficients of a polynomial in steps of `m`, the first of them 1."""
    every = np.zeros(len(weights) * m + 1)
    every[0], every[m::m] = 1.0, weights
    return every
