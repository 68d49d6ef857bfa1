"""The practised network: layers of cells over the past and the steps to come, quantiles out."""

from dataclasses import dataclass

import tensorflow as tf

from core.models.net import cells
from core.models.net.network import Drawn, Shapes, fresh, of_layer
from core.models.shapes import Sizes, layer_sizes


@dataclass(frozen=True)
class Sequence:
    """What decides the graph. It is the same for series, horizons and batches of any length.

    Attributes:
        cell: A key of `shapes.GATES`.
        layers: Layers of cells.
        units: Size of each.
        features: Inputs at each step.
        future: Which of the features is 1 at the steps to come and 0 before.
        outputs: Numbers answered for each step to come.
        members: Networks trained side by side; of this kind there is one.
    """

    cell: str
    layers: int
    units: int
    features: int
    future: int
    outputs: int
    members: int = 1

    @property
    def sizes(self) -> Sizes:
        """Shape of every weight, by name, layer by layer."""
        sizes: Sizes = {}
        features = self.features
        for layer in range(self.layers):
            sizes |= layer_sizes(self.cell, layer, features, self.units)
            features = self.units
        return sizes | {
            "head": (self.layers * self.units, self.outputs),
            "head_bias": (1, self.outputs),
        }

    @property
    def shapes(self) -> Shapes:
        """Shapes of inputs (1, windows, steps, features) and of labels (1, windows, horizon)."""
        return (self.members, None, None, self.features), (self.members, None, None)

    @property
    def moments(self) -> tuple[int, ...]:
        """Nothing is normalised here."""
        return self.members, 1, 2, 1

    def draw(self, initialisation: str, seed: int) -> Drawn:
        """First weights, see `network.fresh`."""
        return fresh(self.sizes, self.cell, initialisation, seed)

    def answer(
        self,
        weights: cells.Weights,
        moments: tf.Tensor,
        inputs: tf.Tensor,
        noise: tf.Tensor | None = None,  # noqa: ARG002  # there is no dropout
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Quantiles of every step to come.

        Args:
            weights: Each of shape (1, ...), by name.
            moments: Given back as they are.
            inputs: Shape (1, windows, steps, features).
            noise: Not looked at.

        Returns:
            Shape (1, windows, horizon * outputs), the outputs of a step together; and `moments`.
        """
        horizon = tf.cast(tf.reduce_sum(inputs[0, 0, :, self.future]), tf.int32)
        seen = tf.transpose(inputs, [0, 2, 1, 3])
        told: list[tf.Tensor] = []
        for layer in range(self.layers):
            seen = cells.run(self.cell, "tanh", of_layer(weights, layer), seen)
            newest = seen[:, -horizon:]
            told.append(newest + told[-1] if told else newest)
        head = tf.concat(told[::-1], axis=-1) @ weights["head"][:, None]
        said = tf.transpose(head + weights["head_bias"][:, None], [0, 2, 1, 3])
        windows = tf.shape(inputs)[1]
        return tf.reshape(said, [self.members, windows, horizon * self.outputs]), moments
