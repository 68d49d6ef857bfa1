"""How work reports where it is, and how it learns that it should stop.

A `Report` is called by the work at every natural step. It may raise `Cancelled`; work lets
that pass. In a test `seen.append` is a report.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """One step of one model's fit.

    Attributes:
        step: Steps finished in this fit (epochs of a network, stages of a search).
        steps: Steps this fit plans; early stopping may end it sooner.
        unit: What a step is, singular ("epoch").
        loss: Training loss after this step, in the loss's own scaled unit.
        val_loss: Validation loss after this step, same unit.
        model: Name of the model being fitted; filled in by the backtest.
        fold: 1-based fold being fitted, 0 for the final fit on all data.
        folds: Number of folds in the backtest.
        members: Training and validation loss of each member of an ensemble.
    """

    step: int
    steps: int
    unit: str = "step"
    loss: float | None = None
    val_loss: float | None = None
    model: str = ""
    fold: int = 0
    folds: int = 0
    members: tuple[tuple[float, float | None], ...] = ()

    @property
    def stage(self) -> str:
        """What is being done, for a person: "LSTM, fold 2 of 3"."""
        where = f"fold {self.fold} of {self.folds}" if self.fold else "final fit on all data"
        return f"{self.model}, {where}" if self.model else where


Report = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """A report that ignores what it is told."""
