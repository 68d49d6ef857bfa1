"""A training for a lesson: the button, its progress with Cancel, and what came of it."""

from typing import Any

import streamlit as st

from core.engine import client
from core.engine.jobs import Job, State
from core.forecaster import Forecast
from core.learn.training import LessonTraining
from core.learn.trials import Trials
from core.timeseries import TimeSeries
from ui import jobs, session
from ui.lessons.once import same


def trained(slot: str, ts: TimeSeries) -> tuple[LessonTraining, Forecast] | None:
    """The newest training of a place in a lesson on this series, if there is one.

    It is in Streamlit's session, not among the runs: it can be had again in seconds.
    """
    found: tuple[LessonTraining, Forecast] | None = _newest(slot, ts)
    return found


def tried(slot: str, ts: TimeSeries) -> tuple[Trials, dict[str, Forecast]] | None:
    """The same of several networks, of which the first is on this series."""
    found: tuple[Trials, dict[str, Forecast]] | None = _newest(slot, ts)
    return found


def _newest(slot: str, ts: TimeSeries) -> Any:
    job = session.workspace().job
    asked = st.session_state.get(_asked(slot))
    if job is not None and job.request is asked and job.result is not None:
        st.session_state[_kept(slot)] = (asked, job.result)
    kept = st.session_state.get(_kept(slot))
    return kept if kept is not None and same(kept[0].ts, ts) else None


def offer(slot: str, request: LessonTraining | Trials, label: str) -> None:
    """The button that trains; while it runs, how far it is, and Cancel in its place.

    Args:
        slot: Tells the place from others.
        request: What the button asks for.
        label: Of the button.
    """
    workspace = session.workspace()
    job = workspace.job
    if job is not None and job.request is st.session_state.get(_asked(slot)):
        _ended(job)
    if workspace.running is not None:
        jobs.live(workspace)
        return
    if st.button(label, icon=":material/model_training:", key=f"{slot}-train"):
        workspace.start(client.shared(), request)
        st.session_state[_asked(slot)] = request
        st.rerun()


def _ended(job: Job) -> None:
    if job.state is State.CANCELLED:
        st.info("The training was cancelled.", icon=":material/stop_circle:")
    elif job.state is State.FAILED and job.error is not None:
        st.error(str(job.error), icon=":material/error:")


def _asked(slot: str) -> str:
    return f"{slot}-asked"


def _kept(slot: str) -> str:
    return f"{slot}-kept"
