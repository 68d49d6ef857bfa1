"""A pass through the practised network in plain NumPy: at once, also where there is no TensorFlow.

The formulas are those of `core.models.net.cells`.
"""

from collections.abc import Callable

import numpy as np

Weights = dict[str, np.ndarray]


def forward(cell: str, weights: Weights, inputs: np.ndarray, horizon: int) -> np.ndarray:
    """What the network answers for the last `horizon` steps.

    Layers of cells over all steps; at the steps to come the sum of all layers' outputs, the sum
    of all but the last and so on lead to the answer.

    Args:
        cell: A key of `LAYERS`.
        weights: By name and layer, as `core.models.net.sequence` has them.
        inputs: Shape (series, steps, features).
        horizon: Steps answered.

    Returns:
        Shape (series, horizon, quantiles), float32.
    """
    layers = sum(name.startswith("kernel_") for name in weights)
    seen = np.ascontiguousarray(np.swapaxes(inputs, 0, 1))
    outputs: list[np.ndarray] = []
    for layer in range(layers):
        # One product for what comes in at all steps.
        flat = seen.reshape(-1, seen.shape[-1]) @ weights[f"kernel_{layer}"]
        fed = (flat + weights[f"bias_{layer}"]).reshape(*seen.shape[:2], -1)
        seen = LAYERS[cell](fed, weights[f"recurrent_{layer}"], weights.get(f"peepholes_{layer}"))
        before = outputs[-1] if outputs else 0
        outputs.append(seen[-horizon:] + before)
    said = np.concatenate(outputs[::-1], axis=-1) @ weights["head"] + weights["head_bias"]
    return np.swapaxes(said, 0, 1)


def _rnn(fed: np.ndarray, recurrent: np.ndarray, _: np.ndarray | None) -> np.ndarray:
    steps, count, units = fed.shape
    out = np.empty((steps, count, units), dtype=np.float32)
    h = np.zeros((count, units), dtype=np.float32)
    for t in range(steps):
        h = out[t] = np.tanh(fed[t] + h @ recurrent)
    return out


def _lstm(fed: np.ndarray, recurrent: np.ndarray, peepholes: np.ndarray | None) -> np.ndarray:
    steps, count, _ = fed.shape
    units = len(recurrent)
    h = c = np.zeros((count, units), dtype=np.float32)
    out = np.empty((steps, count, units), dtype=np.float32)
    for t in range(steps):
        total = fed[t] + h @ recurrent
        if peepholes is not None:
            total[:, : 2 * units] += np.tile(c, 2) * peepholes[:2].ravel()
        gates = _sigmoid(total[:, : 2 * units])
        new = np.tanh(total[:, 2 * units : 3 * units])
        c = gates[:, units:] * c + gates[:, :units] * new
        last = total[:, 3 * units :]
        if peepholes is not None:
            last = last + peepholes[2] * c
        h = _sigmoid(last) * np.tanh(c)
        out[t] = h
    return out


def _gru(fed: np.ndarray, recurrent: np.ndarray, _: np.ndarray | None) -> np.ndarray:
    steps, count = fed.shape[:2]
    units = len(recurrent)
    h = np.zeros((count, units), dtype=np.float32)
    out = np.empty((steps, count, units), dtype=np.float32)
    both, candidate = (np.ascontiguousarray(part) for part in
                       (recurrent[:, : 2 * units], recurrent[:, 2 * units :]))  # fmt: skip
    for t in range(steps):
        gates = _sigmoid(fed[t][:, : 2 * units] + h @ both)
        z, r = gates[:, :units], gates[:, units:]
        new = np.tanh(fed[t][:, 2 * units :] + (r * h) @ candidate)
        h = z * h + (1 - z) * new
        out[t] = h
    return out


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(0.5 * np.tanh(0.5 * x) + 0.5)


LAYERS: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray | None], np.ndarray]] = {
    "rnn": _rnn,
    "lstm": _lstm,
    "lstm-peephole": _lstm,
    "gru": _gru,
}
"""The cells that can be passed through, by name."""
