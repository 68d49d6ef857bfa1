"""Train: which network, and how long will it take?"""

import streamlit as st

from core import driven, environment
from core.engine import client
from core.engine.jobs import State
from core.models import Pace
from core.training import Training
from core.wording import about
from ui import forms, jobs, losses, shell, verdicts
from ui.train_settings import SETTINGS
from ui.workspace import Workspace

AT_HAND = ("lookback", "cell", "epochs", "horizon")


def body(workspace: Workspace) -> None:
    """The controls, the button, the running job, and what came of the last one."""
    st.title("Train")
    if workspace.loaded is None:
        shell.nothing_yet(
            "Here you choose a network and train it. First it needs a series.", "Data"
        )
        return
    series = workspace.loaded.reading.series
    st.markdown(
        f"Which network for **{shell.plain(series.name)}**? The defaults follow from the data. It "
        "is trained here, from nothing; on the same folds stand a practised network, ARIMA, ETS, "
        "Theta and the naive baseline."
    )
    _form(workspace)
    if workspace.running is not None:
        jobs.live(workspace)
    else:
        _button(workspace)
        _last(workspace)


def _form(workspace: Workspace) -> None:
    bounds = {"epochs": environment.number("LOOKBACK_MAX_EPOCHS")}
    for column, name in zip(st.columns(len(AT_HAND)), AT_HAND, strict=True):
        with column:
            forms.widget(workspace, SETTINGS[name], most=bounds.get(name))
    rest = [about for about in SETTINGS.values() if about.name not in AT_HAND]
    asked = st.query_params.get(forms.ASKED) in [about.name for about in rest]
    with st.expander("Advanced", icon=":material/tune:", expanded=asked):
        for group in dict.fromkeys(about.group for about in rest):
            st.markdown(f"**{group}**")
            columns = st.columns(3)
            mine = [about for about in rest if about.group == group]
            for place, about in enumerate(mine):
                with columns[place % 3]:
                    forms.widget(workspace, about)
        if workspace.settings and st.button("Reset all to defaults", icon=":material/restart_alt:"):
            workspace.reset()
            st.rerun()


def _button(workspace: Workspace) -> None:
    training = workspace.to_train()
    folds, horizon = training.plan.folds, training.plan.horizon
    frequency = training.ts.frequency
    if st.button("Train", type="primary", icon=":material/play_arrow:"):
        workspace.start(client.shared(), training)
        st.rerun()
    _drivers(training)
    st.caption(
        f"Trains the {training.network.name} {folds + 1} times: {folds} folds of "
        f"{frequency.count(horizon)}, and once on all data for the forecast."
    )
    pace = jobs.pace(training)
    if pace is None:
        jobs.await_pace(training)
    else:
        _quote(training, pace)


def _drivers(training: Training) -> None:
    """Which drivers go with the series, and which of those known ahead lack values to come."""
    series = training.ts
    if series.drivers is None:
        return
    st.caption(shell.plain(driven.offered(series)))
    ahead = series.future_index(training.plan.horizon)
    for name, dates in series.drivers.missing_ahead(ahead).items():
        first, last = (series.frequency.words(dates[at]) for at in (0, -1))
        span = first if len(dates) == 1 else f"{first} to {last}"
        st.warning(
            shell.plain(
                f"{name} has no values for {span}. Networks and ARIMA need them for the forecast; "
                "the test on the past works without. Say them on Data, under drivers."
            ),
            icon=":material/event_upcoming:",
        )
        st.page_link("pages/data.py", label="Go to Data", icon=":material/arrow_back:")


def _quote(training: Training, pace: Pace) -> None:
    """How long it will take, from a timed epoch."""
    words = f"The network takes {about(training.seconds(pace))} here"
    epochs, wanted = training.epochs(pace), training.network.epochs
    if epochs < wanted:
        budget = dict(SETTINGS["budget_s"].options)[training.budget.budget_s]
        words += f": {epochs} of the {wanted} epochs fit into {budget}"
    st.caption(
        f"{words}. The practised network follows at once, or after some epochs of its own if the "
        "series is long; the statistical models run at the same time."
    )


def _last(workspace: Workspace) -> None:
    """How the newest job ended, and the way on."""
    job = workspace.job
    if job is None or not isinstance(job.request, Training):
        return
    if job.state is State.CANCELLED:
        st.info("Training was cancelled. Settings and earlier runs are kept.",
                icon=":material/stop_circle:")  # fmt: skip
    elif job.state is State.FAILED and job.error is not None:
        st.error(str(job.error), icon=":material/error:")
    elif job.state is State.DONE:
        run = next((run for run in workspace.runs if run.id == job.id), None)
        if run is not None:
            verdicts.show(run.verdict)
            st.page_link("pages/compare.py", label="Compare the models",
                         icon=":material/arrow_forward:")  # fmt: skip
            losses.show(run)


shell.show("Train", body)
