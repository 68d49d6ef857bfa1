"""How networks take drivers: effects are taken out of the series before and put back after."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.decomposition import logarithmic_mean
from core.design import design
from core.forecaster import Forecast
from core.models.history import LONGEST_MEMORY
from core.regression import learned, standing_out
from core.timeseries import TimeSeries

HOW = (
    "A regression on this series alone told the drivers' effects; they were taken out before the "
    "network read it and put back into its forecast. The network itself knows no drivers."
)


@dataclass(frozen=True, eq=False)
class Adjustment:
    """Effects of drivers on one series, in it and in the steps to come.

    Attributes:
        past: What is taken out, of the series or of its logarithm, by date, shape (n,).
        future: The same at the steps to forecast, shape (horizon,).
        logs: Whether it is of the logarithm.
        least: What forecasts never fall below.
        notes: Which drivers count, by how much, and which were left out.
        drivers: Those that count.
        each: What each of them makes of the steps to forecast, of the series or of its
            logarithm, shape (horizon, drivers).
    """

    past: pd.Series
    future: np.ndarray
    logs: bool = False
    least: float = -np.inf
    notes: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    each: np.ndarray | None = field(default=None, repr=False)

    @classmethod
    def learn(cls, ts: TimeSeries, horizon: int, newest: int = LONGEST_MEMORY) -> "Adjustment":
        """Learn the effects that stand out from chance in `ts`; nothing where there are none.

        Args:
            ts: The series with its drivers.
            horizon: Steps to forecast.
            newest: How many of its values, at most, they are learned from.

        Raises:
            MissingAhead: See `core.design.design`.
        """
        nothing = cls(pd.Series(0.0, index=ts.index), np.zeros(horizon))
        if ts.drivers is None:
            return nothing
        found = standing_out(ts, design(ts, horizon, newest))
        if not found.names:
            return replace(nothing, notes=("It takes no driver here.", *found.notes))
        effects = learned(ts, found)
        return cls(
            pd.Series(effects.of(found.past), index=ts.index),
            effects.of(found.future),
            effects.logs,
            ts.least,
            (HOW, *effects.sentences(), *found.notes),
            found.names,
            (found.future - effects.place) * effects.size,
        )

    def taken_out(self, ts: TimeSeries) -> TimeSeries:
        """The series as if every driver had been what it usually is, and without drivers."""
        rest = ts.y * np.exp(-self.past) if self.logs else ts.y - self.past
        return replace(ts, y=rest, drivers=None)

    def put_back(self, forecast: Forecast) -> Forecast:
        """A forecast of what was left, with the effects put back into it."""
        table = forecast.table.apply(lambda column: self.onto(column.to_numpy()))
        residuals, insight = forecast.residuals, forecast.insight
        if self.logs:
            if residuals is not None:
                residuals = residuals * np.exp(self.past[residuals.index])
            if insight is not None:
                factor = float(np.exp(self.future).mean())
                insight = replace(insight, influence=insight.influence * factor)
        notes = (*forecast.notes, *self.notes)
        return replace(
            forecast,
            table=table,
            notes=notes,
            residuals=residuals,
            insight=insight,
            drivers=self.drivers,
            parts=self._parts(forecast.table["point"].to_numpy()),
        )

    def _parts(self, point: np.ndarray) -> dict[str, np.ndarray]:
        """How much of a forecast each driver makes up: (horizon,) by its name."""
        if self.each is None:
            return {}
        each = self.each
        if self.logs:
            # A product made a sum that leaves nothing over.
            each = each * logarithmic_mean(point * np.exp(self.future), point)[:, None]
        return dict(zip(self.drivers, each.T, strict=True))

    def onto(self, ahead: np.ndarray) -> np.ndarray:
        """Values of the steps to come, shape (..., horizon), with the effects in them."""
        moved = ahead * np.exp(self.future) if self.logs else ahead + self.future
        return np.asarray(np.maximum(moved, self.least))
