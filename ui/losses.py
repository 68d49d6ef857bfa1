"""Training curves of a run, drawn when they are opened."""

import streamlit as st

from core import network_figures
from core.models import Practised, Recurrent
from core.progress import Progress
from ui import sections, tables, theme
from ui.runs import Run


def show(run: Run) -> None:
    """The loss curves of a run, in an expander, with their numbers."""
    sections.when_opened(
        "Training curves", ":material/show_chart:", f"losses-{run.id}", lambda: _all(run)
    )


def _all(run: Run) -> None:
    for network in run.training.networks:
        if curves := run.curves.get(network.name):
            _curves(run, network, curves)


def _curves(run: Run, network: Recurrent | Practised, curves: dict[int, list[Progress]]) -> None:
    st.markdown(f"**{network.name}**")
    theme.chart(
        network_figures.loss_figure(curves, network, theme.current()),
        key=f"loss-{run.id}-{network.name}",
        alt=f"Training and validation loss of the {network.name} by epoch, for every fold",
    )
    st.caption(
        "How it was adapted to your series: first with the newest values kept back; then, if that "
        "clearly lowered the loss on those, on all values. What each model decided says whether it "
        "did."
        if isinstance(network, Practised)
        else "The thick line is the final fit; thin ones are its single networks, pale ones folds. "
        "The networks are trained twice in each: first with the newest values held out, whose "
        "errors give the intervals and may stop the training early; then on all values, "
        "without a validation loss. Each network sees the series in its own way, in logarithms "
        "or not, and in its own scale: compare the course of their curves, not their height."
    )
    table = network_figures.loss_table(curves)
    tables.show(table, height=220)
