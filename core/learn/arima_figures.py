"""An ARIMA set by hand, drawn: its forecast, its differences, and what is left."""

import numpy as np
import plotly.graph_objects as go

from core.figure_frame import hover_date, hover_number, in_unit, literal
from core.learn.arima import Tried, autocorrelations
from core.model_styles import STYLES, faint
from core.profile_drawing import hue, ink, panel, panels, titled
from core.timeseries import TimeSeries

_HEIGHT = 150
_ARIMA, _NAIVE = STYLES["ARIMA"], STYLES["Seasonal naive"]
_LAGS = 36
_DOMAINS = ([0.66, 0.95], [0.4, 0.58], [0.0, 0.24])


def arima_figure(found: Tried, ts: TimeSeries, theme: str = "light") -> go.Figure:
    """Forecast beside what came, the differences, and autocorrelations before and after."""
    names = [
        titled("What was kept from it, and forecasts", ts.unit),
        titled("What is left after differencing", ts.unit),
        "Correlation with earlier steps: differences ○, misses ▮",
    ]
    figure = panels(names, theme, _HEIGHT, names[1:])
    steps, cutoff = len(found.ahead), found.cutoffs[-1]
    point = f"%{{x|{hover_date(ts)}}}: %{{y:{hover_number(ts)}}}{in_unit(ts)}"
    shown = slice(max(cutoff + 1 - 4 * steps, 0), cutoff + 1 + steps)
    ahead = ts.index[cutoff + 1 : cutoff + 1 + steps]
    for name, index, values, style, width in (
        ("What came", ts.index[shown], ts.y.iloc[shown], None, 2),
        ("Seasonal naive", ahead, found.naive, _NAIVE, 1.5),
        (found.fit.numbers().name, ahead, found.ahead, _ARIMA, 2.5),
    ):
        figure.add_scatter(
            x=index,
            y=values,
            mode="lines",
            name=literal(name),
            line={
                "color": hue(theme, style) if style else ink(theme),
                "width": width,
                "dash": style.dash if style else "solid",
            },
            hovertemplate=f"{point}<extra>{literal(name)}</extra>",
        )
    w = found.fit.differences
    stamps = ts.index[cutoff + 1 - len(w) : cutoff + 1]
    seen = min(len(w), 4 * steps)
    figure.add_scatter(
        x=stamps[-seen:],
        y=w[-seen:],
        mode="lines",
        showlegend=False,
        line={"color": hue(theme), "width": 1.5},
        hovertemplate=f"%{{x|{hover_date(ts)}}}: %{{y:,.3~g}}{in_unit(ts)}<extra></extra>",
        xaxis="x",
        yaxis="y2",
    )
    _correlations(figure, found, theme)
    for heading, (_, top) in zip(figure.layout.annotations, _DOMAINS, strict=True):
        heading.y = top
    axis = figure.layout.xaxis.to_plotly_json()
    figure.update_layout(
        xaxis={**axis, "anchor": "y2", "type": "date", "nticks": 6},
        xaxis2={**axis, "anchor": "y3"},
        yaxis_domain=_DOMAINS[0],
        yaxis2_domain=_DOMAINS[1],
        yaxis3_domain=_DOMAINS[2],
        showlegend=True,
        legend={"y": 1.04},
        margin={"t": 60, "b": 24},
        height=530,
    )
    return figure


def _correlations(figure: go.Figure, found: Tried, theme: str) -> None:
    fit = found.fit
    left = fit.misses[fit.start :]
    most = max(min(max(2 * fit.period, 12), len(left) // 2, max(_LAGS, fit.period)), 1)
    lags = np.arange(1, most + 1)
    limit = 1.96 / np.sqrt(len(left))
    where = {"xaxis": "x2", "yaxis": panel("y", 3), "showlegend": False}
    figure.add_bar(
        x=lags,
        y=autocorrelations(left, most),
        width=0.6,
        marker={"color": hue(theme, _ARIMA)},
        hovertemplate="%{x} earlier: %{y:.2f}<extra>Misses</extra>",
        **where,
    )
    figure.add_scatter(
        x=lags,
        y=autocorrelations(fit.differences, most),
        mode="markers",
        marker={"color": hue(theme), "size": 7, "symbol": "circle-open", "line": {"width": 2}},
        hovertemplate="%{x} earlier: %{y:.2f}<extra>Differences</extra>",
        **where,
    )
    figure.add_shape(
        type="rect",
        x0=0,
        x1=1,
        y0=-limit,
        y1=limit,
        xref="x2 domain",
        yref="y3",
        fillcolor=faint(hue(theme), 0.14),
        line_width=0,
        layer="below",
    )
