"""The whole network: layers of cells, what stands between them, and what leads to the answer."""

from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from core.models.net import cells
from core.models.shapes import EPSILON, GATES, Sizes, network_sizes

Drawn = dict[str, np.ndarray]
Shapes = tuple[tuple[int | None, ...], tuple[int | None, ...]]

FORGETFUL = 0.9
"""Share of the old moments that batch normalisation keeps at each step of gradient descent."""


@dataclass(frozen=True)
class Architecture:
    """What decides the graph.

    Attributes:
        cell: "perceptron" (no hidden layer), "dense", or a key of `shapes.GATES`.
        layers: Hidden layers.
        units: Size of each.
        activation: A key of `cells.ACTIVATIONS`.
        normalisation: After each layer: "none", "batch" or "layer".
        dropout: Share of each layer's outputs that is left out in training.
        lookback: Steps the network sees.
        steps: Steps it answers at once.
        outputs: Numbers answered for each step.
        members: Networks trained side by side.
    """

    cell: str
    layers: int
    units: int
    activation: str
    normalisation: str
    dropout: float
    lookback: int
    steps: int
    outputs: int
    members: int

    @property
    def depth(self) -> int:
        """Hidden layers; a perceptron has none."""
        return 0 if self.cell == "perceptron" else self.layers

    @property
    def sizes(self) -> Sizes:
        """Shape of every weight of one member, by name, layer by layer."""
        answers = self.steps * self.outputs
        return network_sizes(
            self.cell, self.layers, self.units, self.normalisation, self.lookback, answers
        )

    @property
    def shapes(self) -> Shapes:
        """Shapes of windows and of labels; None for their number."""
        windows = (self.members, None, self.lookback)
        return windows, (self.members, None, self.steps)

    @property
    def moments(self) -> tuple[int, ...]:
        """Shape of the running means and variances of batch normalisation."""
        return self.members, max(self.depth, 1), 2, self.units

    def draw(self, initialisation: str, seed: int) -> Drawn:
        """First weights of one member, see `fresh`."""
        return fresh(self.sizes, self.cell, initialisation, seed)

    def answer(
        self,
        weights: cells.Weights,
        moments: tf.Tensor,
        windows: tf.Tensor,
        noise: tf.Tensor | None = None,
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """What every member answers.

        Args:
            weights: Each of shape (members, ...), by name.
            moments: Running means and variances of batch normalisation, shape (members, layers, 2,
                units); not looked at without it.
            windows: Shape (members, batch, lookback).
            noise: In training, two whole numbers from which dropout is drawn, shape (2,).

        Returns:
            Answers (members, batch, steps * outputs), and the moments brought up to date.
        """
        seen = windows
        recurrent = self.cell in GATES
        if recurrent:
            seen = tf.transpose(windows, [0, 2, 1])[..., None]
        updated = []
        for layer in range(self.depth):
            mine = of_layer(weights, layer)
            if recurrent:
                seen = cells.run(self.cell, self.activation, mine, seen)
                if layer == self.depth - 1:
                    seen = seen[:, -1]
            else:
                act = cells.ACTIVATIONS[self.activation]
                seen = act(seen @ mine["kernel"] + mine["bias"])
            if self.normalisation != "none":
                seen, kept = _normalised(self, mine, moments[:, layer], seen, noise is not None)
                updated.append(kept)
            if noise is not None and self.dropout:
                seen = _dropped(seen, self.dropout, noise + tf.constant([layer, 0]))
        said = seen @ weights["head"] + weights["head_bias"]
        return said, tf.stack(updated, axis=1) if updated else moments


def of_layer(weights: cells.Weights, layer: int) -> cells.Weights:
    """The weights of one layer, by their names without its number."""
    return {
        name.rsplit("_", 1)[0]: weight
        for name, weight in weights.items()
        if name.endswith(f"_{layer}")
    }


def fresh(sizes: Sizes, cell: str, initialisation: str, seed: int) -> Drawn:
    """First weights.

    What leads to the output begins at 0, so that an untrained network answers 0. Recurrent
    weights are orthogonal (Saxe et al. 2014), gate by gate; the LSTM's forget gate begins open
    (Gers et al. 2000).

    Args:
        sizes: Shape of every weight, by name.
        cell: Which cell the layers are of.
        initialisation: How what comes into a layer is drawn: "glorot" (uniform, Glorot and
            Bengio 2010), "he" (normal, He et al. 2015) or "orthogonal".
        seed: Start of the random numbers.
    """
    rng = np.random.default_rng(seed)
    drawn: Drawn = {}
    for name, size in sizes.items():
        kind = name.rsplit("_", 1)[0]
        if kind == "kernel":
            drawn[name] = _INITIALISERS[initialisation](rng, *size)
        elif kind == "recurrent":
            gates = size[1] // size[0]
            drawn[name] = np.hstack([_orthogonal(rng, size[0], size[0]) for _ in range(gates)])
        elif kind == "gain":
            drawn[name] = np.ones(size)
        else:
            drawn[name] = np.zeros(size)
            if kind == "bias" and cell.startswith("lstm"):
                units = size[1] // 4
                drawn[name][:, units : 2 * units] = 1.0
    return drawn


def _normalised(
    architecture: Architecture,
    weights: cells.Weights,
    moments: tf.Tensor,
    seen: tf.Tensor,
    training: bool,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Batch (Ioffe and Szegedy 2015) or layer normalisation (Ba et al. 2016), and its moments."""
    per_layer = architecture.normalisation == "layer"
    axes = [-1] if per_layer else list(range(1, len(seen.shape) - 1))
    if per_layer or training:
        mean, variance = tf.nn.moments(seen, axes, keepdims=True)
    else:
        mean, variance = (_like(moments[:, k], seen) for k in range(2))
    if training and not per_layer:
        fresh = tf.stack([tf.reshape(each, moments[:, 0].shape) for each in (mean, variance)], 1)
        moments = FORGETFUL * moments + (1 - FORGETFUL) * fresh
    gain, shift = (_like(weights[name], seen) for name in ("gain", "shift"))
    return (seen - mean) * tf.math.rsqrt(variance + EPSILON) * gain + shift, moments


def _like(each: tf.Tensor, seen: tf.Tensor) -> tf.Tensor:
    """One number for each member and unit, shaped to be spread over `seen`."""
    between = [1] * (len(seen.shape) - 2)
    return tf.reshape(each, [each.shape[0], *between, each.shape[-1]])


def _dropped(seen: tf.Tensor, share: float, noise: tf.Tensor) -> tf.Tensor:
    kept = tf.random.stateless_uniform(tf.shape(seen), noise) >= share
    return tf.where(kept, seen / (1 - share), 0.0)


def _glorot(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    limit = np.sqrt(6 / (rows + columns))
    return rng.uniform(-limit, limit, (rows, columns))


def _he(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    return rng.normal(0, np.sqrt(2 / rows), (rows, columns))


def _orthogonal(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    q, r = np.linalg.qr(rng.normal(size=(max(rows, columns), min(rows, columns))))
    q = q * np.sign(np.diag(r))
    return np.asarray(q if rows >= columns else q.T)


_INITIALISERS = {"glorot": _glorot, "he": _he, "orthogonal": _orthogonal}
