"""Budgets over a forecast, chances by the size of a budget, and how chances fared before."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from core.figure_frame import hover_date, hover_number, in_unit, literal, panel_below
from core.figures import forecast_figure
from core.forecaster import Forecast
from core.model_styles import ACTUAL, GROUND, Style, colour, faint
from core.profile_drawing import framed, hue
from core.targets import Odds
from core.timeseries import TimeSeries
from core.track_record import TrackRecord
from core.wording import counted, odds, percent, with_unit

_BUDGET = Style(ACTUAL.light, ACTUAL.dark, "dot", "line-ew")
_CURVE = np.linspace(0.005, 0.995, 100)


def budget_figure(ts: TimeSeries, forecast: Forecast, found: Odds, theme: str) -> go.Figure:
    """The budget of each step over the forecast, and below it the chance to meet it."""
    model = forecast.model
    figure = forecast_figure(ts, {model: replace(forecast, insight=None)}, theme)
    stamps = [each.span.first for each in found.each]
    told = [odds(each.chance) for each in found.each]
    date, form = hover_date(ts), hover_number(ts)
    figure.add_scatter(
        x=stamps,
        y=[each.budget for each in found.each],
        name="Budget",
        mode="lines+markers",
        line={"color": hue(theme, _BUDGET), "width": 1.5, "dash": _BUDGET.dash},
        marker={"symbol": _BUDGET.symbol, "size": 10, "line": {"width": 2.5,
                "color": hue(theme, _BUDGET)}},
        customdata=told,
        hovertemplate=(
            f"%{{x|{date}}}: %{{y:{form}}}{in_unit(ts)}, met %{{customdata}}<extra>Budget</extra>"
        ),
    )  # fmt: skip
    figure.add_bar(
        x=stamps,
        y=[each.chance for each in found.each],
        yaxis="y2",
        name="Chance to meet it",
        showlegend=False,
        marker={
            "color": faint(colour(model, theme), 0.5),
            "line": {"color": colour(model, theme), "width": 1},
        },
        customdata=told,
        hovertemplate=f"%{{x|{date}}}: met %{{customdata}}<extra>{model}</extra>",
    )
    panel_below(figure, "Chance to meet it", theme)
    # Less of the past than elsewhere, so that each bar has some width on a phone too.
    begin = max(0, len(ts) - max(len(forecast.table), ts.seasonal_period))
    end = forecast.table.index[-1] + (ts.index[-1] - ts.index[-2]) / 2
    figure.update_xaxes(range=[ts.index[begin], end])
    figure.update_layout(
        yaxis2={"tickformat": ".0%", "range": [0, 1], "tickvals": [0, 0.5, 1]},
    )
    return figure


def chance_figure(found: Odds, model: str, ts: TimeSeries, theme: str) -> go.Figure:
    """The chance to meet a budget by its size, with the one asked for and others marked."""
    whole, form = found.together, hover_number(ts)
    amounts = np.quantile(found.values, 1 - _CURVE if found.at_least else _CURVE)
    figure = framed(theme)
    figure.add_scatter(
        x=amounts,
        y=_CURVE,
        name=model,
        mode="lines",
        line={"color": colour(model, theme), "width": 2.5},
        customdata=[odds(share) for share in _CURVE],
        hovertemplate=f"%{{x:{form}}}{in_unit(ts)}: %{{customdata}}<extra>{model}</extra>",
    )
    figure.add_scatter(
        x=list(whole.levels.values()),
        y=[sure / 100 for sure in whole.levels],
        name="Other budgets",
        mode="markers+text",
        marker={"symbol": "circle-open", "size": 10, "color": GROUND[theme]["text"]},
        text=[f" {ts.words(amount, unit=False)}" for amount in whole.levels.values()],
        textposition="top right" if found.at_least else "top left",
        hovertemplate=f"%{{x:{form}}}{in_unit(ts)}: %{{y:.0%}}<extra></extra>",
    )
    figure.add_scatter(
        x=[whole.budget],
        y=[whole.chance],
        name="Budget",
        mode="markers",
        marker={"symbol": "diamond", "size": 12, "color": hue(theme, ACTUAL)},
        customdata=[odds(whole.chance)],
        hovertemplate=f"%{{x:{form}}}{in_unit(ts)}: %{{customdata}}<extra>Budget</extra>",
    )
    figure.add_vline(
        x=whole.budget, line={"width": 1, "dash": "dot", "color": GROUND[theme]["line"]}
    )
    figure.update_xaxes(
        title=literal(with_unit(f"Budget, {whole.span.name}", ts.unit)), tickformat=","
    )
    figure.update_yaxes(title="Chance to meet it", tickformat=".0%", range=[-0.02, 1.02])
    return figure


def record_figure(found: TrackRecord, model: str, theme: str) -> go.Figure:
    """What came about by what was stated, with the range that chance alone would give."""
    figure, ground = framed(theme), GROUND[theme]
    stated = [group.stated for group in found.groups]
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        name="As stated",
        mode="lines",
        line={"color": ground["line"], "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=stated,
        y=stated,
        name="Range of chance",
        showlegend=False,
        mode="markers",
        marker={"size": 1, "color": ground["line"]},
        hoverinfo="skip",
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [max(0.0, each.chance[1] - each.stated) for each in found.groups],
            "arrayminus": [max(0.0, each.stated - each.chance[0]) for each in found.groups],
            "thickness": 9,
            "width": 0,
            "color": faint(colour(model, theme), 0.3),
        },
    )
    figure.add_scatter(
        x=stated,
        y=[each.happened for each in found.groups],
        name="Met",
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": colour(model, theme)},
        customdata=[
            f"{counted(each.targets, 'target')}: {percent(each.stated)} stated, "
            f"{percent(each.happened)} met, {percent(each.chance[0])} to "
            f"{percent(each.chance[1])} by chance"
            for each in found.groups
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_xaxes(title="Chance stated", tickformat=".0%", range=[-0.02, 1.02])
    figure.update_yaxes(title="Targets met", tickformat=".0%", range=[-0.04, 1.04])
    return figure
