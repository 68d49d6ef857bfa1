"""Events on a chart of a series: a shaded range, and on top a symbol that says what it was."""

import html

import pandas as pd
import plotly.graph_objects as go

from core.events import EFFECTS, KINDS, Event, Kind
from core.timeseries import TimeSeries

SYMBOLS: dict[Kind, str] = {
    "stock-out": "square-x-open",
    "promotion": "star",
    "shock": "arrow-bar-down",
    "other": "circle-dot-open",
}
"""The symbol of each kind, since nothing is told by a colour alone."""

_HEIGHT = 0.96


def add_events(
    figure: go.Figure, ts: TimeSeries, until: pd.Timestamp, ground: dict[str, str]
) -> None:
    """Draw the events of `ts` whose dates begin by `until`.

    Args:
        figure: A chart with dates along x; its third y axis is taken for the symbols.
        ts: The series.
        until: Last date of the chart.
        ground: Colours as in `core.model_styles.GROUND`.
    """
    # A single date would have no width: each reaches half a step to either side.
    half = (ts.future_index(1)[0] - ts.index[-1]) / 2
    for kind, symbol in SYMBOLS.items():
        spans = [
            (event, stamps[0], min(stamps[-1], until))
            for event in ts.events
            if event.kind == kind
            for stamps in event.occurrences(ts.frequency)
            if stamps[0] <= until
        ]
        if not spans:
            continue
        for _, first, last in spans:
            figure.add_shape(
                type="rect",
                x0=first - half,
                x1=last + half,
                y0=0,
                y1=1,
                yref="y domain",
                layer="below",
                fillcolor=ground["chosen"],
                opacity=0.5,
                line={"width": 0},
            )
        figure.add_scatter(
            x=[first + (last - first) / 2 for _, first, last in spans],
            y=[_HEIGHT] * len(spans),
            yaxis="y3",
            mode="markers",
            name=KINDS[kind],
            marker={"symbol": symbol, "size": 11, "color": ground["text"]},
            hovertext=[_hover(event, first, last, ts) for event, first, last in spans],
            hovertemplate="%{hovertext}<extra></extra>",
        )
        figure.update_layout(
            yaxis3={"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}
        )


def _hover(event: Event, first: pd.Timestamp, last: pd.Timestamp, ts: TimeSeries) -> str:
    """Kind, effect, dates and note, as Plotly reads them."""
    dates = ts.frequency.words(first)
    if last != first:
        dates += f" to {ts.frequency.words(last)}"
    said = f"{KINDS[event.kind]}: {EFFECTS[event.effect].lower()}<br>{dates}"
    return f"{said}<br>{html.escape(event.note)}" if event.note else said
