"""What a forecast is made of: level, trend, season, and what drivers and events put on it."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.decomposition import logarithmic_mean, multiplies, seasonal_part
from core.forecaster import Forecast
from core.timeseries import TimeSeries
from core.treated import treated
from core.wording import listed, quoted, rounded

LEVEL, TREND, SEASON = "Level", "Trend", "Season"
SEASONS = 5
"""Newest seasons of the past that the season is drawn from, besides those of the forecast."""

SLIGHT, TINY = 0.002, 1e-12
"""Share of the level from which on a part is worth a word; and what counts as no level."""


@dataclass(frozen=True, eq=False)
class Explanation:
    """A forecast as a sum of parts.

    Attributes:
        parts: Shape (horizon, parts), by date, in the series' own unit; `Level` is the same
            throughout, and rows add up to the forecast's point.
        model: Name of the model.
        seasons: Seasons of the past that the season was drawn from, 0 for none.
    """

    parts: pd.DataFrame = field(repr=False)
    model: str
    seasons: int


def explain(forecast: Forecast, ts: TimeSeries) -> Explanation:
    """Split a forecast into parts, alike for every model.

    What drivers and events put on it is known from the fit. Of the rest, the level is the mean
    of the newest season, adjusted for season; the season is that of the newest past and the
    forecast together, by STL; and the trend is what remains: how far, season apart, the forecast
    moves away from the level. Where the season grows with the level, the rest is a product of
    the three, made a sum by logarithmic means (the additive LMDI of Ang 2004), which leaves
    nothing over.

    Args:
        forecast: Of the final fit.
        ts: The series it is of, as it was given to the model.
    """
    past = treated(ts).ts.values
    index = forecast.table.index
    named = dict(forecast.parts)
    rest = forecast.table["point"].to_numpy() - sum(named.values(), np.zeros(len(index)))
    period = ts.seasonal_period
    newest = past[-SEASONS * period :] if period > 1 else past
    both = np.concatenate([newest, rest])
    multiplied = multiplies(both, period)
    drawn = seasonal_part(np.log(both) if multiplied else both, period)
    season = drawn[len(newest) :]
    adjusted = (np.log(newest) if multiplied else newest) - drawn[: len(newest)]
    known = adjusted[~np.isnan(adjusted)][-max(period, 1) :]
    level = float(known.mean())
    trend = (np.log(rest) if multiplied else rest) - season - level
    if multiplied:
        base = float(np.exp(level))
        mean = logarithmic_mean(rest, np.full(len(rest), base))
        level, trend, season = base, mean * trend, mean * season
    columns: dict[str, np.ndarray | float] = {LEVEL: level, TREND: trend}
    seasons = 0
    if drawn.any():
        columns[SEASON] = season
        seasons = len(newest) // period
    return Explanation(pd.DataFrame({**columns, **named}, index=index), forecast.model, seasons)


def sentences(found: Explanation, ts: TimeSeries) -> tuple[str, ...]:
    """What moves the forecast away from its level, the strongest first: two sentences at most."""
    level = float(found.parts[LEVEL].iloc[0])
    parts = found.parts.drop(columns=LEVEL)
    size = parts.abs().mean().sort_values(ascending=False)
    moving = [str(name) for name in size.index if size[name] > SLIGHT * max(abs(level), TINY)]
    said = f"The {found.model} starts from a level of {rounded(level, ts.unit)}"
    if not moving:
        return (f"{said} and stays there for {ts.frequency.count(len(parts))}.",)
    strongest, *others = moving
    first = f"{said}; what moves it most is {_spoken(strongest)}, {_reach(parts[strongest], ts)}."
    if not others:
        return (first,)
    rest = listed([f"{_spoken(name)} ({_reach(parts[name], ts)})" for name in others])
    return (first, f"Then comes {rest}.")


def _spoken(name: str) -> str:
    return f"the {name.lower()}" if name in (TREND, SEASON) else quoted(name)


def _reach(part: pd.Series, ts: TimeSeries) -> str:
    """From its lowest to its highest, with the dates of both."""
    low, high = int(part.argmin()), int(part.argmax())
    ends = [
        f"{_signed(float(part.iloc[place]), ts.unit)} in {ts.frequency.words(part.index[place])}"
        for place in (low, high)
    ]
    if np.isclose(part.iloc[low], part.iloc[high], rtol=0.02):
        return f"{_signed(float(part.mean()), ts.unit)} throughout"
    return f"from {ends[0]} to {ends[1]}"


def _signed(value: float, unit: str = "") -> str:
    return f"{'-' if value < 0 else '+'}{rounded(abs(value), unit)}"
