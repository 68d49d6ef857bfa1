"""Where models err, drawn: by part of the test on the past, and single misses."""

import pandas as pd
import plotly.graph_objects as go

from core.backtest import Backtest
from core.figure_frame import hover_date, in_unit, layout, literal
from core.figures import backtest_figure
from core.model_styles import GROUND, colour, style_of
from core.timeseries import TimeSeries
from core.wording import with_unit

_HEIGHT = 340
# Steps in view on either side of a miss, at least.
_AROUND = 6


def accuracy_figure(table: pd.DataFrame, ts: TimeSeries, theme: str = "light") -> go.Figure:
    """The typical miss of each model in each part.

    Args:
        table: As `core.misses.Views.accuracy`.
        ts: The series.
        theme: "light" or "dark".
    """
    figure = go.Figure(layout=layout(theme))
    for model in table.columns.drop("values"):
        drawn = style_of(model)
        figure.add_scatter(
            x=table.index,
            y=table[model],
            name=model,
            mode="lines+markers",
            customdata=table["values"],
            line={"color": colour(model, theme), "width": 2, "dash": drawn.dash},
            marker={"symbol": drawn.symbol, "size": 8},
            hovertemplate=f"%{{x}}: missed by %{{y:,.4~g}}{in_unit(ts)} on average, "
            f"%{{customdata:,}} values<extra>{model}</extra>",
        )
    figure.update_xaxes(title=table.index.name, type="category")
    figure.update_yaxes(
        title=literal(with_unit("Typical miss", ts.unit)), tickformat=",", rangemode="tozero"
    )
    # Without range buttons the top holds the tool bar and the legend only.
    figure.update_layout(height=_HEIGHT, margin={"t": 60})
    return figure


def miss_figure(
    ts: TimeSeries, backtest: Backtest, model: str, miss: pd.Series, theme: str = "light"
) -> go.Figure:
    """The forecasts of a model at past cutoffs, on the dates around one of its misses.

    Args:
        ts: The series.
        backtest: Past forecasts.
        model: Name of the model.
        miss: A row of `core.misses.worst`.
        theme: "light" or "dark".
    """
    figure = backtest_figure(ts, backtest, [model], theme)
    ink = GROUND[theme]["text"]
    figure.add_scatter(
        x=[miss["ds"], miss["ds"]],
        y=[miss["point"], miss["y"]],
        name="The miss",
        mode="lines+markers",
        line={"color": ink, "width": 2},
        marker={"symbol": ["circle-open", "x"], "size": 12, "line": {"width": 2}},
        customdata=["forecast", "actual"],
        hovertemplate=f"%{{x|{hover_date(ts)}}}, %{{customdata}}: %{{y:,.4~g}}{in_unit(ts)}"
        "<extra>The miss</extra>",
    )
    rows = backtest.predictions[backtest.predictions["model"] == model]
    fold = rows[rows["cutoff"] == miss["cutoff"]]
    more = max(_AROUND, backtest.horizon // 2)
    first = ts.index[max(int(ts.index.searchsorted(fold["ds"].min())) - more, 0)]
    last = ts.index[min(int(ts.index.searchsorted(fold["ds"].max())) + more, len(ts) - 1)]
    figure.update_xaxes(range=[first, last])
    shown = rows[rows["ds"].between(first, last)]
    widest = max(backtest.levels)
    values = pd.concat([ts.y[first:last], shown[f"lo-{widest}"], shown[f"hi-{widest}"]])
    room = 0.06 * float(values.max() - values.min())
    figure.update_layout(
        yaxis_range=[values.min() - room, values.max() + room],
        # Another miss is another part of the chart, whatever was zoomed before.
        uirevision=f"{miss['ds']} {miss['cutoff']}",
    )
    return figure
