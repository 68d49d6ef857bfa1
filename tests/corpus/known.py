"""Tables whose content is known before they are written."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from tests.corpus.axes import Combination
from tests.corpus.calendars import Periods, periods

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
_CODES = (("101", "102", "205", "310"), ("30412", "30413", "30999", "41200"))
_GROUPS = (("Online", "Shop"), ("Small", "Large"), ("Retail", "Wholesale"), ("Norge", "Sverige"))
_MEASURES = ("Sales", "Revenue", "Value", "Units", "Passengers")
_ACCENTED_MEASURES = ("Umsätze", "Ventes réelles", "Año: ventas", "Förbrukning")
_LABELS = ("Region", "Product", "Series", "item")
_CODED = ("store_id", "SKU", "Item code")
_GROUPED = (("Channel", "Country"), ("Kanal", "Land"))
_HEADED = (("EUR", " (EUR)"), ("$", " ($)"), ("NOK", " [NOK]"))
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
        periods: When each period is.
        id_columns: Columns of the names, where these stand in columns.
        names: Name of each of the k series, a part for each of these columns.
        measure: What all of them measure.
        units: Values in units of the last decimal; shape (n, k), int64.
        decimals: Number of decimals.
        there: Whether there is a value; shape (n, k).
        unit: What they are in, "" if the file does not say.
    """

    periods: Periods
    id_columns: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    measure: str
    units: np.ndarray = field(repr=False)
    decimals: int
    there: np.ndarray = field(repr=False)
    unit: str

    @property
    def total(self) -> str:
        """Name of a column that adds them up."""
        return f"Total ({self.unit})" if self.measure.endswith((")", "]")) else "Total"

    @property
    def wide_names(self) -> list[str]:
        """Names of the series where each has a column."""
        return [" ".join(name) for name in self.names]

    def expected(self, *parts: str) -> pd.Series:
        """The sum of the series whose names have these parts, from first to last value."""
        mine = np.array([set(parts) <= set(name) for name in self.names])
        there = self.there[:, mine].any(axis=1)
        units = np.where(self.there, self.units, 0)[:, mine].sum(axis=1)
        exact = [float(Decimal(int(value)).scaleb(-self.decimals)) for value in units]
        column = np.where(there, exact, np.nan)
        known = np.flatnonzero(there)
        span = slice(known[0], known[-1] + 1)
        return pd.Series(column[span], self.periods.starts[span])


def make(combination: Combination, rng: np.random.Generator) -> Known:
    """A table as a combination of levels asks for it."""
    layout, when = combination["layout"], periods(combination, rng)
    accented = combination["encoding"] == "cp1252" or rng.random() < 0.3
    measure = _one(_ACCENTED_MEASURES if accented else _MEASURES, rng)
    pool = _one(_NAMES if accented else _PLAIN_NAMES, rng)
    id_columns, names = _named(combination["ids"], pool, rng)
    unit, after = "", ""
    if combination["unit"] == "heading":
        unit, after = _one(_HEADED, rng)
    elif combination["unit"] != "bare":
        unit = combination["unit"]
    measure += after
    if layout in ("one", "grid"):
        names = ((measure,),)
    elif layout == "wide":
        names = tuple((part + after,) for part in pool[: int(rng.integers(2, 4))])
    shape = len(when.starts), len(names)
    units, decimals = _units(combination, shape, rng)
    there = np.ones(shape, dtype=bool)
    if combination["missing"] != "whole":
        there = _holes(shape, combination, rng)
    return Known(when, id_columns, names, measure, units, decimals, there, unit)


def _one(pool: tuple, rng: np.random.Generator) -> Any:
    return pool[int(rng.integers(len(pool)))]


def _named(
    ids: str, pool: tuple[str, ...], rng: np.random.Generator
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Columns of names, and the names of series in them."""
    several = int(rng.integers(2, 4))
    label, groups, (channel, country) = _one(_LABELS, rng), _one(_GROUPS, rng), _one(_GROUPED, rng)
    match ids:
        case "code":
            return (_one(_CODED, rng),), tuple((part,) for part in _one(_CODES, rng)[:several])
        case "two" if rng.random() < 0.5:
            # Each in one group only, as a store is in one region.
            return (channel, label), tuple(
                (groups[place % 2], part) for place, part in enumerate(pool[:3])
            )
        case "two":
            return (channel, label), tuple(product(groups, pool[:2]))
        case "three":
            return (country, channel, label), tuple(product(("DE", "AT"), groups, pool[:2]))
    return (label,), tuple((part,) for part in pool[:several])


def _units(
    combination: Combination, shape: tuple[int, int], rng: np.random.Generator
) -> tuple[np.ndarray, int]:
    scales, decimals = _SCALES[combination["values"]]
    scale, places = rng.choice(scales), int(rng.choice(decimals))
    sizes = scale * np.exp(rng.normal(0, 0.35, shape))
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
