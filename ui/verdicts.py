"""The verdict of a run: its sentences, the measure that decides, and how it was computed."""

import streamlit as st

from core import workings
from core.comparison import Contest
from core.measures import MEASURES
from core.phrases import Phrases
from core.verdict import Verdict
from core.wording import rounded
from ui import sections, shell, tables
from ui.runs import Run
from ui.workspace import Workspace

DECIDING = [key for key, measure in MEASURES.items() if measure.decides]
"""The measures that can say who won."""


def show(said: Verdict) -> None:
    """Who won; how sure that is and what to use; how both stand against the baseline."""
    st.subheader(shell.plain(said.sentence))
    for part in (f"{said.trust} {said.advice}".strip(), said.baseline):
        if part:
            st.markdown(shell.plain(part))


def choose(workspace: Workspace) -> None:
    """The measure that decides, with what it says and when it misleads."""
    narrow, wide = st.columns([1, 3], vertical_alignment="bottom")

    def take() -> None:
        workspace.decide(st.session_state["deciding"])

    with narrow:
        chosen = st.selectbox(
            "Measure that decides",
            DECIDING,
            index=DECIDING.index(workspace.measure),
            format_func=lambda key: MEASURES[key].label,
            key="deciding",
            on_change=take,
            help="Verdict and table go by it, here and on other pages. Choose it by what a miss "
            "costs you, before you look at who wins by it.",
        )
    with wide:
        st.caption(f"{MEASURES[chosen].says} *When it misleads*: {MEASURES[chosen].misleads}")


def explain(run: Run, contest: Contest) -> None:
    """The numbers of the verdict of a run, fold by fold, and the test made of them."""
    sections.when_opened(
        "How is this computed?",
        ":material/calculate:",
        f"verdict-how-{run.id}",
        lambda: _workings(run, contest),
    )


def _workings(run: Run, contest: Contest) -> None:
    say = Phrases(MEASURES[run.measure], run.training.ts)
    for sentence in workings.sentences(contest, say):
        st.markdown(shell.plain(sentence))
    table = workings.table(contest, say, run.trained.backtest.horizon)
    amounts = table.select_dtypes("number").columns
    tables.show(table, forms=dict.fromkeys(map(str, amounts), rounded))
