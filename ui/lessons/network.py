"""The network set on Train, layer by layer; and a hidden layer that fits a curve."""

import pandas as pd
import streamlit as st

from core.learn.activations import ACTIVATIONS
from core.learn.network import Layer, curve, fit, layers, misses
from core.learn.network_figures import curve_figure, layers_figure
from core.models import Recurrent
from core.settings import describe
from core.timeseries import TimeSeries
from core.wording import counted, number, rounded
from ui import session, shell, tables, theme
from ui.lessons.boxes import box

_KINDS = ("Your network", "Fit a curve")
_SPREADS = {"even": "At equal distances", "random": "At random"}


def show(ts: TimeSeries) -> None:
    """The network as it would be trained, or a curve with its neurons on a slider."""
    kind = st.pills("Picture", _KINDS, default=_KINDS[0], key="network-kind", required=True)
    if kind == _KINDS[0]:
        _architecture()
    else:
        _fitting(ts)


def _architecture() -> None:
    workspace = session.workspace()
    network = Recurrent(
        **{about.name: workspace.value(about.name) for about in describe(Recurrent)}
    )
    found = layers(network, int(workspace.value("horizon")))
    hidden = sum(layer.hidden for layer in found)
    total = sum(layer.weights for layer in found)
    theme.chart(
        layers_figure(found, theme.current()),
        key="lesson-network-layers",
        alt="The layers of the network set on Train: "
        + ", ".join(f"{layer.label} {number(layer.size)}" for layer in found),
    )
    depth = "deep" if hidden > 1 else "not deep yet: that begins at two"
    back = (
        " Each unit also sees what its layer answered a step before." if found[0].size == 1 else ""
    )
    st.markdown(
        f"As set on Train: **{network.name}**, {counted(hidden, 'hidden layer')} ({depth}), "
        f"**{counted(total, 'weight')}** to learn, biases among them. "
        f"{counted(network.members, 'such network is', 'such networks are')} trained"
        f"{' side by side' if network.members > 1 else ''}.{back}"
    )
    with box("The layers as a table") as shown:
        if shown.open:
            _table(found)


def _table(found: tuple[Layer, ...]) -> None:
    table = pd.DataFrame(
        {
            "Layer": [layer.label for layer in found],
            "Numbers handed on": [layer.size for layer in found],
            "Weights": [layer.weights for layer in found],
        }
    )
    tables.show(table)


def _fitting(ts: TimeSeries) -> None:
    neurons = st.slider("Hidden neurons", 1, 60, 8, key="network-neurons")
    left, right = st.columns(2)
    with left:
        keys = list(ACTIVATIONS)
        activation = st.selectbox("Activation", keys, keys.index("relu"),
                                  key="network-activation",
                                  format_func=lambda key: ACTIVATIONS[key].label)  # fmt: skip
    with right:
        spread = st.selectbox("Where they bend", list(_SPREADS), key="network-spread",
                              format_func=_SPREADS.__getitem__)  # fmt: skip
    given = curve(ts)
    network = fit(given, neurons, activation, spread)
    within, beyond = misses(given, network)
    theme.chart(
        curve_figure(given, network, ts, theme.current()),
        key="lesson-network-curve",
        alt=f"{ts.name}, and the answer of {counted(neurons, 'hidden neuron')}. Typical miss "
        f"{rounded(within)} where it was fitted, {rounded(beyond)} beyond",
    )
    st.markdown(
        shell.plain(
            f"With {counted(neurons, 'hidden neuron')} the typical miss (RMSE) is "
            f"{rounded(within, ts.unit)} on the {counted(given.fitted, 'value')} it was fitted to, "
            f"and {rounded(beyond, ts.unit)} on the "
            f"{number(len(given.values) - given.fitted)} after them."
        )
    )
    with box("The curve as a table") as shown:
        if shown.open:
            table = pd.DataFrame(
                {
                    ts.frequency.noun.capitalize(): map(ts.frequency.words, given.stamps),
                    "Value": given.values,
                    "Answer": network.answers(given.places),
                    "Fitted": ["yes"] * given.fitted + ["no"] * (len(given.values) - given.fitted),
                }
            )
            tables.show(table, forms={"Answer": tables.amount_form(ts, table["Value"])}, height=260)
