"""Exponential smoothing as a statistical model, its form found automatically."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.errors import ForecastError
from core.forecaster import LEVELS, Lane, need, need_observed
from core.models.history import recent, recent_values, residuals, without_drivers
from core.models.smoothing import (
    FittedSmoothing,
    forecast_columns,
    short_season,
    short_season_within,
)
from core.progress import Progress, Report, silent
from core.timeseries import TimeSeries

_LEAST, _WHY = 8, "a form of exponential smoothing can't be told from fewer."

_COMPONENTS = {"N": "no", "A": "additive", "Ad": "damped additive", "M": "multiplicative"}


@dataclass(frozen=True)
class Ets:
    """Error, trend and season, each additive, multiplicative or absent, chosen by AICc.

    The forms and the choice are those of Hyndman, Koehler, Snyder and Grose (2002), the search
    is statsforecast's `AutoETS`. It tries no multiplicative trend, as R's `ets`, and nothing
    multiplicative where a value is zero or below. A season is drawn up to 24 steps, if two are
    known.
    """

    lane: Lane = field(default="statistics", init=False, repr=False)

    @property
    def name(self) -> str:
        """The model's name for people."""
        return "ETS"

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> FittedSmoothing:
        """Search the form and fit it; see `Forecaster.fit`."""
        need(ts, _LEAST, _WHY)
        report(Progress(0, 1, "search"))
        values, notes = recent(ts)
        period, season_notes = short_season(ts, len(values))
        fitted = _searched(values, period)
        report(Progress(1, 1, "search"))
        form = EtsForm.of(fitted)
        return FittedSmoothing(
            self.name,
            ts,
            horizon,
            form,
            # Its "residuals" are shares of the forecast if errors are multiplied.
            residuals(ts, values - fitted["fitted"]),
            (form.sentence, *season_notes, *without_drivers(ts), *notes),
        )

    def bare(
        self, values: np.ndarray, period: int, horizon: int, levels: Sequence[int] = LEVELS
    ) -> np.ndarray:
        """See `BareForecaster.bare`."""
        need_observed(int(np.isfinite(values).sum()), _LEAST, _WHY)
        newest = recent_values(values)
        fitted = _searched(newest, short_season_within(period, len(newest)))
        return forecast_columns(self.name, EtsForm.of(fitted), horizon, levels)


def _searched(values: np.ndarray, period: int) -> dict[str, Any]:
    """What statsforecast finds for values without gaps, shape (n,)."""
    from statsforecast.models import AutoETS

    model = AutoETS(season_length=period)
    try:
        model.fit(values)
    except Exception as error:  # statsforecast raises bare ones
        raise ForecastError("No form of ETS could be fitted to this series.") from error
    found: dict[str, Any] = model.model_
    return found


@dataclass(frozen=True, eq=False)
class EtsForm:
    """A form with its parameters and its last state.

    Attributes:
        error: "A" or "M".
        trend: "N", "A" or "Ad".
        season: "N", "A" or "M".
        alpha: Weight of a shock in the level.
        beta: Weight of a shock in the trend.
        gamma: Weight of a shock in the season.
        phi: What is left of the trend from step to step.
        level: Last level.
        slope: Last trend, 0 without one.
        cycle: Last season, the oldest phase last, shape (period,); empty without one.
        sigma: Standard deviation of the shocks, relative ones if `error` is "M".
    """

    error: str
    trend: str
    season: str
    alpha: float
    beta: float
    gamma: float
    phi: float
    level: float
    slope: float
    cycle: np.ndarray
    sigma: float

    @classmethod
    def of(cls, fitted: dict[str, Any]) -> "EtsForm":
        """The form in what statsforecast found."""
        error, trend, season, damped = fitted["components"]
        # What a form has not is NaN there: a trend that isn't damped keeps all of itself.
        alpha, beta, gamma, phi = np.where(
            np.isnan(fitted["par"][:4]), [0.0, 0.0, 0.0, 1.0], fitted["par"][:4]
        )
        state = fitted["states"][-1]
        has_trend = trend != "N"
        return cls(
            error,
            f"{trend}d" if damped == "D" else trend,
            season,
            alpha,
            beta,
            gamma,
            phi,
            level=state[0],
            slope=state[1] if has_trend else 0.0,
            cycle=state[1 + has_trend :] if season != "N" else state[:0],
            sigma=float(np.sqrt(fitted["sigma2"])),
        )

    @property
    def linear(self) -> bool:
        """See `Form.linear`: nothing is multiplied."""
        return self.error == "A" and self.season != "M"

    @property
    def sentence(self) -> str:
        """The form in its usual letters and in words."""
        error, trend, season = (_COMPONENTS[part] for part in (self.error, self.trend, self.season))
        return (
            f"Form found: ETS({self.error},{self.trend},{self.season}): {error} error, "
            f"{trend} trend, {season} season."
        )

    def paths(self, shocks: np.ndarray) -> np.ndarray:
        """See `Form.paths`; the recursions of Hyndman et al. (2008), tables 2.2 and 2.3."""
        n, horizon = shocks.shape
        level, slope = np.full(n, self.level), np.full(n, self.slope)
        season = np.tile(self.cycle, (n, 1))
        values = np.empty_like(shocks)
        for step in range(horizon):
            base = level + self.phi * slope
            phase = season[:, -1] if self.season != "N" else np.zeros(n)
            mean = base * phase if self.season == "M" else base + phase
            shock = self.sigma * shocks[:, step]
            error = mean * shock if self.error == "M" else shock
            values[:, step] = mean + error
            # A multiplied season comes with multiplied errors only: both act on the base.
            pull = base * shock if self.season == "M" else error
            level = base + self.alpha * pull
            slope = self.phi * slope + self.beta * pull
            if self.season != "N":
                newest = (
                    phase * (1 + self.gamma * shock)
                    if self.season == "M"
                    else (phase + self.gamma * error)
                )
                season = np.column_stack([newest, season[:, :-1]])
        return values
