"""An activation and its derivative, drawn over each other."""

import numpy as np
import plotly.graph_objects as go

from core.learn.activations import Activation
from core.model_styles import GROUND, STYLES, faint
from core.profile_drawing import hue, ink, panel, panels

_FROM, _TO = -6.0, 6.0
_HEIGHT = 210


def activation_figure(
    activation: Activation, weight: float, bias: float, values: np.ndarray, theme: str = "light"
) -> go.Figure:
    """What the neuron answers to inputs and how steep that is, with values of the series on it.

    Args:
        activation: Which.
        weight: Of its one input.
        bias: The bias.
        values: Inputs from the series, shape (n,), mean 0 and spread 1.
        theme: "light" or "dark".
    """
    names = ["Answer a", "Derivative of a by z"]
    figure = panels(names, theme, _HEIGHT, names)
    inputs = np.linspace(_FROM, _TO, 481)
    sums = weight * inputs + bias
    for row, curve in enumerate((activation.value, activation.slope), start=1):
        axes = {"xaxis": "x", "yaxis": panel("y", row)}
        figure.add_scatter(
            x=inputs,
            y=curve(sums),
            mode="lines",
            name=activation.label if row == 1 else "Its derivative",
            line={"color": hue(theme), "width": 2.5, "dash": "solid" if row == 1 else "dash"},
            hovertemplate="x %{x:.2f}: %{y:.3f}<extra></extra>",
            **axes,
        )
        figure.add_scatter(
            x=values,
            y=curve(weight * values + bias),
            mode="markers",
            name="Newest values of the series",
            showlegend=row == 1,
            marker={"symbol": "circle-open", "size": 8, "color": ink(theme), "line": {"width": 2}},
            hovertemplate="x %{x:.2f}: %{y:.3f}<extra></extra>",
            **axes,
        )
    for start, end in spans(inputs, activation.saturated(sums)):
        figure.add_vrect(
            x0=start,
            x1=end,
            fillcolor=faint(hue(theme, STYLES["ARIMA"]), 0.14),
            line_width=0,
            layer="below",
        )
    figure.update_xaxes(title="Input x", range=[_FROM, _TO], zerolinecolor=GROUND[theme]["line"])
    return figure


def spans(inputs: np.ndarray, flat: np.ndarray) -> list[tuple[float, float]]:
    """Where a condition holds along rising inputs, as (from, to)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flat, [False]]).astype(int)))
    return [
        (float(inputs[start]), float(inputs[stop - 1]))
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
    ]
