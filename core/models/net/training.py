"""Training an ensemble: a whole pass over the windows is one call into a compiled graph.

The graph holds the gradient descent of all members at once; it is traced once for an
architecture and used again for every fold, with fresh weights. Each member's weights are one row
of one variable, so that a step of the optimiser is one operation, whatever the network.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Products here are small: members side by side use the cores better than one split over them.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import tensorflow as tf

from core.errors import ForecastError
from core.models.net import cells
from core.models.net.descent import Descent
from core.models.net.losses import losses
from core.models.net.network import Drawn, Shapes
from core.models.shapes import Sizes, outputs
from core.progress import Progress, Report

# Passes over the graph that make compiling a fifth slower and no training here quicker.
tf.config.optimizer.set_experimental_options({"layout_optimizer": False, "remapping": False})

KEPT = 4
"""Compiled networks kept for further fits; the one unused longest is dropped."""

CALL_WINDOWS = 2_048
"""Most windows in one compiled call, so that a long epoch can still be cancelled."""

APART = 1_000_003
"""Between the seeds of two members: neighbouring seeds of a person must not share members."""

MOMENTUM = 0.9
BETA_1, BETA_2, ADAM_EPSILON = 0.9, 0.999, 1e-7
"""Momentum's and Adam's own constants, as Keras sets them (Kingma and Ba 2015)."""


@dataclass(frozen=True)
class Passes:
    """Reports of the two passes of a fit, counted as one run of epochs."""

    search: Report
    refit: Report


class Network(Protocol):
    """What a trainer must know of a network; see `network.Architecture`."""

    @property
    def members(self) -> int:
        """Networks trained side by side."""
        ...

    @property
    def sizes(self) -> Sizes:
        """Shape of every weight of one member, by name."""
        ...

    @property
    def shapes(self) -> Shapes:
        """Shapes of inputs and labels, members first, then windows; None where they vary."""
        ...

    @property
    def moments(self) -> tuple[int, ...]:
        """Shape of what batch normalisation keeps."""
        ...

    def draw(self, initialisation: str, seed: int) -> Drawn:
        """First weights of one member."""
        ...

    def answer(
        self,
        weights: cells.Weights,
        moments: tf.Tensor,
        inputs: tf.Tensor,
        noise: tf.Tensor | None = None,
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Answers (members, windows, steps * outputs), and the moments brought up to date."""
        ...


Key = tuple[Network, str, str, str]
_trainers: "OrderedDict[Key, Trainer]" = OrderedDict()


class Trainer:
    """Compiled networks whose weights are set afresh for every fit.

    Get it with `of`, call `start`, then `train` and `predict`. Not safe for two fits at once:
    a process fits one ensemble at a time.
    """

    def __init__(self, network: Network, loss: str, optimiser: str, clipping: str):
        # Sums in a fixed order: the same seed gives the same weights again.
        tf.config.experimental.enable_op_determinism()
        self.network = network
        self._loss, self._optimiser, self._clipping = loss, optimiser, clipping
        members = network.members
        self._lengths = [rows * columns for rows, columns in network.sizes.values()]
        rows = (members, sum(self._lengths))
        self._weights = tf.Variable(tf.zeros(rows))
        self._slots = [tf.Variable(tf.zeros(rows)) for _ in range(2 if optimiser == "adam" else 1)]
        self._moments = tf.Variable(tf.zeros(network.moments))
        self._steps = tf.Variable(0)
        self._seed = tf.Variable(0)
        self._rng = np.random.default_rng(0)
        inputs, labels = (tf.TensorSpec(shape, tf.float32) for shape in network.shapes)
        number = tf.TensorSpec((), tf.float32)
        size = tf.TensorSpec((), tf.int32)
        # Without autograph: it writes files of its own, which an ended process leaves behind.
        self._run = tf.function(
            self._batches, input_signature=[inputs, labels, size, number, number], autograph=False
        )
        self._forward = tf.function(self._said, input_signature=[inputs], autograph=False)
        self._scored = tf.function(self._score, input_signature=[inputs, labels], autograph=False)

    @classmethod
    def of(cls, network: Network, descent: Descent) -> "Trainer":
        """The trainer for such a network, compiled before if it was used lately."""
        key = (network, descent.loss, descent.optimiser, descent.clipping)
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

    @property
    def traces(self) -> int:
        """How often its graphs were traced; once each, however many fits."""
        graphs = (self._run, self._forward, self._scored)
        return sum(graph.experimental_get_tracing_count() for graph in graphs)

    def start(self, seed: int, initialisation: str = "glorot") -> None:
        """Fresh weights, member k's drawn from `seed` and k; an optimiser without memory."""
        drawn = [
            self.network.draw(initialisation, seed + APART * member)
            for member in range(self.network.members)
        ]
        self._weights.assign(
            [np.concatenate([each.ravel() for each in one.values()]) for one in drawn]
        )
        for slot in self._slots:
            slot.assign(tf.zeros_like(slot))
        fresh = np.zeros(self._moments.shape)
        fresh[:, :, 1] = 1.0
        self._moments.assign(fresh)
        self._steps.assign(0)
        self._seed.assign(seed)
        self._rng = np.random.default_rng(seed)

    def load(self, weights: Drawn) -> None:
        """Weights found before in place of fresh ones; for a single member."""
        row = [np.ravel(weights[name]) for name in self.network.sizes]
        self._weights.assign(np.concatenate(row)[None])

    @property
    def state(self) -> list[np.ndarray]:
        """All that further training depends on, moments of batch normalisation apart."""
        return [each.numpy() for each in (self._weights, *self._slots, self._steps)]

    @state.setter
    def state(self, arrays: Sequence[np.ndarray]) -> None:
        for variable, array in zip((self._weights, *self._slots, self._steps), arrays, strict=True):
            variable.assign(array)

    def step(self, inputs: np.ndarray, labels: np.ndarray, rate: float, clip_at: float) -> float:
        """One step of gradient descent over all windows given; the first member's loss."""
        count = np.int32(inputs.shape[1])
        total, scored = self._run(inputs, labels, count, np.float32(rate), np.float32(clip_at))
        return float(total[0] / tf.maximum(scored[0], 1.0))

    def weights(self, member: int) -> Drawn:
        """A member's weights as they are now."""
        row = self._weights.numpy()[member]
        parts = np.split(row, np.cumsum(self._lengths)[:-1])
        sizes = self.network.sizes
        return {name: part.reshape(sizes[name]) for name, part in zip(sizes, parts, strict=True)}

    @property
    def moments(self) -> np.ndarray:
        """Running means and variances of batch normalisation as they are now."""
        return np.asarray(self._moments.numpy())

    def _named(self, weights: tf.Tensor) -> dict[str, tf.Tensor]:
        sizes, members = self.network.sizes, self.network.members
        parts = tf.split(weights, self._lengths, axis=1)
        return {
            name: tf.reshape(part, (members, *size))
            for (name, size), part in zip(sizes.items(), parts, strict=True)
        }

    def _said(self, inputs: tf.Tensor) -> tf.Tensor:
        return self.network.answer(self._named(self._weights), self._moments, inputs)[0]

    def _score(self, inputs: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return losses(self._loss, self._said(inputs), labels)

    def _batches(
        self,
        inputs: tf.Tensor,
        labels: tf.Tensor,
        size: tf.Tensor,
        rate: tf.Tensor,
        clip_at: tf.Tensor,
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """One step of gradient descent for each `size` windows; losses as `losses` gives them."""
        count = tf.shape(inputs)[1]

        def step(begin: tf.Tensor, *totals: tf.Tensor) -> tuple[tf.Tensor, ...]:
            end = tf.minimum(begin + size, count)
            noise = tf.stack([self._seed, self._steps])
            with tf.GradientTape() as tape:
                weights, kept = self._weights.read_value(), self._moments.read_value()
                tape.watch(weights)
                said, moments = self.network.answer(
                    self._named(weights),
                    kept,
                    inputs[:, begin:end],
                    noise,
                )
                found = losses(self._loss, said, labels[:, begin:end])
                # Members don't meet in the sum: each has its own weights.
                loss = tf.reduce_sum(found[0] / tf.maximum(found[1], 1.0))
            if moments is not kept:
                self._moments.assign(moments)
            self._descend(self._clipped(tape.gradient(loss, weights), clip_at), rate)
            return end, *(total + each for total, each in zip(totals, found, strict=True))

        zeros = tf.zeros(self.network.members)
        looped = tf.while_loop(
            lambda begin, *_: begin < count, step, (0, zeros, zeros), parallel_iterations=1
        )
        return looped[1], looped[2]

    def _clipped(self, gradient: tf.Tensor, clip_at: tf.Tensor) -> tf.Tensor:
        if self._clipping == "norm":
            norm = tf.norm(gradient, axis=1, keepdims=True)
            return gradient * (clip_at / tf.maximum(norm, clip_at))
        if self._clipping == "value":
            return tf.clip_by_value(gradient, -clip_at, clip_at)
        return gradient

    def _descend(self, gradient: tf.Tensor, rate: tf.Tensor) -> None:
        """TensorFlow's own optimisers, each one operation."""
        weights, slots = self._weights.handle, [slot.handle for slot in self._slots]
        done = tf.cast(self._steps.assign_add(1), tf.float32)
        if self._optimiser == "adam":
            tf.raw_ops.ResourceApplyAdam(
                var=weights,
                m=slots[0],
                v=slots[1],
                beta1_power=BETA_1**done,
                beta2_power=BETA_2**done,
                lr=rate,
                beta1=BETA_1,
                beta2=BETA_2,
                epsilon=ADAM_EPSILON,
                grad=gradient,
            )
        elif self._optimiser == "momentum":
            tf.raw_ops.ResourceApplyKerasMomentum(
                var=weights, accum=slots[0], lr=rate, grad=gradient, momentum=MOMENTUM
            )
        else:
            tf.raw_ops.ResourceApplyGradientDescent(var=weights, alpha=rate, delta=gradient)

    def train(
        self,
        inputs: np.ndarray,
        labels: np.ndarray,
        descent: Descent,
        report: Report,
        *,
        epochs: int | None = None,
        validation: tuple[np.ndarray, np.ndarray] | None = None,
    ) -> int:
        """Train for all epochs, or until the validation loss no longer falls.

        Args:
            inputs: Windows, shape (members, w, lookback).
            labels: What follows each, shape (members, w, steps), NaN where not known.
            descent: How.
            report: Called after every epoch with the losses, of each member too.
            epochs: Passes over the windows, if fewer than the descent's.
            validation: Windows and labels to score after each epoch, shapes as above. If the
                descent has patience and it runs out, the weights of the best epoch are restored.

        Returns:
            The epoch whose weights are kept, counted from 1.

        Raises:
            ForecastError: If the loss is no longer a finite number.
        """
        x, y = inputs.astype(np.float32), labels.astype(np.float32)
        held = None if validation is None else [part.astype(np.float32) for part in validation]
        count, size = x.shape[1], descent.batch_size
        rates = [np.float32(descent.rate(epoch)) for epoch in range(1, descent.epochs + 1)]
        chunk = max(size, CALL_WINDOWS // size * size)
        best, best_loss, best_state = 0, float("inf"), None
        heard = time.monotonic()
        last = descent.epochs if epochs is None else epochs
        for epoch in range(1, last + 1):
            order = self._rng.permutation(count)
            totals = np.zeros((2, self.network.members))
            for begin in range(0, count, chunk):
                part = order[begin : begin + chunk]
                found = self._run(x[:, part], y[:, part], size, rates[epoch - 1], descent.clip_at)
                totals += [each.numpy() for each in found]
                if count > chunk and time.monotonic() - heard > 0.2:
                    report(Progress(epoch - 1, last, "epoch"))
                    heard = time.monotonic()
            loss = totals[0] / np.maximum(totals[1], 1)
            if not np.isfinite(loss).all():
                raise ForecastError(
                    "Training went astray: the loss is no longer a number. Choose a lower "
                    "learning rate, or clip the gradients."
                )
            val_loss = None if held is None else self.validated(*held)
            if val_loss is not None and val_loss.mean() < best_loss:
                best, best_loss = epoch, float(val_loss.mean())
                best_state = self._weights.numpy(), self._moments.numpy()
            report(_heard(epoch, last, loss, val_loss))
            if best_state and descent.patience and epoch - best >= descent.patience:
                self._weights.assign(best_state[0])
                self._moments.assign(best_state[1])
                return best
        return last

    def validated(self, inputs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Each member's loss on windows it is not trained on, shape (members,)."""
        parts = [
            [each.numpy() for each in self._scored(inputs[:, part], labels[:, part])]
            for part in _parts(inputs.shape[1])
        ]
        total, scored = np.sum(parts, axis=0)
        return np.asarray(total / np.maximum(scored, 1))

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Answers to windows (members, w, lookback): (members, w, steps, outputs), float64."""
        x = inputs.astype(np.float32)
        said = [self._forward(x[:, part]).numpy() for part in _parts(x.shape[1])]
        every = np.concatenate(said, axis=1).astype(np.float64)
        return every.reshape(*every.shape[:2], -1, outputs(self._loss))


def _parts(count: int) -> list[slice]:
    return [slice(begin, begin + CALL_WINDOWS) for begin in range(0, count, CALL_WINDOWS)]


def _heard(epoch: int, epochs: int, loss: np.ndarray, val_loss: np.ndarray | None) -> Progress:
    held = [None] * len(loss) if val_loss is None else val_loss.tolist()
    return Progress(
        epoch,
        epochs,
        "epoch",
        float(loss.mean()),
        None if val_loss is None else float(val_loss.mean()),
        members=tuple(zip(loss.tolist(), held, strict=True)),
    )
