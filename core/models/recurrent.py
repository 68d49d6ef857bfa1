"""The recurrent network: one model, its cell a setting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from core.forecaster import LEVELS, Forecast, Lane, filled, need, to_table
from core.intervals import StepErrors
from core.models.preparation import Preparation
from core.progress import Report, silent
from core.settings import setting, validate
from core.timeseries import TimeSeries
from core.windows import masked_windows

CELLS = (
    ("lstm", "LSTM"),
    ("gru", "GRU"),
    ("rnn", "SimpleRNN"),
    ("lstm-peephole", "Peephole LSTM"),
    ("dense", "MLP"),
)
LEAST_WINDOWS = 4
LEAST_KNOWN = 3
"""Values that a window knows at least; what lies before the start repeats the first one."""

VIEWS = ((True, 0.4), (False, 1.0), (True, 1.0), (False, 0.4))
"""How members see the series, in turn: in logs or not, and the smoothing of the level."""


@dataclass(frozen=True)
class Recurrent:
    """An ensemble of small recurrent networks, each over a window of the past.

    Each answers all steps of the horizon at once. They see the series in different ways
    (`VIEWS`) and begin with different weights; the forecast is the median of theirs.

    They are trained twice: on the older part, with the newest held out, whose errors give the
    intervals and may stop the training early; then, from the same start, on everything.
    """

    lookback: int = setting(
        24,
        ge=2,
        le=400,
        label="Window length",
        help="How many past steps the network sees before each forecast. At least one full "
        "season is best. Longer windows show more but leave fewer examples to learn from.",
    )
    cell: Literal["lstm", "gru", "rnn", "lstm-peephole", "dense"] = setting(
        "lstm",
        options=CELLS,
        label="Cell type",
        help="LSTM remembers longest; GRU is nearly as good and has fewer weights; SimpleRNN is "
        "quick but forgets after a few steps. In a Peephole LSTM the gates see the memory itself. "
        "MLP has no memory: it sees the whole window at once.",
    )
    epochs: int = setting(
        10,
        ge=1,
        le=500,
        label="Epochs",
        help="The most passes over the training windows. The network begins as a good simple "
        "forecast and learns what is left; too many passes teach it chance.",
    )
    units: int = setting(
        24,
        ge=1,
        le=256,
        label="Units",
        help="Size of the cell's memory. More units can learn finer patterns and need more data.",
        advanced=True,
    )
    learning_rate: float = setting(
        0.003,
        ge=0.00001,
        le=1.0,
        label="Learning rate",
        help="Size of each step of gradient descent. Lower it when the loss curve jumps about, "
        "raise it when the curve is still falling at the last epoch.",
        advanced=True,
    )
    batch_size: int = setting(
        32,
        ge=1,
        le=1024,
        label="Batch size",
        help="Windows looked at before each step of gradient descent. Smaller is noisier and "
        "slower; larger is smoother.",
        advanced=True,
    )
    patience: int = setting(
        15,
        ge=1,
        le=500,
        label="Patience",
        help="Training stops when the validation loss has not improved for this many epochs, and "
        "the best epoch is kept.",
        advanced=True,
    )
    members: int = setting(
        4,
        ge=1,
        le=10,
        label="Networks",
        help="How many networks are trained side by side; the forecast is the median of theirs. "
        "More are steadier and a little slower; one alone depends more on luck.",
        advanced=True,
    )
    seed: int = setting(
        1,
        ge=0,
        le=2**31 - 1,
        label="Seed",
        help="Start of the random numbers. The same seed and settings give the same forecast; "
        "another seed shows how much of a result is luck.",
        advanced=True,
    )
    lane: Lane = field(default="network", init=False, repr=False)

    def __post_init__(self) -> None:
        validate(self)

    @property
    def name(self) -> str:
        """The model's name for people: its cell's."""
        return dict(CELLS)[self.cell]

    def check_length(self, ts: TimeSeries) -> None:
        """Check that `ts` gives enough windows.

        Raises:
            SeriesTooShort: Naming the needed and the actual number of observations.
        """
        need(
            ts,
            LEAST_KNOWN + max(LEAST_WINDOWS, self.lookback),
            f"a window of {self.lookback} leaves too few examples. Choose a shorter window, a "
            "shorter horizon, or fewer folds.",
        )

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> "FittedRecurrent":
        """Train from scratch on windows of `ts`; see `Forecaster.fit`."""
        # TensorFlow loads with this import: never in the process that serves pages.
        from core.models.net.training import Shape, Trainer

        self.check_length(ts)
        values, fill_notes = filled(ts)
        hidden = ts.y.isna().to_numpy()
        n = len(values)
        known = n - max(min(horizon, n // 4), n // 5)
        trainer = Trainer.of(Shape(self.cell, self.units, self.lookback, horizon, self.members))
        passes = trainer.planned(self.epochs, report)

        positive = bool((values > 0).all())
        older = self._views(values[:known], ts.seasonal_period, positive)
        inputs, labels = self._windows(older, values[:known], hidden, horizon)
        newer = _stacked(older, values, hidden, self.lookback, horizon, slice(known - 1, n - 1))
        trainer.start(self.seed, self.learning_rate)
        best = trainer.train(
            inputs,
            labels,
            epochs=self.epochs,
            batch_size=self.batch_size,
            report=passes.search,
            validation=newer if np.isfinite(newer[1]).any() else None,
            patience=self.patience,
        )
        held_out = _median(older, trainer.predict(newer[0]), values[: n - 1])
        actual = masked_windows(np.where(hidden, np.nan, values), 1, horizon)[1][known - 1 : n - 1]

        views = self._views(values, ts.seasonal_period, positive)
        inputs, labels = self._windows(views, values, hidden, horizon)
        trainer.start(self.seed, self.learning_rate)
        trainer.train(inputs, labels, epochs=best, batch_size=self.batch_size, report=passes.refit)
        newest = _stacked(views, values, hidden, self.lookback, horizon, slice(n - 1, n))
        point = _median(views, trainer.predict(newest[0]), values)[0]

        log = bool(positive and (held_out > 0).all() and (point > 0).all())
        errors = np.log(actual) - np.log(held_out) if log else actual - held_out
        return FittedRecurrent(
            self.name,
            ts,
            point,
            StepErrors(errors),
            log,
            (*self._notes(best, views, inputs.shape[1]), *fill_notes),
        )

    def _views(self, values: np.ndarray, period: int, positive: bool) -> list[Preparation]:
        """How each member sees the series, learned from `values`; no logs unless `positive`."""
        return [
            Preparation.learn(values, period, log=log and positive, smoothing=smoothing)
            for log, smoothing in (VIEWS[k % len(VIEWS)] for k in range(self.members))
        ]

    def _windows(
        self, views: list[Preparation], values: np.ndarray, hidden: np.ndarray, horizon: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """What members are trained on: every window with anything to learn from."""
        since = slice(LEAST_KNOWN - 1, len(values) - 1)
        inputs, labels = _stacked(views, values, hidden, self.lookback, horizon, since)
        some = np.isfinite(labels[0]).any(axis=1)
        return inputs[:, some], labels[:, some]

    def _notes(self, best: int, views: list[Preparation], windows: int) -> tuple[str, ...]:
        shorter = f" (of {self.epochs}, stopped early)" if best < self.epochs else ""
        epochs = "epoch" if best == 1 else "epochs"
        several = f"The median of {self.members} networks" if self.members > 1 else "One network"
        logs = sum(view.log for view in views)
        on = (
            "logarithms"
            if logs == len(views)
            else "the values as they are"
            if not logs
            else f"logarithms in {logs} of them, on the values as they are in the rest"
        )
        season = any(view.profile.any() for view in views)
        return (
            f"{several}, trained for {best} {epochs}{shorter} on {windows} windows, on {on}.",
            "A seasonal profile was taken off before and put back after."
            if season
            else "No seasonal profile was taken off: none came again from season to season.",
            "A drift was taken for granted; it fades with the steps ahead."
            if any(view.drift for view in views)
            else "No drift was taken for granted: none stood out from chance.",
        )


def _stacked(
    views: list[Preparation],
    values: np.ndarray,
    hidden: np.ndarray,
    lookback: int,
    horizon: int,
    rows: slice,
) -> tuple[np.ndarray, np.ndarray]:
    """Windows and labels that end at some steps, as every member sees them.

    A label that was never observed is NaN: it would teach our own straight line.

    Returns:
        Shapes (members, rows, lookback) and (members, rows, horizon).
    """
    pairs = [view.windows(values, lookback, horizon) for view in views]
    unseen = masked_windows(hidden[: len(values)].astype(float), 1, horizon)[1] != 0
    inputs = np.stack([inputs[rows] for inputs, _ in pairs])
    labels = np.stack([np.where(unseen, np.nan, labels)[rows] for _, labels in pairs])
    return inputs, labels


def _median(views: list[Preparation], answers: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Members' answers at the newest steps of `values`, in the series' unit, their median."""
    pairs = zip(views, answers, strict=True)
    return np.asarray(np.median([view.inverse(each, values) for view, each in pairs], axis=0))


@dataclass(frozen=True, eq=False)
class FittedRecurrent:
    """A trained ensemble's forecast, and its errors on the windows it was not trained on.

    Attributes:
        name: The model's name.
        ts: The series it was fitted to.
        point: The median of the members, shape (horizon,).
        errors: Past errors, of logarithms if `log`.
        log: Whether intervals are shares of the forecast rather than amounts.
        notes: What was decided.
    """

    name: str
    ts: TimeSeries
    point: np.ndarray
    errors: StepErrors
    log: bool
    notes: tuple[str, ...]

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """See `FittedForecaster.predict`."""
        bounds = {
            level: (self._restored(lo), self._restored(hi))
            for level, (lo, hi) in self.errors.bounds(self._centre(), levels).items()
        }
        index = self.ts.future_index(len(self.point))
        return Forecast(
            self.name, self.ts.index[-1], to_table(index, self.point, bounds), self.notes
        )

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`."""
        return self._restored(self.errors.paths(self._centre(), n_paths, seed))

    def _centre(self) -> np.ndarray:
        return np.asarray(np.log(self.point) if self.log else self.point)

    def _restored(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(values) if self.log else values)
