"""A recurrent neuron folded and unrolled, states over time, the sine wave, and memory by cell."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.figure_frame import hover_date, layout
from core.learn.memory import CELLS, FADED, Memory
from core.learn.recurrent import AHEAD, KNOWN, Neuron, Wave, sine, sine_ahead
from core.model_styles import GROUND, STYLES, faint
from core.profile_drawing import framed, hue, ink, panels
from core.timeseries import TimeSeries

COPIES = 3
"""Steps that are unrolled, the newest."""

_STATE, _INPUT = STYLES["SimpleRNN"], STYLES["ARIMA"]
_ROOM = 0.2
_SHOWN = 75
"""Steps of the wave that are shown before the forecast."""


def neuron_figure(
    neuron: Neuron, inputs: np.ndarray, states: np.ndarray, folded: bool, theme: str = "light"
) -> go.Figure:
    """The neuron as boxes and arrows: once with its loop, or a copy for each of the newest steps.

    Args:
        neuron: Its weights stand on the arrows.
        inputs: Shape (n,).
        states: Its answers, shape (n,).
        folded: Whether it is drawn once.
        theme: "light" or "dark".
    """
    figure = go.Figure(layout=layout(theme))
    copies = 1 if folded else min(COPIES, len(inputs))
    places = np.array([(COPIES - 1) / 2]) if folded else np.arange(copies, dtype=float)
    line = GROUND[theme]["line"]
    for name, height, values, style, symbol in (
        ("x", 0.0, inputs, _INPUT, "square"),
        ("h", 1.0, states, _STATE, "circle"),
    ):
        figure.add_scatter(
            x=places,
            y=[height] * copies,
            mode="markers+text",
            text=[f"{value:.2f}" for value in values[-copies:]],
            marker={
                "symbol": symbol,
                "size": 42,
                "color": faint(hue(theme, style), 0.2),
                "line": {"color": hue(theme, style), "width": 2},
            },
            textfont={"color": ink(theme)},
            hoverinfo="skip",
            name=name,
        )
    for place in places:
        _arrow(figure, (place, _ROOM), (place, 1 - _ROOM), f"w {neuron.weight:.2f}", line)
    if folded:
        here = places[0]
        loop = f"M {here + 0.22} 1.12 C {here + 1} 1.45, {here + 1} 0.5, {here + 0.36} 0.83"
        figure.add_shape(type="path", path=loop, line={"color": line, "width": 2})
        _arrow(figure, (here + 0.37, 0.835), (here + 0.23, 0.915), "", line)
        figure.add_annotation(
            x=here + 1.15, y=1, text=f"r {neuron.back:.2f}", showarrow=False, font={"size": 12}
        )
    else:
        for place in places:
            _arrow(figure, (place - 0.78, 1), (place - 0.2, 1), f"r {neuron.back:.2f}", line)
    figure.update_xaxes(visible=False, range=[-0.95, COPIES - 0.4])
    figure.update_yaxes(visible=False, range=[-0.35, 1.4])
    figure.update_layout(height=190, margin={"t": 8, "b": 0}, showlegend=False, dragmode=False)
    return figure


def _arrow(
    figure: go.Figure, start: tuple[float, float], end: tuple[float, float], said: str, line: str
) -> None:
    figure.add_annotation(
        x=end[0],
        y=end[1],
        ax=start[0],
        ay=start[1],
        axref="x",
        ayref="y",
        text="",
        showarrow=True,
        arrowhead=2,
        arrowwidth=2,
        arrowcolor=line,
    )
    if said:
        upright = start[0] == end[0]
        figure.add_annotation(
            x=(start[0] + end[0]) / 2,
            y=(start[1] + end[1]) / 2,
            text=said,
            showarrow=False,
            xshift=28 if upright else 0,
            yshift=0 if upright else 12,
            font={"size": 12},
        )


def states_figure(
    ts: TimeSeries, inputs: np.ndarray, states: np.ndarray, theme: str = "light"
) -> go.Figure:
    """Inputs, and states under them: one neuron as a line, several as rows of colour.

    Args:
        ts: The series the inputs are the newest observed values of.
        inputs: Shape (n,).
        states: Shape (n, neurons).
        theme: "light" or "dark".
    """
    names = ["Inputs x", "States h" if states.shape[1] > 1 else "State h"]
    figure = panels(names, theme, 130, names)
    stamps = ts.y.dropna().index[-len(inputs) :]
    point = f"%{{x|{hover_date(ts)}}}: %{{y:.2f}}<extra></extra>"
    figure.add_scatter(
        x=stamps,
        y=inputs,
        mode="lines+markers",
        line={"color": hue(theme, _INPUT), "width": 2},
        marker={"size": 5, "symbol": "square"},
        hovertemplate=point,
    )
    if states.shape[1] == 1:
        figure.add_scatter(
            x=stamps,
            y=states[:, 0],
            mode="lines+markers",
            line={"color": hue(theme, _STATE), "width": 2},
            marker={"size": 5},
            hovertemplate=point,
            yaxis="y2",
        )
        figure.layout.yaxis2.range = [-1.1, 1.1]
    else:
        _heat(figure, list(stamps), states, theme, f"%{{x|{hover_date(ts)}}}")
        figure.layout.yaxis2.update(tickformat="d", title="Neuron")
    figure.update_xaxes(type="date")
    return figure


def _heat(
    figure: go.Figure, places: Sequence[object], states: np.ndarray, theme: str, where: str
) -> None:
    """States by neuron and step: -1 and 1 in two colours, 0 as the ground."""
    figure.add_heatmap(
        x=places,
        y=list(range(1, states.shape[1] + 1)),
        z=states.T,
        zmin=-1,
        zmax=1,
        colorscale=[
            [0, hue(theme, _INPUT)],
            [0.5, "#0e1117" if theme == "dark" else "#ffffff"],
            [1, hue(theme, _STATE)],
        ],
        colorbar={"thickness": 10, "len": 0.45, "y": 0.2, "tickvals": [-1, 0, 1]},
        hovertemplate=f"{where}, neuron %{{y}}: %{{z:.2f}}<extra></extra>",
        yaxis="y2",
    )


def sine_figure(wave: Wave | None, theme: str = "light") -> go.Figure:
    """The sine wave as far as it is known and as it goes on, a forecast, and the states behind."""
    names = [
        "The sine wave, by step",
        *(["States h along the last window"] if wave is not None else []),
    ]
    figure = panels(names, theme, 240 if wave is None else 190, names)
    known = sine().values
    figure.add_scatter(
        x=list(range(KNOWN - _SHOWN + 1, KNOWN + 1)),
        y=known[-_SHOWN:],
        mode="lines",
        name="Known",
        line={"color": ink(theme), "width": 2},
        hovertemplate="step %{x}: %{y:.2f}<extra></extra>",
    )
    ahead = list(range(KNOWN + 1, KNOWN + AHEAD + 1))
    figure.add_scatter(
        x=ahead,
        y=sine_ahead(),
        mode="lines",
        name="How it goes on",
        line={"color": ink(theme), "width": 1.5, "dash": "dot"},
        hovertemplate="step %{x}: %{y:.2f}<extra></extra>",
    )
    if wave is not None:
        figure.add_scatter(
            x=ahead,
            y=wave.point,
            mode="lines+markers",
            name="The network, step by step",
            line={"color": hue(theme, _STATE), "width": 1.5},
            marker={"size": 4, "symbol": "diamond"},
            hovertemplate="step %{x}: %{y:.2f}<extra></extra>",
        )
        steps = len(wave.states)
        places = list(range(KNOWN - steps + 1, KNOWN + 1))
        _heat(figure, places, wave.states, theme, "step %{x}")
        figure.layout.yaxis2.update(tickformat="d", title="Unit")
    figure.update_xaxes(range=[KNOWN - _SHOWN, KNOWN + AHEAD + 1])
    figure.update_layout(showlegend=True, legend={"y": -0.12, "yanchor": "top"}, margin={"b": 70})
    return figure


def memory_figure(found: Memory, theme: str = "light") -> go.Figure:
    """The share of the gradient that is left by steps back, for each cell, in powers of ten."""
    figure = framed(theme)
    for cell, share in found.shares.items():
        style = STYLES[CELLS[cell]]
        figure.add_scatter(
            x=list(range(len(share))),
            y=np.maximum(share, 1e-12),
            mode="lines+markers",
            name=CELLS[cell],
            line={"color": hue(theme, style), "width": 2.2},
            marker={"symbol": style.symbol, "size": 6},
            hovertemplate=f"%{{x}} back: %{{y:.2g}}<extra>{CELLS[cell]}</extra>",
        )
    steps = max(len(share) for share in found.shares.values())
    figure.add_scatter(
        x=[0, steps - 1],
        y=[FADED] * 2,
        mode="lines",
        name="A hundredth",
        line={"color": GROUND[theme]["line"], "dash": "dash", "width": 1.5},
        hoverinfo="skip",
    )
    figure.update_xaxes(title="Steps back")
    figure.update_yaxes(
        title="Gradient, newest = 1", type="log", exponentformat="power", range=[-6, 1.5], nticks=8
    )
    figure.update_layout(height=360)
    return figure
