"""Gates and memory of one unit, drawn under the series."""

import plotly.graph_objects as go

from core.figure_frame import hover_date, hover_number, in_unit
from core.learn.gates import Steps
from core.model_styles import STYLES
from core.profile_drawing import hue, ink, panel, panels
from core.timeseries import TimeSeries

_HEIGHT = 135
_GATES = {
    "forget gate": ("f, what is kept", "GRU", "solid"),
    "update gate": ("z, what is kept", "GRU", "solid"),
    "input gate": ("i, what is let in", "ARIMA", "dash"),
    "reset gate": ("r, what is looked back at", "ARIMA", "dash"),
    "output gate": ("o, what is let out", "SimpleRNN", "dot"),
}
"""By gate: its name in the legend, whose colour it has, its dash."""

_KEPT, _WRITTEN = STYLES["GRU"], STYLES["ARIMA"]


def gates_figure(
    ts: TimeSeries, found: Steps, unit: int, step: int, theme: str = "light"
) -> go.Figure:
    """The series, the gates of one unit and its memory as kept and written, step by step.

    Args:
        ts: The series.
        found: The layer.
        unit: Which of its units.
        step: The step that is read, from 0.
        theme: "light" or "dark".
    """
    letter = "h" if found.cell == "gru" else "c"
    names = ["The series", "Gates: 0 shut, 1 open", f"Memory {letter}: kept and written"]
    figure = panels(names, theme, _HEIGHT, names[2:])
    date = f"%{{x|{hover_date(ts)}}}"
    figure.add_scatter(
        x=found.stamps,
        y=found.values,
        mode="lines+markers",
        showlegend=False,
        line={"color": ink(theme), "width": 1.8},
        marker={"size": 4},
        hovertemplate=f"{date}: %{{y:{hover_number(ts)}}}{in_unit(ts)}<extra></extra>",
    )
    for gate in found.gate_names:
        name, whose, dash = _GATES[gate]
        figure.add_scatter(
            x=found.stamps,
            y=found.states[gate][:, unit],
            mode="lines",
            name=name,
            line={"color": hue(theme, STYLES[whose]), "dash": dash, "width": 2.2},
            hovertemplate=f"{date}: %{{y:.2f}}<extra>{gate}</extra>",
            yaxis=panel("y", 2),
        )
    for name, part, style, pattern in (
        ("kept", found.kept, _KEPT, ""),
        ("written", found.written, _WRITTEN, "/"),
    ):
        figure.add_bar(
            x=found.stamps,
            y=part[:, unit],
            name=f"{letter}: {name}",
            marker={
                "color": hue(theme, style),
                "pattern": {"shape": pattern, "solidity": 0.35},
                "line": {"width": 0},
            },
            opacity=0.7,
            hovertemplate=f"{date}: %{{y:.2f}}<extra>{name}</extra>",
            yaxis=panel("y", 3),
        )
    figure.add_scatter(
        x=found.stamps,
        y=found.memory[:, unit],
        mode="lines",
        name=f"{letter}, together",
        line={"color": ink(theme), "width": 1.8},
        hovertemplate=f"{date}: %{{y:.2f}}<extra>{letter}</extra>",
        yaxis=panel("y", 3),
    )
    figure.add_vline(x=found.stamps[step], line={"color": hue(theme), "width": 2})
    figure.update_layout(
        barmode="relative",
        bargap=0.25,
        showlegend=True,
        legend={"y": -0.07, "yanchor": "top", "font": {"size": 12}},
        margin={"b": 60},
        yaxis2_range=[-0.05, 1.05],
    )
    figure.update_xaxes(type="date")
    return figure
