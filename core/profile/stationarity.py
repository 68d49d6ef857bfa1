"""Whether a series returns to a level: two tests, and what the pair of them says."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from core.errors import DataError
from core.profile.stretch import Stretch, stretch
from core.timeseries import TimeSeries
from core.wording import P_MEANS, chance, number

LEAST = 20
"""Fewest values for which either test means anything."""

MOST = 2_000
"""Newest values that are tested: the choice of lags tries dozens of regressions."""

DOUBT = 0.05
"""Below this p a test has found something."""

# KPSS is tabulated between these p only.
_KPSS_LOW, _KPSS_HIGH = 0.01, 0.1


@dataclass(frozen=True)
class Test:
    """What one test gave.

    Attributes:
        statistic: Its statistic.
        p: Chance of one at least as clear if the test's assumption holds, 0 to 1.
        lags: Steps back that it allows for.
    """

    __test__ = False  # Keeps pytest from taking it for one of its own.

    statistic: float
    p: float
    lags: int

    @property
    def found(self) -> bool:
        """Whether it speaks clearly against its assumption."""
        return self.p < DOUBT

    @property
    def words(self) -> str:
        """The chance in a sentence: "p = 0.03"."""
        return chance(self.p)


@dataclass(frozen=True, eq=False)
class Stationarity:
    """Two tests of a series, about a level and about a straight line.

    Attributes:
        seen: What was tested.
        window: Steps that the moving level and spread are taken over.
        adf: Augmented Dickey-Fuller about a level: found means that values return to it.
        kpss: KPSS about a level: found means that the level moves.
        adf_line: The same about a straight line in time.
        kpss_line: The same about a straight line in time.
    """

    seen: Stretch
    window: int
    adf: Test
    kpss: Test
    adf_line: Test
    kpss_line: Test

    @property
    def verdict(self) -> str:
        """What they say together: "level", "line", "wanders", "mixed" or "open"."""
        if self.adf.found and not self.kpss.found:
            return "level"
        if self.adf_line.found and not self.kpss_line.found:
            return "line"
        if self.kpss.found and not self.adf.found:
            return "wanders"
        return "mixed" if self.adf.found else "open"

    @property
    def finding(self) -> str:
        """What the picture shows, as its title."""
        return {
            "level": "Values return to a steady level",
            "line": "Values return to a straight line that climbs or falls",
            "wanders": "The level wanders: it does not return to where it was",
            "mixed": "Values return to a level, but the level itself moves",
            "open": "The tests leave open whether values return to a level",
        }[self.verdict]

    @property
    def meaning(self) -> str:
        """What that means for forecasts."""
        return {
            "level": "Both tests agree. Forecasts far ahead can lean on that level.",
            "line": "About a straight line both tests agree that it holds. Forecasts can follow "
            "the line, for as long as whatever drives it goes on.",
            "wanders": "Both tests agree. The newest values tell more than old ones, and ranges "
            "grow with the steps ahead; models work with changes (differences) instead of values.",
            "mixed": "The tests disagree, as they do after a shift of the level, or where a swing "
            "takes very long. Look at the picture: did the level jump once, or does it drift?",
            "open": "Each test asks for evidence, and there isn't enough for either. That is usual "
            "in short series, and where the season takes up most of what is seen.",
        }[self.verdict]

    @property
    def said(self) -> str:
        """What each test finds and what the pair means, in sentences."""
        returns = "finds" if self.adf.found else "does not find"
        moves = "finds" if self.kpss.found else "does not find"
        return (
            f"ADF {returns} that values return to a level ({self.adf.words}); KPSS {moves} that "
            f"the level moves ({_kpss_words(self.kpss)}). {self.meaning}"
        )

    @property
    def aid(self) -> str:
        """How to read the picture."""
        return (
            f"The line is the mean of {self.seen.frequency.count(self.window)} around each date, "
            "the band one standard deviation. Where level and spread are steady, both stay flat."
        )

    @property
    def alt(self) -> str:
        """The picture in words."""
        span = self.seen.frequency.count(self.window)
        return f"The series with its mean and spread over {span} around each date. {self.finding}."

    @property
    def computed(self) -> str:
        """How it was computed, with the numbers of this case."""
        return (
            "ADF (augmented Dickey-Fuller) assumes that the level wanders and looks for evidence "
            "against it; KPSS assumes that it is steady and looks for evidence against that. "
            f"{P_MEANS}; below {number(DOUBT)} it counts as found. About a level: ADF "
            f"{_statistic(self.adf)} with {self.adf.lags} lags by AIC, KPSS "
            f"{_statistic(self.kpss)} with {self.kpss.lags} lags. About a "
            f"straight line: ADF {_statistic(self.adf_line)}, {self.adf_line.words}; KPSS "
            f"{_statistic(self.kpss_line)}, {_kpss_words(self.kpss_line)}. Neither looks at the "
            "season, and a shift of the level misleads both."
        )

    def moving(self) -> pd.DataFrame:
        """One row for each stamp of `seen`: `mean, spread` over `window` values around it."""
        around = self.seen.y.rolling(self.window, center=True, min_periods=max(2, self.window // 2))
        return pd.DataFrame({"mean": around.mean(), "spread": around.std()})

    def table(self) -> pd.DataFrame:
        """One row for each test."""
        rows = [
            ("ADF about a level", self.adf, self.adf.words, "values return to it"),
            ("KPSS about a level", self.kpss, _kpss_words(self.kpss), "the level moves"),
            ("ADF about a line", self.adf_line, self.adf_line.words, "values return to it"),
            ("KPSS about a line", self.kpss_line, _kpss_words(self.kpss_line), "the line bends"),
        ]
        return pd.DataFrame(
            {
                "Test": [name for name, *_ in rows],
                "Statistic": [test.statistic for _, test, *_ in rows],
                "p": [words.removeprefix("p = ").removeprefix("p ") for *_, words, _ in rows],
                "Looks for": [looks for *_, looks in rows],
                "Found": ["yes" if test.found else "no" for _, test, *_ in rows],
            }
        )


def _kpss_words(test: Test) -> str:
    if test.p <= _KPSS_LOW:
        return f"p at most {number(_KPSS_LOW)}"
    return f"p at least {number(_KPSS_HIGH)}" if test.p >= _KPSS_HIGH else test.words


def _statistic(test: Test) -> str:
    return number(test.statistic, ".2f")


def stationarity(ts: TimeSeries) -> Stationarity:
    """Test whether a series returns to a level, or to a straight line.

    By the augmented test of Dickey and Fuller (1979; Said and Dickey 1984; p by MacKinnon 1994)
    and that of Kwiatkowski, Phillips, Schmidt and Shin (1992), read as a pair.

    Args:
        ts: The series; its newest `MOST` values are tested.

    Raises:
        SeriesTooShort: If it has fewer than `LEAST` values.
        DataError: If all values are the same, or on one straight line.
    """
    seen = stretch(ts, LEAST, "with fewer neither test can find anything.", MOST)
    season = ts.seasonal_period
    window = season if 1 < season <= len(seen) // 2 else max(3, len(seen) // 10)
    values = seen.values
    # Sizes far from 1 upset the regressions' arithmetic.
    values = (values - values.mean()) / values.std()
    steps = np.arange(len(values))
    if np.allclose(values, np.polyval(np.polyfit(steps, values, 1), steps), atol=1e-9):
        raise DataError("All values lie on one straight line: there is nothing to test.")
    # Products this small take longer to share between threads than to do.
    with threadpool_limits(1, user_api="blas"):
        level, line = (
            (_adf(values, "c"), _kpss(values, "c")),
            (_adf(values, "ct"), _kpss(values, "ct")),
        )
    return Stationarity(seen, window, *level, *line)


def _adf(values: np.ndarray, about: str) -> Test:
    # Loading it takes a second: not when a page opens.
    from statsmodels.tools.sm_exceptions import SingularMatrixWarning
    from statsmodels.tsa.stattools import adfuller

    # Values without any noise make lags that repeat each other and errors of 0.
    with warnings.catch_warnings(), np.errstate(divide="ignore"):
        warnings.simplefilter("ignore", SingularMatrixWarning)
        statistic, p, lags, *_ = adfuller(
            values, regression=about, autolag="AIC", result_object=False
        )
    return Test(float(statistic), float(p), int(lags))


def _kpss(values: np.ndarray, about: str) -> Test:
    from statsmodels.tools.sm_exceptions import InterpolationWarning
    from statsmodels.tsa.stattools import kpss

    with warnings.catch_warnings():
        # It warns that p is beyond its table, which the words say.
        warnings.simplefilter("ignore", InterpolationWarning)
        statistic, p, lags, *_ = kpss(values, regression=about, nlags="auto", result_object=False)
    return Test(float(statistic), float(p), int(lags))
