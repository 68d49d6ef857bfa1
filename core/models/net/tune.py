"""Tuning the practised network on all series of a panel at once, kept if that clearly helped.

It is trained on past cutoffs of every series, each seen in its own unit, and held against their
newest ones. Only if the mean of both networks' quantiles foretells these clearly better than the
practised network alone, it is tuned once more, on all cutoffs. See `core.models.net.adapt` for a
single series.
"""

from dataclasses import dataclass, replace

import numpy as np

from core.errors import ForecastError
from core.models.net.descent import Descent
from core.models.net.sequence import Sequence
from core.models.net.training import Trainer
from core.models.practised.examples import SHOWN, Examples, Panel, examples, trimmed
from core.models.practised.inputs import NAMES
from core.models.practised.quantiles import QUANTILES
from core.models.practised.weights import Practice
from core.progress import Progress, Report

STEPS = 200_000
"""Most steps that the examples of one pass have together, past and horizon: they bound memory and
time whatever the number of series."""

HELD = 60_000
"""The same for the newest cutoffs, held out."""

CLEAR = 0.02
"""Share by which the loss there has to fall."""

SURE = 2.0
"""Standard errors, over series, that it has to fall by at least."""

DESCENT = Descent(loss="quantiles", learning_rate=0.002, schedule="cosine", batch_size=32)


@dataclass(frozen=True, eq=False)
class Tuned:
    """What came of it.

    Attributes:
        practice: The tuned network, to be averaged with the practised one; None if that stands.
        gain: Share by which the loss on the newest cutoffs fell; below 0 if it rose.
        error: Its standard error, over series.
        epochs: Passes over the examples.
        examples: How many there were in a pass.
        series: How many series gave any.
    """

    practice: Practice | None
    gain: float
    error: float
    epochs: int
    examples: int
    series: int


def tune(
    practice: Practice, panel: Panel, horizon: int, epochs: int, seed: int, report: Report
) -> Tuned:
    """Tune a practised network on a panel.

    Args:
        practice: The network.
        panel: Each series' values up to its cutoff, shape (n,), NaN where not observed, and its
            seasonal period. Of many series some are drawn.
        horizon: Steps to forecast.
        epochs: Passes over the examples.
        seed: Decides which examples and in what order.
        report: Called after every epoch, of both tunings.

    Raises:
        ForecastError: If the loss is no longer a finite number.
    """
    whole = [(trimmed(values), period) for values, period in panel]
    length = SHOWN[-1] + horizon
    rng = np.random.default_rng(seed)
    older = examples(whole, horizon, max(STEPS // length, 1), rng, "older")
    newest = examples(whole, horizon, max(HELD // length, 1), rng, "newest")
    if not older or not newest:
        return Tuned(None, 0.0, 0.0, 0, 0, 0)
    trainer = _trainer(practice)
    trainer.start(seed)
    trainer.load(practice.weights)
    before = _said(trainer, newest)
    _train(trainer, older, epochs, rng, report, done=0)
    gain, error = _gain(newest, before, _said(trainer, newest))
    count = sum(len(each.labels) for each in older)
    series = len(np.unique(np.concatenate([each.series for each in older])))
    if gain < max(CLEAR, SURE * error):
        report(Progress(2 * epochs, 2 * epochs, "epoch"))
        return Tuned(None, gain, error, epochs, count, series)
    every = examples(whole, horizon, max(STEPS // length, 1), rng, "all")
    trainer.start(seed)
    trainer.load(practice.weights)
    _train(trainer, every, epochs, rng, report, done=epochs)
    found = replace(practice, weights=trainer.weights(0))
    return Tuned(found, gain, error, epochs, count, series)


def _trainer(practice: Practice) -> Trainer:
    layers = sum(name.startswith("kernel_") for name in practice.weights)
    units = practice.weights["recurrent_0"].shape[0]
    network = Sequence(
        practice.cell, layers, units, len(NAMES), NAMES.index("future"), len(QUANTILES)
    )
    return Trainer.of(network, DESCENT)


def _train(
    trainer: Trainer,
    given: list[Examples],
    epochs: int,
    rng: np.random.Generator,
    report: Report,
    done: int,
) -> None:
    """All epochs over batches that each show equally many steps."""
    descent = replace(DESCENT, epochs=epochs)
    for epoch in range(1, epochs + 1):
        batches = [
            (each, rows) for each in given for rows in _batches(each, descent.batch_size, rng)
        ]
        losses = []
        for place in rng.permutation(len(batches)):
            each, rows = batches[place]
            loss = trainer.step(
                each.inputs[None, rows],
                each.labels[None, rows],
                descent.rate(epoch),
                descent.clip_at,
            )
            if not np.isfinite(loss):
                raise ForecastError(
                    "Tuning the practised network on all series went astray: the loss is no "
                    "longer a number."
                )
            losses.append(loss)
            report(Progress(done + epoch - 1, 2 * epochs, "epoch"))
        report(Progress(done + epoch, 2 * epochs, "epoch", float(np.mean(losses))))


def _batches(given: Examples, size: int, rng: np.random.Generator) -> list[np.ndarray]:
    order = rng.permutation(len(given.labels))
    return [order[begin : begin + size] for begin in range(0, len(order), size)]


def _said(trainer: Trainer, given: list[Examples]) -> list[np.ndarray]:
    """Quantiles answered to each, shape (rows, horizon, quantiles)."""
    return [trainer.predict(each.inputs[None])[0] for each in given]


def _gain(
    given: list[Examples], before: list[np.ndarray], after: list[np.ndarray]
) -> tuple[float, float]:
    """By how much of it the mean of both answers lowers the pinball loss, and its error."""
    old = _losses(given, before)
    new = _losses(given, [(one + two) / 2 for one, two in zip(before, after, strict=True)])
    series = np.concatenate([each.series for each in given])
    _, place = np.unique(series, return_inverse=True)
    total = old.sum()
    if total <= 0:
        return 0.0, 0.0
    gain = 1 - new.sum() / total
    off = np.bincount(place, old - new - gain * old)
    return float(gain), float(np.sqrt((off**2).sum()) / total)


def _losses(given: list[Examples], answers: list[np.ndarray]) -> np.ndarray:
    """Mean pinball loss of each example, shape (rows,)."""
    shares = np.array(QUANTILES)
    losses = []
    for each, answer in zip(given, answers, strict=True):
        miss = each.labels[..., None] - answer
        losses.append(np.nanmean(np.maximum(shares * miss, (shares - 1) * miss), axis=(1, 2)))
    return np.concatenate(losses)
