"""Compare: who won, and can I believe it?"""

import pandas as pd
import streamlit as st

from core import driven, figures
from core.blend import BLEND
from core.date_style import written
from core.phrases import NAIVE, RIVAL
from core.training import Training
from core.wording import with_unit
from ui import (
    arima,
    downloads,
    drawn,
    jobs,
    leaderboard,
    losses,
    luck,
    misses,
    replay,
    report_card,
    residuals,
    run_list,
    sections,
    shell,
    tables,
    theme,
    verdicts,
)
from ui.runs import Run
from ui.workspace import Workspace


def body(workspace: Workspace) -> None:
    """The verdict, the chart, the table, and sections that look closer."""
    st.title("Compare")
    run = workspace.run()
    job = workspace.running
    if job is not None and isinstance(job.request, Training):
        series = shell.plain(job.request.ts.name)
        st.markdown(f"**{series}** is being trained. Who won comes here when it is done.")
        jobs.live(workspace)
    elif run is None:
        shell.nothing_yet(
            "Here you see who won, the network or ARIMA, and how other models and the naive "
            "baseline did, on past cutoffs where the answer is known. First train once.",
            "Train",
        )
        run_list.undo(workspace)
    if run is None:
        return
    run = shell.choose_run(workspace)
    said = run.verdict
    verdicts.show(said)
    verdicts.choose(workspace)
    if said.contest is not None:
        verdicts.explain(run, said.contest)
    _chart(run)
    leaderboard.show(run)
    _drivers(run)
    sections.when_opened(
        "What each model decided",
        ":material/manage_search:",
        f"decided-{run.id}",
        lambda: _notes(run),
    )
    losses.show(run)
    _closer(workspace, run)
    st.page_link("pages/forecast.py", label="Next: the forecast", icon=":material/arrow_forward:")


def _chart(run: Run) -> None:
    training, backtest = run.training, run.trained.backtest
    shown = st.pills(
        "Models on the chart",
        backtest.models,
        selection_mode="multi",
        # The two of the verdict, and what anyone could do without a computer.
        default=[name for name in (training.recommended, RIVAL, NAIVE) if name in backtest.models],
        key=f"shown-{run.id}",
        help="The others are drawn by a click on their name below the chart, too.",
    )
    noun = training.ts.frequency.count(backtest.horizon)
    bands = figures.bands_in_words(shown, backtest.levels)
    figure = drawn.figure(
        "backtest",
        (training.ts, backtest, *shown),
        lambda ground: figures.backtest_figure(
            training.ts, backtest, shown, ground, also=backtest.models
        ),
    )
    theme.chart(
        figure,
        key=f"backtest-{run.id}",
        alt=f"Actual {training.ts.name} and forecasts of {', '.join(shown)} at "
        f"{len(backtest.cutoffs)} past cutoffs, {noun} each. {bands}",
    )
    st.caption(
        f"Each dotted line is a cutoff: left of it is what the models knew, right of it {noun} "
        f"they did not. {bands}"
    )
    sections.when_opened(
        "As a table", ":material/table_rows:", f"backtest-table-{run.id}", lambda: _table(run)
    )


def _table(run: Run) -> None:
    """Every forecast of the past beside what happened."""
    ts, predictions = run.training.ts, run.trained.backtest.predictions
    amounts = {name: with_unit(name, ts.unit) for name in predictions.select_dtypes("float")}
    # Actual values have the decimals of the file.
    said = [name for column, name in amounts.items() if column != "y"]
    form = tables.amount_form(ts, predictions["point"])
    tables.show(predictions.rename(columns=amounts), forms=dict.fromkeys(said, form))
    downloads.offer(lambda: _file(run), "lookback-backtest.csv", run.papers)


def _file(run: Run) -> pd.DataFrame:
    """The test on the past as it is taken away: dates as the person's file has them."""
    predictions, ts = run.trained.backtest.predictions, run.training.ts
    dates = {
        column: written(pd.DatetimeIndex(predictions[column]), ts.date_style)
        for column in ("cutoff", "ds")
    }
    return predictions.assign(**dates, unit=ts.unit)


def _drivers(run: Run) -> None:
    """Which models count on which drivers, and how the test on the past took those."""
    series = run.training.ts
    if said := driven.sentences(run.trained.forecasts, series):
        words = " ".join(filter(None, (*said, driven.in_the_test(series))))
        st.caption(shell.plain(f"Fitted on all data, {words}"))


def _notes(run: Run) -> None:
    """What each model decided when it was fitted on all data; what all share is said once."""
    said = {
        name: (*forecast.effects, *forecast.notes)
        for name, forecast in run.trained.forecasts.items()
    }
    fitted = [notes for name, notes in said.items() if name != BLEND]
    if len(fitted) > 1:
        shared = tuple(note for note in fitted[0] if all(note in notes for notes in fitted))
        own = {name: tuple(n for n in notes if n not in shared) for name, notes in said.items()}
        said = {"All models": shared, **own}
    for name, notes in said.items():
        if notes:
            st.markdown(f"**{name}**")
        for note in notes:
            st.markdown(f"- {shell.plain(note)}")


def _closer(workspace: Workspace, run: Run) -> None:
    st.subheader("Look closer")
    parts = {
        "Can the ranges be believed?": lambda: report_card.show(run),
        "Where it errs": lambda: misses.show(run),
        "Replay": lambda: replay.show(run),
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
