"""One fit of an ensemble, from a series to a forecast with intervals."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd

from core.forecaster import Insight, filled
from core.intervals import TRAINED, BandErrors, Errors, StepErrors, optimism
from core.models.adjustment import Adjustment
from core.models.ensemble import LEAST_KNOWN, Ensemble
from core.models.fitted_network import FittedRecurrent
from core.models.gates import gates
from core.models.kept_network import packed, too_many
from core.models.net.descent import Descent
from core.models.net.network import Architecture
from core.models.net.training import Trainer
from core.models.preparation import Preparation
from core.models.recurrent import Pace, Recurrent
from core.models.restraint import HELD_BACK, restrained
from core.models.shapes import GATES, outputs
from core.progress import Progress, Report
from core.settings import AUTO
from core.timeseries import TimeSeries
from core.windows import held_out, masked_windows

MIDDLE = {1: 0, 3: 1}
"""Which of a network's outputs is its forecast, by their number."""

TIMED = 3
"""Epochs that are timed; the first compiles, the quicker of the others counts."""


class Work:
    """A series and a spec, made ready for training.

    Attributes:
        spec: The settings.
        values: The series with gaps drawn straight, shape (n,).
        hidden: Which of them were, shape (n,).
        known: How many come before the part that is held out.
        positive: Whether all are above zero.
        notes: What was filled.
        descent: How weights are found.
        trainer: The networks.
    """

    def __init__(self, spec: Recurrent, ts: TimeSeries, horizon: int) -> None:
        self.spec, self.ts, self.horizon = spec, ts, horizon
        self.values, self.notes = filled(ts)
        self.hidden = ts.y.isna().to_numpy()
        n = len(self.values)
        self.known = n - held_out(n, horizon)
        self.positive = bool((self.values > 0).all())
        self.steps = spec.steps(horizon)
        self.descent = Descent(
            spec.loss,
            spec.optimiser,
            spec.learning_rate,
            spec.schedule,
            spec.clipping,
            spec.clip_at,
            spec.batch_size,
            spec.epochs,
            spec.patience if spec.early_stopping == "on" else None,
        )
        architecture = Architecture(
            spec.cell,
            spec.layers,
            spec.units,
            spec.activation,
            spec.normalisation,
            spec.dropout,
            spec.lookback,
            self.steps,
            outputs(spec.loss),
            spec.members,
        )
        self.trainer = Trainer.of(architecture, self.descent)

    def ensemble(self, until: int) -> Ensemble:
        """The members' views, learned from the first `until` values."""
        period = self.ts.seasonal_period
        views = tuple(
            Preparation.learn(self.values[:until], period, recipe, self.horizon)
            for recipe in self.spec.recipes(self.positive)
        )
        return Ensemble(views, self.spec.lookback, self.steps, self.horizon)

    def examples(self, ensemble: Ensemble, until: int) -> tuple[np.ndarray, np.ndarray]:
        """What to train on among the first `until` values."""
        return ensemble.examples(
            self.values[:until], self.hidden[:until], LEAST_KNOWN - 1, until - 1
        )

    def validation(self, ensemble: Ensemble) -> tuple[np.ndarray, np.ndarray] | None:
        """Windows and labels of the part held out; None if nothing was observed in it."""
        held = ensemble.examples(self.values, self.hidden, self.known - 1, len(self.values) - 1)
        return held if held[0].shape[1] else None


def fit(spec: Recurrent, ts: TimeSeries, horizon: int, report: Report) -> FittedRecurrent:
    """See `Recurrent.fit`."""
    adjustment = Adjustment.learn(ts, horizon)
    ts = adjustment.taken_out(ts)
    work = Work(spec, ts, horizon)
    values, known, trainer = work.values, work.known, work.trainer
    n = len(values)
    passes = trainer.planned(spec.epochs, report)

    older = work.ensemble(known)
    trainer.start(spec.seed, spec.initialisation)
    best = trainer.train(
        *work.examples(older, known),
        work.descent,
        passes.search,
        validation=work.validation(older),
    )
    origins = np.arange(LEAST_KNOWN - 1 + max(view.lag for view in older.views), n - 1)
    period = ts.seasonal_period
    past = _median(older.forecast(trainer.predict, values, origins))
    past = restrained(past, values, origins, period, known)
    actual = _observed(work, origins)

    full = work.ensemble(n)
    inputs, labels = work.examples(full, n)
    trainer.start(spec.seed, spec.initialisation)
    trainer.train(inputs, labels, work.descent, passes.refit, epochs=best)
    newest = np.array([n - 1])
    said = _median(full.forecast(trainer.predict, values, newest))
    ahead = restrained(said, values, newest, period, n)[0]

    held_out = origins >= known - 1
    middle = MIDDLE[ahead.shape[1]]
    above = past[..., middle] > 0
    relative = work.positive and bool(above[held_out].all() and (ahead[:, middle] > 0).all())
    if relative:
        actual = np.where(above, actual, np.nan)
    kept = packed(
        spec,
        [trainer.weights(k) for k in range(spec.members)],
        trainer.moments,
        full.views,
        relative,
    )
    return FittedRecurrent(
        spec.name,
        ts,
        ahead[:, middle],
        _errors(actual, past, ahead, relative, held_out=held_out, n=n),
        relative,
        ts.least,
        _residuals(work, full),
        _insight(work, full, best),
        (
            *_notes(spec, best, full.views, inputs.shape[1]),
            *(() if (ahead == said[0]).all() else (HELD_BACK,)),
            *work.notes,
            *(() if kept else (too_many(),)),
        ),
        adjustment,
        kept,
    )


def time_epoch(spec: Recurrent, ts: TimeSeries, horizon: int) -> Pace:
    """See `Recurrent.time_epoch`."""
    work = Work(spec, ts, horizon)
    older = work.ensemble(work.known)
    examples, validation = work.examples(older, work.known), work.validation(older)
    stamps = [time.perf_counter()]

    def note(progress: Progress) -> None:
        if progress.loss is not None:
            stamps.append(time.perf_counter())

    work.trainer.start(spec.seed, spec.initialisation)
    descent = replace(work.descent, epochs=TIMED)
    work.trainer.train(*examples, descent, note, validation=validation)
    first, *later = np.diff(stamps)
    return Pace(start=max(float(first - min(later)), 0.0), epoch=float(min(later)))


def _median(told: np.ndarray) -> np.ndarray:
    """The members' median of (members, rows, horizon, outputs)."""
    return np.asarray(np.median(told, axis=0))


def _observed(work: Work, origins: np.ndarray) -> np.ndarray:
    """What came after each origin, NaN where nothing was observed; (rows, horizon).

    Origins that were trained on are not scored on what was held out: it is for the others.
    """
    n, known = len(work.values), work.known
    seen = np.where(work.hidden, np.nan, work.values)
    actual = masked_windows(seen, 1, work.horizon)[1][origins]
    ends = origins[:, None] + 1 + np.arange(work.horizon)
    trained = origins[:, None] < known - 1
    return np.asarray(np.where(trained & (ends >= known) & (ends < n), np.nan, actual))


def _errors(
    actual: np.ndarray,
    past: np.ndarray,
    ahead: np.ndarray,
    relative: bool,
    *,
    held_out: np.ndarray,
    n: int,
) -> Errors:
    """Errors of past forecasts as intervals want them.

    Args:
        actual: What was observed, NaN where nothing was, shape (rows, horizon).
        past: What was forecast, shape (rows, horizon, outputs).
        ahead: The forecast whose intervals are wanted, shape (horizon, outputs).
        relative: Whether errors are shares of the forecast.
        held_out: Which rows the networks were not trained on, shape (rows,).
        n: Length of the series.
    """
    middle = MIDDLE[ahead.shape[1]]
    weights = np.where(held_out, 1.0, TRAINED)
    unit = np.abs(past[..., middle]) if relative else np.ones(actual.shape)
    errors = (actual - past[..., middle]) / unit
    errors[~held_out] *= optimism(n)
    if ahead.shape[1] == 1:
        return StepErrors(errors, weights)
    share = ahead[:, middle] if relative else np.ones(len(ahead))
    return BandErrors(
        errors, weights, _reach(past) / unit[..., None], _reach(ahead) / share[:, None]
    )


def _reach(told: np.ndarray) -> np.ndarray:
    """How far the band lies below and above its middle, shape (..., horizon, 2)."""
    low, middle, high = np.moveaxis(np.sort(told, axis=-1), -1, 0)
    return np.stack([middle - low, high - middle], axis=-1)


def _residuals(work: Work, ensemble: Ensemble) -> pd.Series:
    """What the trained networks miss one step ahead on what they were trained on."""
    first = LEAST_KNOWN - 1 + max(view.lag for view in ensemble.views)
    origins = np.arange(first, len(work.values) - 1)
    one = Ensemble(ensemble.views, ensemble.lookback, ensemble.steps, 1)
    said = _median(one.forecast(work.trainer.predict, work.values, origins))
    missed = work.ts.values[first + 1 :] - said[:, 0, MIDDLE[said.shape[2]]]
    return pd.Series(missed, index=work.ts.index[first + 1 :], name="residual").dropna()


def _insight(work: Work, ensemble: Ensemble, epochs: int) -> Insight:
    """Why the forecast is what it is."""
    spec, values, predict = work.spec, work.values, work.trainer.predict
    now = _median(ensemble.forecast(predict, values, np.array([len(values) - 1])))
    other = _median(ensemble.without(predict, values))
    middle = MIDDLE[now.shape[2]]
    moved = (now - other)[..., middle].mean(axis=1)
    influence = pd.Series(moved, index=work.ts.index[-len(moved) :], name="influence")
    window = ensemble.views[0].windows(values, spec.lookback, 1)[0][-1]
    layers: list[dict[str, np.ndarray]] = []
    if spec.cell in GATES:
        weights, sequence = work.trainer.weights(0), window[:, None]
        for layer in range(spec.layers):
            mine = {
                name.rsplit("_", 1)[0]: array
                for name, array in weights.items()
                if name.endswith(f"_{layer}")
            }
            layers.append(gates(spec.cell, spec.activation, mine, sequence))
            sequence = layers[-1]["hidden state"]
    return Insight(influence, window, tuple(layers), epochs)


def _notes(
    spec: Recurrent, best: int, views: tuple[Preparation, ...], windows: int
) -> tuple[str, ...]:
    shorter = f" (of {spec.epochs}, stopped early)" if best < spec.epochs else ""
    epochs = "epoch" if best == 1 else "epochs"
    several = f"The median of {spec.members} networks" if spec.members > 1 else "One network"
    said = [
        f"{several}, trained for {best} {epochs}{shorter} on {windows} windows, "
        f"on {_transformed(views)}.",
        "A seasonal profile was taken off before and put back after."
        if any(view.profile.any() for view in views)
        else "No seasonal profile was taken off: none was asked for."
        if spec.seasonal == "none"
        else "No seasonal profile was taken off: none came again from season to season.",
    ]
    if spec.transform in ("log", "box-cox") and views[0].power is None:
        said.append("Some values are not above zero: they were taken as they are.")
    if views[0].lag:
        said.append(
            "The network saw changes from step to step."
            if views[0].lag == 1
            else "The network saw changes from season to season."
        )
    elif spec.scaling == AUTO:
        said.append(
            "A drift was taken for granted; it fades with the steps ahead."
            if any(view.drift for view in views)
            else "No drift was taken for granted: none stood out from chance."
        )
    return tuple(said)


def _transformed(views: tuple[Preparation, ...]) -> str:
    powers = [view.power for view in views]
    bent = sum(power is not None for power in powers)
    if not bent:
        return "the values as they are"
    word = f"Box-Cox values of power {powers[0]:.2g}" if powers[0] else "logarithms"
    if bent == len(powers):
        return word
    return f"logarithms in {bent} of them, on the values as they are in the rest"
