"""The other baseline: a straight line from the first value through the last."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import ndtri

from core.forecaster import LEVELS, Forecast, Lane, need, to_table
from core.models.history import residuals, without_drivers
from core.progress import Progress, Report, silent
from core.timeseries import TimeSeries
from core.wording import rounded


@dataclass(frozen=True)
class Drift:
    """The last value, moved on by the mean change of the past; it knows no season."""

    lane: Lane = field(default="statistics", init=False, repr=False)

    @property
    def name(self) -> str:
        """The model's name for people."""
        return "Drift"

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> "FittedDrift":
        """Take the mean change between the first and the last value; see `Forecaster.fit`."""
        need(ts, 3, "a mean change between two values has no spread.")
        values = ts.values
        places = np.flatnonzero(~np.isnan(values))
        spans, changes = np.diff(places), np.diff(values[places])
        slope = changes.sum() / spans.sum()
        # A change over a gap of k steps is the sum of k: its spread is that of one times root k.
        missed = changes - slope * spans
        spread = float(np.sqrt(np.sum(missed**2 / spans) / (len(changes) - 1)))
        errors = np.full(len(values), np.nan)
        errors[places[1:]] = missed
        # Gaps at the end are walked over as well.
        begin = len(values) - 1 - places[-1]
        report(Progress(1, 1))
        return FittedDrift(
            ts,
            values[places[-1]],
            float(slope),
            spread,
            int(spans.sum()),
            begin + np.arange(1, horizon + 1),
            residuals(ts, errors),
        )


@dataclass(frozen=True, eq=False)
class FittedDrift:
    """A random walk with drift.

    Intervals are normal, and count that the drift is an estimate (Hyndman and Athanasopoulos,
    "Forecasting: Principles and Practice", 3rd edition, section 5.5).

    Attributes:
        ts: The series it was fitted to.
        last: Its last value.
        slope: Mean change per step.
        spread: Standard deviation of a step's change about it.
        known: Steps that mean was taken over.
        ahead: How many steps after the last value each forecast is, shape (horizon,).
        residuals: See `Forecast`.
    """

    ts: TimeSeries
    last: float
    slope: float
    spread: float
    known: int
    ahead: np.ndarray
    residuals: pd.Series

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """See `FittedForecaster.predict`."""
        point = self.last + self.slope * self.ahead
        deviation = self.spread * np.sqrt(self.ahead * (1 + self.ahead / self.known))
        bounds = {}
        for level in levels:
            width = ndtri(0.5 + level / 200) * deviation
            bounds[level] = (point - width, point + width)
        index = self.ts.future_index(len(point))
        note = (
            "The last value, moved on by the mean change so far: "
            f"{rounded(self.slope, self.ts.unit)} a {self.ts.frequency.noun}."
        )
        notes = (note, *without_drivers(self.ts))
        table = to_table(index, point, bounds)
        return Forecast("Drift", self.ts.index[-1], table, notes, self.residuals)

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`: walks, each with a drift of its own."""
        rng = np.random.default_rng(seed)
        slopes = rng.normal(self.slope, self.spread / np.sqrt(self.known), size=(n_paths, 1))
        shocks = rng.normal(0, self.spread, size=(n_paths, self.ahead[-1]))
        walked = np.cumsum(shocks, axis=1)[:, self.ahead - 1]
        return np.asarray(self.last + slopes * self.ahead + walked)
