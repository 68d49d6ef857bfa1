"""Lines with fewer points than values, for drawing."""

import numpy as np
import pandas as pd

MOST_POINTS = 2_000
"""Points that a line is drawn with; more can't be told apart on a screen."""


def thinned(y: pd.Series) -> pd.Series:
    """At most `MOST_POINTS` of a line's points: the lowest and the highest of each stretch.

    Args:
        y: Shape (n,); NaN are left out where points are.
    """
    if len(y) <= MOST_POINTS:
        return y
    groups = y.reset_index(drop=True).dropna().groupby(lambda place: place // _every(len(y)))
    return y.iloc[np.unique([*groups.idxmin(), *groups.idxmax()])]


def drawn_with(points: int) -> str:
    """What was left out of a line of so many points, as a sentence; "" if nothing."""
    if points <= MOST_POINTS:
        return ""
    return (
        f"Drawn with the lowest and the highest of every {_every(points)} values; the table has "
        "all of them."
    )


def _every(points: int) -> int:
    return -(-points // (MOST_POINTS // 2))
