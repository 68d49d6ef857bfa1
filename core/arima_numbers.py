"""An ARIMA in numbers: its order, its coefficients, and how sure each of them is."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd
from scipy.special import ndtri

Kind = Literal["ar", "ma", "sar", "sma", "level", "drift", "driver", "sine", "cosine"]
"""What a coefficient weighs: an earlier value or miss, one whole seasons ago, something else."""

REACH = float(ndtri(0.975))
"""Standard errors on either side of a coefficient that hold the true one in 95 of 100 cases."""


@dataclass(frozen=True)
class Coefficient:
    """One coefficient.

    Attributes:
        kind: What it weighs.
        place: 1 for the first of its kind; of sine and cosine how often the wave comes in a season.
        value: Its size; of a driver for one more of it, of a drift for one step, in the unit of the
            series.
        error: Its standard error, same unit; NaN where the series can't tell.
        name: Of a driver, as the model calls it.
        usual: What that driver usually is; what it does counts from there.
        yes_no: Whether that driver is either there, 1, or not, 0.
    """

    kind: Kind
    place: int
    value: float
    error: float
    name: str = ""
    usual: float = 0.0
    yes_no: bool = False

    @property
    def symbol(self) -> str:
        """Its short name: "ar1", "drift", "sine 2"."""
        if self.kind in ("level", "drift"):
            return self.kind
        return f"{self.kind} {self.place}" if len(self.kind) > 3 else f"{self.kind}{self.place}"

    @property
    def range(self) -> tuple[float, float]:
        """Where the true one lies with a chance of 95%."""
        return self.value - REACH * self.error, self.value + REACH * self.error

    @property
    def clear(self) -> bool:
        """Whether it stands out from 0."""
        return abs(self.value) > REACH * self.error


@dataclass(frozen=True)
class ArimaNumbers:
    """A fitted ARIMA with regressors; picklable and small.

    Attributes:
        order: p, d and q: earlier values used, differences taken, misses used.
        seasonal: P, D and Q: the same for those whole seasons ago.
        period: Steps in that season; 1 without one.
        coefficients: In the order ar, ma, sar, sma, level, drift, drivers, sines, cosines.
        spread: Standard deviation of its misses one step ahead, in the unit of the series.
        waves: Steps in the season that sines and cosines draw; 1 without any.
    """

    order: tuple[int, int, int]
    seasonal: tuple[int, int, int]
    period: int
    coefficients: tuple[Coefficient, ...]
    spread: float
    waves: int = 1

    @property
    def name(self) -> str:
        """The order as people write it: "ARIMA(0,1,1)(0,1,1)[12]"."""
        p, d, q = self.order
        sp, sd, sq = self.seasonal
        season = f"({sp},{sd},{sq})[{self.period}]" if self.period > 1 else ""
        return f"ARIMA({p},{d},{q}){season}"

    def of(self, *kinds: Kind) -> tuple[Coefficient, ...]:
        """Coefficients of some kinds, in their order."""
        return tuple(each for each in self.coefficients if each.kind in kinds)

    def table(self) -> pd.DataFrame:
        """One row for each: `symbol, name, value, error, lo, hi, clear`; lo to hi holds 95%."""
        return pd.DataFrame(
            [
                (each.symbol, each.name, each.value, each.error, *each.range, each.clear)
                for each in self.coefficients
            ],
            columns=["symbol", "name", "value", "error", "lo", "hi", "clear"],
        )
