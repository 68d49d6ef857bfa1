"""What a lesson computed from a series, kept until it is asked for another one."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import streamlit as st

from core.timeseries import TimeSeries

Found = TypeVar("Found")


def computed(slot: str, ts: TimeSeries, make: Callable[[TimeSeries], Found]) -> Found:
    """`make(ts)`, made only where it is not there yet for this series.

    In Streamlit's session, since caches are shared by all people.
    """
    key = f"once-{slot}"
    kept = st.session_state.get(key)
    if kept is None or not same(kept[0], ts):
        kept = st.session_state[key] = (ts, make(ts))
    found: Found = kept[1]
    return found


def same(one: TimeSeries, other: TimeSeries) -> bool:
    """Whether two series hold the same; a sample is another object on every run of a page."""
    return one is other or (
        one.index.equals(other.index)
        and one.name == other.name
        and np.array_equal(one.y, other.y, equal_nan=True)
    )
