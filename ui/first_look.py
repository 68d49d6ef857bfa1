"""The first look, as Home and Data show it: a forecast before anything was pressed."""

from collections.abc import Callable

import streamlit as st

from core import driven, figures
from core.forecaster import Forecast, next_in_words, together
from core.timeseries import TimeSeries
from ui import drawn, sections, shell, tables, theme
from ui.holdings import Papers


def show(
    forecast: Forecast, ts: TimeSeries, key: str, papers: Callable[[], Papers] | None = None
) -> None:
    """What comes next in words and on a chart, what says so, and the same as a table."""
    st.markdown(f"**{shell.plain(next_in_words(forecast, ts))}**")
    span = ts.frequency.count(len(forecast.table))
    theme.chart(
        drawn.figure(
            "look",
            (ts, forecast),
            lambda ground: figures.forecast_figure(ts, {forecast.model: forecast}, ground),
        ),
        key=f"look-{key}",
        alt=f"{ts.name} so far, and the next {span} at a first look, with 80% and 95% intervals",
    )
    st.caption(
        f"A first look by the {forecast.model}: a network trained beforehand on made-up series, "
        "and not on yours. Dark band: the 80% interval; light band: the 95% interval. Train to "
        "see whether it can be believed."
    )
    for sentence in (*forecast.effects, *driven.sentences({forecast.model: forecast}, ts)):
        st.caption(shell.plain(sentence))
    sections.when_opened(
        "The first look as a table",
        ":material/table_rows:",
        "look-table",
        lambda: tables.forecasts(
            together({forecast.model: forecast}),
            ts,
            "lookback-first-look.csv",
            {} if papers is None else papers(),
        ),
    )
