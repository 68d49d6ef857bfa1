"""A person's portfolio: the series of their file, what was asked for, what came of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

from core.engine.client import Engine
from core.engine.portfolio_job import PortfolioJob
from core.errors import LimitError
from core.number_style import using
from core.panel import Panel
from core.periods import IN_A_YEAR
from core.portfolio.adding_up import AddedUp, added_up
from core.portfolio.classes import seldom
from core.portfolio.folders import PortfolioFolder, folder_for, sweep
from core.portfolio.kept import KeptPortfolio
from core.portfolio.levels import Levelled, with_totals
from core.portfolio.overview import Overview, overview
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
        of: What tells the file and what was decided about it.
        key: What their person is known by, see `Workspace`.
        job: The work asked for last.
        levels: Totals that were asked for, see `core.portfolio.levels.with_totals`.
        levelled: The series with these totals; None as long as there are none.
        again: Whether it was found again after a restart.
    """

    panel: Panel = field(repr=False)
    of: tuple[str, Choices]
    key: str = ""
    job: PortfolioJob | None = None
    levels: tuple[int, ...] = ()
    levelled: Levelled | None = None
    again: bool = False
    _folder: PortfolioFolder | None = field(default=None, repr=False)
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

    @property
    def lasts(self) -> bool:
        """Whether it is found again after a restart."""
        return self._folder is not None and self._folder.lasts

    def touch(self) -> None:
        """Say that its person is still there: what lasts is kept as long as they are."""
        if self._folder is not None and self._folder.lasts:
            self._folder.touch()

    def start(
        self,
        engine: Engine,
        plan: PortfolioPlan,
        levels: Collection[int] = (),
        session: Callable[[], bytes] | None = None,
    ) -> None:
        """Have every series forecast.

        Args:
            engine: Who does it.
            plan: What is done for each.
            levels: Totals forecast beside them, see `core.portfolio.levels.with_totals`.
            session: Gives the session as a capsule, with this portfolio in it, to be found again
                after a restart; none where that is not wished.

        Raises:
            LimitError: If that is being done already.
            SeriesTooShort: If the folds don't fit the calendar.
        """
        if self.running:
            raise LimitError("This portfolio is being worked on. Wait for it, or cancel it first.")
        ordered = tuple(sorted(levels))
        levelled = with_totals(self.panel, ordered) if ordered else None
        panel = self.panel if levelled is None else levelled.panel
        asked = Portfolio.for_workers(panel, plan, engine.threads())
        asked.check()
        self.close()
        self.levels, self.levelled = ordered, levelled
        sweep()
        job = self._ready(engine, asked, folder_for(self.key))
        if session is not None and self.lasts:
            assert self._folder is not None
            self._folder.keep(session())
        job.start()

    def go_on(self, engine: Engine) -> None:
        """Do what is left of one that was cancelled."""
        if self.job is not None and not self.running and self._folder is not None:
            self._folder.stopped = False
            self._ready(engine, self.job.portfolio, self._folder).start()

    def resume(self, engine: Engine, kept: KeptPortfolio, folder: PortfolioFolder | None) -> None:
        """Have one that was kept in place of what is here.

        Args:
            engine: Who does what is left.
            kept: What was kept.
            folder: Where it was worked on when its process ended, to go on there; None to show
                what is done.

        Raises:
            DataError: If it doesn't fit the series.
        """
        asked, levelled = kept.on(self.panel)
        self.close()
        self.levels, self.levelled = kept.levels, levelled
        self.again = folder is not None
        job = self._ready(engine, asked, folder or folder_for(self.key), kept)
        if folder is None or folder.stopped:
            job.rest()
        else:
            job.start()

    def _ready(
        self,
        engine: Engine,
        asked: Portfolio,
        folder: PortfolioFolder,
        kept: KeptPortfolio | None = None,
    ) -> PortfolioJob:
        """The job, not begun; of one that was kept with what was done of it."""
        parts = folder.parts(asked.sizes)
        if kept is not None:
            kept.put(parts)
        self._folder = folder
        self.job = PortfolioJob(folder.job, asked, parts, engine)
        return self.job

    def cancel(self) -> None:
        """Ask the work to stop; what is done stays. Returns at once."""
        if self.job is not None and self._folder is not None:
            self._folder.stopped = True
            self.job.cancel()

    @property
    def size(self) -> int:
        """Bytes of the series and their totals."""
        whole = 0 if self.levelled is None else self.levelled.panel.values.nbytes
        return self.panel.values.nbytes + whole

    def kept(self) -> KeptPortfolio | None:
        """What was asked for and what is done of it; None if nothing was asked."""
        if self.job is None:
            return None
        asked = self.job.portfolio
        return KeptPortfolio(asked.plan, self.levels, asked.size, tuple(self.job.parts.each()))

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
            self._folder.remove()
        self._folder, self._known, self._settled = None, None, None
        self.levels, self.levelled, self.again = (), None, False


def many(loaded: Loaded, known: Many | None, key: str = "") -> Many:
    """The series of the file in hand, read once for each way of understanding it.

    Args:
        loaded: The file.
        known: What was read of it, or of another, before.
        key: What its person is known by.

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
    return Many(replace(panel, unit=said.unit, numbers=said.numbers), of, key)
