"""Networks of several members side by side: every weight has the member as its first axis.

Members share the graph, not their weights: their matrices are multiplied in one batched call,
so several cost little more than one. The cells compute what Keras's layers of the same name
do; the LSTM with peepholes is that of Gers and Schmidhuber (2000) with diagonal peepholes.

With x the input, h the output before, and gates in Keras's order::

    SimpleRNN   h = tanh(x W + h R + b)
    LSTM        i, f, o = sigmoid(x W + h R + b [+ p * c]);  c = f * c + i * tanh(x W + h R + b)
                h = o * tanh(c); peepholes see the old c in i and f, the new one in o
    GRU         z, r = sigmoid(x W + h R + b);  n = tanh(x W + b + r * (h R + b'))
                h = z * h + (1 - z) * n, the reset after the product (Keras's `reset_after`)
"""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

Weights = dict[str, tf.Variable]
State = tuple[tf.Tensor, ...]
GATES = {"rnn": 1, "gru": 3, "lstm": 4, "lstm-peephole": 4}


class Members(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """An ensemble as one Keras layer: windows (members, batch, lookback) to its answers.

    Args:
        cell: Which cell.
        first: First weights of each member, from `draw`.
    """

    def __init__(self, cell: str, first: list[dict[str, np.ndarray]]) -> None:
        super().__init__()
        self._cell = cell
        self._named = {
            name: self.add_weight(shape=(len(first), *array.shape), name=name)
            for name, array in first[0].items()
        }
        self.reset(first)

    def reset(self, first: list[dict[str, np.ndarray]]) -> None:
        """Take these weights, one dict for each member."""
        self.set_weights([np.stack([each[name] for each in first]) for name in self._named])

    def call(self, windows: tf.Tensor) -> tf.Tensor:
        """What every member answers, shape (members, batch, horizon)."""
        weights = {name: variable.value for name, variable in self._named.items()}
        return answer(self._cell, weights, windows)


def draw(cell: str, units: int, lookback: int, horizon: int, seed: int) -> dict[str, np.ndarray]:
    """First weights of one member.

    Input weights are Glorot-uniform (Glorot and Bengio 2010), recurrent ones orthogonal (Saxe
    et al. 2014), the LSTM's forget gate begins open. What leads to the output begins at 0, so
    that an untrained network answers 0.
    """
    rng = np.random.default_rng(seed)
    head = {"head": np.zeros((units, horizon)), "bias": np.zeros((1, horizon))}
    if cell == "dense":
        return head | {"kernel": _glorot(rng, lookback, units), "offset": np.zeros((1, units))}
    gates = GATES[cell]
    weights = head | {
        "kernel": _glorot(rng, 1, gates * units),
        "recurrent": np.hstack([_orthogonal(rng, units) for _ in range(gates)]),
        "offset": np.zeros((1, gates * units)),
    }
    if cell == "gru":
        weights["reset"] = np.zeros((1, gates * units))
    elif gates == 4:
        weights["offset"][:, units : 2 * units] = 1.0
    if cell == "lstm-peephole":
        weights["peepholes"] = np.zeros((3, units))
    return weights


def answer(cell: str, weights: Weights, windows: tf.Tensor) -> tf.Tensor:
    """What every member answers.

    Into the cell go inverse hyperbolic sines, so that one wild value does not saturate it.

    Args:
        cell: Which cell.
        weights: Each of shape (members, ...).
        windows: Shape (members, batch, lookback).

    Returns:
        Shape (members, batch, horizon).
    """
    return hidden(cell, weights, tf.asinh(windows)) @ weights["head"] + weights["bias"]


def hidden(cell: str, weights: Weights, windows: tf.Tensor) -> tf.Tensor:
    """Outputs of the cell at the end of each window, shape (members, batch, units)."""
    if cell == "dense":
        return tf.tanh(windows @ weights["kernel"] + weights["offset"])
    steps = tf.transpose(windows, [2, 0, 1])[..., None]
    shape = tf.concat([tf.shape(windows)[:2], [weights["head"].shape[1]]], 0)
    start = tuple(tf.zeros(shape) for _ in range(2 if cell.startswith("lstm") else 1))
    step, last = STEPS[cell], windows.shape[2]
    # A loop in the graph: writing its steps out takes longer to trace than it saves.
    return tf.while_loop(
        lambda place, *_: place < last,
        lambda place, *state: (place + 1, *step(weights, steps[place], state)),
        (tf.constant(0), *start),
    )[1]


def _rnn(weights: Weights, x: tf.Tensor, state: State) -> State:
    (h,) = state
    return (tf.tanh(x * weights["kernel"] + h @ weights["recurrent"] + weights["offset"]),)


def _lstm(weights: Weights, x: tf.Tensor, state: State) -> State:
    h, c = state
    z = x * weights["kernel"] + h @ weights["recurrent"] + weights["offset"]
    i, f, g, o = tf.split(z, 4, axis=-1)
    peepholes = weights.get("peepholes")
    if peepholes is not None:
        i, f = i + peepholes[:, 0:1] * c, f + peepholes[:, 1:2] * c
    c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(g)
    if peepholes is not None:
        o = o + peepholes[:, 2:3] * c
    return tf.sigmoid(o) * tf.tanh(c), c


def _gru(weights: Weights, x: tf.Tensor, state: State) -> State:
    (h,) = state
    new = tf.split(x * weights["kernel"] + weights["offset"], 3, axis=-1)
    old = tf.split(h @ weights["recurrent"] + weights["reset"], 3, axis=-1)
    z, r = tf.sigmoid(new[0] + old[0]), tf.sigmoid(new[1] + old[1])
    return (z * h + (1 - z) * tf.tanh(new[2] + r * old[2]),)


STEPS: dict[str, Callable[[Weights, tf.Tensor, State], State]] = {
    "rnn": _rnn,
    "lstm": _lstm,
    "lstm-peephole": _lstm,
    "gru": _gru,
}


def _glorot(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    limit = np.sqrt(6 / (rows + columns))
    return rng.uniform(-limit, limit, (rows, columns))


def _orthogonal(rng: np.random.Generator, size: int) -> np.ndarray:
    q, r = np.linalg.qr(rng.normal(size=(size, size)))
    return np.asarray(q * np.sign(np.diag(r)))
