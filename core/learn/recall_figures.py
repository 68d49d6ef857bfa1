"""An echo, and how much of it each cell recalled by how far back it lies."""

import numpy as np
import plotly.graph_objects as go

from core.learn.memory import CELLS
from core.learn.recall import DELAYS, Recall, echo
from core.model_styles import STYLES
from core.profile_drawing import framed, hue, ink

_SHOWN = 4


def echo_figure(theme: str = "light") -> go.Figure:
    """The end of the shortest echo; values that repeat one before are filled."""
    figure, delay = framed(theme), DELAYS[0]
    values = echo(delay).values
    steps = np.arange(len(values) - _SHOWN * delay, len(values))
    same = values[steps] == values[steps - delay]
    figure.add_scatter(
        x=steps + 1,
        y=values[steps],
        mode="lines",
        line={"color": ink(theme), "width": 1},
        showlegend=False,
        hoverinfo="skip",
    )
    for name, some, symbol in (
        (f"As {delay} steps before", same, "circle"),
        ("Drawn anew", ~same, "circle-open"),
    ):
        figure.add_scatter(
            x=steps[some] + 1,
            y=values[steps[some]],
            mode="markers",
            name=name,
            marker={"color": hue(theme), "size": 10, "symbol": symbol, "line": {"width": 2}},
            hovertemplate="step %{x}: %{y:.2f}<extra></extra>",
        )
    figure.update_xaxes(title="Step", dtick=delay)
    figure.update_layout(height=300)
    return figure


def recall_figure(found: Recall, theme: str = "light") -> go.Figure:
    """Bars by steps back, one for each cell."""
    figure = framed(theme)
    for cell, shares in found.shares.items():
        name = CELLS[cell]
        figure.add_bar(
            x=list(map(str, DELAYS)),
            y=shares,
            name=name,
            text=[f"{share:.0%}" for share in shares],
            textposition="outside",
            cliponaxis=False,
            marker={"color": hue(theme, STYLES[name])},
            hovertemplate=f"%{{x}} back: %{{y:.0%}}<extra>{name}</extra>",
        )
    figure.update_xaxes(title="Steps back", type="category")
    figure.update_yaxes(title="Recalled", range=[0, 1.05], tickformat=".0%")
    figure.update_layout(height=300)
    return figure
