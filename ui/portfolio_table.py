"""The table of a portfolio, and one series of it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core import figures
from core.engine import client
from core.forecaster import LEVELS, Forecast, from_columns
from core.panel import Key
from core.portfolio.overview import FLAGS, Overview
from core.wording import counted, number, percent
from ui import shell, tables, theme
from ui.portfolios import Many
from ui.workspace import Workspace

SPARK = 24
"""Steps of the past in the small pictures of a table."""

HEADINGS = {
    "model": "Model",
    "mase": "MASE",
    "naive": "MASE, naive",
    "bias": "Bias",
    "coverage": "In 80% range",
    "share": "Share of volume",
    "abc": "ABC",
    "xyz": "XYZ",
    "pattern": "Demand",
    "flag": "Beware",
}
"""Columns of the table and what they are called."""

HELP = {
    "mase": "Mean absolute error on the folds reported, as a multiple of the usual change from one "
    "season to the next in the series' own past. Below 1 beats that; none of these folds had a say "
    "in which model was chosen.",
    "naive": "The same for the simplest model: last year's value, or the last value where there is "
    "no season.",
    "bias": "Mean of forecast minus actual on the folds reported, as a share of the mean value. "
    "Above 0, forecasts were too high.",
    "coverage": "Share of values on the folds reported that fell into the 80% range. Few values: "
    "60 to 100% may be chance.",
    "share": "Share of the newest year's volume of all series.",
    "abc": "A: the largest series that make up 80% of the volume; B: those up to 95%; C: the rest.",
    "xyz": "How steady demand is once its season is taken off. X: varies by less than half of its "
    "mean; Y: by less than all of it; Z: by more.",
    "pattern": "Smooth, erratic (sizes vary), intermittent (many periods without demand) or lumpy "
    "(both), as Syntetos, Boylan and Croston (2005) divide them.",
}
"""What each column says."""


def show(workspace: Workspace, many: Many, found: Overview) -> None:
    """All series of a level, to be searched, filtered and chosen from; below, the one chosen."""
    assert many.job is not None
    panel = many.job.portfolio.panel
    columns, shown = list(panel.columns), found.table
    if many.levelled is not None:
        levelled = many.levelled
        picked_level = st.segmented_control(
            "Level", levelled.names, default=levelled.names[-1], key="portfolio-level"
        )
        level = levelled.names.index(picked_level or levelled.names[-1])
        shown = shown[levelled.level[shown.index] == level]
    names = pd.DataFrame([panel.keys[row] for row in shown.index], shown.index, columns)
    left, middle, right = st.columns(3)
    search = left.text_input("Search", key="portfolio-search", placeholder="Part of a name")
    flags = [flag for flag in FLAGS if (shown["flag"] == flag).any()]
    wanted = middle.multiselect(
        "Beware of", flags, format_func=_flag, key="portfolio-flags", placeholder="All"
    )
    chosen = right.multiselect(
        "Model", sorted(set(shown["model"]) - {""}), key="portfolio-models", placeholder="All"
    )
    if search:
        fits = names.apply(lambda name: name.str.contains(search, case=False, regex=False))
        shown = shown[fits.any(axis=1)]
    if wanted:
        shown = shown[shown["flag"].isin(wanted)]
    if chosen:
        shown = shown[shown["model"].isin(chosen)]
    shown = shown.sort_values("volume", ascending=False, kind="stable")
    st.caption(f"{counted(len(shown), 'series', 'series')} shown, the largest first.")
    table = names.loc[shown.index].join(shown[list(HEADINGS)])
    table.insert(len(columns), "past", _sparks(many, shown.index))
    table["flag"] = table["flag"].map(_flag)
    event = st.dataframe(
        table.rename(columns=HEADINGS | {"past": "Past"}),
        hide_index=True,
        width="stretch",
        placeholder="",
        key="portfolio-table",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Past": st.column_config.LineChartColumn(
                help=f"The newest {panel.frequency.count(min(SPARK, len(panel.index)))}."
            ),
            **{HEADINGS[name]: _column(name) for name in HELP},
        },
    )
    picked = event["selection"]["rows"]
    if picked:
        one(workspace, many, found, int(shown.index[picked[0]]))
    else:
        st.caption("Choose a row to see its forecast and to compare models on it.")


def _column(name: str) -> Any:
    if name in ("bias", "coverage", "share"):
        return st.column_config.NumberColumn(help=HELP[name], format="percent")
    if name in ("mase", "naive"):
        return st.column_config.NumberColumn(help=HELP[name], format="%.2f")
    return st.column_config.TextColumn(help=HELP[name])


def _flag(flag: str) -> str:
    return flag[:1].upper() + flag[1:] if flag else "Nothing found"


def _sparks(many: Many, rows: pd.Index) -> list[list[float]]:
    assert many.job is not None
    newest = np.nan_to_num(
        many.job.portfolio.panel.values[np.asarray(rows, dtype=np.int64), -SPARK:]
    )
    return [list(map(float, row)) for row in newest]


def one(workspace: Workspace, many: Many, found: Overview, row: int) -> None:
    """One series: its forecast, what was found, and the way to Compare."""
    job = many.job
    assert job is not None
    told = job.parts.of(row)
    line = found.table.loc[row].to_dict()
    panel = job.portfolio.panel
    title = panel.title(row)
    st.subheader(shell.plain(title or panel.name))
    st.markdown(shell.plain(FLAGS[str(line["flag"])]))
    if told is None or not line["model"]:
        st.markdown(shell.plain(found.reasons.get(row, "")))
        return
    result, place = told
    ts = panel.series(row)
    forecasts = {}
    for at, model in enumerate(found.models):
        values = result.future[place, at].astype(float)
        if np.isfinite(values).all():
            table = from_columns(ts.future_index(len(values)), values, LEVELS)
            forecasts[model] = Forecast(model, ts.index[-1], table)
    model = str(line["model"])
    drawn = {model: forecasts[model]}
    theme.chart(
        figures.forecast_figure(
            ts, drawn, theme.current(), also={m: f for m, f in forecasts.items() if m != model}
        ),
        key="portfolio-series",
        alt=f"Past and forecast of {title} by {model}",
    )
    words = f"{model}: MASE {number(float(line['mase']), '.2f')} on the folds reported"
    words += f", the simplest model {number(float(line['naive']), '.2f')}"
    bias = float(line["bias"])
    if np.isfinite(bias):
        side = "high" if bias > 0 else "low"
        words += f"; too {side} by {percent(abs(bias))} of the mean value"
    st.caption(shell.plain(f"{words}."))
    tables.forecasts(
        drawn[model].table.reset_index().assign(model=model), ts, f"{_file(title)}.csv", {}
    )
    _open(workspace, panel.told(row))


def _open(workspace: Workspace, series: Key) -> None:
    """The ways to Compare and to Train with one series in hand."""
    loaded = workspace.loaded
    assert loaded is not None
    busy = workspace.running is not None
    with st.container(horizontal=True):
        compare = st.button(
            "Compare models on this series",
            icon=":material/balance:",
            disabled=busy,
            help="Work of yours is running. Wait for it, or cancel it first."
            if busy
            else "Trains the network on it with the settings that suit it, unless that was done, "
            "and shows on Compare who won.",
        )
        train = st.button("Open it on Train", icon=":material/model_training:")
    if compare or train:
        workspace.reread(replace(loaded.choices, series=series))
    if compare:
        if not workspace.view_trained():
            workspace.start(client.shared(), workspace.to_train())
        st.switch_page("pages/compare.py")
    if train:
        st.switch_page("pages/train.py")


def _file(title: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in title).strip("-") or "series"
