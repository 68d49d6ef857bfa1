"""Forecasts as a table, and as a file."""

import math

import pandas as pd
import streamlit as st

from core.events import labels
from core.export import to_csv
from core.timeseries import TimeSeries


def forecasts(future: pd.DataFrame, ts: TimeSeries, filename: str) -> None:
    """A table of forecasts and its download.

    Args:
        future: As `core.forecaster.together` makes it.
        ts: The series that is forecast.
        filename: Name of the download.
    """
    words = {
        "model": "Model",
        "ds": ts.frequency.noun.capitalize(),
        "point": "Forecast",
        "lo-80": "80% from",
        "hi-80": "80% to",
        "lo-95": "95% from",
        "hi-95": "95% to",
    }
    table = future[list(words)].rename(columns=words)
    number = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        table.round(digits(future["point"])),
        hide_index=True,
        width="stretch",
        column_config={
            **dict.fromkeys(list(words.values())[2:], number),
            words["ds"]: st.column_config.DatetimeColumn(format=date_format(future["ds"])),
        },
    )
    marked = labels(ts.events, pd.DatetimeIndex(future["ds"]), ts.frequency)
    download = future.assign(series=ts.name, unit=ts.unit, event=marked)
    columns: list[str] = ["series", "unit", *words, "event"]
    st.download_button(
        "Download CSV",
        data=lambda: to_csv(pd.DataFrame(download[columns]).rename(columns={"ds": "date"})),
        file_name=filename,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"download-{filename}",
        help="Comma-separated, ISO dates, full precision; opens in any spreadsheet.",
    )


def digits(values: pd.Series) -> int:
    """Decimals that are worth showing: five significant figures of the largest value."""
    largest = float(values.abs().max())
    return max(1, 4 - math.floor(math.log10(largest))) if largest > 0 else 1


def date_format(dates: pd.Series) -> str:
    """How Streamlit should write dates: with the time where there is any."""
    intraday = bool((dates != dates.dt.normalize()).any())
    return "YYYY-MM-DD HH:mm" if intraday else "YYYY-MM-DD"
