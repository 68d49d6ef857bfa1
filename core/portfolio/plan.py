"""What is to be done for every series: models, horizon, and where the past is cut.

With 2 folds to choose by, 2 that are reported and a horizon of 4 (= known, c forecast to choose
the model by, o forecast with the model chosen and reported)::

    ============cccc
    ================cccc
    ====================oooo
    ========================oooo

The choice looks at no value of the reported folds, so what these say is what such a choice is
worth.
"""

from dataclasses import dataclass, replace

import numpy as np

from core.errors import SeriesTooShort
from core.forecaster import Forecaster
from core.models import Practised
from core.settings import setting, validate
from core.wording import counted

_MORE = 3
"""Values beyond two seasons that tell a season from a trend."""


@dataclass(frozen=True)
class PortfolioPlan:
    """A request for many series.

    Attributes:
        horizon: Steps forecast, at each cutoff and from the end on.
        choosing: Folds by which the model of a series is chosen.
        reporting: Later folds whose errors are reported.
        models: The models tried, the simplest first; the first of them is the baseline.
    """

    horizon: int = setting(
        12,
        ge=1,
        le=400,
        label="Horizon",
        help="How many steps ahead every series is forecast, and tested on its past.",
    )
    choosing: int = setting(
        2,
        ge=0,
        le=8,
        label="Folds to choose by",
        help="At how many past cutoffs models are compared to choose one for each series.",
        advanced=True,
        group="The test on the past",
    )
    reporting: int = setting(
        2,
        ge=0,
        le=8,
        label="Folds reported",
        help="At how many later cutoffs the model chosen is tested. They had no part in the "
        "choice, so they tell what it is worth.",
        advanced=True,
        group="The test on the past",
    )
    models: tuple[Forecaster, ...] = ()

    def __post_init__(self) -> None:
        validate(self)

    @property
    def folds(self) -> int:
        """All folds."""
        return self.choosing + self.reporting

    @property
    def names(self) -> tuple[str, ...]:
        """The models' names, in their order."""
        return tuple(model.name for model in self.models)

    @property
    def network(self) -> Practised | None:
        """The practised network, which forecasts many series in one go; None where it isn't in."""
        return next((model for model in self.models if isinstance(model, Practised)), None)

    def suited(self, n: int, period: int) -> "PortfolioPlan":
        """The same with as many folds as leave the first of them enough to learn from.

        That is half of the calendar, and two seasons with some values more; at most 2 folds to
        choose by and 2 to report, at least one of each.

        Args:
            n: Steps of the calendar.
            period: Seasonal period, 1 for none.
        """
        room = (n - max(-(-n // 2), 2 * period + _MORE)) // self.horizon
        folds = min(max(room, 2), 4)
        reporting = 2 if folds == 4 else 1
        return replace(self, choosing=folds - reporting, reporting=reporting)

    def cutoffs(self, n: int) -> np.ndarray:
        """Steps known at each fold of a calendar of `n` steps, oldest first, shape (folds,).

        Raises:
            SeriesTooShort: If the first fold would know fewer than two steps.
        """
        reach = self.horizon * self.folds
        if n < reach + 2:
            raise SeriesTooShort(
                reach + 2,
                n,
                f"{counted(self.folds, 'fold')} of {counted(self.horizon, 'step')} take {reach}. "
                "Choose a shorter horizon or fewer folds.",
            )
        return np.asarray(n - self.horizon * np.arange(self.folds, 0, -1))
