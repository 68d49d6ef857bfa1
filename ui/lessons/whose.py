"""Which series a lesson is on, in words."""

import streamlit as st

from ui import samples, session, shell


def say() -> None:
    """The person's own, or the sample that stands in."""
    loaded = session.workspace().loaded
    if loaded is not None:
        st.caption(f"On your series, {shell.plain(loaded.reading.series.name)}.")
        return
    title = shell.plain(samples.CATALOGUE[0].title)
    st.caption(f"On a sample, {title}. Load a file on Data, and it is your own.")
