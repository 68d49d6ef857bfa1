"""Training of a recurrent network: Keras layers, a whole epoch in one compiled call.

Keras's own `fit` spends most of a short series' time between batches. Here one graph walks
through the batches of an epoch; it is traced once for a shape of network and used again for
every fold, with fresh weights.
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
from core.progress import Progress, Report

LAYERS = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
KEPT = 4
"""Compiled networks kept for further fits; the one unused longest is dropped."""

CALL_WINDOWS = 2_048
"""Most windows in one compiled call, so that a long epoch can still be cancelled."""

_trainers: "OrderedDict[tuple[str, int, int, int], Trainer]" = OrderedDict()


def build(cell: str, units: int, lookback: int, horizon: int) -> keras.Model:
    """The network: windows (batch, lookback, 1) to changes (batch, horizon)."""
    return keras.Sequential(
        [keras.Input((lookback, 1)), LAYERS[cell](units), keras.layers.Dense(horizon)]
    )


@dataclass(frozen=True)
class Passes:
    """Reports of the two passes of a fit, counted as one run of epochs."""

    search: Report
    refit: Report


class Trainer:
    """One compiled network whose weights are set afresh for every fit.

    Get it with `of`, call `start`, then `train` and `predict`. Not safe for two fits at once:
    a process fits one network at a time.
    """

    def __init__(self, cell: str, units: int, lookback: int, horizon: int) -> None:
        # Sums in a fixed order: the same seed gives the same weights again.
        tf.config.experimental.enable_op_determinism()
        keras.utils.set_random_seed(0)
        self._shape = (cell, units, lookback, horizon)
        self.model = build(*self._shape)
        self._optimizer = keras.optimizers.Adam(clipnorm=1.0)
        self._optimizer.build(self.model.trainable_variables)
        self._rng = np.random.default_rng(0)
        inputs = tf.TensorSpec((None, lookback, 1), tf.float32)
        labels = tf.TensorSpec((None, horizon), tf.float32)
        size = tf.TensorSpec((), tf.int32)
        # Without autograph: it writes files of its own, which an ended process leaves behind.
        self._run = tf.function(
            self._batches, input_signature=[inputs, labels, size], autograph=False
        )
        self._forward = tf.function(self.model, input_signature=[inputs], autograph=False)

    @classmethod
    def of(cls, cell: str, units: int, lookback: int, horizon: int) -> "Trainer":
        """The trainer for this shape of network, compiled before if it was used lately."""
        key = (cell, units, lookback, horizon)
        trainer = _trainers.pop(key, None) or cls(*key)
        _trainers[key] = trainer
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
        """Fresh weights drawn from `seed`, and an optimiser that remembers nothing."""
        keras.utils.set_random_seed(seed)
        self.model.set_weights(build(*self._shape).get_weights())
        for variable in self._optimizer.variables:
            variable.assign(tf.zeros_like(variable))
        self._optimizer.learning_rate = learning_rate
        self._rng = np.random.default_rng(seed)

    def _batches(self, inputs: tf.Tensor, labels: tf.Tensor, size: tf.Tensor) -> tf.Tensor:
        """One step of gradient descent for each `size` windows; the sum of absolute errors."""
        count = tf.shape(inputs)[0]
        variables = self.model.trainable_variables

        def step(begin: tf.Tensor, total: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            end = tf.minimum(begin + size, count)
            with tf.GradientTape() as tape:
                miss = tf.abs(self.model(inputs[begin:end], training=True) - labels[begin:end])
                loss = tf.reduce_mean(miss)
            self._optimizer.apply(tape.gradient(loss, variables), variables)
            return end, total + loss * tf.cast(end - begin, tf.float32)

        start = (tf.constant(0), tf.constant(0.0))
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
        """Train for `epochs`, or until the validation loss stops falling.

        Args:
            inputs: Windows, shape (w, lookback).
            labels: What follows each, shape (w, horizon).
            epochs: Most passes over the windows.
            batch_size: Windows to a step of gradient descent.
            report: Called after every epoch with the mean absolute errors.
            validation: Windows and labels for early stopping, shapes as above. The weights
                of the best epoch are restored at the end.
            patience: Epochs without a better validation loss until training stops.

        Returns:
            The best epoch, counted from 1; `epochs` without validation.

        Raises:
            ForecastError: If the loss is no longer a finite number.
        """
        x, y = inputs[..., None].astype(np.float32), labels.astype(np.float32)
        size = tf.constant(batch_size, tf.int32)
        chunk = max(batch_size, CALL_WINDOWS // batch_size * batch_size)
        best, best_loss, best_weights = epochs, float("inf"), None
        heard = time.monotonic()
        for epoch in range(1, epochs + 1):
            order = self._rng.permutation(len(x))
            total = 0.0
            for begin in range(0, len(x), chunk):
                part = order[begin : begin + chunk]
                total += float(self._run(x[part], y[part], size))
                if len(x) > chunk and time.monotonic() - heard > 0.2:
                    report(Progress(epoch - 1, epochs, "epoch"))
                    heard = time.monotonic()
            loss = total / len(x)
            if not np.isfinite(loss):
                raise ForecastError(
                    "Training went astray: the loss is no longer a number. Choose a lower "
                    "learning rate."
                )
            val_loss = None
            if validation is not None:
                val_loss = float(np.mean(np.abs(self.predict(validation[0]) - validation[1])))
                if val_loss < best_loss:
                    best, best_loss, best_weights = epoch, val_loss, self.model.get_weights()
            report(Progress(epoch, epochs, "epoch", loss, val_loss))
            if validation is not None and epoch - best >= patience:
                break
        if best_weights is not None:
            self.model.set_weights(best_weights)
        return best

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Outputs for windows (w, lookback): shape (w, horizon), float64."""
        x = inputs[..., None].astype(np.float32)
        parts = [
            self._forward(x[begin : begin + CALL_WINDOWS]).numpy()
            for begin in range(0, len(x), CALL_WINDOWS)
        ]
        return np.concatenate(parts).astype(np.float64)
