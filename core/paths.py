"""Possible futures of a forecast, drawn jointly: what totals and chances are read from.

A total's interval can't be had by adding bounds: that would take every period for its worst at
once. It is read from paths, each of which is one whole future.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import rankdata

PATHS = 2_000
"""Paths drawn for a forecast of the future."""

CELLS = 200_000
"""Values they hold at most, paths times steps: a long horizon has fewer paths."""

FOLD_CELLS = 12_000
"""The same for each past fold: 1,000 paths of 12 months."""


def count(horizon: int, fold: bool = False) -> int:
    """How many paths are drawn for a horizon; fewer for past folds, which are kept by the dozen."""
    most, cells = (PATHS // 2, FOLD_CELLS) if fold else (PATHS, CELLS)
    return max(min(most, cells // horizon), 200)


def coupled(drawn: np.ndarray, table: pd.DataFrame, least: float = -np.inf) -> np.ndarray:
    """Paths whose values have, at each step, the quantiles that a forecast's table says.

    How steps go together is taken from what was drawn, as the ranks of its values; the values
    themselves from the table (ensemble copula coupling: Schefzik, Thorarinsdottir and Gneiting
    2013). Thus totals agree with the bands beside which they stand, whatever was put on those
    bands after the model was fitted. Between the table's quantiles, and beyond the outermost,
    values are drawn straight over the normal deviate.

    Args:
        drawn: Shape (n_paths, horizon), any unit.
        table: As `core.forecaster.Forecast.table`, `horizon` rows.
        least: What no value falls below.

    Returns:
        In the unit of the table, shape (n_paths, horizon), float32.
    """
    levels = sorted(
        (int(str(column).removeprefix("lo-")) for column in table if str(column).startswith("lo-")),
        reverse=True,
    )
    columns = [f"lo-{level}" for level in levels] + ["point"]
    columns += [f"hi-{level}" for level in reversed(levels)]
    shares = [0.5 - level / 200 for level in levels]
    knots = ndtri(np.array([*shares, 0.5, *(1 - share for share in reversed(shares))]))
    said = table[columns].to_numpy()
    ranks = rankdata(drawn, method="ordinal", axis=0)
    places = ndtri((ranks - 0.5) / len(drawn))
    cell = np.clip(np.searchsorted(knots, places) - 1, 0, len(knots) - 2)
    steps = np.arange(said.shape[0])
    low, high = said[steps, cell], said[steps, cell + 1]
    share = (places - knots[cell]) / (knots[cell + 1] - knots[cell])
    return np.asarray(np.maximum(low + (high - low) * share, least), dtype=np.float32)
