"""A portfolio as it is kept: what was asked for, and what came of it so far."""

from dataclasses import dataclass, field

import numpy as np

from core.errors import DataError
from core.panel import Panel
from core.portfolio.chunk import COLUMNS, SCORES, ChunkResult
from core.portfolio.levels import Levelled, with_totals
from core.portfolio.parts import Parts
from core.portfolio.plan import PortfolioPlan
from core.portfolio.request import LARGEST, Portfolio


@dataclass(frozen=True, eq=False)
class KeptPortfolio:
    """A portfolio without its series, which are read from their file again.

    Attributes:
        plan: What is done for each series.
        levels: Totals forecast beside the series, see `core.portfolio.levels.with_totals`.
        size: Series in a chunk.
        results: What came of the chunks that are done.
    """

    plan: PortfolioPlan
    levels: tuple[int, ...]
    size: int
    results: tuple[ChunkResult, ...] = field(default=(), repr=False)

    def on(self, panel: Panel) -> tuple[Portfolio, Levelled | None]:
        """The request over the series of its file, with totals if there are any.

        Raises:
            DataError: If the two don't fit together.
        """
        levelled = with_totals(panel, self.levels) if self.levels else None
        every = panel if levelled is None else levelled.panel
        asked = Portfolio(every, self.plan, self.size)
        self._check(asked)
        return asked, levelled

    def put(self, parts: Parts) -> None:
        """Have the results in a folder, as if they had come just now."""
        for result in self.results:
            parts.add(int(result.rows[0]) // self.size, result)

    def _check(self, asked: Portfolio) -> None:
        names = self.plan.names
        if not names or len(set(names)) < len(names) or not 1 <= self.size <= LARGEST:
            raise DataError("It has no models, or chunks of no size.")
        asked.check()
        models, folds, horizon = len(names), self.plan.folds, self.plan.horizon
        numbers = []
        for result in self.results:
            numbers.append(_number(result, asked))
            series = len(result.rows)
            shapes = {
                "past": (series, models, folds, horizon),
                "scores": (series, models, folds, len(SCORES)),
                "scales": (series, folds),
                "future": (series, models, horizon, COLUMNS),
            }
            for name, shape in shapes.items():
                array = getattr(result, name)
                if array.shape != shape or array.dtype != np.float32 or np.isinf(array).any():
                    raise DataError(f"Its {name} don't fit its series and models.")
            if result.seconds.shape != (models,) or not np.isfinite(result.seconds).all():
                raise DataError("Its times don't fit its models.")
            rows = set(result.rows.tolist())
            for failure in result.failures:
                known = failure.row in rows and failure.model in names
                if not known or not 0 <= failure.fold <= folds:
                    raise DataError("It names failures of what is not in it.")
        if len(set(numbers)) < len(numbers):
            raise DataError("It holds a series twice.")


def _number(result: ChunkResult, asked: Portfolio) -> int:
    """Which chunk a result is of."""
    rows = result.rows
    if rows.ndim == 1 and rows.dtype == np.int64 and len(rows) and rows[0] >= 0:
        number = int(rows[0]) // asked.size
        if number < len(asked.sizes) and np.array_equal(rows, asked.rows(number)):
            return number
    raise DataError("It holds results of series that are not in it.")
