"""Targets on Forecast: the chance to meet a budget, and whether such chances held before."""

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core import target_figures, target_findings, totals
from core.date_style import written
from core.forecaster import Forecast
from core.spans import spans
from core.targets import SURE, Odds, find_odds
from core.timeseries import TimeSeries
from core.total_figures import totals_figure
from core.track_record import track_record
from core.wording import number, odds, odds_percent
from ui import aggregates, budgets, downloads, shell, tables, theme
from ui.runs import Run
from ui.workspace import Workspace

_PAST = 4
"""Past periods drawn beside those that have a budget."""

REACH, STAY = "Reaching it", "Staying at it or below"


def show(workspace: Workspace, run: Run, forecast: Forecast) -> None:
    """Ask for a budget and say what the chance is to meet it.

    Args:
        workspace: Keeps what was given.
        run: The run.
        forecast: Whose paths are counted.
    """
    ts = aggregates.measured(run)
    target = budgets.ask(workspace, run, ts)
    met = st.radio(
        "It is met by",
        (REACH, STAY),
        horizontal=True,
        key="target-met",
        persist_state="session",
        help="Sales are to reach a budget, costs to stay below one.",
    )
    if target is not None:
        found = find_odds(replace(target, at_least=met == REACH), forecast, ts)
        if found is not None:
            _result(run, forecast, ts, found, target.unit)
    _record(run, ts, forecast.model)


def _result(run: Run, forecast: Forecast, ts: TimeSeries, found: Odds, unit: str) -> None:
    """The chances in words, as a chart, as a table and as a file."""
    first, *rest = target_findings.of_odds(found, ts, forecast.model)
    st.markdown(f"**{shell.plain(first)}**")
    st.markdown(shell.plain(" ".join(rest)))
    model, ground = forecast.model, theme.current()
    if len(found.each) == 1:
        figure = target_figures.chance_figure(found, model, ts, ground)
        what = f"The chance to meet a budget for {found.together.span.name} by its size"
        said = "The diamond is your budget; circles are budgets with a chance of 5, 8 and 9 in 10."
    elif unit == ts.frequency.noun:
        figure = target_figures.budget_figure(ts, forecast, found, ground)
        what = f"The forecast by {model} with the budget of each {unit}, and the chance to meet it"
        said = f"Dotted: the budget. Lower panel: the chance to meet it, {unit} by {unit}."
    else:
        figure = _bars(forecast, ts, found, unit)
        what = f"Totals of each {unit} by {model} with their ranges and budgets"
        forecast_is = "Dots" if ts.aggregate == "mean" else "Hatched"
        said = f"Thick dash: the budget. {forecast_is}: the forecast, with its 80% and 95% ranges."
    theme.chart(figure, key=f"targets-{run.id}", alt=what)
    st.caption(
        f"{said} A chance is the share of the possible futures drawn by {model} in which the "
        "budget is met. It is as good as the model: see below whether such chances were right."
    )
    _table(run, ts, found, model)


def _bars(forecast: Forecast, ts: TimeSeries, found: Odds, unit: str) -> go.Figure:
    parts = spans(ts, len(forecast.table), unit, _PAST)
    return totals_figure(
        [totals.total(forecast, span) for span in parts if span.ahead],
        [span for span in parts if not span.ahead and span.whole],
        forecast.model,
        ts,
        theme.current(),
        {each.span.name: each.budget for each in found.each},
    )


def _table(run: Run, ts: TimeSeries, found: Odds, model: str) -> None:
    table = found.table()
    levels = {
        f"budget-{sure}": f"{odds(sure / 100).removeprefix('about ')} at"
        for sure in found.together.levels
    }
    amounts = tables.headings({"budget": "Budget", "point": "Forecast", **levels}, ts.unit)
    words = {"span": "Period", **amounts, "chance": "Chance"}
    form = tables.amount_form(ts, table["point"])
    tables.show(
        table[["span", "budget", "point", "chance", *levels]].rename(columns=words),
        forms={**dict.fromkeys(amounts.values(), form), "Chance": odds_percent},
    )
    downloads.offer(lambda: odds_file(found, ts, model), "lookback-targets.csv", run.papers)


def odds_file(found: Odds, ts: TimeSeries, model: str) -> pd.DataFrame:
    """Chances as they are taken away. None is nearer to 0 or 1 than paths can tell."""
    table = found.table()
    told = table.assign(
        chance=table["chance"].clip(0.01, 0.99),
        **{name: written(pd.DatetimeIndex(table[name]), ts.date_style) for name in ("from", "to")},
    )
    told.insert(0, "series", ts.name)
    told.insert(1, "unit", ts.unit)
    told.insert(2, "model", model)
    told["in-words"] = [odds(share) for share in table["chance"]]
    told["met-by"] = "reaching it" if found.at_least else "staying at or below it"
    return tables.with_rounded(told, ts, ["point", *(f"budget-{sure}" for sure in SURE)])


def _record(run: Run, ts: TimeSeries, model: str) -> None:
    """How chances of the model fared at the past cutoffs."""
    with st.expander(
        "Were such chances right before?",
        icon=":material/fact_check:",
        on_change="rerun",
        key=f"record-{run.id}",
    ) as box:
        if not box.open:
            return
        found = track_record(run.past(model), model, ts)
        if found is None:
            st.markdown(
                "It can't be told: at the past cutoffs too little was known to set targets."
            )
            return
        horizon = run.trained.backtest.horizon
        first, *rest = target_findings.of_record(found, ts, model, horizon)
        st.markdown(f"**{shell.plain(first)}** {shell.plain(' '.join(rest))}")
        theme.chart(
            target_figures.record_figure(found, model, theme.current()),
            key=f"record-chart-{run.id}",
            alt=f"Share of targets met by the chance that {model} had given them",
        )
        st.caption(
            "Targets as they could have been set at each past cutoff: the last season's values, "
            "moved by what such values had moved before, from a bad year's change to a good one's. "
            "Diamonds: the share that was met. Bars: where 95% of such shares would lie if all "
            "chances were right; they are wide where few cutoffs share one outcome."
        )
        _record_table(run, found.table(), ts)


def _record_table(run: Run, table: pd.DataFrame, ts: TimeSeries) -> None:
    shares = {
        "stated": "Stated, mean",
        "happened": "Met",
        "by-chance-from": "By chance from",
        "by-chance-to": "By chance to",
    }
    told = pd.DataFrame(
        {
            "Targets": table["targets"],
            "Chance stated": [
                f"{number(low, '.0%')} to {number(high, '.0%')}"
                for low, high in zip(table["low"], table["high"], strict=True)
            ],
            "For": table["what"].map(
                {
                    "single": f"single {ts.frequency.noun}s",
                    "single, all": f"single {ts.frequency.noun}s, all",
                    "whole horizon": "the whole horizon",
                }
            ),
        }
    )[["For", "Chance stated", "Targets"]]
    told = told.join(table[list(shares)].rename(columns=shares))
    tables.show(told, forms=dict.fromkeys(shares.values(), ".0%"))
    downloads.offer(lambda: table, "lookback-track-record.csv", run.papers)
