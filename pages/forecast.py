"""Forecast: what do I tell my boss?"""

import pandas as pd
import streamlit as st

from core import driven, figures, influence
from core.date_style import written
from core.forecaster import Forecast, together
from core.wording import with_unit
from ui import downloads, headline, sections, shell, tables, targets, theme, totals
from ui.runs import Run
from ui.workspace import Workspace


def body(workspace: Workspace) -> None:
    """The next value and its range, the fan, the table, the download."""
    st.title("Forecast")
    if workspace.run() is None:
        shell.nothing_yet(
            "Here you get the future: every model fitted on all data, with intervals, as a chart "
            "and as a file. First train once.",
            "Train",
        )
        return
    run = shell.choose_run(workspace)
    forecasts = run.trained.forecasts
    if not forecasts:
        st.warning("No model could be fitted on all data; see Compare for the reasons.")
        return
    shown = st.pills(
        "Models",
        list(forecasts),
        selection_mode="multi",
        default=_by_error(run)[:1],
        key=f"models-{run.id}",
        help="The model with the lowest error on past cutoffs is chosen first.",
    )
    for name, reason in run.trained.failures.items():
        st.warning(f"{name} has no forecast: {reason}", icon=":material/warning:")
    if not shown:
        st.info("Choose at least one model above.")
        return
    chosen = {name: forecasts[name] for name in forecasts if name in shown}
    lead = next(name for name in _by_error(run) if name in chosen)
    headline.show(run, lead)
    figure = figures.forecast_figure(run.training.ts, chosen, theme.current())
    span = run.training.ts.frequency.count(run.training.plan.horizon)
    theme.chart(
        figure,
        key=f"forecast-{run.id}",
        alt=f"{run.training.ts.name} so far, and the next {span} as forecast by "
        f"{', '.join(chosen)} with 80% and 95% intervals",
    )
    st.caption("Dark band: the 80% interval; light band: the 95% interval.")
    for sentence in next(iter(chosen.values())).effects:
        # The same for all: an effect is learned from the past and not by the model.
        st.caption(shell.plain(sentence))
    _drivers(run, chosen)
    _influence(run, chosen)
    tables.forecasts(together(chosen), run.training.ts, "lookback-forecast.csv", run.papers)
    _closer(workspace, run, chosen, lead)


def _by_error(run: Run) -> list[str]:
    """Models that have a forecast, the lowest error on past cutoffs first."""
    return [name for name in run.board["model"] if name in run.trained.forecasts]


def _closer(workspace: Workspace, run: Run, chosen: dict[str, Forecast], lead: str) -> None:
    st.subheader("Look closer")
    sections.choose(
        "What to look at",
        {
            "Totals": lambda: totals.show(run, chosen, lead),
            "Targets": lambda: targets.show(workspace, run, chosen[lead]),
        },
        key="forecast-closer",
        help="Totals of months, quarters or years; and the chance to meet a budget.",
    )


def _drivers(run: Run, chosen: dict[str, Forecast]) -> None:
    """What the forecasts count on, and with which values to come."""
    series = run.training.ts
    values = driven.values(chosen, series)
    said = (*driven.sentences(chosen, series), driven.spans(values, series))
    if not any(said):
        return
    st.markdown(shell.plain(" ".join(filter(None, said))))
    if values.empty:
        return
    with st.expander("Values of the drivers it was made with", icon=":material/tune:"):
        noun = series.frequency.noun.capitalize()
        words = {name: f"{name} (1 = yes)" for name in driven.flags_of(values, series)}
        tables.show(values.rename(columns=words).reset_index(names=noun))
        file = values.reset_index(names="date")
        file["date"] = written(pd.DatetimeIndex(values.index), series.date_style)
        downloads.offer(lambda: file, "lookback-drivers.csv", run.papers)


def _influence(run: Run, chosen: dict[str, Forecast]) -> None:
    """What moved the network's forecast, in words and as a table."""
    network = chosen.get(run.training.network.name)
    if network is None or network.insight is None:
        return
    series = run.training.ts
    noun = series.frequency.noun
    st.markdown(shell.plain(" ".join(influence.sentences(network, series))))
    st.caption(
        f"Lower panel: for each {noun} of the window, how much higher or lower the forecast is, "
        "on average over the horizon, than if the value had been an ordinary one: the window's "
        "mean, season and drift apart. It says what the network made of the past, not what "
        "caused the future."
    )
    with st.expander(f"What each {noun} moved", icon=":material/bar_chart:"):
        words = {
            "ds": noun.capitalize(),
            "y": with_unit("Value", series.unit),
            "influence": with_unit("Moved the forecast by", series.unit),
        }
        table = influence.table(network, series).rename(columns=words)
        form = f",.{tables.digits(table[words['y']])}f"
        tables.show(table, forms={words["y"]: form, words["influence"]: form})


shell.show("Forecast", body)
