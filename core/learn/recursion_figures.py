"""The walk on the series, and how errors grow with the steps."""

import plotly.graph_objects as go

from core.figure_frame import hover_date, hover_number, in_unit
from core.learn.recursion import Both, Split
from core.model_styles import STYLES, faint
from core.profile_drawing import hue, ink, panel, panels
from core.timeseries import TimeSeries

WALKED, AT_ONCE = STYLES["ARIMA"], STYLES["SimpleRNN"]
_HEIGHT = 215


def walk_figure(
    ts: TimeSeries, given: Split, found: Both, place: int, done: int, theme: str = "light"
) -> go.Figure:
    """The walk from one origin as far as it got, its next window, and both errors by step.

    Args:
        ts: The series.
        given: How it was split.
        found: Both ways ahead.
        place: Which origin, from 0.
        done: Steps walked.
        theme: "light" or "dark".
    """
    lookback, horizon = found.lookback, given.horizon
    names = ["The walk", f"Error by steps ahead, mean of {found.judged} values"]
    figure = panels(names, theme, _HEIGHT, names[1:])
    origin = given.first + int(given.origins[place])
    stamps = ts.index[origin + 1 : origin + 1 + horizon]
    point = f"%{{x|{hover_date(ts)}}}: %{{y:{hover_number(ts)}}}{in_unit(ts)}<extra></extra>"
    shown = slice(max(origin + 1 - max(2 * lookback, horizon), 0), origin + 1 + horizon)
    figure.add_scatter(
        x=ts.index[shown],
        y=ts.y.iloc[shown],
        mode="lines",
        name="What came",
        line={"color": ink(theme), "width": 1.5},
        hovertemplate=point,
    )
    begin = origin + 1 - lookback
    seen = ts.index[begin + done : begin + done + lookback]
    figure.add_scatter(
        x=seen,
        y=found.walked[place, done : done + lookback],
        mode="markers",
        name="Seen next" if done < horizon else "Would be seen next",
        marker={"color": hue(theme), "size": 11, "symbol": "circle-open", "line": {"width": 2}},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=stamps[:done],
        y=found.recursive[place, :done],
        mode="lines+markers",
        name="Step by step",
        line={"color": hue(theme, WALKED), "width": 2},
        marker={"symbol": "diamond", "size": 7},
        hovertemplate=point,
    )
    figure.add_scatter(
        x=stamps,
        y=found.at_once[place],
        mode="lines+markers",
        name="All at once",
        line={"color": hue(theme, AT_ONCE), "width": 1.5, "dash": "dash"},
        marker={"symbol": "x", "size": 6},
        hovertemplate=point,
    )
    for errors, style, dash, name in (
        (found.recursive_errors, WALKED, "solid", "Step by step"),
        (found.direct_errors, AT_ONCE, "dash", "All at once"),
    ):
        figure.add_scatter(
            x=stamps,
            y=errors,
            mode="lines",
            name=name,
            showlegend=False,
            line={"color": hue(theme, style), "width": 2.5, "dash": dash},
            customdata=list(range(1, horizon + 1)),
            hovertemplate=f"%{{customdata}} ahead: %{{y:,.3~g}}{in_unit(ts)}<extra>{name}</extra>",
            xaxis="x",
            yaxis=panel("y", 2),
        )
    figure.add_vrect(
        x0=seen[0], x1=seen[-1], fillcolor=faint(hue(theme), 0.12), line_width=0, layer="below"
    )
    figure.update_layout(
        showlegend=True,
        legend={"y": -0.08, "yanchor": "top"},
        margin={"b": 60},
        yaxis2_rangemode="tozero",
    )
    figure.update_xaxes(type="date")
    return figure
