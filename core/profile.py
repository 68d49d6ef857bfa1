"""What is in a series: facts, a sentence or two about them, and settings that suit it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.reading import Reading
from core.timeseries import TimeSeries
from core.wording import counted, listed

_STRONG, _SOME = 0.64, 0.3
# STL takes seconds on longer series and seasons; their newest part tells as much.
_LONGEST, _LONGEST_SEASON = 5_000, 60
# A network needs this many examples to learn anything.
_EXAMPLES = 4
_MOST_FOLDS = 3


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
            `None` where there are fewer than two full seasons.
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
        reasons: For each of these names, why, as a sentence.
    """

    lookback: int
    horizon: int
    folds: int
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
    """The facts in a few sentences."""
    frequency = known.frequency
    first, last = frequency.words(known.first), frequency.words(known.last)
    sentences = [f"{frequency.count(known.n)} from {first} to {last}, {_missing(known)}."]
    pattern = {"weekly": "daily", "daily": "weekly"}.get(
        _SEASON[frequency.name], _SEASON[frequency.name]
    )
    strength = known.seasonal_strength
    if strength is not None and strength >= _STRONG:
        sentences.append(f"A strong {pattern} pattern.")
    return " ".join(sentences)
