"""Which model a series gets, from the folds to choose by alone.

A few folds of one series say little, so what all series say counts beside them, and of models that
are about as good the simplest is taken.
"""

from dataclasses import dataclass

import numpy as np

from core.portfolio.means import mean_of_known

WEIGHT = 8.0
"""Folds' worth of weight that the other series' errors have beside a series' own."""

CLEAR = 0.02
"""Share by which a model has to be better than a simpler one to be taken instead."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """The model of each series.

    Attributes:
        model: Its place among the models, shape (series,); -1 where none has a forecast.
        expected: Its error and the others' as a share of the mean model's, as they went into the
            choice, shape (series, models); NaN where a model has none.
        folds: Folds of its own that had a say, shape (series,).
    """

    model: np.ndarray
    expected: np.ndarray
    folds: np.ndarray


def choose(errors: np.ndarray, able: np.ndarray, groups: np.ndarray | None = None) -> Chosen:
    """Choose a model for each series.

    Errors are taken as a share of the models' mean at the same fold, so that no series and no
    hard fold counts more than another. The mean share over a series' own folds is drawn towards
    the group's mean with the weight of `WEIGHT` folds; the simplest model within `CLEAR` of
    the best is taken.

    Args:
        errors: Mean absolute errors at the folds to choose by, shape (series, models, folds), the
            simplest model first; NaN where there is none.
        able: Whether a model has a forecast from the end on and at all later folds, shape
            (series, models).
        groups: Which series are alike, shape (series,), as whole numbers; all where not said.
    """
    series, models, _ = errors.shape
    shares = _shares(errors)
    own, folds = mean_of_known(shares, axis=2), (~np.isnan(shares)).sum(axis=2)
    pooled = np.empty((series, models))
    groups = np.zeros(series, dtype=np.int64) if groups is None else groups
    every = np.nan_to_num(mean_of_known(own, axis=0), nan=1.0)
    for group in np.unique(groups):
        mine = groups == group
        pooled[mine] = np.where(np.isnan(mean := mean_of_known(own[mine], axis=0)), every, mean)
    expected = (np.nan_to_num(own) * folds + pooled * WEIGHT) / (folds + WEIGHT)
    expected = np.where(able, expected, np.nan)
    best = np.min(np.where(able, expected, np.inf), axis=1, keepdims=True)
    good = able & (expected <= best * (1 + CLEAR))
    taken = np.where(able.any(axis=1), good.argmax(axis=1), -1)
    return Chosen(taken, expected, folds.max(axis=1, initial=0))


def _shares(errors: np.ndarray) -> np.ndarray:
    """Errors as shares of the models' mean at the same fold; 1 for all where none errs.

    A fold at which a model is missing compares the others only.
    """
    mean = mean_of_known(errors, axis=1)[:, None]
    none = mean == 0
    return np.where(none & ~np.isnan(errors), 1.0, errors / np.where(none, 1.0, mean))
