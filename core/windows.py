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


def masked_windows(
    values: np.ndarray, lookback: int, horizon: int
) -> tuple[np.ndarray, np.ndarray]:
    """A window that ends at each step of a series, and the labels after it as far as known.

    So every value serves as a label, the first and the last ones too. Before the start a
    window repeats the first value; after the end a label is NaN.

    Args:
        values: Shape (n,), n at least 1.
        lookback: Length of each input.
        horizon: Length of each label.

    Returns:
        Inputs (n, lookback) and labels (n, horizon), oldest first.
    """
    before = np.full(lookback - 1, values[0])
    after = np.full(horizon, np.nan)
    return sliding_windows(np.concatenate([before, values, after]), lookback, horizon)


def held_out(n: int, horizon: int) -> int:
    """How many of the newest of `n` values a network is not trained on at first."""
    return max(min(horizon, n // 4), n // 5)
