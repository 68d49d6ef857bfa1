"""How far back a cell remembers: the gradient of its last state by each input."""

from dataclasses import dataclass, field

import numpy as np

from core.learn.activations import sigmoid

CELLS = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
"""The cells that are compared, in the order they are drawn."""

UNITS, SEEDS = 16, 3
"""Units of each, and how often its weights are drawn anew."""

FADED = 0.01
"""An input whose gradient is smaller than this share of the newest one's counts as forgotten."""

_GATES = {"rnn": 1, "lstm": 4, "gru": 3}
_KEEPS = {"lstm": 1, "gru": 0}
"""Which of its parts is the gate that keeps."""

Weights = dict[str, np.ndarray]


def drawn(cell: str, open_by: float, scale: float, seed: int) -> Weights:
    """Weights before any training, as networks on Train begin, see `core.models.net.network`.

    What comes in is drawn as Glorot and Bengio (2010) say; recurrent weights are orthogonal, gate
    by gate.

    Args:
        cell: A key of `CELLS`.
        open_by: Bias of the gate that keeps: an LSTM's forget gate, a GRU's update gate.
        scale: What recurrent weights are multiplied by.
        seed: Start of the random numbers.
    """
    rng, gates = np.random.default_rng(seed), _GATES[cell]
    bound = np.sqrt(6 / (1 + gates * UNITS))
    recurrent = []
    for _ in range(gates):
        q, r = np.linalg.qr(rng.normal(size=(UNITS, UNITS)))
        recurrent.append(scale * q * np.sign(np.diag(r)))
    bias = np.zeros((1, gates * UNITS))
    if cell in _KEEPS:
        bias[0, _KEEPS[cell] * UNITS : (_KEEPS[cell] + 1) * UNITS] = open_by
    return {
        "kernel": rng.uniform(-bound, bound, (1, gates * UNITS)),
        "recurrent": np.hstack(recurrent),
        "bias": bias,
    }


def gradients(cell: str, weights: Weights, inputs: np.ndarray) -> np.ndarray:
    """Size of the gradient of the last state h by each input, backwards through time.

    Args:
        cell: A key of `CELLS`.
        weights: As `drawn` has them.
        inputs: Shape (n,).

    Returns:
        Euclidean norms of dh_n / dx_t, shape (n,), oldest input first.
    """
    units = weights["recurrent"].shape[0]
    state = np.zeros(units if cell != "lstm" else 2 * units)
    parts = []
    for x in inputs:
        state, by_state, by_input = _STEPS[cell](weights, state, float(x))
        parts.append((by_state, by_input))
    back = np.eye(units, len(state))
    sizes = []
    for by_state, by_input in reversed(parts):
        sizes.append(np.linalg.norm(back @ by_input))
        back = back @ by_state
    return np.array(sizes[::-1])


Step = tuple[np.ndarray, np.ndarray, np.ndarray]
"""The new state, and its derivatives by the old one and by the input."""


def _rnn(weights: Weights, h: np.ndarray, x: float) -> Step:
    kernel, recurrent = weights["kernel"][0], weights["recurrent"]
    new = np.tanh(x * kernel + h @ recurrent + weights["bias"][0])
    slope = 1 - new**2
    return new, slope[:, None] * recurrent.T, slope * kernel


def _lstm(weights: Weights, state: np.ndarray, x: float) -> Step:
    units = len(state) // 2
    h, c = state[:units], state[units:]
    kernel, recurrent = weights["kernel"][0], weights["recurrent"]
    sums = np.split(x * kernel + h @ recurrent + weights["bias"][0], 4)
    i, f, o = (sigmoid(sums[k]) for k in (0, 1, 3))
    g = np.tanh(sums[2])
    memory = f * c + i * g
    shown = np.tanh(memory)
    # What each sum is worth to the memory, and to what is shown.
    to_memory = np.concatenate([g * i * (1 - i), c * f * (1 - f), i * (1 - g**2)])
    to_shown = shown * o * (1 - o)
    inner = [to_memory[k * units : (k + 1) * units] for k in range(3)]
    ways, entries = np.split(recurrent, 4, axis=1), np.split(kernel, 4)
    memory_by_h = sum(part[:, None] * way.T for part, way in zip(inner, ways[:3], strict=True))
    memory_by_x = sum(part * entry for part, entry in zip(inner, entries[:3], strict=True))
    through = o * (1 - shown**2)
    h_by_h = through[:, None] * memory_by_h + to_shown[:, None] * ways[3].T
    h_by_x = through * memory_by_x + to_shown * entries[3]
    by_state = np.block([[h_by_h, np.diag(through * f)], [memory_by_h, np.diag(f)]])
    return np.concatenate([o * shown, memory]), by_state, np.concatenate([h_by_x, memory_by_x])


def _gru(weights: Weights, h: np.ndarray, x: float) -> Step:
    ways = np.split(weights["recurrent"], 3, axis=1)
    entries, biases = np.split(weights["kernel"][0], 3), np.split(weights["bias"][0], 3)
    z, r = (sigmoid(x * entries[k] + h @ ways[k] + biases[k]) for k in (0, 1))
    n = np.tanh(x * entries[2] + (r * h) @ ways[2] + biases[2])
    z_slope, r_slope, n_slope = z * (1 - z), r * (1 - r), 1 - n**2
    looked_by_h = np.diag(r) + (h * r_slope)[:, None] * ways[1].T
    n_by_h = n_slope[:, None] * (ways[2].T @ looked_by_h)
    n_by_x = n_slope * (entries[2] + (h * r_slope * entries[1]) @ ways[2])
    by_h = np.diag(z) + ((h - n) * z_slope)[:, None] * ways[0].T + (1 - z)[:, None] * n_by_h
    by_x = (h - n) * z_slope * entries[0] + (1 - z) * n_by_x
    return z * h + (1 - z) * n, by_h, by_x


_STEPS = {"rnn": _rnn, "lstm": _lstm, "gru": _gru}


@dataclass(frozen=True, eq=False)
class Memory:
    """How far back each cell remembers.

    Attributes:
        shares: By cell, the gradient by the input k steps back as a share of that by the newest,
            shape (n,), k from 0; the geometric mean of `SEEDS` draws.
    """

    shares: dict[str, np.ndarray] = field(repr=False)

    def length(self, cell: str) -> int | None:
        """Steps back from which on an input counts as forgotten; None if all are remembered."""
        faded = self.shares[cell] < FADED
        return int(np.argmax(faded)) if faded.any() else None


def measured(inputs: np.ndarray, open_by: float, scale: float) -> Memory:
    """The memory of freshly drawn cells on some inputs, shape (n,); see `drawn`."""
    shares = {}
    for cell in CELLS:
        logs = []
        for seed in range(SEEDS):
            sizes = gradients(cell, drawn(cell, open_by, scale, seed), inputs)[::-1]
            logs.append(np.log(np.maximum(sizes, 1e-300)) - np.log(max(sizes[0], 1e-300)))
        shares[cell] = np.exp(np.mean(logs, axis=0))
    return Memory(shares)
