"""Gates of a trained network, read step by step along the series."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from core.learn.gate_equations import equations
from core.learn.gate_figures import gates_figure
from core.learn.gates import CELLS, Cell, Steps, from_forecast, from_practice
from core.learn.training import LessonTraining
from core.models import Recurrent
from core.timeseries import TimeSeries
from core.wording import counted, percent
from ui import session, shell, tables, theme
from ui.lessons import training
from ui.lessons.boxes import box
from ui.lessons.once import computed, same

_PRACTISED = "Practised network"
_HERE = "Trained here"
_UNITS, _EPOCHS = 12, 30
_LONGEST = 36
"""Most steps of a window trained here; two seasons where they are fewer."""


@dataclass(frozen=True, eq=False)
class _Source:
    """Layers to read, and where they come from, in words."""

    layers: list[Steps]
    said: str


def show(ts: TimeSeries) -> None:
    """The cell, whose network, the step; its picture, its equations in numbers."""
    left, right = st.columns(2)
    with left:
        cell = st.pills("Cell", list(CELLS), default="lstm", format_func=CELLS.__getitem__,
                        key="gates-cell", required=True)  # fmt: skip
    sources = _sources(ts, cell)
    if not sources:
        st.info(
            f"No network with the cells of a {CELLS[cell]} comes with Lookback. Train one on this "
            "series: it takes a few seconds.",
            icon=":material/model_training:",
        )
        _train(ts, cell)
        return
    with right:
        source = sources[_whose(sources, cell)]
        layer = source.layers[_layer(len(source.layers), cell)]
    one, two = st.columns(2)
    with one:
        steps = len(layer.stamps)
        step = st.slider("Step", 1, steps, steps // 2 + 1, key=f"gates-step-{steps}") - 1
    with two:
        units = layer.memory.shape[1]
        rank = st.slider("Unit, by how much it moves", 1, units, 1,
                         key=f"gates-unit-{units}") - 1  # fmt: skip
    unit = int(layer.by_movement()[rank])
    when = ts.frequency.words(layer.stamps[step])
    theme.chart(
        gates_figure(ts, layer, unit, step, theme.current()),
        key="lesson-gates",
        alt=f"{ts.name} over {steps} steps, the gates of one unit of the {CELLS[cell]}, and its "
        f"memory as kept and written; {when} is read",
    )
    st.markdown(_said(layer, unit, step, ts))
    parts = equations(layer, unit, step)
    if cell == "lstm-peephole":
        # They see more, and have no room beside each other.
        parts = (parts[0] + parts[1],)
    for column, lines in zip(st.columns(len(parts)), parts, strict=True):
        with column:
            aligned = r" \\ ".join(lines)
            st.markdown(rf"$$\footnotesize\begin{{aligned}}{aligned}\end{{aligned}}$$")
    st.caption(source.said)
    _train(ts, cell)
    with box("The steps as a table") as shown:
        if shown.open:
            _table(layer, unit, ts)


def _sources(ts: TimeSeries, cell: Cell) -> dict[str, _Source]:
    """Networks with this cell that are at hand: own runs, trained in this lesson, practised."""
    found = {}
    for run in reversed(session.workspace().runs):
        network = run.training.network
        forecast = run.trained.forecasts.get(network.name)
        if network.cell == cell and forecast and same(run.training.ts, ts):
            layers = from_forecast(forecast, ts, cell, network.activation)
            if layers:
                said = f"From your {shell.plain(run.label)}: along its last window."
                found[run.short] = _Source(layers, said)
    trained = training.trained(_slot(cell), ts)
    if trained is not None:
        request, forecast = trained
        layers = from_forecast(forecast, ts, cell, request.network.activation)
        if layers:
            epochs = forecast.insight.epochs if forecast.insight else 0
            kept = counted(epochs, "epoch") if epochs else "no epoch: the first weights served best"
            found[_HERE] = _Source(
                layers, f"Trained on this series in this lesson; kept are the weights after {kept}."
            )
    if cell != "lstm-peephole":
        layers = computed(f"gates-{cell}", ts, lambda series: from_practice(series, cell))
        found[_PRACTISED] = _Source(
            layers,
            "The network that comes with Lookback, trained on made-up series alone. It sees the "
            "value with its season taken off, and 15 inputs more, such as the season itself.",
        )
    return found


def _whose(sources: dict[str, _Source], cell: Cell) -> str:
    if len(sources) == 1:
        return next(iter(sources))
    names = list(sources)
    chosen = st.pills("Network", names, default=names[0], required=True,
                      key=f"gates-whose-{cell}-{len(names)}")  # fmt: skip
    return str(chosen)


def _layer(many: int, cell: Cell) -> int:
    if many == 1:
        return 0
    return int(st.pills("Layer", list(range(1, many + 1)), default=1, required=True,
                        key=f"gates-layer-{cell}-{many}")) - 1  # fmt: skip


def _said(layer: Steps, unit: int, step: int, ts: TimeSeries) -> str:
    """What was kept and written at a step, and what is left of it at the end."""
    last = step == len(layer.stamps) - 1
    kept, left = layer.keeping[step, unit], layer.left(step, unit)
    after = (
        ""
        if last
        else f" Of what it holds then, **{percent(left)}** is left at the end of the window."
    )
    usual = float(np.mean(layer.keeping[:, unit]))
    return (
        f"In {ts.frequency.words(layer.stamps[step])} it keeps **{percent(kept)}** of its memory "
        f"and writes **{layer.written[step, unit]:+.2f}**.{after} On average it keeps "
        f"{percent(usual)} a step."
    )


def _train(ts: TimeSeries, cell: Cell) -> None:
    seasons = 2 * ts.seasonal_period if ts.seasonal_period > 1 else _LONGEST
    network = replace(
        Recurrent(),
        lookback=max(min(seasons, _LONGEST, len(ts) // 3), 2),
        cell=cell,
        epochs=_EPOCHS,
        units=_UNITS,
        members=1,
        # The season is left in, for the gates to do something about it.
        seasonal="none",
        early_stopping="off",
    )
    request = LessonTraining(ts, network, ts.frequency.horizon)
    training.offer(_slot(cell), request, f"Train this cell on the series, {_EPOCHS} epochs")


def _slot(cell: Cell) -> str:
    return f"gates-{cell}"


def _table(layer: Steps, unit: int, ts: TimeSeries) -> None:
    rows = {
        ts.frequency.noun.capitalize(): [ts.frequency.words(stamp) for stamp in layer.stamps],
        "Value": layer.values,
        "Seen as": layer.inputs,
        **{name.capitalize(): states[:, unit] for name, states in layer.states.items()},
        "Kept": layer.kept[:, unit],
        "Written": layer.written[:, unit],
    }
    forms = dict.fromkeys(list(rows)[2:], ",.2f")
    tables.show(pd.DataFrame(rows).iloc[::-1], forms=forms, height=260)
