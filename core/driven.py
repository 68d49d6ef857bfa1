"""Which drivers forecasts count on, and with which values to come, in words."""

from collections.abc import Mapping

import pandas as pd

from core.design import ahead
from core.forecaster import Forecast
from core.timeseries import TimeSeries
from core.wording import listed, number, quoted


def values(forecasts: Mapping[str, Forecast], ts: TimeSeries) -> pd.DataFrame:
    """The values to come with which forecasts were made.

    Args:
        forecasts: By model, of one horizon.
        ts: The series that is forecast, with its drivers.

    Returns:
        Shape (horizon, drivers), by date, of all drivers that count in one of them.
    """
    names = dict.fromkeys(name for each in forecasts.values() for name in each.drivers)
    horizon = max((len(each.table) for each in forecasts.values()), default=0)
    return ahead(ts, horizon, list(names))


def sentences(forecasts: Mapping[str, Forecast], ts: TimeSeries) -> tuple[str, ...]:
    """Which models count on which drivers; nothing where the series has none."""
    if ts.drivers is None:
        return ()
    alike: dict[tuple[str, ...], list[str]] = {}
    for model, forecast in forecasts.items():
        alike.setdefault(forecast.drivers, []).append(model)
    return tuple(
        f"{listed(models, most=8)} {'counts' if len(models) == 1 else 'count'} on "
        f"{listed([quoted(name) for name in drivers]) if drivers else 'no driver'}."
        for drivers, models in sorted(alike.items(), key=lambda pair: not pair[0])
    )


def spans(table: pd.DataFrame, ts: TimeSeries) -> str:
    """Between which values drivers lie on the dates to forecast, as a sentence; "" for none.

    Args:
        table: As `values` gives it.
        ts: The series, with its drivers.
    """
    if table.empty or ts.drivers is None:
        return ""
    flags = flags_of(table, ts)
    said = [
        f"{quoted(name)} in {number(int(table[name].sum()))} of them"
        if name in flags
        else f"{quoted(name)} at {_span(table[name])}"
        for name in map(str, table)
    ]
    return (
        f"The {ts.frequency.count(len(table))} to come have {listed(said)}; other values would "
        "make another forecast."
    )


def flags_of(table: pd.DataFrame, ts: TimeSeries) -> list[str]:
    """Which drivers of such a table say yes or no, and nothing between."""
    kinds = () if ts.drivers is None else ts.drivers.kinds
    flags = {kind.name for kind in kinds if kind.yes_no}
    return [name for name in map(str, table) if name in flags and table[name].isin((0, 1)).all()]


def _span(column: pd.Series) -> str:
    low, high = (number(value, ",.4g") for value in (column.min(), column.max()))
    return low if low == high else f"{low} to {high}"


def offered(ts: TimeSeries) -> str:
    """Which drivers go with a series, as a sentence; "" for none."""
    kinds = () if ts.drivers is None else ts.drivers.kinds
    known = [quoted(kind.name) for kind in kinds if kind.known_ahead]
    late = [quoted(kind.name) for kind in kinds if not kind.known_ahead]
    said = [
        f"{listed(names)}, {how}"
        for names, how in ((known, "known ahead"), (late, "of which only the past is known"))
        if names
    ]
    return f"Networks and ARIMA may count on {'; and on '.join(said)}." if said else ""


def in_the_test(ts: TimeSeries) -> str:
    """What folds of a test on the past were told of drivers, as a sentence; "" for none."""
    kinds = () if ts.drivers is None else ts.drivers.kinds
    known = [quoted(kind.name) for kind in kinds if kind.known_ahead]
    if not known:
        return ""
    verb = "was" if len(known) == 1 else "were"
    return (
        f"{listed(known)} {verb} known ahead in every fold, with the values that came to pass: "
        "where plans turn out otherwise, forecasts are worse than this test says."
    )
