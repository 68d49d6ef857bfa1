"""How weights are found: loss, optimiser, learning rate and when to stop."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Descent:
    """How the weights are found.

    Attributes:
        loss: See `losses.losses`.
        optimiser: "sgd" (plain gradient descent), "momentum" (Polyak 1964) or "adam".
        learning_rate: Size of a step, above 0.
        schedule: How it changes: "constant", "cosine" (falls to 0, Loshchilov and Hutter 2017)
            or "exponential" (falls to a tenth).
        clipping: What keeps a member's step small: "norm", "value" or "none".
        clip_at: Longest gradient, or largest component of one.
        batch_size: Windows to a step of gradient descent.
        epochs: Most passes over the windows.
        patience: Epochs without a better validation loss until training stops; None for never.
    """

    loss: str = "absolute"
    optimiser: str = "adam"
    learning_rate: float = 0.003
    schedule: str = "constant"
    clipping: str = "norm"
    clip_at: float = 1.0
    batch_size: int = 32
    epochs: int = 10
    patience: int | None = None

    def rate(self, epoch: int) -> float:
        """Learning rate of an epoch, counted from 1."""
        if self.schedule == "cosine":
            # The last epoch still learns a little.
            turn = math.pi * (epoch - 1) / self.epochs
            return self.learning_rate * (1 + math.cos(turn)) / 2
        if self.schedule == "exponential":
            done = (epoch - 1) / max(self.epochs - 1, 1)
            return self.learning_rate * math.pow(0.1, done)
        return self.learning_rate
