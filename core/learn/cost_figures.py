"""Costs, drawn over the answers that could be given."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.figure_frame import hover_number, in_unit, literal
from core.learn.cost import Targets, absolute, course, quadratic
from core.model_styles import STYLES
from core.profile_drawing import framed, hue, ink, panel, panels, titled
from core.timeseries import TimeSeries

_HEIGHT = 170
_POINTS = 161
_ANSWER = STYLES["ARIMA"]


def misses_figure(given: Targets, answer: float, ts: TimeSeries, theme: str = "light") -> go.Figure:
    """Values with their misses from one answer for all, and both costs of every such answer."""
    names = [
        "Right values, the answer, and the misses between",
        "Quadratic cost of each answer",
        "Absolute cost of each answer",
    ]
    figure = panels(names, theme, _HEIGHT, [])
    y = given.values
    low, high = answers(given)
    places = np.arange(1, len(y) + 1)
    figure.add_scatter(
        x=[each for value in y for each in (value, answer, None)],
        y=[each for place in places for each in (place, place, None)],
        mode="lines",
        line={"color": hue(theme, _ANSWER), "width": 1.5},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=y,
        y=places,
        mode="markers",
        marker={"color": ink(theme), "size": 8},
        text=[ts.frequency.words(stamp) for stamp in given.stamps],
        hovertemplate=f"%{{text}}: %{{x:{hover_number(ts)}}}{in_unit(ts)}<extra></extra>",
    )
    grid = np.linspace(low, high, _POINTS)
    for row, cost in enumerate((quadratic, absolute), start=2):
        axes = {"xaxis": "x", "yaxis": panel("y", row)}
        figure.add_scatter(
            x=grid,
            y=course(cost, y, grid),
            mode="lines",
            line={"color": hue(theme), "width": 2.5},
            hovertemplate=f"%{{x:{hover_number(ts)}}}: %{{y:,.4~g}}<extra></extra>",
            **axes,
        )
        figure.add_scatter(
            x=[answer],
            y=[cost(y, answer)],
            mode="markers",
            marker={"color": hue(theme, _ANSWER), "size": 12, "symbol": "diamond"},
            hoverinfo="skip",
            **axes,
        )
    figure.add_vline(x=answer, line={"color": hue(theme, _ANSWER), "width": 1.5, "dash": "dash"})
    figure.update_xaxes(title=titled(f"Answer, {ts.name}", ts.unit), range=[low, high])
    figure.layout.yaxis.showticklabels = False
    return figure


def answers(given: Targets) -> tuple[float, float]:
    """The lowest and the highest answer that can be given: a little beyond all values."""
    low, high = float(given.values.min()), float(given.values.max())
    room = 0.1 * (high - low) or max(abs(high), 1.0)
    return low - room, high + room


def surprise_figure(
    names: Sequence[str], chances: np.ndarray, counts: np.ndarray, theme: str = "light"
) -> go.Figure:
    """What each chance costs where its class comes true, and the chances that were given.

    Args:
        names: Of the classes.
        chances: Given to each, shape (m,).
        counts: How often each came true, shape (m,).
        theme: "light" or "dark".
    """
    figure = framed(theme)
    grid = np.linspace(0.01, 1, 200)
    figure.add_scatter(
        x=grid,
        y=-np.log(grid),
        mode="lines",
        name="-ln p",
        line={"color": hue(theme), "width": 2.5},
        hovertemplate="chance %{x:.2f}: cost %{y:.2f}<extra></extra>",
    )
    figure.add_scatter(
        x=chances,
        y=-np.log(np.maximum(chances, 0.01)),
        mode="markers+text",
        name="Classes",
        text=[
            literal(f"{name} ({count} times)") for name, count in zip(names, counts, strict=True)
        ],
        textposition="top right",
        marker={"color": hue(theme, _ANSWER), "size": 12, "symbol": "diamond"},
        hovertemplate="%{text}: chance %{x:.2f}, cost %{y:.2f}<extra></extra>",
    )
    figure.update_xaxes(title="Chance p given to what came true", range=[0, 1.15])
    figure.update_yaxes(title="Cost -ln p", range=[-0.2, 4.8])
    figure.update_layout(showlegend=False)
    return figure
