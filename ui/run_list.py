"""The runs of a session: side by side, renamed, deleted, started again; a section of a page."""

import pandas as pd
import streamlit as st

from core import environment
from core.engine import client
from core.errors import ForecastError
from core.luck import Luck
from core.luck_findings import spread
from core.measures import MEASURES
from core.side_by_side import HERE, SideBySide, side_by_side
from core.wording import counted
from ui import again, shell, tables
from ui.runs import LONGEST_NAME, Run
from ui.workspace import Workspace

_SHOWN = 4
"""Runs that fit beside each other."""


def show(workspace: Workspace, run: Run) -> None:
    """All runs in a table, some of them side by side, and what can be done with the one in view."""
    st.subheader("Runs of this session")
    most = environment.number("LOOKBACK_MAX_RUNS")
    st.caption(
        f"{counted(len(workspace.runs), 'run')} so far. This server keeps {most} for you; when "
        "there are more, the oldest goes. None outlasts the session."
    )
    undo(workspace)
    if len(workspace.runs) > 1:
        _table(workspace)
        _beside(workspace, run)
    _one(workspace, run)


def undo(workspace: Workspace) -> None:
    """A way back for the run deleted last; nothing if there is none."""
    if workspace.deleted is None:
        return
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.info(shell.plain(f"{workspace.deleted[1].label} was deleted."), icon=":material/delete:")
    right.button("Have it back", icon=":material/undo:", on_click=workspace.restore)


def _table(workspace: Workspace) -> None:
    rows = []
    measure = MEASURES[workspace.measure].between_series
    for run in reversed(workspace.runs):
        board = run.trained.backtest.leaderboard().set_index("model")[measure.key]
        rows.append(
            {
                "Run": run.label,
                "Trained here": board.get(run.training.network.name),
                "ARIMA": board.get("ARIMA"),
                "Naive": board.get("Seasonal naive"),
            }
        )
    table = pd.DataFrame(rows)
    tables.show(
        table,
        forms=dict.fromkeys(table.columns[1:], measure.written),
        columns={"Run": st.column_config.TextColumn(width="medium")},
    )
    st.caption(
        f"{measure.label} on the past. {measure.says} Lower is better; between runs on other dates "
        "it is a hint at most."
    )


def _beside(workspace: Workspace, run: Run) -> None:
    by_id = {each.id: each for each in workspace.runs}
    others = [each.id for each in workspace.runs if each.id != run.id]
    chosen = st.multiselect(
        "Side by side",
        list(by_id),
        default=[others[-1], run.id],
        format_func=lambda key: by_id[key].label,
        max_selections=_SHOWN,
        key="-".join(["beside", run.id, *(str(each.number) for each in workspace.runs)]),
        help=f"Two to {_SHOWN} runs: what differed in data, plan and settings, and what that did.",
    )
    picked = sorted((by_id[key] for key in chosen), key=lambda each: each.number)
    if len(picked) < 2:
        st.caption("Choose two runs or more.")
        return
    found = side_by_side({each.short: each.trained for each in picked}, workspace.measure)
    for sentence in (*found.sentences, *_luck(found, picked)):
        st.markdown(f"- {shell.plain(sentence)}")
    if not found.differences.empty:
        tables.show(found.differences.rename(columns={"part": "Part", "what": "What"}))
    heads = {"model": found.measure.heading(found.unit)}
    errors = found.scores.reset_index().rename(columns=heads)
    tables.show(errors, forms=dict.fromkeys(errors.columns[1:], found.measure.written))


def _luck(found: SideBySide, runs: list[Run]) -> list[str]:
    """How much of a difference the seed alone can make, where a luck check tells."""
    said = []
    for run in runs:
        answers = run.of(Luck)
        if not found.same or not answers or HERE not in found.scores.index:
            continue
        try:
            moves = spread(run.trained, answers, found.measure.key).moves
        except ForecastError:
            continue
        said.append(
            f"In {run.short} another seed alone moves the {found.measure.name} of the network "
            f"trained here by ±{found.measure.apart(moves, found.unit)}; a difference no larger "
            "than that may be luck."
        )
    return said


def _one(workspace: Workspace, run: Run) -> None:
    """Rename, start again, delete the run in view."""
    st.markdown(f"**{shell.plain(run.label)}**")
    key = f"name-{run.id}"

    def rename() -> None:
        workspace.rename(run, st.session_state[key])

    st.text_input(
        "Name of this run",
        value=run.name,
        max_chars=LONGEST_NAME,
        key=key,
        placeholder=run.usual_name,
        on_change=rename,
        help="Stands wherever runs can be chosen. Empty: what it was trained with.",
    )
    _data(workspace, run)
    with st.container(horizontal=True):
        if st.button(
            "Use these settings",
            icon=":material/replay:",
            disabled=workspace.loaded is None,
            help="Puts them into Train, where they can be changed before training.",
        ):
            again.take_up(workspace, run)
            st.switch_page("pages/train.py")
        st.button(
            "Delete this run",
            icon=":material/delete:",
            on_click=_delete,
            args=(workspace, run),
            help="It can be had back until another is trained.",
        )


def _data(workspace: Workspace, run: Run) -> None:
    """What using its settings does to the data in hand."""
    loaded, ts = workspace.loaded, run.training.ts
    if loaded is None:
        st.caption("To use its settings again, choose a file on Data first.")
        return
    span = f"{ts.frequency.words(ts.index[0])} to {ts.frequency.words(ts.index[-1])}"
    match again.data_in_hand(run, loaded):
        case "same":
            words = "It was trained on the series in hand, read as it is now."
        case "otherwise":
            words = (
                "It was trained on the file in hand, read otherwise or with other events. Using "
                "its settings reads the file as it was then; Data can take that back."
            )
        case "another":
            words = (
                f"It was trained on other data: {ts.name}, {span}. In hand is "
                f"{loaded.reading.series.name} of {loaded.origin.title}; its settings would be "
                "used on that."
            )
    st.caption(shell.plain(words))


def _delete(workspace: Workspace, run: Run) -> None:
    job = workspace.asked(run)
    if job is not None and not job.over:
        # Nobody could see its answer.
        client.shared().cancel(job)
    workspace.delete(run)
