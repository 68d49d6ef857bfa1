"""What goes on inside a recurrent layer at every step, in plain NumPy."""

from collections.abc import Callable

import numpy as np

Array = np.ndarray
ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "relu": lambda x: np.maximum(x, 0),
    "leaky-relu": lambda x: np.where(x > 0, x, 0.1 * x),
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
}
_sigmoid = ACTIVATIONS["sigmoid"]


def gates(
    cell: str, activation: str, weights: dict[str, Array], sequence: Array
) -> dict[str, Array]:
    """Gates and states of one layer of one network, by the formulas in `core.models.net.cells`.

    Args:
        cell: "rnn", "gru", "lstm" or "lstm-peephole".
        activation: A key of `ACTIVATIONS`.
        weights: The layer's `kernel`, `recurrent`, `bias` and, if it has any, `peepholes`.
        sequence: What it sees, shape (steps, features).

    Returns:
        By name, each of shape (steps, units): "hidden state" for every cell; "update gate",
        "reset gate" and "candidate" for a GRU; "input gate", "forget gate", "candidate",
        "output gate" and "cell state" for an LSTM.
    """
    act = ACTIVATIONS[activation]
    units = weights["recurrent"].shape[0]
    h = c = np.zeros(units)
    rows: list[dict[str, Array]] = []
    for x in sequence @ weights["kernel"] + weights["bias"]:
        if cell == "rnn":
            h = act(x + h @ weights["recurrent"])
            rows.append({"hidden state": h})
        elif cell == "gru":
            recurrent = np.split(weights["recurrent"], 3, axis=1)
            z, r = (_sigmoid(x[k * units : (k + 1) * units] + h @ recurrent[k]) for k in (0, 1))
            new = act(x[2 * units :] + (r * h) @ recurrent[2])
            h = z * h + (1 - z) * new
            rows.append({"update gate": z, "reset gate": r, "candidate": new, "hidden state": h})
        else:
            see = weights.get("peepholes", np.zeros((3, units)))
            i, f, g, o = np.split(x + h @ weights["recurrent"], 4)
            i, f = _sigmoid(i + see[0] * c), _sigmoid(f + see[1] * c)
            new = act(g)
            c = f * c + i * new
            o = _sigmoid(o + see[2] * c)
            h = o * act(c)
            rows.append(
                {
                    "input gate": i,
                    "forget gate": f,
                    "candidate": new,
                    "output gate": o,
                    "cell state": c,
                    "hidden state": h,
                }
            )
    return {name: np.stack([row[name] for row in rows]) for name in rows[0]}
