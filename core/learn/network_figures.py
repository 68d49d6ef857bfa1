"""A network, layer by layer; a curve, and what hidden neurons make of it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.figure_frame import axis_word, hover_date, hover_number, in_unit
from core.learn.network import Curve, Hidden, Layer
from core.model_styles import GROUND, STYLES, faint
from core.profile_drawing import framed, hue, ink, panel, panels, titled
from core.timeseries import TimeSeries
from core.wording import counted, number

_MOST = 7
"""Neurons that are drawn of a layer."""

_LAYERS_HEIGHT, _PANEL_HEIGHT = 380, 185
_GRID = 4


def layers_figure(layers: Sequence[Layer], theme: str = "light") -> go.Figure:
    """Columns of neurons, every one joined to all of the next; of large layers a few are drawn."""
    figure = framed(theme)
    heights = [_heights(layer.size) for layer in layers]
    lines: list[tuple[float | None, float | None]] = []
    for place, (here, after) in enumerate(pairwise(heights)):
        for y0 in here:
            for y1 in after:
                lines += [(place, y0), (place + 1, y1), (None, None)]
    figure.add_scatter(
        x=[x for x, _ in lines],
        y=[y for _, y in lines],
        mode="lines",
        line={"color": faint(hue(theme), 0.3), "width": 1},
        hoverinfo="skip",
    )
    for place, (layer, ys) in enumerate(zip(layers, heights, strict=True)):
        shade = hue(theme) if layer.hidden else GROUND[theme]["line"]
        figure.add_scatter(
            x=[place] * len(ys),
            y=ys,
            mode="markers",
            marker={"size": 20, "color": shade, "line": {"width": 1, "color": ink(theme)}},
            hovertemplate=f"{layer.label}: {counted(layer.weights, 'weight')}<extra></extra>",
        )
        if layer.size > _MOST:
            # Between the last two of those drawn.
            figure.add_annotation(
                x=place, y=(ys[-1] + ys[-2]) / 2, text="⋮", showarrow=False, font={"size": 20}
            )
        words = f"{layer.label.replace(', ', '<br>')}<br><b>{number(layer.size)}</b>"
        figure.add_annotation(
            x=place, y=1.2, text=words, showarrow=False, yanchor="bottom", font={"size": 13}
        )
    figure.update_xaxes(visible=False, range=[-0.5, len(layers) - 0.5], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-1.2, 2.0], fixedrange=True)
    figure.update_layout(
        height=_LAYERS_HEIGHT, margin={"t": 8, "b": 0, "l": 0, "r": 0}, showlegend=False
    )
    return figure


def _heights(size: int) -> list[float]:
    """Where the neurons of a layer are drawn, from the top."""
    if size <= _MOST:
        step = 2 / (_MOST - 1)
        return [step * ((size - 1) / 2 - place) for place in range(size)]
    ys = np.linspace(1, -1, _MOST + 1)
    # One is left out for the dots that stand for all others.
    return [float(y) for place, y in enumerate(ys) if place != _MOST - 1]


def curve_figure(given: Curve, network: Hidden, ts: TimeSeries, theme: str = "light") -> go.Figure:
    """The values, the curve of the network, and what each of its neurons adds."""
    names = [
        f"{titled(ts.name, ts.unit)}, and what the network answers",
        "What each hidden neuron adds",
    ]
    figure = panels(names, theme, _PANEL_HEIGHT, [names[1]])
    places, stamps = _fine(given)
    for seen, fill, words in (
        (slice(given.fitted), ink(theme), "fitted"),
        (slice(given.fitted, None), "rgba(0,0,0,0)", "not seen by the fit"),
    ):
        figure.add_scatter(
            x=given.stamps[seen],
            y=given.values[seen],
            mode="markers",
            marker={"size": 6, "color": fill, "line": {"width": 1.5, "color": ink(theme)}},
            hovertemplate=f"%{{x|{hover_date(ts)}}}: %{{y:{hover_number(ts)}}}{in_unit(ts)}, "
            f"{words}<extra></extra>",
        )
    colour = hue(theme, STYLES["ARIMA"])
    within = places <= 1
    for part, dash in ((within, "solid"), (places >= 1, "dot")):
        figure.add_scatter(
            x=stamps[part],
            y=network.answers(places[part]),
            mode="lines",
            line={"color": colour, "width": 2.5, "dash": dash},
            hovertemplate=f"Network: %{{y:{hover_number(ts)}}}{in_unit(ts)}<extra></extra>",
        )
    parts = network.parts(places[within])
    gap = np.full((1, parts.shape[1]), np.nan)
    along = [*stamps[within], stamps[0]] * parts.shape[1]
    figure.add_scatter(
        x=along,
        y=np.vstack([parts, gap]).T.ravel(),
        mode="lines",
        line={"color": hue(theme), "width": 1.2},
        hoverinfo="skip",
        xaxis="x",
        yaxis=panel("y", 2),
    )
    end = given.stamps[given.fitted - 1]
    figure.add_vline(x=end, line={"width": 1, "dash": "dot", "color": GROUND[theme]["line"]})
    low, high = float(given.values.min()), float(given.values.max())
    room = 0.35 * (high - low) or max(abs(high), 1.0)
    figure.update_layout(yaxis_range=[low - room, high + room])
    figure.update_xaxes(title=axis_word(ts), type="date")
    return figure


def _fine(given: Curve) -> tuple[np.ndarray, pd.DatetimeIndex]:
    """Places between the values, and their moments."""
    at = np.linspace(0, len(given.places) - 1, _GRID * (len(given.places) - 1) + 1)
    known = np.arange(len(given.places))
    places = np.interp(at, known, given.places)
    moments = np.interp(at, known, given.stamps.to_numpy("datetime64[ns]").astype(float))
    return places, pd.DatetimeIndex(moments.astype("int64"))
