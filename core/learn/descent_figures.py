"""Walks down a cost, drawn; each step is a frame."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.learn.descent import REACH, WAYS, Valley, inside
from core.model_styles import GROUND, STYLES
from core.profile_drawing import PART, framed, hue, ink

WALKED = {
    way: STYLES[model]
    for way, model in zip(WAYS, ("SimpleRNN", "ARIMA", "GRU", "LSTM"), strict=True)
}
"""How each way down is drawn."""

Walks = Mapping[str, np.ndarray]
"""Weights at every step, shape (steps + 1, k), by the name of the way."""

_GRID = 41
_MOVING = ("x", "y", "z", "marker")
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
    _with_frames(figure, frames, "scatter")
    high = float(cost.max())
    figure.update_xaxes(title=f"Weight w of the {where.names[0]}", range=[grid[0], grid[-1]])
    figure.update_yaxes(title="Cost C(w)", range=[-0.06 * high, 1.06 * high or 1.0])
    figure.update_layout(height=_HEIGHT)
    return figure


def surface_figure(where: Valley, walks: Walks, theme: str = "light") -> go.Figure:
    """The cost of two weights as a surface, and walks on it."""
    figure = framed(theme)
    one, two, cost = _grid(where)
    # Higher up it is steep and bare; the walk would be a dot at the bottom of it.
    high = _HIGH * float(where.cost(where.start)) or 1.0
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
    frames: list[list[dict[str, Any]]] = [[] for _ in next(iter(walks.values()))]
    lift = 0.02 * high
    for way, walked in walks.items():
        drawn, heights = _clipped(where, walked), where.cost(walked) + lift
        for step, frame in enumerate(frames):
            upto = slice(step + 1)
            line = {"color": hue(theme, WALKED[way]), "width": 5}
            frame.append(
                {
                    "x": drawn[upto, 0],
                    "y": drawn[upto, 1],
                    "z": heights[upto],
                    "mode": "lines+markers",
                    "name": way,
                    "line": line,
                    "marker": {"color": line["color"], "size": _sizes(step, 3, 7)},
                    "hovertemplate": f"{way}: w₁ %{{x:.2f}}, w₂ %{{y:.2f}}<extra></extra>",
                }
            )
    _with_frames(figure, frames, "scatter3d")
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


def race_figure(where: Valley, walks: Walks, theme: str = "light") -> go.Figure:
    """The same surface from above with all walks, and the cost of each by step below."""
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
    costs = {way: where.cost(walked) for way, walked in walks.items()}
    drawn = {way: _clipped(where, walked) for way, walked in walks.items()}
    last = len(next(iter(walks.values()))) - 1
    for way in walks:
        colour, style = hue(theme, WALKED[way]), WALKED[way]
        line = {"color": colour, "width": 2, "dash": style.dash}
        figure.add_scatter(
            x=drawn[way][:, 0],
            y=drawn[way][:, 1],
            mode="lines+markers",
            name=way,
            line=line,
            marker={"color": colour, "size": 4, "symbol": style.symbol},
            hovertemplate=f"{way}: %{{x:.3f}}, %{{y:.3f}}<extra></extra>",
        )
        figure.add_scatter(
            x=np.arange(last + 1),
            y=costs[way],
            mode="lines",
            line=line,
            xaxis="x2",
            yaxis="y2",
            showlegend=False,
            hovertemplate=f"{way}, step %{{x}}: cost %{{y:.3f}}<extra></extra>",
        )
    # One dot for each way: whole walks in every frame take three times as long to answer.
    dots = {
        "mode": "markers",
        "marker": {
            "color": [hue(theme, WALKED[way]) for way in walks],
            "symbol": [WALKED[way].symbol for way in walks],
            "size": 13,
            "line": {"color": ink(theme), "width": 1.5},
        },
        "hoverinfo": "skip",
        "showlegend": False,
    }
    frames: list[list[dict[str, Any]]] = []
    for step in range(last + 1):
        here = np.array([drawn[way][step] for way in walks])
        cost_here = np.array([costs[way][step] for way in walks])
        frames.append(
            [
                {**dots, "x": here[:, 0], "y": here[:, 1]},
                {**dots, "x": np.full(len(here), step), "y": cost_here,
                 "xaxis": "x2", "yaxis": "y2"},
            ]
        )  # fmt: skip
    _with_frames(figure, frames, "scatter")
    axis = figure.layout.yaxis.to_plotly_json()
    top = float(costs[WAYS[0]][0])
    floor = float(where.cost(where.best))
    low = max(floor, 1e-3 * top, 1e-9)
    figure.update_layout(
        height=_RACE_HEIGHT,
        xaxis={"title": f"w₁, of the {where.names[0]}", "range": [one[0], one[-1]]},
        yaxis={"domain": [0.5, 1], "title": "w₂", "range": [two[0], two[-1]]},
        xaxis2={**axis, "anchor": "y2", "title": "Step", "range": [0, last]},
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


def _with_frames(figure: go.Figure, frames: list[list[dict[str, Any]]], kind: str) -> None:
    """Add the traces of the first frame, and all frames: of those only what moves."""
    first = len(figure.data)
    figure.add_traces([{**trace, "type": kind} for trace in frames[0]])
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
                {"type": kind, **{part: _plain(trace[part]) for part in mine}}
                for trace, mine in zip(frame, parts, strict=True)
            ],
        }
        for place, frame in enumerate(frames)
    ]
    figure.frames = moving


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
