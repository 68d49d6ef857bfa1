"""Every model on the same folds: a table at a glance, all measures on demand, what each says."""

import pandas as pd
import streamlit as st

from core.blend import BLEND, recipe
from core.measures import MEASURES, Measure
from core.phrases import NAIVE
from core.wording import number, percent
from ui import downloads, sections, shell, tables
from ui.runs import Run

GLANCE, ALL = "At a glance", "All measures"


def show(run: Run) -> None:
    """The models, the best by the measure that decides first."""
    st.subheader("Every model on the same folds")
    view = st.segmented_control(
        "Columns",
        [GLANCE, ALL],
        default=GLANCE,
        required=True,
        key="leaderboard-view",
        persist_state="session",
        label_visibility="collapsed",
    )
    order = _order(run) if view == ALL else MEASURES[run.measure]
    board = run.trained.backtest.leaderboard(order.key)
    (_all if view == ALL else _glance)(run, board)
    st.caption(_caption(run, board, order))
    if view == ALL:
        downloads.offer(lambda: _file(run), "lookback-comparison.csv", run.papers)
    sections.when_opened(
        "What each number means", ":material/help:", f"measures-{run.id}", lambda: _meanings(run)
    )


def _meanings(run: Run) -> None:
    for measure in MEASURES.values():
        st.markdown(
            f"**{measure.label}**: {measure.says} *When it misleads*: {measure.misleads} "
            f"{shell.plain(_here(run, measure))}"
        )


def _order(run: Run) -> Measure:
    chosen = st.selectbox(
        "Order by",
        list(MEASURES),
        index=list(MEASURES).index(run.measure),
        format_func=lambda key: MEASURES[key].label,
        key=f"leaderboard-order-{run.measure}",
        width=220,
        help="The order of the rows only: bias nearest to 0 first, ranges nearest to what they "
        "promise first, all others lowest first. A click on a heading sorts too.",
    )
    return MEASURES[chosen]


def _glance(run: Run, board: pd.DataFrame) -> None:
    """What tells the models apart, narrow enough for a phone."""
    measure, held = MEASURES[run.measure], MEASURES["coverage-80"]
    result, against = measure.label, "Against naive"
    table = pd.DataFrame({"Model": board["model"], result: board[measure.key]})
    table[against] = board[measure.key] / _naive(board, measure) - 1
    table[held.label] = board[held.key]
    _with_failures(table, board)
    tables.show(
        table,
        forms={result: measure.written, against: _signed, held.label: percent},
        columns={
            "Model": st.column_config.Column(pinned=True),
            result: st.column_config.Column(help=measure.says),
            against: st.column_config.Column(
                help=f"How much lower (-) or higher (+) its {measure.label} is than that of the "
                "seasonal naive, the baseline that every model has to beat."
            ),
            held.label: st.column_config.Column(help=held.says),
        },
    )


def _all(run: Run, board: pd.DataFrame) -> None:
    """Every measure."""
    unit = run.training.ts.unit
    headings = {measure.heading(unit): measure for measure in MEASURES.values()}
    table = pd.DataFrame({"Model": board["model"]})
    for heading, measure in headings.items():
        table[heading] = board[measure.key]
    table["Folds"] = [f"{made} of {run.training.plan.folds}" for made in board["folds"]]
    _with_failures(table, board)
    tables.show(
        table,
        forms={heading: measure.written for heading, measure in headings.items()},
        columns={
            "Model": st.column_config.Column(pinned=True),
            **{
                heading: st.column_config.Column(
                    help=f"{measure.says} When it misleads: {measure.misleads}"
                )
                for heading, measure in headings.items()
            },
        },
    )


def _with_failures(table: pd.DataFrame, board: pd.DataFrame) -> None:
    if (board["failure"] != "").any():
        table["Failed because"] = board["failure"]


def _naive(board: pd.DataFrame, measure: Measure) -> float:
    """What the seasonal naive has; NaN if nothing or 0."""
    found = board.loc[(board["model"] == NAIVE) & (board[measure.key] != 0), measure.key]
    return float(found.iloc[0]) if len(found) else float("nan")


def _signed(share: float) -> str:
    """A difference as a share, with its sign."""
    return number(share, "+,.0%" if abs(share) >= 0.005 else ".0%")


def _caption(run: Run, board: pd.DataFrame, order: Measure) -> str:
    unit = run.training.ts.unit if order.kind == "unit" else ""
    first = f"Lowest {order.label}"
    if order.key == "bias":
        first = "Bias nearest to 0"
    elif order.kind == "share":
        first = f"{order.label}, nearest to that,"
    scored, folds = int(board["scored"].max()), run.training.plan.folds
    left_out = "".join(f" {note}" for note in run.trained.backtest.notes)
    blend = f" {BLEND} combines others: {recipe(run.training.recommended)}."
    return (
        f"{first} first{f', in {shell.plain(unit)}' if unit else ''}, over {number(scored)} actual "
        f"values in {folds} folds.{left_out} {NAIVE} is the baseline every model has to beat."
        f"{blend if BLEND in set(board['model']) else ''}"
    )


def _here(run: Run, measure: Measure) -> str:
    """The best of the models by a measure, beside the baseline: in words."""
    board, unit = run.trained.backtest.leaderboard(measure.key), run.training.ts.unit
    best = board.iloc[0]
    if measure.kind == "seconds" or best["failure"] or pd.isna(best[measure.key]):
        return ""
    words = f"Best here: {best['model']}, {measure.written(best[measure.key], unit)}"
    naive = board.loc[board["model"] == NAIVE, measure.key]
    if best["model"] == NAIVE or naive.empty:
        return f"{words}."
    return f"{words}; {NAIVE} has {measure.written(float(naive.iloc[0]))}."


def _file(run: Run) -> pd.DataFrame:
    """The table as it is taken away, in full."""
    return run.leaderboard.assign(unit=run.training.ts.unit)
