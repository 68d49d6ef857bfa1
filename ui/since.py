"""An old forecast beside newer data in hand: what has come since, and one click to train again."""

from dataclasses import replace

import streamlit as st

from core.carried_on import carried_on, may_carry_on
from core.engine import client
from core.errors import LookbackError
from core.figures import forecast_figure
from core.forecaster import next_in_words
from core.hindsight import (
    Hindsight,
    come_since,
    follows,
    hindsight,
    how_good,
    ranges_held,
    scores,
)
from core.phrases import NAIVE
from core.recipe import from_json
from core.replay import scenes
from core.replay_figures import replay_figure
from core.training import Budget
from core.wording import percent, with_unit
from ui import downloads, shell, tables, theme
from ui.again import data_in_hand, read_alike, take_up
from ui.holdings import RECIPE
from ui.runs import Run
from ui.sections import when_opened
from ui.workspace import Workspace

_KEY = "since"


def read_on(workspace: Workspace) -> None:
    """Read the file just taken on as that of the run in view, if it goes on with its series.

    That is one change to the file in hand, which can be undone as any other.
    """
    run, loaded = workspace.run(), workspace.loaded
    if run is None or loaded is None or data_in_hand(run, loaded) != "another":
        return
    if read_alike(run, loaded):
        return
    try:
        workspace.apply(from_json(run.papers[RECIPE]))
    except LookbackError:
        # Another kind of file: it is read as any new one.
        return
    read = workspace.loaded
    if read is None or not follows(run.training.ts, read.reading.series):
        workspace.undo()


def notice(workspace: Workspace) -> None:
    """On Data: that the file in hand goes on where that of the run in view ended."""
    run = workspace.run()
    found = None if run is None else _found(workspace, run)
    if run is None or found is None or workspace.loaded is None:
        return
    words = f"This goes on where the series of {run.short} ended. {come_since(found)}"
    if read_alike(run, workspace.loaded):
        words += " It is read and repaired as the file of that run was."
    st.info(shell.plain(words), icon=":material/history:")
    st.page_link(
        "pages/forecast.py", label="See how its forecast did", icon=":material/arrow_forward:"
    )


def show(workspace: Workspace, run: Run, lead: str) -> None:
    """On Forecast: how good the run's forecast was, if newer data are in hand.

    Args:
        workspace: Whose data are in hand.
        run: The run.
        lead: The model that the page is about.
    """
    found = _found(workspace, run)
    if found is None:
        return
    with st.container(border=True):
        st.subheader("What has come since")
        st.markdown(shell.plain(come_since(found)))
        st.markdown(f"**{shell.plain(how_good(found, lead))}**")
        st.markdown(shell.plain(ranges_held(found, lead)))
        if st.button(
            "Train again on the newer data",
            type="primary",
            icon=":material/update:",
            disabled=workspace.running is not None,
            key=f"again-{run.id}",
            help="With the settings of this run. It stays, so that both can be compared.",
        ):
            _train_again(workspace, run)
            st.switch_page("pages/train.py")
        _chart(run, found, lead)
        _table(run, found)
        if may_carry_on(run.trained):
            network = run.trained.training.network.name
            when_opened(
                f"What the {network} says now, without being trained again",
                ":material/fast_forward:",
                f"on-{run.id}",
                lambda: _carried_on(workspace, run),
            )


def _carried_on(workspace: Workspace, run: Run) -> None:
    """The next forecast of the network trained here, from the weights that the run keeps."""
    if workspace.loaded is None:
        return
    name, now = run.trained.training.network.name, workspace.loaded.reading.series
    forecast = carried_on(run.trained, run.forecasts[name], now)
    if forecast is None:
        st.caption(
            f"The {name} can't go on from the newer data: they begin elsewhere, or hold values of "
            "zero or less, of which it can't take the logarithm. Train again."
        )
        return
    span = now.frequency.count(len(forecast.table))
    st.markdown(f"**{shell.plain(next_in_words(forecast, now))}**")
    theme.chart(
        forecast_figure(now, {name: forecast}, theme.current()),
        key=f"on-chart-{run.id}",
        alt=f"{now.name} with what has come since, and the next {span} as forecast by the {name} "
        "trained then",
    )
    st.caption(
        f"From the weights that {run.short} keeps: the {name} is as it was trained then, and was "
        "told what has come since. Season and drift are those it learned then, and ranges are as "
        "wide as they were. No test on the past stands behind it; for that, train again."
    )
    downloads.offer(
        lambda: tables.in_file_style(forecast.table.reset_index(), now).assign(unit=now.unit),
        "lookback-carried-on.csv",
        run.papers,
    )


def _found(workspace: Workspace, run: Run) -> Hindsight | None:
    """What became of a run's forecasts; computed once for each series in hand."""
    if workspace.loaded is None or data_in_hand(run, workspace.loaded) != "another":
        return None
    now, forecasts = workspace.loaded.reading.series, run.forecasts
    known = st.session_state.get(_KEY)
    if known is None or known[0] != run.id or known[1] is not now or known[2] != forecasts:
        found = hindsight(run.training.ts, forecasts, run.trained.backtest, now)
        st.session_state[_KEY] = (run.id, now, forecasts, found)
        return found
    result: Hindsight | None = known[3]
    return result


def _train_again(workspace: Workspace, run: Run) -> None:
    assert workspace.loaded is not None
    take_up(workspace, run)
    training = run.trained.training
    series = workspace.loaded.series(training.plan.horizon)
    workspace.start(client.shared(), replace(training, ts=series, budget=Budget()))


def _chart(run: Run, found: Hindsight, lead: str) -> None:
    models = [model for model in dict.fromkeys([lead, NAIVE]) if model in found.since.models]
    ts = found.ts
    theme.chart(
        replay_figure(scenes(found.since, models, ts), found.since.levels, ts, theme.current()),
        key=f"since-{run.id}",
        alt=f"{ts.name} as it was known at {ts.frequency.words(found.cutoff)}, what "
        f"{' and '.join(models)} forecast then, and what has come since",
    )
    st.caption(
        "Dark line: what was known then; faint line: what has come since. Dark band: the 80% "
        "interval; light band: the 95% interval."
    )


def _table(run: Run, found: Hindsight) -> None:
    unit, levels = found.ts.unit, sorted(found.since.levels)
    with st.expander("Every model, as a table", icon=":material/table_rows:"):
        table = scores(found)
        amounts = {"mae": with_unit("MAE", unit), "bias": with_unit("Bias", unit)}
        words = {"model": "Model", **amounts, "share": "Of the actual"}
        words |= {f"held-{level}": f"{level}% range held" for level in levels}
        for level in levels:
            held = zip(table[f"held-{level}"], table["values"], strict=True)
            table[f"held-{level}"] = [f"{count} of {values}" for count, values in held]
        table["share"] = [percent(share) for share in table["share"]]
        shown = table[list(words)].rename(columns=words)
        form = f",.{tables.digits(table['mae'])}f"
        tables.show(shown, forms=dict.fromkeys(amounts.values(), form))
        st.caption(
            "MAE: the typical miss. Bias: forecast minus actual, above 0 if too high on the whole. "
            f"{NAIVE} repeats the last season's value; who lies below it in this table was no help."
        )
        rows = found.since.predictions
        downloads.offer(
            lambda: tables.in_file_style(rows[rows["y"].notna()], found.ts).assign(unit=unit),
            "lookback-since.csv",
            run.papers,
        )
