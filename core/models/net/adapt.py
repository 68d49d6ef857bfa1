"""Adapting the practised network to one series: a few careful epochs, kept if they earn it.

It is trained on cutoffs of the series' older part and held against the newest ones. Only if its
loss there is clearly lower than before, it is adapted once more, on all cutoffs; what is forecast
then is the mean of both networks' quantiles, the practised and the adapted one's.
"""

from dataclasses import dataclass, replace

import numpy as np

from core.models.net.descent import Descent
from core.models.net.sequence import Sequence
from core.models.net.training import Trainer
from core.models.practised.inputs import LABELS_FAR, NAMES, show
from core.models.practised.quantiles import QUANTILES
from core.models.practised.weights import Practice
from core.progress import Report
from core.windows import held_out

LONGEST = 96
"""Most steps that an example reads."""

MOST = 192
"""Most examples of one pass, spread evenly."""

CLEAR = 0.05
"""Share by which the loss on the newest cutoffs has to fall."""

DESCENT = Descent(
    loss="quantiles", learning_rate=0.001, schedule="cosine", batch_size=64, patience=3
)


@dataclass(frozen=True, eq=False)
class Adapted:
    """What came of it.

    Attributes:
        practice: The adapted network; None if the practised one stands.
        gain: Share by which the loss on the newest cutoffs fell; below 0 if it rose.
        epochs: Passes over the examples.
    """

    practice: Practice | None
    gain: float
    epochs: int


@dataclass(frozen=True, eq=False)
class Examples:
    """Cutoffs of a series as the network sees them.

    Attributes:
        inputs: Shape (rows, context + horizon, features), float32.
        labels: Shape (rows, horizon), float32, NaN where not known.
        cutoffs: Place of the first value not known in each, shape (rows,).
    """

    inputs: np.ndarray
    labels: np.ndarray
    cutoffs: np.ndarray

    def between(self, first: int, end: int) -> "Examples":
        """Cutoffs from `first` to before `end` without any label from `end` on, at most `MOST`."""
        late = self.cutoffs[:, None] + np.arange(self.labels.shape[1]) >= end
        labels = np.where(late, np.nan, self.labels)
        rows = np.flatnonzero((self.cutoffs >= first) & np.isfinite(labels).any(axis=1))
        if len(rows) > MOST:
            rows = rows[np.linspace(0, len(rows) - 1, MOST).round().astype(int)]
        return Examples(self.inputs[rows], labels[rows], self.cutoffs[rows])

    @property
    def given(self) -> tuple[np.ndarray, np.ndarray]:
        """Inputs and labels of one member."""
        return self.inputs[None], self.labels[None]


def adapt(
    practice: Practice,
    values: np.ndarray,
    horizon: int,
    period: int,
    epochs: int,
    seed: int,
    report: Report,
) -> Adapted:
    """Adapt a practised network to `values`, shape (n,), NaN where not observed.

    Args:
        practice: The network.
        values: The series.
        horizon: Steps to forecast.
        period: Seasonal period.
        epochs: Most passes over the examples.
        seed: Decides their order.
        report: Called after every epoch.
    """
    n = len(values)
    known = n - held_out(n, horizon)
    every = examples(values, horizon, period, min(n // 2, LONGEST))
    older, newest = every.between(0, known), every.between(known, n)
    if not len(older.cutoffs) or not len(newest.cutoffs):
        return Adapted(None, 0.0, 0)
    layers = sum(name.startswith("kernel_") for name in practice.weights)
    units = practice.weights["recurrent_0"].shape[0]
    network = Sequence(
        practice.cell, layers, units, len(NAMES), NAMES.index("future"), len(QUANTILES)
    )
    descent = replace(DESCENT, epochs=epochs)
    trainer = Trainer.of(network, descent)
    passes = trainer.planned(epochs, report)

    trainer.start(seed)
    trainer.load(practice.weights)
    before = float(trainer.validated(*newest.given)[0])
    best = trainer.train(*older.given, descent, passes.search, validation=newest.given)
    gain = 1 - float(trainer.validated(*newest.given)[0]) / before if before > 0 else 0.0
    if gain < CLEAR:
        return Adapted(None, gain, best)

    trainer.start(seed)
    trainer.load(practice.weights)
    trainer.train(*every.between(0, n).given, descent, passes.refit, epochs=best)
    return Adapted(replace(practice, weights=trainer.weights(0)), gain, best)


def examples(values: np.ndarray, horizon: int, period: int, context: int) -> Examples:
    """Every cutoff with `context` values before it.

    If all values are above zero, every second one is read in logarithms.
    """
    positive = bool((np.nan_to_num(values, nan=1.0) > 0).all())
    cutoffs = np.arange(context, len(values))
    inputs = np.zeros((len(cutoffs), context + horizon, len(NAMES)), dtype=np.float32)
    labels = np.full((len(cutoffs), horizon), np.nan, dtype=np.float32)
    for logs in (False, True) if positive else (False,):
        padded = np.concatenate([np.log(values) if logs else values, np.full(horizon, np.nan)])
        windows = np.lib.stride_tricks.sliding_window_view(padded, context + horizon)
        some = np.isfinite(windows[: len(cutoffs), :context]).any(axis=1)
        rows = np.flatnonzero(some & ((cutoffs % 2 == 1) == logs if positive else True))
        if not rows.size:
            continue
        shown = show(windows[rows, :context], horizon, period, logs=logs)
        inputs[rows] = shown.inputs
        labels[rows] = np.clip(shown.scaled(windows[rows, context:]), -LABELS_FAR, LABELS_FAR)
    return Examples(inputs, labels, cutoffs)
