"""What if: other values to come, typed into a grid, and what they would change."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.engine import client
from core.events import KINDS, Event
from core.forecaster import Forecast
from core.scenario import (
    Scenario,
    SupposedForecast,
    changed,
    differences,
    edits,
    on_dates,
    sentence,
)
from core.scenario_figures import scenario_figure
from core.timeseries import TimeSeries
from core.wording import with_unit
from ui import downloads, shell, tables, theme
from ui.runs import Run
from ui.workspace import Workspace

CAUTION = (
    "A scenario says what went together in the past, carried on: it shows association. Whether "
    "another price would cause it, only a trial tells."
)


def show(workspace: Workspace, run: Run, forecasts: Mapping[str, Forecast]) -> None:
    """A grid of values to come, scenarios that were computed, and how they compare."""
    grid = _grid(run)
    if grid.empty and not len(grid.columns):
        st.markdown(
            "What if needs something that can be changed: a driver that is known ahead, such as a "
            "price or a promotion, or an event that repeats. Choose or mark them on Data, then "
            "train again."
        )
        st.page_link("pages/data.py", label="Go to Data", icon=":material/table_chart:")
        return
    st.markdown("Change what is to come, give it a name, and see what it would do.")
    edited = _edit(run, grid)
    _ask(workspace, run, grid, edited)
    _compare(run, forecasts)
    st.caption(CAUTION)


def _repeating(ts: TimeSeries) -> dict[str, Event]:
    """Events that repeat, by a heading of their own."""
    found: dict[str, Event] = {}
    for event in ts.events:
        if event.effect == "repeats":
            name = f"{KINDS[event.kind]}: {event.note or event.span(ts.frequency)}"
            found[name] = event
    return found


def _grid(run: Run) -> pd.DataFrame:
    """Values to come as the run has them: a column for each driver and each repeating event."""
    ts = run.training.ts
    future = ts.future_index(run.training.plan.horizon)
    columns: dict[str, pd.Series] = {}
    if ts.drivers is not None:
        table = ts.drivers.table.reindex(future)
        for driver in ts.drivers.kinds:
            # A holiday is where it is.
            if driver.known_ahead and not driver.holiday:
                columns[driver.name] = table[driver.name]
    for name, event in _repeating(ts).items():
        starts = {event.first, *event.repeats}
        columns[name] = pd.Series([stamp in starts for stamp in future], index=future)
    return pd.DataFrame(columns, index=future)


def _edit(run: Run, grid: pd.DataFrame) -> pd.DataFrame:
    ts = run.training.ts
    noun = ts.frequency.noun.capitalize()
    shown = grid.reset_index(names=noun)
    edited = st.data_editor(
        shown,
        hide_index=True,
        width="stretch",
        disabled=[noun],
        key=f"what-if-{run.id}",
        column_config={
            noun: st.column_config.DatetimeColumn(format=tables.date_format(shown[noun]))
        },
    )
    after = edited.drop(columns=noun).set_index(grid.index)
    cells = edits(grid, after, ts)
    if cells:
        st.markdown("**Changed cells**")
        st.markdown("\n".join(f"- {shell.plain(cell)}" for cell in cells[:12]))
        if len(cells) > 12:
            st.caption(f"And {len(cells) - 12} more.")
    return after


def _ask(workspace: Workspace, run: Run, grid: pd.DataFrame, edited: pd.DataFrame) -> None:
    answers = run.of(SupposedForecast)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        name = st.text_input(
            "Name of the scenario",
            value=f"Scenario {len(answers) + 1}",
            max_chars=60,
            key=f"scenario-name-{run.id}-{len(answers)}",
        )
    with right:
        pressed = st.button(
            "See what it changes",
            icon=":material/play_arrow:",
            disabled=workspace.running is not None or edited.equals(grid),
            help="Every model is fitted once more with these values to come; seconds as a rule.",
        )
    if not pressed:
        return
    with shell.guard():
        if name in {answer.name for answer in answers}:
            st.error("There is a scenario of that name; give this one another.")
            return
        workspace.start(client.shared(), _scenario(name, run, grid, edited), about=run.id)
        st.rerun()


def _scenario(name: str, run: Run, grid: pd.DataFrame, edited: pd.DataFrame) -> Scenario:
    ts = run.training.ts
    repeating = _repeating(ts)
    events = list(ts.events)
    for heading, event in repeating.items():
        if not edited[heading].equals(grid[heading]):
            starts = list(edited.index[edited[heading].astype(bool)])
            events[events.index(event)] = on_dates(event, starts, ts)
    drivers = [name for name in grid if name not in repeating]
    ahead = edited[drivers].astype(float)
    same = (ahead == grid[drivers]) | (ahead.isna() & grid[drivers].isna())
    return Scenario(
        name, run.training, ahead.mask(same).dropna(axis="columns", how="all"), tuple(events)
    )


def _compare(run: Run, forecasts: Mapping[str, Forecast]) -> None:
    answers = {answer.name: answer for answer in run.of(SupposedForecast)}
    if not answers:
        return
    ts = run.training.ts
    st.markdown("**Scenarios**")
    model = next(iter(forecasts))
    if len(forecasts) > 1:
        model = st.selectbox("By the forecast of", list(forecasts), key=f"scenario-of-{run.id}")
    shown = st.pills(
        "Scenarios to compare",
        list(answers),
        selection_mode="multi",
        default=list(answers)[-1:],
        key=f"scenarios-{run.id}-{len(answers)}",
    )
    base = forecasts[model]
    chosen = {}
    for name in shown:
        answer = answers[name]
        if model not in answer.forecasts:
            reason = answer.failures.get(model, "it was not fitted")
            st.warning(f"{model} has no forecast for it: {reason}", icon=":material/warning:")
            continue
        chosen[name] = run.in_use(answer.forecasts[model])
        st.markdown(
            shell.plain(f"{sentence(base, chosen[name], name, ts)} {changed(answer.scenario)}")
        )
    if not chosen:
        return
    theme.chart(
        scenario_figure(ts, base, chosen, theme.current()),
        key=f"scenario-chart-{run.id}",
        alt=f"Forecast of the {model} as it is and with {', '.join(chosen)}",
    )
    noun = ts.frequency.noun.capitalize()
    points = {"As it is": base.table["point"]}
    points |= {name: forecast.table["point"] for name, forecast in chosen.items()}
    table = pd.DataFrame(points).join(
        differences(base, chosen).rename(columns=lambda name: f"{name}, difference")
    )
    words = {name: with_unit(name, ts.unit) for name in map(str, table)}
    told = table.rename(columns=words).reset_index(names=noun)
    form = f",.{tables.digits(base.table['point'])}f"
    with st.expander("The scenarios as a table", icon=":material/table_rows:"):
        tables.show(told, forms=dict.fromkeys(words.values(), form))
        downloads.offer(lambda: told, "lookback-scenarios.csv", run.papers)
    removed = st.selectbox(
        "Remove a scenario", [None, *answers], format_func=lambda name: name or "(none)",
        key=f"scenario-remove-{run.id}-{len(answers)}",
    )  # fmt: skip
    if removed is not None and st.button("Remove it", icon=":material/delete:"):
        run.answers.remove(answers[removed])
        st.rerun()
