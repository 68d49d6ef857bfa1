"""What one person has: data, settings, runs and the running job. Typed, and without Streamlit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from core import environment
from core.engine import client
from core.engine.client import Engine
from core.portfolio.folders import PortfolioFolder
from core.portfolio.kept import KeptPortfolio
from core.timeseries import TimeSeries
from core.training import Request
from ui.in_hand import InHand
from ui.portfolios import Many
from ui.trainings import Trainings

BudgetFile = tuple[str, bytes]
"""A file that holds a budget: its name and bytes."""


def known_by(ts: TimeSeries) -> str:
    """What a series is known by: of the same name, that of a newer file begins as it does."""
    y = ts.y.dropna()
    return f"{ts.name}, {ts.frequency.name}, {y.index[0].isoformat()}: {y.iloc[0]!r}"


@dataclass(eq=False)
class Workspace(InHand, Trainings):
    """One person's data, settings, runs and job. Two tabs of one browser share it.

    Attributes:
        budgets: Amounts to be met that were typed, by series and kind of budget, then by date.
        budget_files: Name and bytes of a file that holds some, by what its series is `known_by`;
            those given last, as many as there may be runs.
        portfolio: The series of the file in hand as a portfolio, once somebody looked at them so.
        pictures: What charts are saved as, a key of `core.saved_charts.PICTURES`.
        key: What this person is known by, where their portfolio outlives the process: a checksum
            of the token in their browser.
    """

    budgets: dict[tuple[str, str], Mapping[pd.Timestamp, float]] = field(default_factory=dict)
    budget_files: dict[str, BudgetFile] = field(default_factory=dict, repr=False)
    pictures: str = "png"
    portfolio: Many | None = field(default=None, repr=False)
    key: str = field(default="", repr=False)

    @property
    def size(self) -> int:
        """Bytes of the file in hand, of its series, of the runs and of budgets' files."""
        runs = sum(run.size for run in self.runs)
        runs += sum(len(data) for _, data in self.budget_files.values())
        if self.deleted is not None:
            runs += self.deleted[1].size
        if self.portfolio is not None:
            runs += self.portfolio.size
        return runs + (self.loaded.size if self.loaded is not None else 0)

    def give_budget_file(self, ts: TimeSeries, file: BudgetFile) -> None:
        """Have a file hold the budget of a series, and of no other."""
        self.budget_files.pop(known_by(ts), None)
        self.budget_files[known_by(ts)] = file
        for oldest in list(self.budget_files)[: -environment.number("LOOKBACK_MAX_RUNS")]:
            del self.budget_files[oldest]

    def view_trained(self) -> bool:
        """Have the newest run of the series in hand in view; False where there is none."""
        assert self.loaded is not None
        known, file = known_by(self.loaded.reading.series), self.loaded.fingerprint
        for run in reversed(self.runs):
            if run.file == file and known_by(run.training.ts) == known:
                self.selected = run.id
                return True
        return False

    def take_on_portfolio(
        self, series: Many | None, kept: KeptPortfolio | None, folder: PortfolioFolder | None
    ) -> None:
        """Have another portfolio in place of this one.

        Args:
            series: All series of the file in hand; None for no portfolio.
            kept: What was asked for and done of them.
            folder: Where it was worked on when its process ended; None to show what is done.

        Raises:
            DataError: If it doesn't fit the series.
        """
        if self.portfolio is not None:
            self.portfolio.close()
        self.portfolio = series
        if series is not None and kept is not None:
            series.key = self.key
            series.resume(client.shared(), kept, folder)

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
