"""Values to come of drivers that a person typed, and a series with all that drives it."""

from dataclasses import replace

import pandas as pd

from core.drivers import Drivers
from core.holiday_calendar import holiday_drivers
from core.reading import Choices
from core.timeseries import TimeSeries


def listed(ahead: pd.DataFrame | None) -> tuple[tuple[str, pd.Timestamp, float], ...]:
    """Values to come one by one, as a recipe has them."""
    if ahead is None:
        return ()
    return tuple(
        (str(name), pd.Timestamp(str(date)), float(value))
        for name in ahead
        for date, value in ahead[name].dropna().items()
    )


def table_of(
    ahead: tuple[tuple[str, pd.Timestamp, float], ...],
) -> pd.DataFrame | None:
    """Values to come as a table, a column for each driver, by date; None for none."""
    columns: dict[str, dict[pd.Timestamp, float]] = {}
    for name, date, value in ahead:
        columns.setdefault(name, {})[date] = value
    return pd.DataFrame(columns).sort_index() if columns else None


def driven(
    series: TimeSeries, choices: Choices, ahead: pd.DataFrame | None, horizon: int
) -> TimeSeries:
    """A series with its drivers: those of the file, values to come as told, holidays."""
    drivers = told(series.drivers, ahead)
    if choices.holidays:
        days = holiday_drivers(series, *choices.place, horizon)
        drivers = days if drivers is None else drivers.joined(days)
    return replace(series, drivers=drivers)


def told(drivers: Drivers | None, ahead: pd.DataFrame | None) -> Drivers | None:
    """Drivers with the values to come that a person typed, which count more than the file's."""
    if drivers is None or ahead is None:
        return drivers
    said = ahead.reindex(columns=drivers.table.columns).dropna(how="all")
    dates = pd.DatetimeIndex(drivers.table.index)
    if said.empty or said.index[-1] < dates[0]:
        return drivers
    index = pd.date_range(dates[0], max(dates[-1], said.index[-1]), freq=dates.freq)
    table = said.reindex(index).combine_first(drivers.table.reindex(index))
    return replace(drivers, table=table[drivers.table.columns].set_axis(index, axis="index"))
