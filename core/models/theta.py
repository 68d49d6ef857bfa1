"""The Theta method: smoothing, and a share of the long-run slope."""

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
from core.wording import number, percent

_LEAST, _WHY = 8, "a slope and how closely to follow it can't be told from fewer."

_BURN_IN = 3
"""First residuals left out, as in Fiorucci et al.: the line rests on too few values."""


@dataclass(frozen=True)
class Theta:
    """The dynamic optimised Theta model of Fiorucci et al. (2016).

    It generalises the method of Assimakopoulos and Nikolopoulos (2000), which won the M3
    competition: simple exponential smoothing plus a share of the slope of a straight line
    through the past; here share and line are learned, and the line anew with each value. A
    season of at most 24 steps that stands out is taken off by classical decomposition and put
    back after.

    The fit is statsforecast's. Its `AutoTheta` fits this and three more models and keeps the
    one that was nearest in the past: three to four times the time, 1.3 s instead of 0.5 s on
    2,000 values. It is no more accurate on the whole, and where it chooses the model whose line
    stays fixed, it can carry a decline of the past below zero; docs/method.md has the figures.
    """

    lane: Lane = field(default="statistics", init=False, repr=False)

    @property
    def name(self) -> str:
        """The model's name for people."""
        return "Theta"

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> FittedSmoothing:
        """Fit weight, share and start; see `Forecaster.fit`."""
        need(ts, _LEAST, _WHY)
        report(Progress(0, 1, "search"))
        values, notes = recent(ts)
        period, season_notes = short_season(ts, len(values))
        form = _found(values, period)
        report(Progress(1, 1, "search"))
        decided = [form.sentence]
        if period > 1:
            decided.append(_season_sentence(form, ts.frequency.count(period)))
        return FittedSmoothing(
            self.name,
            ts,
            horizon,
            form,
            residuals(ts, form.errors),
            (*decided, *season_notes, *without_drivers(ts), *notes),
        )

    def bare(
        self, values: np.ndarray, period: int, horizon: int, levels: Sequence[int] = LEVELS
    ) -> np.ndarray:
        """See `BareForecaster.bare`."""
        need_observed(int(np.isfinite(values).sum()), _LEAST, _WHY)
        newest = recent_values(values)
        form = _found(newest, short_season_within(period, len(newest)))
        return forecast_columns(self.name, form, horizon, levels)


def _found(values: np.ndarray, period: int) -> "ThetaForm":
    """The model that suits values without gaps, shape (n,)."""
    from statsforecast.models import DynamicOptimizedTheta

    model = DynamicOptimizedTheta(season_length=period)
    try:
        # The test for a season divides by the variance, which a constant series has not.
        with np.errstate(invalid="ignore", divide="ignore"):
            model.fit(values)
    except Exception as error:  # statsforecast raises bare ones
        raise ForecastError("No Theta model could be fitted to this series.") from error
    return ThetaForm.of(model.model_)


def _season_sentence(form: "ThetaForm", span: str) -> str:
    if not form.season:
        return f"No season: none of {span} stood out from chance."
    kind = {"additive": "An additive", "multiplicative": "A multiplicative"}[form.season]
    return f"{kind} season of {span} was taken off before and put back after."


@dataclass(frozen=True, eq=False)
class ThetaForm:
    """A fitted model and its last state, of the series without its season.

    Attributes:
        n: Values known.
        alpha: Weight of the newest value in the level.
        theta: What the past's curvature is multiplied by; 1 - 1 / theta of the line is kept.
        level: Last level.
        mean: Mean of all values.
        intercept: Of the line through all values.
        slope: Of that line.
        sigma: Standard deviation of the shocks.
        season: "additive", "multiplicative" or "" for none.
        cycle: The season from the first step ahead on, shape (period,); empty without one.
        errors: Errors one step ahead of the newest values, in the series' own unit, (k,).
    """

    n: int
    alpha: float
    theta: float
    level: float
    mean: float
    intercept: float
    slope: float
    sigma: float
    season: str
    cycle: np.ndarray
    errors: np.ndarray

    @classmethod
    def of(cls, fitted: dict[str, Any]) -> "ThetaForm":
        """The model in what statsforecast found."""
        level, _, intercept, slope, _ = fitted["states"][-1]
        n, errors = fitted["n"], fitted["residuals"]
        season = fitted["decomposition_type"] if fitted.get("decompose") else ""
        cycle = np.asarray(fitted["seas_forecast"]["mean"]) if season else np.empty(0)
        past = cycle[np.arange(-n, 0) % len(cycle)] if season else cycle
        if season == "additive":
            # statsforecast has put the season into the residuals, where it is no error.
            errors = errors - past
        shocks = errors / past if season == "multiplicative" else errors
        return cls(
            n,
            fitted["par"]["alpha"],
            fitted["par"]["theta"],
            level,
            float(fitted["mean_y"]),
            intercept,
            slope,
            float(np.std(shocks[_BURN_IN:], ddof=1)),
            season,
            cycle,
            errors[_BURN_IN:],
        )

    @property
    def linear(self) -> bool:
        """See `Form.linear`; a multiplied season multiplies every shock of its step alike."""
        return True

    @property
    def sentence(self) -> str:
        """The model in words."""
        return (
            f"Exponential smoothing with weight {number(self.alpha, '.2f')} on the newest value, "
            f"and {percent(1 - 1 / self.theta)} of the long-run slope (theta "
            f"{number(self.theta, '.3g')})."
        )

    def paths(self, shocks: np.ndarray) -> np.ndarray:
        """See `Form.paths`; equations of Fiorucci et al. (2016), section 3.2."""
        count, horizon = shocks.shape
        level, mean = np.full(count, self.level), np.full(count, self.mean)
        intercept, slope = np.full(count, self.intercept), np.full(count, self.slope)
        values = np.empty_like(shocks)
        for step in range(horizon):
            known = self.n + step
            left = (1 - self.alpha) ** known
            line = intercept * left + slope * (1 - left * (1 - self.alpha)) / self.alpha
            value = level + (1 - 1 / self.theta) * line + self.sigma * shocks[:, step]
            values[:, step] = value
            level = self.alpha * value + (1 - self.alpha) * level
            slope = ((known - 1) * slope + 6 * (value - mean) / (known + 1)) / (known + 2)
            mean = (known * mean + value) / (known + 1)
            intercept = mean - slope * (known + 2) / 2
        if not self.season:
            return values
        season = self.cycle[np.arange(horizon) % len(self.cycle)]
        return np.asarray(values * season if self.season == "multiplicative" else values + season)
