"""A person's portfolio: the series of their file, what was asked for, what came of it."""

import secrets
import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from core.engine.client import Engine
from core.engine.portfolio_job import PortfolioJob
from core.errors import LimitError
from core.number_style import using
from core.panel import Panel
from core.periods import IN_A_YEAR
from core.portfolio.adding_up import AddedUp, added_up
from core.portfolio.classes import seldom
from core.portfolio.levels import Levelled, with_totals
from core.portfolio.overview import Overview, overview
from core.portfolio.parts import Parts
from core.portfolio.plan import PortfolioPlan
from core.portfolio.request import Portfolio
from core.reading import Choices, interpret_panel
from ui.holdings import Loaded

LEAST = 2
"""Series from which on a file is a portfolio."""


@dataclass(eq=False)
class Many:
    """The series of a file.

    Attributes:
        panel: The series.
        levelled: The same with the totals that were asked for; None as long as nothing was.
        of: What tells the file and what was decided about it.
        job: The work asked for last.
    """

    panel: Panel = field(repr=False)
    of: tuple[str, Choices]
    job: PortfolioJob | None = None
    levelled: Levelled | None = None
    _folder: tempfile.TemporaryDirectory[str] | None = field(default=None, repr=False)
    _known: tuple[tuple[str, int], Overview] | None = field(default=None, repr=False)
    _settled: tuple[str, AddedUp] | None = field(default=None, repr=False)

    @cached_property
    def seldom(self) -> bool:
        """Whether demand for any of them is intermittent; the page asks at every run."""
        return bool(seldom(self.panel.values).any())

    @property
    def running(self) -> bool:
        """Whether it is being worked on."""
        return self.job is not None and not self.job.over

    def start(self, engine: Engine, plan: PortfolioPlan, levels: Collection[int] = ()) -> None:
        """Have every series forecast.

        Args:
            engine: Who does it.
            plan: What is done for each.
            levels: Totals forecast beside them, see `core.portfolio.levels.with_totals`.

        Raises:
            LimitError: If that is being done already.
            SeriesTooShort: If the folds don't fit the calendar.
        """
        if self.running:
            raise LimitError("This portfolio is being worked on. Wait for it, or cancel it first.")
        levelled = with_totals(self.panel, levels) if levels else None
        panel = self.panel if levelled is None else levelled.panel
        asked = Portfolio.for_workers(panel, plan, engine.threads())
        asked.check()
        self.close()
        self.levelled = levelled
        self._folder = tempfile.TemporaryDirectory(prefix="lookback-portfolio-")
        parts = Parts(Path(self._folder.name), asked.sizes)
        self.job = PortfolioJob(secrets.token_hex(16), asked, parts, engine)
        self.job.start()

    def overview(self) -> Overview | None:
        """What came of it so far; gathered again only where there is more."""
        if self.job is None:
            return None
        state = (self.job.id, self.job.done)
        if self._known is None or self._known[0] != state:
            with using(self.panel.numbers):
                year = IN_A_YEAR[self.panel.frequency.noun]
                plan = self.job.portfolio.plan
                level = None if self.levelled is None else self.levelled.level
                results = self.job.parts.each()
                found = overview(self.job.portfolio.panel, plan, results, year, level)
            self._known = state, found
        return self._known[1]

    def of_series(self, found: Overview) -> Overview:
        """What was found of the series alone, without totals."""
        if self.levelled is None:
            return found
        level = self.levelled.level
        return replace(found, table=found.table[level[found.table.index] == level.max()])

    def added_up(self) -> AddedUp | None:
        """Forecasts made to add up; None where there are no totals, or not all is done."""
        found = self.overview()
        if self.job is None or found is None or self.levelled is None:
            return None
        if self.job.done < self.job.total:
            return None
        if self._settled is None or self._settled[0] != self.job.id:
            results, plan = self.job.parts.each(), self.job.portfolio.plan
            self._settled = self.job.id, added_up(self.levelled, plan, found, results)
        return self._settled[1]

    def close(self) -> None:
        """Stop the work and forget its results."""
        if self.job is not None:
            self.job.cancel()
            self.job.wait()
            self.job = None
        if self._folder is not None:
            self._folder.cleanup()
        self._folder, self._known, self._settled, self.levelled = None, None, None, None


def many(loaded: Loaded, known: Many | None) -> Many:
    """The series of the file in hand, read once for each way of understanding it.

    Raises:
        DataError, SettingError: If no panel can be made of the file.
    """
    choices = replace(loaded.choices, series=None)
    of = (loaded.fingerprint, choices)
    if known is not None and known.of == of:
        return known
    panel = interpret_panel(loaded.table, choices)
    if known is not None:
        known.close()
    said = loaded.reading.series
    return Many(replace(panel, unit=said.unit, numbers=said.numbers), of)
