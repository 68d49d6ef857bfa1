"""What a model's errors one step ahead still hold: tests and what they find.

The tests look at what no good model leaves behind: errors that follow each other, lie to one side,
or spread otherwise than its intervals assume (Hyndman and Athanasopoulos, "Forecasting: Principles
and Practice", 3rd edition, sections 5.3 and 5.4).
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtr, ndtri, stdtrit

from core.errors import SeriesTooShort
from core.timeseries import TimeSeries
from core.wording import chance

LEAST = 10
"""Fewest errors anything is told from."""

LEAST_FOR_SHAPE = 30
"""Fewest errors for the test of a normal curve: with fewer, it is nothing like chi-squared."""

DOUBT = 0.05
"""Below this p something counts as found."""

NEGLIGIBLE = 1e-9
"""Share of the largest value below which a difference is one of rounding."""

REACH = float(ndtri(0.975))
"""Standard deviations that 95% of a normal curve lie within, on either side."""


@dataclass(frozen=True)
class ChiSquared:
    """A test whose statistic is compared with the chi-squared distribution.

    Attributes:
        statistic: The larger, the less it looks like chance.
        freedom: Degrees of freedom.
    """

    statistic: float
    freedom: int

    @property
    def p(self) -> float:
        """Chance of at least this statistic if there is nothing to find, 0 to 1."""
        return float(chdtrc(self.freedom, self.statistic))

    @property
    def found(self) -> bool:
        """Whether chance alone would seldom look like this."""
        return self.p < DOUBT

    @property
    def words(self) -> str:
        """The chance as it stands in a sentence: "p = 0.03"."""
        return chance(self.p)


@dataclass(frozen=True, eq=False)
class Diagnostics:
    """The errors of one model and what was found in them.

    Attributes:
        errors: Actual minus forecast one step ahead, in the series' own unit, on every stamp from
            the first error to the last, NaN where there is none.
        n: Number of errors.
        mean: Their mean, in the series' unit.
        spread: Their standard deviation, in the series' unit.
        acf: Correlation with the errors 1, 2, ... steps earlier, shape (lags,); NaN where no two
            errors are that far apart, or where all errors are alike.
        limits: How far each lies from 0 by chance in 95 of 100 cases, shape (lags,).
        ljung_box: Test of the first of these together; None where none of them is known.
        skewness: 0 if they reach as far up as down, above 0 if further up.
        kurtosis: In excess of a normal curve's 3: above 0 if large errors are more frequent.
        jarque_bera: Test of both; None where errors are fewer than `LEAST_FOR_SHAPE` or alike.
    """

    errors: pd.Series = field(repr=False)
    n: int
    mean: float
    spread: float
    acf: np.ndarray = field(repr=False)
    limits: np.ndarray = field(repr=False)
    ljung_box: ChiSquared | None
    skewness: float
    kurtosis: float
    jarque_bera: ChiSquared | None

    @property
    def alike(self) -> bool:
        """Whether all errors are the same, which leaves nothing to examine."""
        return self.spread == 0.0

    @property
    def chance(self) -> float:
        """How far from 0 the mean lies by chance in 95 of 100 cases (Student), in the unit."""
        return float(stdtrit(self.n - 1, 0.975) * self.spread / np.sqrt(self.n))

    @property
    def band(self) -> tuple[float, float]:
        """Where 95% of the errors would lie under a normal curve, in the series' unit."""
        return self.mean - REACH * self.spread, self.mean + REACH * self.spread

    @property
    def beyond(self) -> float:
        """Share of the errors outside `band`, 0 to 1; 0.05 would be normal."""
        low, high = self.band
        known = self.errors.dropna()
        return float(((known < low) | (known > high)).mean())

    @property
    def outside(self) -> np.ndarray:
        """Which autocorrelations lie outside their limits, shape (lags,)."""
        return np.asarray(np.abs(self.acf) > self.limits)

    @property
    def strongest(self) -> int:
        """The lag whose autocorrelation reaches furthest for its limits, in steps."""
        return int(np.nanargmax(np.abs(self.acf) / self.limits)) + 1

    def correlations(self) -> pd.DataFrame:
        """One row for each lag: `lag, correlation, limit, outside`."""
        return pd.DataFrame(
            {
                "lag": np.arange(1, len(self.acf) + 1),
                "correlation": self.acf,
                "limit": self.limits,
                "outside": self.outside,
            }
        )

    def histogram(self) -> pd.DataFrame:
        """One row for each range of errors: `low, high, errors, normal`.

        `normal` is the number a normal curve of the same mean and spread would have there. Ranges
        are equally wide, twice the cube root of n (Rice's rule).
        """
        counts, edges = np.histogram(self.errors.dropna(), bins="rice")
        share = np.diff(ndtr((edges - self.mean) / self.spread))
        return pd.DataFrame(
            {"low": edges[:-1], "high": edges[1:], "errors": counts, "normal": self.n * share}
        )


def diagnose(residuals: pd.Series, ts: TimeSeries) -> Diagnostics:
    """Examine errors one step ahead.

    Autocorrelations reach back two seasons, or 10 steps without a season, and at most to half of
    the errors. Where dates have no error, only pairs that are really so many steps apart are
    correlated (Parzen 1963), and limits are those of as many errors as would give that many pairs.
    The test of Ljung and Box (1978) takes as many lags but no more than a fifth of the errors, as
    Hyndman and Athanasopoulos advise (section 5.4), and each weighs by its pairs. No parameters are
    taken off its degrees of freedom: a network has no number that would mean the same. The test
    of a normal curve is that of Jarque and Bera (1980).

    Args:
        residuals: Actual minus forecast by date, in the unit of `ts`; see `Forecast`.
        ts: The series that was forecast, for its calendar and season.

    Raises:
        SeriesTooShort: If there are fewer than `LEAST` errors.
    """
    n = len(residuals)
    if n < LEAST:
        raise SeriesTooShort(LEAST, n, "too few errors to tell what is left over in them.")
    errors = residuals.reindex(ts.y.loc[residuals.index[0] : residuals.index[-1]].index)
    values = residuals.to_numpy(dtype=np.float64)
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    most = 2 * ts.seasonal_period if ts.seasonal_period > 1 else 10
    if spread <= NEGLIGIBLE * float(ts.y.abs().max()):
        nothing = np.full(min(most, n // 2 - 1), np.nan)
        return Diagnostics(errors, n, mean, 0.0, nothing, nothing, None, np.nan, np.nan, None)
    acf, limits, parts = _autocorrelation(errors.to_numpy() - mean, min(most, n // 2 - 1))
    tested = parts[: min(most, n // 5)]
    tested = tested[np.isfinite(tested)]
    scaled = (values - mean) / values.std()
    skewness, kurtosis = float(np.mean(scaled**3)), float(np.mean(scaled**4)) - 3
    shape = n / 6 * (skewness**2 + kurtosis**2 / 4)
    return Diagnostics(
        errors,
        n,
        mean,
        spread,
        acf,
        limits,
        ChiSquared(float(tested.sum()), len(tested)) if len(tested) else None,
        skewness,
        kurtosis,
        ChiSquared(shape, 2) if n >= LEAST_FOR_SHAPE else None,
    )


def _autocorrelation(centred: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Autocorrelations up to `most` steps, their limits, and each lag's part of Ljung-Box.

    Without gaps they are the usual ones: limits of 1.96 over the root of n, and n - k pairs of
    errors k steps apart.

    Args:
        centred: Errors less their mean on a regular calendar, NaN where there is none, (span,).
        most: The longest lag.
    """
    known = np.isfinite(centred)
    n, span = int(known.sum()), len(centred)
    filled = np.where(known, centred, 0.0)
    lags = np.arange(1, most + 1)
    pairs = np.array([np.sum(known[lag:] & known[:-lag]) for lag in lags], dtype=np.float64)
    pairs[pairs == 0] = np.nan
    products = np.array([filled[lag:] @ filled[:-lag] for lag in lags]) / (filled @ filled)
    kept = 1 - lags / span
    acf = products * n / pairs * kept
    return acf, REACH / np.sqrt(pairs / kept), n * (n + 2) * products**2 / pairs
