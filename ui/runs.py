"""A finished training, as pages show it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from core.progress import Progress
from core.training import Trained, Training
from core.verdict import Verdict, verdict
from core.wording import counted
from ui.holdings import Papers
from ui.sizes import memory, within

Kind = TypeVar("Kind")


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
    name: str = ""
    file: str = ""

    @property
    def verdict(self) -> Verdict:
        """Who won, in words."""
        training = self.training
        network, here = training.recommended, training.network.name
        return verdict(self.trained.backtest, network, unit=training.ts.unit, here=here)

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

    def of(self, kind: type[Kind]) -> list[Kind]:
        """Answers of one kind, oldest first."""
        return [found for found in self.answers if isinstance(found, kind)]

    @property
    def size(self) -> int:
        """Bytes of memory it takes, with its answers; asked for whenever somebody opens a page."""
        return self._trained_size + within(self.answers)

    @cached_property
    def _trained_size(self) -> int:
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
