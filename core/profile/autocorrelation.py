"""How values go with earlier ones: autocorrelation and partial autocorrelation."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.profile.strength import seasons
from core.profile.stretch import Stretch, stretch
from core.timeseries import TimeSeries
from core.wording import number

LEAST = 10
"""Fewest values that correlations are computed from."""

# Standard deviations that 95% of a normal curve lie within, on either side.
_REACH = 1.96
# Fewest steps shown, and most: a bar needs its place on a phone.
_FEWEST_LAGS, _MOST_LAGS = 20, 180
# Correlations of neighbours from which values are called alike for long.
_LASTING = 0.9


@dataclass(frozen=True, eq=False)
class Correlogram:
    """Correlations of values with those 1, 2, ... steps earlier.

    Attributes:
        seen: What was looked at.
        changes: Whether changes from step to step were correlated instead of the values.
        n: Number of values, or of changes.
        acf: Autocorrelations, shape (lags,).
        pacf: Partial ones, shape (lags,): what is not passed on by the values between.
    """

    seen: Stretch
    changes: bool
    n: int
    acf: np.ndarray = field(repr=False)
    pacf: np.ndarray = field(repr=False)

    @property
    def limit(self) -> float:
        """How far from 0 a correlation lies by chance in 95 of 100 cases."""
        return float(_REACH / np.sqrt(self.n))

    @property
    def outside(self) -> int:
        """How many autocorrelations lie beyond `limit`."""
        return int(np.sum(np.abs(self.acf) > self.limit))

    @property
    def seasonal(self) -> int | None:
        """The season in steps whose bar stands out from those half a season off, if one does."""
        for period in sorted(seasons(self.seen.frequency), reverse=True):
            if period > len(self.acf):
                continue
            here = self.acf[period - 1]
            between = self.acf[max(0, period - period // 2 - 1) : period - 1]
            if here > self.limit and here > np.median(between) + self.limit:
                return period
        return None

    @property
    def finding(self) -> str:
        """What the picture shows, as its title."""
        what = "Changes" if self.changes else "Values"
        count = self.seen.frequency.count
        if self.seasonal is not None:
            strength = self.acf[self.seasonal - 1]
            return (
                f"{what} {count(self.seasonal)} apart move together (correlation "
                f"{number(strength, '.2f')})"
            )
        first = self.acf[0]
        # One bar in 20 lies outside by chance.
        if self.outside <= max(1, len(self.acf) // 10) and abs(first) <= self.limit:
            return f"{what} are not tied to earlier ones more than by chance"
        if first > _LASTING:
            return (
                f"{what} stay near those just before them for long: a trend, or a wandering level"
            )
        if abs(first) > self.limit:
            way = "alike" if first > 0 else "opposite"
            return (
                f"Neighbouring {what.lower()} tend to be {way} (correlation {number(first, '.2f')})"
            )
        far = int(np.argmax(np.abs(self.acf))) + 1
        way = "together" if self.acf[far - 1] > 0 else "in opposite directions"
        return (
            f"{what} {count(far)} apart move {way} (correlation {number(self.acf[far - 1], '.2f')})"
        )

    @property
    def aid(self) -> str:
        """How to read the picture."""
        noun, what = self.seen.frequency.noun, "changes" if self.changes else "values"
        said = (
            f"A bar above the dotted band: {what} so many {noun}s apart move together; below it: "
            "in opposite directions; inside it: no more than chance. "
        )
        return said + (
            "The upper picture has all that ties them; the lower one only what is not passed on "
            f"by the {what} between."
        )

    @property
    def alt(self) -> str:
        """The picture in words."""
        span = self.seen.frequency.count(len(self.acf))
        return (
            f"Autocorrelation and partial autocorrelation up to {span} apart. {self.finding}. "
            f"{self.outside} of {len(self.acf)} autocorrelations lie outside the band of chance."
        )

    @property
    def computed(self) -> str:
        """How it was computed, with the numbers of this case."""
        what = "changes from each to the next" if self.changes else "values"
        return (
            f"Correlation of the {what} with themselves so many steps earlier, {number(self.n)} of "
            "them; 1 means always alike, -1 always opposite, 0 that one tells nothing of the "
            f"other. The band is {number(_REACH)} / √{number(self.n)} = "
            f"{number(self.limit, '.3f')}: pure noise would stay inside it 19 times in 20. "
            f"{self.outside} of {len(self.acf)} autocorrelations lie outside. The partial ones are "
            "those of Levinson and Durbin."
        )

    def table(self) -> pd.DataFrame:
        """One row for each lag."""
        return pd.DataFrame(
            {
                f"{self.seen.frequency.noun.capitalize()}s apart": np.arange(1, len(self.acf) + 1),
                "Autocorrelation": self.acf,
                "Partial autocorrelation": self.pacf,
                "Chance, either side": self.limit,
            }
        )


def correlate(ts: TimeSeries, *, changes: bool = False) -> Correlogram:
    """Correlations of values, or of their changes, with earlier ones.

    As Box and Jenkins use them (Box, Jenkins, Reinsel and Ljung 2015, chapter 2 and section 3.2).
    They reach back two main seasons or one of the longest that is shown, at most to half of the
    values.

    Args:
        ts: The series; its newest `stretch.MOST` values are looked at.
        changes: Correlate the changes from each value to the next.

    Raises:
        SeriesTooShort: If it has fewer than `LEAST` values.
        DataError: If all values, or all changes, are the same.
    """
    seen = stretch(ts, LEAST, "with fewer, chance alone makes correlations.")
    if changes:
        # Refuses changes that are all alike, with the sentence for that.
        moved = stretch(replace(ts, y=_changes(seen)), LEAST - 1, "these are changes.")
        values = moved.values
    else:
        values = seen.values
    known = seasons(seen.frequency)
    wanted = [2 * next(iter(known)), *known] if known else [_FEWEST_LAGS]
    lags = max(_FEWEST_LAGS, *(lag for lag in wanted if lag <= _MOST_LAGS))
    lags = min(lags, len(values) // 2 - 1)
    # Loading these takes a second: not when a page opens.
    from statsmodels.tsa.stattools import acf, pacf

    return Correlogram(
        seen,
        changes,
        len(values),
        np.asarray(acf(values, nlags=lags))[1:],
        np.asarray(pacf(values, nlags=lags, method="ldb"))[1:],
    )


def _changes(seen: Stretch) -> pd.Series:
    return seen.y.diff().iloc[1:]
