"""Which part of a series a statistical model reads, its season, and its errors by date."""

import numpy as np
import pandas as pd

from core.forecaster import filled, filled_values
from core.timeseries import TimeSeries

LONGEST_MEMORY = 2_000
"""Most values a statistical model reads; older ones change the fit little and cost minutes."""


def recent(ts: TimeSeries) -> tuple[np.ndarray, tuple[str, ...]]:
    """The newest values of `ts`, gaps drawn straight, and what was done to get them.

    Returns:
        Values, shape (n,) with n at most `LONGEST_MEMORY`, no NaN; and sentences.
    """
    values, notes = filled(ts)
    if len(values) > LONGEST_MEMORY:
        values = values[-LONGEST_MEMORY:]
        span = ts.frequency.count(LONGEST_MEMORY)
        notes += (f"Fitted to the last {span} only, to keep the search short.",)
    return values, notes


def recent_values(values: np.ndarray) -> np.ndarray:
    """The values of `recent`, from bare ones, shape (n,)."""
    return filled_values(values)[-LONGEST_MEMORY:]


def residuals(ts: TimeSeries, errors: np.ndarray) -> pd.Series:
    """Errors one step ahead by date, as `Forecast.residuals` has them.

    Args:
        ts: The series a model was fitted to.
        errors: Of its newest values, in their unit, shape (k,); NaN where there is none.

    Returns:
        Those of dates on which something was observed: a value we drew ourselves tells nothing.
    """
    first = len(ts) - len(errors)
    known = np.where(ts.y.isna()[first:], np.nan, errors)
    return pd.Series(known, index=ts.index[first:], name="residual").dropna()


def known_season(ts: TimeSeries, n: int) -> tuple[int, tuple[str, ...]]:
    """The seasonal period if two full seasons lie in `n` values, else 1, and why."""
    period = ts.seasonal_period
    if (drawn := season_within(period, n)) == period:
        return drawn, ()
    span = ts.frequency.count(period)
    return 1, (f"No season: fewer than two seasons of {span} are known.",)


def season_within(period: int, n: int) -> int:
    """A seasonal period if two full seasons lie in `n` values, else 1."""
    return period if n >= 2 * period else 1


def without_drivers(ts: TimeSeries) -> tuple[str, ...]:
    """What a model that takes no drivers says of them; nothing if there are none."""
    return () if ts.drivers is None else ("It takes no drivers: the past of the series alone.",)
