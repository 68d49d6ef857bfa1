"""Totals drawn: past periods, the coming ones with their ranges, and budgets beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from core.figure_frame import hover_number, in_unit, literal
from core.model_styles import ACTUAL, GROUND, Style, faint, style_of
from core.profile_drawing import framed, hue
from core.spans import Span
from core.timeseries import TimeSeries
from core.totals import Total
from core.wording import with_unit

_BARS = {80: 6.0, 95: 1.5}
"""Width of the line that is a range, in pixels, by its level."""

_MOST_UPRIGHT = 8
"""Names of periods that have room side by side; more are slanted."""


def totals_figure(
    found: Sequence[Total],
    past: Sequence[Span],
    model: str,
    ts: TimeSeries,
    theme: str = "light",
    budgets: Mapping[str, float] | None = None,
) -> go.Figure:
    """Bars of past and coming periods, ranges of the coming ones; dots where they are averages.

    Args:
        found: Totals of the coming periods, one model's.
        past: Periods before them.
        model: The model's name.
        ts: The series.
        theme: "light" or "dark".
        budgets: What is to be met, by the name of its period.
    """
    figure = framed(theme)
    ink, style = hue(theme, ACTUAL), style_of(model)
    spans = [*past, *(each.span for each in found)]
    # Below dots, and above bars wherever they come.
    for level in sorted(found[0].bounds, reverse=True):
        _ranges(figure, found, level, ts, GROUND[theme]["line" if spans[0].mean else "text"])
    known = [span for span in spans if span.actuals]
    _amounts(
        figure,
        [(span, span.actual) for span in known],
        "Actual",
        ts,
        ink,
        Style("", "", symbol="circle"),
    )
    ahead = [
        (each.span, each.point - (0.0 if each.span.mean else each.span.known)) for each in found
    ]
    _amounts(figure, ahead, model, ts, hue(theme, style), style, of=[each.point for each in found])
    if budgets:
        _budgets(figure, spans, budgets, ts, ink)
    what = "Average" if spans[0].mean else "Total"
    figure.update_layout(barmode="stack", bargap=0.35)
    figure.update_yaxes(title=literal(with_unit(f"{what}, {ts.name}", ts.unit)), tickformat=",")
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=[_label(span) for span in spans],
        tickangle=0 if len(spans) <= _MOST_UPRIGHT else -45,
    )
    return figure


def _label(span: Span) -> str:
    return span.short if span.whole else f"{span.short}<br>(incomplete)"


def _amounts(
    figure: go.Figure,
    amounts: Sequence[tuple[Span, float]],
    name: str,
    ts: TimeSeries,
    colour: str,
    style: Style,
    of: Sequence[float] | None = None,
) -> None:
    """Bars, or dots for averages; pointed at, they tell their period and what it holds."""
    if not amounts:
        return
    values = list(of) if of is not None else [amount for _, amount in amounts]
    told = [
        [span.name, f"<br>{made}" if (made := span.made_of(ts.frequency)) else "", value]
        for (span, _), value in zip(amounts, values, strict=True)
    ]
    shared: dict[str, Any] = {
        "x": [_label(span) for span, _ in amounts],
        "y": [amount for _, amount in amounts],
        "name": name,
        "customdata": told,
        "hovertemplate": (
            f"%{{customdata[0]}}: %{{customdata[2]:{hover_number(ts)}}}{in_unit(ts)}"
            f"%{{customdata[1]}}<extra>{name}</extra>"
        ),
    }
    if amounts[0][0].mean:
        figure.add_scatter(
            **shared, mode="markers", marker={"symbol": style.symbol, "size": 9, "color": colour}
        )
        return
    forecast = of is not None
    figure.add_bar(
        **shared,
        marker={
            "color": faint(colour, 0.35),
            "line": {"color": colour, "width": 1.5},
            # Told by more than colour: what is forecast is hatched.
            "pattern": {"shape": "/" if forecast else "", "fgcolor": colour, "size": 7},
        },
    )


def _ranges(
    figure: go.Figure, found: Sequence[Total], level: int, ts: TimeSeries, colour: str
) -> None:
    form = hover_number(ts)
    figure.add_scatter(
        x=[_label(each.span) for each in found],
        y=[each.point for each in found],
        name=f"{level}% range",
        showlegend=False,
        mode="markers",
        marker={"size": 1, "color": colour},
        customdata=[each.bounds[level] for each in found],
        hovertemplate=(
            f"{level}% between %{{customdata[0]:{form}}} and %{{customdata[1]:{form}}}"
            f"{in_unit(ts)}<extra></extra>"
        ),
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [each.bounds[level][1] - each.point for each in found],
            "arrayminus": [each.point - each.bounds[level][0] for each in found],
            "thickness": _BARS.get(level, 1.0),
            "width": 0 if level == min(each for each in found[0].bounds) else 5,
            "color": colour,
        },
    )


def _budgets(
    figure: go.Figure,
    spans: Sequence[Span],
    budgets: Mapping[str, float],
    ts: TimeSeries,
    colour: str,
) -> None:
    met = [span for span in spans if span.name in budgets]
    figure.add_scatter(
        x=[_label(span) for span in met],
        y=[budgets[span.name] for span in met],
        name="Budget",
        mode="markers",
        marker={"symbol": "line-ew", "size": 34, "line": {"color": colour, "width": 3}},
        hovertemplate=f"Budget: %{{y:{hover_number(ts)}}}{in_unit(ts)}<extra></extra>",
    )
