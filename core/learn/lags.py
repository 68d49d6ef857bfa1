"""Values of a series and those that stand before them, as examples to learn from."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.errors import DataError
from core.timeseries import TimeSeries

LEAST = 4
"""Examples that a picture needs."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Values to be answered, each with values before it; all brought to mean 0 and spread 1.

    Attributes:
        inputs: Shape (n, k).
        values: What follows them, shape (n,).
        stamps: Dates of the values.
        names: What the inputs are, in words; k of them.
    """

    inputs: np.ndarray = field(repr=False)
    values: np.ndarray = field(repr=False)
    stamps: pd.DatetimeIndex = field(repr=False)
    names: tuple[str, ...]


def scaled(ts: TimeSeries) -> np.ndarray:
    """The values brought to mean 0 and spread 1, NaN where not observed; 0 if they never move."""
    values = ts.values
    spread = float(np.nanstd(values))
    return np.asarray((values - np.nanmean(values)) / (spread if spread > 0 else 1.0))


def examples(ts: TimeSeries, lags: tuple[int, ...], most: int) -> Examples:
    """The newest values whose inputs are all observed.

    Args:
        ts: The series.
        lags: How many steps before a value its inputs lie, each above 0.
        most: Examples that are kept.

    Raises:
        DataError: If there are fewer than `LEAST`.
    """
    values, longest = scaled(ts), max(lags)
    after = values[longest:]
    columns = [values[longest - lag : len(values) - lag] for lag in lags]
    inputs = np.column_stack([column[: len(after)] for column in columns])
    kept = np.flatnonzero(np.isfinite(inputs).all(axis=1) & np.isfinite(after))[-most:]
    if len(kept) < LEAST:
        raise DataError(
            f"This picture needs {LEAST} values of {ts.name} that have the "
            f"{ts.frequency.count(longest)} before them; it has {len(kept)}. Load a longer series."
        )
    return Examples(
        inputs[kept],
        after[kept],
        pd.DatetimeIndex(ts.index[longest:][kept]),
        tuple(f"value {ts.frequency.count(lag)} before" for lag in lags),
    )


def season(ts: TimeSeries) -> int:
    """The seasonal period, or 2 where there is none or the series is too short for it."""
    return ts.seasonal_period if 1 < ts.seasonal_period < len(ts) // 2 else 2
