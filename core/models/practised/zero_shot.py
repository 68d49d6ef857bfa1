"""What a practised network says of series it has never seen."""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from core.models.practised.forward import forward
from core.models.practised.inputs import show
from core.models.practised.quantiles import MEDIAN
from core.models.practised.weights import Practice
from core.models.restraint import restrained

REACH = 256
"""Most steps of the past that are shown; season, drift and level come from all that is given."""

FARTHEST = 2.3
"""In logarithms no quantile goes further above the largest value known: 10 times as high."""

TINY = 1e-3
"""Share of the median below which a value makes logarithms meaningless: a 0.01 that means 0."""

AT_ONCE = 16_384
"""Steps of all series together that are worked through at once: memory stays bounded."""


def zero_shot(
    practice: Practice, pasts: np.ndarray, horizon: int, period: int, reach: int = REACH
) -> np.ndarray:
    """Quantiles of what comes next, as the network has learned from made-up series alone.

    Every series is read as it is and turned upside down, and where its values allow it also in
    logarithms; the mean of these readings is what is said. A forecast that leaves what the
    series ever did is held back.

    Args:
        practice: The network.
        pasts: Series of one length, oldest value first, shape (series, n), NaN where not
            observed; at least one value in each.
        horizon: Steps to forecast.
        period: Seasonal period, 1 for none.
        reach: Most steps of the past to show.

    Returns:
        Shape (series, horizon, quantiles), rising with the quantile.
    """
    rows = max(AT_ONCE // (min(pasts.shape[1], reach) + horizon), 1)
    # Products of one step are too small for threads, which wait for one another, and for whatever
    # else has the cores.
    with threadpool_limits(1, user_api="blas"):
        parts = [
            _read(practice, pasts[begin : begin + rows], horizon, period, reach)
            for begin in range(0, len(pasts), rows)
        ]
    return np.concatenate(parts)


def in_logarithms(pasts: np.ndarray) -> np.ndarray:
    """Which series, shape (series, n), can be read in logarithms; shape (series,)."""
    least, middle = np.nanmin(pasts, axis=1), np.nanmedian(pasts, axis=1)
    return np.asarray((least > 0) & (least >= TINY * middle))


def _read(
    practice: Practice, pasts: np.ndarray, horizon: int, period: int, reach: int
) -> np.ndarray:
    total = np.zeros((len(pasts), horizon, practice.weights["head"].shape[1]))
    positive = in_logarithms(pasts)
    for logs, rows in ((False, np.arange(len(pasts))), (True, np.flatnonzero(positive))):
        if rows.size:
            z = np.log(pasts[rows]) if logs else pasts[rows]
            said = _both_ways(practice, z, horizon, period, logs, reach)
            if logs:
                said = np.exp(np.minimum(said, np.nanmax(z, axis=1)[:, None, None] + FARTHEST))
            total[rows] += said
    total[positive] /= 2
    return np.stack(
        [_restrained(each, past, period) for each, past in zip(total, pasts, strict=True)]
    )


def many(
    practice: Practice, pasts: Sequence[np.ndarray], horizon: int, period: int, reach: int = REACH
) -> np.ndarray:
    """The same for series of different lengths, those of one length together.

    Args:
        practice: The network.
        pasts: Series, each as a row of those above.
        horizon: Steps to forecast.
        period: Seasonal period of all of them, 1 for none.
        reach: Most steps of the past to show.

    Returns:
        Shape (series, horizon, quantiles), in their order.
    """
    lengths = np.array([len(past) for past in pasts])
    said = np.empty((len(pasts), horizon, practice.weights["head"].shape[1]))
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        said[rows] = zero_shot(
            practice, np.stack([pasts[int(row)] for row in rows]), horizon, period, reach
        )
    return said


def _both_ways(
    practice: Practice, z: np.ndarray, horizon: int, period: int, logs: bool, reach: int
) -> np.ndarray:
    """Mean of the answers to the series and to its mirror image, (series, horizon, quantiles)."""
    count = len(z)
    shown = show(np.concatenate([z, -z]), horizon, period, logs=logs, reach=reach)
    answers = np.sort(forward(practice.cell, practice.weights, shown.inputs, horizon), axis=-1)
    values = shown.restored(answers.astype(np.float64))
    return np.asarray((values[:count] - values[count:, :, ::-1]) / 2)


def _restrained(said: np.ndarray, past: np.ndarray, period: int) -> np.ndarray:
    """The same with its median held back, and everything moved along with it."""
    n = len(past)
    seen = ~np.isnan(past)
    known = np.interp(np.arange(n), np.flatnonzero(seen), past[seen])
    middle = said[None, :, MEDIAN : MEDIAN + 1]
    held = restrained(middle, known, np.array([n - 1]), period, n)
    return np.asarray(said + (held - middle)[0])
