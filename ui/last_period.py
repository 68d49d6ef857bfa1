"""On Data: that the last period is far from its own past, and what could be done about it."""

from dataclasses import replace

import streamlit as st

from ui import event_form, receipts, shell
from ui.holdings import Loaded
from ui.workspace import Workspace


def hint(workspace: Workspace, loaded: Loaded) -> None:
    """What was seen, and three buttons; nothing is done before one of them is pressed."""
    last = workspace.last_period()
    if last is None:
        return
    reading, choices = loaded.reading, loaded.choices
    series, key = reading.series, f"{last.key}-{workspace.generation}"
    with st.container(border=True):
        combined = reading.receipt.count("Dates combined") > 0
        st.markdown(shell.plain(last.words(series, combined)))
        with st.container(horizontal=True):
            if st.button(
                "Leave it out as unfinished", key=f"last-out-{key}", icon=":material/filter_alt:"
            ):
                receipts.reread(workspace, replace(choices, last_out=last.key, partial=None))
            st.button(
                "Mark what happened",
                key=f"last-mark-{key}",
                icon=":material/flag:",
                help="Opens the form below the chart, with its date.",
                on_click=event_form.put,
                args=(workspace, series, last.stamp, last.stamp),
            )
            if st.button("Keep it", key=f"last-keep-{key}"):
                receipts.reread(workspace, replace(choices, last_kept=last.key))
