"""What is left over in a model's errors, drawn: over time, by size, and against earlier ones."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.diagnostics import Diagnostics
from core.figure_frame import axis_word, hover_date, in_unit, layout, literal
from core.model_styles import GROUND, colour, faint
from core.timeseries import TimeSeries
from core.wording import with_unit

_HEIGHT = 300


def error_figure(found: Diagnostics, ts: TimeSeries, model: str, theme: str = "light") -> go.Figure:
    """The errors by date, with the range that 95% of them would lie in under a normal curve."""
    figure = _framed(theme)
    figure.add_scatter(
        x=found.errors.index,
        y=found.errors,
        name="Error",
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour(model, theme), "width": 1.2},
        marker={"size": 4},
        hovertemplate=f"%{{x|{hover_date(ts)}}}: %{{y:,.4~g}}{in_unit(ts)}<extra>{model}</extra>",
    )
    ends = [found.errors.index[0], found.errors.index[-1]]
    for place, bound in enumerate(found.band):
        figure.add_scatter(
            x=ends,
            y=[bound, bound],
            name="Normal range, 95%",
            legendgroup="band",
            showlegend=place == 0,
            mode="lines",
            line=_limit(theme),
            hovertemplate=f"%{{y:,.4~g}}{in_unit(ts)}<extra>Normal range, 95%</extra>",
        )
    figure.update_xaxes(title=axis_word(ts), type="date")
    figure.update_yaxes(title=_error_word(ts), tickformat=",")
    return figure


def histogram_figure(
    found: Diagnostics, ts: TimeSeries, model: str, theme: str = "light"
) -> go.Figure:
    """How many errors are how large, beside the normal curve of the same mean and spread."""
    figure = _framed(theme)
    table = found.histogram()
    width = float(table["high"].iloc[0] - table["low"].iloc[0])
    hue = colour(model, theme)
    figure.add_bar(
        x=(table["low"] + table["high"]) / 2,
        y=table["errors"],
        width=width,
        name="Errors",
        marker={"color": faint(hue, 0.55), "line": {"color": hue, "width": 1}},
        customdata=table[["low", "high", "normal"]].to_numpy(),
        hovertemplate="%{customdata[0]:,.4~g} to %{customdata[1]:,.4~g}"
        f"{in_unit(ts)}: %{{y}}<br>normal curve: %{{customdata[2]:.1f}}<extra>{model}</extra>",
    )
    reach = max(abs(table["low"].iloc[0] - found.mean), abs(table["high"].iloc[-1] - found.mean))
    steps = np.linspace(-reach, reach, 121)
    height = np.exp(-0.5 * (steps / found.spread) ** 2) / (found.spread * np.sqrt(2 * np.pi))
    figure.add_scatter(
        x=found.mean + steps,
        y=found.n * width * height,
        name="Normal curve",
        mode="lines",
        line={"color": GROUND[theme]["text"], "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )
    figure.update_xaxes(title=_error_word(ts), tickformat=",")
    figure.update_yaxes(title=f"Number of {ts.frequency.noun}s")
    return figure


def correlation_figure(
    found: Diagnostics, ts: TimeSeries, model: str, theme: str = "light"
) -> go.Figure:
    """How the errors go with earlier ones, and how far that would reach by chance."""
    figure = _framed(theme)
    table = found.correlations()
    hue, noun = colour(model, theme), ts.frequency.noun
    figure.add_bar(
        x=table["lag"],
        y=table["correlation"],
        width=0.5,
        name="Correlation",
        showlegend=False,
        marker={"color": faint(hue, 0.55), "line": {"color": hue, "width": 1}},
        customdata=[ts.frequency.count(lag) for lag in table["lag"]],
        hovertemplate=f"%{{customdata}} earlier: %{{y:.2f}}<extra>{model}</extra>",
    )
    far = table[table["outside"]]
    figure.add_scatter(
        x=far["lag"],
        y=far["correlation"],
        name="Outside limits",
        mode="markers",
        showlegend=True,
        marker={"symbol": "diamond", "size": 9, "color": GROUND[theme]["text"]},
        hoverinfo="skip",
    )
    for side in (1, -1):
        figure.add_scatter(
            x=table["lag"],
            y=side * table["limit"],
            name="95% by chance",
            legendgroup="limits",
            showlegend=side == 1,
            mode="lines",
            line=_limit(theme),
            hovertemplate="%{y:.2f}<extra>95% by chance</extra>",
        )
    season = ts.seasonal_period
    # Ticks at whole seasons, and at half ones where there is room.
    step = season // 2 if season <= 24 and season % 2 == 0 else season
    figure.update_xaxes(title=f"{noun.capitalize()}s earlier", dtick=step, tick0=0)
    figure.update_yaxes(title="Correlation")
    return figure


def _framed(theme: str) -> go.Figure:
    figure = go.Figure(layout=layout(theme))
    # Without range buttons the top holds the tool bar and the legend only.
    figure.update_layout(height=_HEIGHT, margin={"t": 56}, bargap=0)
    figure.add_hline(y=0, line={"width": 1, "color": GROUND[theme]["line"]})
    return figure


def _limit(theme: str) -> dict[str, Any]:
    return {"color": GROUND[theme]["text"], "width": 1.2, "dash": "dot"}


def _error_word(ts: TimeSeries) -> str:
    return literal(with_unit("Error", ts.unit))
