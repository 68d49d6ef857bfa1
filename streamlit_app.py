"""Home: what this is, one click to a sample, where you stand."""

import streamlit as st

from ui import first_look, kept_here, opening, samples, saving, shell
from ui.workspace import Workspace


def body(workspace: Workspace) -> None:
    """Two sentences, one button, and what has been done so far."""
    st.title("Will a neural network beat ARIMA on your sales?")
    st.markdown(
        "Lookback forecasts your series with a network that has practised and one trained on it "
        "alone, and replays the past with them, with ARIMA and other classical methods and with a "
        "naive baseline, so that you see which one to trust. It says so plainly when the network "
        "loses."
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
    opening.ask(workspace)
    _standing(workspace)


def _standing(workspace: Workspace) -> None:
    if workspace.loaded is None:
        kept_here.show(workspace)
        _first_look()
        return
    st.subheader("Where you stand")
    series = workspace.loaded.reading.series
    length = series.frequency.count(len(series))
    st.markdown(f"{shell.plain(workspace.loaded.origin.title)} is loaded: {length}.")
    run = workspace.run()
    if workspace.running is not None:
        st.markdown("A training is running; you can follow it on Train.")
        st.page_link("pages/train.py", label="Go to Train", icon=":material/arrow_forward:")
    elif run is None:
        st.page_link("pages/train.py", label="Next: train", icon=":material/arrow_forward:")
    else:
        st.markdown(shell.plain(run.verdict.sentence))
        st.page_link(
            "pages/compare.py", label="See the comparison", icon=":material/arrow_forward:"
        )
    saving.note()
    with st.container(horizontal=True):
        saving.button(workspace, "home")
        kept_here.keep(workspace)
    kept_here.show(workspace)


def _first_look() -> None:
    """The sample behind the button, and the way from a file to a forecast."""
    sample = samples.CATALOGUE[0]
    series, look = samples.series(sample), samples.look(sample)
    st.subheader(sample.title)
    st.caption(f"{sample.about} {sample.source}")
    if look is not None:
        first_look.show(look, series, "sample")
    steps = (
        ("Data", "reads the file and shows every change made to it."),
        ("Train", "trains the network and its rivals on past cutoffs."),
        ("Compare", "says who won, in how many folds, and by how much."),
        ("Forecast", "gives the numbers, with ranges, as a chart and a file."),
    )
    st.caption("A session that was saved goes on where it was: upload its capsule on Data.")
    for column, (name, words) in zip(st.columns(4), steps, strict=True):
        column.markdown(f"**{name}** {words}")


shell.show("Home", body)
