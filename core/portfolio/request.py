"""A portfolio as it is asked for, and in which pieces it is done."""

from dataclasses import dataclass, field

import numpy as np

from core.panel import Panel
from core.portfolio.chunk import Chunk
from core.portfolio.plan import PortfolioPlan

LARGEST = 100
"""Most series in a chunk: its result travels in one piece, and is lost with its worker."""

SHARES = 8
"""Chunks for each worker at least, so that none is left waiting for the last one of another."""


@dataclass(frozen=True, eq=False)
class Portfolio:
    """A request.

    Attributes:
        panel: The series.
        plan: What is done for each.
        size: Series in a chunk.
    """

    panel: Panel = field(repr=False)
    plan: PortfolioPlan
    size: int

    @classmethod
    def for_workers(cls, panel: Panel, plan: PortfolioPlan, workers: int) -> "Portfolio":
        """One in chunks that suit so many workers."""
        size = -(-len(panel) // (SHARES * max(workers, 1)))
        return cls(panel, plan, min(max(size, 1), LARGEST))

    def check(self) -> None:
        """Refuse what can't work for any series.

        Raises:
            SeriesTooShort: If the folds don't fit the calendar.
        """
        self.plan.cutoffs(len(self.panel.index))

    @property
    def sizes(self) -> list[int]:
        """Number of series in each chunk."""
        whole, rest = divmod(len(self.panel), self.size)
        return [self.size] * whole + ([rest] if rest else [])

    def chunk(self, number: int) -> Chunk:
        """Chunk `number`, 0-based, without what is learned from all of them."""
        rows = self.rows(number)
        return Chunk(rows, self.panel.part(rows), self.plan)

    def rows(self, number: int) -> np.ndarray:
        """Places of the series of chunk `number` in the panel."""
        return np.arange(number * self.size, min((number + 1) * self.size, len(self.panel)))
