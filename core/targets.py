"""Budgets, and the chance to meet them, read from a model's joint paths."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.forecaster import Forecast
from core.spans import Span, horizon_span, spans
from core.timeseries import TimeSeries
from core.totals import drawn
from core.wording import number

HORIZON = "horizon"
"""The unit of a budget for all steps to forecast."""

SURE = (50, 80, 90)
"""Chances, in per cent, for which the budget that would have them is told."""


@dataclass(frozen=True, eq=False)
class Target:
    """What is to be met.

    Attributes:
        unit: What its periods are: one of `core.periods.units`, or `HORIZON`.
        amounts: By the first stamp of a period, in the series' own unit.
        at_least: Whether it is met by reaching it; else by staying at or below it, as with costs.
    """

    unit: str
    amounts: Mapping[pd.Timestamp, float]
    at_least: bool = True


@dataclass(frozen=True)
class Chance:
    """The chance to meet one budget.

    Attributes:
        span: Which steps.
        budget: What is to be met.
        point: The median forecast.
        chance: From 0 to 1, and neither of them.
        levels: For each chance of `SURE`, the budget that would have it.
    """

    span: Span
    budget: float
    point: float
    chance: float
    levels: Mapping[int, float] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Odds:
    """The chances to meet a target, as one model sees them.

    Attributes:
        each: One for each period that has a budget.
        together: For the sum (or mean) of these periods; the only one itself if there is one.
        every: The chance that all of them are met at once.
        values: What they come to together in each possible future, shape (n_paths,).
        at_least: As in the target.
    """

    each: tuple[Chance, ...]
    together: Chance
    every: float
    values: np.ndarray = field(repr=False)
    at_least: bool

    def table(self) -> pd.DataFrame:
        """`span, from, to, budget, point, chance, budget-50, ...`; all together in the last row."""
        rows = [*self.each, self.together] if len(self.each) > 1 else [self.together]
        return pd.DataFrame(
            {
                "span": each.span.name,
                "from": each.span.first,
                "to": each.span.last,
                "budget": each.budget,
                "point": each.point,
                "chance": each.chance,
            }
            | {f"budget-{sure}": amount for sure, amount in each.levels.items()}
            for each in rows
        )


def periods(ts: TimeSeries, horizon: int, unit: str) -> tuple[Span, ...]:
    """The periods of a unit that a budget can be given for: those that are not cut off."""
    if unit == HORIZON:
        return (horizon_span(ts, horizon),)
    return tuple(span for span in spans(ts, horizon, unit) if span.whole)


def find_odds(target: Target, forecast: Forecast, ts: TimeSeries) -> Odds | None:
    """The chance to meet a target; None if none of its amounts is for a period of the forecast.

    Raises:
        ForecastError: If the forecast has no paths.
    """
    paths = drawn(forecast)
    asked = [
        span
        for span in periods(ts, len(forecast.table), target.unit)
        if not math.isnan(target.amounts.get(span.first, math.nan))
    ]
    if not asked:
        return None
    drawings = np.array([span.values(paths) for span in asked])  # (k, n_paths)
    budgets = np.array([target.amounts[span.first] for span in asked])  # (k,)
    met = drawings >= budgets[:, None] if target.at_least else drawings <= budgets[:, None]
    each = tuple(
        _chance(span, budget, values, target.at_least)
        for span, budget, values in zip(asked, budgets, drawings, strict=True)
    )
    if len(asked) == 1:
        return Odds(each, each[0], each[0].chance, drawings[0], target.at_least)
    weights = np.ones(len(asked))
    if asked[0].mean:
        weights = np.array([span.actuals + span.ahead for span in asked], dtype=float)
        weights /= weights.sum()
    together = weights @ drawings
    return Odds(
        each,
        _chance(_joined(asked, target.unit), float(weights @ budgets), together, target.at_least),
        _share(np.asarray(met.all(axis=0))),
        together,
        target.at_least,
    )


def _joined(parts: list[Span], unit: str) -> Span:
    """Several periods as one, for its name and ends."""
    first, last = parts[0], parts[-1]
    how = "on average" if first.mean else "together"
    return replace(
        first,
        name=f"{number(len(parts))} {unit}s {how}",
        short=how.capitalize(),
        last=last.last,
        stop=last.stop,
        known=sum(part.known for part in parts),
        actuals=sum(part.actuals for part in parts),
    )


def _chance(span: Span, budget: float, values: np.ndarray, at_least: bool) -> Chance:
    met = values >= budget if at_least else values <= budget
    levels = {sure: level_for(sure / 100, values, at_least) for sure in SURE}
    return Chance(span, float(budget), float(np.median(values)), _share(met), levels)


def _share(met: np.ndarray) -> float:
    """A share of paths as a chance: one half is added either way, so it is neither 0 nor 1."""
    return float((met.sum() + 0.5) / (len(met) + 1))


def level_for(sure: float, values: np.ndarray, at_least: bool = True) -> float:
    """The budget that would be met with a chance of `sure`, 0 to 1."""
    return float(np.quantile(values, 1 - sure if at_least else sure))


def last_year_plus(
    ts: TimeSeries, horizon: int, unit: str, growth: float, at_least: bool = True
) -> Target:
    """The same period's value in the last year known, and `growth`, a share, on it for each year.

    Periods whose value then is not known have no budget.
    """
    amounts = {
        span.first: span.before * (1 + growth) ** span.years
        for span in periods(ts, horizon, unit)
        if not math.isnan(span.before)
    }
    return Target(unit, amounts, at_least)
