"""Facts about a series, and a sentence or two about them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.profile.strength import alike, direction, main_season, pattern, share
from core.reading import Reading
from core.wording import counted, listed, number

# STL takes seconds on longer series and seasons; their newest part tells as much.
_LONGEST, _LONGEST_SEASON = 5_000, 60


@dataclass(frozen=True)
class Facts:
    """What is known about a series before any model sees it.

    Attributes:
        first: First stamp.
        last: Last stamp.
        n: Number of periods from first to last.
        frequency: Spacing of the stamps.
        missing: Periods without a value.
        missing_examples: The first of them in words.
        duplicates: Rows of the file that were merged with another.
        negatives: Values below zero.
        zeros: Values of exactly zero.
        minimum: Smallest value.
        mean: Mean of the values.
        maximum: Largest value.
        seasonal_strength: From 0, none, to 1, all: how much of what is not trend is season;
            0 also where its shape does not come back; `None` where there are fewer than two full
            seasons, or a season is too long.
        trend_strength: From 0 to 1: how much of what is not season is trend.
        direction: "rises", "falls" or "" where there is no strong trend.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    n: int
    frequency: Frequency
    missing: int
    missing_examples: tuple[str, ...]
    duplicates: int
    negatives: int
    zeros: int
    minimum: float
    mean: float
    maximum: float
    seasonal_strength: float | None
    trend_strength: float
    direction: str


def facts(reading: Reading) -> Facts:
    """The facts about a reading's series."""
    series = reading.series
    y, frequency = series.y, series.frequency
    gaps = y.index[y.isna()]
    seasonal, trend, direction = _strengths(y, series.seasonal_period)
    return Facts(
        first=y.index[0],
        last=y.index[-1],
        n=len(y),
        frequency=frequency,
        missing=len(gaps),
        missing_examples=tuple(frequency.words(stamp) for stamp in gaps[:3]),
        duplicates=reading.receipt.count("Duplicates merged"),
        negatives=int((y < 0).sum()),
        zeros=int((y == 0).sum()),
        minimum=float(y.min()),
        mean=float(y.mean()),
        maximum=float(y.max()),
        seasonal_strength=seasonal,
        trend_strength=trend,
        direction=direction,
    )


def plain(known: Facts) -> str:
    """The facts in a few plain sentences."""
    frequency = known.frequency
    span = f"{frequency.words(known.first)} to {frequency.words(known.last)}"
    missing = "none missing"
    if known.missing:
        more = known.missing - len(known.missing_examples)
        first = ", ".join(known.missing_examples)
        shown = f"{first} and {number(more)} more" if more else listed(known.missing_examples)
        missing = f"{number(known.missing)} missing ({shown})"
    sentences = [f"{frequency.count(known.n)} from {span}, {missing}."]
    season, strength = main_season(frequency), known.seasonal_strength
    if known.minimum == known.maximum:
        sentences.append("All values are the same.")
    elif strength is not None:
        said = pattern(strength, season)
        sentences.append(f"{said[0].upper()}{said[1:]}.")
    elif season and known.n < 2 * frequency.seasonal_periods[0]:
        sentences.append(f"Too short to tell whether there is a {season} pattern.")
    if known.direction:
        sentences.append(f"The level {known.direction} over time.")
    if known.negatives:
        verb = "is" if known.negatives == 1 else "are"
        sentences.append(f"{counted(known.negatives, 'value')} {verb} below zero.")
    return " ".join(sentences)


def _strengths(y: pd.Series, period: int) -> tuple[float | None, float, str]:
    """Seasonal strength, trend strength and the direction of a strong trend.

    The parts are those of STL, or a straight line where there is no season.
    """
    values = y.interpolate().to_numpy(dtype=np.float64)[-_LONGEST:]
    scale = float(np.abs(values).max())
    seasonal = 2 <= period <= _LONGEST_SEASON and len(values) >= 2 * period
    if scale == 0 or np.ptp(values) <= 1e-12 * scale:
        return (0.0 if seasonal else None), 0.0, ""
    values = values / scale
    if seasonal:
        # Loads scipy, which takes a second: not when a page opens.
        from statsmodels.tsa.seasonal import STL

        parts = STL(values, period=period).fit()
        trend, season, rest = parts.trend, parts.seasonal, parts.resid
    else:
        steps = np.arange(len(values))
        trend = np.polyval(np.polyfit(steps, values, 1), steps)
        season, rest = np.zeros_like(values), values - trend
    strength = share(trend, rest) if len(values) > 3 else 0.0
    way = direction(trend, strength)
    if not seasonal:
        return None, strength, way
    return (share(season, rest) if alike(season + rest, period) else 0.0), strength, way
