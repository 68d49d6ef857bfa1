"""The portfolio on its page: what is asked for, how far it is, what came of it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core import figures
from core.engine import client
from core.engine.jobs import State
from core.forecaster import LEVELS, Forecast, to_table
from core.models import Arima, Ets, Practised, SeasonalNaive, Theta, Tsb
from core.portfolio import tables as portfolio_tables
from core.portfolio.adding_up import METHODS
from core.portfolio.classes import demand_figures, pattern
from core.portfolio.findings import summary
from core.portfolio.levels import level_names
from core.portfolio.overview import FLAGS, Overview
from core.portfolio.plan import PortfolioPlan
from core.settings import describe
from core.wording import about, counted, number, percent
from ui import downloads, shell, tables, theme
from ui.fragments import fragment
from ui.jobs import POLL_S
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


def models(many: Many, arima: bool) -> tuple[Any, ...]:
    """The models tried for a panel, the simplest first."""
    kinds = pattern(*demand_figures(many.panel.values))
    rare = (Tsb(),) if np.isin(kinds, ("intermittent", "lumpy")).any() else ()
    slow = (Arima(),) if arima else ()
    return (SeasonalNaive(), *rare, Theta(), Ets(), Practised(), *slow)


def ask(many: Many) -> None:
    """The controls and the button."""
    panel = many.panel
    longest = max(len(panel.index) // 6, 1)
    settings = {setting.name: setting for setting in describe(PortfolioPlan)}
    names = level_names(panel.columns) if panel.aggregate == "sum" else []
    left, middle, right = st.columns(3)
    with left:
        horizon = st.number_input(
            settings["horizon"].label,
            1,
            max(longest, 1),
            min(panel.frequency.horizon, longest),
            key=f"portfolio-horizon-{panel.frequency.name}",
            help=settings["horizon"].help,
            persist_state="session",
        )
    with middle:
        levels = st.multiselect(
            "Totals too",
            range(len(names)),
            [0] if names else [],
            format_func=lambda level: names[level],
            key=f"portfolio-levels-{len(names)}",
            disabled=not names,
            help="Sums of the series, forecast by themselves. What all series together come to is "
            "always one of them if any is chosen. Values that are averages don't add up."
            if names
            else "These values are averages, which don't add up.",
            persist_state="session",
        )
    with right:
        arima = st.toggle(
            "ARIMA too",
            key="portfolio-arima",
            help="Searches an order for every series at every fold. Often a little better, always "
            "much slower.",
            persist_state="session",
        )
    plan = PortfolioPlan(horizon=int(horizon), models=models(many, arima))
    plan = plan.suited(len(panel.index), panel.seasonal_period)
    fits = len(panel) * (plan.folds + 1)
    st.caption(
        f"Tries {counted(len(plan.models), 'model')} ({', '.join(plan.names)}) on "
        f"{counted(len(panel), 'series', 'series')}: {counted(plan.choosing, 'fold')} to choose "
        f"by, {counted(plan.reporting, 'later one')} to report, and a forecast of "
        f"{panel.frequency.count(plan.horizon)}."
    )
    if arima:
        _quote(many, plan, fits)
    if st.button("Forecast all series", type="primary", icon=":material/play_arrow:"):
        many.start(client.shared(), plan, levels)
        st.rerun()


def _quote(many: Many, plan: PortfolioPlan, fits: int) -> None:
    """What ARIMA will take, from a few fits of it here."""
    engine = client.shared()
    each = engine.seconds_each(many.panel, plan, Arima())
    if each is None:
        fragment(_await_quote, run_every=POLL_S)(many, plan)
        return
    took = about(each * fits / engine.threads())
    st.caption(f"ARIMA alone takes {took} here: {number(fits)} fits of {number(each, '.2g')} s.")


def _await_quote(many: Many, plan: PortfolioPlan) -> None:
    if client.shared().seconds_each(many.panel, plan, Arima()) is not None:
        st.rerun()
    st.caption("How long ARIMA takes: a few fits are being timed.")


def live(many: Many) -> None:
    """How far it is, while it is worked on."""
    fragment(_live, run_every=POLL_S)(many)


def _live(many: Many) -> None:
    job = many.job
    if job is None or job.over:
        # One full run at the end.
        st.rerun()
    done = f"{number(job.done)} of {number(job.total)} {_what(many)} done"
    if job.failures:
        done += f", {counted(job.failures, 'fit')} failed"
    if job.learning:
        done = "The network learns from all series"
    words = {State.WAITING: "Starting", State.CANCELLING: "Cancelling"}.get(job.state, done)
    st.progress(job.done / max(job.total, 1), text=words)
    left = job.seconds_left()
    st.caption("Time left: not known yet" if left is None else f"Time left: {about(left)}")
    st.button(
        "Cancel",
        key="portfolio-cancel",
        icon=":material/stop_circle:",
        disabled=job.state is State.CANCELLING,
        help="Stops this. Series that are done stay.",
        on_click=job.cancel,
    )


def _what(many: Many) -> str:
    return "series" if many.levelled is None else "series and totals"


def results(workspace: Workspace, many: Many) -> None:
    """What came of it: in words, as a table, and one series at a time."""
    job, found = many.job, many.overview()
    if job is None or found is None:
        return
    if job.state is State.CANCELLED:
        st.info(
            f"Cancelled: {number(job.done)} of {number(job.total)} {_what(many)} were done and are "
            "shown.",
            icon=":material/stop_circle:",
        )
    elif job.error is not None:
        st.error(str(job.error), icon=":material/error:")
    if found.table.empty:
        return
    network = job.portfolio.plan.network
    first, *rest = summary(of_series(many, found), network.name if network else "")
    st.subheader(shell.plain(first))
    st.markdown(shell.plain(" ".join(rest)))
    _table(workspace, many, found)
    future = _adding_up(many)
    _take_away(workspace, many, found, future)


def of_series(many: Many, found: Overview) -> Overview:
    """What was found of the series alone, without totals."""
    if many.levelled is None:
        return found
    level = many.levelled.level
    return replace(found, table=found.table[level[found.table.index] == level.max()])


def _table(workspace: Workspace, many: Many, found: Overview) -> None:
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


def _adding_up(many: Many) -> np.ndarray | None:
    """Whether totals add up, and what each way to make them costs; forecasts made to, if chosen."""
    told = many.added_up()
    if told is None:
        return None
    with st.expander("Do totals add up?", icon=":material/functions:"):
        st.markdown(
            f"Forecast by themselves, totals are {percent(told.apart)} from the sums of their "
            "series, on average. Below are the errors on the folds reported, as a share of the "
            "values, for forecasts as they are and made to add up in three ways. How far each "
            "forecast can be believed was told by the folds before."
        )
        errors = told.errors.rename(columns=METHODS).rename_axis("Level").reset_index()
        tables.show(errors, forms=dict.fromkeys(METHODS.values(), percent))
        for method, reason in told.reasons.items():
            st.caption(shell.plain(f"{METHODS[method]}: {reason}"))
        able = [method for method in METHODS if method in told.future]
        chosen = st.selectbox(
            "Forecasts to take away",
            able,
            format_func=lambda method: METHODS[method],
            key="portfolio-method",
            help="Ranges move along with their forecasts and keep their width.",
        )
    return told.future[chosen]


def _take_away(
    workspace: Workspace, many: Many, found: Overview, future: np.ndarray | None
) -> None:
    assert many.job is not None
    job, panel = many.job, many.job.portfolio.panel
    papers = workspace.loaded.papers if workspace.loaded is not None else {}
    st.markdown("**Take it away**")
    st.caption("The forecasts of all series, each by its own model, with their ranges:")
    downloads.offer(
        lambda: portfolio_tables.forecasts(panel, found, job.parts.each(), future),
        "portfolio-forecasts.csv",
        papers,
    )
    st.caption("The table above, with a reason where a model failed:")
    downloads.offer(
        lambda: portfolio_tables.overviews(panel, found), "portfolio-overview.csv", papers
    )


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
            bounds = {
                level: (values[:, 1 + 2 * k], values[:, 2 + 2 * k])
                for k, level in enumerate(LEVELS)
            }
            table = to_table(ts.future_index(len(values)), values[:, 0], bounds)
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
    if st.button("Train and compare on this series", icon=":material/balance:"):
        assert workspace.loaded is not None
        workspace.reread(replace(workspace.loaded.choices, series=panel.told(row)))
        st.switch_page("pages/train.py")


def _file(title: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in title).strip("-") or "series"
