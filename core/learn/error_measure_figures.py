"""A spoilt forecast beside what came, and what measures make of it."""

import numpy as np
import plotly.graph_objects as go

from core.figure_frame import hover_date, hover_number, in_unit, literal
from core.learn.error_measures import MEASURES, Judged
from core.model_styles import STYLES
from core.profile_drawing import PART, framed, hue, ink, titled
from core.timeseries import TimeSeries

_FORECAST = STYLES["ARIMA"]
_LONGEST = 8.0
"""Times as high up to which a bar is drawn; beyond, its end is an arrow."""


def measures_figure(
    before: Judged, now: Judged, texts: dict[str, str], ts: TimeSeries, theme: str = "light"
) -> go.Figure:
    """The forecast with its misses above, and each measure beside itself before, below.

    Args:
        before: The forecast left alone.
        now: The same, spoilt.
        texts: What stands at the bar of each measure.
        ts: The series.
        theme: "light" or "dark".
    """
    figure = framed(theme)
    point = f"%{{x|{hover_date(ts)}}}: %{{y:{hover_number(ts)}}}{in_unit(ts)}"
    figure.add_scatter(
        x=[each for stamp in now.stamps for each in (stamp, stamp, None)],
        y=[e for pair in zip(now.actual, now.point, strict=True) for e in (*pair, None)],
        mode="lines",
        name="Misses",
        line={"color": hue(theme, _FORECAST), "width": 1.2, "dash": "dot"},
        hoverinfo="skip",
    )
    for name, values, colour, symbol, dash in (
        ("What came", now.actual, ink(theme), "circle", "solid"),
        (f"Forecast, {now.model}", now.point, hue(theme, _FORECAST), "diamond", "dash"),
    ):
        figure.add_scatter(
            x=now.stamps,
            y=values,
            mode="lines+markers",
            name=literal(name),
            line={"color": colour, "width": 2, "dash": dash},
            marker={"symbol": symbol, "size": 7},
            hovertemplate=f"{point}<extra>{literal(name)}</extra>",
        )
    keys = list(MEASURES)[::-1]
    times = times_as_high(before, now)
    drawn = np.array([min(times[key], _LONGEST) if times[key] >= 0 else 0 for key in keys])
    figure.add_bar(
        x=drawn,
        y=[MEASURES[key] for key in keys],
        orientation="h",
        xaxis="x2",
        yaxis="y2",
        showlegend=False,
        marker={"color": hue(theme, PART)},
        # Clear of the arrow.
        text=[("\u2003" if times[key] > _LONGEST else "") + literal(texts[key]) for key in keys],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    far = [place for place, key in enumerate(keys) if times[key] > _LONGEST]
    figure.add_scatter(
        x=drawn[far],
        y=[MEASURES[keys[place]] for place in far],
        mode="markers",
        marker={"symbol": "triangle-right", "size": 14, "color": hue(theme, PART)},
        xaxis="x2",
        yaxis="y2",
        showlegend=False,
        hoverinfo="skip",
    )
    figure.update_layout(
        height=470,
        yaxis={"domain": [0.54, 1], "tickformat": ",", "title": titled(ts.name, ts.unit)},
        xaxis={"anchor": "y", "type": "date", "nticks": 6},
        yaxis2={
            "domain": [0.06, 0.36],
            "anchor": "x2",
            "automargin": True,
            "type": "category",
        },
        # Room for the numbers at the ends of bars.
        xaxis2={
            "anchor": "y2",
            "range": [0, 1.8 * max(2.0, drawn.max())],
            "showgrid": False,
            "zeroline": False,
            "tickvals": [tick for tick in (0, 1, 2, 4, 6, 8) if tick <= max(2.0, drawn.max())],
        },
    )
    figure.add_shape(
        type="line", x0=1, x1=1, y0=0.06, y1=0.36, xref="x2", yref="paper",
        line={"color": ink(theme), "width": 1, "dash": "dash"},
    )  # fmt: skip
    figure.add_annotation(
        text="Each measure, times as high as for the forecast left alone",
        xref="paper", yref="paper", x=0, y=0.37, xanchor="left", yanchor="bottom",
        showarrow=False, font={"size": 13},
    )  # fmt: skip
    return figure


def times_as_high(before: Judged, now: Judged) -> dict[str, float]:
    """Each measure of the spoilt forecast as a multiple of the same before; NaN without one."""
    first, second = before.measured(), now.measured()
    with np.errstate(divide="ignore", invalid="ignore"):
        return {key: float(np.divide(second[key], first[key])) for key in MEASURES}
