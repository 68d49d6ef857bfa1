"""Portfolio: which of my series can be trusted?"""

import streamlit as st

from core.wording import counted, listed
from ui import portfolio, shell
from ui.portfolios import LEAST, many
from ui.workspace import Workspace


def body(workspace: Workspace) -> None:
    """What is asked for, and what came of it."""
    st.title("Portfolio")
    if workspace.loaded is None:
        shell.nothing_yet(
            "Here every series of a file with many stores or products is forecast, each by the "
            "model that did best on its own past, and the hopeless ones are named. First it needs "
            "a file.",
            "Data",
        )
        return
    workspace.portfolio = many(workspace.loaded, workspace.portfolio, workspace.key)
    held = workspace.portfolio
    panel = held.panel
    if len(panel) < LEAST:
        shell.nothing_yet(
            "The file in hand holds one series. Here files with several are forecast, told apart "
            "by a column of stores, products or the like; if yours has one, choose it on Data as "
            "the series column.",
            "Data",
        )
        return
    first, last = (panel.frequency.words(panel.index[at]) for at in (0, -1))
    by = listed(panel.columns)
    st.markdown(
        shell.plain(
            f"{counted(len(panel), 'series', 'series')} of {panel.name}, told apart by {by}: "
            f"{panel.frequency.name}, {first} to {last}."
        )
    )
    for note in panel.notes:
        st.warning(shell.plain(note), icon=":material/warning:")
    if panel.left_out:
        names = [" / ".join(key) for key in panel.left_out]
        reasons = " ".join(dict.fromkeys(panel.left_out.values()))
        st.caption(shell.plain(f"Left out: {listed(names)}. {reasons}"))
    if held.running:
        portfolio.live(held)
    else:
        portfolio.ask(workspace, held)
    portfolio.results(workspace, held)


shell.show("Portfolio", body)
