"""Gradients of a deep network, with cures to be switched on."""

import numpy as np
import pandas as pd
import streamlit as st

from core.learn.activations import ACTIVATIONS
from core.learn.sizes import sized
from core.learn.vanishing import (
    CLIP_AT,
    DRAWS,
    FIRST,
    WIDTH,
    Deep,
    Measured,
    measure,
    shallow,
    windows,
)
from core.learn.vanishing_figures import vanishing_figure
from core.timeseries import TimeSeries
from core.wording import counted, number
from ui import tables, theme
from ui.lessons.boxes import box

_FAR = 100
"""So many times smaller or larger counts as vanished or exploded."""


def show(ts: TimeSeries) -> None:
    """Depth, activation and cures; answers and gradients layer by layer."""
    left, right = st.columns(2)
    with left:
        depth = st.slider("Hidden layers", 2, 30, 12, key="vanishing-depth")
    with right:
        keys = [key for key in ACTIVATIONS if key != "step"]
        activation = st.selectbox("Activation", keys, keys.index("sigmoid"),
                                  key="vanishing-activation",
                                  format_func=lambda key: ACTIVATIONS[key].label)  # fmt: skip
    first = st.pills("First weights", list(FIRST), default="small", key="vanishing-first",
                     format_func=lambda key: FIRST[key][0], required=True)  # fmt: skip
    with st.container(horizontal=True):
        normalised = st.toggle("Batch normalisation", key="vanishing-normalised")
        clipped = st.toggle("Gradient clipping", key="vanishing-clipped")
    inputs, values = windows(ts)
    measured = measure(Deep(depth, activation, first, normalised), inputs, values)
    theme.chart(
        vanishing_figure(measured, clipped, theme.current()),
        key="lesson-vanishing",
        alt=f"Spread of the answers and size of the gradients in each of {depth} hidden layers. "
        f"That of the first layer is {sized(measured.first)}",
    )
    back = _way_back(measured, shallow(activation, inputs, values))
    st.markdown(f"{back} {_length(measured, clipped)}")
    st.caption(
        f"{number(DRAWS)} networks of {number(WIDTH)} neurons a layer, not trained yet, on "
        f"{counted(len(values), 'window')} of {counted(inputs.shape[1], 'value')}. Line: their "
        "median; band: all of them."
    )
    with box("The layers as a table") as shown:
        if shown.open:
            _table(measured, clipped)


def _way_back(measured: Measured, alone: float) -> str:
    """What reaches the first layer, beside what does where it is the only one."""
    if measured.first == 0 or alone == 0:
        return "**No gradient reaches the first layer**: it can't learn at all."
    share = measured.first / alone
    beside = "what they are in a network of one layer"
    if share < 1 / _FAR:
        return (
            f"**They vanish**: the first layer's gradients are smaller by a factor of "
            f"{sized(1 / share)} than in a network of one layer, so that it hardly learns."
        )
    if share > _FAR:
        return f"**They explode**: the first layer's gradients are {sized(share)} times {beside}."
    return (
        f"**They arrive**: the first layer's gradients are {sized(share)} times {beside}, so "
        "that it learns."
    )


def _length(measured: Measured, clipped: bool) -> str:
    said = f"The whole gradient has a length of {sized(float(np.median(measured.lengths)))}"
    if not clipped:
        return f"{said}."
    long = int((measured.lengths > CLIP_AT).sum())
    return (
        f"{said}; clipping shortens it to {CLIP_AT:g} in {number(long)} of {number(DRAWS)} "
        "networks, all layers alike."
    )


def _table(measured: Measured, clipped: bool) -> None:
    depth = measured.spreads.shape[1]
    columns = {
        "Layer": [*map(number, range(1, depth + 1)), "answer"],
        "Spread of answers": [*np.median(measured.spreads, axis=0), np.nan],
        "Size of gradients": np.median(measured.sizes, axis=0),
    }
    if clipped:
        shortened = measured.sizes * measured.clipping[:, None]
        columns["After clipping"] = np.median(shortened, axis=0)
    amounts = [name for name in columns if name != "Layer"]
    tables.show(pd.DataFrame(columns), forms=dict.fromkeys(amounts, sized), height=260)
