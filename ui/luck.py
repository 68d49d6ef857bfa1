"""How much of a network's result is luck of its seed, as a section of a page."""

import pandas as pd
import streamlit as st

from core import luck_figures
from core.engine import client
from core.engine.jobs import Job, State
from core.luck import LEAST, MOST, USUAL, Luck, LuckCheck, named, seeds
from core.luck_findings import Spread, findings, headline, spread
from core.phrases import RIVAL
from core.timeseries import TimeSeries
from core.wording import about, counted, listed
from ui import downloads, jobs, shell, tables, theme
from ui.runs import Run
from ui.workspace import Workspace


def show(workspace: Workspace, run: Run) -> None:
    """What is known of a run's seeds, a check that is running, and the way to one."""
    network = run.training.network
    st.subheader("Is it luck?")
    if answers := run.of(Luck):
        _answer(run, spread(run.trained, answers, run.measure))
    else:
        st.markdown(
            f"The {network.name} trained here begins with random weights: its seed. Trained again "
            "with other seeds on the same folds, how far does its error move? If that is more than "
            f"the gap to {RIVAL}, the gap says nothing."
        )
    job = workspace.asked(run)
    if job is not None and isinstance(job.request, LuckCheck):
        _ended(job)
    if workspace.running is not None:
        jobs.live(workspace)
        return
    _form(workspace, run)


def _ended(job: Job) -> None:
    if job.state is State.CANCELLED:
        done = len(job.result.seeds) if isinstance(job.result, Luck) else 0
        more = f", and so {'is' if done == 1 else 'are'} the {counted(done, 'seed')} done by then"
        st.info(
            f"The luck check was cancelled. What was known before is kept{more if done else ''}.",
            icon=":material/stop_circle:",
        )
    elif job.state is State.FAILED and job.error is not None:
        st.error(str(job.error), icon=":material/error:")


def _form(workspace: Workspace, run: Run) -> None:
    """How many seeds, how long that takes, and the button."""
    training = run.trained.training
    known = {training.network.seed, *(seed for found in run.of(Luck) for seed in found.seeds)}
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    many = left.number_input(
        "Seeds",
        min_value=LEAST,
        max_value=MOST,
        value=min(max(USUAL, len(known)), MOST),
        step=1,
        key=f"luck-seeds-{run.id}",
        persist_state="session",
        help="With how many the network is compared, that of the run among them. More say more "
        "and take longer.",
    )
    check = LuckCheck(
        training, tuple(seed for seed in seeds(training.network, many) if seed not in known)
    )
    with right:
        pressed = st.button(
            f"Check with {many} seeds",
            key=f"luck-check-{run.id}",
            icon=":material/casino:",
            type="secondary" if run.of(Luck) else "primary",
            disabled=not check.seeds,
        )
    if pressed:
        workspace.start(client.shared(), check, about=run.id)
        st.rerun()
    if not check.seeds:
        st.caption("These seeds are known. Choose more for a surer answer.")
        return
    folds = counted(training.plan.folds, "fold")
    st.caption(
        f"Trains the {training.network.name} with {counted(len(check.seeds), 'more seed')} on "
        f"{folds} each; seeds that are known stay."
    )
    pace = jobs.pace(training)
    if pace is None:
        jobs.await_pace(training)
    else:
        st.caption(f"That takes {about(check.seconds(pace))} here.")


def _answer(run: Run, found: Spread) -> None:
    ts, measure = run.training.ts, found.measure
    st.markdown(f"**{shell.plain(headline(found, ts.unit))}**")
    for sentence in findings(found, ts):
        st.markdown(f"- {shell.plain(sentence)}")
    theme.chart(
        luck_figures.seeds_figure(found, ts, theme.current()),
        key=f"luck-{run.id}",
        alt=f"{measure.label} of the {found.network.name} with each of {len(found.seeds)} seeds "
        f"beside that of {RIVAL}",
    )
    st.caption(
        shell.plain(
            "A dot for each seed, that of this run with a ring; the band is their mean "
            f"{measure.written(found.mean, ts.unit)} and one standard deviation to either side, "
            f"{measure.apart(found.moves)}. Further left is better.{_away(found, ts)}"
        )
    )
    theme.chart(
        luck_figures.folds_figure(found, ts, theme.current()),
        key=f"luck-folds-{run.id}",
        alt=f"The same in each of {found.folds.shape[1]} folds",
    )
    with st.expander("Seeds as a table", icon=":material/table_rows:"):
        table = _table(found, ts)
        amounts = list(table.columns[1:])
        tables.show(table, forms=dict.fromkeys(amounts, measure.written))
        downloads.offer(lambda: table, "lookback-seeds.csv", run.papers)


def _away(found: Spread, ts: TimeSeries) -> str:
    """The models that are not on the axis, in words."""
    if not found.far_off:
        return ""
    said = [
        f"{name} with {found.measure.written(float(found.total[name]), ts.unit)}"
        for name in found.far_off
    ]
    return f" Too far from the seeds to be drawn beside them: {listed(said)}."


def _table(found: Spread, ts: TimeSeries) -> pd.DataFrame:
    """One row for each seed and model: its error over all folds, then in each."""
    models = [named(found.network, seed) for seed in found.seeds]
    models += found.beside
    folds = found.folds.loc[models].set_axis(
        [f"From {word}" for word in luck_figures.fold_words(found, ts)], axis="columns"
    )
    heading = f"{found.measure.heading(ts.unit)}, all folds"
    folds.insert(0, heading, found.total[models])
    return folds.rename_axis("Model").reset_index()
