"""A recurrent neuron moved by sliders, the sine wave trained on the spot, memory measured."""

import numpy as np
import pandas as pd
import streamlit as st

from core.learn import recall
from core.learn.memory import CELLS, FADED, SEEDS, UNITS, Memory, measured
from core.learn.recall_figures import echo_figure, recall_figure
from core.learn.recurrent import (
    AHEAD,
    KNOWN,
    WAVE,
    Neuron,
    Wave,
    connected,
    layer,
    scaled,
    sine,
    sine_ahead,
    sine_network,
)
from core.learn.recurrent_figures import (
    memory_figure,
    neuron_figure,
    sine_figure,
    states_figure,
)
from core.learn.sizes import factor
from core.learn.training import LessonTraining
from core.timeseries import TimeSeries
from core.wording import counted, listed, percent
from ui import tables, theme
from ui.lessons import training, whose
from ui.lessons.boxes import box

_PARTS = ("One neuron", "A layer", "Sine wave", "Memory, untrained", "Memory, trained")
_MADE_UP = ("Sine wave", "Memory, trained")
"""Parts that are on no series of anybody."""

_SLOT, _ECHOES = "recurrent-sine", "recurrent-echoes"
_SEEN, _FARTHEST = 24, 60
"""Newest values that a neuron goes through, and that memory is measured along."""


def show(ts: TimeSeries) -> None:
    """One of five parts."""
    part = st.pills("What is shown", _PARTS, default=_PARTS[0], key="recurrent-part",
                    required=True)  # fmt: skip
    if part == "Sine wave":
        _sine()
    elif part == "Memory, untrained":
        _memory(ts)
    elif part == "Memory, trained":
        _recall()
    else:
        _neuron(ts, whole=part == "A layer")
    if part not in _MADE_UP:
        whose.say()


def _neuron(ts: TimeSeries, *, whole: bool) -> None:
    one, two, three = st.columns(3)
    with one:
        weight = st.slider("Weight of the input w", -2.0, 2.0, 0.5, 0.05, key="recurrent-w")
    with two:
        back = st.slider("Weight of its state r", -1.5, 1.5, 0.8, 0.05, key="recurrent-r")
    with three:
        bias = st.slider("Bias b", -1.0, 1.0, 0.0, 0.05, key="recurrent-b")
    neuron, inputs = Neuron(weight, back, bias), scaled(ts, _SEEN)
    states = connected(neuron, inputs) if whole else neuron.states(inputs)[:, None]
    if not whole:
        folded = st.toggle("Folded", key="recurrent-folded")
        theme.chart(
            neuron_figure(neuron, inputs, states[:, 0], folded, theme.current()),
            key="lesson-recurrent",
            alt="The neuron once, with a loop from its answer to itself"
            if folded
            else "The neuron at each of the newest steps: from the input up, from step to step on",
        )
    theme.chart(
        states_figure(ts, inputs, states, theme.current()),
        key="lesson-recurrent-states",
        alt=f"The newest values of {ts.name} as inputs, and "
        + (f"the states of {states.shape[1]} neurons" if whole else "the neuron's state"),
    )
    if whole:
        back_row = listed([f"{value:.2f}" for value in layer(neuron)["recurrent"][0]], most=8)
        st.markdown(
            "Neuron 1 is the one of your sliders; it sees only itself. The others see all answers, "
            f"with weights drawn at random. Its answer counts in each of them with {back_row}."
        )
    else:
        st.markdown(_said(neuron, inputs, ts))
    with box("The states as a table") as shown:
        if shown.open:
            stamps = ts.y.dropna().index[-len(inputs) :]
            names = [f"State {place}" for place in range(1, states.shape[1] + 1)]
            table = pd.DataFrame(states, columns=names if whole else ["State h"])
            table.insert(0, "Input x", inputs)
            table.insert(0, ts.frequency.noun.capitalize(), list(map(ts.frequency.words, stamps)))
            forms = dict.fromkeys(list(map(str, table))[1:], ",.2f")
            tables.show(table.iloc[::-1], forms=forms, height=260)


def _said(neuron: Neuron, inputs: np.ndarray, ts: TimeSeries) -> str:
    states = neuron.states(inputs)
    old = states[-2] if len(states) > 1 else 0.0
    left = neuron.left(inputs)
    back = min(6, len(inputs) - 1)
    far = f"{left[-1 - back]:.3f}"
    return (
        f"The newest: $h = \\tanh({neuron.weight:.2f} \\cdot {factor(inputs[-1])} + "
        f"{factor(neuron.back)} \\cdot {factor(old)} + {factor(neuron.bias)}) = {states[-1]:.2f}$. "
        f"A nudge to its newest input moves it **{left[-1]:.3f}** times as far, one to the input "
        f"{ts.frequency.count(back)} before **{far}** times."
    )


def _sine() -> None:
    one, two, three = st.columns(3)
    with one:
        epochs = st.slider("Epochs", 1, 100, 60, key="recurrent-epochs")
    with two:
        units = st.slider("Units", 1, 32, 16, key="recurrent-units")
    with three:
        lookback = st.slider("Window length", 2, 50, WAVE, key="recurrent-window")
    ts = sine()
    found = training.trained(_SLOT, ts)
    wave = None
    if found is not None:
        request, forecast = found
        assert forecast.insight is not None
        wave = Wave(forecast.table["point"].to_numpy(), forecast.insight.layers[0]["hidden state"])
    theme.chart(
        sine_figure(wave, theme.current()),
        key="lesson-recurrent-sine",
        alt=f"A sine wave of {KNOWN} steps, how it goes on for {AHEAD}"
        + ("" if wave is None else ", and what the network forecasts of that"),
    )
    if wave is not None:
        network = request.network
        st.markdown(
            f"After {counted(network.epochs, 'epoch')} with {counted(network.units, 'unit')} and a "
            f"window of {network.lookback} it misses by **{wave.error:.3f}** on average over "
            f"{AHEAD} steps; the wave swings between -1 and 1. One that knew nothing and said 0 "
            f"would miss by {np.abs(sine_ahead()).mean():.3f}."
        )
    request = LessonTraining(ts, sine_network(lookback, units, epochs), AHEAD)
    training.offer(_SLOT, request, "Train a SimpleRNN on it")
    if wave is not None:
        with box("The forecast as a table") as shown:
            if shown.open:
                rows = {
                    "Step": range(KNOWN + 1, KNOWN + AHEAD + 1),
                    "How it goes on": sine_ahead(),
                    "Forecast": wave.point,
                    "Error": wave.point - sine_ahead(),
                }
                tables.show(
                    pd.DataFrame(rows), forms=dict.fromkeys(list(rows)[1:], ",.3f"), height=260
                )


def _memory(ts: TimeSeries) -> None:
    one, two = st.columns(2)
    with one:
        open_by = st.slider("Bias of the gates that keep", -1.0, 4.0, 1.0, 0.5,
                            key="recurrent-open")  # fmt: skip
    with two:
        scale = st.slider("Recurrent weights, times", 0.5, 1.5, 1.0, 0.1, key="recurrent-scale")
    inputs = scaled(ts, _FARTHEST)
    found = measured(inputs, open_by, scale)
    theme.chart(
        memory_figure(found, theme.current()),
        key="lesson-recurrent-memory",
        alt="How much of the gradient of the last state is left by steps back, for "
        f"{listed(list(CELLS.values()))}",
    )
    lengths = listed([f"**{CELLS[cell]}** {_length(found, cell)}" for cell in CELLS])
    st.markdown(
        f"Steps back until an input counts less than {percent(FADED)} of the newest: {lengths}."
    )
    st.caption(
        f"Measured along the newest {counted(len(inputs), 'value')}, through cells of {UNITS} "
        f"units with weights as they begin, drawn {SEEDS} times and not trained; the mean of those."
    )
    with box("The gradients as a table") as shown:
        if shown.open:
            table = pd.DataFrame({CELLS[cell]: share for cell, share in found.shares.items()})
            forms = dict.fromkeys(map(str, table), ".3g")
            table.insert(0, "Steps back", range(len(inputs)))
            tables.show(table, forms=forms, height=260)


def _recall() -> None:
    epochs = st.slider(
        "Epochs", 10, recall.MOST_EPOCHS, recall.USUAL_EPOCHS, 10, key="recurrent-echo-epochs"
    )
    request = recall.request(epochs)
    tried = training.tried(_ECHOES, request.ts)
    found = None if tried is None else recall.recalled(tried[1])
    theme.chart(
        echo_figure(theme.current()) if found is None else recall_figure(found, theme.current()),
        key="lesson-recurrent-recall",
        alt=f"An echo of {recall.DELAYS[0]} steps"
        if found is None
        else f"How much {listed(list(CELLS.values()))} recalled, by steps back",
    )
    if tried is not None and found is not None:
        network = tried[0].forecasters[0].network
        told = listed([f"**{CELLS[cell]}** {_reach(found, cell)}" for cell in CELLS])
        st.markdown(
            f"After {counted(network.epochs, 'epoch')} at least half is recalled from: {told}."
        )
    st.caption(
        f"An echo is a row of {recall.KNOWN} chance values, of which {percent(1 - recall.ANEW)} "
        "repeat the one so many steps before; nothing else helps to tell the next. Cells of "
        f"{UNITS} units, trained once on each echo; judged on as many steps to come."
    )
    training.offer(_ECHOES, request, f"Train {counted(len(request.forecasters), 'network')}")
    if found is not None:
        with box("What was recalled as a table") as shown:
            if shown.open:
                table = pd.DataFrame({CELLS[cell]: share for cell, share in found.shares.items()})
                forms = dict.fromkeys(map(str, table), percent)
                table.insert(0, "Steps back", recall.DELAYS)
                tables.show(table, forms=forms)


def _reach(found: recall.Recall, cell: str) -> str:
    steps = found.reach(cell)
    return f"{steps} steps back" if steps else "none"


def _length(found: Memory, cell: str) -> str:
    steps = found.length(cell)
    return f"more than {len(found.shares[cell]) - 1}" if steps is None else str(steps)
