"""A small net with its numbers, as far as they are known."""

import numpy as np
import plotly.graph_objects as go

from core.learn.backpropagation import Pass, net
from core.model_styles import GROUND, STYLES, faint
from core.profile_drawing import framed, hue, ink
from core.wording import number

STAGES = ("Inputs", "Hidden layer", "Answer", "Error of the answer", "Error of the hidden layer",
          "Gradients")  # fmt: skip
"""How far forward and backward."""

_PLACES = {"inputs": 0.0, "hidden": 1.0, "output": 2.0}
_HEIGHTS = (1.0, -1.0)
_LABEL_AT = 0.34
_HEIGHT, _SIZE = 310, 74


def net_figure(weights: np.ndarray, found: Pass, stage: int, theme: str = "light") -> go.Figure:
    """Neurons with sum, answer and error, weights on their lines; later numbers are left out.

    Args:
        weights: Of the net, shape (9,).
        found: Its run on one example.
        stage: A place in `STAGES`.
        theme: "light" or "dark".
    """
    figure = framed(theme)
    at = net(weights)
    last = stage == len(STAGES) - 1
    from_inputs = [(place, height) for place in (0.0,) for height in _HEIGHTS]
    hidden = [(_PLACES["hidden"], height) for height in _HEIGHTS]
    output = [(_PLACES["output"], 0.0)]
    for sources, ends, layer, slopes in (
        (from_inputs, hidden, at.hidden, found.weights[0]),
        (hidden, output, at.output, found.weights[1]),
    ):
        for row, end in enumerate(ends):
            for column, source in enumerate(sources):
                slope = slopes[row, column] if last else None
                _edge(figure, source, end, float(layer[row, column]), slope, theme)
    for ends, biases, slopes in (
        (hidden, at.hidden_bias, found.biases[0]),
        (output, at.output_bias, found.biases[1]),
    ):
        for row, (x, y) in enumerate(ends):
            slope = slopes[row] if last else None
            _chip(figure, x, y - 0.62, f"b {_number(biases[row])}", slope, theme)
    _neurons(
        figure,
        from_inputs,
        [f"x{'₁₂'[k]}<br>{_number(value)}" for k, value in enumerate(found.inputs)],
        stage == 0,
        theme,
    )
    told = [_told("f", found, 0, k, stage >= 1, stage >= 4) for k in range(2)]
    _neurons(figure, hidden, told, stage in (1, 4), theme)
    told = [_told("", found, 1, 0, stage >= 2, stage >= 3)]
    _neurons(figure, output, told, stage in (2, 3), theme)
    if stage >= 2:
        words = f"right: y {_number(found.target)}<br>cost {_number(found.cost)}"
        _chip(figure, _PLACES["output"], 0.72, words, None, theme)
    figure.update_xaxes(visible=False, range=[-0.3, 2.3], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-1.85, 1.5], fixedrange=True)
    figure.update_layout(height=_HEIGHT, margin={"t": 8, "b": 0, "l": 0, "r": 0}, showlegend=False)
    return figure


def _told(kind: str, found: Pass, layer: int, row: int, forward: bool, backward: bool) -> str:
    """What stands in a neuron."""
    if not forward:
        return "?"
    lines = [f"z {_number(found.sums[layer][row])}"] if kind else []
    lines.append(f"a {_number(found.answers[layer][row])}")
    if backward:
        lines.append(f"δ {_number(found.errors[layer][row])}")
    return "<br>".join(lines)


def _neurons(
    figure: go.Figure,
    places: list[tuple[float, float]],
    words: list[str],
    now: bool,
    theme: str,
) -> None:
    edge = hue(theme, STYLES["ARIMA"]) if now else hue(theme)
    figure.add_scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="markers+text",
        text=words,
        textfont={"size": 12, "color": ink(theme)},
        marker={
            "size": _SIZE,
            "color": GROUND[theme]["grid"],
            "line": {"color": edge, "width": 4 if now else 2},
            "opacity": 1,
        },
        hoverinfo="skip",
    )


def _edge(
    figure: go.Figure,
    source: tuple[float, float],
    end: tuple[float, float],
    weight: float,
    slope: float | None,
    theme: str,
) -> None:
    """A line, thicker with a larger weight and dashed where that is negative, and its numbers."""
    (x0, y0), (x1, y1) = source, end
    figure.add_scatter(
        x=[x0, x1],
        y=[y0, y1],
        mode="lines",
        line={
            "color": faint(hue(theme), 0.7),
            "width": 1 + 3 * min(abs(weight), 2) / 2,
            "dash": "solid" if weight >= 0 else "dash",
        },
        hoverinfo="skip",
    )
    x, y = x0 + _LABEL_AT * (x1 - x0), y0 + _LABEL_AT * (y1 - y0)
    _chip(figure, x, y, f"w {_number(weight)}", slope, theme)


def _chip(
    figure: go.Figure, x: float, y: float, words: str, slope: float | None, theme: str
) -> None:
    if slope is not None:
        words += f"<br>∂ {_number(slope)}"
    figure.add_annotation(
        x=x,
        y=y,
        text=words,
        showarrow=False,
        font={"size": 12, "color": ink(theme)},
        bgcolor=GROUND[theme]["grid"],
        borderpad=2,
    )


def _number(value: float) -> str:
    return number(float(value), ".2f")
