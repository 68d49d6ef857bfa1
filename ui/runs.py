"""A finished training, as pages show it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import pandas as pd

from core.progress import Progress
from core.training import Trained, Training
from core.verdict import Verdict, verdict
from ui.holdings import Papers
from ui.sizes import memory

Kind = TypeVar("Kind")

MEASURE = "mae"
"""The measure that decides unless another is chosen."""


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
    """

    id: str
    number: int
    training: Training
    trained: Trained
    curves: dict[str, dict[int, list[Progress]]]
    papers: Papers = field(repr=False)
    answers: list[object] = field(default_factory=list, repr=False)
    measure: str = MEASURE

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
        network = self.training.network
        return (
            f"Run {self.number}: {network.name}, window {network.lookback}, "
            f"{network.epochs} epochs, {self.training.ts.name}"
        )

    def of(self, kind: type[Kind]) -> list[Kind]:
        """Answers of one kind, oldest first."""
        return [found for found in self.answers if isinstance(found, kind)]

    @cached_property
    def size(self) -> int:
        """Bytes of memory it takes; asked for whenever somebody opens a page."""
        ts = self.training.ts
        return memory(
            ts.y,
            self.trained.backtest.predictions,
            *self.papers.values(),
            *(() if ts.drivers is None else (ts.drivers.table,)),
            *(forecast.table for forecast in self.trained.forecasts.values()),
            *(forecast.residuals for forecast in self.trained.forecasts.values()),
            *(forecast.paths for forecast in self.trained.forecasts.values()),
            *self.trained.backtest.paths.values(),
        )
