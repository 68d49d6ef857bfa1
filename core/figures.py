"""Plotly figures, each a pure function of data: no Streamlit, no state.

Colours mean one thing everywhere: a series or a model has its own hue, dash and marker. The hues
begin with the palette of Okabe and Ito and stay apart under the common kinds of colour blindness.
Bands are the model's hue, thinner the wider the level.
"""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.backtest import Backtest
from core.event_marks import add_events
from core.forecaster import Forecast
from core.number_style import in_force
from core.phrases import NAIVE
from core.timeseries import TimeSeries
from core.wording import listed, with_unit


@dataclass(frozen=True)
class Style:
    """How one series is drawn: colour on light and on dark ground, dash, marker."""

    light: str
    dark: str
    dash: str = "solid"
    symbol: str = "circle"


ACTUAL = Style("#1b1f24", "#f2f4f7")
STYLES = {
    "LSTM": Style("#0072b2", "#56b4e9", "solid", "circle"),
    "GRU": Style("#00795a", "#2fc79f", "solid", "square"),
    "SimpleRNN": Style("#9c4f82", "#d98fbf", "solid", "diamond"),
    "Peephole LSTM": Style("#2c5aa0", "#8fb8f0", "solid", "hexagon"),
    "MLP": Style("#7a5195", "#c39be0", "solid", "cross"),
    "Perceptron": Style("#2f6f8f", "#7fc4de", "solid", "pentagon"),
    "Practised LSTM": Style("#1a7f37", "#5fd068", "12px,3px", "triangle-left"),
    "Practised GRU": Style("#1f5fd0", "#7db2ff", "12px,3px", "bowtie"),
    "ARIMA": Style("#b54d00", "#f0914a", "dash", "triangle-up"),
    "ETS": Style("#4c3300", "#ffdd33", "longdash", "triangle-down"),
    "Theta": Style("#c400e8", "#ff2e70", "dashdot", "triangle-right"),
    "Seasonal naive": Style("#6b7280", "#9aa3af", "dot", "x"),
    "Drift": Style("#8a7f72", "#b3a794", "5px,5px", "line-ew-open"),
    "Blend": Style("#4c0099", "#7070ff", "longdashdot", "hourglass"),
}
_OTHER = Style("#8a6d00", "#e6c229", "dashdot", "star")
GROUND = {
    "light": {"grid": "#e3e7ec", "text": "#3a424d", "line": "#8a94a1", "chosen": "#c3cbd5"},
    "dark": {"grid": "#2b333d", "text": "#c7ced8", "line": "#77818e", "chosen": "#4a5563"},
}
"""What is drawn beside the models, by theme."""
_HEIGHT = 430
_DENSE = 100
"""Steps in view from which on symbols would touch, and a thick line would hide what it does."""
_SYMBOLS = 6
"""Symbols on the line of one forecast, where they are dense."""
_BANDS = 2
"""Models with bands on one chart."""
_PAST = 1.5
"""Width of what happened beside forecasts, whose lines are thicker."""
_BAND_OPACITY = {80: 0.24, 95: 0.12}


def style_of(model: str) -> Style:
    """How `model` is drawn."""
    return STYLES.get(model, _OTHER)


def colour(model: str, theme: str) -> str:
    """The colour of `model` on `theme` ("light" or "dark")."""
    drawn = style_of(model)
    return drawn.dark if theme == "dark" else drawn.light


def series_figure(ts: TimeSeries, theme: str = "light") -> go.Figure:
    """The whole series, gaps left open, with what was marked on it.

    Dragging over it selects a range of dates.
    """
    figure = _framed(ts, theme)
    figure.add_trace(_actuals(ts.y, ts, theme))
    add_events(figure, ts, ts.index[-1], GROUND[theme])
    figure.update_layout(
        dragmode="select",
        selectdirection="h",
        modebar_remove=["lasso2d", "autoScale2d"],
        # Plotly offers it for points only, unasked; whoever zooms has to find the way back.
        modebar_add=["select2d"],
    )
    return figure


def backtest_figure(
    ts: TimeSeries,
    backtest: Backtest,
    models: Sequence[str],
    theme: str = "light",
    *,
    also: Sequence[str] = (),
) -> go.Figure:
    """Actuals, and what each model said at each cutoff, with its intervals; see `bands_in_words`.

    Args:
        ts: The series.
        backtest: The test on the past.
        models: Those drawn.
        theme: "light" or "dark".
        also: Others that stand in the legend; a click there draws them.
    """
    figure = _framed(ts, theme)
    horizon, season = backtest.horizon, 3 * max(ts.seasonal_period, 8)
    view = len(backtest.cutoffs) * horizon + season
    dense = view >= _DENSE
    if dense:
        # The newest folds, a button away from all: with more, days are too thin to be read.
        view = min(view, max(3 * horizon, season))
    figure.add_trace(_actuals(ts.y, ts, theme, width=_PAST))
    for model in (*models, *(name for name in also if name not in models)):
        mine = backtest.predictions[backtest.predictions["model"] == model]
        bands = _bands(model, models, backtest.levels)
        for place, (_, fold) in enumerate(mine.groupby("cutoff")):
            table, legend = fold.set_index("ds"), place == 0
            add_forecast(
                figure, table, model, backtest.levels, ts, theme, legend=legend, bands=bands
            )
    _emphasise(figure, models, dense=dense)
    for cutoff in backtest.cutoffs:
        figure.add_vline(x=cutoff, line={"width": 1, "dash": "dot", "color": GROUND[theme]["line"]})
    add_events(figure, ts, ts.index[-1], GROUND[theme])
    return _from(figure, ts, view)


def forecast_figure(
    ts: TimeSeries,
    forecasts: Mapping[str, Forecast],
    theme: str = "light",
    *,
    also: Mapping[str, Forecast] | None = None,
) -> go.Figure:
    """The recent past and the future as each model sees it, with intervals; see `bands_in_words`.

    Below them, on the same dates, how far each value of its window moved a network's forecast.

    Args:
        ts: The series.
        forecasts: Those drawn, by model.
        theme: "light" or "dark".
        also: Others that stand in the legend; a click there draws them.
    """
    figure = _framed(ts, theme)
    every = {**forecasts, **(also or {})}
    horizon = max((len(forecast.table) for forecast in every.values()), default=1)
    view = 4 * max(horizon, ts.seasonal_period)
    figure.add_trace(_actuals(ts.y, ts, theme, width=_PAST))
    for model, forecast in every.items():
        table, levels = _joined(ts, forecast.table), forecast.levels
        bands = _bands(model, list(forecasts), levels)
        add_forecast(figure, table, model, levels, ts, theme, legend=True, bands=bands)
    _emphasise(figure, list(forecasts), dense=view + horizon >= _DENSE)
    ground = GROUND[theme]
    figure.add_vline(x=ts.index[-1], line={"width": 1, "dash": "dot", "color": ground["line"]})
    ends = [forecast.table.index[-1] for forecast in every.values()]
    add_events(figure, ts, max(ends, default=ts.index[-1]), ground)
    for model, forecast in forecasts.items():
        if forecast.insight is not None:
            _add_influence(figure, forecast.insight.influence, model, ts, theme)
    return _from(figure, ts, view, horizon)


def bands_in_words(models: Sequence[str], levels: Sequence[int]) -> str:
    """What the bands are on a chart on which these models are drawn, as a sentence.

    One model has all its intervals. Of several the first two have their narrowest, the baseline
    none: more bands can't be told apart.
    """
    if not models:
        return ""
    narrow, wide = min(levels), max(levels)
    if len(models) < 2:
        return f"Dark band: the {narrow}% interval; light band: the {wide}% interval."
    return (
        f"Bands: the {narrow}% intervals of {listed(_banded(models))}. A model drawn alone has its "
        f"{wide}% interval too."
    )


def _banded(models: Sequence[str]) -> list[str]:
    return [model for model in models if model != NAIVE][:_BANDS] or list(models)


def _bands(model: str, models: Sequence[str], levels: Sequence[int]) -> list[int]:
    """Levels of the bands that a model has beside the others drawn."""
    if model not in _banded(models):
        return []
    return list(levels) if len(models) == 1 else [min(levels)]


def _emphasise(figure: go.Figure, models: Sequence[str], *, dense: bool) -> None:
    """Draw the lines of `models`, and leave all others to a click on the legend.

    Args:
        figure: Its forecasts are drawn already.
        models: Those drawn.
        dense: Whether steps lie so close that symbols would touch.
    """
    for trace in figure.data:
        if not trace.legendgroup:
            continue
        if trace.legendgroup not in models:
            trace.visible = "legendonly"
        if dense and trace.mode == "lines+markers":
            trace.marker.maxdisplayed = _SYMBOLS
    # What was clicked on the legend holds until other models are chosen.
    figure.update_layout(legend_uirevision=" ".join(models))


def layout(theme: str) -> go.Layout:
    """What all figures share: fonts, grounds, axes, the place of the legend."""
    ground = GROUND[theme]
    axis = {"gridcolor": ground["grid"], "zeroline": False, "linecolor": ground["line"]}
    return go.Layout(
        height=_HEIGHT,
        # The top holds two rows: the tool bar, then the legend.
        margin={"l": 8, "r": 8, "t": 72, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": ground["text"], "size": 13, "family": '"Source Sans", sans-serif'},
        modebar={
            "bgcolor": "rgba(0,0,0,0)",
            "color": ground["line"],
            "activecolor": ground["text"],
            "remove": ["select2d", "lasso2d", "autoScale2d"],
        },
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "title": None},
        hovermode="closest",
        xaxis={**axis, "showgrid": False, "automargin": True},
        yaxis={**axis, "automargin": True, "title": {"standoff": 8}},
        # Of ticks and of what is shown when pointed at: decimal mark, thousands mark.
        separators=in_force().separators,
        # A fixed name keeps zoom and hidden models while a page runs again.
        uirevision="lookback",
    )


def _framed(ts: TimeSeries, theme: str) -> go.Figure:
    figure = go.Figure(layout=layout(theme))
    # Below, the legend has room for as many rows as a phone makes of it.
    figure.update_layout(margin_t=44, legend={"y": 0, "yref": "container"})
    figure.update_xaxes(
        title=axis_word(ts),
        type="date",
        rangeselector={
            "buttons": _range_buttons(ts),
            "y": 1.02,
            "x": 0,
            "xanchor": "left",
            "yanchor": "bottom",
            "bgcolor": GROUND[theme]["grid"],
            "activecolor": GROUND[theme]["chosen"],
        },
    )
    figure.update_yaxes(title=literal(with_unit(ts.name, ts.unit)), tickformat=",")
    return figure


def axis_word(ts: TimeSeries) -> str:
    """Title of an axis of dates: "Month"."""
    return ts.frequency.noun.capitalize()


def _range_buttons(ts: TimeSeries) -> list[dict[str, object]]:
    """Spans fit for the frequency, "All" last."""
    spans = {
        "yearly": ((10, "year"), (25, "year")),
        "quarterly": ((3, "year"), (10, "year")),
        "monthly": ((2, "year"), (5, "year")),
        "weekly": ((6, "month"), (2, "year")),
        "daily": ((1, "month"), (6, "month")),
        "business-daily": ((1, "month"), (6, "month")),
    }.get(ts.frequency.name, ((2, "day"), (14, "day")))
    buttons: list[dict[str, object]] = [
        {"count": count, "step": step, "stepmode": "backward", "label": f"{count} {step}s"
         if count > 1 else f"{count} {step}"}
        for count, step in spans
    ]  # fmt: skip
    return [*buttons, {"step": "all", "label": "All"}]


def hover_date(ts: TimeSeries) -> str:
    """How a date is written when pointed at, as Plotly takes it."""
    return {
        "yearly": "%Y", "quarterly": "%b %Y", "monthly": "%b %Y", "weekly": "%d %b %Y",
        "daily": "%a %d %b %Y", "business-daily": "%a %d %b %Y",
    }.get(ts.frequency.name, "%d %b %Y %H:%M")  # fmt: skip


def hover_number(ts: TimeSeries) -> str:
    """How a value is written when pointed at, as Plotly takes it."""
    return ",.0f" if ts.whole else ",.4~g"


def in_unit(ts: TimeSeries) -> str:
    """The unit with a space before it, "" if none is known."""
    return f" {literal(ts.unit)}" if ts.unit else ""


def literal(text: str) -> str:
    """Text of a file, kept from being read as HTML or as a Plotly template."""
    return html.escape(text).replace("%", "&#37;").replace("$", "&#36;")


def _actuals(y: pd.Series, ts: TimeSeries, theme: str, width: float = 2) -> go.Scatter:
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


def _add_influence(
    figure: go.Figure, influence: pd.Series, model: str, ts: TimeSeries, theme: str
) -> None:
    """Bars up and down, in a panel of their own under the lines."""
    figure.add_bar(
        x=influence.index,
        y=influence,
        yaxis="y2",
        name=f"{model} moved by",
        legendgroup=model,
        showlegend=False,
        marker={"color": colour(model, theme)},
        hovertemplate=(
            f"%{{x|{hover_date(ts)}}}: moved it by %{{y:+,.3~g}}{in_unit(ts)}<extra>{model}</extra>"
        ),
    )
    panel_below(figure, with_unit("Moved by", ts.unit), theme)


def panel_below(figure: go.Figure, title: str, theme: str) -> None:
    """Make room for a second y axis, "y2", in a panel of its own under the lines."""
    ground = GROUND[theme]
    figure.update_layout(
        height=_HEIGHT + 150,
        xaxis_anchor="y2",
        yaxis_domain=[0.36, 1],
        yaxis2={
            "domain": [0, 0.23],
            "gridcolor": ground["grid"],
            "zeroline": True,
            "zerolinecolor": ground["line"],
            "automargin": True,
            "tickformat": ",",
            "nticks": 4,
        },
    )
    # Along the axis there is too little room for a unit of several words.
    figure.add_annotation(
        text=literal(title),
        xref="paper",
        yref="paper",
        x=0,
        y=0.24,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font={"size": 14},
    )


def faint(hue: str, opacity: float) -> str:
    """A colour of six digits, let through by `opacity` from 0 to 1."""
    red, green, blue = (int(hue[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _joined(ts: TimeSeries, table: pd.DataFrame) -> pd.DataFrame:
    """The forecast with the last actual before it, so that the lines meet."""
    last = ts.y.iloc[-1]
    if pd.isna(last):
        return table
    first = pd.DataFrame(dict.fromkeys(table.columns, last), index=ts.index[-1:])
    return pd.concat([first, table])


def _from(figure: go.Figure, ts: TimeSeries, steps: int, ahead: int = 0) -> go.Figure:
    """Open on the last `steps` and what comes after; the buttons show the rest."""
    start = ts.index[max(0, len(ts) - steps)]
    end = ts.future_index(max(ahead, 1))[-1]
    figure.update_xaxes(range=[start, end])
    return figure
