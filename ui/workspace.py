"""What one person has: data, settings, runs and the running job. Typed, and without Streamlit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from core.engine.client import Engine
from core.training import Request
from ui.in_hand import InHand
from ui.portfolios import Many
from ui.trainings import Trainings


@dataclass(eq=False)
class Workspace(InHand, Trainings):
    """One person's data, settings, runs and job. Two tabs of one browser share it.

    Attributes:
        budgets: Amounts to be met that were typed, by series and kind of budget, then by date.
        budget_file: Name and bytes of a file that holds some.
        portfolio: The series of the file in hand as a portfolio, once somebody looked at them so.
        pictures: What charts are saved as, a key of `ui.theme.PICTURES`.
    """

    budgets: dict[tuple[str, str], Mapping[pd.Timestamp, float]] = field(default_factory=dict)
    budget_file: tuple[str, bytes] | None = field(default=None, repr=False)
    pictures: str = "png"
    portfolio: Many | None = field(default=None, repr=False)

    @property
    def size(self) -> int:
        """Bytes of the file in hand, of the runs and of a budget's file."""
        runs = sum(run.size for run in self.runs)
        runs += 0 if self.budget_file is None else len(self.budget_file[1])
        if self.deleted is not None:
            runs += self.deleted[1].size
        return runs + (self.loaded.size if self.loaded is not None else 0)

    def start(self, engine: Engine, request: Request, about: str = "") -> None:
        """Have the engine work.

        Args:
            engine: Who does it.
            request: What is to be done.
            about: Id of the run that a question is about; none for a new training.

        Raises:
            LimitError: If this person's job, or the server's most, are running already.
            SeriesTooShort: If the series is too short for the settings.
        """
        self.submit(engine, request, about, self.loaded)
