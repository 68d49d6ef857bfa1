"""A neuron with its weights on sliders."""

import pandas as pd
import streamlit as st

from core.learn.perceptron import HIGHEST, STRONGEST, Neuron, Points, learn, points, right
from core.learn.perceptron_figures import neuron_figure
from core.learn.sizes import factor
from core.timeseries import TimeSeries
from core.wording import number, percent
from ui import tables, theme
from ui.lessons.boxes import box

_KEYS = ("neuron-one", "neuron-two", "neuron-bias")
_START = (1.0, 1.0, -10.0)
_BIAS = 2 * STRONGEST * HIGHEST


def show(ts: TimeSeries) -> None:
    """The points, the line, the sliders that move it, and the sum of the newest point."""
    given = points(ts)
    for key, start in zip(_KEYS, _START, strict=True):
        st.session_state.setdefault(key, start)
    one, two, bias = st.columns(3)
    with one:
        st.slider("Weight of x₁", -STRONGEST, STRONGEST, step=0.01, key=_KEYS[0])
    with two:
        st.slider("Weight of x₂", -STRONGEST, STRONGEST, step=0.01, key=_KEYS[1])
    with bias:
        st.slider("Bias", -_BIAS, _BIAS, step=0.1, key=_KEYS[2])
    neuron = _neuron()
    count = right(neuron, given)
    theme.chart(
        neuron_figure(neuron, given, theme.current()),
        key="lesson-perceptron",
        alt=f"{len(given.above)} points of {ts.name} by two values before them. The neuron answers "
        f"{count} of them rightly.",
    )
    st.markdown(
        f"It answers **{number(count)} of {number(len(given.above))}** rightly "
        f"({percent(count / len(given.above))}); always saying the same would get "
        f"{number(max(given.above.sum(), (~given.above).sum()))}."
    )
    st.button("Learn: one pass over all points", icon=":material/school:", on_click=_learn,
              args=(given,))  # fmt: skip
    _sum(neuron, given, ts)
    with box("The points as a table") as shown:
        if shown.open:
            _table(neuron, given, ts)


def _neuron() -> Neuron:
    one, two, bias = (st.session_state[key] for key in _KEYS)
    return Neuron((one, two), bias)


def _learn(given: Points) -> None:
    neuron = learn(_neuron(), given)
    # What sliders show: their steps, and no more than their ends.
    for key, weight in zip(_KEYS[:2], neuron.weights, strict=True):
        st.session_state[key] = round(weight, 2)
    st.session_state[_KEYS[2]] = min(max(round(neuron.bias, 1), -_BIAS), _BIAS)


def _sum(neuron: Neuron, given: Points, ts: TimeSeries) -> None:
    """The newest point, added up."""
    one, two = given.inputs[-1]
    total = float(neuron.sums(given.inputs[-1:])[0])
    first, second = neuron.weights
    st.markdown(
        f"The newest, {ts.frequency.words(given.stamps[-1])}: "
        f"$z = {first:.2f} \\times {one:.1f} + {factor(second)} \\times {two:.1f} "
        f"+ {factor(neuron.bias)} = {total:.1f}$, so the answer is "
        f"**{int(total > 0)}**; right is {int(given.above[-1])}."
    )


def _table(neuron: Neuron, given: Points, ts: TimeSeries) -> None:
    sums = neuron.sums(given.inputs)
    noun = ts.frequency.noun.capitalize()
    rows = {
        noun: [ts.frequency.words(stamp) for stamp in given.stamps],
        given.names[0]: given.inputs[:, 0],
        given.names[1]: given.inputs[:, 1],
        "Sum z": sums,
        "Answer": (sums > 0).astype(int),
        "Right is": given.above.astype(int),
    }
    tables.show(
        pd.DataFrame(rows).iloc[::-1],
        forms=dict.fromkeys((*given.names, "Sum z"), ",.2f"),
        height=260,
    )
