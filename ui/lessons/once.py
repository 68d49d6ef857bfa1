"""What a lesson computed from a series, kept until it is asked for another one."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from core.timeseries import TimeSeries

Found = TypeVar("Found")


def computed(slot: str, ts: TimeSeries, make: Callable[[TimeSeries], Found]) -> Found:
    """`make(ts)`, made only where it is not there yet for this very series.

    In Streamlit's session, since caches are shared by all people.
    """
    key = f"once-{slot}"
    kept = st.session_state.get(key)
    if kept is None or kept[0] is not ts:
        kept = st.session_state[key] = (ts, make(ts))
    found: Found = kept[1]
    return found
