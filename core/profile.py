"""What is in a series: facts, a sentence or two about them, and settings that suit it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.reading import Reading
from core.timeseries import TimeSeries
from core.wording import counted, listed

_STRONG, _SOME = 0.64, 0.3
# Correlation of a trend with time below which it is a swing rather than a direction.
_SWING = 0.7
# STL takes seconds on longer series and seasons; their newest part tells as much.
_LONGEST, _LONGEST_SEASON = 5_000, 60
# A network needs this many examples to learn anything.
_EXAMPLES = 4
_MOST_FOLDS = 3
# Steps of gradient descent that suit a short series, and windows to each.
_STEPS, _BATCH = 40, 32
_FEWEST_EPOCHS, _MOST_EPOCHS = 10, 40


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
            `None` where there are fewer than two full seasons, or a season is too long.
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


@dataclass(frozen=True)
class Recommended:
    """Settings that suit a series.

    Attributes:
        lookback: Steps of the past a network sees.
        horizon: Steps to forecast.
        folds: Past cutoffs to test at.
        epochs: Passes of a network over its windows.
        reasons: For each of these names, why, as a sentence.
    """

    lookback: int
    horizon: int
    folds: int
    epochs: int
    reasons: dict[str, str]


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
        shown = f"{first} and {more:,} more" if more else listed(known.missing_examples)
        missing = f"{known.missing:,} missing ({shown})"
    sentences = [f"{frequency.count(known.n)} from {span}, {missing}."]
    season, strength = _SEASON[frequency.name], known.seasonal_strength
    if known.minimum == known.maximum:
        sentences.append("All values are the same.")
    elif strength is not None:
        degree = (
            "A strong" if strength >= _STRONG else "A moderate" if strength >= _SOME else "No clear"
        )
        sentences.append(f"{degree} {season} pattern.")
    elif season and known.n < 2 * frequency.seasonal_periods[0]:
        sentences.append(f"Too short to tell whether there is a {season} pattern.")
    if known.direction:
        sentences.append(f"The level {known.direction} over time.")
    if known.negatives:
        verb = "is" if known.negatives == 1 else "are"
        sentences.append(f"{counted(known.negatives, 'value')} {verb} below zero.")
    return " ".join(sentences)


# What the main season of a frequency is called; "" where it has none.
_SEASON = {
    "yearly": "",
    "quarterly": "yearly",
    "monthly": "yearly",
    "weekly": "yearly",
    "daily": "weekly",
    "business-daily": "weekly",
    "hourly": "daily",
    "half-hourly": "daily",
    "quarter-hourly": "daily",
}


def _strengths(y: pd.Series, period: int) -> tuple[float | None, float, str]:
    """Seasonal strength, trend strength and the direction of a strong trend.

    The strengths are those of Wang, Smith and Hyndman (2006): one minus the variance of the
    remainder over that of the remainder and the part in question.
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
    strength = _share(trend, rest) if len(values) > 3 else 0.0
    change = float(trend[-1] - trend[0])
    # A level that swings, or ends where it began, went nowhere, however smoothly.
    along = abs(float(np.corrcoef(trend, np.arange(len(trend)))[0, 1])) if np.ptp(trend) else 0.0
    steady = strength >= _STRONG and along > _SWING and abs(change) > 0.5 * float(np.ptp(trend))
    direction = ("rises" if change > 0 else "falls") if steady else ""
    return (_share(season, rest) if seasonal else None), strength, direction


def _share(part: np.ndarray, rest: np.ndarray) -> float:
    whole = float(np.var(part + rest))
    return max(0.0, 1.0 - float(np.var(rest)) / whole) if whole > 0 else 0.0


# Steps of the past worth seeing, by frequency: full seasons where there are any.
_LOOKBACK = {
    "yearly": 6,
    "quarterly": 8,
    "monthly": 24,
    "weekly": 52,
    "daily": 28,
    "business-daily": 20,
    "hourly": 48,
    "half-hourly": 96,
    "quarter-hourly": 96,
}


def recommend(series: TimeSeries) -> Recommended:
    """Window, horizon and folds that leave the oldest fold enough to learn from; and epochs."""
    frequency, n = series.frequency, len(series)
    horizon = max(1, min(frequency.horizon, n // 6))
    if horizon == frequency.horizon:
        why_horizon = f"{frequency.count(horizon)} ahead is usual for {frequency.name} data."
    else:
        why_horizon = f"A sixth of the {frequency.count(n)} there are; the rest is to learn from."
    season = series.seasonal_period
    if season > 24 and n < 3 * season:
        # A year of weeks would take up most of a series of two years.
        season = 1
    folds, room = _folds(series, horizon, season)
    lookback = _lookback(frequency, season, room)
    if season > 1 and lookback >= season:
        seasons = lookback // season
        noun = {"yearly": "year", "weekly": "week", "daily": "day"}[_SEASON[frequency.name]]
        why_lookback = f"The window covers {counted(seasons, f'full {noun}')}."
    elif _SEASON[frequency.name]:
        why_lookback = "A full season would leave too few examples in a series this short."
    else:
        why_lookback = f"{frequency.count(lookback)} show the recent trend."
    if folds == _MOST_FOLDS:
        why_folds = f"{folds} past forecasts show whether a model does well more than once."
    else:
        why_folds = "The series is short: more past forecasts would leave too little to learn from."
    epochs = _epochs(n - folds * horizon)
    why_epochs = "Enough to learn the lasting pattern; more would make the network memorise noise."
    reasons = {
        "lookback": why_lookback,
        "horizon": why_horizon,
        "folds": why_folds,
        "epochs": why_epochs,
    }
    return Recommended(lookback, horizon, folds, epochs, reasons)


def _epochs(windows: int) -> int:
    """Passes that make about `_STEPS` steps of gradient descent, within bounds.

    A network that begins as a good simple forecast is spoilt by more steps than its windows
    bear; benchmarks/accuracy.py shows how the error depends on them.
    """
    in_one = -(-max(windows, 1) // _BATCH)
    return min(max(-(-_STEPS // in_one), _FEWEST_EPOCHS), _MOST_EPOCHS)


def _folds(series: TimeSeries, horizon: int, season: int) -> tuple[int, int]:
    """The most folds that leave a window of a full season, or of 2 steps; and the longest window.

    The oldest fold must hold a window, a horizon, and enough examples one step apart.
    """
    y = series.y
    rooms = {
        folds: int(y.iloc[: len(y) - folds * horizon].notna().sum()) - horizon - _EXAMPLES + 1
        for folds in range(_MOST_FOLDS, 0, -1)
    }
    for least in (max(season, 2), 2):
        for folds, room in rooms.items():
            # A single past forecast is too little to judge by, unless nothing else fits.
            if room >= least and (folds > 1 or least == 2):
                return folds, room
    return 1, 2


def _lookback(frequency: Frequency, season: int, room: int) -> int:
    """The longest whole number of seasons within `room` and what is worth seeing."""
    wanted = _LOOKBACK[frequency.name]
    # A window of more than a third of the room leaves few examples: then one season will do.
    if frequency.seasonal_periods[0] > 1 and room < 3 * wanted:
        wanted = max(season, room // 3)
    least = min(wanted, room)
    return least - least % season if 1 < season <= least else max(2, least)
