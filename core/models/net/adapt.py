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
from core.models.practised.zero_shot import in_logarithms
from core.progress import Report
from core.windows import held_out

LONGEST = 96
"""Most steps that an example shows; season, drift and level come from all before its cutoff."""

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
    context = min(n // 2, LONGEST)
    older = examples(values[:known], horizon, period, context, context)
    newest = examples(values, horizon, period, context, known)
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
    every = examples(values, horizon, period, context, context)
    trainer.train(*every.given, descent, passes.refit, epochs=best)
    return Adapted(replace(practice, weights=trainer.weights(0)), gain, best)


def examples(values: np.ndarray, horizon: int, period: int, context: int, first: int) -> Examples:
    """Cutoffs from `first` on, at most `MOST`, each as the network would see it on that day.

    If the values allow it, every second one is read in logarithms. Nothing is known, and
    nothing to be said, beyond the last value.

    Args:
        values: The series, shape (n,), NaN where not observed.
        horizon: Steps to forecast.
        period: Seasonal period.
        context: Steps that each shows.
        first: Place of the first cutoff, `context` or later.
    """
    padded = np.concatenate([values, np.full(horizon, np.nan)])
    seen = np.isfinite(padded)
    every = np.arange(first, len(values))
    some = [seen[c - context : c].any() and seen[c : c + horizon].any() for c in every]
    cutoffs = every[np.array(some, dtype=bool)]
    if len(cutoffs) > MOST:
        cutoffs = cutoffs[np.linspace(0, len(cutoffs) - 1, MOST).round().astype(int)]
    inputs = np.zeros((len(cutoffs), context + horizon, len(NAMES)), dtype=np.float32)
    labels = np.full((len(cutoffs), horizon), np.nan, dtype=np.float32)
    readings = (padded, np.log(padded)) if in_logarithms(values[None])[0] else (padded,)
    for row, cutoff in enumerate(cutoffs):
        logs = row % len(readings) == 1
        z = readings[logs]
        shown = show(z[None, :cutoff], horizon, period, logs=logs, reach=context)
        inputs[row] = shown.inputs[0]
        told = shown.scaled(z[None, cutoff : cutoff + horizon])[0]
        labels[row] = np.clip(told, -LABELS_FAR, LABELS_FAR)
    return Examples(inputs, labels, cutoffs)
