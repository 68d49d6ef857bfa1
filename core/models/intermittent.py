"""Demand that is zero in many periods: how often it comes, and how much it is when it does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from core.forecaster import LEVELS, Lane, need_observed
from core.models.fitted_intermittent import Chances, FittedIntermittent
from core.models.history import residuals, without_drivers
from core.progress import Progress, Report, silent
from core.timeseries import TimeSeries
from core.wording import counted, number, percent, rounded

CONSTANTS = (0.02, 0.05, 0.1, 0.2, 0.3)
"""Smoothing constants that are tried: beyond 0.3 a forecast follows single orders."""

USUAL = 0.1
"""The constant where the past does not choose one: what statsforecast and others take as given."""

START = 5
"""Demands, the first ones, that smoothing starts from."""

_ENOUGH, _CLEAR = 36, 0.02
"""Periods after the start that a choice of constants takes, and by what share the error has to
fall against the usual ones: on shorter pasts a choice is more often luck than knowledge."""


class _Rates(Protocol):
    def __call__(self, occurs: np.ndarray, start: float, constants: Sequence[float]) -> np.ndarray:
        """Demands a period as they were expected before each period, and after the last.

        Args:
            occurs: Whether there was demand, shape (n,).
            start: Expected before the first.
            constants: Smoothing constants, k of them.

        Returns:
            Shape (k, n + 1).
        """
        ...


@dataclass(frozen=True)
class Croston:
    """Croston's method (1972) as Syntetos and Boylan (2005) put it right.

    Sizes and intervals between demands are smoothed, both only when there is demand; their ratio
    is too high on average, hence the factor 1 - constant / 2. While there is no demand nothing
    changes: where a product is given up, it goes on forecasting what was.

    The steps are written out here: statsforecast's `CrostonSBA` has one constant of 0.1 for
    every series, and `CrostonOptimized` leaves out the correction.
    """

    lane: Lane = field(default="statistics", init=False, repr=False)

    @property
    def name(self) -> str:
        """The model's name for people."""
        return "Croston"

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> FittedIntermittent:
        """Choose the constants and smooth; see `Forecaster.fit`."""
        return _fitted(self.name, ts, horizon, report, croston_rates, "intervals between demands")

    def bare(
        self,
        values: np.ndarray,
        period: int,  # noqa: ARG002
        horizon: int,
        levels: Sequence[int] = LEVELS,
    ) -> np.ndarray:
        """See `BareForecaster.bare`; the season is nothing to it."""
        return _learned(values, croston_rates).chances.columns(horizon, levels)


@dataclass(frozen=True)
class Tsb:
    """The method of Teunter, Syntetos and Babai (2011).

    The chance of demand is smoothed in every period, the size when there is demand. So what is
    forecast falls towards zero where demand has died out.

    The steps are written out here: statsforecast's `TSB` asks for both constants, and starts from
    a chance of 0 or 1.
    """

    lane: Lane = field(default="statistics", init=False, repr=False)

    @property
    def name(self) -> str:
        """The model's name for people."""
        return "TSB"

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> FittedIntermittent:
        """Choose the constants and smooth; see `Forecaster.fit`."""
        return _fitted(self.name, ts, horizon, report, tsb_rates, "the chance of demand")

    def bare(
        self,
        values: np.ndarray,
        period: int,  # noqa: ARG002
        horizon: int,
        levels: Sequence[int] = LEVELS,
    ) -> np.ndarray:
        """See `BareForecaster.bare`; the season is nothing to it."""
        return _learned(values, tsb_rates).chances.columns(horizon, levels)


def smoothed(values: np.ndarray, start: float, constant: float) -> np.ndarray:
    """The level before each value and after the last: constant * value + the rest * level before.

    Args:
        values: Shape (n,).
        start: Level before the first.
        constant: Weight of the newest value.

    Returns:
        Shape (n + 1,).
    """
    # Loads scipy's filters, which a page that lists models does not need.
    from scipy.signal import lfilter

    rest = 1 - constant
    after, _ = lfilter([constant], [1.0, -rest], values, zi=[rest * start])
    return np.concatenate([[start], after])


def croston_rates(occurs: np.ndarray, start: float, constants: Sequence[float]) -> np.ndarray:
    """See `_Rates`: one over the smoothed interval, times 1 - constant / 2."""
    intervals = np.diff(np.flatnonzero(occurs), prepend=-1).astype(float)
    seen = np.concatenate([[0], np.cumsum(occurs)])
    return np.array(
        [(1 - each / 2) / smoothed(intervals, 1 / start, each)[seen] for each in constants]
    )


def tsb_rates(occurs: np.ndarray, start: float, constants: Sequence[float]) -> np.ndarray:
    """See `_Rates`: the smoothed share of periods with demand."""
    return np.array([smoothed(occurs.astype(float), start, each) for each in constants])


@dataclass(frozen=True, eq=False)
class _Learned:
    """What smoothing gave.

    Attributes:
        chances: What may come.
        errors: One step ahead, shape (n,), NaN where nothing was observed.
        size: Mean demand where there is some; 0 if there never was.
        constants: Of rates and of sizes.
        why: Why those, in words; "" if there never was any demand.
    """

    chances: Chances
    errors: np.ndarray
    size: float
    constants: tuple[float, float]
    why: str


def _learned(values: np.ndarray, rates: _Rates) -> _Learned:
    """Smooth the sizes and how often they come, with the constants that were best in the past.

    Best is the least mean squared error one step ahead, which the mean of demand makes least;
    absolute errors would favour a forecast of zero. Periods without a value are passed over.

    Args:
        values: Shape (n,), NaN where not observed.
        rates: How often they come.
    """
    known = ~np.isnan(values)
    need_observed(int(known.sum()), 2, "how often there is demand can't be told from fewer.")
    demand = np.maximum(values[known], 0.0)
    occurs = demand > 0
    sizes = demand[occurs]
    errors = np.full(len(values), np.nan)
    if not len(sizes):
        errors[known] = demand
        return _Learned(Chances(0.0, float(len(demand)), sizes, sizes), errors, 0.0, (0, 0), "")
    first = int(np.flatnonzero(occurs)[START - 1]) + 1 if len(sizes) > START else len(demand)
    begin = sizes[:START]
    rate = rates(occurs, len(begin) / first, CONSTANTS)
    size = np.array([smoothed(sizes, float(begin.mean()), each) for each in CONSTANTS])
    size = size[:, np.concatenate([[0], np.cumsum(occurs)])]
    how, much, why = _best(rate, size, demand, first)
    errors[known] = demand - rate[how, :-1] * size[much, :-1]
    now = float(rate[how, -1])
    # So many periods say as much, alike, as those of an exponentially weighted mean.
    periods = (2 / CONSTANTS[how] - 1) / (now if rates is croston_rates else 1.0)
    weights = _weights(sizes, CONSTANTS[much])
    chances = Chances(now, min(periods, float(len(demand))), sizes, weights)
    constants = CONSTANTS[how], CONSTANTS[much]
    return _Learned(chances, errors, float(size[much, -1]), constants, why)


def _fitted(
    name: str, ts: TimeSeries, horizon: int, report: Report, rates: _Rates, what: str
) -> FittedIntermittent:
    """What was learned from a series, with its notes."""
    values = ts.values
    found = _learned(values, rates)
    report(Progress(1, 1))
    notes = _left_aside(ts, int((values < 0).sum()), int(np.isnan(values).sum()))
    if not found.why:
        said: tuple[str, ...] = ("No demand has ever been seen, so none is forecast.",)
    else:
        often, much = found.constants
        said = (
            f"Demand in {percent(found.chances.rate)} of the {ts.frequency.noun}s to come, and "
            f"then {rounded(found.size, ts.unit)} on average.",
            f"The weight of the newest value is {number(often)} for {what} and {number(much)} for "
            f"sizes, {found.why}.",
        )
    missed = residuals(ts, found.errors)
    return FittedIntermittent(name, ts, horizon, found.chances, missed, (*said, *notes))


def _best(
    rate: np.ndarray, size: np.ndarray, demand: np.ndarray, first: int
) -> tuple[int, int, str]:
    """Places of the constants for rates and for sizes, and why those, in words.

    Args:
        rate: Shape (constants, n + 1).
        size: Same shape.
        demand: Shape (n,).
        first: First place that is compared.
    """
    usual = CONSTANTS.index(USUAL)
    if len(demand) - first < _ENOUGH:
        return usual, usual, "the usual one, since the past is too short to choose"
    said = rate[:, None, first:-1] * size[None, :, first:-1]
    squares = ((demand[first:] - said) ** 2).sum(axis=-1)
    how, much = np.unravel_index(int(squares.argmin()), squares.shape)
    if squares[how, much] > (1 - _CLEAR) * squares[usual, usual]:
        return usual, usual, "the usual one, since no other was clearly nearer one step ahead"
    return int(how), int(much), "those that came nearest one step ahead"


def _weights(sizes: np.ndarray, constant: float) -> np.ndarray:
    """How much each size, oldest first, counts in the smoothed one, shape (m,), sum 1."""
    weights = constant * (1 - constant) ** np.arange(len(sizes))[::-1]
    begin = min(START, len(sizes))
    weights[:begin] += (1 - constant) ** len(sizes) / begin
    return np.asarray(weights / weights.sum())


def _left_aside(ts: TimeSeries, negative: int, missing: int) -> tuple[str, ...]:
    """What of the past counts for nothing, in sentences."""
    notes = []
    if negative:
        notes.append(f"{counted(negative, 'value')} below zero taken as no demand.")
    if missing:
        notes.append(f"{ts.frequency.count(missing)} without a value passed over.")
    return (*notes, *without_drivers(ts))
