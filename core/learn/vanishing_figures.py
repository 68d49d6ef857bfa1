"""Answers and gradients of a deep network, layer by layer."""

import numpy as np
import plotly.graph_objects as go

from core.learn.vanishing import Measured
from core.model_styles import STYLES, Style, faint
from core.profile_drawing import PART, hue, panel, panels

_HEIGHT = 165
_LEAST = 1e-40
_NARROWEST = 2


def vanishing_figure(measured: Measured, clipped: bool, theme: str = "light") -> go.Figure:
    """Spread of each layer's answers and size of its gradients, in all networks and in the middle.

    Args:
        measured: What was measured.
        clipped: Whether gradients after clipping are drawn as well.
        theme: "light" or "dark".
    """
    names = ["Spread of what each layer answers", "Size of the gradients of its weights"]
    figure = panels(names, theme, _HEIGHT, [])
    _band(figure, measured.spreads, "Answers", PART, 1, theme)
    _band(figure, measured.sizes, "Gradients", PART, 2, theme)
    if clipped:
        shortened = measured.sizes * measured.clipping[:, None]
        _band(figure, shortened, "After clipping", STYLES["ARIMA"], 2, theme)
    depth = measured.spreads.shape[1]
    step = -(-depth // 10)
    ticks = list(range(1, depth + 1, step))
    figure.update_xaxes(
        title="Hidden layer, and the answer",
        range=[0.6, depth + 1.4],
        tickvals=[*ticks, depth + 1] if ticks[-1] + step > depth else ticks,
        ticktext=[*map(str, ticks), "answer"],
    )
    drawn = [measured.sizes, *([shortened] if clipped else [])]
    for row, values in ((1, [measured.spreads]), (2, drawn)):
        figure.update_layout(
            {
                panel("yaxis", row): {
                    "type": "log",
                    "range": _range(np.concatenate(values)),
                    "tickformat": "~g",
                    "exponentformat": "power",
                    "dtick": None,
                    "nticks": 5,
                }
            }
        )
    return figure


def _band(
    figure: go.Figure, values: np.ndarray, name: str, style: Style, row: int, theme: str
) -> None:
    """The middle of all networks as a line, all of them as a band."""
    layers = np.arange(1, values.shape[1] + 1)
    known = np.where(values > _LEAST, values, np.nan)
    some = np.isfinite(known).any(axis=0)
    if not some.any():
        return
    layers, known = layers[some], known[:, some]
    low, high = np.nanmin(known, axis=0), np.nanmax(known, axis=0)
    axes = {"xaxis": "x", "yaxis": panel("y", row)}
    figure.add_scatter(
        x=np.concatenate([layers, layers[::-1]]),
        y=np.concatenate([high, low[::-1]]),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=faint(hue(theme, style), 0.2),
        hoverinfo="skip",
        **axes,
    )
    figure.add_scatter(
        x=layers,
        y=np.nanmedian(known, axis=0),
        mode="lines+markers",
        name=name,
        line={"color": hue(theme, style), "width": 2.5, "dash": style.dash},
        marker={"size": 6, "symbol": style.symbol},
        hovertemplate=f"{name}, layer %{{x}}: %{{y:.3~g}}<extra></extra>",
        **axes,
    )


def _range(values: np.ndarray) -> list[float]:
    """Ends of a logarithmic axis: all values, and never so narrow that steady looks ragged."""
    known = np.log10(values[values > _LEAST]) if (values > _LEAST).any() else np.zeros(1)
    low, high = float(known.min()) - 0.2, float(known.max()) + 0.2
    room = max(_NARROWEST - (high - low), 0) / 2
    return [low - room, high + room]
