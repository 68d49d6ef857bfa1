"""A series taken apart: trend, seasons, and what neither explains."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from core.profile.strength import SOME, STRONG, alike, direction, pattern, seasons, share
from core.profile.stretch import Stretch, stretch
from core.timeseries import TimeSeries
from core.wording import listed, number, percent, rounded, with_unit

LEAST = 6
"""Fewest values that can be taken apart."""

# A standard deviation for each median absolute deviation, under a normal curve.
_NORMAL = 1.4826
# Noise from these shares of the level is called some, or much.
_SOME_NOISE, _MUCH_NOISE = 0.1, 0.25
# Beyond this many values a trend is computed at fewer dates and joined up; it is smooth anyway.
_EXACT = 500
# With fewer turns than this a season is their mean: a line through two points hides all noise.
_TURNS = 4
# Share of the values around a date that the trend of a series without season looks at.
_SPAN = 0.4


@dataclass(frozen=True, eq=False)
class Decomposition:
    """The parts of a series; they add up to it.

    Attributes:
        seen: What was taken apart.
        trend: The level as it moves, shape (n,), in the series' unit.
        seasons: What comes back, by length of the season in steps, each of shape (n,).
        rest: What is left, shape (n,).
    """

    seen: Stretch
    trend: pd.Series = field(repr=False)
    seasons: dict[int, pd.Series] = field(repr=False)
    rest: pd.Series = field(repr=False)

    @cached_property
    def strengths(self) -> dict[int, float]:
        """Strength of each season, 0 to 1, by its length in steps."""
        rest = self.rest.to_numpy()
        return {period: share(part.to_numpy(), rest) for period, part in self.seasons.items()}

    @cached_property
    def trend_strength(self) -> float:
        """Strength of the trend, 0 to 1."""
        return share(self.trend.to_numpy(), self.rest.to_numpy())

    @property
    def direction(self) -> str:
        """Where the trend leads: "rises", "falls" or ""."""
        return direction(self.trend.to_numpy(), self.trend_strength)

    @cached_property
    def spread(self) -> float:
        """Typical size of the remainder: its robust standard deviation, in the unit.

        Widened for what a season of few turns takes of it, as in a mean of so many values.
        """
        rest = self.rest.to_numpy()
        turns = len(rest) // max(self.seasons) if self.seasons else np.inf
        widened = np.sqrt(turns / (turns - 1)) if turns < _TURNS else 1.0
        return float(_NORMAL * np.median(np.abs(rest - np.median(rest))) * widened)

    @cached_property
    def level(self) -> float | None:
        """Typical value, in the unit; None where values lie on both sides of 0 or at it."""
        values = self.seen.values
        middle = float(np.median(values))
        return middle if middle > 0 and np.quantile(values, 0.05) >= 0 else None

    @property
    def noise(self) -> str:
        """The remainder in words: "little noise"; measured by the level, else by the spread."""
        whole = self.level or float(_NORMAL * np.median(np.abs(self._centred)))
        part = self.spread / whole if whole else 1.0
        size = "little" if part < _SOME_NOISE else "some" if part < _MUCH_NOISE else "much"
        return f"{size} noise"

    @property
    def _centred(self) -> np.ndarray:
        values = self.seen.values
        return np.asarray(values - np.median(values))

    @property
    def pace(self) -> float | None:
        """Mean change of the trend in a year as a share of the level.

        None where there is no level, or less than a year.
        """
        years = (self.trend.index[-1] - self.trend.index[0]).days / 365.25
        if self.level is None or years < 1:
            return None
        change = float(self.trend.iloc[-1] - self.trend.iloc[0])
        return change / float(years) / self.level

    @cached_property
    def clear(self) -> dict[int, float]:
        """Strengths of the seasons that are at least moderate and whose shape comes back."""
        rest = self.rest.to_numpy()
        return {
            period: strength
            for period, strength in self.strengths.items()
            if strength >= SOME and alike(self.seasons[period].to_numpy() + rest, period)
        }

    @property
    def patterns(self) -> str:
        """The seasons in words: "a strong weekly and yearly pattern"; "" where there are none."""
        names = seasons(self.seen.frequency)
        if not self.clear:
            main = next(iter(self.strengths), None)
            return "" if main is None else pattern(0.0, names[main])
        if len({strength >= STRONG for strength in self.clear.values()}) == 1:
            both = listed([names[period] for period in self.clear])
            return pattern(min(self.clear.values()), both)
        said = [pattern(strength, names[period]) for period, strength in self.clear.items()]
        return listed([*(words.removesuffix(" pattern") for words in said[:-1]), said[-1]])

    @property
    def finding(self) -> str:
        """What the picture shows, as its title."""
        trend = {"rises": "a rising level", "falls": "a falling level", "": "no lasting trend"}
        parts = [part for part in (self.patterns, trend[self.direction], self.noise) if part]
        said = listed(parts)
        return f"{said[0].upper()}{said[1:]}"

    @property
    def aid(self) -> str:
        """How to read the picture."""
        season = "what comes back each season, " if self.seasons else ""
        return (
            f"The series is the sum of the parts below it: the trend, {season}and the remainder. "
            "Where the remainder is large, neither trend nor season explains the value: look up "
            "what happened then."
        )

    @property
    def alt(self) -> str:
        """The picture in words."""
        names = seasons(self.seen.frequency)
        parts = ["trend", *(f"{names[period]} season" for period in self.seasons), "remainder"]
        return f"The series by date and, below each other, its {listed(parts)}. {self.finding}."

    @property
    def computed(self) -> str:
        """How it was computed, with the numbers of this case."""
        names, unit = seasons(self.seen.frequency), self.seen.unit
        count = self.seen.frequency.count
        if not self.seasons:
            how = (
                "There is no season to take off, or there are fewer than two full ones. The trend "
                f"is a smooth curve (LOWESS, {percent(_SPAN)} of the values around each date)."
            )
        elif len(self.seasons) == 1:
            how = f"Taken apart by STL with a season of {count(next(iter(self.seasons)))}."
        else:
            both = listed([count(period) for period in self.seasons])
            how = f"Taken apart by MSTL, STL for several seasons at once: {both}."
        measured = [
            f"{names[period]} season {number(strength, '.2f')}"
            for period, strength in self.strengths.items()
        ]
        trend = f"trend {number(self.trend_strength, '.2f')}"
        size = rounded(self.spread, unit)
        if self.level is not None:
            size += f", {percent(self.spread / self.level)} of the typical value"
        sentences = [
            how,
            f"Strengths from 0, none, to 1, all: {listed([*measured, trend])}; from "
            f"{number(STRONG, '.2f')} a pattern is called strong, from {number(SOME, '.2f')} "
            "moderate. A strength is the share of the variance, beside the other parts, that is "
            "not remainder. A season counts only if its shape comes back from one turn to the "
            "next.",
            f"The remainder has a robust standard deviation of {size}.",
        ]
        if self.pace is not None and self.direction:
            sentences.append(f"The trend {self.direction} by {percent(abs(self.pace))} a year.")
        return " ".join(sentences)

    def table(self) -> pd.DataFrame:
        """One row for each stamp: the value and its parts, in the series' unit."""
        noun, names = self.seen.frequency.noun.capitalize(), seasons(self.seen.frequency)
        parts = {"Value": self.seen.y, "Trend": self.trend}
        for period, part in self.seasons.items():
            parts[f"{names[period].capitalize()} season"] = part
        parts["Remainder"] = self.rest
        named = {with_unit(name, self.seen.unit): part for name, part in parts.items()}
        return pd.DataFrame({noun: self.seen.y.index, **named}).reset_index(drop=True)


def decompose(ts: TimeSeries) -> Decomposition:
    """Take a series apart.

    By STL (Cleveland, Cleveland, McRae and Terpenning 1990), by MSTL where several seasons have
    two full turns (Bandara, Hyndman and Bergmeir 2021), by LOWESS (Cleveland 1979) where none has.

    Args:
        ts: The series; its newest `stretch.MOST` values are taken apart.

    Raises:
        SeriesTooShort: If it has fewer than `LEAST` values.
        DataError: If all values are the same.
    """
    seen = stretch(ts, LEAST, "with fewer there is nothing to take apart.")
    values, n = seen.values, len(seen)
    # Sizes far from 1 upset the smoothers' arithmetic.
    scale = float(np.abs(values).max())
    # MSTL drops a season of which there are exactly two.
    known = enumerate(seasons(seen.frequency))
    periods = [period for place, period in known if n >= 2 * period + (place > 0)]
    trend, found = _parts(values / scale, periods)
    index = seen.y.index
    parts = {
        period: pd.Series(part * scale, index)
        for period, part in zip(periods, found, strict=True)
    }  # fmt: skip
    level = pd.Series(trend * scale, index)
    return Decomposition(seen, level, parts, seen.y - level - sum(parts.values()))


def _parts(values: np.ndarray, periods: list[int]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Trend and seasons, each of shape (n,)."""
    # Loading these takes a second: not when a page opens.
    jump = max(1, len(values) // _EXACT)
    few = bool(periods) and len(values) < _TURNS * max(periods)
    how = {"trend_jump": jump, "low_pass_jump": jump, "seasonal_deg": 0 if few else 1}
    if not periods:
        from statsmodels.nonparametric.smoothers_lowess import lowess

        steps = np.arange(len(values), dtype=np.float64)
        span = max(_SPAN, min(1.0, LEAST / len(values)))
        smooth = lowess(values, steps, frac=span, delta=jump, return_sorted=False)
        return np.asarray(smooth), []
    from statsmodels.tsa.seasonal import MSTL, STL

    if len(periods) == 1:
        one = STL(values, period=periods[0], **how).fit()
        return np.asarray(one.trend), [np.asarray(one.seasonal)]
    many = MSTL(values, periods=periods, stl_kwargs=how).fit()
    return np.asarray(many.trend), list(np.asarray(many.seasonal).T)
