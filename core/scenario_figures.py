"""Scenarios drawn beside what is forecast otherwise."""

from collections.abc import Mapping

import plotly.graph_objects as go

from core.figure_frame import hover_date, in_unit, literal
from core.figures import forecast_figure
from core.forecaster import Forecast
from core.timeseries import TimeSeries

_LINES = (
    ("#b54d00", "#f0914a", "dash", "diamond"),
    ("#9c4f82", "#d98fbf", "dot", "square"),
    ("#00795a", "#2fc79f", "dashdot", "cross"),
    ("#8a6d00", "#e6c229", "longdash", "star"),
)
"""For each scenario in turn: colour on light and on dark ground, dash, marker."""


def scenario_figure(
    ts: TimeSeries, base: Forecast, scenarios: Mapping[str, Forecast], theme: str = "light"
) -> go.Figure:
    """The fan as it is, and a line for each scenario.

    Args:
        ts: The series.
        base: The forecast without any scenario.
        scenarios: By name, the same model's with one.
        theme: "light" or "dark".
    """
    figure = forecast_figure(ts, {base.model: base}, theme)
    for place, (name, forecast) in enumerate(scenarios.items()):
        light, dark, dash, symbol = _LINES[place % len(_LINES)]
        hue = dark if theme == "dark" else light
        table = forecast.table
        figure.add_scatter(
            x=table.index,
            y=table["point"],
            name=literal(name),
            mode="lines+markers",
            line={"color": hue, "width": 2, "dash": dash},
            marker={"symbol": symbol, "size": 7},
            customdata=table["point"] - base.table["point"],
            hovertemplate=(
                f"%{{x|{hover_date(ts)}}}: %{{y:,.4~g}}{in_unit(ts)}, %{{customdata:+,.3~g}} to as "
                f"it is<extra>{literal(name)}</extra>"
            ),
        )
    return figure
