"""Walks down a cost, drawn; each step is a frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.learn.descent import REACH, STEPS, WAYS, Valley, inside
from core.model_styles import GROUND, STYLES
from core.profile_drawing import PART, framed, hue, ink

WALKED = {
    way: STYLES[model]
    for way, model in zip(WAYS, ("SimpleRNN", "ARIMA", "GRU", "LSTM"), strict=True)
}
"""How each way down is drawn."""

Walks = Mapping[str, np.ndarray]
"""Weights at every step, shape (steps + 1, k), by the name of the way."""

_DOTS, _DOTS_IN_SPACE = (4, 11), (3, 7)
"""Sizes of the dots of a walk: of steps before, and of the newest."""


@dataclass(frozen=True, eq=False)
class Line:
    """A line that grows by a point a step, and is no part of the chart that it is drawn into.

    A chart that is another one is built anew, which for a surface takes most of a second.

    Attributes:
        trace: Place of its trace in the chart.
        points: Coordinates by axis, one for each step; None outside of the picture.
        sizes: Of the dots of steps before, and of the newest.
    """

    trace: int
    points: Mapping[str, list[float | None]]
    sizes: tuple[int, int]


_GRID = 41
_MOVING = ("x", "y", "marker")
_TANGENT = 0.45
_HIGH = 4
_HEIGHT, _SURFACE_HEIGHT, _RACE_HEIGHT = 290, 370, 430


def valley_figure(where: Valley, walks: Walks, theme: str = "light") -> go.Figure:
    """The cost of one weight as a curve, and a walk on it with the slope at each step."""
    figure = framed(theme)
    (best,) = where.best
    grid = np.linspace(best - REACH, best + REACH, 121)
    cost = where.cost(grid[:, None])
    figure.add_scatter(
        x=grid,
        y=cost,
        mode="lines",
        name="Cost",
        line={"color": hue(theme), "width": 2.5},
        hovertemplate="w %{x:.2f}: cost %{y:.3f}<extra></extra>",
    )
    ((way, walked),) = walks.items()
    drawn = _clipped(where, walked)[:, 0]
    heights = np.where(np.isnan(drawn), np.nan, where.cost(walked))
    frames = []
    for step in range(len(walked)):
        here, slope = float(walked[step, 0]), float(where.gradient(walked[step])[0])
        ends = np.array([-_TANGENT, _TANGENT]) / np.hypot(1, slope / 2)
        tangent = {
            "x": here + ends,
            "y": float(where.cost(walked[step])) + slope * ends,
            "mode": "lines",
            "name": "Slope",
            "line": {"color": ink(theme), "width": 2},
            "hoverinfo": "skip",
        }
        frames.append([tangent, _path(way, drawn, heights, step, theme)])
    _with_frames(figure, frames)
    high = float(cost.max())
    figure.update_xaxes(title=f"Weight w of the {where.names[0]}", range=[grid[0], grid[-1]])
    figure.update_yaxes(title="Cost C(w)", range=[-0.06 * high, 1.06 * high or 1.0])
    figure.update_layout(height=_HEIGHT)
    return figure


def surface_figure(where: Valley, ways: Sequence[str], theme: str = "light") -> go.Figure:
    """The cost of two weights as a surface, and the start of walks on it; see `surface_lines`."""
    figure = framed(theme)
    one, two, cost = _grid(where)
    high = _high(where)
    figure.add_surface(
        x=one,
        y=two,
        z=cost,
        colorscale=_scale(theme),
        cmin=0,
        cmax=high,
        showscale=False,
        opacity=0.9,
        name="Cost",
        contours_z={"show": True, "color": GROUND[theme]["line"], "width": 1},
        hovertemplate="w₁ %{x:.2f}, w₂ %{y:.2f}: cost %{z:.3f}<extra></extra>",
    )
    for way, line in zip(
        ways, surface_lines(where, dict.fromkeys(ways, where.start[None])), strict=True
    ):
        colour = hue(theme, WALKED[way])
        figure.add_scatter3d(
            **line.points,
            mode="lines+markers",
            name=way,
            line={"color": colour, "width": 5},
            marker={"color": colour, "size": [_DOTS_IN_SPACE[1]]},
            hovertemplate=f"{way}: w₁ %{{x:.2f}}, w₂ %{{y:.2f}}<extra></extra>",
        )
    axis = {
        "gridcolor": GROUND[theme]["grid"],
        "color": GROUND[theme]["text"],
        "showbackground": False,
        "nticks": 5,
    }
    ends = [[float(side[0]), float(side[-1])] for side in (one, two)]
    figure.update_scenes(
        xaxis={**axis, "title": "w₁", "range": ends[0]},
        yaxis={**axis, "title": "w₂", "range": ends[1]},
        zaxis={**axis, "title": "Cost", "range": [0, high]},
        camera_eye={"x": 1.35, "y": -1.35, "z": 1.5},
        camera_center={"x": 0, "y": 0, "z": -0.15},
        aspectratio={"x": 1.15, "y": 1.15, "z": 0.75},
    )
    figure.update_layout(height=_SURFACE_HEIGHT, margin={"t": 36, "b": 0, "l": 0, "r": 0})
    return figure


def surface_lines(where: Valley, walks: Walks) -> list[Line]:
    """What is drawn of walks on the surface, in the order of their ways."""
    lift = 0.02 * _high(where)
    lines = []
    for place, walked in enumerate(walks.values(), start=1):
        drawn = _clipped(where, walked)
        heights = where.cost(walked) + lift
        points = {"x": _numbers(drawn[:, 0]), "y": _numbers(drawn[:, 1]), "z": _numbers(heights)}
        lines.append(Line(place, points, _DOTS_IN_SPACE))
    return lines


def _high(where: Valley) -> float:
    """How far up the surface is drawn: higher, it is steep and bare, and a walk a dot below."""
    return _HIGH * float(where.cost(where.start)) or 1.0


def race_figure(where: Valley, ways: Sequence[str], theme: str = "light") -> go.Figure:
    """The same surface from above, the start of all walks, and the cost of each by step below.

    See `race_lines`.
    """
    figure = framed(theme)
    one, two, cost = _grid(where)
    figure.add_contour(
        x=one,
        y=two,
        z=np.log10(np.maximum(cost, 1e-12)),
        customdata=cost,
        colorscale=_scale(theme),
        showscale=False,
        ncontours=16,
        line={"width": 0.6, "color": GROUND[theme]["line"]},
        hovertemplate="w₁ %{x:.2f}, w₂ %{y:.2f}: cost %{customdata:.3f}<extra></extra>",
    )
    figure.add_scatter(
        x=where.best[:1],
        y=where.best[1:],
        mode="markers",
        name="Bottom",
        marker={"symbol": "cross", "size": 11, "color": ink(theme)},
        hovertemplate="The bottom<extra></extra>",
    )
    lines = race_lines(where, dict.fromkeys(ways, where.start[None]))
    for way, path, cost_line in zip(ways, lines[::2], lines[1::2], strict=True):
        colour, style = hue(theme, WALKED[way]), WALKED[way]
        line = {"color": colour, "width": 2, "dash": style.dash}
        marker = {"color": colour, "symbol": style.symbol, "size": [_DOTS[1]]}
        figure.add_scatter(
            **path.points,
            mode="lines+markers",
            name=way,
            line=line,
            marker=marker,
            hovertemplate=f"{way}: %{{x:.3f}}, %{{y:.3f}}<extra></extra>",
        )
        figure.add_scatter(
            **cost_line.points,
            mode="lines+markers",
            line=line,
            marker=marker,
            xaxis="x2",
            yaxis="y2",
            showlegend=False,
            hovertemplate=f"{way}, step %{{x}}: cost %{{y:.3f}}<extra></extra>",
        )
    axis = figure.layout.yaxis.to_plotly_json()
    top = float(where.cost(where.start))
    floor = float(where.cost(where.best))
    low = max(floor, 1e-3 * top, 1e-9)
    figure.update_layout(
        height=_RACE_HEIGHT,
        xaxis={"title": f"w₁, of the {where.names[0]}", "range": [one[0], one[-1]]},
        yaxis={"domain": [0.5, 1], "title": "w₂", "range": [two[0], two[-1]]},
        xaxis2={**axis, "anchor": "y2", "title": "Step", "range": [0, STEPS]},
        yaxis2={
            **axis,
            "domain": [0, 0.24],
            "anchor": "x2",
            "title": "Cost",
            "type": "log",
            "range": [np.log10(low) - 0.05, np.log10(max(top, low) * 3)],
            "nticks": 4,
            "tickformat": "~g",
        },
        xaxis_anchor="y",
    )
    return figure


def race_lines(where: Valley, walks: Walks) -> list[Line]:
    """What is drawn of a race: for each way its walk, then its costs."""
    lines = []
    for place, walked in enumerate(walks.values()):
        drawn = _clipped(where, walked)
        walk = {"x": _numbers(drawn[:, 0]), "y": _numbers(drawn[:, 1])}
        costs = {"x": _numbers(np.arange(len(walked))), "y": _numbers(where.cost(walked))}
        lines += [Line(2 + 2 * place, walk, _DOTS), Line(3 + 2 * place, costs, _DOTS)]
    return lines


def _grid(where: Valley) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights along both sides of the picture, and the cost of each pair, shape (w2, w1)."""
    one, two = (np.linspace(best - REACH, best + REACH, _GRID) for best in where.best)
    pairs = np.stack(np.meshgrid(one, two), axis=-1).reshape(-1, 2)
    return one, two, where.cost(pairs).reshape(_GRID, _GRID)


def _clipped(where: Valley, walked: np.ndarray) -> np.ndarray:
    """A walk without what lies outside of the picture."""
    return np.where(inside(where, walked)[:, None], walked, np.nan)


def _path(way: str, x: np.ndarray, y: np.ndarray, step: int, theme: str) -> dict[str, Any]:
    """A walk as far as it has come; where it is, is larger."""
    colour, style = hue(theme, WALKED[way]), WALKED[way]
    return {
        "x": x[: step + 1],
        "y": y[: step + 1],
        "mode": "lines+markers",
        "name": way,
        "line": {"color": colour, "width": 2, "dash": style.dash},
        "marker": {"color": colour, "size": _sizes(step, 5, 13)},
        "hovertemplate": f"{way}: %{{x:.3f}}, %{{y:.3f}}<extra></extra>",
    }


def _sizes(step: int, usual: float, newest: float) -> np.ndarray:
    """Sizes of the dots of a walk at a step."""
    return np.array([usual] * step + [newest])


def _with_frames(figure: go.Figure, frames: list[list[dict[str, Any]]]) -> None:
    """Add the traces of the first frame, and all frames: of those only what moves."""
    first = len(figure.data)
    figure.add_traces([{**trace, "type": "scatter"} for trace in frames[0]])
    at = list(range(first, first + len(frames[0])))
    parts = [
        [part for part in _MOVING if part in begin and _moves(begin[part], end[part])]
        for begin, end in zip(frames[0], frames[-1], strict=True)
    ]
    moving = [
        {
            "name": str(place),
            "traces": at,
            "data": [
                {"type": "scatter", **{part: _plain(trace[part]) for part in mine}}
                for trace, mine in zip(frame, parts, strict=True)
            ],
        }
        for place, frame in enumerate(frames)
    ]
    figure.frames = moving


def _numbers(values: np.ndarray) -> list[float | None]:
    """Numbers to as many digits as are seen; None where there is none."""
    return [None if np.isnan(each) else round(float(each), 6) for each in values]


def _moves(begin: Any, end: Any) -> bool:
    """Whether a part of a trace differs between two frames."""
    if isinstance(begin, dict):
        return any(_moves(begin[name], end[name]) for name in begin)
    return not np.array_equal(begin, end)


def _plain(part: Any) -> Any:
    """Lists in place of arrays, which take Plotly several times as long; digits as far as seen."""
    if isinstance(part, dict):
        return {"size": _plain(part["size"])}
    return np.round(part, 6).tolist() if isinstance(part, np.ndarray) else part


def _scale(theme: str) -> list[tuple[float, str]]:
    """From the ground, at the bottom, to the hue of what is computed from a series."""
    ends = ("#0e1a20", "#2f7f8c") if theme == "dark" else ("#f2fafb", PART.light)
    return list(zip((0.0, 1.0), ends, strict=True))
