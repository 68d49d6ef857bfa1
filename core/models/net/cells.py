"""Recurrent layers of several members at once, written out step by step.

Every weight has the member as its first axis: members share the graph, not their weights. With
x the input, h the output before, act the activation (tanh unless chosen otherwise), and gates in
Keras's order::

    SimpleRNN   h = act(x W + h R + b)
    LSTM        i, f, o = sigmoid(x W + h R + b [+ p * c]);  c = f * c + i * act(x W + h R + b)
                h = o * act(c)
    GRU         z, r = sigmoid(x W + h R + b);  n = act(x W + (r * h) R + b)
                h = z * h + (1 - z) * n

The peepholes p are diagonal (Gers and Schmidhuber 2000): i and f see the old c, o the new one.
A course that writes them as full matrices has these on their diagonals. The GRU is the first one
(Cho et al. 2014), which Keras has as `reset_after=False`; its own default multiplies by r after
the product. Where a course writes h = (1 - z) * h + z * n, its z is 1 - z here, so its weights of
z are those here with the sign turned.
"""

from collections.abc import Callable

import tensorflow as tf

from core.models.net import fused

Weights = dict[str, tf.Tensor]
State = tuple[tf.Tensor, ...]
UNROLLED = 64
"""Most steps whose operations are written into the graph one after another."""

ACTIVATIONS: dict[str, Callable[[tf.Tensor], tf.Tensor]] = {
    "tanh": tf.tanh,
    "sigmoid": tf.sigmoid,
    "relu": tf.nn.relu,
    "leaky-relu": lambda x: tf.nn.leaky_relu(x, 0.1),
    "elu": tf.nn.elu,
}


def run(cell: str, activation: str, weights: Weights, inputs: tf.Tensor) -> tf.Tensor:
    """Outputs of one layer at every step.

    Args:
        cell: Which cell.
        activation: A key of `ACTIVATIONS`.
        weights: `kernel` (members, features, gates * units), `recurrent` (members, units, gates *
            units), `bias` (members, 1, gates * units), for peepholes `peepholes` (members, 3,
            units).
        inputs: Shape (members, steps, batch, features).

    Returns:
        Shape (members, steps, batch, units).
    """
    if fused.usable(cell, activation):
        return fused.run(cell, weights, inputs)
    return written_out(cell, activation, weights, inputs)


def written_out(cell: str, activation: str, weights: Weights, inputs: tf.Tensor) -> tf.Tensor:
    """The same as `run`, by the formulas above; works for every activation and device."""
    act, step = ACTIVATIONS[activation], STEPS[cell]
    fed = inputs @ weights["kernel"][:, None] + weights["bias"][:, None]
    fed = tf.transpose(fed, [1, 0, 2, 3])
    units = weights["recurrent"].shape[1]
    zeros = tf.zeros(tf.concat([tf.shape(fed)[1:3], [units]], 0))
    state: State = (zeros, zeros) if cell.startswith("lstm") else (zeros,)
    if fed.shape[0] is not None and fed.shape[0] <= UNROLLED:
        outputs = []
        for x in tf.unstack(fed):
            state = step(weights, act, x, state)
            outputs.append(state[0])
        return tf.stack(outputs, axis=1)
    states = tf.scan(lambda before, x: step(weights, act, x, before), fed, state)
    return tf.transpose(states[0], [1, 0, 2, 3])


def _rnn(weights: Weights, act: Callable[..., tf.Tensor], x: tf.Tensor, state: State) -> State:
    return (act(x + state[0] @ weights["recurrent"]),)


def _lstm(weights: Weights, act: Callable[..., tf.Tensor], x: tf.Tensor, state: State) -> State:
    h, c = state
    i, f, g, o = tf.split(x + h @ weights["recurrent"], 4, axis=-1)
    peepholes = weights.get("peepholes")
    if peepholes is not None:
        i, f = i + peepholes[:, 0:1] * c, f + peepholes[:, 1:2] * c
    c = tf.sigmoid(f) * c + tf.sigmoid(i) * act(g)
    if peepholes is not None:
        o = o + peepholes[:, 2:3] * c
    return tf.sigmoid(o) * act(c), c


def _gru(weights: Weights, act: Callable[..., tf.Tensor], x: tf.Tensor, state: State) -> State:
    (h,) = state
    units = h.shape[-1]
    recurrent = weights["recurrent"]
    gates = tf.sigmoid(x[..., : 2 * units] + h @ recurrent[..., : 2 * units])
    z, r = tf.split(gates, 2, axis=-1)
    new = act(x[..., 2 * units :] + (r * h) @ recurrent[..., 2 * units :])
    return (z * h + (1 - z) * new,)


STEPS: dict[str, Callable[..., State]] = {
    "rnn": _rnn,
    "lstm": _lstm,
    "lstm-peephole": _lstm,
    "gru": _gru,
}
