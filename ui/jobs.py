"""The running job, as the sidebar and pages show it, and how long one would take."""

import streamlit as st

from core import network_figures
from core.engine import client
from core.engine.jobs import Job, State
from core.errors import LookbackError
from core.models import Pace
from core.training import Training
from core.wording import about
from ui import theme
from ui.fragments import fragment
from ui.workspace import Workspace

POLL_S = 0.5


def summary(workspace: Workspace) -> None:
    """One line, a bar and Cancel while a job runs; nothing otherwise."""
    if workspace.running is not None:
        st.divider()
        fragment(_summary, run_every=POLL_S)(workspace)


def _summary(workspace: Workspace) -> None:
    job = _look_after(workspace)
    if job is None:
        return
    st.caption(_time_left(job))
    _cancel_button(job, "cancel-sidebar")


def _look_after(workspace: Workspace) -> Job | None:
    """Say that its person is still there, and show how far it is."""
    job = workspace.job
    if job is None:
        return None
    job.touch()
    if job.over:
        # One full run at the end: every page shows what came of it.
        st.rerun()
    st.progress(job.share_done(), text=_headline(job))
    return job


def live(workspace: Workspace) -> None:
    """The running job in full: stages, epochs, loss curve, time left, Cancel."""
    fragment(_live, run_every=POLL_S)(workspace)


def _live(workspace: Workspace) -> None:
    job = _look_after(workspace)
    if job is None:
        return
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.markdown("  \n".join(_stages(job)))
    with right:
        _cancel_button(job, "cancel-live")
    st.caption(_time_left(job))
    # The one whose epochs are heard of now; the practised network comes after the other.
    for network in reversed(job.request.networks):
        if curves := job.curves.get(network.name):
            st.caption(f"{network.name}: how far off it is, epoch by epoch")
            theme.chart(
                network_figures.loss_figure(curves, network, theme.current()),
                key="live-loss",
                alt=f"Training and validation loss of the {network.name} by epoch",
            )
            break


def pace(training: Training) -> Pace | None:
    """How quickly the network of a training trains here; None as long as nobody knows."""
    try:
        training.check()
    except LookbackError:
        # Whoever starts it is told so, in full.
        return None
    return client.shared().pace(training)


def await_pace(training: Training) -> None:
    """A line that stands until the pace is known; then the page runs again."""
    fragment(_await_pace, run_every=POLL_S)(training)


def _await_pace(training: Training) -> None:
    if pace(training) is not None:
        st.rerun()
    st.caption("How long it takes: an epoch is being timed.")


def _headline(job: Job) -> str:
    engine = client.shared()
    if job.state is State.CANCELLING:
        return "Cancelling"
    if engine.problem:
        return f"{engine.problem} Trying again."
    if not engine.ready:
        return "The engine is starting; this begins by itself in a few seconds"
    before = engine.place(job)
    if before:
        return f"Waiting: {before} job{'s' if before > 1 else ''} before yours"
    if job.state is State.WAITING:
        return "Starting"
    if not job.latest:
        return "Loading the models"
    return f"{job.request.title}, {job.share_done():.0%} done"


def _stages(job: Job) -> list[str]:
    """For each model at work: stage, and epochs of a network."""
    lines = []
    for name in [forecaster.name for forecaster in job.request.forecasters]:
        progress = job.latest.get(name)
        if progress is None or job.share_of(name) >= 1:
            continue
        steps = f", epoch {progress.step}" if progress.unit == "epoch" else ""
        lines.append(f"{progress.stage}{steps}")
    return lines


def _time_left(job: Job) -> str:
    left = job.seconds_left()
    if left is None:
        return "Time left: not known yet"
    return f"Time left: {about(left)}"


def _cancel_button(job: Job, key: str) -> None:
    st.button(
        "Cancel",
        key=key,
        icon=":material/stop_circle:",
        disabled=job.state is State.CANCELLING,
        help="Stops this. Data, settings and finished runs stay.",
        on_click=client.shared().cancel,
        args=(job,),
    )
