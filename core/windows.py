"""Sliding windows: how a network sees a series."""

import numpy as np


def sliding_windows(
    values: np.ndarray, lookback: int, horizon: int
) -> tuple[np.ndarray, np.ndarray]:
    """Cut a series into inputs and the labels that follow them, one step apart.

    With lookback 4 and horizon 1, [0, 1, 2, 3, 4, 5] gives [0, 1, 2, 3] -> [4] and
    [1, 2, 3, 4] -> [5].

    Args:
        values: Shape (n,).
        lookback: Length of each input.
        horizon: Length of each label.

    Returns:
        Inputs (windows, lookback) and labels (windows, horizon), oldest first, with
        windows = max(0, n - lookback - horizon + 1).
    """
    if len(values) < lookback + horizon:
        return np.empty((0, lookback)), np.empty((0, horizon))
    both = np.lib.stride_tricks.sliding_window_view(values, lookback + horizon)
    return both[:, :lookback].copy(), both[:, lookback:].copy()


def held_out_tail(windows: int, horizon: int, share: float = 0.2) -> tuple[int, int]:
    """Where training windows end and validation windows start.

    Windows between the two are used for neither: their labels overlap both sides, so a
    validation loss that kept them would be flattered.

    Args:
        windows: Number of windows, oldest first.
        horizon: Length of their labels.
        share: Share of windows to validate on.

    Returns:
        `(train_stop, validation_start)`: train on [0, train_stop), validate on
        [validation_start, windows). `train_stop` is at least 1 if there are 2 windows or more.
    """
    validation = max(1, round(windows * share))
    start = windows - validation
    return max(1, start - horizon + 1), start
