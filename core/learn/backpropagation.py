"""A net of two inputs, two hidden neurons and one answer, run forward and backward."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from core.learn.activations import Activation

NAMES = ("w¹₁₁", "w¹₁₂", "w¹₂₁", "w¹₂₂", "b¹₁", "b¹₂", "w²₁", "w²₂", "b²")
"""Its weights and biases: above the layer, below the neuron, then the input."""

FIRST = (0.5, -0.4, 0.8, 0.6, 0.1, -0.2, 0.7, -0.5, 0.0)
"""Where they begin: nothing special."""

_STEP = 1e-5


@dataclass(frozen=True, eq=False)
class Net:
    """Its weights; the answer is a plain weighted sum, as that of the networks on Train.

    Attributes:
        hidden: Weights of the hidden layer, shape (2, 2): a row for each neuron.
        hidden_bias: Shape (2,).
        output: Weights of the answer, shape (1, 2).
        output_bias: Shape (1,).
    """

    hidden: np.ndarray = field(repr=False)
    hidden_bias: np.ndarray = field(repr=False)
    output: np.ndarray = field(repr=False)
    output_bias: np.ndarray = field(repr=False)


def net(weights: np.ndarray) -> Net:
    """A net of its nine weights, in the order of `NAMES`."""
    return Net(weights[:4].reshape(2, 2), weights[4:6], weights[6:8].reshape(1, 2), weights[8:])


@dataclass(frozen=True, eq=False)
class Pass:
    """One example, forward and backward. The first of a pair is the hidden layer, then the answer.

    Attributes:
        inputs: x, shape (2,).
        target: y, what was right.
        sums: z of each layer, shapes (2,) and (1,).
        answers: a of each layer.
        slopes: f'(z) of each layer; that of the answer is 1.
        errors: delta of each layer: the slope of the cost by its z.
        weights: The slope of the cost by each weight, shapes (2, 2) and (1, 2).
        biases: The same by each bias, shapes (2,) and (1,).
    """

    inputs: np.ndarray = field(repr=False)
    target: float
    sums: tuple[np.ndarray, np.ndarray] = field(repr=False)
    answers: tuple[np.ndarray, np.ndarray] = field(repr=False)
    slopes: tuple[np.ndarray, np.ndarray] = field(repr=False)
    errors: tuple[np.ndarray, np.ndarray] = field(repr=False)
    weights: tuple[np.ndarray, np.ndarray] = field(repr=False)
    biases: tuple[np.ndarray, np.ndarray] = field(repr=False)

    @property
    def answer(self) -> float:
        """What the net answers."""
        return float(self.answers[1][0])

    @property
    def cost(self) -> float:
        """(a - y)^2."""
        return (self.answer - self.target) ** 2

    @property
    def gradient(self) -> np.ndarray:
        """All slopes in the order of `NAMES`, shape (9,)."""
        parts = (self.weights[0], self.biases[0], self.weights[1], self.biases[1])
        return np.concatenate([part.ravel() for part in parts])


def run(weights: np.ndarray, activation: Activation, inputs: np.ndarray, target: float) -> Pass:
    """Forward, then backward by the four equations of backpropagation."""
    at = net(weights)
    hidden_sum = at.hidden @ inputs + at.hidden_bias
    hidden = activation.value(hidden_sum)
    output_sum = at.output @ hidden + at.output_bias
    slopes = activation.slope(hidden_sum), np.ones(1)
    # The first two: delta of the answer, and of the layer before it.
    output_error = 2 * (output_sum - target) * slopes[1]
    hidden_error = (at.output.T @ output_error) * slopes[0]
    # The other two: what that means for weights and biases.
    return Pass(
        inputs,
        target,
        (hidden_sum, output_sum),
        (hidden, output_sum),
        slopes,
        (hidden_error, output_error),
        (np.outer(hidden_error, inputs), np.outer(output_error, hidden)),
        (hidden_error, output_error),
    )


def numerical(
    weights: np.ndarray, activation: Activation, inputs: np.ndarray, target: float
) -> np.ndarray:
    """The same slopes by trial, shape (9,): each weight moved a little up and down, the net run."""

    def costs() -> Iterator[float]:
        for place in range(len(weights)):
            moved = np.eye(len(weights))[place] * _STEP
            up, down = (run(weights + side, activation, inputs, target) for side in (moved, -moved))
            yield (up.cost - down.cost) / (2 * _STEP)

    return np.array(list(costs()))
