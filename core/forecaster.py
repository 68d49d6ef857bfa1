"""What every model offers, and the one shape a forecast has.

A `Forecaster` is a specification: frozen, picklable, made of settings. Its `fit` gives a
`FittedForecaster`, a different type, so nothing can be "not fitted yet".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import numpy as np
import pandas as pd

from core.arima_numbers import ArimaNumbers
from core.errors import SeriesTooShort
from core.network_weights import NetworkWeights
from core.progress import Report, silent
from core.timeseries import TimeSeries

LEVELS = (80, 95)
"""Levels of the prediction intervals that are shown everywhere, in per cent."""

Lane = Literal["network", "statistics"]
"""Which of the engine's processes fits a model: each does one fit at a time."""


@dataclass(frozen=True, eq=False)
class Insight:
    """Why a network said what it said.

    Attributes:
        influence: How far each value of the window moved the forecast, averaged over the
            horizon, in the series' own unit, by date: the forecast less what it would be if
            that value were an ordinary one.
        window: What the first network saw, shape (lookback,), in its scaled units.
        layers: For each recurrent layer of the first network its gates and states at each step,
            by name, each of shape (lookback, units); see `core.models.gates`.
        epochs: Passes over the windows after which its weights were kept.
    """

    influence: pd.Series = field(repr=False)
    window: np.ndarray = field(repr=False)
    layers: tuple[dict[str, np.ndarray], ...] = field(repr=False)
    epochs: int = 0


@dataclass(frozen=True, eq=False)
class Forecast:
    """The next `horizon` steps as one model sees them.

    Attributes:
        model: Name of the model.
        cutoff: Last stamp the model knew.
        table: Shape (horizon, 1 + 2 * levels), indexed by date: `point` (the median, or what
            `center` says), then `lo-80`, `hi-80`, ... in the series' own unit.
        notes: What the model decided from its training part, each a sentence.
        residuals: Errors one step ahead (actual minus forecast, in the series' own unit) on the
            part the model was fitted to, by date, where something was observed.
        insight: Why it said so, if the model can tell.
        effects: What repeating events put on it, each a sentence.
        drivers: Those that count in it, as `core.design` calls them.
        paths: Possible futures, drawn jointly over the steps, shape (n_paths, horizon), in the
            series' own unit; at each step their quantiles are those of the table. None where
            none were drawn.
        least: What neither the table nor paths fall below.
        parts: By driver or event, how much of the point it makes up at each step, shape
            (horizon,) each, in the series' own unit.
        details: The model in numbers, where it can be written down.
        center: What the point is: the median, or of demand that is mostly zero, whose median
            would be 0, the mean. Of a mean, paths have the table's bounds as quantiles at each
            step, and its point as their mean.
        weights: What the network trained here has learned, or the practised one on this series;
            in the final fit only.
    """

    model: str
    cutoff: pd.Timestamp
    table: pd.DataFrame = field(repr=False)
    notes: tuple[str, ...] = ()
    residuals: pd.Series | None = field(default=None, repr=False)
    insight: Insight | None = field(default=None, repr=False)
    effects: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    paths: np.ndarray | None = field(default=None, repr=False)
    least: float = -np.inf
    parts: Mapping[str, np.ndarray] = field(default_factory=dict, repr=False)
    details: ArimaNumbers | None = field(default=None, repr=False)
    center: Literal["median", "mean"] = "median"
    weights: NetworkWeights | None = field(default=None, repr=False)

    @property
    def levels(self) -> tuple[int, ...]:
        """Levels of its intervals, in per cent, narrowest first."""
        names = [str(column) for column in self.table if str(column).startswith("lo-")]
        return tuple(sorted(int(name.removeprefix("lo-")) for name in names))


class FittedForecaster(Protocol):
    """A model fitted to one series at one cutoff."""

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """Point forecast and intervals for the horizon it was fitted for."""
        ...

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """Possible futures, drawn jointly over the steps, shape (n_paths, horizon)."""
        ...


class Forecaster(Protocol):
    """A model's specification: its settings, and how to fit it."""

    @property
    def name(self) -> str:
        """The model's name for people."""
        ...

    @property
    def lane(self) -> Lane:
        """Which kind of process fits it."""
        ...

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> FittedForecaster:
        """Fit to all of `ts`; everything that is decided is decided from `ts` alone.

        Raises:
            SeriesTooShort: If `ts` holds too few observations for these settings.
            ForecastError: If the model can't be fitted to this series.
            Cancelled: If the report asks to stop.
        """
        ...


@runtime_checkable
class BareForecaster(Forecaster, Protocol):
    """A model that takes bare values too, where thousands of series wait and nobody reads notes."""

    def bare(
        self, values: np.ndarray, period: int, horizon: int, levels: Sequence[int] = LEVELS
    ) -> np.ndarray:
        """The table that `fit` and `predict` would give.

        Args:
            values: The past, shape (n,), NaN where not observed.
            period: Seasonal period, 1 for none.
            horizon: Steps to forecast.
            levels: Levels of the intervals.

        Returns:
            Point, then lower and upper bound of each level, shape (horizon, 1 + 2 * levels).

        Raises:
            SeriesTooShort, ForecastError: As `fit`.
        """
        ...


def need(ts: TimeSeries, least: int, why: str) -> None:
    """Check that enough values of `ts` are observed.

    Raises:
        SeriesTooShort: Naming the needed and the actual number.
    """
    need_observed(ts.observed, least, why)


def need_observed(observed: int, least: int, why: str) -> None:
    """Check that so many observed values are enough; see `need`."""
    if observed < least:
        raise SeriesTooShort(least, observed, why)


def to_table(
    index: pd.DatetimeIndex, point: np.ndarray, bounds: dict[int, tuple[np.ndarray, np.ndarray]]
) -> pd.DataFrame:
    """A forecast's table from its parts.

    Args:
        index: The dates forecast, (horizon,).
        point: The median, or the mean where that is what a model says, (horizon,).
        bounds: For each level its lower and upper bound, (horizon,) each.
    """
    return from_columns(index, to_columns(point, bounds), list(bounds))


def from_columns(
    index: pd.DatetimeIndex, columns: np.ndarray, levels: Sequence[int]
) -> pd.DataFrame:
    """A forecast's table from its values, as `to_columns` gives them.

    Args:
        index: The dates forecast, (horizon,).
        columns: Shape (horizon, 1 + 2 * levels).
        levels: Levels of the intervals, in any order.
    """
    names = [f"{side}-{level}" for level in sorted(levels) for side in ("lo", "hi")]
    return pd.DataFrame(columns, index=index.rename("ds"), columns=["point", *names])


def to_columns(point: np.ndarray, bounds: dict[int, tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """The values of `to_table`, narrowest level first, shape (horizon, 1 + 2 * levels)."""
    sides = [side for level in sorted(bounds) for side in bounds[level]]
    return np.column_stack([point, *sides]).astype(np.float64)


def together(forecasts: Mapping[str, Forecast]) -> pd.DataFrame:
    """Forecasts by model name in one table: `model, ds, point, lo-80, ...`."""
    tables = [
        forecast.table.reset_index().assign(model=name) for name, forecast in forecasts.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    return table[["model", *(column for column in table if column != "model")]]


def next_in_words(forecast: Forecast, ts: TimeSeries) -> str:
    """The first period forecast and its 80% range: "May 2020: 12.0 EUR, likely between ..."."""
    first = forecast.table.iloc[0]
    period = ts.frequency.words(forecast.table.index[0])
    return (
        f"{period[0].upper()}{period[1:]}: {ts.words(first['point'])}, likely between "
        f"{ts.words(first['lo-80'], unit=False)} and {ts.words(first['hi-80'], unit=False)}"
    )


def filled(ts: TimeSeries) -> tuple[np.ndarray, tuple[str, ...]]:
    """Values with the gaps drawn straight, for models that can't skip them, and a note.

    It looks only at `ts`, which a backtest has already cut off: nothing of the future is used.

    Returns:
        Values, shape (n,), no NaN; and a sentence if anything was filled.
    """
    values = filled_values(ts.values)
    missing = len(ts) - ts.observed
    if not missing:
        return values, ()
    what = ts.frequency.count(missing)
    return values, (f"{what} without a value drawn as a straight line before fitting.",)


def filled_values(values: np.ndarray) -> np.ndarray:
    """Values, shape (n,), with gaps drawn straight; outside of what is known, as the nearest."""
    known = np.isfinite(values)
    if known.all() or not known.any():
        return values
    places = np.arange(len(values))
    return np.asarray(np.interp(places, places[known], values[known]))
