"""Tables in the number style in force; forecasts as one, and as a file."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.date_style import written
from core.events import labels
from core.timeseries import TimeSeries
from core.wording import number, with_unit
from ui import downloads
from ui.holdings import Papers

_FEW = 4
"""Decimals that stand in a table whatever the size of its values."""

STYLED = 5_000
"""Rows up to which a table is written in the number style; Streamlit takes each cell's text."""


AMOUNTS = {
    "point": "Forecast",
    "lo-80": "80% from",
    "hi-80": "80% to",
    "lo-95": "95% from",
    "hi-95": "95% to",
}
"""Amounts of a forecast or a total, and what they are called."""


Form = str | Callable[[float], str]
"""How a number is written: as Python's `format` takes it, or by a function of `core.wording`."""


def show(
    table: pd.DataFrame,
    *,
    forms: Mapping[str, Form] | None = None,
    columns: Mapping[str, Any] | None = None,
    height: int | None = None,
) -> None:
    """A table whose numbers are in the style in force, and sort as numbers all the same.

    Args:
        table: Its index is not shown.
        forms: How numbers of a column are written; the others with the decimals worth showing.
        columns: Configurations of columns, without a format for numbers.
        height: In pixels; by the number of rows if not said.
    """
    table = table.reset_index(drop=True)
    dates = {
        name: st.column_config.DatetimeColumn(format=date_format(table[name]))
        for name in map(str, table.select_dtypes("datetime").columns)
    }
    numeric = map(str, table.select_dtypes("number").columns)
    shown: Any = table
    if len(table) <= STYLED:
        styled: dict[Any, str | Callable[[Any], str] | None] = {
            name: _writer((forms or {}).get(name) or form_of(table[name])) for name in numeric
        }
        shown = table.style.format(styled, na_rep="")
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=height or "auto",
        placeholder="",
        column_config={**dates, **(columns or {})},
    )
    if len(table) > STYLED:
        st.caption(
            f"With more than {number(STYLED)} rows, numbers of the table stand without thousands "
            "marks and with a decimal point."
        )


def _writer(form: Form) -> Callable[[float], str]:
    return (lambda value: number(value, form)) if isinstance(form, str) else form


def form_of(values: pd.Series) -> str:
    """All decimals where they are few, as in a file's own values; else those worth showing."""
    known = values.dropna()
    few = (at for at in range(_FEW + 1) if np.allclose(known, known.round(at), rtol=1e-12, atol=0))
    return f",.{next(few, digits(known))}f"


def forecasts(future: pd.DataFrame, ts: TimeSeries, filename: str, papers: Papers) -> None:
    """A table of forecasts and its download.

    Args:
        future: As `core.forecaster.together` makes it.
        ts: The series that is forecast.
        filename: Name of the download.
        papers: How the series came about.
    """
    amounts = headings(AMOUNTS, ts.unit)
    words = {"model": "Model", "ds": ts.frequency.noun.capitalize(), **amounts}
    if future["model"].nunique() == 1:
        # Who says so stands above it; a phone has little room.
        del words["model"]
    show(
        future[list(words)].rename(columns=words),
        forms=dict.fromkeys(amounts.values(), amount_form(ts, future["point"])),
    )
    downloads.offer(lambda: forecast_file(future, ts), filename, papers)


def headings(names: Mapping[str, str], unit: str) -> dict[str, str]:
    """Headings of columns of amounts, the unit in the first of them: it is that of all."""
    first = next(iter(names))
    return {**names, first: with_unit(names[first], unit)}


def forecast_file(future: pd.DataFrame, ts: TimeSeries) -> pd.DataFrame:
    """Forecasts as they are taken away: dates as the person's file has them, unit and events."""
    stamps = pd.DatetimeIndex(future["ds"])
    told = future[["model", "ds", *AMOUNTS]].assign(ds=written(stamps, ts.date_style))
    told.insert(0, "series", ts.name)
    told.insert(1, "unit", ts.unit)
    told = with_rounded(told, ts, list(AMOUNTS))
    told["event"] = labels(ts.events, stamps, ts.frequency)
    return told.rename(columns={"ds": "date"})


def with_rounded(table: pd.DataFrame, ts: TimeSeries, amounts: Sequence[str]) -> pd.DataFrame:
    """A table for a file; where the series has whole numbers, `amounts` also rounded to such.

    Both are there: rounded ones to show, full ones to go on computing with, since rounded months
    don't add up to a rounded year.
    """
    if not ts.whole:
        return table
    whole = table[list(amounts)].round().astype("Int64")
    return table.join(whole.add_suffix("-rounded"))


def amount_form(ts: TimeSeries, values: pd.Series) -> str:
    """How forecasts for a series are written in a column."""
    return ",.0f" if ts.whole else f",.{digits(values)}f"


def dated(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table by date with its dates as the first column, under a name that no other has.

    Args:
        table: Its index is dates.
        name: What to call them: a driver may be called "Week", too.
    """
    while name in table:
        name = f"{name} (date)"
    return table.reset_index(names=name)


def in_file_style(table: pd.DataFrame, ts: TimeSeries) -> pd.DataFrame:
    """A table to take away, its dates written as the person's file has them."""
    dates = map(str, table.select_dtypes("datetime").columns)
    return table.assign(
        **{name: written(pd.DatetimeIndex(table[name]), ts.date_style) for name in dates}
    )


def digits(values: pd.Series) -> int:
    """Decimals that are worth showing: five significant figures of the largest value."""
    largest = float(values.abs().max())
    return max(1, 4 - math.floor(math.log10(largest))) if largest > 0 else 1


def date_format(dates: pd.Series) -> str:
    """How Streamlit should write dates: with the time where there is any."""
    intraday = bool((dates != dates.dt.normalize()).any())
    return "YYYY-MM-DD HH:mm" if intraday else "YYYY-MM-DD"
