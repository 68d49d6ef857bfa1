"""A finished training, as pages show it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import pandas as pd

from core.backtest import Backtest
from core.calibration import Recalibration, left_out, recalibration
from core.forecaster import Forecast
from core.progress import Progress
from core.training import Trained, Training
from core.verdict import Verdict, verdict
from core.wording import counted
from ui.holdings import Papers
from ui.sizes import memory, within

Kind = TypeVar("Kind")

MEASURE = "mae"
"""The measure that decides unless another is chosen."""

LONGEST_NAME = 60
"""Characters of a run's name that are kept."""


@dataclass(frozen=True, eq=False)
class Recalibrated:
    """A model's ranges, recalibrated.

    Attributes:
        how: By how much, learned from all past folds.
        forecast: The final forecast with these ranges.
        past: The past forecasts with ranges learned, for each fold, from the other folds.
    """

    how: Recalibration
    forecast: Forecast
    past: Backtest


@dataclass(frozen=True, eq=False)
class Run:
    """One finished training.

    Attributes:
        id: The job's id.
        number: 1 for the first of its workspace.
        training: What was asked for.
        trained: What came of it.
        curves: Reports of the epochs, by network and fold.
        papers: How the file was read and repaired.
        answers: What the engine was asked about it later, and found.
        measure: The measure that decides, a key of `core.measures.MEASURES`.
        recalibrated: By model, the ranges that are used instead of its own.
        name: What its person calls it; "" for what it was trained with.
        file: Fingerprint of the file in hand when it was trained, see `Loaded.fingerprint`.
    """

    id: str
    number: int
    training: Training
    trained: Trained
    curves: dict[str, dict[int, list[Progress]]]
    papers: Papers = field(repr=False)
    answers: list[object] = field(default_factory=list, repr=False)
    measure: str = MEASURE
    recalibrated: dict[str, Recalibrated] = field(default_factory=dict, repr=False)
    name: str = ""
    file: str = ""

    @property
    def verdict(self) -> Verdict:
        """Who won, in words, in the number style in force."""
        training = self.training
        network, here = training.recommended, training.network.name
        return verdict(self.trained.backtest, network, training.ts, by=self.measure, here=here)

    @property
    def leaderboard(self) -> pd.DataFrame:
        """Every model, the best by the measure that decides first; see `Backtest.leaderboard`."""
        return self.trained.backtest.leaderboard(self.measure)

    @property
    def label(self) -> str:
        """What tells it from other runs: "Run 2: LSTM, window 24, 60 epochs, Passengers"."""
        return f"{self.short}: {self.name or self.usual_name}"

    @property
    def short(self) -> str:
        """The same where there is little room: "Run 2"."""
        return f"Run {self.number}"

    @property
    def usual_name(self) -> str:
        """What it is called as long as nobody names it."""
        network, epochs = self.training.network, counted(self.training.network.epochs, "epoch")
        return f"{network.name}, window {network.lookback}, {epochs}, {self.training.ts.name}"

    @property
    def forecasts(self) -> dict[str, Forecast]:
        """The future by model, with the ranges that are used."""
        used = {model: ranges.forecast for model, ranges in self.recalibrated.items()}
        return self.trained.forecasts | used

    def in_use(self, forecast: Forecast) -> Forecast:
        """Another forecast by one of its models, such as a scenario's, with those ranges."""
        ranges = self.recalibrated.get(forecast.model)
        return forecast if ranges is None else ranges.how.apply(forecast)

    def past(self, model: str) -> Backtest:
        """Past forecasts of a model with the ranges that are used.

        Recalibrated ones are, for each fold, learned from the other folds.
        """
        ranges = self.recalibrated.get(model)
        return self.trained.backtest if ranges is None else ranges.past

    @property
    def by_error(self) -> list[str]:
        """Models that have a forecast, the best on past cutoffs first."""
        return [model for model in self.leaderboard["model"] if model in self.trained.forecasts]

    def recalibrate(self, model: str) -> None:
        """Use ranges of a model that past folds ask for, from now on.

        Raises:
            DataError: If there are too few folds.
        """
        past = self.trained.backtest
        how = recalibration(past, model)
        left = left_out(past, model, self.training.ts)
        assert left is not None
        forecast = how.apply(self.trained.forecasts[model])
        self.recalibrated[model] = Recalibrated(how, forecast, left)

    def take_back(self, model: str) -> None:
        """Use a model's own ranges again."""
        self.recalibrated.pop(model, None)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """Answers of one kind, oldest first."""
        return [found for found in self.answers if isinstance(found, kind)]

    @property
    def size(self) -> int:
        """Bytes of memory it takes, with its answers; asked for whenever somebody opens a page."""
        ranges = sum(
            memory(used.forecast.paths, used.past.predictions, *used.past.paths.values())
            for used in self.recalibrated.values()
        )
        return self._trained_size + within(self.answers) + ranges

    @cached_property
    def _trained_size(self) -> int:
        ts = self.training.ts
        kept = [forecast.weights for forecast in self.trained.forecasts.values()]
        weights = sum(each.nbytes for each in kept if each is not None)
        return weights + memory(
            ts.y,
            self.trained.backtest.predictions,
            *self.papers.values(),
            *(() if ts.drivers is None else (ts.drivers.table,)),
            *(forecast.table for forecast in self.trained.forecasts.values()),
            *(forecast.residuals for forecast in self.trained.forecasts.values()),
            *(forecast.paths for forecast in self.trained.forecasts.values()),
            *self.trained.backtest.paths.values(),
        )
