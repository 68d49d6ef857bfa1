"""The recurrent network: one model, its cell a setting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from core.errors import ForecastError
from core.forecaster import LEVELS, Forecast, Lane, filled, need, to_table
from core.intervals import StepErrors
from core.models.preparation import Preparation
from core.progress import Report, silent
from core.settings import setting, validate
from core.timeseries import TimeSeries
from core.windows import held_out_tail, sliding_windows

CELLS = (("rnn", "SimpleRNN"), ("lstm", "LSTM"), ("gru", "GRU"))
LEAST_WINDOWS = 4


@dataclass(frozen=True)
class Recurrent:
    """A recurrent layer over a window of the past, and one output for each step ahead.

    It is trained on the older windows while the newest fifth is held out: their loss picks the
    number of epochs, and the errors on them give the intervals. Then it is trained again, from
    the same start, on all windows for that number of epochs.
    """

    lookback: int = setting(
        24,
        ge=2,
        le=400,
        label="Window length",
        help="How many past steps the network sees before each forecast. At least one full "
        "season is best. Longer windows show more but leave fewer examples to learn from.",
    )
    cell: Literal["rnn", "lstm", "gru"] = setting(
        "lstm",
        options=CELLS,
        label="Cell type",
        help="The recurrent cell. LSTM remembers longest; GRU is nearly as good and has fewer "
        "weights; SimpleRNN is quick but forgets after a few steps.",
    )
    epochs: int = setting(
        60,
        ge=1,
        le=500,
        label="Epochs",
        help="The most passes over the training windows. Training stops earlier when the "
        "validation loss no longer falls, so a large number costs time, not accuracy.",
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
        0.005,
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
        help="Training stops when the validation loss has not improved for this many epochs.",
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

    def check_length(self, ts: TimeSeries, horizon: int) -> None:
        """Check that `ts` gives enough windows.

        Raises:
            SeriesTooShort: Naming the needed and the actual number of observations.
        """
        need(
            ts,
            self.lookback + horizon + LEAST_WINDOWS - 1,
            f"a window of {self.lookback} and a horizon of {horizon} need at least "
            f"{LEAST_WINDOWS} examples. Choose a shorter window or horizon, or fewer folds.",
        )

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> "FittedRecurrent":
        """Train from scratch on windows of `ts`; see `Forecaster.fit`."""
        # TensorFlow loads with this import: never in the process that serves pages.
        from core.models.net.training import Trainer

        self.check_length(ts, horizon)
        values, fill_notes = filled(ts)
        preparation = Preparation.learn(values, ts.seasonal_period)
        prepared = preparation.forward(values)
        windows = sliding_windows(prepared, self.lookback, horizon)
        inputs, labels = preparation.relative(*windows)
        observed = sliding_windows(ts.y.notna().to_numpy(), self.lookback, horizon)[1]
        # A label that was never observed would teach the network our own straight line.
        inputs, labels = inputs[observed.all(axis=1)], labels[observed.all(axis=1)]
        if len(inputs) < LEAST_WINDOWS:
            raise ForecastError(
                f"Only {len(inputs)} windows of {self.lookback} have all {horizon} values after "
                "them; too many are missing. Choose a shorter window or horizon."
            )
        trainer = Trainer.of(self.cell, self.units, self.lookback, horizon)
        stop, start = held_out_tail(len(inputs), horizon)
        passes = trainer.planned(self.epochs, report)
        trainer.start(self.seed, self.learning_rate)
        best = trainer.train(
            inputs[:stop],
            labels[:stop],
            epochs=self.epochs,
            batch_size=self.batch_size,
            report=passes.search,
            validation=(inputs[start:], labels[start:]),
            patience=self.patience,
        )
        errors = labels[start:] - trainer.predict(inputs[start:])
        trainer.start(self.seed, self.learning_rate)
        trainer.train(
            inputs,
            labels,
            epochs=best,
            batch_size=self.batch_size,
            report=passes.refit,
        )
        last = prepared[-self.lookback :]
        newest, _ = preparation.relative(last[None, :], last[None, :])
        return FittedRecurrent(
            self.name,
            ts,
            preparation,
            trainer.predict(newest)[0],
            StepErrors(errors),
            float(last[-1]),
            (
                f"{best} of {self.epochs} epochs were best on the newest "
                f"{len(inputs) - start} windows; then trained again on all {len(inputs)}.",
                *preparation.notes,
                *fill_notes,
            ),
        )


@dataclass(frozen=True, eq=False)
class FittedRecurrent:
    """A trained network's forecast in its own scaled units, and the way back to the series'."""

    name: str
    ts: TimeSeries
    preparation: Preparation
    relative: np.ndarray
    errors: StepErrors
    last: float
    notes: tuple[str, ...]

    def _restored(self, relative: np.ndarray) -> np.ndarray:
        return self.preparation.inverse(relative, self.last, len(self.ts))

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """See `FittedForecaster.predict`."""
        bounds = {
            level: (self._restored(lo), self._restored(hi))
            for level, (lo, hi) in self.errors.bounds(self.relative, levels).items()
        }
        index = self.ts.future_index(len(self.relative))
        table = to_table(index, self._restored(self.relative), bounds)
        return Forecast(self.name, self.ts.index[-1], table, self.notes)

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`."""
        return self._restored(self.errors.paths(self.relative, n_paths, seed))
