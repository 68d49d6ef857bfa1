"""ARIMA with its order found automatically, the rival every network is measured against."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from core.arima_numbers import ArimaNumbers
from core.design import Design, design
from core.errors import ForecastError
from core.forecaster import LEVELS, Forecast, Lane, need, to_table
from core.models.arima_estimates import arima_numbers, one_step_errors
from core.models.history import LONGEST_MEMORY, known_season, recent, residuals
from core.progress import Progress, Report, silent
from core.regression import effect_in_words, standing_out
from core.settings import setting, validate
from core.timeseries import TimeSeries

LONGEST_SEASON = 12
"""Longest season put into the ARIMA order itself; longer ones are drawn by Fourier terms."""

LONGEST_EXACT = 400
"""Values up to which every order is fitted by full likelihood."""


@dataclass(frozen=True, eq=False)
class Arranged:
    """What the search for an order is given.

    Attributes:
        values: The newest values, gaps drawn straight, shape (n,).
        period: Seasonal period; 1 where no two seasons of it are known.
        pairs: Pairs of sine and cosine that draw the season; 0 where the order has it.
        drivers: Those whose effect stands out from chance.
        past: Regressors at the values, shape (n, terms); None without any.
        future: The same at the steps to forecast, shape (horizon, terms).
        notes: What was decided, each a sentence.
    """

    values: np.ndarray
    period: int
    pairs: int
    drivers: Design
    past: np.ndarray | None
    future: np.ndarray | None
    notes: tuple[str, ...]

    @property
    def season_length(self) -> int:
        """Seasonal period of the order itself."""
        return self.period if not self.pairs and self.period <= LONGEST_SEASON else 1

    @property
    def approximation(self) -> bool:
        """Whether orders are compared by the conditional sum of squares."""
        return len(self.values) > LONGEST_EXACT


def arranged(ts: TimeSeries, horizon: int) -> Arranged:
    """What the search for an order of `ts` is given.

    Raises:
        SeriesTooShort: With fewer than 8 observations.
        MissingAhead: See `core.design.design`.
    """
    need(ts, 8, "an ARIMA order can't be told from fewer.")
    values, notes = recent(ts)
    period, season_notes = known_season(ts, len(values))
    pairs = _fourier_pairs(values, period) if period > LONGEST_SEASON else 0
    drivers = standing_out(ts, design(ts, horizon, LONGEST_MEMORY))
    past, future = _regressors(drivers, len(values), period, pairs)
    return Arranged(values, period, pairs, drivers, past, future, (*season_notes, *notes))


@dataclass(frozen=True)
class Arima:
    """ARIMA, order by stepwise search over AICc (Hyndman and Khandakar 2008).

    The search is statsforecast's. A season longer than `LONGEST_SEASON` is drawn by pairs of
    sine and cosine (dynamic harmonic regression, "Forecasting: Principles and Practice", 3rd
    edition, section 10.5), their number by AICc, and the errors get a non-seasonal order:
    a seasonal order of 52 would take minutes for each model tried. Drivers whose effect stands
    out from chance are regressors, too. On series longer than
    `LONGEST_EXACT` orders are compared by the conditional sum of squares, as R's `auto.arima`
    does from 150 values on, and only the one found is fitted by likelihood.
    """

    models_tried: int = setting(
        60,
        # statsforecast's search needs room for its five first models.
        ge=5,
        le=200,
        label="Orders tried",
        help="The search for the best ARIMA order stops after this many and keeps the best so "
        "far. More seldom helps; fewer is quicker on long series.",
        advanced=True,
    )
    lane: Lane = field(default="statistics", init=False, repr=False)

    def __post_init__(self) -> None:
        validate(self)

    @property
    def name(self) -> str:
        """The model's name for people."""
        return "ARIMA"

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> "FittedArima":
        """Search the order and fit it; see `Forecaster.fit`."""
        from statsforecast.models import AutoARIMA

        report(Progress(0, 1, "search"))
        given = arranged(ts, horizon)
        model = AutoARIMA(
            season_length=given.season_length,
            nmodels=self.models_tried,
            approximation=given.approximation,
        )
        try:
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                model.fit(given.values, X=given.past)
        except (ValueError, ArithmeticError, np.linalg.LinAlgError) as error:
            raise ForecastError("No ARIMA order could be fitted to this series.") from error
        report(Progress(1, 1, "search"))
        drivers = given.drivers
        found = arima_numbers(model.model_, drivers, given.period)
        decided = [f"Order found: {found.name}."]
        if any("stopped early" in str(warning.message) for warning in said):
            decided.append(f"The best of the first {self.models_tried} orders tried.")
        decided += _season_note(ts, given.period, given.pairs)
        decided += _driver_notes(found, drivers, ts.unit)
        return FittedArima(
            ts,
            model,
            given.future,
            horizon,
            residuals(ts, one_step_errors(model.model_)),
            (*decided, *given.notes),
            drivers.names,
            _parts(model.model_, given.future, drivers.names),
            found,
        )


@dataclass(frozen=True, eq=False)
class FittedArima:
    """An ARIMA model of one order, fitted; intervals are the model's own, normal ones."""

    ts: TimeSeries
    model: Any
    future: np.ndarray | None
    horizon: int
    residuals: pd.Series
    notes: tuple[str, ...]
    drivers: tuple[str, ...]
    parts: dict[str, np.ndarray]
    numbers: ArimaNumbers

    def predict(self, levels: Sequence[int] = LEVELS) -> Forecast:
        """See `FittedForecaster.predict`."""
        raw = self.model.predict(self.horizon, X=self.future, level=list(levels))
        point = np.asarray(raw["mean"], dtype=np.float64)
        if not np.isfinite(point).all():
            raise ForecastError("The ARIMA found gives no finite forecast for this series.")
        bounds = {
            level: (np.asarray(raw[f"lo-{level}"]), np.asarray(raw[f"hi-{level}"]))
            for level in levels
        }
        index = self.ts.future_index(self.horizon)
        table = to_table(index, point, bounds)
        return Forecast(
            "ARIMA",
            self.ts.index[-1],
            table,
            self.notes,
            self.residuals,
            drivers=self.drivers,
            parts=self.parts,
            details=self.numbers,
        )

    def simulate(self, n_paths: int, seed: int) -> np.ndarray:
        """See `FittedForecaster.simulate`."""
        paths = self.model.simulate(self.horizon, n_paths, X_future=self.future, seed=seed)
        return np.asarray(paths, dtype=np.float64)


def _season_note(ts: TimeSeries, period: int, pairs: int) -> tuple[str, ...]:
    if pairs:
        span = ts.frequency.count(period)
        terms = f"{pairs} pair{'s' if pairs > 1 else ''} of sine and cosine"
        return (f"The season of {span} is drawn by {terms}, so that the search stays short.",)
    if period > LONGEST_SEASON:
        return (f"No season of {ts.frequency.count(period)} was found worth its terms.",)
    return ()


def _regressors(
    drivers: Design, n: int, period: int, pairs: int
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Drivers and harmonics at the newest `n` stamps and at those to forecast; None without any.

    Drivers come first, of mean 0 and standard deviation 1: so the likelihood's search meets
    numbers of one size.
    """
    past, future = drivers.standardised()
    steps = np.arange(n + len(future))
    both = np.vstack([past[-n:], future])
    harmonics = _fourier(steps, period, pairs)
    every = both if harmonics is None else np.hstack([both, harmonics])
    return (every[:n], every[n:]) if every.shape[1] else (None, None)


def _driver_notes(found: ArimaNumbers, drivers: Design, unit: str) -> tuple[str, ...]:
    """What each driver does."""
    said = [
        effect_in_words(each.name, each.value, each.error, unit, yes_no=each.yes_no)
        for each in found.of("driver")
    ]
    head = ("Drivers are regressors of this model, its errors an ARIMA.",) if said else ()
    return (*head, *said, *drivers.notes)


def _parts(
    fitted: dict[str, Any], future: np.ndarray | None, names: tuple[str, ...]
) -> dict[str, np.ndarray]:
    """What each driver makes of the steps to forecast, beside its usual value: (horizon,)."""
    if future is None:
        return {}
    return {
        name: future[:, place] * fitted["coef"][f"ex_{place + 1}"]
        for place, name in enumerate(names)
    }


def _fourier(steps: np.ndarray, period: int, pairs: int) -> np.ndarray | None:
    """Sine and cosine of the season's first harmonics, (n, 2 * pairs); None without any."""
    if not pairs:
        return None
    angles = 2 * np.pi * np.outer(steps, np.arange(1, pairs + 1)) / period
    return np.hstack([np.sin(angles), np.cos(angles)])


def _fourier_pairs(values: np.ndarray, period: int, most: int = 8) -> int:
    """Number of harmonics with the least AICc in a regression with a straight trend."""
    n = len(values)
    steps = np.arange(n)
    best, best_score = 0, float("inf")
    for pairs in range(min(most, period // 2, (n - 4) // 4) + 1):
        parts = [np.ones((n, 1)), steps[:, None] / n]
        fourier = _fourier(steps, period, pairs)
        design = np.hstack(parts if fourier is None else [*parts, fourier])
        residuals = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
        k = design.shape[1] + 1
        variance = max(float(np.mean(residuals**2)), np.finfo(float).tiny)
        score = n * np.log(variance) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
        if score < best_score:
            best, best_score = pairs, score
    return best
