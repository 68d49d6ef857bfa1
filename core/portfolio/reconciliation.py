"""Forecasts of series and of their totals made to add up.

Each node of a hierarchy is forecast by itself, and a total's forecast is then not the sum of its
parts'. Every way of settling that is a choice of whom to believe: the series (bottom-up), the
total (top-down), or each as far as its past errors allow (MinT).

Nixtla's hierarchicalforecast has these and many more; it brings scikit-learn, matplotlib and
solvers, and holds a dense matrix of all nodes by all nodes, which 5,000 series would make 200 MB.
So the steps are written out here; a test holds numbers of that library against them.
"""

from typing import Literal

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

from core.errors import ForecastError
from core.portfolio.hierarchy import Hierarchy
from core.wording import counted, listed, quoted

Method = Literal["bottom-up", "top-down", "mint"]

LEAST_ERRORS = 3
"""Past errors of a node from which its spread is told; else it gets that of others on its level."""

_LEAST_SHRINKAGE = 1e-3
"""Without any, errors of fewer dates than nodes leave the weights undetermined."""

_NEGLIGIBLE = 1e-9
"""Least variance of a node beside the mean one: no forecast is taken for certain."""


def reconcile(
    hierarchy: Hierarchy, base: np.ndarray, method: Method, residuals: np.ndarray | None = None
) -> np.ndarray:
    """Forecasts that add up. Where no series is forecast below zero, none is after.

    - "bottom-up": totals are sums of the series.
    - "top-down": the total is shared out by what its parts were forecast to be, level by level
      (Athanasopoulos, Ahmed and Hyndman 2009); in equal parts where these come to nothing.
    - "mint": the smallest change, each weighed by its past errors and how these go together
      (Wickramasuriya, Athanasopoulos and Hyndman 2019), their correlations shrunk towards none
      (Schäfer and Strimmer 2005).

    Negative forecasts of series become 0 at the end, and totals the sums of what is left (Di Fonzo
    and Girolimetto 2023), where all series were forecast at 0 or above.

    Args:
        hierarchy: How the series add up.
        base: Forecasts of each node by itself, shape (nodes, horizon).
        method: Whom to believe.
        residuals: For MinT: errors of each node on dates that are the same for all, one step
            ahead or of past cutoffs, shape (nodes, n), NaN where there is none.

    Returns:
        Shape (nodes, horizon).

    Raises:
        ForecastError: If a forecast is missing that the method reads, or MinT has no errors.
    """
    first = hierarchy.aggregates
    _all_there(hierarchy, base, first if method == "bottom-up" else 0)
    if method == "bottom-up":
        bottoms = base[first:]
    elif method == "top-down":
        bottoms = _shared_out(hierarchy, base)[first:]
    elif residuals is None or not np.isfinite(residuals).any():
        raise ForecastError(
            "MinT weighs forecasts by their past errors, and there are none here. Choose "
            "bottom-up, or a test on the past with at least one fold."
        )
    else:
        bottoms = _least_change(hierarchy, base, residuals)[first:]
    if (base[first:] >= 0).all():
        bottoms = np.maximum(bottoms, 0.0)
    return np.asarray(hierarchy.summing @ bottoms)


def moved(
    bounds: np.ndarray, base: np.ndarray, reconciled: np.ndarray, least: float = -np.inf
) -> np.ndarray:
    """Bounds of intervals, moved as far as the points were; none below `least`.

    Their width stays that of the model by itself: nothing is said of how much surer a forecast
    became, which would take joint paths of all nodes (Panagiotelis et al. 2023).

    Args:
        bounds: Shape (nodes, horizon).
        base: Points before, same shape.
        reconciled: Points after, same shape, none below `least`.
        least: What no value falls below.
    """
    return np.asarray(np.maximum(bounds + reconciled - base, least))


def _all_there(hierarchy: Hierarchy, base: np.ndarray, first: int) -> None:
    lacking = first + np.flatnonzero(~np.isfinite(base[first:]).all(axis=1))
    if len(lacking):
        names = listed([quoted(hierarchy.title(int(place))) for place in lacking])
        raise ForecastError(
            f"Without a forecast of {names} no totals can be made to add up: "
            f"{counted(len(lacking), 'forecast')} missing. Leave out these series, or give them a "
            "simpler model."
        )


def _shared_out(hierarchy: Hierarchy, base: np.ndarray) -> np.ndarray:
    """Level by level, each node its share of what its parent has, shape (nodes, horizon)."""
    shared = base.copy()
    for level in range(1, len(hierarchy.columns) + 1):
        own = np.flatnonzero(hierarchy.levels == level)
        parents = hierarchy.parents[own]
        together, many = np.zeros_like(base), np.zeros((len(base), 1))
        np.add.at(together, parents, base[own])
        np.add.at(many, parents, 1.0)
        share = np.broadcast_to(1 / many[parents], base[own].shape).copy()
        np.divide(base[own], together[parents], out=share, where=together[parents] > 0)
        shared[own] = share * shared[parents]
    return shared


def _least_change(hierarchy: Hierarchy, base: np.ndarray, residuals: np.ndarray) -> np.ndarray:
    """MinT as y - W C' (C W C')^-1 C y, shape (nodes, horizon).

    C says of each sum that it less its series is nothing. W, the covariance of errors, is F'F + E
    with one row of F for each date and E diagonal. So nothing is made of the size nodes by nodes,
    and what is solved is sparse of the size of the sums, and dense of the size of the dates
    (Woodbury's identity).
    """
    factors, rest = _shrunk(residuals, hierarchy.levels)
    many = hierarchy.aggregates
    adding = sparse.hstack(
        [sparse.eye_array(many), -hierarchy.summing[:many]], format="csr"
    )  # C, (aggregates, nodes)
    across = adding @ factors.T  # (aggregates, dates)
    solved = splu(sparse.csc_matrix(adding @ sparse.diags_array(rest) @ adding.T))
    open_gap = solved.solve(adding @ base)
    wide = solved.solve(across)
    inner = np.eye(factors.shape[0]) + across.T @ wide
    weights = open_gap - wide @ np.linalg.solve(inner, across.T @ open_gap)
    change = factors.T @ (across.T @ weights) + rest[:, None] * (adding.T @ weights)
    return np.asarray(base - change)


def _shrunk(residuals: np.ndarray, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """F, shape (dates, nodes), and the diagonal of E, shape (nodes,), of W = F'F + E.

    W has each node's mean squared error on its diagonal, and beside it the correlations times
    1 - `shrinkage`. Errors are not centred: a bias is an error too. A date without an error adds
    nothing to correlations, so those of nodes that share few dates are the smaller.
    """
    residuals = residuals[:, np.isfinite(residuals).any(axis=0)]
    known = np.isfinite(residuals)
    errors = np.where(known, residuals, 0.0)
    seen = known.sum(axis=1)
    variance = (errors**2).sum(axis=1) / np.maximum(seen, 1)
    variance = _with_usual(variance, seen >= LEAST_ERRORS, levels)
    errors[seen < LEAST_ERRORS] = 0.0
    dates = residuals.shape[1]
    scaled = errors.T / np.sqrt(variance)
    kept = 1 - max(shrinkage(scaled), _LEAST_SHRINKAGE)
    factors = errors.T * np.sqrt(kept / dates)
    return factors, variance - (factors**2).sum(axis=0)


def _with_usual(variance: np.ndarray, told: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Variances with the median of their level where they are not told; none next to nothing."""
    everywhere = float(np.median(variance[told])) if told.any() else 1.0
    for level in np.unique(levels[~told]):
        peers = variance[told & (levels == level)]
        usual = float(np.median(peers)) if len(peers) else everywhere
        variance = np.where(~told & (levels == level), usual, variance)
    mean = float(variance.mean())
    return np.asarray(np.maximum(variance, _NEGLIGIBLE * mean if mean > 0 else 1.0))


def shrinkage(scaled: np.ndarray) -> float:
    """How far correlations are to be shrunk towards none, 0 to 1 (Schäfer and Strimmer 2005).

    The sum of their estimated variances over the sum of their squares, both over all pairs, which
    sums over dates give without a matrix of all pairs.

    Args:
        scaled: Errors over the root of their mean square, shape (dates, nodes).
    """
    dates = len(scaled)
    if dates < 2:
        return 1.0
    squares = scaled**2
    # Sums over all pairs of nodes, less those of a node with itself.
    products = float(((scaled @ scaled.T) ** 2).sum()) - float((squares.sum(axis=0) ** 2).sum())
    fourth = float((squares.sum(axis=1) ** 2).sum()) - float((squares**2).sum())
    if products <= 0:
        return 1.0
    variances = (fourth - products / dates) / (dates * (dates - 1))
    return float(np.clip(variances / (products / dates**2), 0.0, 1.0))
