"""Tables whose content is known before they are written."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from tests.corpus.axes import Combination

_NAMES = (
    ("North", "Süd", "West", "Øst"),
    ("Café Nord", "Café Sud", "Kiosk", "Hôtel"),
    ("Äpfel", "Birnen", "Plums", "Cherries"),
    ("Größe A", "Größe B", "Size C", "Size D"),
    ("Málaga", "Bilbao", "Vigo", "León"),
)
_PLAIN_NAMES = (
    ("North", "South", "West", "East"),
    ("Sales", "Returns", "Orders", "Visits"),
    ("Store 7", "Store 12", "Store 30", "Store 41"),
    ("A", "B", "C", "D"),
    ("Tea", "Coffee", "Milk & sugar", "Cake"),
)
_MEASURES = ("Sales", "Revenue", "Value", "Units", "Passengers")
_ACCENTED_MEASURES = ("Umsätze", "Ventes réelles", "Año: ventas", "Förbrukning")
_LENGTHS = {"short": (10, 12), "medium": (24, 40), "long": (60, 90)}
_YEARS = {"short": (10, 12), "medium": (16, 20), "long": (36, 40)}
_STEPS = {"hourly": "h", "daily": "D", "business-daily": "B", "weekly": "W-MON", "monthly": "MS",
          "quarterly": "QS", "yearly": "YS"}  # fmt: skip
_SCALES = {
    "whole": ((30, 400, 5_000, 60_000), (0,)),
    "decimal": ((30, 400, 5_000, 60_000), (1, 2)),
    "large": ((3_000_000, 80_000_000), (0, 2)),
    "thousandths": ((0.4, 5, 120, 4_000), (3,)),
    "fractions": ((0.05, 0.6), (4,)),
}
"""By kind of values: usual sizes, and numbers of decimals."""


@dataclass(frozen=True, eq=False)
class Known:
    """Several series on the same periods.

    Attributes:
        frequency: As in `axes`.
        starts: First day, or hour, of each period, rising; shape (n,).
        names: Name of each of the k series.
        measure: What all of them measure.
        units: Values in units of the last decimal; shape (n, k), int64.
        decimals: Number of decimals.
        there: Whether there is a value; shape (n, k).
    """

    frequency: str
    starts: pd.DatetimeIndex
    names: tuple[str, ...]
    measure: str
    units: np.ndarray
    decimals: int
    there: np.ndarray

    def expected(self, series: int | None) -> pd.Series:
        """One series, or the sum of all, from its first value to its last, by period."""
        units, there = np.where(self.there, self.units, 0), self.there
        if series is None:
            units, there = units.sum(axis=1), there.any(axis=1)
        else:
            units, there = units[:, series], there[:, series]
        exact = [float(Decimal(int(value)).scaleb(-self.decimals)) for value in units]
        column = np.where(there, exact, np.nan)
        known = np.flatnonzero(~np.isnan(column))
        span = slice(known[0], known[-1] + 1)
        return pd.Series(column[span], self.starts[span])


def make(combination: Combination, rng: np.random.Generator) -> Known:
    """A table as a combination of levels asks for it."""
    frequency, layout = combination["frequency"], combination["layout"]
    starts = _starts(combination, rng)
    count = 1 if layout in ("one", "grid") else int(rng.integers(2, 4))
    accented = combination["encoding"] == "cp1252" or rng.random() < 0.3
    pool = _NAMES if accented else _PLAIN_NAMES
    names = pool[int(rng.integers(len(pool)))][:count]
    measures = _ACCENTED_MEASURES if accented else _MEASURES
    measure = measures[int(rng.integers(len(measures)))]
    units, decimals = _units(combination, len(starts), count, rng)
    there = np.ones(units.shape, dtype=bool)
    if combination["missing"] != "whole":
        there = _holes(units.shape, combination, rng)
    if layout == "one":
        names = (measure,)
    return Known(frequency, starts, names, measure, units, decimals, there)


def _starts(combination: Combination, rng: np.random.Generator) -> pd.DatetimeIndex:
    frequency, length = combination["frequency"], combination["length"]
    fewest, most = (_YEARS if frequency == "yearly" else _LENGTHS)[length]
    if frequency == "business-daily" and length == "short":
        most = fewest
    count = int(rng.integers(fewest, most + 1))
    step = _STEPS[frequency]
    # Ten digits of seconds begin in 2001, and days of quarters and years take long.
    early = 1982 if frequency in ("quarterly", "yearly") else 2015
    if combination["dates"] == "epoch":
        early = 2002
    span = {"yearly": count, "quarterly": count // 4 + 1, "monthly": count // 12 + 1}
    late = 2025 - span.get(frequency, 1)
    first = pd.Timestamp(int(rng.integers(early, max(late, early) + 1)), 1, 1)
    if rng.random() < 0.5 and frequency in ("monthly", "quarterly"):
        first += pd.DateOffset(months=3 * int(rng.integers(4)))
    elif frequency not in ("monthly", "quarterly", "yearly"):
        # Half of them begin with a month, where the order of day and month is least clear.
        first += pd.DateOffset(months=int(rng.integers(12)))
        first += pd.Timedelta(days=int(rng.choice([0, rng.integers(28)])))
    return pd.date_range(first, periods=count, freq=step)


def _units(
    combination: Combination, length: int, count: int, rng: np.random.Generator
) -> tuple[np.ndarray, int]:
    scales, decimals = _SCALES[combination["values"]]
    scale, places = rng.choice(scales), int(rng.choice(decimals))
    sizes = scale * np.exp(rng.normal(0, 0.35, (length, count)))
    units = np.maximum(np.rint(sizes * 10**places), 1).astype(np.int64)
    if combination["sign"] != "positive":
        negative = rng.random(units.shape) < 0.3
        negative[0] = True
        units[negative] *= -1
    return units, places


def _holes(
    shape: tuple[int, int], combination: Combination, rng: np.random.Generator
) -> np.ndarray:
    there = rng.random(shape) > 0.08
    if combination["missing"] == "no row" and combination["layout"] != "long":
        there[:] = there[:, :1]
    # At least one hole in each, and never at the ends.
    hole = int(rng.integers(2, shape[0] - 2))
    there[[0, -1]] = True
    there[hole] = False
    return there
