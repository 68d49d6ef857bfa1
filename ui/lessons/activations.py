"""An activation and its derivative, moved by sliders."""

import numpy as np
import pandas as pd
import streamlit as st

from core.learn.activation_figures import activation_figure
from core.learn.activations import ACTIVATIONS, Activation, newest
from core.timeseries import TimeSeries
from core.wording import number
from ui import tables, theme
from ui.lessons.boxes import box


def show(ts: TimeSeries) -> None:
    """The curve, its slope, the sliders, and how much of the series it learns from."""
    key = st.pills(
        "Activation",
        list(ACTIVATIONS),
        default="sigmoid",
        format_func=lambda key: ACTIVATIONS[key].label,
        key="lesson-activation",
        required=True,
    )
    activation = ACTIVATIONS[key]
    left, right = st.columns(2)
    with left:
        weight = st.slider("Weight w", -5.0, 5.0, 1.0, 0.1, key="lesson-activation-weight")
    with right:
        bias = st.slider("Bias b", -5.0, 5.0, 0.0, 0.1, key="lesson-activation-bias")
    values = newest(ts)
    flat = int(activation.saturated(weight * values + bias).sum())
    said = f"{number(flat)} of the newest {number(len(values))} values lie where it is saturated"
    theme.chart(
        activation_figure(activation, weight, bias, values, theme.current()),
        key="lesson-activations",
        alt=f"{activation.label} and its derivative over inputs from -6 to 6; {said}",
    )
    st.markdown(f"${activation.formula}$, with $z = {weight:.1f}\\,x + {bias:.1f}$")
    st.markdown(f"**{said}** (shaded: the derivative is below 0.05 there).")
    with box("The curve as a table") as shown:
        if shown.open:
            _table(activation, weight, bias)


def _table(activation: Activation, weight: float, bias: float) -> None:
    inputs = np.arange(-6, 6.5, 0.5)
    sums = weight * inputs + bias
    table = pd.DataFrame(
        {
            "Input x": inputs,
            "Sum z": sums,
            "Answer a": activation.value(sums),
            "Derivative": activation.slope(sums),
        }
    )
    tables.show(table, forms=dict.fromkeys(map(str, table), ",.3f"), height=260)
