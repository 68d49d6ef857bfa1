"""A neuron's question and answer, drawn."""

import numpy as np
import plotly.graph_objects as go

from core.learn.perceptron import HIGHEST, Neuron, Points
from core.model_styles import STYLES, colour, faint
from core.profile_drawing import framed, hue, ink

_NAMES = {True: "Next value above the middle", False: "Not above it"}


def neuron_figure(neuron: Neuron, given: Points, theme: str = "light") -> go.Figure:
    """Points by their two inputs, the line of the neuron, and the side on which it says yes."""
    figure = framed(theme)
    yes = colour("Perceptron", theme)
    corners = _yes_side(neuron)
    if len(corners):
        figure.add_scatter(
            x=corners[:, 0],
            y=corners[:, 1],
            mode="none",
            fill="toself",
            fillcolor=faint(yes, 0.16),
            name="The neuron says yes",
            hoverinfo="skip",
        )
    for above, symbol in ((True, "circle"), (False, "x-thin-open")):
        mine = given.inputs[given.above == above]
        figure.add_scatter(
            x=mine[:, 0],
            y=mine[:, 1],
            mode="markers",
            name=_NAMES[above],
            marker={
                "symbol": symbol,
                "size": 8,
                "color": yes if above else ink(theme),
                "line": {"width": 1.6, "color": yes if above else ink(theme)},
            },
            text=[str(stamp.date()) for stamp in given.stamps[given.above == above]],
            hovertemplate="%{text}: %{x:.1f}, %{y:.1f}<extra></extra>",
        )
    line = neuron.line()
    if line is not None:
        figure.add_scatter(
            x=line[:, 0],
            y=line[:, 1],
            mode="lines",
            name="z = 0",
            line={"color": hue(theme, STYLES["ARIMA"]), "width": 2.5, "dash": "dash"},
            hoverinfo="skip",
        )
    edge = [-0.4, HIGHEST + 0.4]
    figure.update_xaxes(title=f"{given.names[0]}, 0 lowest, 10 highest", range=edge)
    figure.update_yaxes(title=given.names[1], range=edge)
    return figure


def _yes_side(neuron: Neuron) -> np.ndarray:
    """Corners of the part of the square where the sum is above 0, shape (n, 2), in order."""
    square = np.array([(0.0, 0.0), (HIGHEST, 0.0), (HIGHEST, HIGHEST), (0.0, HIGHEST)])
    sums = neuron.sums(square)
    corners = []
    for here in range(4):
        after = (here + 1) % 4
        if sums[here] > 0:
            corners.append(square[here])
        if (sums[here] > 0) != (sums[after] > 0):
            share = sums[here] / (sums[here] - sums[after])
            corners.append(square[here] + share * (square[after] - square[here]))
    return np.array(corners)
