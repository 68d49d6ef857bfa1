"""The series every model sees: a regular index without gaps, values that may be missing."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.calendar import Frequency
from core.drivers import Drivers
from core.errors import DataError
from core.events import Event
from core.number_style import DEFAULT, NumberStyle
from core.treatment import Treatment
from core.wording import rounded

_LARGE = 10
"""Typical size from which on whole numbers are forecast as such: rounding costs 5% at most."""


@dataclass(frozen=True, eq=False)
class TimeSeries:
    """One series on a regular index.

    Attributes:
        name: What the values are, in the person's words ("Passengers").
        y: Shape (n,), float64; NaN means not observed. DatetimeIndex with `frequency.alias`
            as its freq, strictly rising, no stamp left out.
        frequency: Spacing of the index.
        unit: Unit of the values, "" when the file does not say.
        numbers: How its values are written.
        date_style: How the file writes its dates, as `core.date_style` has it; "" for ISO.
        events: What a person marked on its dates; some may lie after the last of them.
        treatment: What a person wants done to gaps and outliers, in every fold anew.
        drivers: Other columns that move it, on the same calendar; None without any.
        aggregate: What several of its values come to, "sum" or, for prices and the like, "mean".

    Raises:
        DataError: If the index is not regular, a value is infinite, or the drivers follow
            another calendar.
    """

    name: str
    y: pd.Series = field(repr=False)
    frequency: Frequency
    unit: str = ""
    numbers: NumberStyle = DEFAULT
    date_style: str = ""
    events: tuple[Event, ...] = ()
    treatment: Treatment = field(default_factory=Treatment)
    drivers: Drivers | None = field(default=None, repr=False)
    aggregate: str = "sum"

    def __post_init__(self) -> None:
        index = self.y.index
        if not isinstance(index, pd.DatetimeIndex) or index.freqstr != self.frequency.alias:
            raise DataError(f"The dates of {self.name} don't form a regular calendar.")
        if self.y.dtype != np.float64 or bool(np.isinf(self.y.to_numpy()).any()):
            raise DataError(f"{self.name} holds values that are not finite numbers.")
        if self.drivers is not None:
            dates = pd.DatetimeIndex(self.drivers.table.index)
            if dates.freqstr != self.frequency.alias:
                raise DataError(f"The drivers of {self.name} follow another calendar than it does.")

    def __len__(self) -> int:
        return len(self.y)

    @property
    def index(self) -> pd.DatetimeIndex:
        """The stamps, shape (n,)."""
        return pd.DatetimeIndex(self.y.index, freq=self.frequency.alias)

    @property
    def values(self) -> np.ndarray:
        """The values as a fresh array, shape (n,), float64, NaN where not observed."""
        return np.array(self.y, dtype=np.float64)

    @property
    def observed(self) -> int:
        """Number of values that are not missing."""
        return int(self.y.notna().sum())

    @property
    def least(self) -> float:
        """What a forecast may never fall below: zero where no value did, unless it is said to."""
        possible = self.treatment.negatives == "possible" or bool((self.values < 0).any())
        return -np.inf if possible else 0.0

    @property
    def whole(self) -> bool:
        """Whether forecasts are shown as whole numbers: all its values are, and not small ones."""
        known = self.y.dropna()
        return bool((known % 1 == 0).all() and known.abs().mean() >= _LARGE)

    def words(self, value: float, *, unit: bool = True) -> str:
        """A value forecast for it, as it stands in a sentence: "12.3 EUR"; whole where it is."""
        return rounded(value, self.unit if unit else "", whole=self.whole)

    @property
    def seasonal_period(self) -> int:
        """Observations in the main season; 1 where the frequency has none."""
        return self.frequency.seasonal_periods[0]

    def until(self, cutoff: pd.Timestamp) -> "TimeSeries":
        """The part up to and including `cutoff`: all that a model fitted there may know."""
        drivers = None if self.drivers is None else self.drivers.until(cutoff)
        return replace(self, y=self.y.loc[:cutoff], drivers=drivers)

    def future_index(self, horizon: int) -> pd.DatetimeIndex:
        """The next `horizon` stamps after the last one."""
        return pd.date_range(self.index[-1], periods=horizon + 1, freq=self.frequency.alias)[1:]
