"""A small net, forward and backward, with every number."""

import numpy as np
import pandas as pd
import streamlit as st

from core.learn.activations import ACTIVATIONS, Activation
from core.learn.backpropagation import FIRST, NAMES, Pass, net, numerical, run
from core.learn.backpropagation_figures import STAGES, net_figure
from core.learn.lags import Examples, examples, season
from core.learn.sizes import factor, sized
from core.timeseries import TimeSeries
from ui import tables, theme
from ui.lessons.boxes import box

_WEIGHTS = "backpropagation-weights"
_SHOWN = 24
_MOST = 3.0
_RATE = 0.1


def show(ts: TimeSeries) -> None:
    """The net as far as it has come, the equation of this stage, and gradients checked by trial."""
    given = examples(ts, (1, season(ts)), _SHOWN)
    stage = STAGES.index(
        st.select_slider("How far", STAGES, STAGES[-1], key="backpropagation-stage")
    )
    at, activation = _chosen(given, ts)
    _moved()
    weights = _weights()
    inputs, target = given.inputs[at], float(given.values[at])
    found = run(weights, activation, inputs, target)
    with st.container(horizontal=True):
        st.button(
            "One step of descent",
            icon=":material/south_east:",
            on_click=_descend,
            args=(found,),
            help=f"Each weight minus {_RATE:g} times its gradient.",
        )
        st.button("First weights again", icon=":material/restart_alt:", on_click=_restart)
    theme.chart(
        net_figure(weights, found, stage, theme.current()),
        key="lesson-backpropagation",
        alt="A net of two inputs, two hidden neurons and one answer, with its numbers up to: "
        f"{STAGES[stage]}. Answer {sized(found.answer)}, right {sized(target)}, cost "
        f"{sized(found.cost)}",
    )
    for equation in _equations(weights, found)[stage]:
        st.markdown(f"$${equation}$$")
    tried = numerical(weights, activation, inputs, target)
    gap = float(np.abs(tried - found.gradient).max())
    st.markdown(
        f"Inputs: the {given.names[0]} and the {given.names[1]}, scaled. Cost "
        f"**{sized(found.cost)}**. The nine gradients differ from numerical ones by at most "
        f"**{sized(gap)}**."
    )
    with box("Each gradient, checked by trial") as shown:
        if shown.open:
            _table(weights, found, tried)


def _chosen(given: Examples, ts: TimeSeries) -> tuple[int, Activation]:
    """The example, and what hidden neurons make of their sums."""
    words = [ts.frequency.words(stamp) for stamp in given.stamps]
    left, right = st.columns(2)
    with left:
        at = st.select_slider("Value to answer", range(len(words)), len(words) - 1,
                              key="backpropagation-at",
                              format_func=lambda place: words[place])  # fmt: skip
    with right:
        # The step has no slope, so that nothing comes back through it.
        keys = [key for key in ACTIVATIONS if key != "step"]
        key = st.selectbox("Hidden neurons", keys, keys.index("tanh"),
                           key="backpropagation-activation",
                           format_func=lambda key: ACTIVATIONS[key].label)  # fmt: skip
    return int(at), ACTIVATIONS[key]


def _weights() -> np.ndarray:
    return np.array(st.session_state.setdefault(_WEIGHTS, list(FIRST)), dtype=float)


def _moved() -> None:
    """One of the weights, to be chosen and moved."""
    left, right = st.columns(2)
    with left:
        place = st.selectbox("Weight to move", range(len(NAMES)), key="backpropagation-which",
                             format_func=lambda place: NAMES[place])  # fmt: skip
    key = f"backpropagation-weight-{place}"
    # It may have been moved by descent.
    st.session_state[key] = float(np.clip(round(_weights()[place], 2), -_MOST, _MOST))
    with right:
        st.slider("Its value", -_MOST, _MOST, step=0.01, key=key, on_change=_take, args=(place,))


def _take(place: int) -> None:
    weights = _weights()
    weights[place] = st.session_state[f"backpropagation-weight-{place}"]
    st.session_state[_WEIGHTS] = weights.tolist()


def _descend(found: Pass) -> None:
    st.session_state[_WEIGHTS] = (_weights() - _RATE * found.gradient).tolist()


def _restart() -> None:
    st.session_state[_WEIGHTS] = list(FIRST)


def _table(weights: np.ndarray, found: Pass, tried: np.ndarray) -> None:
    table = pd.DataFrame(
        {
            "Weight": NAMES,
            "Value": weights,
            "Gradient": found.gradient,
            "By trial": tried,
            "Gap": np.abs(tried - found.gradient),
        }
    )
    exact = ("Gradient", "By trial")
    tables.show(table, forms={"Value": ",.3f", "Gap": ".0e", **dict.fromkeys(exact, ",.6f")})


def _equations(weights: np.ndarray, found: Pass) -> tuple[tuple[str, ...], ...]:
    """What is computed at each stage, in maths with the numbers of this case."""
    at = net(weights)
    (z1, z2), (a1, _), (f1, f2) = found.sums, found.answers, found.slopes
    d1, d2 = found.errors
    return (
        (rf"x = {_maths(found.inputs)} \qquad y = {_maths(found.target)}",),
        (
            rf"z^1 = W^1 x + b^1 = {_maths(at.hidden)}{_maths(found.inputs)} + "
            rf"{_maths(at.hidden_bias)} = {_maths(z1)} \quad a^1 = f(z^1) = {_maths(a1)}",
        ),
        (
            rf"a = W^2 a^1 + b^2 = {_maths(at.output)}{_maths(a1)} + "
            rf"{factor(at.output_bias[0])} = {_maths(z2[0])} \quad C = (a - y)^2 = "
            rf"{_maths(found.cost)}",
        ),
        (
            rf"\delta^2 = 2(a - y) \odot f'(z^2) = 2\,({_maths(z2[0])} - "
            rf"{factor(found.target)}) \times {_maths(f2[0])} = {_maths(d2[0])}",
        ),
        (
            rf"\delta^1 = (W^2)^\top \delta^2 \odot f'(z^1) = {_maths(at.output[0])} "
            rf"{factor(d2[0])} \odot {_maths(f1)} = {_maths(d1)}",
        ),
        (
            rf"\frac{{\partial C}}{{\partial W^1}} = \delta^1 x^\top = {_maths(found.weights[0])} "
            r"\qquad \frac{\partial C}{\partial b^1} = \delta^1",
            rf"\frac{{\partial C}}{{\partial W^2}} = \delta^2 (a^1)^\top = "
            rf"{_maths(found.weights[1])} \qquad \frac{{\partial C}}{{\partial b^2}} = \delta^2",
        ),
    )


def _maths(values: np.ndarray | float) -> str:
    """A number, a column or a table, to two decimals."""
    if np.ndim(values) == 0:
        return f"{float(values) + 0.0:.2f}"
    table = np.atleast_2d(np.asarray(values).T).T if np.ndim(values) == 1 else np.asarray(values)
    rows = r" \\ ".join(" & ".join(f"{each:.2f}" for each in row) for row in table)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
