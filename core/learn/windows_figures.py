"""A window and its label on the series, and the error of each window length."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.figure_frame import hover_date, hover_number, in_unit, literal
from core.learn.windows import Cut, Tried
from core.model_styles import STYLES, faint
from core.profile_drawing import framed, hue, ink
from core.timeseries import TimeSeries

LABEL = STYLES["ARIMA"]
_AROUND = 60
"""Steps shown at least to either side of a window; a short series is shown whole."""


def window_figure(ts: TimeSeries, found: Cut, place: int, theme: str = "light") -> go.Figure:
    """One window and its label, on the series around them.

    Args:
        ts: The series.
        found: Its windows.
        place: Which of them, from 0.
        theme: "light" or "dark".
    """
    lookback, steps = found.inputs.shape[1], found.labels.shape[1]
    start = found.first + place
    room = max(_AROUND, 2 * (lookback + steps))
    shown = slice(max(start - room, 0), start + lookback + steps + room)
    figure = framed(theme)
    point = f"%{{x|{hover_date(ts)}}}: %{{y:{hover_number(ts)}}}{in_unit(ts)}<extra></extra>"
    figure.add_scatter(
        x=ts.index[shown],
        y=ts.y.iloc[shown],
        mode="lines",
        name="The series",
        line={"color": ink(theme), "width": 1.2},
        opacity=0.6,
        hovertemplate=point,
    )
    for name, begin, values, style, symbol in (
        ("Window: what is seen", start, found.inputs[place], None, "circle"),
        ("Label: what is to be answered", start + lookback, found.labels[place], LABEL, "diamond"),
    ):
        colour = hue(theme) if style is None else hue(theme, style)
        stamps = ts.index[begin : begin + len(values)]
        figure.add_scatter(
            x=stamps,
            y=values,
            mode="lines+markers",
            name=name,
            line={"color": colour, "width": 2},
            marker={"color": colour, "symbol": symbol, "size": 8},
            hovertemplate=point,
        )
        figure.add_vrect(
            **_span(stamps), fillcolor=faint(colour, 0.14), line_width=0, layer="below"
        )
    figure.update_xaxes(type="date")
    figure.update_yaxes(title=literal(ts.unit), tickformat=",", nticks=5)
    figure.update_layout(height=260)
    return figure


def _span(stamps: pd.DatetimeIndex) -> dict[str, pd.Timestamp]:
    """From half a step before the first to half a step after the last."""
    assert stamps.freq is not None
    half = (stamps[0] + stamps.freq - stamps[0]) / 2
    return {"x0": stamps[0] - half, "x1": stamps[-1] + half}


def lengths_figure(found: Tried, ts: TimeSeries, length: int, theme: str = "light") -> go.Figure:
    """Error by window length, the one chosen marked, and where a season ends."""
    figure = framed(theme)
    figure.add_scatter(
        x=found.lengths,
        y=found.errors,
        mode="lines+markers",
        name="Window of that length",
        line={"color": hue(theme), "width": 2.5},
        marker={"size": 6},
        hovertemplate=f"window %{{x}}: error %{{y:,.3~g}}{in_unit(ts)}<extra></extra>",
    )
    chosen = int(found.lengths[np.argmin(np.abs(found.lengths - length))])
    figure.add_scatter(
        x=[chosen],
        y=[found.error(chosen)],
        mode="markers",
        name="Chosen",
        marker={"color": hue(theme, LABEL), "size": 13, "symbol": "diamond"},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[found.lengths[0], found.lengths[-1]],
        y=[found.naive] * 2,
        mode="lines",
        name="Last value again",
        line={"color": hue(theme, STYLES["Seasonal naive"]), "dash": "dot", "width": 2},
        hoverinfo="skip",
    )
    period = ts.seasonal_period
    if 1 < period <= found.lengths[-1]:
        figure.add_vline(
            x=period,
            line={"color": hue(theme, STYLES["Seasonal naive"]), "width": 1.5},
            annotation={"text": f"a season: {period}", "bgcolor": faint(ink(theme), 0.06)},
            annotation_position="bottom left",
        )
    figure.update_xaxes(title="Window length, and its error")
    figure.update_yaxes(
        title=literal(ts.unit) or "Error", tickformat=",", rangemode="tozero", nticks=5
    )
    figure.update_layout(height=260)
    return figure
