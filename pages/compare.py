"""Compare: who won, and can I believe it?"""

import pandas as pd
import streamlit as st

from core import driven, figures
from core.blend import BLEND, recipe
from core.date_style import written
from core.wording import percent, rounded, with_unit
from ui import arima, downloads, luck, residuals, run_list, sections, shell, tables, theme
from ui.runs import Run
from ui.workspace import Workspace

METRICS = {
    "rmse": ("RMSE", "Root mean squared error, in the series' unit. Large misses weigh most."),
    "mae": ("MAE", "Mean absolute error: the typical miss, in the series' unit."),
    "mase": (
        "MASE",
        "Mean absolute error divided by that of repeating last season's value in the known past. "
        "Below 1 beats that yardstick.",
    ),
    "smape": (
        "sMAPE",
        "Symmetric mean absolute percentage error. Misleads where values come near zero.",
    ),
    "coverage-80": ("80% held", "Share of actuals inside the 80% interval; 80% would be right."),
    "coverage-95": ("95% held", "Share of actuals inside the 95% interval; 95% would be right."),
    "seconds": ("Seconds", f"Time all folds of this model took; of {BLEND}, those of its parts."),
}


def body(workspace: Workspace) -> None:
    """The verdict, the chart, the table, and sections that look closer."""
    st.title("Compare")
    run = workspace.run()
    if run is None:
        shell.nothing_yet(
            "Here you see who won, the network or ARIMA, and how other models and the naive "
            "baseline did, on past cutoffs where the answer is known. First train once.",
            "Train",
        )
        run_list.undo(workspace)
        return
    run = shell.choose_run(workspace)
    shell.verdict(run)
    _chart(run)
    _board(run)
    _notes(run)
    _closer(workspace, run)
    st.page_link("pages/forecast.py", label="Next: the forecast", icon=":material/arrow_forward:")


def _chart(run: Run) -> None:
    training, backtest = run.training, run.trained.backtest
    shown = st.pills(
        "Models on the chart",
        backtest.models,
        selection_mode="multi",
        # The two of the verdict; more bands on one chart can't be told apart.
        default=[training.recommended, "ARIMA"],
        key=f"shown-{run.id}",
    )
    noun = training.ts.frequency.count(backtest.horizon)
    figure = figures.backtest_figure(training.ts, backtest, shown, theme.current())
    theme.chart(
        figure,
        key=f"backtest-{run.id}",
        alt=f"Actual {training.ts.name} and forecasts of {', '.join(shown)} at "
        f"{len(backtest.cutoffs)} past cutoffs, {noun} each, with 80% and 95% intervals",
    )
    st.caption(
        f"Each dotted line is a cutoff: left of it is what the models knew, right of it {noun} "
        "they did not. Dark band: 80% interval; light band: 95%."
    )
    with st.expander("As a table", icon=":material/table_rows:"):
        predictions = backtest.predictions
        unit = training.ts.unit
        amounts = {name: with_unit(name, unit) for name in predictions.select_dtypes("float")}
        tables.show(predictions.rename(columns=amounts))
        downloads.offer(lambda: _file(run), "lookback-backtest.csv", run.papers)


def _file(run: Run) -> pd.DataFrame:
    """The test on the past as it is taken away: dates as the person's file has them."""
    predictions, ts = run.trained.backtest.predictions, run.training.ts
    dates = {
        column: written(pd.DatetimeIndex(predictions[column]), ts.date_style)
        for column in ("cutoff", "ds")
    }
    return predictions.assign(**dates, unit=ts.unit)


def _board(run: Run) -> None:
    board = run.trained.backtest.leaderboard()
    unit = run.training.ts.unit
    st.subheader("Every model on the same folds")
    table = pd.DataFrame({"Model": board["model"]})
    headings = {
        column: with_unit(label, unit if column in ("rmse", "mae") else "")
        for column, (label, _) in METRICS.items()
    }
    for column, label in headings.items():
        values = board[column]
        if column.startswith("coverage"):
            table[label] = [percent(value) for value in values]
        else:
            table[label] = values
    table["Folds"] = [f"{row.folds} of {run.training.plan.folds}" for row in board.itertuples()]
    if (board["failure"] != "").any():
        table["Failed because"] = board["failure"]
    tables.show(
        table,
        forms={
            label: ",.1f" if column == "seconds" else rounded for column, label in headings.items()
        },
        columns={
            headings[column]: st.column_config.Column(help=help_text)
            for column, (_, help_text) in METRICS.items()
        },
    )
    scored = int(board["scored"].max())
    blend = f" {BLEND} combines others: {recipe(run.training.recommended)}."
    combined = blend if BLEND in set(board["model"]) else ""
    left_out = "".join(f" {note}" for note in run.trained.backtest.notes)
    st.caption(
        f"Lowest MAE first, over {scored} actual values in {run.training.plan.folds} folds."
        f"{left_out} Seasonal naive is the baseline every model has to beat.{combined}"
    )
    series = run.training.ts
    if said := driven.sentences(run.trained.forecasts, series):
        words = " ".join(filter(None, (*said, driven.in_the_test(series))))
        st.caption(shell.plain(f"Fitted on all data, {words}"))
    with st.expander("What each number means", icon=":material/help:"):
        for label, text in METRICS.values():
            st.markdown(f"**{label}**: {text}")


def _notes(run: Run) -> None:
    with st.expander("What each model decided", icon=":material/manage_search:"):
        for name, forecast in run.trained.forecasts.items():
            st.markdown(f"**{name}**")
            for note in (*forecast.effects, *forecast.notes):
                st.markdown(f"- {shell.plain(note)}")
    shell.losses(run)


def _closer(workspace: Workspace, run: Run) -> None:
    st.subheader("Look closer")
    parts = {
        "What is left over": lambda: residuals.show(run),
        "Luck check": lambda: luck.show(workspace, run),
        "ARIMA in numbers": lambda: arima.show(run),
        "Runs": lambda: run_list.show(workspace, run),
    }
    sections.choose(
        "What to look at",
        parts,
        key="compare-closer",
        help="Each says something else about whether the verdict can be believed.",
    )


shell.show("Compare", body)
