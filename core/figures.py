"""A series, its test on the past and its forecasts as charts: pure functions of data, no state."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from core.backtest import Backtest
from core.event_marks import add_events
from core.figure_frame import framed, hover_date, in_unit, panel_below
from core.forecaster import Forecast
from core.model_styles import GROUND, colour
from core.phrases import NAIVE
from core.timeseries import TimeSeries
from core.traces import actuals, add_forecast
from core.wording import listed, with_unit

_DENSE = 100
"""Steps in view from which on symbols would touch, and a thick line would hide what it does."""
_SYMBOLS = 6
"""Symbols on the line of one forecast, where they are dense."""
_BANDS = 2
"""Models with bands on one chart."""
_PAST = 1.5
"""Width of what happened beside forecasts, whose lines are thicker."""


def series_figure(ts: TimeSeries, theme: str = "light") -> go.Figure:
    """The whole series, gaps left open, with what was marked on it.

    Dragging over it selects a range of dates.
    """
    figure = framed(ts, theme)
    figure.add_trace(actuals(ts.y, ts, theme))
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
    figure = framed(ts, theme)
    horizon, season = backtest.horizon, 3 * max(ts.seasonal_period, 8)
    view = len(backtest.cutoffs) * horizon + season
    dense = view >= _DENSE
    if dense:
        # The newest folds, a button away from all: with more, days are too thin to be read.
        view = min(view, max(3 * horizon, season))
    figure.add_trace(actuals(ts.y, ts, theme, width=_PAST))
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
    figure = framed(ts, theme)
    every = {**forecasts, **(also or {})}
    horizon = max((len(forecast.table) for forecast in every.values()), default=1)
    view = 4 * max(horizon, ts.seasonal_period)
    figure.add_trace(actuals(ts.y, ts, theme, width=_PAST))
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
