"""Whether forecasts of a series should be useful, in one sentence, and why."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from core.profile.decomposition import Decomposition
from core.profile.predictability import Naive, Predictability, predictability
from core.profile.strength import STRONG, main_season
from core.timeseries import TimeSeries
from core.wording import listed, number, percent, rounded, with_unit

# Shares of the error of the mean that are saved: from these a forecast is useful, or of some use.
_USEFUL, _SOME_USE = 0.5, 0.2
# A rule that saves less of the best naive error is hardly better.
_BETTER = 0.1
# Mean steps between values that are not 0, from which demand is called intermittent.
_INTERMITTENT = 1.32
# A place in the season where this share of values is 0 is closed, not a matter of chance.
_CLOSED = 0.9
# Steps ahead that are looked at, and changes of the trend in a year that are slow, or fast.
_HORIZONS = 6
_SLOW, _FAST = 0.05, 0.25
# With fewer seasons the length is mentioned.
_FEW_SEASONS = 4

_TURN = {"yearly": "year", "weekly": "week", "daily": "day"}


@dataclass(frozen=True, eq=False)
class Forecastability:
    """What speaks for and against forecasts of a series.

    Attributes:
        ts: The series.
        parts: The series taken apart.
        horizon: Steps that are to be forecast.
        errors: What simple rules miss by, at growing steps ahead; fewer or none for short series.
        zeros: Share of values that are 0, where it is not closed; 0 if values can be negative.
        closed: Places of the season that are nearly always 0, of how many.
    """

    ts: TimeSeries
    parts: Decomposition = field(repr=False)
    horizon: int
    errors: tuple[Predictability, ...]
    zeros: float
    closed: int

    @property
    def intermittent(self) -> bool:
        """Whether values that are not 0 come so rarely that their rhythm counts as chance."""
        return self.zeros < 1 and 1 / (1 - self.zeros) >= _INTERMITTENT

    @cached_property
    def sentence(self) -> str:
        """The whole in one sentence: "A strong yearly pattern, ...: forecasts ... be useful."."""
        said = f"{', '.join(self._kind)}: {self._use}."
        return said[0].upper() + said[1:]

    @property
    def _kind(self) -> list[str]:
        """What the series is like, in a few words each."""
        parts = self.parts
        kind = [parts.patterns] if parts.patterns else []
        if self.intermittent:
            rare = f"{percent(self.zeros)} of the values are 0, in no fixed rhythm"
            return [rare, *kind] if parts.clear else [rare]
        kind += [self._growth, parts.noise]
        season, period = main_season(self.ts.frequency), self.ts.seasonal_period
        if season and len(self.ts) < _FEW_SEASONS * period:
            turns = len(self.ts) / period
            kind.append(f"only {number(turns, '.1f')} {_TURN[season]}s to learn from")
        return kind

    @property
    def _growth(self) -> str:
        parts = self.parts
        if not parts.direction:
            return "a level that swings" if parts.trend_strength >= STRONG else "a steady level"
        word = "growth" if parts.direction == "rises" else "decline"
        pace = None if parts.pace is None else abs(parts.pace)
        if pace is None:
            return f"steady {word}"
        how = "slow" if pace < _SLOW else "fast" if pace > _FAST else "steady"
        return f"{how} {word} ({percent(pace)} a year)"

    @property
    def _use(self) -> str:
        """What that means for forecasts."""
        if not self.errors:
            return "too short to tell how far forecasts can be trusted"
        if self.intermittent:
            noun = self.ts.frequency.noun
            return f"forecasts can give a mean rate, hardly the value of a single {noun}"
        some = self._reach(_SOME_USE)
        if not some:
            return "forecasts will hardly be better than the mean of the past"
        count, useful = self.ts.frequency.count, self.useful
        naive = self._naive(self.errors[0].easiest)
        if not self._better:
            if useful:
                return (
                    f"forecasts {count(useful)} ahead should be useful, but {naive} is hard to beat"
                )
            return f"forecasts will hardly be better than {naive}"
        if not useful:
            return f"forecasts {count(some)} ahead should be of some use, with wide ranges"
        if useful == self.errors[-1].ahead:
            return f"forecasts {count(useful)} ahead should be useful"
        further = "rougher" if some == self.errors[-1].ahead else "hardly"
        return f"forecasts {count(useful)} ahead should be useful, {further} further ahead"

    @cached_property
    def useful(self) -> int:
        """Steps ahead up to which forecasts should be useful; 0 for none.

        A season that repeats is of use even if no model is better at it; a last value that is hard
        to beat only tells that nothing is known.
        """
        if not self.errors or self.intermittent:
            return 0
        hopeless = not self._better and self.errors[0].easiest != "season"
        return 0 if hopeless else self._reach(_USEFUL)

    @property
    def _better(self) -> bool:
        """Whether the rule clearly beats the naive ones anywhere it is of any use."""
        some = self._reach(_SOME_USE)
        return any(one.gain >= _BETTER for one in self.errors if one.ahead <= some)

    @property
    def advice(self) -> str:
        """A shorter horizon, as a sentence, where forecasts are useful only so far; else ""."""
        if not 0 < self.useful < self.horizon:
            return ""
        return (
            f"With a horizon of {self.ts.frequency.count(self.useful)} you would stay where "
            "forecasts should be useful."
        )

    def _reach(self, share: float) -> int:
        """The furthest step up to which at least this share of the mean's error is saved."""
        far = 0
        for one in self.errors:
            if one.known < share:
                break
            far = one.ahead
        return far

    def _naive(self, name: Naive) -> str:
        turn = _TURN.get(main_season(self.ts.frequency), "season")
        return {
            "season": f"repeating the value of the {turn} before",
            "last": "repeating the last value",
            "drift": "carrying on the last value by the mean change",
            "mean": "the mean of the past",
        }[name]

    @property
    def finding(self) -> str:
        """What the picture of the errors shows, as its title."""
        if not self.errors:
            return "Too short to try rules on it"
        far, unit = self.errors[-1], self.ts.unit
        ahead = self.ts.frequency.count(far.ahead)
        best = self._naive(far.easiest)
        return (
            f"{ahead} ahead, a simple rule is off by {rounded(far.rule, unit)}; {best} is off by "
            f"{rounded(far.naive[far.easiest], unit)}"
        )

    @property
    def aid(self) -> str:
        """How to read the picture."""
        return (
            "Each line is the typical miss of one way to forecast, by how far ahead. The simple "
            "rule well below all others: there is something to learn. It lies on one of them: "
            "that one is hard to beat. All lines near that of the mean: little can be known."
        )

    @property
    def alt(self) -> str:
        """The picture in words."""
        return f"Typical miss of simple rules by steps ahead, as lines. {self.finding}."

    @property
    def computed(self) -> str:
        """How the sentence came about, with the numbers of this case."""
        sentences = [self.parts.computed]
        if self.errors:
            near, far = self.errors[0], self.errors[-1]
            count = self.ts.frequency.count
            saved = [
                f"{percent(max(one.known, 0.0))} {count(one.ahead)} ahead" for one in (near, far)
            ]
            sentences.append(
                "A simple rule (weighted sum of the last value, the level of the last season, the "
                "value of a season before and the usual deviation of its place in the season) was "
                "fitted to the earlier half and tried on the later one, on "
                f"{number(near.tried)} values. Of the error of the mean the best rule of all saves "
                f"{listed(saved)}: from {percent(_USEFUL)} on that is called useful, from "
                f"{percent(_SOME_USE)} of some use. {count(far.ahead)} ahead the miss is "
                f"{percent(far.best / far.size) if far.size else '-'} of the mean value. The rule "
                f"has to save {percent(_BETTER)} of the best naive error to count as better."
            )
        if self.zeros or self.closed:
            closed = f", places that are closed left out ({self.closed})" if self.closed else ""
            sentences.append(
                f"{percent(self.zeros)} of the values are 0{closed}; demand is called intermittent "
                f"if it comes every {_INTERMITTENT} steps or more rarely."
            )
        return "\n\n".join(sentences)

    def table(self) -> pd.DataFrame:
        """One row for each of the steps ahead: mean absolute errors, in the series' unit."""
        rows = [
            {
                f"{self.ts.frequency.noun.capitalize()}s ahead": one.ahead,
                with_unit("Simple rule", self.ts.unit): one.rule,
                **{
                    with_unit(LABELS[name], self.ts.unit): error
                    for name, error in one.naive.items()
                },
            }
            for one in self.errors
        ]
        return pd.DataFrame(rows)


LABELS: dict[Naive, str] = {
    "season": "Season before",
    "last": "Last value",
    "drift": "Last value and mean change",
    "mean": "Mean of the past",
}
"""The naive rules as they stand in legends and tables."""


def forecastability(ts: TimeSeries, parts: Decomposition, horizon: int) -> Forecastability:
    """Judge whether forecasts of a series should be useful.

    From the strengths of season and trend, the size of the remainder, how often values are 0
    (intermittent in the sense of Syntetos and Boylan 2005), and how far simple rules carry.

    Args:
        ts: The series.
        parts: The same, taken apart.
        horizon: Steps that are to be forecast.
    """
    values, period = parts.seen.values, ts.seasonal_period
    ahead = np.unique(np.geomspace(1, horizon, _HORIZONS).round().astype(int))
    tried = [predictability(values, period, int(steps)) for steps in ahead]
    zeros, closed = _zeros(values, period)
    errors = tuple(one for one in tried if one is not None)
    return Forecastability(ts, parts, horizon, errors, zeros, closed)


def _zeros(values: np.ndarray, period: int) -> tuple[float, int]:
    """Share of zeros where it is not closed, and how many places of the season are closed."""
    if values.min() < 0:
        return 0.0, 0
    if period == 1 or len(values) < _FEW_SEASONS * period:
        return float(np.mean(values == 0)), 0
    places = np.arange(len(values)) % period
    shares = np.array([np.mean(values[places == place] == 0) for place in range(period)])
    shut = shares >= _CLOSED
    rest = values[~shut[places]]
    return (float(np.mean(rest == 0)) if len(rest) else 1.0), int(shut.sum())
