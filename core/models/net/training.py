"""Training of an ensemble of recurrent networks, a whole epoch in one compiled call.

Keras's own `fit` spends most of a short series' time between batches. Here one graph walks
through the batches of an epoch for all members at once; it is traced once for a shape of
network and used again for every fold, with fresh weights.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import time
from collections import OrderedDict
from dataclasses import dataclass, replace

import keras
import numpy as np
import tensorflow as tf

from core.errors import ForecastError
from core.models.net.cells import Members, draw
from core.progress import Progress, Report

KEPT = 4
"""Compiled networks kept for further fits; the one unused longest is dropped."""

CALL_WINDOWS = 2_048
"""Most windows in one compiled call, so that a long epoch can still be cancelled."""

APART = 1_000_003
"""Between the seeds of two members: neighbouring seeds of a person must not share members."""

CLIP = 1.0
"""Longest gradient of one member; longer ones are shortened to it."""


@dataclass(frozen=True)
class Shape:
    """What decides the graph.

    Attributes:
        cell: Which cell.
        units: Size of its memory.
        lookback: Steps the network sees.
        horizon: Steps it answers.
        members: Networks trained side by side.
    """

    cell: str
    units: int
    lookback: int
    horizon: int
    members: int


@dataclass(frozen=True)
class Passes:
    """Reports of the two passes of a fit, counted as one run of epochs."""

    search: Report
    refit: Report


_trainers: "OrderedDict[Shape, Trainer]" = OrderedDict()


class Trainer:
    """Compiled networks whose weights are set afresh for every fit.

    Get it with `of`, call `start`, then `train` and `predict`. Not safe for two fits at once:
    a process fits one ensemble at a time.
    """

    def __init__(self, shape: Shape) -> None:
        # Sums in a fixed order: the same seed gives the same weights again.
        tf.config.experimental.enable_op_determinism()
        self.shape = shape
        self._members = Members(shape.cell, self._drawn(0))
        self._optimizer = keras.optimizers.Adam()
        self._optimizer.build(self._members.trainable_variables)
        self._rng = np.random.default_rng(0)
        inputs = tf.TensorSpec((shape.members, None, shape.lookback), tf.float32)
        labels = tf.TensorSpec((shape.members, None, shape.horizon), tf.float32)
        size = tf.TensorSpec((), tf.int32)
        # Without autograph: it writes files of its own, which an ended process leaves behind.
        self._run = tf.function(
            self._batches, input_signature=[inputs, labels, size], autograph=False
        )
        self._forward = tf.function(self._members, input_signature=[inputs], autograph=False)

    @classmethod
    def of(cls, shape: Shape) -> "Trainer":
        """The trainer for this shape of network, compiled before if it was used lately."""
        trainer = _trainers.pop(shape, None) or cls(shape)
        _trainers[shape] = trainer
        while len(_trainers) > KEPT:
            _trainers.popitem(last=False)
        return trainer

    @staticmethod
    def planned(epochs: int, report: Report) -> Passes:
        """Reports for a search of at most `epochs` and a refit of at most as many again.

        Once the search has stopped, the total is what is really left to do.
        """
        searched = 0

        def search(progress: Progress) -> None:
            nonlocal searched
            searched = progress.step
            report(replace(progress, steps=2 * epochs))

        def refit(progress: Progress) -> None:
            total = searched + progress.steps
            report(replace(progress, step=searched + progress.step, steps=total))

        return Passes(search, refit)

    def start(self, seed: int, learning_rate: float) -> None:
        """Fresh weights, member k's drawn from `seed` and k; an optimiser without memory."""
        self._members.reset(self._drawn(seed))
        for variable in self._optimizer.variables:
            variable.assign(tf.zeros_like(variable))
        self._optimizer.learning_rate = learning_rate
        self._rng = np.random.default_rng(seed)

    def _drawn(self, seed: int) -> list[dict[str, np.ndarray]]:
        shape = self.shape
        return [
            draw(shape.cell, shape.units, shape.lookback, shape.horizon, seed + APART * member)
            for member in range(shape.members)
        ]

    def _batches(self, inputs: tf.Tensor, labels: tf.Tensor, size: tf.Tensor) -> tf.Tensor:
        """One step of gradient descent for each `size` windows.

        Returns:
            Each member's sum of absolute errors, shape (members,).
        """
        count = tf.shape(inputs)[1]
        variables = self._members.trainable_variables

        def step(begin: tf.Tensor, total: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            end = tf.minimum(begin + size, count)
            wanted = labels[:, begin:end]
            known = tf.logical_not(tf.math.is_nan(wanted))
            with tf.GradientTape() as tape:
                said = self._members(inputs[:, begin:end])
                # Not-a-number must not enter the difference: its gradient would be one too.
                miss = tf.abs(said - tf.where(known, wanted, said))
                missed = tf.reduce_sum(miss, axis=[1, 2])
                scored = tf.reduce_sum(tf.cast(known, tf.float32), axis=[1, 2])
                # Members don't meet in the sum: each has its own weights.
                loss = tf.reduce_sum(missed / tf.maximum(scored, 1.0))
            gradients = _clipped(tape.gradient(loss, variables))
            self._optimizer.apply(gradients, variables)
            return end, total + missed

        start = (tf.constant(0), tf.zeros(self.shape.members))
        return tf.while_loop(lambda begin, _: begin < count, step, start)[1]

    def train(
        self,
        inputs: np.ndarray,
        labels: np.ndarray,
        *,
        epochs: int,
        batch_size: int,
        report: Report,
        validation: tuple[np.ndarray, np.ndarray] | None = None,
        patience: int = 0,
    ) -> int:
        """Train for `epochs`, or until the validation loss no longer falls.

        Args:
            inputs: Windows, shape (members, w, lookback).
            labels: What follows each, shape (members, w, horizon), NaN where not known.
            epochs: Most passes over the windows.
            batch_size: Windows to a step of gradient descent.
            report: Called after every epoch with the mean absolute errors over all members.
            validation: Windows and labels for early stopping, shapes as above. If it stops,
                the weights of the best epoch are restored.
            patience: Epochs without a better validation loss until training stops.

        Returns:
            The epoch whose weights are kept, counted from 1.

        Raises:
            ForecastError: If the loss is no longer a finite number.
        """
        x, y = inputs.astype(np.float32), labels.astype(np.float32)
        count, scored = x.shape[1], max(int((~np.isnan(y)).sum()), 1)
        size = tf.constant(batch_size, tf.int32)
        chunk = max(batch_size, CALL_WINDOWS // batch_size * batch_size)
        best, best_loss, best_weights = 0, float("inf"), None
        heard = time.monotonic()
        for epoch in range(1, epochs + 1):
            order = self._rng.permutation(count)
            total = 0.0
            for begin in range(0, count, chunk):
                part = order[begin : begin + chunk]
                total += float(tf.reduce_sum(self._run(x[:, part], y[:, part], size)))
                if count > chunk and time.monotonic() - heard > 0.2:
                    report(Progress(epoch - 1, epochs, "epoch"))
                    heard = time.monotonic()
            loss = total / scored
            if not np.isfinite(loss):
                raise ForecastError(
                    "Training went astray: the loss is no longer a number. Choose a lower "
                    "learning rate."
                )
            val_loss = None
            if validation is not None:
                val_loss = float(np.nanmean(np.abs(self.predict(validation[0]) - validation[1])))
                if val_loss < best_loss:
                    best, best_loss = epoch, val_loss
                    best_weights = self._members.get_weights()
            report(Progress(epoch, epochs, "epoch", loss, val_loss))
            if best_weights is not None and epoch - best >= patience:
                self._members.set_weights(best_weights)
                return best
        return epochs

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Answers to windows (members, w, lookback): shape (members, w, horizon), float64."""
        x = inputs.astype(np.float32)
        parts = [
            self._forward(x[:, begin : begin + CALL_WINDOWS]).numpy()
            for begin in range(0, x.shape[1], CALL_WINDOWS)
        ]
        return np.concatenate(parts, axis=1).astype(np.float64)


def _clipped(gradients: list[tf.Tensor]) -> list[tf.Tensor]:
    """Gradients with each member's norm at most `CLIP`."""
    squares = [tf.reduce_sum(gradient**2, axis=[1, 2]) for gradient in gradients]
    norm = tf.sqrt(tf.add_n(squares))
    factor = CLIP / tf.maximum(norm, CLIP)
    return [gradient * factor[:, None, None] for gradient in gradients]
