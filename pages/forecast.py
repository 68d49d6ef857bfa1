"""Forecast: what do I tell my boss?"""

import pandas as pd
import streamlit as st

from core import driven, figures
from core.date_style import written
from core.forecaster import Forecast, together
from ui import (
    downloads,
    drawn,
    explanations,
    headline,
    report_card,
    scenarios,
    sections,
    shell,
    since,
    tables,
    takeaway,
    targets,
    theme,
    totals,
)
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
    forecasts = run.forecasts
    if not forecasts:
        st.warning("No model could be fitted on all data; see Compare for the reasons.")
        return
    shown = st.pills(
        "Models",
        list(forecasts),
        selection_mode="multi",
        default=run.by_error[:1],
        key=f"models-{run.id}",
        help="The model with the lowest error on past cutoffs is chosen first.",
    )
    for name, reason in run.trained.failures.items():
        st.warning(f"{name} has no forecast: {reason}", icon=":material/warning:")
    if not shown:
        st.info("Choose at least one model above.")
        return
    chosen = {name: forecasts[name] for name in forecasts if name in shown}
    lead = next(name for name in run.by_error if name in chosen)
    headline.show(run, lead)
    since.show(workspace, run, lead)
    figure = drawn.figure(
        "forecast",
        (run.training.ts, *chosen.values(), "also", *forecasts.values()),
        lambda ground: figures.forecast_figure(run.training.ts, chosen, ground, also=forecasts),
    )
    span = run.training.ts.frequency.count(run.training.plan.horizon)
    theme.chart(
        figure,
        key=f"forecast-{run.id}",
        alt=f"{run.training.ts.name} so far, and the next {span} as forecast by "
        f"{', '.join(chosen)} with 80% and 95% intervals",
    )
    bands = figures.bands_in_words(list(chosen), chosen[lead].levels)
    st.caption(f"{bands} A click on a name below the chart draws that model, or hides it.")
    report_card.in_use(run, list(chosen))
    for sentence in next(iter(chosen.values())).effects:
        # The same for all: an effect is learned from the past and not by the model.
        st.caption(shell.plain(sentence))
    _drivers(run, chosen)
    tables.forecasts(together(chosen), run.training.ts, "lookback-forecast.csv", run.papers)
    _closer(workspace, run, chosen, lead)


def _closer(workspace: Workspace, run: Run, chosen: dict[str, Forecast], lead: str) -> None:
    st.subheader("Look closer")
    sections.choose(
        "What to do with it",
        {
            "Totals": lambda: totals.show(run, chosen, lead),
            "Targets": lambda: targets.show(workspace, run, chosen[lead]),
            "Explain": lambda: explanations.show(run, chosen),
            "What if": lambda: scenarios.show(workspace, run, chosen),
            "Take away": lambda: takeaway.show(run, run.forecasts, lead),
        },
        key="forecast-closer",
        help="What months and years come to; the chance to meet a budget; what it is made of; what "
        "would change it; files and words to hand on.",
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
    sections.when_opened(
        "Values of the drivers it was made with",
        ":material/tune:",
        f"drivers-used-{run.id}",
        lambda: _values(run, values),
    )


def _values(run: Run, values: pd.DataFrame) -> None:
    series = run.training.ts
    noun = series.frequency.noun.capitalize()
    words = {name: f"{name} (1 = yes)" for name in driven.flags_of(values, series)}
    tables.show(tables.dated(values.rename(columns=words), noun))
    file = tables.dated(values, "date")
    file[file.columns[0]] = written(pd.DatetimeIndex(values.index), series.date_style)
    downloads.offer(lambda: file, "lookback-drivers.csv", run.papers)


shell.show("Forecast", body)
