"""Home: what this is, one click to a sample, where you stand."""

import streamlit as st

from ui import samples, shell
from ui.workspace import Workspace


def body(workspace: Workspace) -> None:
    """Two sentences, one button, and what has been done so far."""
    st.title("Will a neural network beat ARIMA on your sales?")
    st.markdown(
        "Lookback trains a recurrent network on your series and replays the past with it, with "
        "ARIMA and with a naive baseline, so that you see which one to trust. It says so plainly "
        "when the network loses."
    )
    first = samples.CATALOGUE[0]
    left, right = st.columns(2)
    with left:
        if st.button(
            f"Try it on {first.title.lower()}",
            type="primary",
            icon=":material/play_arrow:",
            width="stretch",
        ):
            samples.load(workspace, first)
            st.switch_page("pages/train.py")
    with right:
        if st.button("Use your own file", icon=":material/upload_file:", width="stretch"):
            st.switch_page("pages/data.py")
    st.subheader("Where you stand")
    _standing(workspace)


def _standing(workspace: Workspace) -> None:
    if workspace.loaded is None:
        st.markdown(
            "Nothing is loaded yet. The way is short: **Data** reads a file, **Train** trains "
            "and tests, **Compare** says who won, **Forecast** gives the numbers."
        )
        return
    series = workspace.loaded.reading.series
    st.markdown(
        f"{shell.plain(workspace.loaded.origin.title)} is loaded: {series.frequency.count(len(series))}."
    )
    run = workspace.run()
    if workspace.running is not None:
        st.markdown("A training is running; you can follow it on Train.")
        st.page_link("pages/train.py", label="Go to Train", icon=":material/arrow_forward:")
    elif run is None:
        st.page_link("pages/train.py", label="Next: train", icon=":material/arrow_forward:")
    else:
        st.markdown(run.verdict.sentence)
        st.page_link("pages/compare.py", label="See the comparison", icon=":material/arrow_forward:")


shell.show("Home", body)
