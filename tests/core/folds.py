"""Backtests made of the miss in each fold."""

import pandas as pd

from core.backtest import Backtest
from tests.builders import series

TS = series(range(100, 196), unit="EUR", start="2012-01-01")
"""Eight years of months, January 2012 to December 2019."""

CUTOFFS = TS.index[70:82]
"""One month apart, the first of them November 2017."""


def backtest(*, scales=(), unobserved=(), steps=1, **misses):
    """A backtest with these misses, fold by fold; None for a fold that failed.

    Args:
        scales: What MASE and the like divide by in each fold; 10 if not said.
        unobserved: Places of folds whose actual was not observed.
        steps: Months in each fold, all missed alike; folds stay one month apart.
        misses: By model name, with _ for a space; all forecasts are too high.
    """
    predictions, folds = [], []
    for model, each in misses.items():
        name = model.replace("_", " ")
        for place, (cutoff, miss) in enumerate(zip(CUTOFFS, each, strict=False)):
            failure = "No luck." if miss is None else ""
            scale = scales[place] if scales else 10.0
            folds.append((name, cutoff, 0.1, failure, scale, scale))
            if miss is None:
                continue
            for step in range(1, steps + 1):
                stamp = cutoff + pd.DateOffset(months=step)
                actual = float("nan") if place in unobserved else 100.0
                bounds = {
                    f"{side}-{level}": 100.0 + miss + sign * level / 10
                    for level in (80, 95)
                    for side, sign in (("lo", -1), ("hi", 1))
                }
                row = {"model": name, "cutoff": cutoff, "ds": stamp, "step": step, "y": actual}
                predictions.append(row | {"point": 100.0 + miss} | bounds)
    columns = ["model", "cutoff", "seconds", "failure", "scale", "root_scale"]
    return Backtest(pd.DataFrame(predictions), pd.DataFrame(folds, columns=columns), steps)
