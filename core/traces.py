"""Lines and bands of a chart of dates: what happened, and what a model forecast."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.figure_frame import hover_date, hover_number, in_unit
from core.model_styles import ACTUAL, colour, faint, style_of
from core.timeseries import TimeSeries

_BAND_OPACITY = {80: 0.24, 95: 0.12}


def actuals(y: pd.Series, ts: TimeSeries, theme: str, width: float = 2) -> go.Scatter:
    """What happened, as a line; gaps stay open.

    Args:
        y: Values by date, shape (n,).
        ts: The series.
        theme: "light" or "dark".
        width: Of the line, in pixels.
    """
    ink = ACTUAL.dark if theme == "dark" else ACTUAL.light
    return go.Scatter(
        x=y.index,
        y=y,
        name="Actual",
        mode="lines",
        connectgaps=False,
        line={"color": ink, "width": width},
        hovertemplate=(
            f"%{{x|{hover_date(ts)}}}: %{{y:{hover_number(ts)}}}{in_unit(ts)}<extra>Actual</extra>"
        ),
    )


def add_forecast(
    figure: go.Figure,
    table: pd.DataFrame,
    model: str,
    levels: Sequence[int],
    ts: TimeSeries,
    theme: str,
    *,
    legend: bool,
    bands: Sequence[int] | None = None,
) -> None:
    """Bands, widest first, then the line; all of a model's traces toggle together.

    Args:
        figure: What is drawn on.
        table: By date: `point`, and for each level `lo-80`, `hi-80`.
        model: Its name.
        levels: Levels of the intervals.
        ts: The series.
        theme: "light" or "dark".
        legend: Whether the model stands in the legend.
        bands: Levels of which a band is drawn, all unless said; the narrowest is told when pointed
            at in any case.
    """
    drawn, hue = style_of(model), colour(model, theme)
    for level in sorted(levels if bands is None else bands, reverse=True):
        figure.add_scatter(
            x=table.index.append(table.index[::-1]),
            y=np.concatenate([table[f"hi-{level}"], table[f"lo-{level}"][::-1]]),
            name=f"{model} {level}%",
            legendgroup=model,
            showlegend=False,
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=faint(hue, _BAND_OPACITY.get(level, 0.1)),
            hoverinfo="skip",
        )
    lowest, highest, form = f"lo-{min(levels)}", f"hi-{min(levels)}", hover_number(ts)
    figure.add_scatter(
        x=table.index,
        y=table["point"],
        name=model,
        legendgroup=model,
        showlegend=legend,
        mode="lines+markers",
        line={"color": hue, "width": 2, "dash": drawn.dash},
        marker={"symbol": drawn.symbol, "size": 5},
        customdata=table[[lowest, highest]].to_numpy(),
        hovertemplate=(
            f"%{{x|{hover_date(ts)}}}: %{{y:{form}}}{in_unit(ts)}<br>{min(levels)}% between "
            f"%{{customdata[0]:{form}}} and %{{customdata[1]:{form}}}<extra>{model}</extra>"
        ),
    )
