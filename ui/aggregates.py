"""Whether a run's values add up, as totals and budgets on Forecast take them."""

from dataclasses import replace

import streamlit as st

from core.timeseries import TimeSeries
from ui.runs import Run

WORDS = {"sum": "Added up", "mean": "Averaged"}


def measured(run: Run) -> TimeSeries:
    """The series of a run, with what was chosen here, else on Data."""
    chosen = st.session_state.get(_key(run), run.training.ts.aggregate)
    return replace(run.training.ts, aggregate=chosen)


def choose(run: Run) -> None:
    """A choice that holds for all of the page."""
    st.radio(
        f"{run.training.ts.frequency.noun.capitalize()}s are",
        list(WORDS),
        index=list(WORDS).index(run.training.ts.aggregate),
        format_func=WORDS.__getitem__,
        horizontal=True,
        key=_key(run),
        persist_state="session",
        help="Sales add up; prices, temperatures and rates are averaged. At first it is as the "
        "file was read on Data.",
    )


def _key(run: Run) -> str:
    return f"aggregate-{run.id}"
