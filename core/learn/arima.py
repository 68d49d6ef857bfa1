"""ARIMA with orders set by hand: differences, a quick fit, what is left, and a fair test."""

from dataclasses import dataclass, field
from functools import reduce
from typing import Literal

import numpy as np
from scipy.optimize import least_squares
from scipy.signal import lfilter

from core.arima_numbers import ArimaNumbers, Coefficient, Kind
from core.forecaster import filled
from core.metrics import mae
from core.models import SeasonalNaive
from core.timeseries import TimeSeries

MOST = 400
"""Values that are looked at, the newest, or four seasons where those are longer."""

FOLDS = 3
"""Stretches, each a season, that are kept from the fit in turn."""

_ROUNDS = 25

HIGHEST = (2, 2, 2, 1, 1, 1)
"""The highest p, d, q, P, D and Q."""


@dataclass(frozen=True)
class Orders:
    """Orders of an ARIMA, the capital ones whole seasons ago."""

    p: int = 0
    d: int = 0
    q: int = 0
    sp: int = 0
    sd: int = 0
    sq: int = 0

    @property
    def coefficients(self) -> int:
        """How many AR and MA coefficients there are."""
        return self.p + self.q + self.sp + self.sq

    @property
    def has_mean(self) -> bool:
        """Whether differences have a mean, a level or a drift; those taken twice have none."""
        return self.d + self.sd < 2

    def polynomials(self, coefficients: np.ndarray, period: int) -> tuple[np.ndarray, np.ndarray]:
        """AR and MA polynomials in B, both beginning with 1.

        Args:
            coefficients: In the order ar, ma, sar, sma.
            period: Steps in a season.
        """
        ar, ma, sar, sma = np.split(coefficients, np.cumsum([self.p, self.q, self.sp]))
        return (
            np.convolve(_polynomial(-ar, 1), _polynomial(-sar, period)),
            np.convolve(_polynomial(ma, 1), _polynomial(sma, period)),
        )


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted ARIMA.

    Attributes:
        orders: Its orders.
        period: Steps in a season.
        coefficients: In the order ar, ma, sar, sma.
        mean: Of the differences.
        values: What it was fitted to, shape (n,).
        differences: What is left after differencing, shape (n - lost,).
        misses: One step ahead, same shape; before the first that has its whole past they are 0.
        start: Place of that first one.
        free: The numbers that the coefficients were found by, see `_steady`.
    """

    orders: Orders
    period: int
    coefficients: np.ndarray
    mean: float
    values: np.ndarray = field(repr=False)
    differences: np.ndarray = field(repr=False)
    misses: np.ndarray = field(repr=False)
    start: int
    free: np.ndarray = field(repr=False)

    @property
    def spread(self) -> float:
        """Root mean squared miss one step ahead."""
        return float(np.sqrt(np.mean(self.misses[self.start :] ** 2)))

    def forecast(self, horizon: int) -> np.ndarray:
        """The next steps, shape (horizon,)."""
        ar, ma = self.orders.polynomials(self.coefficients, self.period)
        whole = np.convolve(ar, difference_polynomial(self.orders, self.period))
        constant = self.mean * ar.sum()
        reach = max(len(whole), len(ma))
        known = np.concatenate([np.full(reach, self.values[0]), self.values])
        errors = np.concatenate([np.zeros(reach), self.misses])
        for _ in range(horizon):
            # The newest first, as the polynomials have them.
            past, missed = known[: -len(whole) : -1], errors[: -len(ma) : -1]
            following = constant - whole[1:] @ past[: len(whole) - 1]
            following += ma[1:] @ missed[: len(ma) - 1]
            known, errors = np.append(known, following), np.append(errors, 0.0)
        return known[len(known) - horizon :]

    def numbers(self) -> ArimaNumbers:
        """The same as Compare shows the ARIMA of a run; without standard errors."""
        orders = self.orders
        names: list[tuple[Kind, int]] = [
            ("ar", orders.p), ("ma", orders.q), ("sar", orders.sp), ("sma", orders.sq)
        ]  # fmt: skip
        places = [(kind, place + 1) for kind, many in names for place in range(many)]
        terms = [
            Coefficient(kind, place, float(value), float("nan"))
            for (kind, place), value in zip(places, self.coefficients, strict=True)
        ]
        if orders.has_mean and self.mean:
            steps = self.period if orders.sd else 1
            kind: Kind = "drift" if orders.d + orders.sd else "level"
            terms.append(Coefficient(kind, 1, self.mean / steps, float("nan")))
        seasonal = (orders.sp, orders.sd, orders.sq)
        order = (orders.p, orders.d, orders.q)
        return ArimaNumbers(order, seasonal, self.period, tuple(terms), self.spread)


@dataclass(frozen=True, eq=False)
class Tried:
    """An ARIMA beside what it was not shown.

    Attributes:
        fit: The fit at the newest cutoff.
        ahead: Its forecast of what was kept from it, shape (steps,).
        naive: The seasonal naive's.
        truth: What came; NaN where nothing was observed.
        cutoffs: Places in the series that were known last, oldest first.
        error: Mean absolute error over all stretches, in the unit of the series.
        naive_error: The same of the seasonal naive.
    """

    fit: Fit
    ahead: np.ndarray = field(repr=False)
    naive: np.ndarray = field(repr=False)
    truth: np.ndarray = field(repr=False)
    cutoffs: tuple[int, ...]
    error: float
    naive_error: float


def season_of(ts: TimeSeries) -> int:
    """Steps in the season that orders can have; 1 where the series holds fewer than four."""
    return ts.seasonal_period if len(ts) >= 4 * ts.seasonal_period else 1


def difference_polynomial(orders: Orders, period: int) -> np.ndarray:
    """(1 - B)^d (1 - B^period)^D as a polynomial in B."""
    parts = [np.array([1.0, -1.0])] * orders.d
    parts += [_polynomial(np.array([-1.0]), period)] * orders.sd
    return reduce(np.convolve, parts, np.array([1.0]))


def differenced(values: np.ndarray, orders: Orders, period: int) -> np.ndarray:
    """What is left of values, shape (n,), after differencing; shape (n - d - D * period,)."""
    polynomial = difference_polynomial(orders, period)
    return np.convolve(values, polynomial, mode="valid")


def fit(values: np.ndarray, orders: Orders, period: int, begin: Fit | None = None) -> Fit:
    """Coefficients with the least conditional sum of squares (Box and Jenkins 1970).

    Args:
        values: Without gaps, shape (n,).
        orders: The orders.
        period: Steps in a season.
        begin: A fit of the same orders to begin from: quicker where it is close.
    """
    w = differenced(values, orders, period)
    mean = float(w.mean()) if orders.has_mean else 0.0
    start = min(orders.p + orders.sp * period, len(w) // 2)
    scale = float(np.std(w)) or 1.0
    centred = (w - mean) / scale

    def misses(free: np.ndarray) -> np.ndarray:
        ar, ma = orders.polynomials(_steady(free, orders), period)
        # The AR part looks at what was, the MA part at misses, the first of which are 0.
        moved = lfilter(ar, [1.0], centred)
        moved[:start] = 0.0
        return np.asarray(lfilter([1.0], ma, moved))

    free = np.zeros(orders.coefficients) if begin is None else begin.free
    if len(free):
        # MINPACK is the quicker, and wants more misses than coefficients.
        method: Literal["lm", "trf"] = "lm" if len(w) > len(free) else "trf"
        most = _ROUNDS * (len(free) + 1)
        free = least_squares(misses, free, method=method, ftol=1e-6, max_nfev=most).x
    return Fit(
        orders,
        period,
        _steady(free, orders),
        mean,
        values,
        w,
        misses(free) * scale,
        start,
        free,
    )


def tried(ts: TimeSeries, orders: Orders) -> Tried:
    """Fit on the past, forecast what was kept from it, for some stretches in turn."""
    period = season_of(ts)
    most = max(MOST, 4 * period)
    values = filled(ts)[0][-most:]
    truth = ts.values[-most:]
    steps = stretch(ts)
    least = max(2 * period + 4, len(values) // 3)
    cutoffs = [len(values) - steps * back - 1 for back in range(FOLDS, 0, -1)]
    cutoffs = [cutoff for cutoff in cutoffs if cutoff + 1 >= least] or [len(values) - steps - 1]
    forecasts, naives, actuals = [], [], []
    found: Fit | None = None
    for cutoff in cutoffs:
        known = ts.until(ts.index[len(ts) - len(values) + cutoff])
        found = fit(values[: cutoff + 1], orders, period, found)
        forecasts.append(found.forecast(steps))
        naives.append(SeasonalNaive().fit(known, steps).predict().table["point"].to_numpy())
        actuals.append(truth[cutoff + 1 : cutoff + 1 + steps])
    assert found is not None
    return Tried(
        found,
        forecasts[-1],
        naives[-1],
        actuals[-1],
        tuple(len(ts) - len(values) + cutoff for cutoff in cutoffs),
        mae(np.concatenate(actuals), np.concatenate(forecasts)),
        mae(np.concatenate(actuals), np.concatenate(naives)),
    )


def stretch(ts: TimeSeries) -> int:
    """Steps that are kept from a fit: a season, or what is usually forecast."""
    wanted = ts.seasonal_period if season_of(ts) > 1 else ts.frequency.horizon
    return max(min(wanted, len(ts) // 4), 1)


def autocorrelations(values: np.ndarray, most: int) -> np.ndarray:
    """Of lags 1 to `most`, shape (most,); 0 where nothing moves."""
    centred = values - values.mean()
    total = float(centred @ centred)
    if not total:
        return np.zeros(most)
    return np.array([centred[lag:] @ centred[:-lag] / total for lag in range(1, most + 1)])


def _polynomial(terms: np.ndarray, step: int) -> np.ndarray:
    """1 and terms at every `step`-th power."""
    polynomial = np.zeros(len(terms) * step + 1)
    polynomial[0] = 1.0
    polynomial[step::step] = terms
    return polynomial


def _steady(free: np.ndarray, orders: Orders) -> np.ndarray:
    """Coefficients from free numbers, such that nothing explodes.

    By partial autocorrelations between -1 and 1 (Monahan 1984); of MA with the sign turned.
    """
    ar, ma, sar, sma = np.split(np.tanh(free), np.cumsum([orders.p, orders.q, orders.sp]))
    found = (_from_partial(ar), -_from_partial(ma), _from_partial(sar), -_from_partial(sma))
    return np.concatenate(found)


def _from_partial(partial: np.ndarray) -> np.ndarray:
    """AR coefficients with these partial autocorrelations (Durbin and Levinson)."""
    found = np.empty(0)
    for each in partial:
        found = np.append(found - each * found[::-1], each)
    return found
